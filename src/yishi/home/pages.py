"""首页 · where everybody starts."""

from litestar import Response
from litestar.datastructures import Cookie
from sqlalchemy import func, select, text

from ..communities.models import Community, Level
from ..matters.counts import MatterCount
from ..procedure.matter import OVER
from ..procedure.people import everyone, overseer
from ..web.addresses import local
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Missing, Visit
from .above import below
from .front import front
from .gallery import samples

BUSIEST, OTHERS = 20, 60  # communities named one by one, and on a page of the rest


@get("/", only=everyone)
def districts(visit: Visit) -> Response:
    """What this is; the communities in which most goes on; and every other one, page by page."""
    matters = func.sum(MatterCount.count)
    busiest = (
        select(Community, matters)
        .join(MatterCount, MatterCount.community_id == Community.id)
        .where(Community.level == Level.COMMUNITY, MatterCount.state.not_in(OVER), MatterCount.count > 0)
        .group_by(Community.id)
        .order_by(matters.desc(), Community.id)
        .limit(BUSIEST)
    )
    busy = visit.session.execute(busiest).all()
    others = select(Community).where(Community.level == Level.COMMUNITY, Community.id.not_in([it.id for it, _ in busy]))
    return visit.page(
        "home/communities.html", busy=busy, others=paged(visit, others, Community.id, newest_first=False, size=OTHERS)
    )


@get("/c/{community:str}", only=everyone)
def show(visit: Visit) -> Response:
    if visit.here.level is Level.GRID and visit.here.parent:
        return visit.go(visit.here.parent.url)
    if visit.here.level is not Level.COMMUNITY:
        return visit.page("home/above.html", below=below(visit), oversees=overseer.includes(visit.actor, None))
    rules = visit.here.rule_set_version
    return visit.page("home/show.html", front=front(visit), seconders=rules.rules.seconders_needed if rules else 0)


@post("/size", only=everyone)
def change_size(visit: Visit) -> Response:
    """大字 · a wish of this browser, kept in its own cookie."""
    elder = "elder" if (visit.sent.typed.get("size") or [""])[-1] == "elder" else ""
    visit.cookies.append(Cookie("size", value=elder, max_age=365 * 86400 if elder else 0))
    return visit.go(local((visit.sent.typed.get("back") or ["/"])[-1]))


@get("/healthz", only=everyone)
def healthz(visit: Visit) -> Response:
    visit.session.execute(text("SELECT 1"))
    return visit.json({"status": "ok"})


@get("/ui", only=everyone)
def gallery(visit: Visit) -> Response:
    """Every component in every state; only where the demonstration runs."""
    if not visit.demo:
        raise Missing
    return visit.page("gallery/show.html", samples=samples())
