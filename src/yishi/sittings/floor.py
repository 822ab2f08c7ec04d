"""会场 · the floor of a sitting as its events make it, and the one way in which something happens on it.

A floor is kept in memory between two requests: it never changes, the events after it are added. What a transaction has only
just written is not kept, for it may be rolled back.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.engine import Engine

from ..clock import today
from ..db import has_changed, session_of
from ..debates.council import seats_in
from ..ledger.models import consequence, fact
from ..procedure.debate import Stance
from ..procedure.floor import Command, Do, Event, Floor, Item, Person, Phase, Setup, apply, begin, decide, due
from ..procedure.floor.besides import stands
from ..procedure.floor.commands import FROM_AFAR
from ..procedure.floor.deciding import settled
from ..procedure.floor.events import Adjourned, Opened, ProxyRevoked, read, written
from ..procedure.floor.questions import Said
from ..procedure.lifecycle import Case, NotYours, Refused
from ..procedure.people import SYSTEM
from ..procedure.sitting import Place, SittingState
from . import preparing  # noqa: F401  what a sitting settles when it is opened
from .events import FloorEvent
from .models import AgendaItem, Sitting

MOST_KEPT = 64  # sittings of one database
ENTERED_BY = "entered_by"  # beside an event: the secretary, where somebody did it by hand or word of mouth
BY_HAND = (
    Do.SECOND, Do.MOVE, Do.AMEND, Do.POINT_OF_ORDER, Do.APPEAL, Do.CLOSE_DEBATE, Do.POSTPONE, Do.REFER, Do.LIMIT_DEBATE,
    Do.EXTEND_DEBATE, Do.TABLE, Do.TAKE_FROM_TABLE, Do.POSTPONE_INDEFINITELY, Do.WITHDRAW, Do.RECONSIDER, Do.RECUSE, Do.FINISH,
    Do.PROXY, Do.REVOKE,
)  # fmt: skip
RUNNING = (SittingState.NOTICED, SittingState.OPEN)


@dataclass(frozen=True, slots=True)
class Kept:
    """A floor, how many events made it, and what the sitting was like when its setup was read."""

    setup_of: tuple[datetime | None, datetime | None]
    seq: int
    floor: Floor


_kept: WeakKeyDictionary[Engine, dict[int, Kept]] = WeakKeyDictionary()


@fact(Sitting)
def floor(self: Sitting) -> Floor:
    """会场现在的样子"""
    session = session_of(self)
    shelf = _kept.setdefault(session.get_bind().engine, {})
    asked = (self.noticed_at, self.opened_at)
    kept = shelf.get(self.id)
    if kept is None or kept.setup_of != asked or kept.seq > self.seq:
        kept = Kept(asked, 0, begin(setup(self)))
    if kept.seq < self.seq:
        kept = Kept(asked, self.seq, reduce(apply, happened(self, kept.seq), kept.floor))
        if not session.info.get("floor_written"):
            if len(shelf) >= MOST_KEPT:
                shelf.pop(next(iter(shelf)))
            shelf[self.id] = kept
    return kept.floor


def happened(sitting: Sitting, after: int = 0) -> Iterable[Event]:
    """The events after the given one, in their order, as the engine reads them."""
    rows = select(FloorEvent.event).where(FloorEvent.sitting_id == sitting.id, FloorEvent.seq > after)
    found = session_of(sitting).scalars(rows.order_by(FloorEvent.seq))
    return (read({key: value for key, value in row.items() if key != ENTERED_BY}) for row in found)


def setup(sitting: Sitting) -> Setup:
    """What is settled before the sitting begins, as the engine wants it."""
    people = {it.person_id: Person(it.person_id, it.name, it.place is Place.MEMBER, it.unit) for it in sitting.roll}
    people.setdefault(sitting.secretary_id, Person(sitting.secretary_id, sitting.secretary.name, seat=False))
    return Setup(
        rules=sitting.rule_set, people=people, chair_id=sitting.chair_id, secretary_id=sitting.secretary_id,
        items=tuple(_item(it) for it in sitting.items), not_before=_second(sitting.starts_at),
    )  # fmt: skip


def _item(it: AgendaItem) -> Item:
    ready: Mapping[str, Any] = it.prepared or {}
    return Item(
        it.title,
        report=not ready.get("motion"),  # no motion has come with it: it may be talked about all the same
        passing=ready.get("passing", "passing"),
        motion=ready.get("motion", ""),
        mover_id=ready.get("mover_id", 0),
        said=tuple(Said(speaker, stance and Stance(stance)) for speaker, stance in ready.get("said", ())),
        barred=frozenset(ready.get("barred", ())),
        paragraphs=tuple(ready.get("paragraphs", ())),
    )


# -- what happens ------------------------------------------------------------------------------------------------------


@consequence(Sitting)
def act(self: Sitting, command: Command, case: Case) -> None:
    """Somebody does something: it happens, with what the clock did before it, or is refused with the article.

    The sitting's row is locked by whoever calls, so two who press at one moment come one after the other.
    """
    _running(self)
    if command.do is Do.OPEN:
        _lapse(self, case)
    before = self.floor
    if command.by not in before.setup.people:
        raise NotYours("您不在这次会议的名册上；会议公开，您可以旁听")
    stands(settled(before, _second(case.at)), command)
    if command.to is not None and command.to not in before.setup.people:
        raise Refused("名册上没有这个人")
    by_hand = command.by != case.actor.id
    if by_hand and (case.actor.id != self.secretary_id or command.do not in BY_HAND):
        raise NotYours("替没有手机的人登记，由本次会议的秘书办；投票、签到和主持的事另有办法")
    events = decide(before, command, _second(case.at))
    after = _happens(self, events, case, entered_by=case.actor.id if by_hand else None)
    if self.state is SittingState.NOTICED and any(isinstance(it, Opened) for it in events):
        self.opened_at = case.at
        self.take("open", Case(SYSTEM, case.at))
    if after.phase is Phase.ADJOURNED:
        self.adjourned_at = case.at
        self.take("adjourn" if self.state is SittingState.OPEN else "fail", Case(SYSTEM, case.at))
    elif self.state is SittingState.OPEN and command.do not in FROM_AFAR:
        self.due_at = self.deadline(case.at)


def _lapse(sitting: Sitting, case: Case) -> None:
    """A proxy ends with the seat of whoever gave it."""
    if given := sitting.floor.proxies:
        seated = {seat.person_id for seat in seats_in(session_of(sitting), sitting.body_id, today(case.at))}
        _happens(sitting, [ProxyRevoked(at=_second(case.at), by=by) for by in sorted(set(given) - seated)], case)


def _running(sitting: Sitting) -> None:
    if sitting.state not in RUNNING:
        raise Refused(f"这次会议现在是“{sitting.state.label}”，会上的事不能再办")


def _second(at: datetime) -> int:
    """The one clock of a sitting: whole seconds of our own time."""
    return int(at.timestamp())


def _happens(sitting: Sitting, events: Iterable[Event], case: Case, entered_by: int | None = None) -> Floor:
    session, after = session_of(sitting), sitting.floor
    session.info["floor_written"] = True
    for event in events:
        after = apply(after, event)
        sitting.seq += 1
        kept = plainly(event) | ({ENTERED_BY: entered_by} if entered_by is not None and event.by is not None else {})
        row = FloorEvent(community_id=sitting.community_id, sitting_id=sitting.id, seq=sitting.seq, at=case.at, event=kept)
        row.digest = sitting.digest = row.computed(sitting.digest)
        session.add(row)
    sitting.touched_at = case.at
    session.flush()
    has_changed(session, sitting.subject)
    return after


def plainly(event: Event) -> dict[str, Any]:
    """An event as it is kept: what JSON keeps of it, so that its digest is the same before and after."""
    return {key: _plain(value) for key, value in written(event).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, str) else value


@consequence(Sitting)
def time_passes(self: Sitting, at: datetime) -> bool:
    """What the clock did by this moment is put down, so that every screen hears of it. False when it did nothing."""
    if self.state is not SittingState.OPEN or not (events := due(self.floor, _second(at))):
        return False
    _happens(self, events, Case(SYSTEM, at))
    return True


@consequence(Sitting)
def break_off(self: Sitting, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """没有人宣布散会，按时间散会"""
    self.adjourned_at = case.at
    _happens(self, (*due(self.floor, _second(case.at)), Adjourned(at=_second(case.at), by=None)), case)
    conclude: Callable[..., Mapping[str, Any] | None] = self.conclude  # type: ignore[attr-defined]
    return conclude(case, given)
