"""现在与下一步 · for every state: what is happening, who must act, and what comes after. One table, read by the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..clock import here
from ..procedure.matter import OVER, STAGE_OF, MatterKind, MatterState, Stage, disputes_in_words
from ..procedure.people import Role
from .models import Matter

S = MatterState


@dataclass(frozen=True, slots=True)
class Half:
    """One half of the box."""

    what: str
    rows: tuple[tuple[str, str], ...] = ()
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One stage on the strip."""

    mark: str
    label: str
    state: str  # done, current, ahead, stopped
    small: str  # the day on which it was reached


# state: what is happening · who acts · what comes next · who does that
TABLE: Mapping[MatterState, tuple[str, str, str, str]] = {
    S.DRAFT: ("草稿，只有您自己看得到", "提出人填写", "提交，开始征集附议", "提出人"),
    S.SECONDING: ("正在征集附议", "居民、议事员附议", "附议够了，转受理审查", "社区工作人员"),
    S.LAPSED: ("附议期满，人数不够", "已停止", "", ""),
    S.REVIEW: ("受理审查", "社区工作人员审查", "受理后成立方案小组", "方案小组"),
    S.DECLINED: ("不予受理", "提出人可以申诉", "申诉由主持人复核，主持人都有利害关系的由街道复核", "议事会主持人"),
    S.MERGED: ("已并入另一件事项", "在那一件里继续", "", ""),
    S.WITHDRAWN: ("已撤回", "已停止", "", ""),
    S.PLANNING: ("方案小组正在写方案", "方案小组", "公布草案，公开征询意见", "方案小组"),
    S.CONSULTING: ("公开征询意见", "任何人都可以提意见，方案小组逐条答复", "方案定稿，进入辩论", "方案小组牵头人"),
    S.DEBATING: ("公开辩论", "议事员发言", "提付表决", "主持人"),
    S.VOTING: ("民主表决，截止前谁也看不到票数", "名册上的人投票", "到期自动宣布结果", "系统"),
    S.POSTED: ("表决通过，结果公示", "居民可以书面提出异议", "公示期满，确认生效", "社区工作人员"),
    S.REJECTED: ("表决没有通过", "已停止", "", ""),
    S.DELIVERING: ("正在实施", "承接单位报告进展，监督员走访", "全部做完，申请验收", "承接单位"),
    S.ACCEPTING: ("正在验收", "居民监督员逐项验收、签字", "签够人数，请居民评价", "居民"),
    S.RATING: ("请居民评价", "居民评价", "评价期满，自动办结", "系统"),
    S.CLOSED: ("已经办结", "期限内居民可以提出没办好", "", ""),
}
RETURNED = ("已退回，等提出人补正", "提出人补正", "重新提交，接着受理审查", "社区工作人员")


# where a change of the rules goes another way
RULES = {S.CLOSED: ("新规则已经生效", "今后提出的事项按它办", "", "")}
IN_FORCE = ("效", "规则生效")  # the last stage of a change of the rules: its mark and its label


def told(state: MatterState, number: str | None, kind: MatterKind) -> tuple[str, str, str, str]:
    """The row of a matter. What has a number and is a draft was returned: everybody can still see it."""
    if state is S.DRAFT and number:
        return RETURNED
    return RULES.get(state, TABLE[state]) if kind is MatterKind.RULE_CHANGE else TABLE[state]


def now(matter: Any, at: datetime) -> Half:
    what, who, _, _ = told(matter.state, matter.number, matter.kind)
    if matter.state is S.CLOSED and matter.due_at is not None and matter.due_at <= at:
        return Half(what, (("谁", "可以提出没办好的期限已经过了"),))
    rows = [("谁", _with_names(matter, who))]
    if matter.state is S.SECONDING:
        rows.append(("进度", f"需要{matter.rule_set.seconders_needed}人，已有{matter.seconds}人"))
    if matter.state in (S.RATING, S.CLOSED) and matter.delivery and matter.disputes_signed:
        rows.append(("说没办好", disputes_in_words(matter)))
    return Half(what, tuple(rows), matter.due_at)


def following(matter: Matter) -> Half | None:
    _, _, what, who = told(matter.state, matter.number, matter.kind)
    return Half(what, (("谁", _with_names(matter, who)),)) if what else None


def strip(matter: Matter) -> list[Mark]:
    """The five stages, with the day on which each was reached."""
    stages = list(Stage)
    current = stages.index(STAGE_OF[matter.state])
    return [_mark(matter, stage, index - current) for index, stage in enumerate(stages)]


def _mark(matter: Matter, stage: Stage, offset: int) -> Mark:
    state = "done" if offset < 0 else "ahead" if offset > 0 else "current"
    if offset == 0 and matter.state in OVER:
        state = "done" if matter.state is S.CLOSED else "stopped"
    reached = matter.reached.get(stage.value) if offset <= 0 else None
    mark, label = IN_FORCE if _ends_in_force(matter, stage) else (stage.mark, stage.label)
    return Mark(mark, label, state, _day(reached) if reached else "")


def _ends_in_force(matter: Matter, stage: Stage) -> bool:
    return matter.kind is MatterKind.RULE_CHANGE and stage is Stage.SUPERVISE


def _day(moment: str) -> str:
    local = here(datetime.fromisoformat(moment))
    return f"{local.month}月{local.day}日"


def _with_names(matter: Matter, who: str) -> str:
    if who == "方案小组牵头人" and matter.lead:
        return f"方案小组牵头人{matter.lead.name}"
    if who == "承接单位" and matter.unit:
        return matter.unit.name
    if who == "社区工作人员审查" and matter.appealed:
        return "街道复核" if matter.appeal_to is Role.STREET else "议事会主持人复核"
    if who == "提出人":
        return f"提出人{matter.proposer.name}"
    return who
