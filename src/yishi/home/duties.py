"""欠着的事 · each source of the inbox is one duty of one kind of person: (act, role, path, about, due)."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select, String, and_, cast, literal, or_, select

from ..communities.models import Community
from ..debates.models import Answer, Debate, Speech
from ..debates.motions import Motion, MotionBallot
from ..deliveries.acceptance import AcceptanceSignature
from ..deliveries.change_orders import ChangeOrder
from ..deliveries.models import Delivery
from ..matters.comments import Comment
from ..matters.merging import Merge
from ..matters.models import Matter, Second
from ..matters.plan_group import PlanMember
from ..matters.urging import Urging
from ..notices.objections import Objection
from ..people.models import CodeRequest, Invitation, Person
from ..polls.models import Ballot, Elector, Poll
from ..procedure.change_order import ChangeState
from ..procedure.comment import CommentState
from ..procedure.debate import Stance
from ..procedure.debate_motion import DebateState, MotionState
from ..procedure.electorate import Standing
from ..procedure.matter import MatterState
from ..procedure.merging import OPEN as UNSETTLED
from ..procedure.merging import MergeState
from ..procedure.objection import ObjectionState
from ..procedure.people import Role
from ..procedure.plan_group import Membership
from ..procedure.poll import PollState
from ..sittings.duties import duties as of_sittings
from ..web.owing import AT, BELOW, DAY, HERE, ME, NEVER, UNITS, address

S = MatterState


def _duty(act: Any, role: str, suffix: str = "", due: Any = None, path: Any = None) -> Select:
    """A select of (act, role, path, about, due) over the matters of this community; the caller narrows it."""
    path = address("matters/", Matter.id, suffix) if path is None else path
    moment = NEVER if due is None else due  # never cast a real one: SQLite would make a number of it
    return select(
        (literal(act, String) if isinstance(act, str) else act).label("act"), literal(role, String).label("role"),
        path.label("path"), Matter.title.label("about"), moment.label("due"),
    ).where(Matter.community_id == HERE)  # fmt: skip


def _as_anybody() -> Iterator[Select]:
    mine = "提出人"
    yield _duty("补正后再提交", mine, "/draft").where(Matter.proposer_id == ME, Matter.state == S.DRAFT, Matter.number.is_not(None))
    act = literal("提案改了") + Second.dropped_for + literal("，请再看是否附议")
    yield _duty(act, "附议人", "", Matter.due_at).where(
        Second.matter_id == Matter.id, Second.person_id == ME, Second.dropped_for > "", Matter.state == S.SECONDING
    )
    answered = cast(Merge.agreed_ids, String) == literal("[") + cast(ME, String) + literal("]")  # while proposed, one name at most
    yield _duty("答复合并提议", mine, due=Merge.due_at, path=address("matters/", Merge.matter_id, "/merges/", Merge.id)).where(
        or_(Merge.matter_id == Matter.id, Merge.into_id == Matter.id), Merge.state == MergeState.PROPOSED,
        Matter.proposer_id == ME, ~answered,
    )  # fmt: skip
    group = and_(PlanMember.matter_id == Matter.id, PlanMember.person_id == ME, PlanMember.state == Membership.MEMBER)
    yield _duty("写好方案并公布", "方案小组", "/plan").where(group, Matter.state == S.PLANNING)
    unanswered = select(Comment.id).where(Comment.matter_id == Matter.id, Comment.state == CommentState.OPEN).exists()
    yield _duty("答复意见", "方案小组", "/comments?answer=waiting", Matter.due_at).where(
        group, Matter.state == S.CONSULTING, unanswered
    )
    yield _duty("方案定稿", "方案小组牵头人", "", Matter.due_at).where(
        Matter.lead_id == ME, Matter.state == S.CONSULTING, Matter.due_at <= AT, ~unanswered
    )
    yield _to_put("代理主持人").where(Debate.chair_id == ME)
    asked = (
        select(Speech.id)
        .join(Debate, Debate.id == Speech.debate_id)
        .outerjoin(Answer, Answer.speech_id == Speech.id)
        .where(Debate.matter_id == Matter.id, Speech.stance == Stance.ASK, Answer.id.is_(None))
    )
    yield _duty("答复提问", "方案小组", "/debate", Matter.due_at).where(group, Matter.state == S.DEBATING, asked.exists())
    yield select(
        literal("看一看：有人给您发了登录码", String), literal("账号的主人", String), literal("/account", String),
        literal("如非本人要求，请马上换口令，并告诉街道", String), NEVER,
    ).where(Invitation.person_id == ME, Invitation.told, Invitation.dismissed_at.is_(None))  # fmt: skip
    path = address("polls/", Poll.id, "/ballot")
    yield (
        select(literal("投票", String), literal("您在选民名册里", String), path, Poll.title, Poll.closes_at)
        .join(Elector, Elector.poll_id == Poll.id)
        .outerjoin(Ballot, Ballot.elector_id == Elector.id)
        .where(
            Poll.community_id == HERE, Poll.state == PollState.OPEN, Poll.closes_at > AT,
            Elector.person_id == ME, Elector.state == Standing.ENTITLED, Ballot.id.is_(None),
        )
    )  # fmt: skip
    yield from of_sittings()


def _to_put(role: str) -> Select:
    """Debates that are over: whoever presides owes the question."""
    over = Debate.state.in_((DebateState.EXHAUSTED, DebateState.CLOSED))
    return _duty("提付表决", role).join(Debate, Debate.matter_id == Matter.id).where(Matter.state == S.DEBATING, over)


def _as_councillor(role: str) -> Iterator[Select]:
    yield (
        _duty("表决动议", role, "", Motion.due_at, address("matters/", Matter.id, "/debate/motions/", Motion.id))
        .join(Motion, Motion.matter_id == Matter.id)
        .join(MotionBallot, MotionBallot.motion_id == Motion.id)
        .where(Motion.state == MotionState.VOTING, MotionBallot.person_id == ME, MotionBallot.choice.is_(None))
        .where(Motion.due_at > AT)
    )


def _as_staff(role: str) -> Iterator[Select]:
    merge = select(Merge.id).where(Merge.matter_id == Matter.id)
    interested = or_(
        Matter.proposer_id == ME, select(Second.id).where(Second.matter_id == Matter.id, Second.person_id == ME).exists()
    )
    review = and_(Matter.state == S.REVIEW, Matter.appeals == 0, ~interested)
    yield _duty("受理审查", role, "", Matter.due_at).where(review, ~merge.where(Merge.state.in_(UNSETTLED)).exists())
    yield _duty("办理合并", role, "", Matter.due_at).where(review, merge.where(Merge.state == MergeState.AGREED).exists())
    waiting = select(Objection.id).where(Objection.matter_id == Matter.id, Objection.state == ObjectionState.WAITING).exists()
    yield _duty("确认生效", role, "", Matter.due_at).where(Matter.state == S.POSTED, Matter.due_at <= AT, ~waiting)


def _as_answerer(role: str) -> Iterator[Select]:
    """Objections, other people's."""
    docket = address("notices/", Objection.notice_id, "/objections/", Objection.id)
    yield (
        _duty("答复异议", role, "", Matter.due_at, docket)
        .join(Objection, Objection.matter_id == Matter.id)
        .where(Matter.state == S.POSTED, Objection.state == ObjectionState.WAITING, Objection.person_id != ME)
    )


