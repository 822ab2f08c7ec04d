"""方案 · rules of the plan: what it must have, how long it stands, what must be answered."""

from ..calendar import moment_in_words
from ..lifecycle import Case, rule
from ..numerals import yuan
from .facts import Matter
from .phrases import cap_of, not_before


@rule("方案要有正文、明细预算、进度、责任单位和风险说明", facts=lambda it, case: "；".join(it.plan_gaps))
def plan_complete(it: Matter, case: Case) -> bool:
    return not it.plan_gaps


@rule("方案预算不超过本类上限",
      facts=lambda it, case: f"上限{yuan(cap_of(it) or 0)}，预算{yuan(it.plan_total)}" if cap_of(it) else "",
      source="罗湖东湖街道民生微实事申报通知（2020）",
      unmet=lambda it, case: f"方案预算超过本类上限（上限{yuan(cap_of(it) or 0)}，预算{yuan(it.plan_total)}）")  # fmt: skip
def plan_within_cap(it: Matter, case: Case) -> bool:
    cap = cap_of(it)
    return cap is None or it.plan_total <= cap


@rule("有几个备选方案的，先由牵头人选定一个，公布理由", unmet="有几个备选方案，牵头人还没有选定")
def variant_chosen(it: Matter, case: Case) -> bool:
    return it.variant_chosen


@rule(
    "修订规则的，写的时候所照的规则仍是现行规则",
    facts=lambda it, case: it.base_outdated,
    unmet=lambda it, case: f"所照的规则已经不是现行规则：{it.base_outdated}",
)
def base_in_force(it: Matter, case: Case) -> bool:
    return not it.base_outdated


@rule("写的时候所照的规则已经不是现行规则", facts=lambda it, case: it.base_outdated, hides=True)
def base_replaced(it: Matter, case: Case) -> bool:
    return bool(it.base_outdated)


@rule("征询期已满", source="本规则集：征询天数", unmet=lambda it, case: not_before("征询期", it))
def consulting_over(it: Matter, case: Case) -> bool:
    return it.due_at is not None and it.due_at <= case.at


def standing_in_words(it: Matter) -> str:
    """现行版3月5日9:30公布，3月8日24:00以后才能定稿"""
    standing = it.plan_standing
    if standing is None:
        return ""
    since, until = standing
    return f"现行版{moment_in_words(since)}公布，{moment_in_words(until)}以后才能定稿"


@rule(
    "现行版方案公布满规定的天数，再改一次就重新计算",
    facts=lambda it, case: standing_in_words(it),
    source="本规则集：现行版公布天数",
    unmet=lambda it, case: standing_in_words(it) or "还没有公布的方案可以定稿",
)
def plan_stood(it: Matter, case: Case) -> bool:
    standing = it.plan_standing
    return standing is not None and standing[1] <= case.at


@rule("每条意见都已答复", facts=lambda it, case: f"还有{it.unanswered_comments}条没有答复" if it.unanswered_comments else "",
      unmet=lambda it, case: f"还有{it.unanswered_comments}条意见没有答复")  # fmt: skip
def comments_answered(it: Matter, case: Case) -> bool:
    return it.unanswered_comments == 0
