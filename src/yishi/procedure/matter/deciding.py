"""辩论、表决、公示 · rules on the way from a plan that is fixed to a result that stands."""

from typing import Any

from ..lifecycle import Case, rule
from ..sitting import Outcome
from .facts import Matter
from .phrases import not_before
from .states import MatterKind


@rule("辩论已经充分，或已表决结束辩论", facts=lambda it, case: it.debate_standing, source="罗伯特议事规则十二条·充分辩论",
      unmet=lambda it, case: f"辩论还没有结束：{it.debate_standing}")  # fmt: skip
def debate_done(it: Matter, case: Case) -> bool:
    return it.debate_done


@rule("修正案要先于主动议决定",
      facts=lambda it, case: f"还有{it.amendments_pending}件修正案没有决定" if it.amendments_pending else "",
      source="罗伯特议事规则（1915）第33条",
      unmet=lambda it, case: f"还有{it.amendments_pending}件修正案没有决定")  # fmt: skip
def amendments_decided(it: Matter, case: Case) -> bool:
    return it.amendments_pending == 0


@rule("动议要先决定", facts=lambda it, case: f"还有{it.motions_pending}件动议没有决定" if it.motions_pending else "",
      source="罗伯特议事规则（1915）：先决动议",
      unmet=lambda it, case: f"还有{it.motions_pending}件动议没有决定")  # fmt: skip
def motions_decided(it: Matter, case: Case) -> bool:
    return it.motions_pending == 0


def _carried(kind: str, says: str) -> Any:
    return rule(says)(lambda it, case: it.motion_carried == kind)


referral_carried = _carried("refer", "退回方案小组的动议已经通过")
postponement_carried = _carried("postpone", "延期的动议已经通过")
leave_given = _carried("withdraw", "议事会已同意撤回")


@rule("这件事不是正在会上议", unmet="这件事正在会上议，等散会以后再办")
def not_in_hall(it: Matter, case: Case) -> bool:
    return not it.in_hall


def _in_hall(outcome: Outcome, says: str) -> Any:
    return rule(says, gate=True)(lambda it, case: it.hall_outcome == outcome)


carried_in_hall = _in_hall(Outcome.CARRIED, "会上表决通过")
lost_in_hall = _in_hall(Outcome.LOST, "会上表决没有通过")
referred_in_hall = _in_hall(Outcome.REFERRED, "会上决定退回方案小组")
leave_given_in_hall = _in_hall(Outcome.WITHDRAWN, "会上同意撤回")


@rule("投票已经截止，或应投票的人都已投票", gate=True)
def poll_over(it: Matter, case: Case) -> bool:
    return it.poll_over


@rule("达到法定人数", source="罗湖莲塘社区居民议事会（2016）：到会超过三分之二", gate=True)
def quorum_reached(it: Matter, case: Case) -> bool:
    return it.poll_has_quorum


@rule("没有达到法定人数", facts=lambda it, case: it.poll_sum)
def quorum_missed(it: Matter, case: Case) -> bool:
    return not it.poll_has_quorum


@rule("赞成达到通过门槛", facts=lambda it, case: it.poll_sum, source="南塘十三条：多数通过，平局没过")
def carried(it: Matter, case: Case) -> bool:
    return it.poll_carried


@rule("赞成没有达到通过门槛", facts=lambda it, case: it.poll_sum, source="南塘十三条：多数通过，平局没过")
def lost(it: Matter, case: Case) -> bool:
    return not it.poll_carried


@rule("公示期已满", source="罗湖莲塘社区（2016）：通过的事项公示五天", unmet=lambda it, case: not_before("公示期", it))
def posting_over(it: Matter, case: Case) -> bool:
    return it.due_at is not None and it.due_at <= case.at


@rule("每条异议都已书面答复", facts=lambda it, case: f"还有{it.open_objections}条没有答复" if it.open_objections else "",
      unmet=lambda it, case: f"还有{it.open_objections}条异议没有答复")  # fmt: skip
def objections_answered(it: Matter, case: Case) -> bool:
    return it.open_objections == 0


@rule("异议成立")
def objection_upheld(it: Matter, case: Case) -> bool:
    return it.objection_upheld


@rule("这件事项是修订议事规则", hides=True)
def changes_rules(it: Matter, case: Case) -> bool:
    return it.kind is MatterKind.RULE_CHANGE


@rule("这件事项要交付实施，不是修订议事规则", hides=True, gate=True)
def is_carried_out(it: Matter, case: Case) -> bool:
    return it.kind is not MatterKind.RULE_CHANGE
