"""会议 · the ordinary way of a sitting: called, held on one evening, its minutes read and signed; and the one of today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..clock import at_here, here
from ..communities.models import Body, BodyKind
from ..matters.models import Matter
from ..procedure.debate import Stance
from ..procedure.floor import Command, Do
from ..procedure.lifecycle import Case
from ..procedure.people import Actor
from ..procedure.poll import Choice
from ..procedure.sitting import ItemKind, Place, Reply
from ..sittings.models import Sitting
from ..sittings.planning import add, plan
from ..sittings.roll import reply
from . import names
from .cast import Cast
from .walk import Acts, Walk

PLACE = "社区党群服务中心二楼会议室"
RULES, OTHERS = "宣布议事规则", "听取上一批微项目的进展"
NOTICE = timedelta(days=5)
BEGINS = time(19, 30)


def called(session: Session, cast: Cast, matter: Matter, starts_at: datetime, at: datetime) -> Sitting:
    """Planned by the secretary, and everybody told."""
    body = session.scalars(select(Body).where(Body.community_id == cast.community_id, Body.kind == BodyKind.COUNCIL)).one()
    case = Case(cast.secretary, at)
    given = {"starts_at": starts_at, "place": PLACE, "chair_id": cast.chair.id, "secretary_id": cast.secretary.id, "remark": ""}
    it = plan(body, given, case)
    add(it, ItemKind.REPORT, RULES, None, {"minutes": 5}, case)
    add(it, ItemKind.DECIDE, "", matter, {"minutes": 40}, case)
    add(it, ItemKind.DISCUSS, OTHERS, None, {"minutes": 20}, case)
    it.take("announce", case)
    return it


def answered(it: Sitting, cast: Cast, at: datetime) -> None:
    """Most will come, one cannot; who sits at the demo has not answered yet."""
    for n, actor in enumerate(actor for actor in cast.council if actor.name not in names.READY):
        away = n == 4
        reply(it, Case(actor, at), Reply.AWAY if away else Reply.COMING, "出差，回不来" if away else "")


def evening(day: datetime) -> datetime:
    """Half past seven on that day."""
    return at_here(datetime.combine(here(day).date(), BEGINS))


@dataclass
class Evening:
    """What happens in the hall, a few seconds or a speech apart."""

    it: Sitting
    at: datetime

    def does(self, by: Actor, do: Do, after: int = 4, to: int | None = None, **more: Any) -> None:
        self.at += timedelta(seconds=after)
        assert by.id is not None
        self.it.act(Command(do=do, by=by.id, to=to, **more), Case(by, self.at))

    def decide(self, cast: Cast, ayes: int, noes: int, by_phone: Sequence[tuple[Actor, Choice]] = ()) -> None:
        """Put, voted on by telephone and by hand, announced."""
        self.does(cast.chair, Do.PUT)
        for actor, choice in by_phone:
            self.does(actor, Do.VOTE, choice=choice)
        self.does(cast.secretary, Do.COUNT, after=40, ayes=ayes, noes=noes)
        self.does(cast.chair, Do.ANNOUNCE)


def sat(w: Walk) -> Acts:
    """From all having been said online to a decision in the hall, and minutes that everybody agrees with."""
    yield w.days(1)
    starts_at = evening(w.at + NOTICE)
    it = called(w.session, w.cast, w.matter, starts_at, w.at)
    yield w.days(1)
    answered(it, w.cast, w.at)
    yield starts_at
    _held(w, it)
    yield w.at + timedelta(hours=1, minutes=10)
    it.act(Command(do=Do.ADJOURN, by=w.cast.chair.id or 0), w.case(w.cast.chair))
    yield w.days(1)
    it.take("circulate", w.case(w.cast.secretary))
    yield w.after(it.due_at)
    it.take("approve", w.case(w.cast.chair))


def _held(w: Walk, it: Sitting) -> None:
    """One for, one against, an amendment that carries, and the vote."""
    cast, hall = w.cast, Evening(it, w.at)
    members = [actor for actor in cast.council if actor.name not in names.READY]
    there = [line.person_id for line in it.roll if line.place is Place.MEMBER and line.reply is not Reply.AWAY]
    for person_id in there:
        hall.does(cast.secretary, Do.CHECK_IN, after=9, to=person_id)
    hall.does(cast.chair, Do.OPEN, after=60)
    hall.does(cast.chair, Do.CALL_ITEM, item=0)
    hall.does(cast.chair, Do.CALL_ITEM, after=240, item=1)
    speakers = members[8:11]
    for actor, stance in zip(speakers, (Stance.FOR, Stance.AGAINST, Stance.ASK), strict=False):
        hall.does(actor, Do.REQUEST, stance=stance)
    for seconds in (96, 78, 41):
        hall.does(cast.chair, Do.GRANT)
        hall.does(cast.chair, Do.FINISH, after=seconds)
    hall.does(members[5], Do.AMEND, after=30, text="完工以后三年内坏了，由施工单位免费修")
    hall.does(members[6], Do.SECOND)
    hall.does(cast.chair, Do.STATE)
    hall.decide(cast, ayes=len(there) - 2, noes=1)
    by_phone = ((members[0], Choice.AYE), (members[1], Choice.NO), (members[2], Choice.AYE))
    hall.decide(cast, ayes=len(there) - 5, noes=1, by_phone=by_phone)
    hall.does(cast.chair, Do.CALL_ITEM, item=2)


@dataclass
class Today:
    """The sitting of the last evening of the year, called in time; the people at the demo hold it."""

    at: datetime
    acts: Iterator[datetime]


def today(session: Session, cast: Cast, walk: Walk, until: datetime) -> Today:
    starts_at = evening(until)
    at = starts_at - NOTICE
    return Today(at, _today(session, cast, walk, starts_at, at))


def _today(session: Session, cast: Cast, walk: Walk, starts_at: datetime, at: datetime) -> Iterator[datetime]:
    it = called(session, cast, walk.matter, starts_at, at)
    yield at + timedelta(days=1)
    answered(it, cast, at + timedelta(days=1))
