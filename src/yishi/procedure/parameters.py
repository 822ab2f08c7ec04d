"""规则参数 · the numbers and switches of a rule set: what each is called, how it is written, how it is shown.

Every number the procedure uses is a field here. A rule set that leaves one out, misspells one or
writes a word where a number belongs is not a rule set. Only a parameter that is `unwritten` in texts adopted
before there was such a thing may be left out: they stay in force, and say so where they are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

from .asking import Unreadable
from .calendar import Span
from .parameter_forms import (
    CAPS,
    CHAIR_VOTE,
    FLAG,
    GRADES,
    OBSERVERS_SPEAK,
    PROHIBITIONS,
    QUORUM,
    SECONDS,
    SHARE,
    SPAN,
    TELLERS,
    THRESHOLD,
    ChairVote,
    Form,
    Grade,
    ObserversSpeak,
    Prohibition,
    ProjectClass,
    Tellers,
    whole,
)  # fmt: skip
from .tally import Quorum, Threshold


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter as a rule set states it: `shown` is the value in words, `source` where it comes from."""

    name: str
    label: str
    value: Any
    unit: str
    source: str
    shown: str


def _is(label: str, form: Form, unit: str = "", unwritten: Any = None) -> Any:
    return field(metadata={"label": label, "form": form, "unit": unit, "unwritten": unwritten})


def _count(label: str, unit: str, lowest: int = 1, highest: int = 10_000, unwritten: int | None = None) -> Any:
    return _is(label, Form(whole(lowest, highest), lambda value: f"{value}{unit}"), unit, unwritten)


