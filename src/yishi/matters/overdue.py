"""超期上报 · proposals that staff left lying past the days for review: the street sees them, of every community below it."""

from litestar import Response
from sqlalchemy import select

from ..communities.models import Community
from ..procedure.matter import MatterState
from ..procedure.people import overseer, staff
from ..web.handlers import get
from ..web.paging import paged
from ..web.visit import Visit
from .models import Matter
from .urging import urger


@get("/c/{community:str}/overdue", only=overseer | staff)
def index(visit: Visit) -> Response:
    """Of this place and everything under it."""
    below = select(Community.id).where(Community.path.like(f"{visit.here.path}%"))
    late = (
        select(Matter.id, Matter.number, Matter.title, Matter.due_at, Community.name, Community.slug)
        .join(Community, Community.id == Matter.community_id)
        .where(Matter.community_id.in_(below), Matter.state == MatterState.REVIEW, Matter.escalated.is_(True))
    )
    page = paged(visit, late, Matter.id, scalars=False)
    return visit.page("matters/proposals/overdue.html", page=page, urges=urger.includes(visit.actor, None))
