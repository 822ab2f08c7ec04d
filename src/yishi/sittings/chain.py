"""校验会场记录 · walking the events of each sitting, and naming the first that does not fit; then the minutes that were signed."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..communities.models import Community
from ..ledger.models import BEGINNING
from ..procedure.sitting import HELD, SittingState
from . import minutes_keeping  # noqa: F401  what signed minutes know of themselves
from .events import FloorEvent
from .models import Sitting
from .preparing import settled_before

BATCH = 1000


def broken_floors(session: Session, community: Community) -> Iterator[str]:
    """For each sitting of a community whose record was tampered with, a sentence that says where."""
    for sitting_id in session.scalars(select(Sitting.id).where(Sitting.community_id == community.id).order_by(Sitting.id)).all():
        sitting = session.get(Sitting, sitting_id)
        assert sitting is not None
        if wrong := broken(session, sitting):
            yield f"{sitting.name}：{wrong}"


def broken(session: Session, sitting: Sitting) -> str:
    """The first link that is broken, in words; '' when everything fits."""
    previous, seq = BEGINNING, 0
    for event in _events(session, sitting.id):
        if event.seq != seq + 1:
            return f"会上的第{seq + 1}件事不见了，下一件是第{event.seq}件"
        if event.digest != event.computed(previous):
            return f"会上的第{event.seq}件事与指纹不符"
        previous, seq = event.digest, event.seq
    if (sitting.seq, sitting.digest) != (seq, previous):
        return f"会上的第{seq}件事之后被截断：应有{sitting.seq}件"
    if sitting.opened and _kept(sitting, "open", "setup") != [settled_before(sitting)]:
        return "名册、议程或所依的规则与开会时记入审计记录的指纹不符"
    if sitting.state in HELD and _kept(sitting, "adjourn", "events", "digest") != [seq, previous]:
        return "会上的记录与散会时记入审计记录的指纹不符"
    if sitting.state is SittingState.SEALED and not sitting.minutes_sound:
        return "纪要与签认时的指纹不符"
    return ""


def _events(session: Session, sitting_id: int) -> Iterator[FloorEvent]:
    after = 0
    rows = select(FloorEvent).where(FloorEvent.sitting_id == sitting_id).order_by(FloorEvent.seq).limit(BATCH)
    while batch := session.scalars(rows.where(FloorEvent.seq > after)).all():
        yield from batch
        after = batch[-1].seq
        for row in batch:
            session.expunge(row)


def _kept(sitting: Sitting, step: str, *names: str) -> list[Any]:
    """What the ledger keeps by these names of a step of this sitting."""
    entry = sitting.taken(step)
    return [entry.given.get(name) if entry else None for name in names]
