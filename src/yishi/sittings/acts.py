"""会议在别处的样子 · where a sitting shows beside its own pages: in the box of a matter on its agenda, and on the notice board."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from ..matters.acts import Act, acts
from ..notices.board import Pinned, pins
from ..procedure.calendar import moment_in_words
from ..procedure.matter import MatterState
from ..procedure.numerals import chinese
from ..procedure.sitting import SittingState
from ..web.visit import Visit
from .models import AgendaItem, Sitting

MOST_PINNED = 10


@acts
def on_the_agenda(visit: Visit, matter: Any) -> Iterator[Act]:
    """The next sitting that has this matter on its agenda, once people were told of it."""
    if matter.state is not MatterState.DEBATING:
        return
    called = Sitting.state.in_((SittingState.NOTICED, SittingState.OPEN))
    wanted = select(Sitting).join(AgendaItem).where(AgendaItem.matter_id == matter.id, called)
    it = visit.session.scalar(wanted.order_by(Sitting.starts_at).limit(1))
    if it is None:
        return
    if it.state is SittingState.OPEN:
        yield Act("看会场", f"{it.url}/room", note=f"第{chinese(it.number)}次会议正在{it.place}开，这件事项在议程上")
    else:
        note = f"已列入第{chinese(it.number)}次会议议程，{moment_in_words(it.starts_at)}在{it.place}"
        yield Act("看会议通知", it.url, note=note, aside=True)


@pins
def called(visit: Visit) -> Iterator[Pinned]:
    """Sittings that people were told of and that are ahead."""
    wanted = select(Sitting).where(Sitting.community_id == visit.here.id, Sitting.state == SittingState.NOTICED)
    for it in visit.session.scalars(wanted.order_by(Sitting.starts_at).limit(MOST_PINNED)):
        yield Pinned("会议通知", it.title, f"{it.url}/notice", it.noticed_at or it.created_at, it.starts_at, it.place)
