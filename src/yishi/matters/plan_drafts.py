"""方案草稿 · what the plan group has typed so far for a variant, kept exactly as typed until it is saved as a version."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from string import ascii_uppercase
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..communities.models import Unit
from ..db import Base, CommunityId, PersonId
from ..ledger.models import consequence
from ..people.models import Person
from ..procedure.asking import quantity_in_words, tidy
from ..procedure.lifecycle import Case, NotYours, Refused, Unanswered
from ..procedure.matter import MatterState
from ..procedure.plan_form import LINE_NAMES, MILESTONE_NAMES, NAMES, Written, read_plan
from .models import Matter
from .planning import changes_rules, is_priced
from .plans import OPEN, PlanVersion
from .rule_changes import as_written, read_rules

MOST_UNITS = 500

Typed = dict[str, list[str]]


class PlanDraft(Base):
    """One draft for each variant, shared by the group; `revision` tells a later writer that somebody was there before."""

    __tablename__ = "plan_drafts"
    __table_args__ = (UniqueConstraint("matter_id", "variant"),)
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    variant: Mapped[str] = mapped_column(String(1))
    typed: Mapped[dict[str, Any]]
    edited_by_id: Mapped[PersonId]
    edited_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()
    edited_by: Mapped[Person] = relationship()
    __mapper_args__ = {"version_id_col": revision}


def draft_of(matter: Any, variant: str) -> PlanDraft | None:
    found: PlanDraft | None = matter._session.scalar(select(PlanDraft).filter_by(matter_id=matter.id, variant=variant))
    return found


def last_number(matter: Any, variant: str) -> int:
    """The number of a variant's latest version, 0 before the first."""
    found = select(func.max(PlanVersion.number)).where(PlanVersion.matter_id == matter.id, PlanVersion.variant == variant)
    return matter._session.scalar(found) or 0


def variants_written(matter: Any) -> list[str]:
    """The letters of the variants that have a version or a draft."""
    saved = select(PlanVersion.variant).where(PlanVersion.matter_id == matter.id)
    begun = select(PlanDraft.variant).where(PlanDraft.matter_id == matter.id)
    return sorted(set(matter._session.scalars(saved.union(begun))))


def next_variant(matter: Any, written: Sequence[str]) -> str:
    """The letter of a variant that may still be added, '' when there is none. After publication none is added."""
    if matter.state is not MatterState.PLANNING or len(written) >= matter.rule_set.variants_most:
        return ""
    return next(letter for letter in ascii_uppercase if letter not in written)


def unit_choices(matter: Any) -> list[tuple[str, str]]:
    """Units of the community that may be made responsible."""
    units = select(Unit.id, Unit.name).where(Unit.community_id == matter.community_id).order_by(Unit.name).limit(MOST_UNITS)
    return [(str(id), name) for id, name in matter._session.execute(units)]


def typed_of(version: PlanVersion) -> Typed:
    """A version as somebody would type it."""
    if version.base_id:
        return {"text": [version.text], "base": [str(version.base_id)]}
    return {
        "title": [version.title], "text": [version.text], "risks": [version.risks], "unit": [str(version.unit_id)],
        "item": [line.name for line in version.lines],
        "quantity": [quantity_in_words(line.quantity).replace(",", "") for line in version.lines],
        "measure": [line.unit for line in version.lines],
        "price": [f"{line.unit_price // 100}.{line.unit_price % 100:02}" for line in version.lines],
        "milestone": [it.name for it in version.milestones], "due": [it.due.isoformat() for it in version.milestones],
    }  # fmt: skip


def trimmed(typed: Mapping[str, Sequence[str]]) -> Typed:
    """What belongs to a plan, tidied; of the repeated rows those that hold something."""
    kept = {name: [tidy(text) for text in typed.get(name, ())] for name in NAMES}
    for names in (LINE_NAMES, MILESTONE_NAMES):
        count = max(len(kept[name]) for name in names)
        columns = [[*kept[name], *[""] * (count - len(kept[name]))] for name in names]
        rows = [row for row in zip(*columns, strict=True) if any(row)]
        kept |= {name: [row[n] for row in rows] for n, name in enumerate(names)}
    return kept


