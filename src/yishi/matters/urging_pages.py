"""督促页 · the overdue review, what was said about it, and the street's next word."""

from litestar import Response

from ..procedure.people import everyone
from ..web.handlers import get, post
from ..web.visit import Visit
from .models import Matter
from .urging import WORDS, hindrances, urge, urger


@get("/c/{community:str}/matters/{matter_id:int}/urge", only=everyone)
def show(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    may = urger.includes(visit.actor, matter)
    return visit.page("matters/proposals/urge.html", matter=matter, ask=WORDS, may=may, bars=hindrances(matter, visit.at))


@post("/c/{community:str}/matters/{matter_id:int}/urge", only=urger, back=show)
def submit(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    urge(matter, visit.answers(WORDS)["words"], visit.case)
    return visit.go(matter.url, "已督促，记在这件事项的记录里")
