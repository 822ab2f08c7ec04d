"""待办 · the acts that a person owes here, as one statement: each source is one duty of one kind of person.

The badge on every page and the inbox read the same rows, so the number is always the number of rows.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response
from sqlalchemy import Select, String, and_, cast, func, literal, null, or_, select, union_all

from ..clock import today
from ..communities.models import Community
from ..db import Moment
from ..debates.models import Answer, Debate, Speech
from ..debates.motions import Motion, MotionBallot
from ..deliveries.acceptance import AcceptanceSignature
from ..deliveries.change_orders import ChangeOrder
from ..deliveries.models import Delivery
from ..matters.comments import Comment
from ..matters.merging import Merge
from ..matters.models import Matter, Second
from ..matters.plan_group import PlanMember
from ..notices.objections import Objection
from ..polls.models import Ballot, Elector, Poll
from ..procedure.change_order import ChangeState
from ..procedure.comment import CommentState
from ..procedure.debate import Stance
from ..procedure.debate_motion import DebateState, MotionState
from ..procedure.electorate import Standing
from ..procedure.matter import MatterState
from ..procedure.merging import MergeState
from ..procedure.objection import ObjectionState
from ..procedure.people import Role, signed_in
from ..procedure.plan_group import Membership
from ..procedure.poll import PollState
from ..web.handlers import get
from ..web.visit import Visit

MOST = 99  # rows in the inbox, and the largest number on the badge
S = MatterState


@dataclass(frozen=True, slots=True)
class Owed:
    """One act owed: what to do, about which matter, by when, as whom, and where."""

    act: str
    about: str
    due_at: datetime | None
    role: str
    url: str


@get("/c/{community:str}/todo", only=signed_in)
def inbox(visit: Visit) -> Response:
    owed = sorted(rows(visit), key=lambda it: (it.due_at is None, it.due_at or visit.at))
    late = [it for it in owed if it.due_at and it.due_at <= visit.at]
    soon = [it for it in owed if it.due_at and it.due_at > visit.at and today(it.due_at) == today(visit.at)]
    later = [it for it in owed if it not in late and it not in soon]
    groups = [("late", "已逾期", late), ("today", "今天到期", soon), ("later", "之后", later)]
    return visit.page("home/todo.html", count=len(owed), groups=groups)


def owed(visit: Visit) -> int:
    """The number on the badge."""
    sources = list(_sources(visit))
    if not sources:
        return 0
    listed = union_all(*sources).limit(MOST).subquery()
    return visit.session.scalar(select(func.count()).select_from(listed)) or 0


def rows(visit: Visit) -> list[Owed]:
    sources = list(_sources(visit))
    if not sources:
        return []
    found = visit.session.execute(union_all(*sources).limit(MOST))
    return [
        Owed(act, about, due, role, path if path.startswith("/") else f"{visit.here.url}/{path}")
        for act, role, path, about, due in found
    ]


def _sources(visit: Visit) -> Iterator[Select]:
    if visit.actor.id is None:
        return
    yield from _as_anybody(visit, visit.actor.id)
    for role, duties in DUTIES:
        if visit.actor.has(role):
            yield from duties(visit, visit.actor.id)


def _duty(visit: Visit, act: Any, role: str, suffix: str = "", due: Any = None) -> Select:
    """A select of (act, role, path, about, due) over the matters of this community; the caller narrows it."""
    path = literal("matters/") + cast(Matter.id, String) + literal(suffix)
    moment = cast(null(), Moment) if due is None else due  # never cast a real one: SQLite would make a number of it
    return select(
        (literal(act, String) if isinstance(act, str) else act).label("act"), literal(role, String).label("role"),
        path.label("path"), Matter.title.label("about"), moment.label("due"),
    ).where(Matter.community_id == visit.here.id)  # fmt: skip


def _as_anybody(visit: Visit, me: int) -> Iterator[Select]:
    mine = "提出人"
    yield _duty(visit, "补正后再提交", mine).where(Matter.proposer_id == me, Matter.state == S.DRAFT, Matter.number.is_not(None))
    act = literal("提案改了") + Second.dropped_for + literal("，请再看是否附议")
    yield _duty(visit, act, "附议人", "", Matter.due_at).where(
        Second.matter_id == Matter.id, Second.person_id == me, Second.dropped_for != "", Matter.state == S.SECONDING
    )
    yield _duty(visit, "答复合并提议", mine, due=Merge.due_at).where(
        or_(Merge.matter_id == Matter.id, Merge.into_id == Matter.id), Merge.state == MergeState.PROPOSED, Matter.proposer_id == me
    )
    group = and_(PlanMember.matter_id == Matter.id, PlanMember.person_id == me, PlanMember.state == Membership.MEMBER)
    yield _duty(visit, "写好方案并公布", "方案小组", "/plan").where(group, Matter.state == S.PLANNING)
    unanswered = select(Comment.id).where(Comment.matter_id == Matter.id, Comment.state == CommentState.OPEN).exists()
    yield _duty(visit, "答复意见", "方案小组", "/plan", Matter.due_at).where(group, Matter.state == S.CONSULTING, unanswered)
    yield _duty(visit, "方案定稿", "方案小组牵头人", "", Matter.due_at).where(
        Matter.lead_id == me, Matter.state == S.CONSULTING, Matter.due_at <= visit.at, ~unanswered
    )
    yield _to_put(visit, "代理主持人").where(Debate.chair_id == me)
    asked = (
        select(Speech.id)
        .join(Debate, Debate.id == Speech.debate_id)
        .outerjoin(Answer, Answer.speech_id == Speech.id)
        .where(Debate.matter_id == Matter.id, Speech.stance == Stance.ASK, Answer.id.is_(None))
    )
    yield _duty(visit, "答复提问", "方案小组", "/debate", Matter.due_at).where(group, Matter.state == S.DEBATING, asked.exists())
    path = literal("polls/") + cast(Poll.id, String)
    yield (
        select(literal("投票", String), literal("您在选民名册里", String), path, Poll.title, Poll.closes_at)
        .join(Elector, Elector.poll_id == Poll.id)
        .outerjoin(Ballot, Ballot.elector_id == Elector.id)
        .where(
            Poll.community_id == visit.here.id, Poll.state == PollState.OPEN, Poll.closes_at > visit.at,
            Elector.person_id == me, Elector.state == Standing.ENTITLED, Ballot.id.is_(None),
        )
    )  # fmt: skip


def _to_put(visit: Visit, role: str) -> Select:
    """Debates that are over: whoever presides owes the question."""
    over = Debate.state.in_((DebateState.EXHAUSTED, DebateState.CLOSED))
    return _duty(visit, "提付表决", role).join(Debate, Debate.matter_id == Matter.id).where(Matter.state == S.DEBATING, over)


def _as_councillor(visit: Visit, me: int) -> Iterator[Select]:
    yield (
        _duty(visit, "表决动议", Role.COUNCILLOR.label, "/debate", Motion.due_at)
        .join(Motion, Motion.matter_id == Matter.id)
        .join(MotionBallot, MotionBallot.motion_id == Motion.id)
        .where(Motion.state == MotionState.VOTING, MotionBallot.person_id == me, MotionBallot.choice.is_(None))
    )


def _as_staff(visit: Visit, me: int) -> Iterator[Select]:
    role = Role.STAFF.label
    yield _duty(visit, "受理审查", role, "", Matter.due_at).where(Matter.state == S.REVIEW, Matter.appeals == 0)
    yield (
        _duty(visit, "答复异议", role, "", Matter.due_at)
        .join(Objection, Objection.matter_id == Matter.id)
        .where(Matter.state == S.POSTED, Objection.state == ObjectionState.WAITING)
    )
    waiting = select(Objection.id).where(Objection.matter_id == Matter.id, Objection.state == ObjectionState.WAITING).exists()
    yield _duty(visit, "确认生效", role, "", Matter.due_at).where(Matter.state == S.POSTED, Matter.due_at <= visit.at, ~waiting)


def _as_chair(visit: Visit, me: int) -> Iterator[Select]:
    role = Role.CHAIR.label
    mine = Matter.appeal_to.is_distinct_from(Role.STREET)
    yield _duty(visit, "复核申诉", role, "", Matter.due_at).where(Matter.state == S.REVIEW, Matter.appeals > 0, mine)
    yield _to_put(visit, role).where(Debate.chair_id.is_(None))


def _as_supervisor(visit: Visit, me: int) -> Iterator[Select]:
    signed = (
        select(AcceptanceSignature.id)
        .where(AcceptanceSignature.delivery_id == Delivery.id, AcceptanceSignature.round == Delivery.round)
        .where(AcceptanceSignature.person_id == me)
        .exists()
    )
    yield (
        _duty(visit, "逐项验收、签字", Role.SUPERVISOR.label, "/supervision")
        .join(Delivery, Delivery.matter_id == Matter.id)
        .where(Matter.state == S.ACCEPTING, ~signed)
    )
    yield (
        _duty(visit, "决定变更", Role.SUPERVISOR.label, "/supervision", ChangeOrder.due_at)
        .join(ChangeOrder, ChangeOrder.matter_id == Matter.id)
        .where(ChangeOrder.state == ChangeState.PROPOSED)
    )


def _as_liaison(visit: Visit, me: int) -> Iterator[Select]:
    yield (
        _duty(visit, "报告进展", Role.LIAISON.label, "/supervision")
        .join(Delivery, Delivery.matter_id == Matter.id)
        .where(Matter.state == S.DELIVERING, Delivery.unit_id.in_(visit.actor.units), Delivery.open_milestones > 0)
    )
    yield (
        _duty(visit, "申请验收", Role.LIAISON.label)
        .join(Delivery, Delivery.matter_id == Matter.id)
        .where(Matter.state == S.DELIVERING, Delivery.unit_id.in_(visit.actor.units), Delivery.open_milestones == 0)
    )


def _as_street(visit: Visit, me: int) -> Iterator[Select]:
    """Of this place and everything under it: at home in the street they see every community's, in a community its own."""
    role, place = Role.STREET.label, literal("/c/") + Community.slug + literal("/matters/") + cast(Matter.id, String)
    for act, wanted in (
        ("督促超期的受理审查", and_(Matter.escalated.is_(True), Matter.appeal_to.is_distinct_from(Role.STREET))),
        ("复核申诉", Matter.appeal_to == Role.STREET),
    ):
        yield (
            select(literal(act, String), literal(role, String), place, Matter.title, Matter.due_at)
            .join(Community, Community.id == Matter.community_id)
            .where(Community.path.like(f"{visit.here.path}%"), Matter.state == S.REVIEW, wanted)
        )


DUTIES: tuple[tuple[Role, Callable[[Visit, int], Iterator[Select]]], ...] = (
    (Role.COUNCILLOR, _as_councillor),
    (Role.STAFF, _as_staff),
    (Role.CHAIR, _as_chair),
    (Role.SUPERVISOR, _as_supervisor),
    (Role.LIAISON, _as_liaison),
    (Role.STREET, _as_street),
)