def read_draft(matter: Any, typed: Mapping[str, Sequence[str]], today: date) -> tuple[Written | None, dict[str, str]]:
    """The plan that a draft would make, or what must be mended first."""
    if changes_rules(matter):
        return read_rules(matter, typed)
    cap = matter.rule_set.class_caps.get(matter.project_class) if matter.project_class else None
    return read_plan(typed, unit_choices(matter), priced=is_priced(matter), cap=cap, today=today)


# -- verbs ---------------------------------------------------------------------------------------------------------------


@consequence(Matter)
def keep_draft(self: Any, variant: str, typed: Mapping[str, Sequence[str]], seen: tuple[int, int], case: Case) -> PlanDraft:
    """Keep what was typed. `seen`: the draft's revision and the variant's last number as the writer saw them."""
    writer = _may_write(self, variant, case)
    draft = draft_of(self, variant)
    revision, number = seen
    if number != (last := last_number(self, variant)):
        raise Refused(f"您打开以后，已经有人存了第{last}版。您写的都还在下面；请先看看那一版，再决定要不要存")
    if draft and draft.revision != revision and draft.edited_by_id != writer:
        raise Refused(f"{draft.edited_by.name}在您打开以后改过这份草稿。您写的都还在下面；请先看看他的写法，再存就以您的为准")
    if draft is None:
        draft = PlanDraft(community_id=self.community_id, matter_id=self.id, variant=variant)
        self._session.add(draft)
    draft.typed = as_written(typed) if changes_rules(self) else trimmed(typed)
    draft.edited_by_id, draft.edited_at = writer, case.at
    self._session.flush()
    return draft


@consequence(Matter)
def drop_draft(self: Any, variant: str, case: Case) -> None:
    """Throw a draft away; versions already saved stay."""
    _may_write(self, variant, case)
    if draft := draft_of(self, variant):
        self._session.delete(draft)


@consequence(Matter)
def save_draft(self: Any, variant: str, revision: int, today: date, case: Case) -> PlanVersion:
    """Turn the draft that was looked at into the variant's next version."""
    _may_write(self, variant, case)
    draft = draft_of(self, variant)
    if draft is None or draft.revision != revision:
        raise Refused("草稿在您看过以后又改了，请再看一遍再存")
    written, problems = read_draft(self, draft.typed, today)
    if written is None:
        raise Unanswered(problems)
    before = self._session.scalar(
        select(PlanVersion).filter_by(matter_id=self.id, variant=variant, number=last_number(self, variant))
    )
    if before and _same(before, written):
        raise Refused(f"内容和{before.label}一样，不用再存一版")
    version: PlanVersion = self.keep_plan(variant, written, case)
    self._session.delete(draft)
    return version


def _may_write(matter: Any, variant: str, case: Case) -> int:
    """The id of the person who writes, once it is plain that they may."""
    if case.actor.id is None or case.actor.id not in matter.plan_group_ids:
        raise NotYours("方案由方案小组的成员来写，想参加可以申请加入")
    if matter.state not in OPEN:
        raise Refused(f"事项现在是“{matter.state.label}”，方案不能再改")
    written = variants_written(matter)
    if variant not in (*written, next_variant(matter, written)) or not variant:
        most = matter.rule_set.variants_most
        raise Refused(f"备选方案最多{most}个，并且要在公布以前加")
    return case.actor.id


def _same(before: PlanVersion, written: Written) -> bool:
    kept = before.content
    return (kept.title, kept.text, kept.lines, kept.schedule, before.unit_id, kept.risks, before.base_id) == (
        written.title, written.text, written.lines, written.schedule, written.unit_id, written.risks, written.base_id,
    )  # fmt: skip
