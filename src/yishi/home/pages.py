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
from ..web.visit import Missing, Visit
from .above import below
from .front import front
from .gallery import samples


@get("/", only=everyone)
def districts(visit: Visit) -> Response:
    """What this is, and every community: first those in which something goes on."""
    running = (
        select(MatterCount.community_id, func.sum(MatterCount.count).label("matters"))
        .where(MatterCount.state.not_in(OVER))
        .group_by(MatterCount.community_id)
        .subquery()
    )
    matters = func.coalesce(running.c.matters, 0)
    communities = visit.session.execute(
        select(Community, matters)
        .outerjoin(running, running.c.community_id == Community.id)
        .where(Community.level == Level.COMMUNITY)
        .order_by(matters.desc(), Community.id)
        .limit(100)
    ).all()
    return visit.page(
        "home/communities.html",
        busy=[it for it in communities if it[1]],
        quiet=[place for place, count in communities if not count],
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
