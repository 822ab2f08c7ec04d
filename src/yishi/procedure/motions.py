"""辩论中的动议 · closing, referring, postponing, withdrawing, amending: what each needs, and what comes before what."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from .calendar import Calendar
from .debate import Debate, exhausted
from .rule_set import RuleSet
from .tally import Tally, Threshold, Verdict, decide
from .words import Word


class MotionKind(Word):
    CLOSE = "close", "结束辩论"
    POSTPONE = "postpone", "延期再议"
    REFER = "refer", "退回方案小组"
    AMEND = "amend", "修正案"
    WITHDRAW = "withdraw", "同意撤回"


# 先决次序: a higher one may be moved while a lower one is pending, not the reverse (Robert 1915). Withdrawing has no rank.
RANK = {MotionKind.CLOSE: 4, MotionKind.POSTPONE: 3, MotionKind.REFER: 2, MotionKind.AMEND: 1}


def threshold(kind: MotionKind, rules: RuleSet) -> Threshold:
    if kind is MotionKind.CLOSE:
        return rules.close_debate
    return rules.amendment_passing if kind is MotionKind.AMEND else rules.procedural_passing


def motion_refusals(
    debate: Debate, kind: MotionKind, mover_id: int, pending: Collection[MotionKind], at: datetime, rules: RuleSet
) -> tuple[str, ...]:  # fmt: skip
    """Why this motion is not in order now. `pending` are the kinds moved and not yet decided."""
    if rules.chair_neutral and mover_id == debate.chair_id:
        return (f"主持人不提动议，要提请先请别人主持（{rules.cites('chair_neutral')}）",)
    if kind in (MotionKind.CLOSE, MotionKind.AMEND) and (over := exhausted(debate, at)):
        return (f"辩论已经结束：{over}",)
    if kind in pending and kind is not MotionKind.AMEND:
        return (f"已经有一件“{kind.label}”的动议，请等它有结果（{rules.cites('one_question')}）",)
    if kind is MotionKind.WITHDRAW:
        return ()
    higher = next((other for other in pending if RANK.get(other, 0) > RANK[kind]), None)
    return (f"“{higher.label}”的动议要先决定（{rules.cites('one_question')}）",) if higher else ()


def postponement_refusal(until: date | None, today: date, rules: RuleSet, calendar: Calendar) -> str:
    """Why a debate cannot be put off to this day: the motion itself is voted on first. '' when it can."""
    first = calendar.last_day(today, rules.motion_days) + timedelta(days=2)
    last = calendar.last_day(today, rules.longest_postponement)
    if until is not None and first <= until <= last:
        return ""
    longest = f"最长延期{rules.longest_postponement}（{rules.cites('longest_postponement')}）"
    return f"延期的日子请选{first}到{last}之间的一天：动议本身还要表决，{longest}"


def seconds_short(mover_id: int, seconder_ids: Iterable[int], rules: RuleSet) -> int:
    """How many more people, other than the mover, must second a motion before it is voted on."""
    return max(rules.motion_seconders - len(set(seconder_ids) - {mover_id}), 0)


def motion_verdict(kind: MotionKind, tally: Tally, rules: RuleSet) -> Verdict:
    """A motion without a quorum falls: the debate goes on as if it had not been made."""
    return decide(tally, rules.quorum, threshold(kind, rules), attending="参加表决")


class Ground(Word):
    """What the chair may remind a speaker of; each belongs to an article. The reminder stays on record."""

    OFF_TOPIC = "off_topic", "跑题"
    ATTACK = "attack", "攻击他人"
    TO_PERSON = "to_person", "没有面向主持人"
    UNCLEAR = "unclear", "没有说清立场"


_GROUNDS = {
    Ground.OFF_TOPIC: ("one_question", "请回到正在讨论的这件事上来"),
    Ground.ATTACK: ("no_attacks", "请只说事，不说人"),
    Ground.TO_PERSON: ("address_chair", "请对着主持人说，不要和别人一来一回"),
    Ground.UNCLEAR: ("stance_first", "请先说清楚赞成还是反对，再讲理由"),
}


def grounds(rules: RuleSet) -> tuple[Ground, ...]:
    """The grounds that this rule set knows."""
    return tuple(ground for ground, (parameter, _) in _GROUNDS.items() if rules.parameters[parameter].value)


class Rung(Word):
    """处置的三级: one step up each time, for one person in one debate."""

    REMIND = "remind", "提醒"
    WARN = "warn", "警告"
    SILENCE = "silence", "停止发言"


def rung(earlier: int, rules: RuleSet) -> Rung:
    """The step that comes after so many. Where the rule set does not have the chair obeyed, it stays with reminding."""
    return list(Rung)[min(earlier, len(Rung) - 1)] if rules.obey_rulings else Rung.REMIND


def reminder(ground: Ground, rules: RuleSet, step: Rung = Rung.REMIND) -> str:
    """The chair's words, with the article."""
    parameter, words = _GROUNDS[ground]
    then = f"；在这件事上不再发言（{rules.quotes('obey_rulings')}）" if step is Rung.SILENCE else ""
    return f"主持人{step.label}：{words}（{rules.quotes(parameter)}）{then}"
