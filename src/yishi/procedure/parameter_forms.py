"""参数的写法 · how each kind of parameter is written in the TOML text, read, and shown to people."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeVar

from .asking import Unreadable
from .calendar import Span
from .numerals import share_in_words
from .tally import Base, Quorum, Threshold
from .words import Word

W = TypeVar("W", bound=Word)


class ProjectClass(Word):
    WORKS = "works", "工程类"
    SERVICES = "services", "服务类"
    GOODS = "goods", "货物类"


class Grade(Word):
    """居民评价: one resident's rating of a finished matter, and also the verdict of all of them."""

    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    BAD = "bad", "不满意"


class ChairVote(Word):
    """主持人怎样投票, being a member while in the chair."""

    NEVER = "never", "主持期间不投票"
    TIE = "tie", "只在改变结果时投票；不公开票数的表决中与其他人一起投"
    ALWAYS = "always", "与其他人一起投票"


class ObserversSpeak(Word):
    """列席的人在会上发言. They never vote."""

    NO = "no", "不发言"
    ASK = "ask", "只可以提问"
    YES = "yes", "可以发言"


class Tellers(Word):
    """会上点票要不要两名监票员."""

    NEVER = "never", "不要求监票员"
    PAPER = "paper", "投纸票时须有两名监票员"
    ALWAYS = "always", "点票都须有两名监票员"


@dataclass(frozen=True, slots=True)
class Prohibition:
    """负面清单: one kind of thing that may not be proposed."""

    key: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """How one kind of parameter is read from TOML and shown."""

    read: Callable[[Any], Any]
    show: Callable[[Any], str]


def whole(lowest: int, highest: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if type(value) is not int or not lowest <= value <= highest:
            raise Unreadable(f"请写{lowest}到{highest}之间的整数")
        return value

    return read


def _yes(value: Any) -> bool:
    if type(value) is not bool:
        raise Unreadable("请写 true（是）或 false（否）")
    return value


def _span(value: Any) -> Span:
    try:
        return Span.read(value)
    except (TypeError, ValueError):
        raise Unreadable("请写天数，例如 “7天” 或 “5个工作日”") from None


def _share(value: Any) -> Fraction:
    match = re.fullmatch(r"([0-9]{1,4})/([1-9][0-9]{0,3})|1", value) if isinstance(value, str) else None
    share = Fraction(value) if match else Fraction(0)
    if not 0 < share <= 1:
        raise Unreadable("请写分数，例如 “2/3”，不大于1")
    return share


def _quorum(value: Any) -> Quorum:
    if not isinstance(value, dict) or set(value) != {"share", "strict"}:
        raise Unreadable("请写 { share = “2/3”, strict = true }，strict 表示须超过而不是达到")
    quorum = Quorum(_share(value["share"]), _yes(value["strict"]))
    if quorum == Quorum(Fraction(1), strict=True):
        raise Unreadable("超过全部人数是做不到的")
    return quorum


def _threshold(value: Any) -> Threshold:
    if not isinstance(value, dict) or set(value) != {"share", "of", "strict"}:
        raise Unreadable("请写 { share = “1/2”, of = “cast”, strict = true }")
    of = next((base for base in Base if base == value["of"]), None)
    if of is None:
        raise Unreadable("of 请写 " + "、".join(f"{base.value}（{base.label}）" for base in Base) + " 之一")
    threshold = Threshold(_share(value["share"]), of, _yes(value["strict"]))
    if threshold.share == 1 and threshold.strict:
        raise Unreadable("超过全部票数是做不到的")
    return threshold


def _caps(value: Any) -> Mapping[ProjectClass, int]:
    """Whole yuan in the text, fen in the code."""
    if not isinstance(value, dict) or set(value) != {kind.value for kind in ProjectClass}:
        raise Unreadable("请为 works（工程类）、services（服务类）、goods（货物类）各写一个金额，单位元")
    yuan = whole(1, 10**9)
    return MappingProxyType({kind: yuan(value[kind.value]) * 100 for kind in ProjectClass})


def _prohibitions(value: Any) -> tuple[Prohibition, ...]:
    if not isinstance(value, list):
        raise Unreadable("请列出各项，没有就写 []")
    items = tuple(_prohibition(row) for row in value)
    if len({item.key for item in items}) < len(items):
        raise Unreadable("各项的 key（代号）不能相同")
    return items


def _prohibition(row: Any) -> Prohibition:
    written = row if isinstance(row, dict) else {}
    named = {"key", "text"} <= set(written) <= {"key", "text", "source"}
    if not named or not all(isinstance(words, str) and words.strip() for words in written.values()):
        raise Unreadable("每一项请写 key（代号）、text（内容）和 source（出处）")
    return Prohibition(**written)


def _grades(value: Any) -> frozenset[Grade]:
    grades = frozenset(grade for grade in Grade if isinstance(value, list) and grade in value)
    if not grades or len(grades) != len(value):
        raise Unreadable("请列出合格的评价：" + "、".join(f"{grade.value}（{grade.label}）" for grade in Grade))
    return grades


def _one_of(words: type[W]) -> Callable[[Any], W]:
    def read(value: Any) -> W:
        found = next((word for word in words if word == value), None)
        if found is None:
            raise Unreadable("请写 " + "、".join(f"{word.value}（{word.label}）" for word in words) + " 之一")
        return found

    return read


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return (f"{minutes}分" + ("钟" if not rest else "") if minutes else "") + (f"{rest}秒" if rest else "")


def _yuan(caps: Mapping[ProjectClass, int]) -> str:
    return "，".join(f"{kind.label}{fen // 100:,}元" for kind, fen in caps.items())


def _listed(grades: frozenset[Grade]) -> str:
    return "、".join(grade.label for grade in Grade if grade in grades)


FLAG = Form(_yes, lambda yes: "是" if yes else "否")
SPAN = Form(_span, str)
QUORUM = Form(_quorum, lambda quorum: quorum.words)
THRESHOLD = Form(_threshold, lambda threshold: threshold.words)
SHARE = Form(_share, share_in_words)
SECONDS = Form(whole(1, 24 * 3600), _duration)
CAPS = Form(_caps, _yuan)
PROHIBITIONS = Form(_prohibitions, lambda items: "；".join(item.text for item in items) or "无")
GRADES = Form(_grades, _listed)
CHAIR_VOTE = Form(_one_of(ChairVote), lambda way: way.label)
OBSERVERS_SPEAK = Form(_one_of(ObserversSpeak), lambda way: way.label)
TELLERS = Form(_one_of(Tellers), lambda way: way.label)
