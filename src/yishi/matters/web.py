"""事项 · the matter's own pages: overview, its whole record, and the one address through which every step is taken."""

from litestar import Response
from sqlalchemy import select

from ..ledger.models import LedgerEntry
from ..procedure.matter import Stage
from ..procedure.people import everyone, signed_in
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Visit
from . import acts_of_plans, acts_of_proposals  # noqa: F401  what may be done
from .models import Matter
from .page import matter_page


@get("/c/{community:str}/matters/{matter_id:int}", only=everyone)
def show(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    if matter.number is None and not visit.came_back:
        return visit.go(f"{matter.url}/draft")
    recent = select(LedgerEntry).where(LedgerEntry.matter_id == matter.id).order_by(LedgerEntry.seq.desc()).limit(6)
    return matter_page(visit, matter, "matters/show.html", tab="overview", recent=visit.session.scalars(recent).all())


@get("/c/{community:str}/matters/{matter_id:int}/record", only=everyone)
def show_record(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    entries = paged(visit, select(LedgerEntry).where(LedgerEntry.matter_id == matter.id), LedgerEntry.seq)
    return matter_page(visit, matter, "matters/record.html", tab="record", entries=entries)


@post("/c/{community:str}/matters/{matter_id:int}/{step:str}", only=signed_in, back=show)
def take(visit: Visit, matter_id: int, step: str) -> Response:
    matter = visit.find(Matter, matter_id)
    move = matter.take(step, visit.case)
    tab = "/supervision" if matter.stage is Stage.SUPERVISE else ""  # where what was just done can be seen
    return visit.go(f"{matter.url}{tab}", f"已办理：{move.step.label}")
