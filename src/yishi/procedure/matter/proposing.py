"""提出 · rules of the proposal and of those who second it."""

import re

from ..lifecycle import Case, rule
from ..numerals import yuan
from .facts import Matter
from .phrases import cap_of


@rule("提案要写明具体、可办的内容，必填项不能空", facts=lambda it, case: "还缺：" + "、".join(it.missing) if it.missing else "",
      source="罗伯特议事规则十二条·动议中心")  # fmt: skip
def complete(it: Matter, case: Case) -> bool:
    return not it.missing


NOT_AN_ACT = re.compile(r"关于.*|.{0,20}的(建议|意见|反映)")


@rule("名称要写出要做的事，例如“更换3栋楼道灯”", source="罗伯特议事规则十二条·动议中心")
def names_an_act(it: Matter, case: Case) -> bool:
    return not NOT_AN_ACT.fullmatch(it.written.title)


@rule("估算费用不超过本类上限",
      facts=lambda it, case: f"上限{yuan(cap_of(it) or 0)}，估算{yuan(it.written.estimate or 0)}" if cap_of(it) else "",
      source="罗湖东湖街道民生微实事申报通知（2020）",
      unmet=lambda it, case: f"估算费用超过本类上限（上限{yuan(cap_of(it) or 0)}，"
                                 f"估算{yuan(it.written.estimate or 0)}）")  # fmt: skip
def within_cap(it: Matter, case: Case) -> bool:
    cap = cap_of(it)
    return cap is None or (it.written.estimate or 0) <= cap


def too_many_open(it: Matter) -> str:
    """The figures, with the proposals that are open."""
    named = "：" + "、".join(it.open_proposals) if it.open_proposals else ""
    return f"最多{it.rule_set.open_proposals_cap}件，另外已有{len(it.open_proposals)}件{named}"


@rule("一个人同时征集附议、受理审查的提案不超过上限", facts=lambda it, case: too_many_open(it), source="本规则集：同时提案上限")
def proposals_left(it: Matter, case: Case) -> bool:
    return len(it.open_proposals) < it.rule_set.open_proposals_cap


@rule("没有改动附议时的种类、类别、地点和估算费用，改了要重新征集附议",
      facts=lambda it, case: "改了" + "、".join(it.core_changes) if it.core_changes else "", source="本规则集默认值")  # fmt: skip
def seconds_hold(it: Matter, case: Case) -> bool:
    return not it.core_changes


@rule("附议人须是提出人以外的人", source="本规则集默认值", hides=True)
def another_person(it: Matter, case: Case) -> bool:
    return case.actor.id != it.proposer_id


@rule(
    "每人只附议一次",
    facts=lambda it, case: f"需要{it.rule_set.seconders_needed}人，已有{it.seconds}人",
    unmet="每人只附议一次，您已经附议了",
)
def not_yet_seconded(it: Matter, case: Case) -> bool:
    return not it.has_seconded(case.actor.id)


@rule("您还没有附议", hides=True)
def has_seconded(it: Matter, case: Case) -> bool:
    return it.has_seconded(case.actor.id)


@rule("附议期还没有过", unmet="附议期已经过了")
def window_open(it: Matter, case: Case) -> bool:
    return it.due_at is None or case.at < it.due_at


@rule("附议人数加上这一位达到要求", facts=lambda it, case: f"需要{it.rule_set.seconders_needed}人，已有{it.seconds}人",
      source="本规则集：附议人数",
      unmet=lambda it, case: f"附议人数还不够，需要{it.rule_set.seconders_needed}人，已有{it.seconds}人")  # fmt: skip
def last_needed(it: Matter, case: Case) -> bool:
    return it.seconds + 1 >= it.rule_set.seconders_needed


@rule("附议人数已经达到要求", facts=lambda it, case: f"需要{it.rule_set.seconders_needed}人，已有{it.seconds}人",
      source="本规则集：附议人数",
      unmet=lambda it, case: f"附议人数还不够，需要{it.rule_set.seconders_needed}人，已有{it.seconds}人")  # fmt: skip
def enough_seconders(it: Matter, case: Case) -> bool:
    return it.seconds >= it.rule_set.seconders_needed


@rule("附议人数还够，不够的先退回提出人重新征集",
      facts=lambda it, case: f"需要{it.rule_set.seconders_needed}人，现有{it.seconds}人", source="本规则集：附议人数")  # fmt: skip
def still_seconded(it: Matter, case: Case) -> bool:
    return it.seconds >= it.rule_set.seconders_needed
