"""方案 · a plan's money, what it still lacks, what changed between two of them, and the digest that fixes it."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from .asking import quantity_in_words
from .difference import Change, paragraphs
from .digest import canonical_json
from .numerals import yuan
from .words import Word


class Section(Word):
    """The parts of a plan that people comment on, one by one."""

    TEXT = "text", "方案正文"
    BUDGET = "budget", "预算明细"
    SCHEDULE = "schedule", "进度安排"
    UNIT = "unit", "责任单位"
    RISKS = "risks", "风险与对策"


@dataclass(frozen=True, slots=True)
class Line:
    """预算明细: a priced line. `quantity` is in thousandths of the unit (2.5 is 2500), `unit_price` in fen."""

    name: str
    quantity: int
    unit: str
    unit_price: int

    @property
    def amount(self) -> int:
        """Quantity times price, to the fen, half a fen upwards. Never typed, so it always agrees."""
        return (self.quantity * self.unit_price + 500) // 1000

    @property
    def how(self) -> str:
        """12盏 × ¥2,850.00"""
        return f"{quantity_in_words(self.quantity)}{self.unit} × {yuan(self.unit_price)}"

    @property
    def sum(self) -> str:
        return f"{self.how} = {yuan(self.amount)}"


def total(lines: Iterable[Line]) -> int:
    """The sum of the lines' amounts, each already rounded to the fen: what the reader adds up is what is stated."""
    return sum(line.amount for line in lines)


@dataclass(frozen=True, slots=True)
class Milestone:
    """里程碑: one step of the schedule, done by the end of its day."""

    name: str
    due: date


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a plan says, at one version. `matter` is the number for life, `variant` is 'A', 'B', … ."""

    matter: str
    variant: str
    version: int
    title: str
    text: str
    lines: tuple[Line, ...] = ()
    schedule: tuple[Milestone, ...] = ()
    unit: str = ""
    risks: str = ""

    @property
    def total(self) -> int:
        return total(self.lines)


def gaps(plan: Plan, priced: bool = True) -> tuple[str, ...]:
    """What a plan still lacks, as sentences. An issue without money need not be `priced`."""
    lacks = {
        "请写方案正文": not plan.text.strip(),
        "请至少写一行预算明细": priced and not plan.lines,
        "预算明细的金额不能全是零": priced and bool(plan.lines) and not plan.total,
        "请至少写一个进度节点": not plan.schedule,
        "请写责任单位": not plan.unit.strip(),
        "请写风险与对策": not plan.risks.strip(),
    }
    return tuple(sentence for sentence, lacking in lacks.items() if lacking)


def canonical(plan: Plan) -> str:
    """The exact text that is hashed, so that anyone can recompute it from the published plan.

    One JSON object (RFC 8259) in UTF-8: keys in alphabetical order at every level, no blanks between tokens,
    characters outside ASCII written as themselves, every number an integer. Texts are in Unicode form NFC. Keys:
    `format` ("yishi-plan-1"), `matter`, `variant`, `version`, `title`; `text` and `risks` as lists of paragraphs
    (lines trimmed, blank ones left out); `lines` as objects of `name`, `quantity` (thousandths), `unit`, `unit_price` (fen) and
    `amount` (fen); `total` (fen); `schedule` as objects of `name` and `due` ("2026-05-01"); `unit`.
    """
    written = {
        "format": "yishi-plan-1",
        "matter": plan.matter,
        "variant": plan.variant,
        "version": plan.version,
        "title": plan.title.strip(),
        "text": paragraphs(plan.text),
        "lines": [
            {"name": x.name, "quantity": x.quantity, "unit": x.unit, "unit_price": x.unit_price, "amount": x.amount}
            for x in plan.lines
        ],
        "total": plan.total,
        "schedule": [{"name": milestone.name, "due": milestone.due.isoformat()} for milestone in plan.schedule],
        "unit": plan.unit.strip(),
        "risks": paragraphs(plan.risks),
    }
    return unicodedata.normalize("NFC", canonical_json(written))


def fingerprint(plan: Plan) -> str:
    """SHA-256 of `canonical`, 64 hexadecimal digits. Shown everywhere the frozen plan is; the ballot is bound to it."""
    return sha256(canonical(plan).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class LineChange:
    """One budget line between two plans. Old is None where it was added, new where it was removed."""

    change: Change
    old: Line | None
    new: Line | None

    @property
    def by(self) -> int:
        """How much the line costs more (or less) now, in fen."""
        return (self.new.amount if self.new else 0) - (self.old.amount if self.old else 0)


def budget_difference(old: Sequence[Line], new: Sequence[Line]) -> tuple[LineChange, ...]:
    """Lines are the same line when their names are. In the order of the new budget, then what was struck out."""
    left = list(old)
    changes = []
    for line in new:
        before = next((x for x in left if x.name == line.name), None)
        if before is None:
            changes.append(LineChange(Change.ADDED, None, line))
        else:
            left.remove(before)
            changes.append(LineChange(Change.KEPT if before == line else Change.CHANGED, before, line))
    return (*changes, *(LineChange(Change.REMOVED, line, None) for line in left))


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """One step of the schedule between two plans. Old is None where it was added, new where it was removed."""

    change: Change
    old: Milestone | None
    new: Milestone | None


def schedule_difference(old: Sequence[Milestone], new: Sequence[Milestone]) -> tuple[MilestoneChange, ...]:
    """Steps are the same step when their names are. In the order of the new schedule, then what was struck out."""
    left = {milestone.name: milestone for milestone in old}
    changes = []
    for milestone in new:
        before = left.pop(milestone.name, None)
        change = Change.ADDED if before is None else Change.KEPT if before == milestone else Change.CHANGED
        changes.append(MilestoneChange(change, before, milestone))
    return (*changes, *(MilestoneChange(Change.REMOVED, milestone, None) for milestone in left.values()))
