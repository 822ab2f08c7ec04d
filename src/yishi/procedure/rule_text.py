"""规则改写 · a rule set's text changed in one place: an article, or the value of a parameter; the rest stays word for word.

A text goes apart into what TOML reads and is put together again in the form of the shipped sets. Whoever changes it
still has to `parse` it: here nothing is judged.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .asking import Ask, Kind, options
from .lifecycle import Unanswered
from .numerals import chinese
from .parameter_forms import ChairVote
from .parameters import labels, units
from .tally import Base

Written = dict[str, Any]

TITLE = Ask("title", "名称", Kind.LINE, longest=60)
TEXT = Ask("text", "内容", longest=4000, hint="写成 {参数名} 的地方，由参数的值填入")
SOURCE = Ask("source", "出处", Kind.LINE, longest=200, required=False)
WHENCE = Ask("source", "出处", Kind.LINE, longest=200, hint="为什么是这个数，例如“2026年第3次会议商定”")
STRIKE = Ask("strike", "删去这一条", Kind.YES, required=False)

_YES_NO = (("true", "是"), ("false", "否"))
_PARTS = {
    "share": Ask("share", "份额", Kind.LINE, longest=9, hint="写分数，例如 2/3"),
    "of": Ask("of", "以什么为基数", Kind.CHOICE, choices=options(Base)),
    "strict": Ask("strict", "达到还是超过", Kind.CHOICE, choices=(("false", "达到就行"), ("true", "必须超过"))),
    "works": Ask("works", "工程类上限", Kind.MONEY, lowest=100),
    "services": Ask("services", "服务类上限", Kind.MONEY, lowest=100),
    "goods": Ask("goods", "货物类上限", Kind.MONEY, lowest=100),
}


_CAPS = ("works", "services", "goods")


def taken_apart(text: str) -> Written:
    return tomllib.loads(text.removeprefix("\ufeff"))


def put_together(written: Mapping[str, Any]) -> str:
    """Head, articles, parameters: the same for everybody who changes the same thing."""
    head = [f"{key} = {_value(value)}" for key, value in written.items() if key not in ("articles", "parameters")]
    articles = [["[[articles]]", *_rows(row)] for row in written["articles"]]
    parameters = [[f"[parameters.{name}]", *_rows(row)] for name, row in written["parameters"].items()]
    return "\n\n".join("\n".join(block) for block in (head, *articles, *parameters)) + "\n"


def _rows(row: Mapping[str, Any]) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in row.items()]


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return f"{value:_}" if value >= 10_000 else str(value)
        case str():
            return f'"{"".join(_ESCAPES.get(c, c) for c in value)}"'
        case Mapping():
            return "{ " + ", ".join(_rows(value)) + " }"
        case [Mapping(), *_]:
            return "[\n" + "".join(f"    {_value(it)},\n" for it in value) + "]"
        case _:
            return "[" + ", ".join(_value(it) for it in value) + "]"


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}

# -- one article -----------------------------------------------------------------------------------------------------


def article_asks(known: bool) -> tuple[Ask, ...]:
    return (TITLE, TEXT, SOURCE, STRIKE) if known else (TITLE, TEXT, SOURCE)


def with_article(text: str, number: int, given: Mapping[str, Any]) -> str:
    """Article `number` (from 1) as it was rewritten, or struck out; the number after the last adds one. It binds what it bound."""
    written = taken_apart(text)
    articles = written["articles"]
    if given.get("strike"):
        del articles[number - 1]
        return put_together(written)
    row = {key: given[key] for key in ("title", "text") if given[key]}
    if number > len(articles):
        articles.append(row | _sourced(given))
    else:
        bound = {key: value for key, value in articles[number - 1].items() if key == "binds"}
        articles[number - 1] = row | bound | _sourced(given)
    return put_together(written)


def _sourced(given: Mapping[str, Any]) -> Written:
    return {"source": given["source"]} if given["source"] else {}


# -- one parameter ---------------------------------------------------------------------------------------------------


def parameter_asks(name: str, value: Any) -> tuple[Ask, ...]:
    """What is asked for a value of this kind; nothing for a list, which is changed in the text."""
    label = labels()[name]
    match value:
        case bool():
            return (Ask("value", label, Kind.CHOICE, choices=_YES_NO), WHENCE)
        case int():
            return (Ask("value", label, Kind.NUMBER, highest=10**9, hint=f"单位是{units()[name]}"), WHENCE)
        case str() if name == "chair_vote":
            return (Ask("value", label, Kind.CHOICE, choices=options(ChairVote)), WHENCE)
        case str():
            return (Ask("value", label, Kind.LINE, longest=20, hint=f"现在写的是“{value}”，照样子写"), WHENCE)
        case Mapping() if set(value) <= set(_PARTS):
            return (*(_PARTS[key] for key in value), WHENCE)
        case _:
            return ()


def typed_value(row: Mapping[str, Any]) -> dict[str, str]:
    """What the form holds before anybody changes it."""
    value = row["value"]
    parts = value if isinstance(value, Mapping) else {"value": value}
    return {key: _typed(it) for key, it in parts.items()} | {"source": row["source"]}


def _typed(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def with_parameter(text: str, name: str, given: Mapping[str, Any]) -> str:
    written = taken_apart(text)
    row = written["parameters"][name]
    old = row["value"]
    new = {key: _told(key, old[key], given[key]) for key in old} if isinstance(old, Mapping) else _like(old, given["value"])
    row |= {"value": new, "source": given["source"]}
    return put_together(written)


def _told(key: str, old: Any, given: Any) -> Any:
    return _yuan(key, given) if key in _CAPS else _like(old, given)


def _yuan(key: str, fen: int) -> int:
    """The text counts in whole yuan."""
    yuan, rest = divmod(fen, 100)
    if rest:
        raise Unanswered({key: f"{_PARTS[key].label}请写整元，不写角分"})
    return yuan


def _like(old: Any, given: Any) -> Any:
    return given == "true" if isinstance(old, bool) else given


# -- one piece, whichever it is --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """One place of the text: what it is called, what is asked, what stands there, and the whole text with something else there."""

    key: str
    label: str
    asks: tuple[Ask, ...]
    values: Mapping[str, Any]
    rewritten: Callable[[Mapping[str, Any]], str]


def piece_of(text: str, key: str) -> Piece | None:
    """A parameter by its name, an article by its number, the number after the last for a new one; of a text that can be read."""
    written = taken_apart(text)
    if key in written["parameters"]:
        row = written["parameters"][key]
        if asks := parameter_asks(key, row["value"]):
            return Piece(key, labels()[key], asks, typed_value(row), lambda given: with_parameter(text, key, given))
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 4 else 0
    if not 1 <= number <= len(written["articles"]) + 1:
        return None
    row = bare(written["articles"], number)
    asks = article_asks(known=bool(row))
    return Piece(key, f"第{chinese(number)}条", asks, row, lambda given: with_article(text, number, given))


def bare(rows: Sequence[Mapping[str, Any]], number: int) -> Mapping[str, Any]:
    """An article as it is written, with its {names}; an empty one after the last."""
    return rows[number - 1] if 0 < number <= len(rows) else {}
