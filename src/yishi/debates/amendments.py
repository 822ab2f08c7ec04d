"""修正案 · what an amendment says beside what stands, and what becomes of the plan and the others when it carries."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from ..ledger.models import consequence
from ..procedure.amendment import Amendment, amendment_refusals, renumbered
from ..procedure.debate_motion import OPEN
from ..procedure.lifecycle import Case
from ..procedure.motions import MotionKind
from ..procedure.people import SYSTEM
from ..web.formats import drawn
from .models import Debate
from .motions import Motion


def undecided(debate: Debate, but: Motion | None = None) -> list[Motion]:
    """The amendments still to be decided before the plan itself."""
    found = select(Motion).where(Motion.debate_id == debate.id, Motion.kind == MotionKind.AMEND, Motion.state.in_(OPEN))
    return [motion for motion in debate._session.scalars(found.order_by(Motion.id)) if motion is not but]


def refusals(debate: Debate, new: Amendment) -> tuple[str, ...]:
    """Why this change to the plan is not in order."""
    return amendment_refusals(plan_paragraphs(debate), new, [motion.amendment for motion in undecided(debate)])


def plan_paragraphs(debate: Debate) -> Sequence[str]:
    """The numbered paragraphs of the frozen plan as it stands; a text of the rules has none."""
    plan = debate.matter.plan
    return plan.paragraphs if plan and not plan.base else ()


def changes(motion: Motion) -> Collection[tuple[str, str]]:
    """The paragraph as the page draws it: what stays, what is struck out, what is put in."""
    return drawn(motion.amendment.pieces(motion.original))


@consequence(Motion)
def amend_plan(self: Motion, case: Case) -> None:
    """按通过的修正案修改方案，其余修正案随段号移动"""
    plan = self.matter.plan
    assert plan is not None
    plan.amended(self.amendment, case, reason=self.label)
    for other in undecided(self.debate, but=self):
        moved = renumbered(other.amendment, self.amendment)
        if moved is None:
            other.void = f"要改的段落已按{self.label}删去"
            other.take("fall", Case(SYSTEM, case.at))
        else:
            other.paragraph = moved.paragraph
