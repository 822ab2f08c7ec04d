"""辩论中能办的事 · speaking, moving, seconding, deciding a motion, answering what was asked, handing over the chair."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from ..matters.acts import Act, acts
from ..procedure.debate import Stance
from ..procedure.debate_motion import DebateState, MotionState, hands_over, member
from ..procedure.matter import MatterState
from ..procedure.motions import MotionKind
from ..web.visit import Visit
from .models import Answer, Debate, Speech
from .moving import movable
from .turns import turn

MOST = 99  # questions counted


@acts
def debating(visit: Visit, matter: Any) -> Iterator[Act]:
    actor = visit.actor
    if actor.id is None or matter.state is not MatterState.DEBATING or matter.debate is None:
        return
    debate: Debate = matter.debate
    if not debate.pending:
        return
    if actor.id in matter.plan_group_ids and (asked := _unanswered(debate)):
        note = f"还有{len(asked)}个没有答复"
        yield Act("答复提问", f"{debate.url}#step-answer-{asked[0]}", matter.due_at, owed=True, note=note)
    if member.includes(actor, debate):
        yield from _of_a_member(visit, debate)
    elif actor.id == matter.proposer_id and not movable(debate, actor, visit.at)[MotionKind.WITHDRAW]:
        yield Act("请求撤回", f"{debate.url}#motions", aside=True)
    if hands_over.includes(actor, debate) and any(not offer.reasons for offer in debate.offers(visit.case)):
        yield Act("换人主持", f"{debate.url}#debate", aside=True)


def _of_a_member(visit: Visit, debate: Debate) -> Iterator[Act]:
    motions = debate.open_motions()
    yield from _on_motions(visit, motions)
    if debate.state is not DebateState.SPEAKING:
        return
    mine = turn(debate, visit.case)
    if not mine.reasons:
        yield Act("发言", f"{debate.url}#speak", debate.due_at, note=f"您还可以说{mine.left}次")
    if any(not reasons for reasons in movable(debate, visit.actor, visit.at, mine.question).values()):
        yield Act("提动议或修正案", f"{debate.url}#motions")


def _on_motions(visit: Visit, motions: Any) -> Iterator[Act]:
    """Those that wait for a ballot are owed; the others may be seconded or discussed."""
    for motion in motions:
        if motion.due_at is None or motion.due_at <= visit.at or not motion.pending:
            continue
        match motion.state:
            case MotionState.VOTING:
                if ballot := motion.ballot_of(visit.actor.id):
                    done = ballot.choice is not None
                    yield Act("改动议的票" if done else "表决动议", motion.url, motion.due_at, owed=not done, note=motion.label)
            case MotionState.SECONDING:
                if any(offer.step.name == "second" and not offer.reasons for offer in motion.offers(visit.case)):
                    yield Act("附议动议", motion.url, motion.due_at, note=motion.label)
            case MotionState.DEBATING:
                if not turn(motion.debate, visit.case, motion).reasons:
                    yield Act("讨论修正案", motion.url, motion.due_at, note=motion.label)


def _unanswered(debate: Debate) -> list[int]:
    """Questions that the plan group has not answered, oldest first."""
    asked: Any = select(Speech.id).outerjoin(Answer, Answer.speech_id == Speech.id).order_by(Speech.id)
    open_ones = asked.where(Speech.debate_id == debate.id, Speech.stance == Stance.ASK, Answer.id.is_(None))
    return list(debate._session.scalars(open_ones.limit(MOST)))
