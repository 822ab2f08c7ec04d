"""制定方案 · which version of a plan counts, what it still lacks, and what publishing, freezing and a referral do to it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectinload

from ..ledger.models import consequence, fact
from ..procedure.lifecycle import Case
from ..procedure.matter import MatterKind, MatterState, Stage
from ..procedure.plan import gaps
from ..procedure.plan_form import Written
from ..workdays import calendar
from .models import Matter
from .plans import PlanChoice, PlanVersion, kept

# -- which version counts ------------------------------------------------------------------------------------------------


@fact(Matter)
def plan(self: Any) -> PlanVersion | None:
    """The version everybody goes by: the one frozen last; while it is out for comment the latest one published."""
    if self.state is MatterState.CONSULTING:
        return _favoured(self)
    frozen = select(PlanVersion).where(PlanVersion.matter_id == self.id, PlanVersion.frozen_at.is_not(None))
    found: PlanVersion | None = self._session.scalar(frozen.order_by(PlanVersion.frozen_at.desc(), PlanVersion.id.desc()).limit(1))
    return found


@fact(Matter)
def fixed_plan(self: Any) -> Any:
    """Number, total and digest of the frozen plan, without its text; None while there is nothing fixed to go by."""
    if self.stage in (Stage.PROPOSE, Stage.PLAN):
        return None
    it = PlanVersion
    frozen = select(it.id, it.variant, it.number, it.total, it.digest).where(it.matter_id == self.id, it.frozen_at.is_not(None))
    return self._session.execute(frozen.order_by(it.frozen_at.desc(), it.id.desc()).limit(1)).first()


@fact(Matter)
def plan_choice(self: Any) -> PlanChoice | None:
    """Which variant the lead chose, if any; a choice made before a referral holds no more."""
    chosen = select(PlanChoice).where(PlanChoice.matter_id == self.id, PlanChoice.ended_at.is_(None))
    found: PlanChoice | None = self._session.scalar(chosen.order_by(PlanChoice.id.desc()).limit(1))
    return found


def _favoured(matter: Any) -> PlanVersion | None:
    """Of what is published: the latest of the chosen variant, of the first one before any is chosen."""
    public = select(PlanVersion).where(PlanVersion.matter_id == matter.id, PlanVersion.published_at.is_not(None))
    if choice := matter.plan_choice:
        public = public.where(PlanVersion.variant == choice.variant)
    found: PlanVersion | None = matter._session.scalar(public.order_by(PlanVersion.variant, PlanVersion.number.desc()).limit(1))
    return found


def latest_versions(matter: Any, unpublished: bool = False) -> Sequence[PlanVersion]:
    """The latest version of every variant, A first; with those not yet published when the plan group asks."""
    later = aliased(PlanVersion)
    last = select(func.max(later.number)).where(later.matter_id == PlanVersion.matter_id, later.variant == PlanVersion.variant)
    whole = (selectinload(PlanVersion.lines), selectinload(PlanVersion.milestones))
    found = select(PlanVersion).where(PlanVersion.matter_id == matter.id).order_by(PlanVersion.variant).options(*whole)
    if not unpublished:
        last = last.where(later.published_at.is_not(None))
        found = found.where(PlanVersion.published_at.is_not(None))
    versions: Sequence[PlanVersion] = matter._session.scalars(found.where(PlanVersion.number == last.scalar_subquery())).all()
    return versions


@fact(Matter)
def plan_standing(self: Any) -> tuple[datetime, datetime] | None:
    """Since when the version that would be frozen is public in this consultation, and until when it must be."""
    version = self.plan if self.state is MatterState.CONSULTING else None
    return stands(self, version) if version else None


def stands(matter: Any, version: PlanVersion) -> tuple[datetime, datetime]:
    since = max(version.published_at or matter.entered_at, matter.entered_at)
    return since, calendar.deadline(since, matter.rule_set.plan_standing_days)


def began_with(matter: Any, version: PlanVersion) -> PlanVersion | None:
    """The version of the same variant with which the consultation began; None where the variant was not in it yet."""
    begun = select(PlanVersion).where(
        PlanVersion.matter_id == matter.id, PlanVersion.variant == version.variant, PlanVersion.published_at <= matter.entered_at
    )
    found: PlanVersion | None = matter._session.scalar(begun.order_by(PlanVersion.number.desc()).limit(1))
    return found


@fact(Matter)
def variant_chosen(self: Any) -> bool:
    """Whether it is plain which variant goes on: there is one only, or one was chosen."""
    return self.plan_choice is not None or len(latest_versions(self)) < 2


@fact(Matter)
def plan_gaps(self: Any) -> Sequence[str]:
    """What the plan about to be published (every variant) or frozen (the favoured one) still lacks."""
    versions = latest_versions(self, unpublished=True) if self.state is MatterState.PLANNING else [it for it in [self.plan] if it]
    if not versions:
        return ("方案还没有存成一版",)
    if changes_rules(self):
        return ()
    several = len(versions) > 1
    return [f"{it.label}：{gap}" if several else gap for it in versions for gap in gaps(it.content, is_priced(self))]


@fact(Matter)
def plan_total(self: Any) -> int:
    """Fen. Before anything is published, of the dearest variant."""
    if self.state is MatterState.PLANNING:
        return max((it.total for it in latest_versions(self, unpublished=True)), default=0)
    return self.plan.total if self.plan else 0


def is_priced(matter: Matter) -> bool:
    """Whether its plan must have a budget: a public issue may do without money."""
    return matter.kind is MatterKind.MICRO_PROJECT


def changes_rules(matter: Matter) -> bool:
    """Whether its plan is a text of the rules."""
    return matter.kind is MatterKind.RULE_CHANGE


# -- consequences --------------------------------------------------------------------------------------------------------


@consequence(Matter)
def publish_plan(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """公布写好的各版方案，开始征询意见"""
    hidden = select(PlanVersion).where(PlanVersion.matter_id == self.id, PlanVersion.published_at.is_(None))
    for version in self._session.scalars(hidden):
        version.published_at = case.at
    return {"plans": [version.named for version in latest_versions(self)]}


@consequence(Matter)
def freeze_plan(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """定稿，公布方案指纹，开始辩论"""
    version = _favoured(self)
    assert version is not None
    version.frozen_at = case.at
    self.unit_id = version.unit_id
    self.open_debate(case, given)
    return version.named


@consequence(Matter)
def reopen_planning(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """退回方案小组重写，原定稿留在记录里；选定过的备选方案要重新选定"""
    self.unit_id = None
    if choice := self.plan_choice:
        choice.ended_at = case.at


@consequence(Matter)
def keep_plan(self: Any, variant: str, written: Written, case: Case) -> PlanVersion:
    """Save what was written as the next version of a variant; seen by all at once while the plan is out for comment.

    Such a version must stand its days, and for as long comments on it are taken.
    """
    version = kept(self, variant, written, case)
    if self.state is MatterState.CONSULTING:
        version.published_at = case.at
        until = stands(self, version)[1]
        self.due_at = max(self.due_at, until) if self.due_at else until
    self.note(case, "save_plan", f"方案存为{version.label}", given=version.named)
    return version
