"""会议纪要的页面 · the minutes to read, word, object to, sign and take away; and who spoke how long."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from litestar import Response
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ..clock import here
from ..procedure.asking import Ask
from ..procedure.floor.minutes import HEAD
from ..procedure.minutes import WORDING
from ..procedure.people import everyone, signed_in
from ..procedure.sitting import SittingState
from ..web.handlers import get, post
from ..web.visit import Missing, Visit
from .minutes import WAITING, MinutesLine, MinutesObjection
from .minutes_keeping import reword
from .minutes_word import KIND, document
from .models import Sitting
from .reading import bars, progress, read
from .statistics import statistics

S = SittingState
STEPS = ("circulate", "approve")
WHAT_IS_WRONG = Ask("text", "哪里不对，应当怎么写", longest=500, hint="只说这一条；秘书会照改，或者写明为什么不改")


@get("/c/{community:str}/sittings/{sitting_id:int}/minutes", only=everyone)
def show(visit: Visit, sitting_id: int) -> Response:
    sitting = visit.find(Sitting, sitting_id)
    if not sitting.minutes_readable_by(visit.actor):
        return visit.page("sittings/minutes/closed.html", sitting=sitting)
    return visit.page(
        "sittings/minutes/show.html",
        **_parts(sitting),
        offers=[it for it in sitting.offers(visit.case) if it.step.name in STEPS],
        words=_words(visit, sitting),
        objections=_objections(visit, sitting),
        read=progress(sitting) if sitting.state is S.CIRCULATED else None,
        mine=sitting.place_of(visit.actor.id),
        reads=not bars(sitting, visit.case, "核对纪要"),
    )


@get("/c/{community:str}/sittings/{sitting_id:int}/minutes/print", only=everyone)
def on_paper(visit: Visit, sitting_id: int) -> Response:
    return visit.page("sittings/minutes/print.html", **_parts(_readable(visit, sitting_id)))


@get("/c/{community:str}/sittings/{sitting_id:int}/minutes.docx", only=everyone)
def as_word(visit: Visit, sitting_id: int) -> Response:
    sitting = _readable(visit, sitting_id)
    return visit.download(document(sitting), KIND, f"{sitting.name}纪要.docx")


@get("/c/{community:str}/sittings/{sitting_id:int}/minutes/statistics", only=everyone)
def spoken(visit: Visit, sitting_id: int) -> Response:
    sitting = _readable(visit, sitting_id)
    return visit.page("sittings/minutes/statistics.html", sitting=sitting, told=statistics(sitting))


@get("/c/{community:str}/sittings/{sitting_id:int}/minutes/lines/{line_id:int}", only=everyone)
def show_line(visit: Visit, sitting_id: int, line_id: int) -> Response:
    sitting = _readable(visit, sitting_id)
    line = visit.find(MinutesLine, line_id, sitting_id=sitting.id)
    objections = select(MinutesObjection).where(MinutesObjection.line_id == line.id).options(joinedload(MinutesObjection.person))
    return visit.page(
        "sittings/minutes/line.html",
        sitting=sitting,
        line=line,
        following=_next(visit, line),
        objections=visit.session.scalars(objections.order_by(MinutesObjection.id).limit(100)).all(),
        words=replace(WORDING, label="这一条怎么写") if _words(visit, sitting) else None,
        ask=WHAT_IS_WRONG,
        bars=line.bars(visit.case),
    )


@post("/c/{community:str}/sittings/{sitting_id:int}/minutes/lines/{line_id:int}/reword", only=signed_in, back=show_line)
def submit_wording(visit: Visit, sitting_id: int, line_id: int) -> Response:
    sitting = _readable(visit, sitting_id)
    line = visit.find(MinutesLine, line_id, sitting_id=sitting.id)
    reword(line, visit.case, visit.answers(WORDING)["wording"])
    return visit.go(f"{sitting.url}/minutes#line-{line.id}", "文字已改，原来的记录仍在旁边")


@post("/c/{community:str}/sittings/{sitting_id:int}/minutes/lines/{line_id:int}/object", only=signed_in, back=show_line)
def submit_objection(visit: Visit, sitting_id: int, line_id: int) -> Response:
    sitting = _readable(visit, sitting_id)
    line = visit.find(MinutesLine, line_id, sitting_id=sitting.id)
    line.object(visit.case, visit.answers(WHAT_IS_WRONG)["text"])
    return visit.go(line.url, "意见已提交，秘书会答复")


@post("/c/{community:str}/sittings/{sitting_id:int}/minutes/read", only=signed_in, back=show)
def submit_read(visit: Visit, sitting_id: int) -> Response:
    """看过了，没有意见."""
    sitting = _readable(visit, sitting_id)
    read(sitting, visit.case)
    return visit.go(f"{sitting.url}/minutes", "已记下：您核对过纪要")


@get("/c/{community:str}/sittings/{sitting_id:int}/minutes/objections/{objection_id:int}", only=everyone)
def show_objection(visit: Visit, sitting_id: int, objection_id: int) -> Response:
    sitting = _readable(visit, sitting_id)
    objection = visit.find(MinutesObjection, objection_id, sitting_id=sitting.id)
    offers = objection.offers(visit.case)
    return visit.page("sittings/minutes/objection.html", sitting=sitting, objection=objection, offers=offers)


@post(
    "/c/{community:str}/sittings/{sitting_id:int}/minutes/objections/{objection_id:int}/{step:str}",
    only=signed_in,
    back=show_objection,
)
def answer(visit: Visit, sitting_id: int, objection_id: int, step: str) -> Response:
    sitting = _readable(visit, sitting_id)
    objection = visit.find(MinutesObjection, objection_id, sitting_id=sitting.id)
    objection.take(step, visit.case)
    return visit.go(objection.line.url, "已答复")


@post("/c/{community:str}/sittings/{sitting_id:int}/minutes/{step:str}", only=signed_in, back=show)
def take_step(visit: Visit, sitting_id: int, step: str) -> Response:
    """交大家核对, and 签认."""
    sitting = visit.find(Sitting, sitting_id)
    if step not in STEPS:
        raise Missing
    move = sitting.take(step, visit.case)
    return visit.go(f"{sitting.url}/minutes", f"已办理：{move.step.label}")


def _readable(visit: Visit, sitting_id: int) -> Sitting:
    """The sitting's row first: nobody signs while an objection is being written down."""
    sitting = visit.find(Sitting, sitting_id)
    if not sitting.minutes_readable_by(visit.actor):
        raise Missing
    return sitting


