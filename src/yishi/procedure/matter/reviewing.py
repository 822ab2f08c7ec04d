"""受理 · rules of the review, of a merge and of an appeal."""

from ..lifecycle import Case, rule
from .facts import Matter


def _merge_waits(it: Matter) -> str:
    if missing := it.merge_consents_missing:
        return f"等{'、'.join(missing)}答复合并提议，或者先收回合并提议"
    return "两位提出人都已同意合并，请先合并，或者先收回合并提议"


@rule("期限已到", gate=True)
def window_over(it: Matter, case: Case) -> bool:
    return it.due_at is not None and it.due_at <= case.at


@rule(
    "与本事项有利害关系的人不办理受理",
    source="罗伯特议事规则（1915）第46条：有直接个人利益者不表决",
    unmet="您是提出人或附议人，与本事项有利害关系的人不办理受理",
)
def no_conflict(it: Matter, case: Case) -> bool:
    return case.actor.id != it.proposer_id and not it.ever_seconded(case.actor.id)


@rule("申诉由原受理人以外的人复核", source="罗湖议事十条·主持中立", unmet="原来是您办理的，申诉由原受理人以外的人复核")
def another_reviewer(it: Matter, case: Case) -> bool:
    return not it.appealed or case.actor.id != it.handled_by_id


@rule("还没有上报过")
def not_escalated(it: Matter, case: Case) -> bool:
    return not it.escalated


@rule("已提出合并", hides=True)
def merge_proposed(it: Matter, case: Case) -> bool:
    return it.merge_proposed


@rule("两件事项的提出人都同意合并", facts=lambda it, case: "还没有同意：" + "、".join(it.merge_consents_missing)
      if it.merge_consents_missing else "",
      unmet=lambda it, case: f"等{'、'.join(it.merge_consents_missing)}答复合并提议")  # fmt: skip
def merge_agreed(it: Matter, case: Case) -> bool:
    return not it.merge_consents_missing


@rule("另一件事项还能并入", facts=lambda it, case: it.merge_hindrance, unmet=lambda it, case: it.merge_hindrance)
def merge_possible(it: Matter, case: Case) -> bool:
    return not it.merge_hindrance


@rule(
    "合并提议要先有结果",
    facts=lambda it, case: "先合并，或者先收回合并提议" if it.merge_proposed else "",
    unmet=lambda it, case: _merge_waits(it),
)
def merge_settled(it: Matter, case: Case) -> bool:
    return not it.merge_proposed


@rule("没有等待答复的合并提议", hides=True)
def no_merge_proposed(it: Matter, case: Case) -> bool:
    return not it.merge_proposed


@rule(
    "申诉次数没有用完",
    facts=lambda it, case: f"可以申诉{it.rule_set.appeals_allowed}次，已申诉{it.appeals}次",
    source="本规则集：申诉次数",
    unmet=lambda it, case: f"申诉次数已经用完（可以申诉{it.rule_set.appeals_allowed}次，已申诉{it.appeals}次）",
)
def appeals_left(it: Matter, case: Case) -> bool:
    return it.appeals < it.rule_set.appeals_allowed


@rule("申诉期还没有过", source="本规则集：申诉期", unmet="申诉期已经过了")
def appeal_open(it: Matter, case: Case) -> bool:
    return it.due_at is not None and case.at < it.due_at
