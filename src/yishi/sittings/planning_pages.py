"""筹备会议 · the pages on which a sitting is planned: when, where and who, and the same meeting again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from litestar import Response
from sqlalchemy import select

from ..clock import at_here, here
from ..communities.attachments import attached_to_all
from ..communities.models import Body
from ..people.models import Seat
from ..procedure.asking import Ask, Kind, options
from ..procedure.lifecycle import Unanswered
from ..procedure.sitting import SittingState, convener
from ..web.handlers import get, post
from ..web.visit import Visit
from .again import MOST_TIMES, Every, again, dates, left_over
from .agenda import INVITED, KIND, MINUTES, OTHER, close_to, listed, matter_ask, observers, parted, ready
from .models import Sitting
from .planning import chairs, change, plan, secretaries, sitting_bodies, still_planned

STARTS = Ask("starts_at", "什么时候开", Kind.MOMENT)
PLACE = Ask("place", "在哪里开", Kind.LINE, longest=100, hint="写到找得着，例如 社区党群服务中心二楼会议室")
CHAIR = Ask("chair_id", "主持人", Kind.CHOICE, hint="有表决席位的人都可以主持；平时由主持人席位上的人来")
SECRETARY = Ask("secretary_id", "秘书", Kind.CHOICE, hint="管签到、记录、计数；不能同时有表决席位")
REMARK = Ask("remark", "备注", required=False, longest=500, hint="写在通知里，例如 请带老花镜，会场有茶水")
EVERY = Ask("every", "以后", Kind.CHOICE, choices=options(Every))
TIMES = Ask("times", "一共几次", Kind.NUMBER, required=False, lowest=2, highest=MOST_TIMES, hint="只开这一次就不填")


# -- when, where, who --------------------------------------------------------------------------------------------------


@get("/c/{community:str}/sittings/new", only=convener)
def new(visit: Visit) -> Response:
    bodies = sitting_bodies(visit.session, visit.here.id, visit.today)
    asked = visit.number("body") or sent_key(visit, "body")
    body = next((it for it in bodies if it.id == asked), bodies[0] if bodies else None)
    return visit.page(
        "sittings/new.html", bodies=bodies, body=body, asks=_basics(visit, body) if body else (),
        values=_usual(visit, body) if body else {}, rules=visit.here.rule_set_version,
    )  # fmt: skip


@post("/c/{community:str}/sittings/new", only=convener, back=new)
def begin(visit: Visit) -> Response:
    body = visit.find(Body, sent_key(visit, "body"))
    given = _given(visit, body)
    made = plan(body, given, visit.case)
    return visit.go(f"{made.url}/edit", "已开始筹备，请接着排议程，再发通知")


@get("/c/{community:str}/sittings/{sitting_id:int}/edit", only=convener)
def edit(visit: Visit, sitting_id: int) -> Response:
    it = visit.find(Sitting, sitting_id)
    if it.state is not SittingState.PLANNED:
        return visit.page("errors/refused.html") if visit.came_back else visit.go(it.url)
    items, offered = listed(it), ready(it)
    decided, talked = parted(offered)
    return visit.page(
        "sittings/edit.html", it=it, items=items, papers=attached_to_all(visit.session, items), offers=it.offers(visit.case),
        asks=_basics(visit, it.body), values=_stored(it), decided=decided and (matter_ask(decided), KIND, MINUTES),
        talked=talked and (matter_ask(talked), KIND, MINUTES), other=OTHER, observers=observers(it), invited=INVITED,
        close=close_to(it),
    )  # fmt: skip


@post("/c/{community:str}/sittings/{sitting_id:int}/edit", only=convener, back=edit)
def save(visit: Visit, sitting_id: int) -> Response:
    it = visit.find(Sitting, sitting_id)
    still_planned(it)
    change(it, _given(visit, it.body), visit.case)
    return visit.go(f"{it.url}/edit", "会议安排已保存")


# -- again -------------------------------------------------------------------------------------------------------------


@get("/c/{community:str}/sittings/{sitting_id:int}/again", only=convener)
def ask_again(visit: Visit, sitting_id: int) -> Response:
    it = visit.find(Sitting, sitting_id)
    return visit.page(
        "sittings/again.html", it=it, asks=(STARTS, EVERY, TIMES), carried=left_over(it),
        values={"every": Every.ONCE, "starts_at": None},
    )  # fmt: skip


@post("/c/{community:str}/sittings/{sitting_id:int}/again", only=convener, back=ask_again)
def hold_again(visit: Visit, sitting_id: int) -> Response:
    it = visit.find(Sitting, sitting_id)
    visit.find(Body, it.body_id)
    given = visit.answers(STARTS, EVERY, TIMES)
    every, times = Every(given["every"]), given["times"] or 1
    if every is not Every.ONCE and times < 2:
        raise Unanswered({"times": f"{every.label}开，请填一共几次"})
    if every is Every.ONCE and given["times"]:
        raise Unanswered({"every": f"要开{times}次，请选每隔多久一次"})
    made = again(it, dates(given["starts_at"], every, times), visit.case, visit.parts.settings.uploads)
    if len(made) == 1:
        return visit.go(f"{made[0].url}/edit", "已开始筹备，请看过议程，再发通知")
    return visit.go(f"{visit.here.url}/sittings", f"已开始筹备{len(made)}次会议，请逐次看过议程、发通知")


# -- what the forms are made of ----------------------------------------------------------------------------------------


def sent_key(visit: Visit, name: str) -> int:
    """The id that came in a hidden field, or 0."""
    text = visit.sent.last(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _basics(visit: Visit, body: Body) -> tuple[Ask, ...]:
    presides, writes = _named(chairs(visit.session, body, visit.today)), _named(secretaries(visit.session, body, visit.today))
    return (STARTS, PLACE, replace(CHAIR, choices=presides), replace(SECRETARY, choices=writes), REMARK)


def _named(seats: Sequence[Seat]) -> tuple[tuple[str, str], ...]:
    return tuple((str(seat.person_id), f"{seat.person.name}（{seat.title}）") for seat in seats)


def _usual(visit: Visit, body: Body) -> Mapping[str, Any]:
    """Whose seat it is; of several secretaries the first."""
    first = {ask.name: ask.choices[0][0] if ask.choices else None for ask in _basics(visit, body) if ask.kind is Kind.CHOICE}
    last = visit.session.scalar(select(Sitting.place).where(Sitting.body_id == body.id).order_by(Sitting.id.desc()).limit(1))
    return {**first, "place": last or ""}


def _given(visit: Visit, body: Body) -> dict[str, Any]:
    given = dict(visit.answers(*_basics(visit, body)))
    return given | {
        "starts_at": at_here(given["starts_at"]),
        "chair_id": int(given["chair_id"]),
        "secretary_id": int(given["secretary_id"]),
    }


def _stored(it: Sitting) -> Mapping[str, Any]:
    stored = {ask.name: getattr(it, ask.name) for ask in (STARTS, PLACE, CHAIR, SECRETARY, REMARK)}
    return {**stored, "starts_at": here(it.starts_at)}