def _parts(sitting: Sitting) -> Mapping[str, Any]:
    """The head apart, then the lines part by part."""
    lines = sitting.minutes_lines
    return {
        "sitting": sitting,
        "signed_on": f"{here(sitting.sealed_at):%Y年%-m月%-d日}" if sitting.sealed_at else "",
        "head": [it for it in lines if it.part == HEAD],
        "parts": [(part, list(its)) for part, its in groupby((it for it in lines if it.part != HEAD), key=lambda it: it.part)],
    }


def _objections(visit: Visit, sitting: Sitting) -> Mapping[int, tuple[int, int]]:
    """For each line that somebody objected to: how many did, and how many wait."""
    counted = select(
        MinutesObjection.line_id, func.count(), func.count().filter(MinutesObjection.state == WAITING)
    ).where(MinutesObjection.sitting_id == sitting.id)  # fmt: skip
    return {line: (all_, waiting) for line, all_, waiting in visit.session.execute(counted.group_by(MinutesObjection.line_id))}


def _words(visit: Visit, sitting: Sitting) -> bool:
    """Whether this person words the minutes now."""
    return sitting.state is S.ADJOURNED and visit.actor.id == sitting.secretary_id


def _next(visit: Visit, line: MinutesLine) -> MinutesLine | None:
    found = select(MinutesLine).where(MinutesLine.sitting_id == line.sitting_id, MinutesLine.position > line.position)
    return visit.session.scalar(found.order_by(MinutesLine.position).limit(1))