_TWO_THIRDS = {"share": "2/3", "of": "cast", "strict": False}
_UNWRITTEN = "规则文本没有写，按本程序的默认值"


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Every number and switch of the procedure. Money is fen, shares are exact, spans say whether they are working days."""

    class_caps: Mapping[ProjectClass, int] = _is("单个项目金额上限", CAPS, "元")
    open_proposals_cap: int = _count("每人同时征集附议、受理审查的提案最多", "件", 1, 1000, unwritten=1000)
    seconders_needed: int = _count("附议人数", "人", 0)
    seconding_days: Span = _is("征集附议期限", SPAN)
    review_days: Span = _is("受理审查期限", SPAN)
    appeal_days: Span = _is("不予受理后的申诉期限", SPAN)
    appeals_allowed: int = _count("可以申诉的次数", "次", 0, 10)
    merge_consent_days: Span = _is("合并事项征求同意期限", SPAN)
    negative_list: tuple[Prohibition, ...] = _is("负面清单", PROHIBITIONS)
    similar_percent: int = _count("提示相似事项的相似度", "%", 1, 100)

    variants_most: int = _count("一个事项的备选方案最多", "个", 1, 26)
    consulting_days: Span = _is("公开征询期限", SPAN)
    plan_standing_days: Span = _is("现行版方案公布多久才能定稿", SPAN, unwritten="0天")

    chair_neutral: bool = _is("主持人不发表意见", FLAG)
    hands_first: bool = _is("先举手、经主持人同意再发言", FLAG)
    first_timers_first: bool = _is("没发过言的人优先", FLAG)
    address_chair: bool = _is("发言面向主持人", FLAG)
    stance_first: bool = _is("先表明立场", FLAG)
    speech_seconds: int = _is("每次发言时长", SECONDS, "秒")
    online_speech_characters: int = _count("线上每次发言字数", "字", 20, 20_000)
    speeches_per_question: int = _count("同一问题每人发言次数", "次", 1, 100)
    no_interrupting: bool = _is("不打断别人发言", FLAG)
    one_question: bool = _is("一时一件，不跑题", FLAG)
    no_attacks: bool = _is("不攻击他人、不质疑动机", FLAG)
    alternate_sides: bool = _is("正反双方轮流发言", FLAG)
    obey_rulings: bool = _is("服从主持人裁判", FLAG)

    notice_days: Span = _is("会议、辩论提前公告", SPAN)
    debate_rounds: int = _count("线上辩论轮数", "轮", 1, 20)
    debate_round_days: Span = _is("线上辩论每轮期限", SPAN)
    online_turn_hours: int = _count("线上举手保留发言机会", "小时", 1, 240)
    motion_seconders: int = _count("辩论中动议的附议人数", "人", 0, 100)
    motion_days: Span = _is("线上辩论中动议的表决期限", SPAN)
    longest_postponement: Span = _is("延期再议最长", SPAN, unwritten="366天")
    close_debate: Threshold = _is("提前结束辩论的门槛", THRESHOLD)
    amendment_passing: Threshold = _is("修正案的通过门槛", THRESHOLD)
    procedural_passing: Threshold = _is("其他程序动议的通过门槛", THRESHOLD)

    mover_first: bool = _is("提出动议的人先发言", FLAG, unwritten=True)
    observers_speak: ObserversSpeak = _is("列席的人在会上发言", OBSERVERS_SPEAK, unwritten="no")
    discuss_reports: bool = _is("只作通报的议题可以发言", FLAG, unwritten=True)
    amendment_degrees: int = _count("修正案的层数", "层", 0, 2, unwritten=1)
    limit_debate: Threshold = _is("限制辩论的门槛", THRESHOLD, unwritten=_TWO_THIRDS)
    extend_debate: Threshold = _is("延长辩论的门槛", THRESHOLD, unwritten=_TWO_THIRDS)
    put_needs_exhausted: bool = _is("话都说完才付诸表决", FLAG, unwritten=True)
    appeal_speeches: int = _count("申诉时每人发言次数", "次", 1, 10, unwritten=1)
    chair_appeal_speeches: int = _count("申诉时主持人发言次数", "次", 0, 10, unwritten=2)
    proxies_each: int = _count("会上每人最多受几位成员委托代为投票", "人", 0, 10, unwritten=0)
    two_tellers: Tellers = _is("会上点票的监票员", TELLERS, unwritten="paper")
    counts_units: bool = _is("按成员单位计人数和票数", FLAG, unwritten=False)
    vote_on_dissent: bool = _is("会上有反对时改按票数多少决定", FLAG, unwritten=False)
    quiz_share: Fraction = _is("规则小测合格所需的份额", SHARE, unwritten="4/5")
    quiz_before_sitting: bool = _is("头一次到会以前先要小测合格", FLAG, unwritten=False)
    online_turns_count: bool = _is("线上的发言计入会上的次数", FLAG, unwritten=True)
    minutes_days: Span = _is("会议纪要核对期限", SPAN, unwritten="3天")
    left_open_hours: int = _count("会上没有动静多久算散会，休会期间按六倍", "小时", 1, 240, unwritten=12)

    quorum: Quorum = _is("法定人数", QUORUM)
    passing: Threshold = _is("表决的通过门槛", THRESHOLD)
    rule_change_passing: Threshold = _is("修订议事规则的通过门槛", THRESHOLD)
    poll_days: Span = _is("表决期限", SPAN)
    chair_vote: ChairVote = _is("主持人怎样投票", CHAIR_VOTE)
    posting_days: Span = _is("结果公示期限", SPAN)

    change_order_line_percent: int = _count("支出超过预算明细须办变更", "%", 0, 1000)
    change_order_vote_percent: int = _count("变更超过预算明细须重新表决", "%", 0, 1000)
    acceptance_signatures: int = _count("验收签名人数", "人", 1, 100)
    rating_days: Span = _is("居民评价期限", SPAN)
    satisfaction_share: Fraction = _is("评价结论所需的份额", SHARE)
    satisfaction_passes: frozenset[Grade] = _is("合格的评价结论", GRADES)
    dispute_days: Span = _is("办结后提出异议的期限", SPAN)
    disputes_needed: int = _count("要求重新验收的人数", "人", 1, unwritten=1)


def labels() -> Mapping[str, str]:
    """What each parameter is called, in the order of the process."""
    return {f.name: f.metadata["label"] for f in fields(Parameters)}


def units() -> Mapping[str, str]:
    """What each parameter is counted in, '' where it is not a number."""
    return {f.name: f.metadata["unit"] for f in fields(Parameters)}


def read_parameters(written: Mapping[str, Any]) -> tuple[dict[str, Parameter], list[str]]:
    """What the text states, and a sentence for everything that is missing, unknown or of the wrong kind."""
    known = {f.name: f for f in fields(Parameters)}
    parameters: dict[str, Parameter] = {}
    problems = [f"没有“{name}”这个参数，请检查拼写" for name in written if name not in known]
    for name, it in known.items():
        label, form, unit, unwritten = (it.metadata[key] for key in ("label", "form", "unit", "unwritten"))
        row = written.get(name) if unwritten is None else written.get(name, {"value": unwritten, "source": _UNWRITTEN})
        if row is None:
            problems.append(f"缺少参数“{label}”（{name}）")
        elif not _complete(row):
            problems.append(f"参数“{label}”（{name}）请写 value（值）和 source（出处）两项")
        else:
            try:
                value = form.read(row["value"])
                parameters[name] = Parameter(name, label, value, unit, row["source"].strip(), form.show(value))
            except Unreadable as unreadable:
                problems.append(f"参数“{label}”（{name}）写得不对：{unreadable}")
    return parameters, problems


def _complete(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != {"value", "source"}:
        return False
    return isinstance(row["source"], str) and bool(row["source"].strip())
