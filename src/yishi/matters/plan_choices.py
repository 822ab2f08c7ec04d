"""选定方案 · of several variants the lead chooses the one that goes to the debate, and says publicly why."""

from typing import Any

from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Case, NotYours, Refused
from ..procedure.matter import MatterState
from .planning import latest_versions
from .plans import PlanChoice

VARIANT = Ask("variant", "选定哪一个", Kind.CHOICE)
REASON = Ask("reason", "理由", longest=1000, hint="会公开：为什么选它，另外的为什么不选")


def choose(matter: Any, variant: str, reason: str, case: Case) -> PlanChoice:
    """Until the freeze the lead may choose again; the last choice holds and all stay on record."""
    if case.actor.id is None or case.actor.id != matter.plan_lead_id:
        raise NotYours("备选方案由方案小组牵头人选定")
    if matter.state is not MatterState.CONSULTING:
        raise Refused("备选方案在公布以后、定稿以前选定")
    version = next((it for it in latest_versions(matter) if it.variant == variant), None)
    if version is None:
        raise Refused("没有这个备选方案，请从列出的里面选")
    choice = PlanChoice(
        community_id=matter.community_id, matter_id=matter.id, variant=variant, reason=reason, person_id=case.actor.id, at=case.at
    )
    matter._session.add(choice)
    matter.note(case, "choose_plan", f"选定{variant}方案", given={"variant": variant, "title": version.title, "reason": reason})
    return choice
