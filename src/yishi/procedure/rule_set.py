"""议事规则 · a rule set is data: articles in plain words, the parameters behind them, and which enforces which.

The TOML text is what a body adopts, what is stored and what a version is (`digest`). Two texts that differ in one
character are two versions.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from importlib import resources
from types import MappingProxyType
from typing import Any

from .lifecycle import Refused
from .numerals import chinese
from .parameters import Parameter, Parameters, labels, read_parameters

SHIPPED = ("luohu10", "robert", "consensus")
LONGEST = 100_000


class Unsound(Refused):
    """The text is not a rule set. Each reason is a sentence naming the place and what to write there."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `binds` names the parameters that enforce it; figures in `text` were filled in from them."""

    number: int
    title: str
    text: str
    binds: tuple[str, ...] = ()
    source: str = ""

    @property
    def label(self) -> str:
        return f"第{chinese(self.number)}条"


@dataclass(frozen=True, kw_only=True)
class RuleSet(Parameters):
    """A rule set as adopted: what the articles say, and every parameter as a typed field."""

    name: str
    title: str
    note: str
    articles: tuple[Article, ...]
    parameters: Mapping[str, Parameter]
    digest: str

    def article(self, parameter: str) -> Article | None:
        """The article that binds a parameter, if one does."""
        return self._binding.get(parameter)

    @cached_property
    def _binding(self) -> Mapping[str, Article]:
        return {parameter: article for article in self.articles for parameter in article.binds}

    def cites(self, parameter: str) -> str:
        """What a refusal cites: 第五条, or the entry of the annex when no article speaks of it."""
        article = self.article(parameter)
        return article.label if article else f"附表“{self.parameters[parameter].label}”"

    def quotes(self, parameter: str) -> str:
        """The same with the name and the words: 《…》第五条“限时限次”."""
        article = self.article(parameter)
        return f"《{self.title}》{article.label}“{article.title}”" if article else f"《{self.title}》{self.cites(parameter)}"


def load(name: str) -> RuleSet:
    """A rule set that ships with the program."""
    return parse(shipped(name))


def shipped(name: str) -> str:
    """The text of a shipped rule set: the one thing this package reads from outside."""
    if name not in SHIPPED:
        raise Unsound(f"没有名为“{name}”的规则集，现有：{'、'.join(SHIPPED)}")
    return resources.files(__package__).joinpath("rule_sets", f"{name}.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=128)
def parse(text: str) -> RuleSet:
    """Read a text, or say everything that is wrong with it at once."""
    if len(text) > LONGEST:
        raise Unsound(f"规则文本太长，最多{LONGEST}个字")
    try:
        written = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unsound(f"规则文本的格式读不懂：{_place(str(error), text)}") from None
    return _built(written, sha256(text.encode()).hexdigest())


def varied(name: str, values: Mapping[str, Any]) -> RuleSet:
    """A shipped rule set with some parameters otherwise, for a rehearsal; never what a body adopts."""
    written = tomllib.loads(shipped(name))
    for parameter, value in values.items():
        written["parameters"][parameter] = {"value": value, "source": "这次演练的约定"}
    return _built(written, sha256(repr((name, values)).encode()).hexdigest())


def _built(written: Mapping[str, Any], digest: str) -> RuleSet:
    problems = [f"没有“{key}”这一项，请检查拼写" for key in written if key not in (*_HEAD, "articles", "parameters")]
    problems += [f"请写规则集的{what}（{key}）" for key, what in _HEAD.items() if not _words(written.get(key))]
    if _words(written.get("name")) and not re.fullmatch(r"[a-z][a-z0-9-]{1,39}", written["name"]):
        problems.append("规则集的代号（name）请用小写字母、数字和短横线，例如 luohu10")
    rows = written.get("parameters", {})
    parameters, wrong = read_parameters(rows if isinstance(rows, dict) else {})
    articles, unfit = _articles(written.get("articles"), parameters)
    if problems := problems + wrong + unfit:
        raise Unsound(*problems)
    return RuleSet(
        name=written["name"], title=written["title"].strip(), note=written["note"].strip(), articles=articles,
        parameters=MappingProxyType(parameters), digest=digest,
        **{name: parameter.value for name, parameter in parameters.items()},
    )  # fmt: skip


_HEAD = {"name": "代号", "title": "名称", "note": "说明"}


def _words(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _place(error: str, text: str) -> str:
    """Where it stops making sense, with the line itself: the box that it was typed into numbers no lines."""
    if not (match := re.search(r"line ([0-9]+), column ([0-9]+)", error)):
        return "文末附近"
    lines = text.splitlines()
    line = lines[int(match[1]) - 1].strip() if int(match[1]) <= len(lines) else ""
    return f"第{match[1]}行第{match[2]}个字附近" + (f"，那一行写的是“{line[:60]}{'…' if len(line) > 60 else ''}”" if line else "")


def _articles(rows: Any, parameters: Mapping[str, Parameter]) -> tuple[tuple[Article, ...], list[str]]:
    if not isinstance(rows, list) or not rows:
        return (), ["请至少写一条规则（articles）"]
    problems: list[str] = []
    articles = tuple(_article(number, row, parameters, problems) for number, row in enumerate(rows, 1))
    bound = [name for article in articles for name in article.binds]
    problems += [f"参数“{name}”被两条规则引用，只能归一条" for name in dict.fromkeys(bound) if bound.count(name) > 1]
    return articles, problems


def _article(number: int, row: Any, parameters: Mapping[str, Parameter], problems: list[str]) -> Article:
    """One article, numbered by its place; what is wrong with it is added to `problems`."""
    here = f"第{chinese(number)}条"
    if not isinstance(row, dict) or not set(row) <= {"title", "text", "binds", "source"}:
        problems.append(f"{here}只能写 title（名称）、text（内容）、binds（执行参数）和 source（出处）")
        return Article(number, "", "")
    if not _words(row.get("title")) or not _words(row.get("text")):
        problems.append(f"{here}请写名称（title）和内容（text）")
        return Article(number, "", "")
    binds = row.get("binds", [])
    if not isinstance(binds, list) or not all(isinstance(name, str) for name in binds):
        problems.append(f"{here}的 binds 请写参数名的列表")
        binds = []
    named = binds + re.findall(r"\{(\w+)\}", row["text"])
    problems += [f"{here}提到的参数“{name}”不存在" for name in dict.fromkeys(named) if name not in labels()]
    text = re.sub(r"\{(\w+)\}", lambda m: parameters[m[1]].shown if m[1] in parameters else m[0], row["text"].strip())
    return Article(number, row["title"].strip(), text, tuple(binds), str(row.get("source", "")))
