"""请邻居附议 · one sheet: the proposal in a few lines, the address to pass on, the drawing for telephones; made to be printed."""

from litestar import Response

from ..procedure.matter import MatterState
from ..procedure.people import everyone
from ..web.door import door
from ..web.handlers import get
from ..web.visit import Missing, Visit
from .models import Matter


@get("/c/{community:str}/matters/{matter_id:int}/invite", only=everyone)
def invite(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    if matter.number is None:
        raise Missing
    if matter.state is not MatterState.SECONDING:
        return visit.go(matter.url)
    missing = max(matter.rule_set.seconders_needed - matter.seconds, 0)
    return visit.page("matters/proposals/invite.html", matter=matter, missing=missing, door=door(visit, matter.url))
