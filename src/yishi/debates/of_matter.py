"""事项的辩论 · what a matter knows of its debate, and what its table does with it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ..ledger.models import consequence, fact
from ..matters.models import Matter
from ..procedure.calendar import day_begins, moment_in_words
from ..procedure.debate_motion import OPEN, DebateState, MotionState
from ..procedure.lifecycle import Case
from ..procedure.motions import MotionKind
from ..procedure.people import SYSTEM, Actor, Role
from ..workdays import calendar
from .models import Debate
from .motions import Motion

DONE = (DebateState.EXHAUSTED, DebateState.CLOSED)


@fact(Matter)
def debate(self: Any) -> Debate | None:
    """The latest debate."""
    return self.debates[-1] if self.debates else None


@fact(Matter)
def debate_done(self: Any) -> bool:
    """Whether all was said, or the council voted to close."""
    return self.debate is not None and self.debate.state in DONE


@fact(Matter)
def debate_standing(self: Any) -> str:
    """Where the debate stands, in one line."""
    it = self.debate
    if it is None:
        return "还没有开始辩论"
    match it.state:
        case DebateState.NOTICED:
            return f"公告到{moment_in_words(it.opens_at)}，之后开始第1轮"
        case DebateState.SPEAKING:
            return f"第{it.round}轮（共{len(it.round_ends)}轮），到{moment_in_words(it.due_at)}为止"
        case DebateState.CLOSED:
            return "议事会已表决结束辩论"
        case DebateState.EXHAUSTED:
            return f"辩论已经充分：{it.over(it.entered_at)}"
    return "辩论已终止"


@fact(Matter)
def amendments_pending(self: Any) -> int:
    return _undecided(self, Motion.kind == MotionKind.AMEND)


@fact(Matter)
def motions_pending(self: Any) -> int:
    """Procedural motions moved and not yet decided."""
    return _undecided(self, Motion.kind != MotionKind.AMEND)


def _undecided(matter: Any, which: Any) -> int:
    found = select(func.count()).where(Motion.matter_id == matter.id, Motion.state.in_(OPEN), which)
    return matter._session.scalar(found) or 0


@fact(Matter)
def motion_carried(self: Any) -> str:
    """The kind of a procedural motion that carried and is not carried out yet, or ''."""
    motion = _carried(self)
    return motion.kind.value if motion else ""


def _carried(matter: Any) -> Motion | None:
    found = select(Motion).where(
        Motion.matter_id == matter.id, Motion.state == MotionState.CARRIED, Motion.carried_out_at.is_(None),
        Motion.kind != MotionKind.AMEND,
    )  # fmt: skip
    motion: Motion | None = matter._session.scalar(found.order_by(Motion.id).limit(1))
    return motion


@consequence(Matter)
def presided_by(self: Any, actor: Actor) -> bool:
    """Whether this person directs the matter: who was handed the chair, else the chair."""
    return self.debate.presided_by(actor) if self.debate else actor.has(Role.CHAIR)


@consequence(Matter)
def presiding_id(self: Any, at: datetime) -> int | None:
    """Who directs the matter at this moment; where the chair is neutral, this person does not vote on it."""
    return self.debate.presiding_id(at) if self.debate else None


@fact(Matter)
def noticed_at(self: Any) -> datetime:
    """From when on everybody knew what would be decided. A seat recorded since then does not vote on it."""
    return self.debate.noticed_at if self.debate else self.entered_at


# -- consequences ------------------------------------------------------------------------------------------------------


@consequence(Matter)
def open_debate(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """公告辩论，公告期满开始第1轮"""
    _open(self, case, calendar.deadline(case.at, self.rule_set.notice_days) if self.rule_set.notice_days.days else case.at)


@consequence(Matter)
def postpone_debate(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """延期：到那一天重新开始辩论，没有决定的修正案一并带去"""
    motion, before = _carried(self), self.debate
    assert motion is not None
    assert motion.until is not None
    kept = before.open_motions()
    before.take("end", Case(SYSTEM, case.at))
    _open(self, case, max(day_begins(motion.until), case.at), before.chair_id, before.noticed_at)
    for other in kept:
        other.debate = self.debate


@consequence(Matter)
def end_debate(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """辩论终止"""
    self.debate.take("end", Case(SYSTEM, case.at))


@consequence(Matter)
def resume_debate(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """重新公告、重新辩论，主持人不变"""
    before = self.debate
    opens_at = calendar.deadline(case.at, self.rule_set.notice_days) if self.rule_set.notice_days.days else case.at
    _open(self, case, opens_at, before.chair_id if before else None)
    if before and before.state is not DebateState.ENDED:
        before.take("end", Case(SYSTEM, case.at))


def _open(
    matter: Any, case: Case, opens_at: datetime, chair_id: int | None = None, noticed_at: datetime | None = None
) -> None:  # fmt: skip
    made = Debate(
        community_id=matter.community_id, matter=matter, number=len(matter.debates) + 1, opens_at=opens_at, chair_id=chair_id,
        noticed_at=noticed_at or case.at,
        entered_at=case.at, touched_at=case.at, due_at=opens_at,
    )  # fmt: skip
    matter._session.add(made)
    matter._session.flush()
    matter.due_at = opens_at
    system = Case(SYSTEM, case.at)
    made.note(
        system, "open_debate", "公告辩论", given={"number": made.number, "opens_at": opens_at, "rounds": len(made.round_ends)}
    )
    if opens_at <= case.at:
        made.take("begin", system)
