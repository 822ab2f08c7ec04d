"""会上议过 · what a matter's pages know of the sittings that talked about it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from ..db import session_of
from ..ledger.models import fact
from ..matters.models import Matter
from ..procedure.floor.minutes import RESOLVED
from ..procedure.sitting import HELD
from .minutes import MinutesLine
from .models import AgendaItem, Sitting

MOST = 20


@fact(Matter)
def at_sittings(self: Matter) -> Sequence[AgendaItem]:
    """在哪些会上议过，最近的在前: not where it stood on the agenda and was not reached"""
    reached = select(MinutesLine.id).where(
        MinutesLine.sitting_id == AgendaItem.sitting_id, MinutesLine.item == AgendaItem.position, MinutesLine.part != RESOLVED
    )  # fmt: skip
    found = select(AgendaItem).join(AgendaItem.sitting).join(Sitting.body)
    found = found.where(AgendaItem.matter_id == self.id, Sitting.state.in_(HELD), reached.exists())
    also = contains_eager(AgendaItem.sitting).contains_eager(Sitting.body)
    return session_of(self).scalars(found.options(also).order_by(Sitting.starts_at.desc(), Sitting.id.desc()).limit(MOST)).all()
