"""方案表单 · what a plan is written with, and how what was typed becomes a plan or sentences about what to mend."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .asking import Ask, Kind, read, read_rows
from .difference import paragraphs
from .numerals import yuan
from .plan import Line, Milestone

MOST_LINES = 200
MOST_MILESTONES = 50
MOST_YEARS = 20  # how far ahead a schedule may reach

TITLE = Ask("title", "方案名称", Kind.LINE, longest=60, hint="一句话说清怎么做")
TEXT = Ask("text", "方案正文", longest=20_000, hint="目的、内容、做法、位置、维护，每段一行，公布时自动编号")
UNIT = Ask("unit", "责任单位", Kind.CHOICE, hint="表决通过以后由它实施、报告进展")
RISKS = Ask("risks", "风险与对策", longest=5000, hint="可能出什么问题，怎样防备，谁来管。每段一行")
LINES = (
    Ask("item", "项目", Kind.LINE, longest=120),
    Ask("quantity", "数量", Kind.QUANTITY, highest=10**9),  # with the price below, a product that 64 bits hold
    Ask("measure", "单位", Kind.LINE, longest=100),
    Ask("price", "单价", Kind.MONEY, highest=10**9),
)
MILESTONES = (Ask("milestone", "做到哪一步", Kind.LINE, longest=120), Ask("due", "哪天完成", Kind.DATE))
LINE_NAMES = tuple(ask.name for ask in LINES)
MILESTONE_NAMES = tuple(ask.name for ask in MILESTONES)
NAMES = ("title", "text", "unit", "risks", *LINE_NAMES, *MILESTONE_NAMES)


@dataclass(frozen=True, slots=True)
class Written:
    """A plan as it was written in the form; `unit_id` is one of the community's units."""

    title: str
    text: str
    lines: tuple[Line, ...]
    schedule: tuple[Milestone, ...]
    unit_id: int | None  # none: a change of the rules, which nobody carries out
    risks: str
    base_id: int | None = None  # the version of the rules that it changes


def read_plan(
    typed: Mapping[str, Sequence[str]], units: Iterable[tuple[str, str]], *, priced: bool, cap: int | None, today: date
) -> tuple[Written | None, dict[str, str]]:
    """The plan, or a sentence for each place that must be mended. The schedule is put in the order of its days."""
    answers = read((TITLE, TEXT, replace(UNIT, choices=tuple(units)), RISKS), typed)
    lines, wrong = read_lines(typed)
    schedule, late = _read_schedule(typed, today)
    problems = {**answers.problems, **wrong, **late}
    if priced and not wrong:
        if not lines:
            problems["item.0"] = "请至少写一行预算明细"
        elif not sum(line.amount for line in lines):
            problems["price.0"] = "预算明细的金额不能全是零"
    if not late and not schedule:
        problems["milestone.0"] = "请至少写一个进度节点"
    if cap is not None and (over := sum(line.amount for line in lines) - cap) > 0:
        problems.setdefault("price.0", f"预算合计超过本类上限{yuan(over)}，请减少，或者分成几件提出")
    if problems:
        return None, problems
    given = answers.values
    text, risks = ("\n".join(paragraphs(given[name])) for name in ("text", "risks"))
    return Written(given["title"], text, lines, schedule, int(given["unit"]), risks), {}


def read_lines(typed: Mapping[str, Sequence[str]]) -> tuple[tuple[Line, ...], dict[str, str]]:
    """The budget lines that can be read, and what is wrong with the others. Every line has a name of its own."""
    rows, problems = read_rows(LINES, typed, "预算明细", MOST_LINES)
    problems |= _same_names(rows, "item", "预算明细")
    return tuple(Line(row["item"], row["quantity"], row["measure"], row["price"]) for row in rows.values()), problems


def _read_schedule(typed: Mapping[str, Sequence[str]], today: date) -> tuple[tuple[Milestone, ...], dict[str, str]]:
    rows, problems = read_rows(MILESTONES, typed, "进度安排", MOST_MILESTONES)
    problems |= _same_names(rows, "milestone", "进度安排")
    for number, row in rows.items():
        if not today <= row["due"] <= today.replace(year=today.year + MOST_YEARS, day=1):
            problems[f"due.{number}"] = f"进度安排第{number + 1}行：日期请填今天起、{MOST_YEARS}年以内的一天"
    return tuple(sorted((Milestone(row["milestone"], row["due"]) for row in rows.values()), key=lambda it: it.due)), problems


def _same_names(rows: Mapping[int, Mapping[str, Any]], name: str, label: str) -> dict[str, str]:
    first: dict[str, int] = {}
    problems = {}
    for number, row in rows.items():
        if row[name] in first:
            problems[f"{name}.{number}"] = f"{label}第{number + 1}行和第{first[row[name]] + 1}行同名，请写得分得开"
        first.setdefault(row[name], number)
    return problems
