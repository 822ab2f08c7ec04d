"""事项 · the five stages: what may happen to a matter, by whom, and what must hold first.

提出项目 → 制定方案 → 公开辩论 → 民主表决 → 跟踪监督. Every day, count and fraction comes from the rule-set version
the matter was opened under.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from .asking import Ask, Kind, options
from .calendar import Span, moment_in_words
from .lifecycle import Case, Lifecycle, Step, rule
from .parameter_forms import Grade, ProjectClass
from .people import Actor, Role, Who, clock, councillor, of, presider, resident, staff, supervisor
from .rule_set import RuleSet
from .words import Word


class MatterKind(Word):
    MICRO_PROJECT = "micro_project", "微项目"
    ISSUE = "issue", "公共议题"
    RULE_CHANGE = "rule_change", "规则修订"


class Stage(Word):
    PROPOSE = "propose", "提出项目"
    PLAN = "plan", "制定方案"
    DEBATE = "debate", "公开辩论"
    VOTE = "vote", "民主表决"
    SUPERVISE = "supervise", "跟踪监督"

    @property
    def mark(self) -> str:
        """The one character on the stage strip."""
        return {"propose": "提", "plan": "案", "debate": "辩", "vote": "决", "supervise": "督"}[self.value]

    @property
    def short(self) -> str:
        """Two characters, where there is little room."""
        return {"propose": "提出", "plan": "方案", "debate": "辩论", "vote": "表决", "supervise": "监督"}[self.value]


class MatterState(Word):
    DRAFT = "draft", "草稿"
    SECONDING = "seconding", "征集附议"
    LAPSED = "lapsed", "附议未成"
    REVIEW = "review", "受理审查"
    DECLINED = "declined", "不予受理"
    MERGED = "merged", "已并入"
    WITHDRAWN = "withdrawn", "已撤回"
    PLANNING = "planning", "制定方案"
    CONSULTING = "consulting", "公开征询"
    DEBATING = "debating", "公开辩论"
    VOTING = "voting", "民主表决"
    POSTED = "posted", "结果公示"
    REJECTED = "rejected", "未通过"
    DELIVERING = "delivering", "实施"
    ACCEPTING = "accepting", "验收"
    RATING = "rating", "居民评价"
    CLOSED = "closed", "办结"


S = MatterState

STAGE_OF: Mapping[MatterState, Stage] = {
    S.DRAFT: Stage.PROPOSE, S.SECONDING: Stage.PROPOSE, S.LAPSED: Stage.PROPOSE, S.REVIEW: Stage.PROPOSE,
    S.DECLINED: Stage.PROPOSE, S.MERGED: Stage.PROPOSE, S.WITHDRAWN: Stage.PROPOSE,
    S.PLANNING: Stage.PLAN, S.CONSULTING: Stage.PLAN, S.DEBATING: Stage.DEBATE,
    S.VOTING: Stage.VOTE, S.POSTED: Stage.VOTE, S.REJECTED: Stage.VOTE,
    S.DELIVERING: Stage.SUPERVISE, S.ACCEPTING: Stage.SUPERVISE, S.RATING: Stage.SUPERVISE, S.CLOSED: Stage.SUPERVISE,
}  # fmt: skip

STOPPED = frozenset({S.LAPSED, S.DECLINED, S.MERGED, S.WITHDRAWN, S.REJECTED})
OVER = STOPPED | {S.CLOSED}


class Proposal(Protocol):
    """What the rules may ask of the text of a proposal: as it was submitted, or as it is being corrected."""

    project_class: ProjectClass | None
    estimate: int | None  # fen


class Matter(Protocol):
    """What the rules may ask of a matter. Records satisfy it by having the attributes; so does a small test object."""

    state: MatterState
    kind: MatterKind
    project_class: ProjectClass | None
    proposer_id: int
    estimate: int | None  # fen
    due_at: datetime | None
    appeals: int
    escalated: bool
    handled_by_id: int | None

    @property
    def rule_set(self) -> RuleSet: ...
    @property
    def written(self) -> Proposal: ...  # what would be submitted now: the correction under way, else the matter itself
    @property
    def missing(self) -> Sequence[str]: ...  # labels of required fields still empty
    @property
    def open_proposals(self) -> Sequence[str]: ...  # what else of the proposer's is submitted and not yet accepted or over
    @property
    def core_changes(self) -> Sequence[str]: ...  # labels of what a correction changes of that which was seconded

    seconds: int  # how many seconded

    def has_seconded(self, person_id: int | None) -> bool: ...
    def ever_seconded(self, person_id: int | None) -> bool: ...  # taken back or not
    @property
    def merge_consents_missing(self) -> Sequence[str]: ...  # names; empty when nothing is proposed or all agreed
    @property
    def merge_proposed(self) -> bool: ...
    @property
    def merge_hindrance(self) -> str: ...  # why the other matter cannot take this one in any more, or ""
    @property
    def appealed(self) -> bool: ...

    appeal_to: Role | None  # who hears the appeal: the chair, or the street where no chair is free of interest

    @property
    def plan_group_ids(self) -> Sequence[int]: ...
    @property
    def plan_lead_id(self) -> int | None: ...
    @property
    def plan_gaps(self) -> Sequence[str]: ...  # what the draft plan still lacks, as sentences
    @property
    def plan_total(self) -> int: ...  # fen
    @property
    def variant_chosen(self) -> bool: ...  # one variant only, or one chosen
    @property
    def base_outdated(self) -> str: ...  # the two versions, when rules other than those the plan was written against are in force
    @property
    def unanswered_comments(self) -> int: ...
    @property
    def plan_standing(
        self,
    ) -> tuple[datetime, datetime] | None: ...  # since when what would be frozen is public, until when it must be
    def presided_by(self, actor: Actor) -> bool: ...  # directs the debate: the chair, or who was handed the chair
    @property
    def debate_done(self) -> bool: ...
    @property
    def debate_standing(self) -> str: ...  # one line: "第1轮，还有2天"
    @property
    def amendments_pending(self) -> int: ...
    @property
    def motions_pending(self) -> int: ...  # procedural motions not yet decided
    @property
    def motion_carried(self) -> str: ...  # the kind of a carried procedural motion not yet acted on, or ""
    @property
    def poll_over(self) -> bool: ...
    @property
    def poll_has_quorum(self) -> bool: ...
    @property
    def poll_carried(self) -> bool: ...
    @property
    def poll_sum(self) -> str: ...  # the verdict's sum in words; only asked after the poll is over
    @property
    def open_objections(self) -> int: ...
    @property
    def objection_upheld(self) -> bool: ...
    @property
    def unit_id(self) -> int | None: ...
    @property
    def milestones_open(self) -> int: ...
    @property
    def line_choices(self) -> Sequence[tuple[str, str]]: ...  # the plan's budget lines, with what is left on each
    @property
    def expenses_recorded(self) -> int: ...
    @property
    def lines_exceeded(self) -> Sequence[str]: ...
    @property
    def change_orders_open(self) -> int: ...
    @property
    def checks_open(self) -> int: ...
    @property
    def signature_ids(self) -> Sequence[int]: ...

    @property
    def rating_since(self) -> datetime | None: ...  # when the present round of ratings was opened
    @property
    def disputes_signed(self) -> int: ...  # in the present round
    def registered_at(self, person_id: int | None) -> datetime | None: ...  # when they were put down as living here
    def on_rating_roll(self, person_id: int | None) -> bool: ...
    def has_rated(self, person_id: int | None) -> bool: ...
    def has_disputed(self, person_id: int | None) -> bool: ...


def _yuan(fen: int) -> str:
    return f"¥{fen // 100:,}.{fen % 100:02}"


def _not_before(period: str, it: Matter) -> str:
    """公示期到11月23日24:00才满"""
    return f"{period}到{moment_in_words(it.due_at)}才满" if it.due_at else f"{period}还没有满"


def _merge_waits(it: Matter) -> str:
    if missing := it.merge_consents_missing:
        return f"等{'、'.join(missing)}答复合并提议，或者先收回合并提议"
    return "两位提出人都已同意合并，请先合并，或者先收回合并提议"


# -- who -------------------------------------------------------------------------------------------------------------

proposer = of("提出人", "proposer_id")
plan_lead = of("方案小组牵头人", "plan_lead_id")
plan_group = of("方案小组", "plan_group_ids")


def _reviews(actor: Actor, it: Any) -> bool:
    return actor.has((it.appeal_to or Role.CHAIR) if it is not None and it.appealed else Role.STAFF)


def _delivers(actor: Actor, it: Any) -> bool:
    return it is not None and actor.speaks_for(it.unit_id)


def _keeps_books(actor: Actor, it: Any) -> bool:
    return it is not None and (_delivers(actor, it) or actor.has(Role.STAFF)) and bool(it.line_choices)


reviewer = Who("受理人（社区工作人员；申诉后为主持人，主持人都有利害关系的为街道）", _reviews, of_record=True)
contractor = Who("承接单位", _delivers, of_record=True)
funded_contractor = Who(
    "承接单位（方案有预算的）", lambda actor, it: _delivers(actor, it) and bool(it.line_choices), of_record=True
)
bookkeeper = Who("承接单位、社区工作人员（方案有预算的）", _keeps_books, of_record=True)
neighbour = resident | councillor

# -- rules: 提出 -----------------------------------------------------------------------------------------------------


@rule("提案要写明具体、可办的内容，必填项不能空", facts=lambda it, case: "还缺：" + "、".join(it.missing) if it.missing else "",
      source="罗伯特议事规则十二条·动议中心")  # fmt: skip
def complete(it: Matter, case: Case) -> bool:
    return not it.missing


def _cap(it: Matter) -> int | None:
    chosen = it.written.project_class
    return it.rule_set.class_caps.get(chosen) if chosen else None


@rule("估算费用不超过本类上限",
      facts=lambda it, case: f"上限{_yuan(_cap(it) or 0)}，估算{_yuan(it.written.estimate or 0)}" if _cap(it) else "",
      source="罗湖东湖街道民生微实事申报通知（2020）",
      unmet=lambda it, case: f"估算费用超过本类上限（上限{_yuan(_cap(it) or 0)}，估算{_yuan(it.written.estimate or 0)}）")  # fmt: skip
def within_cap(it: Matter, case: Case) -> bool:
    cap = _cap(it)
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


# -- rules: 方案 -----------------------------------------------------------------------------------------------------


@rule("方案要有正文、明细预算、进度、责任单位和风险说明", facts=lambda it, case: "；".join(it.plan_gaps))
def plan_complete(it: Matter, case: Case) -> bool:
    return not it.plan_gaps


@rule("方案预算不超过本类上限", facts=lambda it, case: f"上限{_yuan(_cap(it) or 0)}，预算{_yuan(it.plan_total)}" if _cap(it) else "",
      source="罗湖东湖街道民生微实事申报通知（2020）",
      unmet=lambda it, case: f"方案预算超过本类上限（上限{_yuan(_cap(it) or 0)}，预算{_yuan(it.plan_total)}）")  # fmt: skip
def plan_within_cap(it: Matter, case: Case) -> bool:
    cap = _cap(it)
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


@rule("征询期已满", source="本规则集：征询天数", unmet=lambda it, case: _not_before("征询期", it))
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


# -- rules: 辩论 -----------------------------------------------------------------------------------------------------


@rule("辩论已经充分，或已表决结束辩论", facts=lambda it, case: it.debate_standing, source="罗伯特议事规则十二条·充分辩论",
      unmet=lambda it, case: f"辩论还没有结束：{it.debate_standing}")  # fmt: skip
def debate_done(it: Matter, case: Case) -> bool:
    return it.debate_done


@rule("修正案要先于主动议决定", facts=lambda it, case: f"还有{it.amendments_pending}件修正案没有决定" if it.amendments_pending else "",
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

# -- rules: 表决与公示 -----------------------------------------------------------------------------------------------


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


@rule("公示期已满", source="罗湖莲塘社区（2016）：通过的事项公示五天", unmet=lambda it, case: _not_before("公示期", it))
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


# -- rules: 监督 -----------------------------------------------------------------------------------------------------


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
      facts=lambda it, case: f"需要{it.rule_set.acceptance_signatures}人，已有{len(it.signature_ids)}人", source="本规则集：验收签字人数",
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


# -- the table -------------------------------------------------------------------------------------------------------

REASON = Ask("reason", "理由", longest=1000)
RETURN_REASON = Ask("reason", "要补正什么", longest=1000, hint="写清楚缺什么、怎样改，提出人照着改就能再交。")
NEGATIVE = Ask("negative", "属于负面清单哪一项", Kind.CHOICE, required=False, choices_from="negative_choices")
ARTICLE = Ask("article", "依据的规则条款", Kind.CHOICE, choices_from="article_choices")
CHECKED = Ask("checked", "已对照负面清单，不在清单内", Kind.YES)
LEAD = Ask("lead", "方案小组牵头人", Kind.CHOICE, required=False, choices_from="lead_choices", hint="不选就由提出人牵头。")
MERGE_INTO = Ask("into", "并入哪一件", Kind.LINE, longest=40, hint="填事项编号，例如 黄贝-文华-2026-0007。")
RATING = Ask("rating", "您觉得办得怎么样", Kind.CHOICE, choices=options(Grade), sealed=True)
RATING_REMARK = Ask("remark", "想说的话", required=False, longest=500, sealed=True, hint="评价期满一起公开，不写您的名字")
REMARK = Ask("remark", "想说的话", required=False, longest=500)
MILESTONE = Ask("milestone", "哪一个里程碑", Kind.CHOICE, choices_from="milestone_choices")
PROGRESS = Ask("progress", "做到百分之几", Kind.NUMBER, highest=100, hint="全部做完填100")
REPORT = Ask("report", "做了什么", longest=1000)
PHOTOS = Ask("photos", "现场照片", Kind.FILES, required=False, hint="照片里的位置信息会去掉")
VISITED_ON = Ask("visited_on", "哪天去的", Kind.DATE)
SOUND = Ask("sound", "现场怎么样", Kind.CHOICE, choices=(("yes", "没有问题"), ("no", "有问题")))
FINDINGS = Ask("findings", "看到了什么", longest=1000, hint="写地点和看得见的事实")
LINE = Ask("line", "哪一项预算", Kind.CHOICE, choices_from="line_choices")
AMOUNT = Ask("amount", "金额", Kind.MONEY, lowest=1)
PAID_ON = Ask("paid_on", "哪天付的", Kind.DATE)
PAYEE = Ask("payee", "付给谁", Kind.LINE, longest=100)
PURPOSE = Ask("purpose", "用来做什么", Kind.LINE, longest=200)
VOUCHERS = Ask("vouchers", "凭证", Kind.FILES, hint="发票、收据或合同的照片、PDF。会公开，请先遮住身份证号、银行账号")
EXPENSE = Ask("expense", "更正第几笔", Kind.NUMBER, lowest=1, highest=1_000_000, hint="支出表里的序号，例如 3")
RIGHT_AMOUNT = Ask("amount", "正确的金额", Kind.MONEY, hint="整笔作废填0")
WRONG_BECAUSE = Ask("reason", "为什么更正", longest=500)
MORE = Ask("amount", "增加多少", Kind.MONEY, lowest=1)
WHY_MORE = Ask("reason", "为什么要增加", longest=1000)
RECTIFY = Ask("reason", "要整改什么", longest=1000)
RECTIFIED_BY = Ask("by", "哪天以前改好", Kind.DATE)
DISPUTE = Ask("reason", "哪里没有办好", longest=1000, hint="写清楚地点和情况；够了人数，监督员会再去验收。您的名字和这段话会公开")
RELIES = (
    "签字表示您认可清单上的每一项。清单由监督员分头查看，每项写着是谁看的；您没有亲自看过的，以那一位的记录为准，签字后也这样公开。"
)

# fmt: off
MATTER = Lifecycle("matter", "事项", initial=S.DRAFT, steps=(
    #    step             button          from          to            by             needs                                  then                asks / warns
    Step("submit",        "提交",         S.DRAFT,      S.REVIEW,     proposer,      (complete, within_cap, proposals_left, seconds_hold, enough_seconders), "resubmit"),
    Step("submit",        "提交",         S.DRAFT,      S.SECONDING,  proposer,      (complete, within_cap, proposals_left), "number_it"),
    Step("second",        "附议",         S.SECONDING,  S.REVIEW,     neighbour,     (another_person, not_yet_seconded, window_open, last_needed), "add_second"),
    Step("second",        "附议",         S.SECONDING,  S.SECONDING,  neighbour,     (another_person, not_yet_seconded, window_open), "add_second"),
    Step("unsecond",      "收回附议",     S.SECONDING,  S.SECONDING,  neighbour,     (has_seconded,),                       "drop_second"),
    Step("withdraw",      "撤回提案",     S.SECONDING,  S.WITHDRAWN,  proposer,      asks=(REASON,), warns="撤回后这个编号不再使用，要办须重新提出。"),
    Step("lapse",         "附议期满未达人数", S.SECONDING, S.LAPSED,  clock,         (window_over,)),

    Step("unsecond",      "收回附议",     S.REVIEW,     S.REVIEW,     neighbour,     (has_seconded,),                       "drop_second"),
    Step("accept",        "受理",         S.REVIEW,     S.PLANNING,   reviewer,      (no_conflict, another_reviewer, merge_settled, still_seconded, within_cap), "open_planning",    (CHECKED, LEAD)),
    Step("return",        "退回补正",     S.REVIEW,     S.DRAFT,      reviewer,      (no_conflict, another_reviewer, merge_settled), "hand_back",        (RETURN_REASON,)),
    Step("decline",       "不予受理",     S.REVIEW,     S.DECLINED,   reviewer,      (no_conflict, another_reviewer, merge_settled), "record_refusal",   (ARTICLE, NEGATIVE, REASON),
         "提出人可以在申诉期内申诉，由议事会主持人复核；主持人都有利害关系的，由街道复核。"),
    Step("propose_merge", "提议合并",     S.REVIEW,     S.REVIEW,     reviewer,      (no_merge_proposed, no_conflict, another_reviewer), "propose_merge",    (MERGE_INTO, REASON)),
    Step("merge",         "合并",         S.REVIEW,     S.MERGED,     reviewer,      (merge_proposed, no_conflict, merge_agreed, merge_possible), "merge_into",       (), "合并后以另一件的编号继续，来龙去脉都保留。"),
    Step("withdraw",      "撤回提案",     S.REVIEW,     S.WITHDRAWN,  proposer,      asks=(REASON,), warns="撤回后这个编号不再使用，要办须重新提出。"),
    Step("escalate",      "超期上报街道", S.REVIEW,     S.REVIEW,     clock,         (window_over, not_escalated),          "escalate"),
    Step("appeal",        "申诉",         S.DECLINED,   S.REVIEW,     proposer,      (appeals_left, appeal_open),           "record_appeal",    (REASON,)),

    Step("publish",       "公布方案草案", S.PLANNING,   S.CONSULTING, plan_group,    (plan_complete, plan_within_cap, base_in_force), "publish_plan",     (), "公布后进入公开征询，任何人都能看到并提意见。"),
    Step("freeze",        "方案定稿",     S.CONSULTING, S.DEBATING,   plan_lead,     (consulting_over, plan_stood, comments_answered, variant_chosen, plan_complete, plan_within_cap, base_in_force), "freeze_plan", (),
         "定稿后正文和预算不再改动，只能通过修正案修改。"),

    Step("put",           "提付表决",     S.DEBATING,   S.VOTING,     presider,      (debate_done, amendments_decided, motions_decided, base_in_force), "open_poll",        (), "选民名册在这一刻确定，表决期内任何人都看不到票数。"),
    Step("refer_back",    "退回方案小组", S.DEBATING,   S.PLANNING,   clock,         (referral_carried,),                   "reopen_planning"),
    Step("postpone",      "延期再议",     S.DEBATING,   S.DEBATING,   clock,         (postponement_carried,),               "postpone_debate"),
    Step("withdraw",      "同意撤回",     S.DEBATING,   S.WITHDRAWN,  clock,         (leave_given,),                        "end_debate"),

    Step("close",         "宣布结果",     S.VOTING,     S.DEBATING,   clock,         (poll_over, quorum_missed),            "resume_debate"),
    Step("close",         "宣布结果",     S.VOTING,     S.POSTED,     clock,         (poll_over, quorum_reached, carried),  "post_result"),
    Step("close",         "宣布结果",     S.VOTING,     S.REJECTED,   clock,         (poll_over, quorum_reached, lost),     "post_result"),
    Step("confirm",       "确认生效",     S.POSTED,     S.CLOSED,     staff,         (changes_rules, posting_over, objections_answered, base_in_force), "adopt_rules", (), "新规则马上生效，今后提出的事项按它办；已经提出的仍按原来的规则办完。"),
    Step("confirm",       "确认生效",     S.POSTED,     S.DELIVERING, staff,         (is_carried_out, posting_over, objections_answered), "open_delivery"),
    Step("rewrite",       "退回方案小组重写", S.POSTED, S.PLANNING,   staff,         (base_replaced,),                      "take_down_result", (), "现行规则在这期间改了，这次表决的结果不再生效；对照现行规则重写以后，再征询、辩论、表决。"),
    Step("reopen",        "异议成立，重新辩论", S.POSTED, S.DEBATING, clock,         (objection_upheld,),                   "resume_debate"),

    Step("report",        "报告进展",     S.DELIVERING, S.DELIVERING, contractor,    (milestones_left,),                    "add_report",       (MILESTONE, PROGRESS, REPORT, PHOTOS)),
    Step("visit",         "记录走访",     S.DELIVERING, S.DELIVERING, supervisor,    (not_own_work,),                       "add_visit",        (VISITED_ON, SOUND, FINDINGS, PHOTOS)),
    Step("visit",         "记录走访",     S.ACCEPTING,  S.ACCEPTING,  supervisor,    (not_own_work,),                       "add_visit",        (VISITED_ON, SOUND, FINDINGS, PHOTOS)),
    Step("spend",         "记一笔支出",   S.DELIVERING, S.DELIVERING, bookkeeper,    (),                                    "add_expense",      (LINE, AMOUNT, PAID_ON, PAYEE, PURPOSE, VOUCHERS)),
    Step("correct",       "更正支出",     S.DELIVERING, S.DELIVERING, bookkeeper,    (has_expenses,),                       "correct_expense",  (EXPENSE, RIGHT_AMOUNT, WRONG_BECAUSE)),
    Step("change",        "申请变更",     S.DELIVERING, S.DELIVERING, funded_contractor, (),                                "propose_change",   (LINE, MORE, WHY_MORE)),
    Step("finish",        "申请验收",     S.DELIVERING, S.ACCEPTING,  contractor,    (milestones_reported, within_budget, changes_decided), "open_acceptance", (), "验收由居民监督员进行，期间不能再报支出。"),
    Step("sign",          "验收签字",     S.ACCEPTING,  S.RATING,     supervisor,    (checklist_complete, not_own_work, not_yet_signed, last_signature), "add_signature", (REMARK,), RELIES),
    Step("sign",          "验收签字",     S.ACCEPTING,  S.ACCEPTING,  supervisor,    (checklist_complete, not_own_work, not_yet_signed), "add_signature", (REMARK,), RELIES),
    Step("rectify",       "要求整改",     S.ACCEPTING,  S.DELIVERING, supervisor,    (not_own_work,),                       "order_rectification", (RECTIFY, RECTIFIED_BY)),
    Step("rate",          "提交评价",     S.RATING,     S.RATING,     resident,      (not_own_service, on_rating_roll, not_yet_rated),      "add_rating",       (RATING, RATING_REMARK)),
    Step("close",         "评价期满办结", S.RATING,     S.CLOSED,     clock,         (window_over,),                        "conclude"),
    Step("dispute",       "没办好，要求重新验收", S.RATING, S.ACCEPTING, resident,   (on_rating_roll, not_yet_disputed, last_dispute), "record_dispute", (DISPUTE,)),
    Step("dispute",       "没办好，要求重新验收", S.RATING, S.RATING,  resident,     (on_rating_roll, not_yet_disputed),    "record_dispute",   (DISPUTE,)),
    Step("dispute",       "没办好，要求重新验收", S.CLOSED, S.ACCEPTING, resident,   (is_carried_out, on_rating_roll, not_yet_disputed, dispute_open, last_dispute), "record_dispute", (DISPUTE,)),
    Step("dispute",       "没办好，要求重新验收", S.CLOSED, S.CLOSED,  resident,     (is_carried_out, on_rating_roll, not_yet_disputed, dispute_open), "record_dispute", (DISPUTE,)),
))
# fmt: on


def span_of(state: MatterState, rules: RuleSet) -> Span | None:
    """How long a matter may stay in a state before the clock or somebody must act; None where nothing presses."""
    match state:
        case S.SECONDING:
            return rules.seconding_days
        case S.REVIEW:
            return rules.review_days
        case S.DECLINED:
            return rules.appeal_days
        case S.CONSULTING:
            return rules.consulting_days
        case S.VOTING:
            return rules.poll_days
        case S.POSTED:
            return rules.posting_days
        case S.RATING:
            return rules.rating_days
        case S.CLOSED:
            return rules.dispute_days
        case _:
            return None
