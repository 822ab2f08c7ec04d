"""事项表 · what may happen to a matter, by whom, and what must hold first: the five stages, row by row.

Every day, count and fraction comes from the rule-set version that the matter was opened under.
"""

from ..calendar import Span
from ..lifecycle import Lifecycle, Step
from ..people import clock, presider, resident, staff, supervisor
from ..rule_set import RuleSet
from .asks import (
    AMOUNT, ARTICLE, CHECKED, DISPUTE, EXPENSE, FINDINGS, KNOWN, LEAD, LINE, MERGE_INTO, MILESTONE, MORE, NEGATIVE, PAID_ON, PAYEE,
    PHOTOS, PROGRESS, PURPOSE, RATING, RATING_REMARK, REASON, RECTIFIED_BY, RECTIFY, RELIES, REMARK, REPORT, RETURN_REASON,
    RIGHT_AMOUNT, SOUND, VISITED_ON, VOUCHERS, WHY_MORE, WRONG_BECAUSE,
)  # fmt: skip
from .deciding import (
    amendments_decided, carried, carried_in_hall, changes_rules, debate_done, is_carried_out, leave_given, leave_given_in_hall, lost,
    lost_in_hall, motions_decided, not_in_hall,
    objection_upheld, objections_answered, poll_over, posting_over, postponement_carried, quorum_missed, quorum_reached,
    referral_carried, referred_in_hall,
)  # fmt: skip
from .planning import (
    base_in_force, base_replaced, comments_answered, consulting_over, plan_complete, plan_stood, plan_within_cap,
    variant_chosen,
)  # fmt: skip
from .proposing import (
    another_person, complete, enough_seconders, has_seconded, last_needed, names_an_act, not_yet_seconded, proposals_left, seconds_hold,
    still_seconded, window_open, within_cap,
)  # fmt: skip
from .reviewing import (
    another_reviewer, appeal_open, appeals_left, merge_agreed, merge_possible, merge_proposed, merge_settled, no_conflict,
    no_merge_proposed, not_escalated, window_over,
)  # fmt: skip
from .states import MatterState
from .supervising import (
    changes_decided, checklist_complete, dispute_open, has_expenses, last_dispute, last_signature, milestones_left,
    milestones_reported, not_own_service, not_own_work, not_yet_disputed, not_yet_rated, not_yet_signed, on_rating_roll,
    within_budget,
)  # fmt: skip
from .who import bookkeeper, contractor, funded_contractor, neighbour, plan_group, plan_lead, proposer, reviewer

S = MatterState

# fmt: off
MATTER = Lifecycle("matter", "事项", initial=S.DRAFT, steps=(
    #    step             button          from          to            by             needs                                  then                asks / warns
    Step("submit",        "提交",         S.DRAFT,      S.REVIEW,     proposer,      (complete, names_an_act, within_cap, proposals_left, seconds_hold, enough_seconders), "resubmit", (KNOWN,)),
    Step("submit",        "提交",         S.DRAFT,      S.SECONDING,  proposer,      (complete, names_an_act, within_cap, proposals_left), "number_it", (KNOWN,)),
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

    Step("put",           "提付表决",     S.DEBATING,   S.VOTING,     presider,      (debate_done, amendments_decided, motions_decided, not_in_hall, base_in_force), "open_poll", (), "选民名册在这一刻确定，表决期内任何人都看不到票数。"),
    Step("refer_back",    "退回方案小组", S.DEBATING,   S.PLANNING,   clock,         (referral_carried,),                   "reopen_planning"),
    Step("postpone",      "延期再议",     S.DEBATING,   S.DEBATING,   clock,         (postponement_carried,),               "postpone_debate"),
    Step("withdraw",      "同意撤回",     S.DEBATING,   S.WITHDRAWN,  clock,         (leave_given,),                        "end_debate"),
    Step("resolve",       "会上表决",     S.DEBATING,   S.POSTED,     clock,         (carried_in_hall,),                    "post_result"),
    Step("resolve",       "会上表决",     S.DEBATING,   S.REJECTED,   clock,         (lost_in_hall,),                       "post_result"),
    Step("refer_in_hall", "会上退回方案小组", S.DEBATING, S.PLANNING, clock,         (referred_in_hall,),                   "reopen_planning"),
    Step("withdraw_in_hall", "会上同意撤回", S.DEBATING, S.WITHDRAWN, clock,         (leave_given_in_hall,),                "end_debate"),

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
