"""会议 · the ordinary way of a sitting: called, held on one evening, its minutes read and signed; and the one that begins soon."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..clock import at_here, here
from ..communities.models import Body, BodyKind
from ..matters.models import Matter
from ..people.models import Person
from ..procedure.amendment import AmendmentForm
from ..procedure.debate import Stance
from ..procedure.floor import Command, Do
from ..procedure.lifecycle import Case
from ..procedure.people import Actor
from ..procedure.poll import Choice
from ..procedure.sitting import ItemKind, Place, Reply
from ..sittings.models import Sitting
from ..sittings.planning import add, member_ids, observe, plan
from ..sittings.reading import read
from ..sittings.roll import reply
from . import names
from .cast import Cast
from .walk import Acts, Walk

PLACE = "社区党群服务中心二楼会议室"
RULES, OTHERS = "宣布议事规则", "听取上一批微项目的进展"
NOTICE = timedelta(days=5)
TODAY = "all_said"  # the story whose matter is on the agenda of the one that begins soon
AHEAD, QUARTER = timedelta(minutes=30), timedelta(minutes=15)
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
    if (mover := matter.lead_id or matter.proposer_id) not in member_ids(it):
        observe(it, session.get_one(Person, mover), "提出人", case)
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


def soon(at: datetime) -> datetime:
    """The first quarter of an hour that is half an hour off: whoever comes now may be checked in."""
    return at + AHEAD + (datetime.min.replace(tzinfo=at.tzinfo) - at) % QUARTER


@dataclass
class Evening:
    """What happens in the hall, a few seconds or a speech apart."""

    it: Sitting
    at: datetime

    def does(self, by: Actor, do: Do, after: int = 4, to: int | None = None, **more: Any) -> None:
        self.at += timedelta(seconds=after)
        assert by.id is not None
        self.it.act(Command(do=do, by=by.id, to=to, **more), Case(by, self.at))


def sat(w: Walk, ends: Callable[["Night"], None] | None = None) -> Acts:
    """From all having been said online to a decision in the hall, and minutes that everybody agrees with."""
    yield w.days(1)
    starts_at = evening(w.at + NOTICE)
    it = called(w.session, w.cast, w.matter, starts_at, w.at)
    yield w.days(1)
    answered(it, w.cast, w.at)
    yield starts_at
    night = Night(w, it, Evening(it, w.at))
    night.begins()
    (ends or carried)(night)
    yield w.at + timedelta(hours=1, minutes=10)
    it.act(Command(do=Do.ADJOURN, by=w.cast.chair.id or 0), w.case(w.cast.chair))
    yield w.days(1)
    it.take("circulate", w.case(w.cast.secretary))
    yield w.soon()
    _objected(w, it)
    yield w.after(it.due_at)
    it.take("approve", w.case(w.cast.chair))


def called_in_vain(w: Walk) -> Acts:
    """Twice called off, once before anybody was told; and once hardly anybody came."""
    yield w.days(1)
    body = w.session.scalars(select(Body).where(Body.community_id == w.cast.community_id, Body.kind == BodyKind.COUNCIL)).one()
    given = {"starts_at": evening(w.at + NOTICE), "place": PLACE, "chair_id": w.cast.chair.id, "remark": ""}
    early = plan(body, {**given, "secretary_id": w.cast.secretary.id}, w.case(w.cast.secretary))
    early.take("cancel", w.case(w.cast.secretary, reason="那天晚上会议室有社区义诊，另选一天。"))
    yield w.soon()
    told = called(w.session, w.cast, w.matter, evening(w.at + NOTICE), w.at)
    yield w.days(2)
    told.take("cancel", w.case(w.cast.chair, reason="台风预警，改期再开。"))
    yield w.soon()
    empty = called(w.session, w.cast, w.matter, evening(w.at + NOTICE), w.at)
    yield w.after(empty.due_at)


@dataclass
class Night:
    """One sitting in its hall: who is there, and the ways in which it may end."""

    w: Walk
    it: Sitting
    hall: Evening

    @property
    def members(self) -> list[Actor]:
        return [actor for actor in self.w.cast.council if actor.name not in names.READY]

    @property
    def there(self) -> list[int]:
        return [line.person_id for line in self.it.roll if line.place is Place.MEMBER and line.reply is not Reply.AWAY]

    def begins(self) -> None:
        """Everybody comes, the rules are read, and three speak: one for, one against, one with a question."""
        cast, hall = self.w.cast, self.hall
        for person_id in self.there:
            hall.does(cast.secretary, Do.CHECK_IN, after=9, to=person_id)
        hall.does(cast.chair, Do.OPEN, after=60)
        hall.does(cast.chair, Do.CALL_ITEM, item=0)
        hall.does(cast.chair, Do.CALL_ITEM, after=240, item=1)
        for actor, stance in zip(self.members[8:11], (Stance.FOR, Stance.AGAINST, Stance.ASK), strict=False):
            hall.does(actor, Do.REQUEST, stance=stance)
        for seconds in (96, 78, 41):
            hall.does(cast.chair, Do.GRANT)
            hall.does(cast.chair, Do.FINISH, after=seconds)

    def moves(self, do: Do, **more: Any) -> None:
        """Somebody moves it, somebody seconds it, the chair states it."""
        self.hall.does(self.members[5], do, after=30, **more)
        self.hall.does(self.members[6], Do.SECOND)
        self.hall.does(self.w.cast.chair, Do.STATE)

    def decides(self, noes: int, by_phone: Sequence[Choice] = ()) -> None:
        """Put, voted on by telephone and by hand, announced. Whoever presides does not vote."""
        self.hall.does(self.w.cast.chair, Do.PUT)
        for actor, choice in zip(self.members, by_phone, strict=False):
            self.hall.does(actor, Do.VOTE, choice=choice)
        ayes = len(self.there) - 1 - len(by_phone) - noes
        self.hall.does(self.w.cast.secretary, Do.COUNT, after=40, ayes=ayes, noes=noes)
        self.hall.does(self.w.cast.chair, Do.ANNOUNCE)


def carried(it: Night) -> None:
    """With an amendment that adds a paragraph at the end of the plan."""
    last = len(it.it.floor.pending.paragraphs)
    it.moves(Do.AMEND, form=AmendmentForm.INSERT, paragraph=last, text="完工以后三年内坏了，由施工单位免费修。")
    it.decides(noes=1)
    it.decides(noes=1, by_phone=(Choice.AYE, Choice.NO, Choice.AYE))
    it.hall.does(it.w.cast.chair, Do.CALL_ITEM, item=2)


def lost(it: Night) -> None:
    it.decides(noes=len(it.there) - 4)


def referred(it: Night) -> None:
    it.moves(Do.REFER, body="方案小组")
    it.decides(noes=2)


def withdrawn(it: Night) -> None:
    """The proposer is there and asks for it, and the council agrees."""
    mover = it.w.matter.lead_id or it.w.matter.proposer_id
    it.hall.does(it.w.cast.secretary, Do.CHECK_IN, to=mover)
    it.hall.does(Actor(mover, ""), Do.WITHDRAW, after=30)
    it.hall.does(it.w.cast.chair, Do.STATE)
    it.decides(noes=1)


def _objected(w: Walk, it: Sitting) -> None:
    """Two who were there have something against a line; the secretary changes one and leaves the other. The rest has nothing."""
    there = [
        actor for actor in w.cast.council if any(line.person_id == actor.id and line.reply is Reply.COMING for line in it.roll)
    ]
    lines = it.minutes_lines
    first = lines[-1].object(w.case(there[0]), "散会的时间写明几点几分。")
    first.take("adopt", w.case(w.cast.secretary, wording=f"{lines[-1].text}（以会场时钟为准）", answer="已写明。"))
    second = lines[0].object(w.case(there[1]), "请写上每个人的住址。")
    second.take("decline", w.case(w.cast.secretary, answer="纪要公开，不写住址。"))
    for actor in there[2:]:
        read(it, w.case(actor))


@dataclass
class Today:
    """The sitting that begins half an hour after the year is told, called in time; the people at the demo hold it."""

    at: datetime
    acts: Iterator[datetime]


def today(session: Session, cast: Cast, walk: Walk, until: datetime) -> Today:
    starts_at = soon(until)
    at = starts_at - NOTICE
    return Today(at, _today(session, cast, walk, starts_at, at))


def _today(session: Session, cast: Cast, walk: Walk, starts_at: datetime, at: datetime) -> Iterator[datetime]:
    it = called(session, cast, walk.matter, starts_at, at)
    yield at + timedelta(days=1)
    answered(it, cast, at + timedelta(days=1))