def _to_release(role: str, places: Any = None) -> Select:
    """Codes that a colleague asked for, for those whose code nobody gives out alone."""
    path = address("/c/", Community.slug, "/desk/people/", CodeRequest.person_id)
    return (
        select(literal("核准登录码", String), literal(role, String), path, Person.name, CodeRequest.expires_at)
        .join(Person, Person.id == CodeRequest.person_id)
        .join(Community, Community.id == CodeRequest.community_id)
        .where(
            Community.id == HERE if places is None else places, CodeRequest.asked_by_id != ME, CodeRequest.expires_at > AT,
            CodeRequest.withdrawn_at.is_(None), CodeRequest.released_at.is_(None), CodeRequest.person_id != ME,
        )
    )  # fmt: skip


def _as_chair(role: str) -> Iterator[Select]:
    mine = Matter.appeal_to.is_distinct_from(Role.STREET)
    yield _duty("复核申诉", role, "", Matter.due_at).where(Matter.state == S.REVIEW, Matter.appeals > 0, mine)
    yield _to_put(role).where(Debate.chair_id.is_(None))


def _as_supervisor(role: str) -> Iterator[Select]:
    signed = (
        select(AcceptanceSignature.id)
        .where(AcceptanceSignature.delivery_id == Delivery.id, AcceptanceSignature.round == Delivery.round)
        .where(AcceptanceSignature.person_id == ME)
        .exists()
    )
    yield (
        _duty("逐项验收、签字", role, "/supervision#checklist")
        .join(Delivery, Delivery.matter_id == Matter.id)
        .where(Matter.state == S.ACCEPTING, ~signed)
    )
    yield (
        _duty(
            "决定变更",
            role,
            "",
            ChangeOrder.due_at,
            address("matters/", Matter.id, "/supervision#change-", ChangeOrder.id),
        )
        .join(ChangeOrder, ChangeOrder.matter_id == Matter.id)
        .where(ChangeOrder.state == ChangeState.PROPOSED)
    )


