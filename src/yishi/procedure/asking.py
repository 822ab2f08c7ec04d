"""填写 · what a form asks of a person, and how what they typed is read.

One `Ask` is one field: the page draws it, the reader below turns the typed text into a value or into a
sentence that says what to do. Nothing is guessed and nothing typed is thrown away.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from .numerals import yuan
from .words import Word

YEARS = range(1900, 2200)  # a date outside is a slip of the finger


class Kind(Word):
    LINE = "line", "一行文字"
    TEXT = "text", "多行文字"
    NUMBER = "number", "整数"
    QUANTITY = "quantity", "数量"
    MONEY = "money", "金额"
    DATE = "date", "日期"
    MOMENT = "moment", "日期和时间"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    YES = "yes", "勾选"
    FILES = "files", "附件"


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to be written. `longest` counts characters; `lowest`/`highest` are in the unit of the value.

    MONEY values are integer fen, QUANTITY values integer thousandths.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = True
    longest: int = 500
    lowest: int = 0
    highest: int = 10**13
    choices: tuple[tuple[str, str], ...] = ()
    choices_from: str = ""  # the attribute of the record that gives the choices, where they are not fixed
    hint: str = ""
    sealed: bool = False  # kept out of the ledger: a rating, while others may still give theirs


def options(words: type[Word]) -> tuple[tuple[str, str], ...]:
    """The choices of an `Ask` taken from a `Word` enum: (stored value, shown label)."""
    return tuple((word.value, word.label) for word in words)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was understood (`values`), and per field the sentence about what was not (`problems`)."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


class Unreadable(Exception):
    """A typed text that cannot be this kind of value. The message says what to write instead."""


def read(asks: Sequence[Ask], typed: Mapping[str, Sequence[str]]) -> Answers:
    """Read every ask from the typed lists of strings. A missing optional answer is None ('' for text, () for many)."""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for ask in asks:
        try:
            values[ask.name] = _value(ask, [tidy(text) for text in typed.get(ask.name, ())])
        except Unreadable as unreadable:
            problems[ask.name] = str(unreadable)
    return Answers(values, problems)


def read_rows(
    asks: Sequence[Ask], typed: Mapping[str, Sequence[str]], label: str, most: int
) -> tuple[dict[int, dict[str, Any]], dict[str, str]]:
    """Rows of the same few fields, each field sent once a row: the values by row (from 0), the problems by "name.row".

    A row left wholly empty is no row. `label` begins each sentence: 预算明细第3行：请填写单价.
    """
    rows: dict[int, dict[str, Any]] = {}
    problems: dict[str, str] = {}
    columns = {ask.name: [tidy(text) for text in typed.get(ask.name, ())] for ask in asks}
    for number in range(max(len(texts) for texts in columns.values())):
        written = {name: texts[number : number + 1] for name, texts in columns.items()}
        if not any(text for texts in written.values() for text in texts):
            continue
        answers = read(asks, written)
        problems |= {f"{name}.{number}": f"{label}第{number + 1}行：{says}" for name, says in answers.problems.items()}
        if not answers.problems:
            rows[number] = dict(answers.values)
    if len(rows) > most:
        problems[f"{asks[0].name}.{most}"] = f"{label}最多{most}行，请合并一些"
    return rows, problems


def tidy(text: str) -> str:
    """One line ending, no control or direction-override characters, no blanks around: what a person meant to type."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or c == "\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip()


def _value(ask: Ask, texts: list[str]) -> Any:
    if ask.kind is Kind.FILES:
        return ()
    texts = [text for text in texts if text]
    if ask.kind is Kind.YES:
        if ask.required and not texts:
            raise Unreadable(f"请勾选“{ask.label}”")
        return bool(texts)
    if not texts:
        if ask.required:
            verb = "选择" if ask.kind in (Kind.CHOICE, Kind.CHOICES) else "填写"
            raise Unreadable(f"请{verb}{ask.label}")
        return _BLANK.get(ask.kind)
    if ask.kind is Kind.CHOICES:
        return tuple(_READERS[Kind.CHOICE](ask, text) for text in texts)
    return _READERS[ask.kind](ask, texts[-1])


def _text(ask: Ask, text: str) -> str:
    if ask.kind is Kind.LINE and "\n" in text:
        text = " ".join(text.split())
    if len(text) > ask.longest:
        raise Unreadable(f"{ask.label}最多{ask.longest}个字，现在有{len(text)}个字，请删短一些")
    return text


def _number(ask: Ask, text: str) -> int:
    text = unicodedata.normalize("NFKC", text).replace(",", "")
    if not re.fullmatch(r"-?[0-9]{1,15}", text):
        raise Unreadable(f"{ask.label}请填整数，例如 12")
    return _within(ask, int(text), str)


def read_quantity(text: str) -> int:
    """'24' or '2.5' or '１，２００' to thousandths."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if not (match := re.fullmatch(r"([0-9]{1,9})(?:\.([0-9]{1,3}))?", plain)):
        raise Unreadable("数量请填数字，最多三位小数，例如 24 或 2.5")
    whole, rest = match.groups()
    quantity = int(whole) * 1000 + int((rest or "").ljust(3, "0"))
    if not quantity:
        raise Unreadable("数量要大于0")
    return quantity


def quantity_in_words(quantity: int) -> str:
    whole, rest = divmod(quantity, 1000)
    return f"{whole:,}.{rest:03}".rstrip("0") if rest else f"{whole:,}"


def _money(ask: Ask, text: str) -> int:
    """Yuan as people write them, '¥12,300.50' or '12300.5元' or '1.23005万', to fen: exactly, or not at all."""
    text = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "").removeprefix("¥").removesuffix("元")
    plain = text.removesuffix("万")
    places = 2 if plain == text else 6
    if not (match := re.fullmatch(r"([0-9]{1,12})(?:\.([0-9]+))?", plain)) or len(match[2] or "") > places:
        raise Unreadable(f"{ask.label}请填金额，单位元，最多到分，例如 12300.50 或 1.2万")
    whole, rest = match.groups()
    fen = int(whole) * 10**places + int((rest or "0").ljust(places, "0"))
    return _within(ask, fen, yuan)


def _within(ask: Ask, value: int, shown: Any) -> int:
    if value < ask.lowest:
        raise Unreadable(f"{ask.label}不能小于{shown(ask.lowest)}")
    if value > ask.highest:
        raise Unreadable(f"{ask.label}不能大于{shown(ask.highest)}")
    return value


def _date(ask: Ask, text: str) -> date:
    try:
        day = date.fromisoformat(text.replace("/", "-"))
        if day.year in YEARS:
            return day
    except ValueError:
        pass
    raise Unreadable(f"{ask.label}请填日期，例如 2026-11-20")


def _moment(ask: Ask, text: str) -> datetime:
    """A wall-clock time without a zone, as typed; the caller knows the place."""
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
        if moment.tzinfo is None and moment.year in YEARS:
            return moment
    except ValueError:
        pass
    raise Unreadable(f"{ask.label}请填日期和时间，例如 2026-11-20 19:30")


def _choice(ask: Ask, text: str) -> str:
    if text not in {value for value, _ in ask.choices}:
        raise Unreadable(f"{ask.label}请从列出的选项里选")
    return text


_READERS = {
    Kind.LINE: _text,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.QUANTITY: lambda ask, text: _within(ask, read_quantity(text), quantity_in_words),
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.CHOICE: _choice,
}
_BLANK = {Kind.LINE: "", Kind.TEXT: "", Kind.CHOICES: ()}
