"""会上修正的方案 · the amendments that a sitting carried are written into the plan when it is over, one version after the other."""

from collections.abc import Sequence

from ..matters.models import Matter
from ..matters.plans import PlanVersion
from ..procedure.amendment import Amendment
from ..procedure.floor import Question
from ..procedure.lifecycle import Case
from ..procedure.matter import MatterState
from ..procedure.numerals import chinese
from .models import Sitting


def amended(sitting: Sitting, matter: Matter, carried: Sequence[Amendment], case: Case) -> PlanVersion | None:
    """The plan with every amendment that carried, in their order, whatever became of the motion. None where it is as it was."""
    plan = matter.plan if carried and matter.state is MatterState.DEBATING else None
    if plan is None:
        return None
    for number, change in enumerate(carried, 1):
        plan = plan.amended(change, case, reason=f"{sitting.name}修正案{chinese(number)}")
    return plan


def changes_in_words(question: Question, plan: PlanVersion | None) -> str:
    """What was amended before it was put: in the plan, which is another version now, or in words that stand beside it."""
    changes = "；".join(question.amended_briefly)
    if plan:
        return f"（会上已修正：{changes}。修正后是{plan.label}）"
    return f"（会上修正：{changes}）" if changes else ""
