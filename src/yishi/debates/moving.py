"""提出动议 · who may move what, and when. What is moved without needing a second goes on at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select

from ..clock import today
from ..procedure import motions as rules
from ..procedure.amendment import Amendment
from ..procedure.asking import Ask, Kind
from ..procedure.debate import Debate as Question
from ..procedure.debate_motion import MOTION, DebateState, MotionState, member
from ..procedure.lifecycle import Case, NotYours, Refused, Unanswered
from ..procedure.matter import MatterKind
from ..procedure.motions import MotionKind
from ..procedure.people import Actor
from ..workdays import calendar
from . import amendments
from .council import seat_of
from .models import Debate, Speech, run_on
from .motions import Motion
from .turns import IN_HALL, in_full

REASON = Ask("reason", "理由", longest=500, hint="写清楚为什么现在要这样办")
UNTIL = Ask("until", "延期到哪一天", Kind.DATE, hint="那一天零点起重新开始辩论")


def movable(debate: Debate, actor: Actor, at: datetime, question: Question | None = None) -> Mapping[MotionKind, Sequence[str]]:
    """For each kind of motion, why this person may not move it now; empty when they may."""
    if not debate.pending:
        return dict.fromkeys(MotionKind, (f"这件事项现在是“{debate.matter.state.label}”，这次辩论已经结束",))
    if debate.matter.in_hall:
        return dict.fromkeys(MotionKind, (IN_HALL,))
    question = question or debate.question(at)
    pending = [motion.kind for motion in debate.open_motions()]
    stale = _lost_and_nobody_spoke_since(debate)
    return {kind: _why_not(debate, kind, actor, at, question, pending, stale) for kind in MotionKind}


def _why_not(
    debate: Debate, kind: MotionKind, actor: Actor, at: datetime, question: Question, pending: Collection[MotionKind],
    stale: Collection[MotionKind],
) -> Sequence[str]:  # fmt: skip
    if kind is MotionKind.WITHDRAW:
        if actor.id != debate.matter.proposer_id:
            return ("撤回由提出人请求，议事会同意才行",)
    elif not member.includes(actor, debate):
        return ("动议和修正案由议事员提出",)
    elif debate.state is DebateState.NOTICED:
        return ("辩论还没有开始，开始以后才能提",)
    elif kind is MotionKind.AMEND and debate.matter.kind is MatterKind.RULE_CHANGE:
        return ("规则的条文和数字互相牵连，不逐段修正；要改写，请动议退回方案小组",)
    assert actor.id is not None
    if refusals := rules.motion_refusals(question, kind, actor.id, pending, at, debate.rule_set):
        return refusals
    if kind in stale:
        return (f"同样的动议刚刚没有通过，有了新的发言以后才能再提（{debate.rule_set.cites('one_question')}）",)
    return ()


def _lost_and_nobody_spoke_since(debate: Debate) -> set[MotionKind]:
    """What was just lost is not moved again before anybody has spoken. An amendment is another one each time."""
    spoke = select(func.max(Speech.at)).where(Speech.debate_id == debate.id).scalar_subquery()
    lost = select(Motion.kind).where(
        Motion.debate_id == debate.id, Motion.state == MotionState.LOST, Motion.kind != MotionKind.AMEND,
        or_(spoke.is_(None), Motion.entered_at >= spoke),
    )  # fmt: skip
    return set(debate._session.scalars(lost))


def move(
    debate: Debate, case: Case, kind: MotionKind, reason: str, until: date | None = None, amendment: Amendment | None = None
) -> Motion:
    """提出动议或修正案"""
    if kind is MotionKind.WITHDRAW and debate.pending and case.actor.id != debate.matter.proposer_id:
        raise NotYours("撤回由提出人请求，议事会同意才行")
    if reasons := movable(debate, case.actor, case.at)[kind]:
        raise Refused(*in_full(reasons, debate.rule_set))
    if kind is MotionKind.POSTPONE and (wrong := rules.postponement_refusal(until, today(case.at), debate.rule_set, calendar)):
        raise Unanswered({"until": wrong})
    if amendment and (reasons := amendments.refusals(debate, amendment)):
        raise Unanswered({"paragraph": "；".join(reasons)})
    session, actor = debate._session, case.actor
    seat = seat_of(session, debate.community_id, actor.id, today(case.at))
    motion = Motion(
        community_id=debate.community_id, matter=debate.matter, debate=debate, number=_next_number(debate), kind=kind,
        mover_id=actor.id, seat=seat.title if seat else "提出人", reason=reason,
        until=until if kind is MotionKind.POSTPONE else None, state=MOTION.initial, entered_at=case.at, touched_at=case.at,
    )  # fmt: skip
    motion.due_at = motion.deadline(case.at)
    if amendment:
        motion.form, motion.paragraph, motion.text = amendment.form, amendment.paragraph, amendment.text
        motion.original = amendment.original(amendments.plan_paragraphs(debate))
    session.add(motion)
    session.flush()
    given = {"kind": kind.label, "number": motion.number, "reason": reason, "until": motion.until}
    if amendment:
        given |= {"place": amendment.place, "original": motion.original, "text": motion.text}
    motion.note(case, "move", f"提出{kind.label}", given=given)
    run_on(motion, case.at)
    return motion


def _next_number(debate: Debate) -> int:
    found = select(func.max(Motion.number)).where(Motion.matter_id == debate.matter_id)
    return (debate._session.scalar(found) or 0) + 1
