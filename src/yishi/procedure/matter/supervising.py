"""监督 · rules of the works, of acceptance, of the rating and of whoever is not content."""

from ..calendar import moment_in_words
from ..lifecycle import Case, rule
from .facts import Matter


@rule("每个里程碑都已报告", facts=lambda it, case: f"还有{it.milestones_open}个没有报告" if it.milestones_open else "",
      unmet=lambda it, case: f"还有{it.milestones_open}个里程碑没有报告做完")  # fmt: skip
def milestones_reported(it: Matter, case: Case) -> bool:
    return it.milestones_open == 0


@rule("还有没做完的里程碑", unmet="里程碑都已报告做完，没有要再报告的")
def milestones_left(it: Matter, case: Case) -> bool:
    return it.milestones_open > 0


@rule("已经记过支出", unmet="还没有记过支出，没有可以更正的")
def has_expenses(it: Matter, case: Case) -> bool:
    return it.expenses_recorded > 0


@rule(
    "支出不超出预算明细，超出的要先有变更",
    facts=lambda it, case: "超出：" + "、".join(it.lines_exceeded) if it.lines_exceeded else "",
    unmet=lambda it, case: f"支出超出预算明细，要先办变更：{'、'.join(it.lines_exceeded)}",
)
def within_budget(it: Matter, case: Case) -> bool:
    return not it.lines_exceeded


@rule("变更都已决定", facts=lambda it, case: f"还有{it.change_orders_open}件没有决定" if it.change_orders_open else "",
      unmet=lambda it, case: f"还有{it.change_orders_open}件变更没有决定")  # fmt: skip
def changes_decided(it: Matter, case: Case) -> bool:
    return it.change_orders_open == 0


@rule("验收清单逐项通过", facts=lambda it, case: f"还有{it.checks_open}项没有通过" if it.checks_open else "",
      unmet=lambda it, case: f"验收清单还有{it.checks_open}项没有通过")  # fmt: skip
def checklist_complete(it: Matter, case: Case) -> bool:
    return it.checks_open == 0


@rule("每位监督员只签一次", unmet="您已经签过字，每位监督员只签一次")
def not_yet_signed(it: Matter, case: Case) -> bool:
    return case.actor.id not in it.signature_ids


@rule("签字人数加上这一位达到要求",
      facts=lambda it, case: f"需要{it.rule_set.acceptance_signatures}人，已有{len(it.signature_ids)}人",
      source="本规则集：验收签字人数",
      unmet=lambda it, case: f"签字还不够，需要{it.rule_set.acceptance_signatures}人，已有{len(it.signature_ids)}人")  # fmt: skip
def last_signature(it: Matter, case: Case) -> bool:
    return len(it.signature_ids) + 1 >= it.rule_set.acceptance_signatures


@rule("承接单位的人不验收自己的工程", unmet="您是承接单位的人，不验收自己的工程")
def not_own_work(it: Matter, case: Case) -> bool:
    return not case.actor.speaks_for(it.unit_id)


@rule("承接单位的人不评价自己办的事", unmet="您是承接单位的人，不评价自己办的事")
def not_own_service(it: Matter, case: Case) -> bool:
    return not case.actor.speaks_for(it.unit_id)


def roll_in_words(it: Matter, case: Case) -> str:
    """Why somebody is not on the roll of this round; '' for one who is."""
    if it.rating_since is None or it.on_rating_roll(case.actor.id):
        return ""
    put_down = it.registered_at(case.actor.id)
    yours = f"您的居住登记是{moment_in_words(put_down)}记下的" if put_down else "没有找到您的居住登记"
    return f"这一次评价{moment_in_words(it.rating_since)}开始，{yours}"


@rule("这一次评价开始以前就登记在本社区居住", facts=roll_in_words, source="本规则集默认值",
      unmet=lambda it, case: f"{roll_in_words(it, case)}，不在这一次的评价名册上")  # fmt: skip
def on_rating_roll(it: Matter, case: Case) -> bool:
    return it.on_rating_roll(case.actor.id)


@rule("每人只评价一次", unmet="您已经评价过，每人只评价一次")
def not_yet_rated(it: Matter, case: Case) -> bool:
    return not it.has_rated(case.actor.id)


@rule("每人在一次验收以后只提一次“没办好”", facts=lambda it, case: disputes_in_words(it),
      unmet=lambda it, case: f"您已经提过，每人在一次验收以后只提一次“没办好”（{disputes_in_words(it)}）")  # fmt: skip
def not_yet_disputed(it: Matter, case: Case) -> bool:
    return not it.has_disputed(case.actor.id)


def disputes_in_words(it: Matter) -> str:
    return f"需要{it.rule_set.disputes_needed}人，已有{it.disputes_signed}人"


@rule("提出的人数加上这一位达到要求", facts=lambda it, case: disputes_in_words(it), source="本规则集：要求重新验收的人数")
def last_dispute(it: Matter, case: Case) -> bool:
    return it.disputes_signed + 1 >= it.rule_set.disputes_needed


@rule("还在可以提出的期限内", source="本规则集：办结后异议期", unmet="可以提出的期限已经过了")
def dispute_open(it: Matter, case: Case) -> bool:
    return it.due_at is not None and case.at < it.due_at
