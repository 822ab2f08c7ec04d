"""合并 · the page on which two proposers see both proposals side by side and say yes or no."""

from litestar import Response

from ..procedure.people import everyone, signed_in
from ..web.handlers import get, post
from ..web.visit import Visit
from .merging import Merge


@get("/c/{community:str}/matters/{matter_id:int}/merges/{merge_id:int}", only=everyone)
def show(visit: Visit, matter_id: int, merge_id: int) -> Response:
    merge = visit.find(Merge, merge_id, matter_id=matter_id)
    return visit.page("matters/proposals/merge.html", merge=merge, offers=merge.offers(visit.case))


@post("/c/{community:str}/matters/{matter_id:int}/merges/{merge_id:int}/{step:str}", only=signed_in, back=show)
def take(visit: Visit, matter_id: int, merge_id: int, step: str) -> Response:
    merge = visit.find(Merge, merge_id, matter_id=matter_id)
    move = merge.take(step, visit.case)
    return visit.go(merge.url, f"已办理：{move.step.label}")
