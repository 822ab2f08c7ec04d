"""方案页的内容 · what a plan page shows: versions as lines of a list, counts of comments, differences ready to be drawn."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..people.models import Person
from ..procedure.comment import CommentState, Disposition
from ..procedure.difference import Change, ParagraphChange, difference
from ..procedure.plan import LineChange, MilestoneChange, Section, budget_difference, schedule_difference
from ..web.formats import drawn
from .comments import Comment
from .models import Matter
from .plans import PlanVersion


def versions_listed(matter: Matter, group: bool) -> Any:
    """Rows for a list of versions, without their texts; the group sees those not yet published too."""
    it = PlanVersion
    rows: Any = select(
        it.id, it.variant, it.number, it.title, it.total, it.digest, it.reason, it.saved_at, it.published_at, it.frozen_at,
        Person.name.label("author"),
    ).outerjoin(Person, Person.id == it.author_id)  # fmt: skip
    rows = rows.where(it.matter_id == matter.id)
    return rows if group else rows.where(it.published_at.is_not(None))


@dataclass(frozen=True)
class Consulted:
    """How many comments there are, on which part and with which answer."""

    by_section: Mapping[Section, int]
    by_answer: Mapping[Disposition, int]
    waiting: int

    @property
    def total(self) -> int:
        return sum(self.by_section.values())

    @property
    def words(self) -> str:
        """共12条：采纳3，部分采纳4，不采纳3，等待答复2"""
        parts = [f"{it.label}{self.by_answer[it]}" for it in Disposition if self.by_answer.get(it)]
        parts += [f"等待答复{self.waiting}"] if self.waiting else []
        return f"共{self.total}条：{'，'.join(parts)}" if self.total else "还没有人提意见"


def consulted(session: Session, matter: Matter) -> Consulted:
    """Comments taken back are not counted."""
    counted = (
        select(Comment.section, Comment.disposition, func.count())
        .where(Comment.matter_id == matter.id, Comment.state != CommentState.TAKEN_BACK)
        .group_by(Comment.section, Comment.disposition)
    )
    sections: Counter[Section] = Counter()
    answers: Counter[Disposition] = Counter()
    waiting = 0
    for section, disposition, count in session.execute(counted):
        sections[section] += count
        if disposition is None:
            waiting += count
        else:
            answers[disposition] += count
    return Consulted(sections, answers, waiting)


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph that changed, or a run of paragraphs that did not (`parts` is empty)."""

    label: str
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side, with what did not change folded away."""

    text: Sequence[Passage]
    risks: Sequence[Passage]
    budget: Sequence[LineChange]
    budget_kept: int
    schedule: Sequence[MilestoneChange]
    schedule_kept: int
    by: int  # fen
    title: bool
    unit: bool

    @property
    def sum_change(self) -> Change:
        return Change.CHANGED if self.by else Change.KEPT

    @property
    def nothing(self) -> bool:
        changed = [it for it in (*self.text, *self.risks) if it.parts]
        return not (changed or self.budget or self.schedule or self.title or self.unit)


def compared(old: PlanVersion, new: PlanVersion) -> Compared:
    before, after = old.content, new.content
    lines = budget_difference(before.lines, after.lines)
    steps = schedule_difference(before.schedule, after.schedule)
    changed_lines = [it for it in lines if it.change is not Change.KEPT]
    changed_steps = [it for it in steps if it.change is not Change.KEPT]
    return Compared(
        text=list(_passages(difference(before.text, after.text))), risks=list(_passages(difference(before.risks, after.risks))),
        budget=changed_lines, budget_kept=len(lines) - len(changed_lines), schedule=changed_steps,
        schedule_kept=len(steps) - len(changed_steps), by=after.total - before.total,
        title=before.title != after.title, unit=before.unit != after.unit,
    )  # fmt: skip


def _passages(changes: Sequence[ParagraphChange]) -> Iterator[Passage]:
    """Changed paragraphs one by one, under the number they have now; unchanged ones as one line."""
    kept: list[int] = []
    for it in changes:
        if it.change is Change.KEPT and it.new is not None:
            kept.append(it.new)
            continue
        yield from _unchanged(kept)
        kept = []
        label = f"第{it.new}段" if it.new is not None else f"原第{it.old}段"
        yield Passage(f"{label}·{it.change.label}", drawn(it.pieces))
    yield from _unchanged(kept)


def _unchanged(numbers: Sequence[int]) -> Iterator[Passage]:
    if numbers:
        run = f"第{numbers[0]}段" if len(numbers) == 1 else f"第{numbers[0]}至{numbers[-1]}段"
        yield Passage(f"{run}没有改动")
