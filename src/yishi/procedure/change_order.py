"""变更 · more money for one budget line. A small one is decided by supervisors or staff, a large one by a new vote."""

from typing import Protocol

from .asking import Ask
from .delivery import Need, change_need
from .lifecycle import Case, Lifecycle, Step, rule
from .numerals import yuan
from .people import Actor, Who, chair, clock, staff, supervisor
from .rule_set import RuleSet
from .words import Word


class ChangeState(Word):
    PROPOSED = "proposed", "待决定"
    VOTING = "voting", "正在表决"
    APPROVED = "approved", "已同意"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class ChangeOrder(Protocol):
    """What the rules may ask of a change order. Money is fen."""

    state: ChangeState
    amount: int
    proposer_id: int

    @property
    def rule_set(self) -> RuleSet: ...
    @property
    def unit_id(self) -> int | None: ...  # who carries the matter out
    @property
    def planned(self) -> int: ...  # the line, as the plan has it
    @property
    def to(self) -> int: ...  # what the line may come to, were this one approved
    @property
    def total_after(self) -> int: ...  # the whole budget, were this one approved
    @property
    def cap(self) -> int | None: ...  # of the class of the project
    @property
    def poll_over(self) -> bool: ...
    @property
    def poll_has_quorum(self) -> bool: ...
    @property
    def poll_carried(self) -> bool: ...
    @property
    def poll_sum(self) -> str: ...


def _large(it: ChangeOrder) -> bool:
    return change_need(it.planned, it.to, it.rule_set) is Need.VOTE


def _by_whom(it: ChangeOrder) -> str:
    return f"增加没有超过{it.rule_set.change_order_vote_percent}%，不用表决，由监督员或社区工作人员决定"


def _share(it: ChangeOrder) -> str:
    percent = it.rule_set.change_order_vote_percent
    return f"方案里是{yuan(it.planned)}，变更后是{yuan(it.to)}，增加超过{percent}%要重新表决"


@rule("增加的金额没有超过须重新表决的比例", facts=lambda it, case: _share(it), source="本规则集：变更重新表决的比例",
      unmet=lambda it, case: f"这件变更要由议事会重新表决（{_share(it)}）")  # fmt: skip
def small(it: ChangeOrder, case: Case) -> bool:
    return not _large(it)


@rule("增加的金额超过须重新表决的比例", facts=lambda it, case: _share(it), source="本规则集：变更重新表决的比例",
      unmet=lambda it, case: _by_whom(it))  # fmt: skip
def large(it: ChangeOrder, case: Case) -> bool:
    return _large(it)


@rule(
    "变更后的总额不超过本类上限",
    facts=lambda it, case: f"上限{yuan(it.cap)}，变更后{yuan(it.total_after)}" if it.cap is not None else "",
    source="罗湖东湖街道民生微实事申报通知（2020）",
    unmet=lambda it, case: f"变更后的总额超过本类上限（上限{yuan(it.cap or 0)}，变更后{yuan(it.total_after)}）",
)
def total_within_cap(it: ChangeOrder, case: Case) -> bool:
    return it.cap is None or it.total_after <= it.cap


@rule("承接单位的人不决定自己的变更", unmet="您是承接单位的人或申请人，不决定自己的变更")
def not_own_unit(it: ChangeOrder, case: Case) -> bool:
    return case.actor.id != it.proposer_id and not case.actor.speaks_for(it.unit_id)


@rule("投票已经截止，或应投票的人都已投票", gate=True)
def poll_over(it: ChangeOrder, case: Case) -> bool:
    return it.poll_over


@rule("达到法定人数", facts=lambda it, case: it.poll_sum, gate=True)
def quorum_reached(it: ChangeOrder, case: Case) -> bool:
    return it.poll_has_quorum


@rule("没有达到法定人数", facts=lambda it, case: it.poll_sum)
def quorum_missed(it: ChangeOrder, case: Case) -> bool:
    return not it.poll_has_quorum


@rule("赞成达到通过门槛", facts=lambda it, case: it.poll_sum)
def carried(it: ChangeOrder, case: Case) -> bool:
    return it.poll_carried


@rule("赞成没有达到通过门槛", facts=lambda it, case: it.poll_sum)
def lost(it: ChangeOrder, case: Case) -> bool:
    return not it.poll_carried


def _delivers(actor: Actor, it: ChangeOrder | None) -> bool:
    return it is not None and actor.speaks_for(it.unit_id)


S = ChangeState
contractor = Who("承接单位", _delivers, of_record=True)
REFUSAL = Ask("reason", "不同意的理由", longest=500)

# fmt: off
granters = supervisor | staff
CHANGE_ORDER = Lifecycle("change_order", "变更", initial=S.PROPOSED, steps=(
    #    step        button            from        to           by          needs                                    then
    Step("approve",  "同意变更",       S.PROPOSED, S.APPROVED,  granters,   (not_own_unit, small, total_within_cap), "grant"),
    Step("refuse",   "不同意变更",     S.PROPOSED, S.REFUSED,   granters,   (not_own_unit,), "record_refusal", (REFUSAL,)),
    Step("put",      "提交议事会表决", S.PROPOSED, S.VOTING,    chair,      (large, total_within_cap),               "open_poll",
         warns="选民名册在这一刻确定，表决期内任何人都看不到票数。"),
    Step("withdraw", "撤回变更",       S.PROPOSED, S.WITHDRAWN, contractor),
    Step("close",    "宣布结果",       S.VOTING,   S.PROPOSED,  clock,      (poll_over, quorum_missed)),
    Step("close",    "宣布结果",       S.VOTING,   S.APPROVED,  clock,      (poll_over, quorum_reached, carried),    "grant"),
    Step("close",    "宣布结果",       S.VOTING,   S.REFUSED,   clock,      (poll_over, quorum_reached, lost)),
))
# fmt: on
