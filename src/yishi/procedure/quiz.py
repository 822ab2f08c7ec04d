"""规则小测 · a few questions about the articles in force, and the marking of answers.

The questions ship as `quiz.toml`. Asked is what an article of the rule set in force speaks of; its figures are filled in.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from .rule_set import Article, RuleSet


@dataclass(frozen=True, slots=True)
class Question:
    """`right` counts the options from 0. `article` is the one in force that answers it."""

    asks: str
    options: tuple[str, ...]
    right: int
    why: str
    article: Article


@dataclass(frozen=True, slots=True)
class Marked:
    """One answer. None was left out."""

    question: Question
    given: int | None

    @property
    def right(self) -> bool:
        return self.given == self.question.right


@dataclass(frozen=True, slots=True)
class Result:
    marks: tuple[Marked, ...]
    share: Fraction  # needed to pass

    @property
    def right(self) -> int:
        return sum(mark.right for mark in self.marks)

    @property
    def needed(self) -> int:
        """The least number of right answers that passes."""
        return -(-self.share * len(self.marks) // 1)

    @property
    def passed(self) -> bool:
        return bool(self.marks) and self.right >= self.needed

    @property
    def wrong(self) -> tuple[Marked, ...]:
        return tuple(mark for mark in self.marks if not mark.right)


def questions(rules: RuleSet) -> tuple[Question, ...]:
    """What is asked where these rules are in force, in the order of their articles."""
    asked = [question for row in written() if (question := _question(row, rules))]
    return tuple(sorted(asked, key=lambda question: question.article.number))


def marked(rules: RuleSet, given: Sequence[int | None]) -> Result:
    """The marks of these answers, one for each question; what is missing at the end was left out."""
    asked = questions(rules)
    answers = [*given, *[None] * len(asked)]
    return Result(tuple(Marked(question, answer) for question, answer in zip(asked, answers, strict=False)), rules.quiz_share)


@cache
def written() -> tuple[Mapping[str, Any], ...]:
    """The questions as they ship."""
    text = resources.files(__package__).joinpath("quiz.toml").read_text(encoding="utf-8")
    rows: list[Mapping[str, Any]] = tomllib.loads(text)["question"]
    return tuple(rows)


def _question(row: Mapping[str, Any], rules: RuleSet) -> Question | None:
    name = row["article"]
    article = rules.article(name)
    if article is None or (value := rules.parameters[name].value) != row.get("where", value) or value == row.get("unless"):
        return None
    options = tuple(_filled(option, rules) for option in row["options"])
    return Question(_filled(row["asks"], rules), options, row["right"] - 1, _filled(row["why"], rules), article)


def _filled(text: str, rules: RuleSet) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: rules.parameters[match[1]].shown, text)
