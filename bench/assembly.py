"""A council of 220 with two sittings: one under way, to be followed live, and one with two thousand events behind it."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

import yishi.app  # noqa: F401  every consequence is attached once the application is
from yishi import clock, migrating
from yishi.communities.models import Body, BodyKind, Community
from yishi.db import Database
from yishi.demo import district
from yishi.people.models import Person, Seat, SignIn
from yishi.procedure.debate import Stance
from yishi.procedure.floor import Command, Do
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor, Role
from yishi.procedure.sitting import ItemKind
from yishi.sittings.models import AgendaItem, Sitting, new_secret
from yishi.web.sign_ins import cookie_name, digest

from .data import opened

PHONES = 200
EVENTS = 2_000
AWAITED = 3  # how many hands are up at a time in the long sitting


@dataclass(frozen=True)
class Reader:
    """Somebody who has signed in: who they are, and what their browser sends."""

    id: int
    token: str

    @property
    def cookie(self) -> str:
        return f"{cookie_name(False)}={self.token}"


@dataclass(frozen=True)
class Assembly:
    folder: Path
    url: str  # of the sitting that is followed
    long_url: str  # of the one with its events behind it
    events: int
    chair: Reader
    phones: tuple[Reader, ...]


def assembled(folder: Path) -> Assembly:
    """Everybody is there, the chair has opened, a motion is being debated."""
    with opened(folder) as database:
        migrating.migrate(database)
        now = clock.now()
        with database.writing() as session:
            district.found(session, now - timedelta(days=30))
            _crowd(session, now)
        live = _Telling(database, now, 1)
        live.begins()
        long = _Telling(database, now, 2)
        long.goes_on_for(EVENTS)
        readers = [Reader(id, secrets.token_urlsafe(32)) for id in (live.chair, *live.members[:PHONES])]
        with database.writing() as session:
            session.add_all(_sign_in(it, now) for it in readers)
        return Assembly(folder, live.sitting.url, long.sitting.url, long.sitting.seq, readers[0], tuple(readers[1:]))


def _council(session) -> Body:
    home = session.scalars(select(Community.id).where(Community.slug == "wenhua")).one()
    return session.scalars(select(Body).where(Body.community_id == home, Body.kind == BodyKind.COUNCIL)).one()


def _crowd(session, now: datetime) -> None:
    body = _council(session)
    people = [Person(name=f"议员{number:03}", created_at=now) for number in range(PHONES)]
    session.add_all(people)
    session.flush()
    term = {"since": now.date() - timedelta(days=30), "recorded_at": now - timedelta(days=30)}
    session.add_all(
        Seat(
            community_id=body.community_id, body_id=body.id, person_id=it.id, role=Role.COUNCILLOR, title="居民议事员", **term
        )
        for it in people
    )  # fmt: skip


def _sign_in(it: Reader, now: datetime) -> SignIn:
    far = now + timedelta(days=1)
    return SignIn(token_digest=digest(it.token), person_id=it.id, created_at=now, seen_at=now, expires_at=far)


class _Telling:
    """One sitting, told through what people do, a second apart, each act kept before the next."""

    def __init__(self, database: Database, now: datetime, number: int):
        self.session, self.at = database._write(), now - timedelta(hours=2)
        body = _council(self.session)
        seats = self.session.scalars(select(Seat).where(Seat.body_id == body.id).order_by(Seat.id)).all()
        self.chair = next(it.person_id for it in seats if it.role is Role.CHAIR)
        self.secretary = next(it.person_id for it in seats if it.role is Role.SECRETARY)
        self.members = [it.person_id for it in seats if it.role is Role.COUNCILLOR]
        before = self.at - timedelta(days=6)
        self.sitting = Sitting(
            community_id=body.community_id, body=body, rule_set_version_id=body.community.rule_set_version_id, number=number,
            title=f"第{number}次会议", starts_at=self.at, place="社区会议室", secret=new_secret(), chair_id=self.chair,
            secretary_id=self.secretary, created_at=before, entered_at=before, touched_at=before,
        )  # fmt: skip
        self.session.add(self.sitting)
        self.session.flush()
        self.session.add_all(
            AgendaItem(community_id=body.community_id, sitting_id=self.sitting.id, position=n, kind=ItemKind.DISCUSS, title=title)
            for n, title in enumerate(("社区公园夜间照明", "充电棚选址", "老旧小区加装电梯"))
        )
        self.session.flush()
        self.sitting.take("announce", Case(Actor(self.chair, "主持人", frozenset({Role.CHAIR})), before + timedelta(hours=1)))
        self.session.commit()

    def does(self, do: Do, by: int, **more) -> None:
        self.at += timedelta(seconds=1)
        self.sitting.act(Command(do=do, by=by, **more), Case(Actor(by, "议员"), self.at))
        self.session.commit()
        self.session.info.pop("floor_written", None)

    def begins(self) -> None:
        self.does(Do.CHECK_IN, self.secretary, to=self.chair)
        for member in self.members:
            self.does(Do.CHECK_IN, self.secretary, to=member)
        self.does(Do.OPEN, self.chair)
        self.does(Do.CALL_ITEM, self.chair, item=0)
        self.asks("在社区公园的环形步道加装庭院灯十二盏，每晚六点到十一点亮，之后亮度降到三成。")

    def asks(self, text: str) -> None:
        self.does(Do.MOVE, self.members[0], text=text)
        if self.sitting.floor.moved[-1].seconders == () and self.sitting.rule_set.motion_seconders:
            self.does(Do.SECOND, self.members[1])
        self.does(Do.STATE, self.chair)

    def goes_on_for(self, events: int) -> None:
        """Debates and votes, with every speech asked for, until there are so many events."""
        self.begins()
        speakers = self._speakers()
        while self.sitting.seq < events:
            for _ in range(20):
                turn = [next(speakers) for _ in range(AWAITED)]
                for it, stance in zip(turn, Stance, strict=True):
                    self.does(Do.REQUEST, it, stance=stance)
                for _ in turn:
                    self.does(Do.GRANT, self.chair)
                    self.does(Do.FINISH, self.chair)
            self.does(Do.PUT, self.chair)
            self.does(Do.COUNT, self.secretary, ayes=150, noes=30, abstentions=10)
            self.does(Do.ANNOUNCE, self.chair)
            self.asks(f"第{self.sitting.seq}号动议：充电棚设在东门，与住宅相距不少于十五米。")

    def _speakers(self) -> Iterator[int]:
        while True:
            yield from self.members