def _as_liaison(role: str) -> Iterator[Select]:
    yield (
        _duty("报告进展", role, "/supervision", Matter.due_at)
        .join(Delivery, Delivery.matter_id == Matter.id)
        .where(Matter.state == S.DELIVERING, Delivery.unit_id.in_(UNITS), Delivery.open_milestones > 0)
    )
    yield (
        _duty("申请验收", Role.LIAISON.label)
        .join(Delivery, Delivery.matter_id == Matter.id)
        .where(Matter.state == S.DELIVERING, Delivery.unit_id.in_(UNITS), Delivery.open_milestones == 0)
    )


def _as_street(role: str) -> Iterator[Select]:
    """Of this place and everything under it: at home in the street they see every community's, in a community its own."""
    yield _to_release(role, Community.path.like(BELOW))
    yield _below("复核申诉", role, "", Matter.appeal_to == Role.STREET)


def _as_overseer(role: str) -> Iterator[Select]:
    """Reviews that are overdue, until somebody has urged today."""
    urged = select(Urging.id).where(Urging.matter_id == Matter.id, Urging.urged_on == DAY).exists()
    theirs = Matter.appeal_to.is_distinct_from(Role.STREET)  # those that wait for the community, not for the street itself
    yield _below("督促超期的受理审查", role, "/urge", Matter.escalated.is_(True), theirs, ~urged)


def _below(act: str, role: str, suffix: str, *wanted: Any) -> Select:
    """Reviews in every community of the place."""
    return (
        select(
            literal(act, String), literal(role, String), address("/c/", Community.slug, "/matters/", Matter.id, suffix),
            Community.name + literal("：") + Matter.title, Matter.due_at,
        )
        .join(Community, Community.id == Matter.community_id)
        .where(Community.path.like(BELOW), Matter.state == S.REVIEW, *wanted)
    )  # fmt: skip


Source = Callable[[str], Iterator[Select]]
DUTIES: tuple[tuple[Source, tuple[Role, ...]], ...] = (  # of several roles that one person holds the first counts, and once
    (_as_councillor, (Role.COUNCILLOR,)),
    (_as_staff, (Role.STAFF,)),
    (_as_answerer, (Role.STAFF, Role.CHAIR)),
    (_as_chair, (Role.CHAIR,)),
    (_as_supervisor, (Role.SUPERVISOR,)),
    (_as_liaison, (Role.LIAISON,)),
    (_as_overseer, (Role.STREET, Role.DISTRICT)),
    (_as_street, (Role.STREET,)),
)


def duties_of(roles: frozenset[Role]) -> Iterator[Select]:
    """Every source of what somebody with these roles owes."""
    yield from _as_anybody()
    for source, owing in DUTIES:
        if held := [role for role in owing if role in roles]:
            yield from source(held[0].label)
    if Role.STAFF in roles and Role.STREET not in roles:
        yield _to_release(Role.STAFF.label)
