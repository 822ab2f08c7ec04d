"""事项的种类、阶段、状态 · the five stages, the states in them, and the words on the pages."""

from collections.abc import Mapping

from ..words import Word


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
