"""公示栏 · the notice board, each sheet made to be printed, and the docket of objections under a result."""

from litestar import Response
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from ..clock import here
from ..matters.models import Matter
from ..procedure.matter import neighbour
from ..procedure.notice import OBJECTION, bars
from ..procedure.objection import answerer
from ..procedure.people import everyone
from ..web.door import door
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Visit
from . import acts, results  # noqa: F401  what may be done, and what a poll says when it has closed
from .board import pinned
from .models import Notice
from .objections import Objection, file_objection

DOCKET = 20


@get("/c/{community:str}/notices", only=everyone)
def index(visit: Visit) -> Response:
    """What hangs on the board now; `?all=1` what ever hung there."""
    shown = select(Notice).where(Notice.community_id == visit.here.id).options(joinedload(Notice.matter))
    everything = visit.asked("all") == "1"
    if not everything:
        shown = shown.where(Notice.withdrawn_at.is_(None), or_(Notice.until.is_(None), Notice.until > visit.at))
    return visit.page(
        "notices/index.html", notices=paged(visit, shown, Notice.id, size=20), everything=everything,
        pinned=[] if everything or visit.asked("after") else pinned(visit),
    )  # fmt: skip


@get("/c/{community:str}/notices/{notice_id:int}", only=everyone)
def show(visit: Visit, notice_id: int) -> Response:
    notice = visit.find(Notice, notice_id)
    docket = select(Objection).where(Objection.notice_id == notice.id).options(
        joinedload(Objection.person), joinedload(Objection.answered_by)
    )  # fmt: skip
    return visit.page(
        "notices/show.html",
        notice=notice,
        objections=paged(visit, docket, Objection.id, newest_first=False, size=DOCKET) if notice.takes_objections else None,
        objects=neighbour.includes(visit.actor, None),
        answers=answerer.includes(visit.actor, None),
        bars=bars(notice, visit.case),
        door=door(visit, notice.url),
        day=f"{here(notice.posted_at):%Y年%-m月%-d日}",
    )


@get("/c/{community:str}/notices/{notice_id:int}/object", only=neighbour)
def write(visit: Visit, notice_id: int) -> Response:
    """提异议 · the form, or the reasons why there is none."""
    notice = visit.find(Notice, notice_id, takes_objections=True)
    return visit.page("notices/object.html", notice=notice, ask=OBJECTION, bars=bars(notice, visit.case))


@post("/c/{community:str}/notices/{notice_id:int}/object", only=neighbour, back=write)
def submit(visit: Visit, notice_id: int) -> Response:
    notice = _locked(visit, notice_id)
    file_objection(notice, visit.case, visit.answers(OBJECTION)["text"])
    return visit.go(notice.url, "异议已收到，答复会公开在这一页")


@get("/c/{community:str}/notices/{notice_id:int}/objections/{objection_id:int}", only=everyone)
def show_objection(visit: Visit, notice_id: int, objection_id: int) -> Response:
    objection = visit.find(Objection, objection_id, notice_id=notice_id)
    return visit.page("notices/objection.html", objection=objection, offers=objection.offers(visit.case))


@post("/c/{community:str}/notices/{notice_id:int}/objections/{objection_id:int}/{step:str}", only=answerer, back=show_objection)
def answer(visit: Visit, notice_id: int, objection_id: int, step: str) -> Response:
    notice = _locked(visit, notice_id)
    visit.find(Objection, objection_id, notice_id=notice_id).take(step, visit.case)
    return visit.go(notice.url, "答复已公开")


def _locked(visit: Visit, notice_id: int) -> Notice:
    """The matter's row first: nobody confirms a result while an objection to it is being written down."""
    matter_id = visit.session.scalar(select(Notice.matter_id).where(Notice.id == notice_id, Notice.community_id == visit.here.id))
    visit.find(Matter, matter_id or 0)
    return visit.find(Notice, notice_id, takes_objections=True)
