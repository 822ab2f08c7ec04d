"""超期上报 · proposals left lying past the days for review, and appeals that no chair may hear: of every community below."""

from litestar import Response
from sqlalchemy import or_, select

from ..communities.models import Community
from ..procedure.matter import MatterState
from ..procedure.people import Role, overseer, staff
from ..web.handlers import get
from ..web.paging import paged
from ..web.visit import Visit
from .models import Matter
from .urging import urger


@get("/c/{community:str}/overdue", only=overseer | staff)
def index(visit: Visit) -> Response:
    """Of this place and everything under it."""
    below = select(Community.id).where(Community.path.like(f"{visit.here.path}%"))
    appealed = Matter.appeal_to == Role.STREET
    late = (
        select(Matter.id, Matter.number, Matter.title, Matter.due_at, Community.name, Community.slug, appealed)
        .join(Community, Community.id == Matter.community_id)
        .where(Matter.community_id.in_(below), Matter.state == MatterState.REVIEW, or_(Matter.escalated.is_(True), appealed))
    )
    page = paged(visit, late, Matter.id, scalars=False)
    return visit.page("matters/proposals/overdue.html", page=page, urges=urger.includes(visit.actor, None))
