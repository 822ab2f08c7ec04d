"""会议 · what sittings there are, and one of them."""

from litestar import Response
from sqlalchemy import select

from ..procedure.people import everyone
from ..web.handlers import get
from ..web.paging import paged
from ..web.visit import Visit
from . import checking_in, floor, minutes, minutes_keeping, outcomes, roll  # noqa: F401  what a sitting can do
from .models import Sitting


@get("/c/{community:str}/sittings", only=everyone)
def index(visit: Visit) -> Response:
    found = select(Sitting).where(Sitting.community_id == visit.here.id)
    return visit.page("sittings/index.html", sittings=paged(visit, found, Sitting.id))
