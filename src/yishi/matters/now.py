"""现在与下一步 · for every state: what is happening, who must act, and what comes after.

One table, read by the page; where the facts say that somebody else owes the next step, `_row` says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from ..clock import here
from ..procedure.calendar import moment_in_words
from ..procedure.debate_motion import DebateState
from ..procedure.matter import STAGE_OF, STOPPED, MatterKind, MatterState, Stage
from ..procedure.matter.supervising import disputes_in_words
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
    small: str  # the day on which it was reached; '' in lists


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


Row = tuple[str, str, str, str]


def told(state: MatterState, number: str | None, kind: MatterKind) -> Row:
    """The row of a matter. What has a number and is a draft was returned: everybody can still see it."""
    if state is S.DRAFT and number:
        return RETURNED
    return RULES.get(state, TABLE[state]) if kind is MatterKind.RULE_CHANGE else TABLE[state]


def _row(matter: Any, at: datetime) -> Row:
    usual = told(matter.state, matter.number, matter.kind)
    found = FACTS[matter.state](matter, at, usual) if matter.state in FACTS else None
    return found or usual


def _over(matter: Any, at: datetime) -> bool:
    return matter.due_at is not None and matter.due_at <= at


def _reviewed(it: Any, at: datetime, usual: Row) -> Row | None:
    if it.merge_proposed:
        if missing := it.merge_consents_missing:
            return ("等提出人答复合并提议", "、".join(missing), "都同意就合并；不同意就照常审查", "受理人")
        return ("合并提议都已同意", "受理人办理合并", "在另一件事项里继续", "")
    by = "街道复核" if it.appeal_to is Role.STREET else "议事会主持人复核"
    return ("申诉复核", by, usual[2], usual[3]) if it.appealed else None


def _consulted(it: Any, at: datetime, usual: Row) -> Row | None:
    if not _over(it, at):
        return None
    if waiting := it.unanswered_comments:
        return (f"征询期满，还有{waiting}条意见没有答复", "方案小组", usual[2], usual[3])
    return ("征询期满，等方案定稿", "方案小组牵头人", "公开辩论", "议事员")


def _debated(it: Any, at: datetime, usual: Row) -> Row | None:
    debate = it.debate
    if debate is None:
        return None
    chair = f"主持人{debate.stand_in.name}" if debate.stand_in else "主持人"
    if debate.state is DebateState.NOTICED and at < debate.opens_at:
        return ("辩论已经公告，还没有开始", f"系统，到{moment_in_words(debate.opens_at)}开始第1轮", "公开辩论", "议事员发言")
    if debate.state in (DebateState.EXHAUSTED, DebateState.CLOSED):
        return ("辩论已经结束，等提付表决", chair, "民主表决", "名册上的人")
    return (*usual[:3], chair)


def _voted(it: Any, at: datetime, usual: Row) -> Row | None:
    return ("投票时间已到，正在计票", "系统", "公布结果", "系统") if _over(it, at) else None


def _posted(it: Any, at: datetime, usual: Row) -> Row | None:
    if not _over(it, at):
        return None
    if waiting := it.open_objections:
        return (f"公示期满，还有{waiting}条异议没有答复", "社区工作人员、主持人", usual[2], usual[3])
    return ("公示期满，等确认生效", "社区工作人员", "新规则生效" if it.kind is MatterKind.RULE_CHANGE else "开始实施", "")


def _delivered(it: Any, at: datetime, usual: Row) -> Row | None:
    return None if it.milestones_open else ("全部报告做完，等申请验收", "承接单位", "验收", "居民监督员")


def _rated(it: Any, at: datetime, usual: Row) -> Row | None:
    return ("评价期满，正在办结", "系统", "公布评价结论", "系统") if _over(it, at) else None


def _closed(it: Any, at: datetime, usual: Row) -> Row | None:
    return ("已经办结", "可以提出没办好的期限已经过了", "", "") if _over(it, at) else None


FACTS: Mapping[MatterState, Callable[[Any, datetime, Row], Row | None]] = {
    S.REVIEW: _reviewed, S.CONSULTING: _consulted, S.DEBATING: _debated, S.VOTING: _voted, S.POSTED: _posted,
    S.DELIVERING: _delivered, S.RATING: _rated, S.CLOSED: _closed,
}  # fmt: skip
ENDS = {S.CONSULTING: "征询期满", S.POSTED: "公示期满", S.CLOSED: "期满"}  # periods: once over, nobody is late by them


def now(matter: Any, at: datetime) -> Half:
    what, who, _, _ = _row(matter, at)
    rows = [("谁", _with_names(matter, who))]
    if matter.state is S.SECONDING:
        rows.append(("进度", f"需要{matter.rule_set.seconders_needed}人，已有{matter.seconds}人"))
    if matter.state is S.POSTED and not _over(matter, at) and (waiting := matter.open_objections):
        rows.append(("异议", f"还有{waiting}条没有答复"))
    if matter.state in (S.RATING, S.CLOSED) and matter.delivery and matter.disputes_signed:
        rows.append(("说没办好", disputes_in_words(matter)))
    if matter.state in ENDS and _over(matter, at):
        return Half(what, (*rows, (ENDS[matter.state], moment_in_words(matter.due_at))))
    return Half(what, tuple(rows), matter.due_at)


def following(matter: Any, at: datetime) -> Half | None:
    _, _, what, who = _row(matter, at)
    return Half(what, (("谁", _with_names(matter, who)),) if who else ()) if what else None


def strip(state: MatterState, kind: MatterKind, reached: Mapping[str, str] = MappingProxyType({})) -> list[Mark]:
    """The five stages, with the day on which each was reached where it is told."""
    stages = list(Stage)
    current = stages.index(STAGE_OF[state])
    found = []
    for offset, stage in enumerate(stages, -current):
        ends_in_force = kind is MatterKind.RULE_CHANGE and stage is Stage.SUPERVISE
        mark, label = IN_FORCE if ends_in_force else (stage.mark, stage.label)
        day = reached.get(stage.value) if offset <= 0 else None
        found.append(Mark(mark, label, _standing(state, offset), _day(day) if day else ""))
    return found


def _standing(state: MatterState, offset: int) -> str:
    if offset:
        return "done" if offset < 0 else "ahead"
    return "stopped" if state in STOPPED else "done" if state is S.CLOSED else "current"


def _day(moment: str) -> str:
    local = here(datetime.fromisoformat(moment))
    return f"{local.month}月{local.day}日"


def _with_names(matter: Matter, who: str) -> str:
    if who == "方案小组牵头人" and matter.lead:
        return f"方案小组牵头人{matter.lead.name}"
    if who == "承接单位" and matter.unit:
        return matter.unit.name
    if who == "提出人":
        return f"提出人{matter.proposer.name}"
    return who
