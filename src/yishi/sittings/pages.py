"""会议 · what sittings there are, the page of one, its notice and the proof of it, and the answers to the notice."""

from litestar import Response
from sqlalchemy import or_, select

from ..clock import here
from ..communities.attachments import attached_to_all
from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import NotYours, Offer
from ..procedure.people import everyone, signed_in
from ..procedure.sitting import AHEAD, HELD, Place, Reply, SittingState, convener, keeper, sitting_chair
from ..web.door import door
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Missing, Visit
from . import acts, checking_in, floor, minutes, minutes_keeping, of_matter, outcomes, roll  # noqa: F401  what a sitting can do
from .agenda import listed
from .models import Attendee, Sitting
from .proof import proof
from .reading import came
from .roll import reply, seen

MOST_AHEAD = 50
CURRENT = (*AHEAD, SittingState.OPEN)
AWAY = Ask("remark", "请假的原因", Kind.LINE, longest=100, hint="主持人和秘书看得到")
officer = convener | keeper | sitting_chair


@get("/c/{community:str}/sittings", only=everyone)
def index(visit: Visit) -> Response:
    """What is open, what is ahead, and page by page what was, the latest first. What is only being planned is for those who plan.

    However many plans were left lying, what is open and what comes next is there: those whose time has gone come last.
    """
    plans = convener.includes(visit.actor, None)
    found = select(Sitting).where(Sitting.community_id == visit.here.id)
    if not plans:
        own = or_(Sitting.chair_id == visit.actor.id, Sitting.secretary_id == visit.actor.id)
        found = found.where(or_(Sitting.noticed_at.is_not(None), own) if visit.actor.id else Sitting.noticed_at.is_not(None))
    order = (Sitting.state != SittingState.OPEN, Sitting.starts_at <= visit.at, Sitting.starts_at)
    current = visit.session.scalars(found.where(Sitting.state.in_(CURRENT)).order_by(*order).limit(MOST_AHEAD)).all()
    past = paged(visit, found.where(Sitting.state.not_in(CURRENT)), Sitting.id, by=Sitting.starts_at)
    return visit.page(
        "sittings/index.html", plans=plans, open=[it for it in current if it.state is SittingState.OPEN],
        ahead=[it for it in current if it.ahead], past=past,
    )  # fmt: skip


@get("/c/{community:str}/sittings/{sitting_id:int}", only=everyone)
def show(visit: Visit, sitting_id: int) -> Response:
    it = visit.find(Sitting, sitting_id)
    items, mine = listed(it), it.place_of(visit.actor.id)
    entrusts = bool(mine and mine.place is Place.MEMBER and it.state is SittingState.NOTICED and it.rule_set.proxies_each)
    return visit.page(
        "sittings/show.html", it=it, items=items, papers=attached_to_all(visit.session, items), proof=proof(it),
        mine=mine, entrusts=entrusts, entrusted=_entrusted(it, visit.actor.id) if entrusts else "",
        offers=_offers(visit, it), away=AWAY,
        plans=convener.includes(visit.actor, it), officer=officer.includes(visit.actor, it),
        at_the_door=(keeper | sitting_chair).includes(visit.actor, it),
        at_hand=it.state is SittingState.NOTICED and visit.at >= it.starts_at - checking_in.EARLIEST,
        minutes=it.state in HELD and it.minutes_readable_by(visit.actor),
    )  # fmt: skip


def _entrusted(it: Sitting, person_id: int | None) -> str:
    """Who votes for this person; '' where they have asked nobody."""
    holder = it.floor.proxies.get(person_id)
    return it.floor.name(holder) if holder is not None else ""


def _offers(visit: Visit, it: Sitting) -> list[Offer]:
    """What is done here; with the minutes it is done where they stand."""
    return [offer for offer in it.offers(visit.case) if it.ahead] if visit.actor.id else []


@post("/c/{community:str}/sittings/{sitting_id:int}/reply", only=signed_in, back=show)
def answer(visit: Visit, sitting_id: int) -> Response:
    """参加, or 请假 with the reason."""
    it = visit.find(Sitting, sitting_id)
    coming = visit.sent.last("_step") != "away"
    remark = "" if coming else visit.answers(AWAY)["remark"]
    reply(it, visit.case, Reply.COMING if coming else Reply.AWAY, remark)
    return visit.go(it.url, "已回复：参加" if coming else "已回复：请假")


@post("/c/{community:str}/sittings/{sitting_id:int}/seen", only=signed_in, back=show)
def acknowledge(visit: Visit, sitting_id: int) -> Response:
    """收到了, before it is known whether one comes."""
    it = visit.find(Sitting, sitting_id)
    seen(it, visit.case)
    return visit.go(it.url, "已记下您收到了通知")


@get("/c/{community:str}/sittings/{sitting_id:int}/notice", only=everyone)
def sheet(visit: Visit, sitting_id: int) -> Response:
    """门口通知 · made for paper."""
    it = visit.find(Sitting, sitting_id)
    if it.noticed_at is None:
        raise Missing
    return visit.page(
        "sittings/notice.html", it=it, items=listed(it), door=door(visit, it.url), day=f"{here(it.noticed_at):%Y年%-m月%-d日}"
    )


@get("/c/{community:str}/sittings/{sitting_id:int}/roll", only=officer)
def show_roll(visit: Visit, sitting_id: int) -> Response:
    """Who was told, who opened it, who answered what: for those who call the sitting, by name."""
    it = visit.find(Sitting, sitting_id)
    if not officer.includes(visit.actor, it):
        raise NotYours("名册上的答复，主持人、秘书和社区工作人员看得到")
    wanted = select(Attendee).where(Attendee.sitting_id == it.id)
    which = visit.asked("which")
    if which == "waiting":
        wanted = wanted.where(Attendee.reply.is_(None))
    elif which in (Reply.COMING, Reply.AWAY):
        wanted = wanted.where(Attendee.reply == Reply(which))
    return visit.page(
        "sittings/roll.html", it=it, which=which, lines=paged(visit, wanted, Attendee.id, newest_first=False), proof=proof(it),
        observer=Place.OBSERVER, there=set(visit.session.scalars(came(it))) if it.circulated_at else None,
    )  # fmt: skip


@post("/c/{community:str}/sittings/{sitting_id:int}/{step:str}", only=officer, back=show)
def take(visit: Visit, sitting_id: int, step: str) -> Response:
    """发出通知、取消: the rows of the table."""
    it = visit.find(Sitting, sitting_id)
    move = it.take(step, visit.case)
    return visit.go(it.url, f"已办理：{move.step.label}")
