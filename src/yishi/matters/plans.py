"""方案 · what is to be done and for how much: versions that never change once saved, and the one that was frozen."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, func, inspect, select
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship, selectinload

from ..communities.models import Unit
from ..db import Base, CommunityId, Fen, Line, PersonId
from ..ledger.models import consequence, fact
from ..people.models import Person
from ..procedure.amendment import Amendment, amended
from ..procedure.asking import quantity_in_words
from ..procedure.difference import paragraphs
from ..procedure.lifecycle import Case
from ..procedure.matter import MatterKind, MatterState, Stage
from ..procedure.people import SYSTEM, Actor
from ..procedure.plan import Line as PricedLine
from ..procedure.plan import Milestone, Plan, canonical, fingerprint, gaps
from ..procedure.plan_form import Written
from .models import Matter

OPEN = (MatterState.PLANNING, MatterState.CONSULTING)


class PlanVersion(Base):
    """方案版本 · never changed once saved, except that it may be published and frozen. A variant (A, B, C) has its own numbers."""

    __tablename__ = "plan_versions"
    __table_args__ = (
        UniqueConstraint("matter_id", "variant", "number"),
        CheckConstraint("number >= 1", name="numbered_from_one"),
        CheckConstraint("frozen_at IS NULL OR published_at IS NOT NULL", name="frozen_is_public"),
        Index("ix_plan_versions_matter_id_frozen_at", "matter_id", "frozen_at"),
    )

    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    variant: Mapped[str] = mapped_column(String(1))
    number: Mapped[int]
    title: Mapped[Line]
    text: Mapped[str]
    risks: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    unit_name: Mapped[Line]  # as it was when the version was saved: the digest covers it
    total: Mapped[Fen]
    digest: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # none: made by an amendment that carried
    reason: Mapped[Line] = mapped_column(default="")  # where it comes from, when nobody wrote it: 修正案二
    saved_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]

    matter: Mapped[Matter] = relationship()
    unit: Mapped[Unit] = relationship()
    author: Mapped[Person | None] = relationship()
    lines: Mapped[list["PlanLine"]] = relationship(order_by="PlanLine.position", back_populates="version")
    milestones: Mapped[list["PlanMilestone"]] = relationship(order_by="PlanMilestone.position")

    @property
    def url(self) -> str:
        return f"{self.matter.url}/plan/versions/{self.id}"

    @property
    def label(self) -> str:
        return f"{self.variant}方案第{self.number}版"

    @property
    def whence(self) -> str:
        """Who wrote it, or the amendment that made it."""
        return self.reason or (self.author.name if self.author else "按修正案修改")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text as amendments count it: paragraph 1 is the first."""
        return paragraphs(self.text)

    @property
    def content(self) -> Plan:
        """The same as the rulebook sees it."""
        return Plan(
            matter=self.matter.number or "", variant=self.variant, version=self.number, title=self.title, text=self.text,
            lines=tuple(line.priced for line in self.lines), schedule=tuple(it.planned for it in self.milestones),
            unit=self.unit_name, risks=self.risks,
        )  # fmt: skip

    @property
    def canonical(self) -> str:
        """The exact text whose SHA-256 is the digest."""
        return canonical(self.content)

    @property
    def sound(self) -> bool:
        """Whether what is stored still has the digest it was saved with."""
        return fingerprint(self.content) == self.digest

    def visible_to(self, actor: Actor) -> bool:
        """Before it is published a version is the plan group's own."""
        return self.published_at is not None or actor.id in self.matter.plan_group_ids  # type: ignore[attr-defined]

    def amended(self, carried: Amendment, case: Case, reason: str = "") -> "PlanVersion":
        """The frozen plan with one paragraph changed by an amendment that carried: a new frozen version, a new digest."""
        written = Written(
            self.title, "\n".join(amended(self.paragraphs, carried)), tuple(line.priced for line in self.lines),
            tuple(it.planned for it in self.milestones), self.unit_id, self.risks,
        )  # fmt: skip
        version = _keep(self.matter, self.variant, written, Case(SYSTEM, case.at), reason, self.unit_name)
        version.published_at = version.frozen_at = case.at
        self.matter.note(case, "amend_plan", "按通过的修正案修改方案", given={**version.named, "reason": reason})
        return version

    @property
    def named(self) -> dict[str, Any]:
        """How the ledger names it."""
        return {"variant": self.variant, "number": self.number, "total": self.total, "digest": self.digest}


class PlanLine(Base):
    """预算明细 · `quantity` in thousandths of the unit, `unit_price` and `amount` in fen."""

    __tablename__ = "plan_lines"
    __table_args__ = (
        UniqueConstraint("plan_version_id", "position"),
        CheckConstraint("amount = (quantity * unit_price + 500) / 1000", name="amount_adds_up"),
        CheckConstraint("quantity > 0 AND unit_price >= 0", name="not_negative"),
    )
    community_id: Mapped[CommunityId]
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    position: Mapped[int]
    name: Mapped[Line]
    quantity: Mapped[int] = mapped_column(BigInteger)
    unit: Mapped[Line]
    unit_price: Mapped[Fen]
    amount: Mapped[Fen]
    version: Mapped[PlanVersion] = relationship(back_populates="lines")

    @property
    def how_many(self) -> str:
        """12 盏"""
        return f"{quantity_in_words(self.quantity)} {self.unit}"

    @property
    def priced(self) -> PricedLine:
        return PricedLine(self.name, self.quantity, self.unit, self.unit_price)


class PlanMilestone(Base):
    """进度节点 · one step of a plan's schedule, done by the end of its day."""

    __tablename__ = "plan_milestones"
    __table_args__ = (UniqueConstraint("plan_version_id", "position"),)
    community_id: Mapped[CommunityId]
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    position: Mapped[int]
    name: Mapped[Line]
    due: Mapped[date]

    @property
    def planned(self) -> Milestone:
        return Milestone(self.name, self.due)


class PlanChoice(Base):
    """选定方案 · which of several variants goes to the debate, and why. The latest one holds."""

    __tablename__ = "plan_choices"
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    variant: Mapped[str] = mapped_column(String(1))
    reason: Mapped[str]
    person_id: Mapped[PersonId]
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()


def _saved_for_good(mapper: Any, connection: Any, record: Any) -> None:
    changed = {it.key for it in inspect(record).attrs if it.history.has_changes()}
    assert changed <= {"published_at", "frozen_at"}, f"a saved plan does not change: {changed}"


for _model in (PlanVersion, PlanLine, PlanMilestone):
    event.listen(_model, "before_update", _saved_for_good)


# -- which version counts ------------------------------------------------------------------------------------------------


@fact(Matter)
def plan(self: Any) -> PlanVersion | None:
    """The version everybody goes by: while it is being made the latest one published, afterwards the one frozen last."""
    if self.state in OPEN:
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
    """Which variant the lead chose, if any."""
    chosen = select(PlanChoice).where(PlanChoice.matter_id == self.id).order_by(PlanChoice.id.desc()).limit(1)
    found: PlanChoice | None = self._session.scalar(chosen)
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
def variant_chosen(self: Any) -> bool:
    """Whether it is plain which variant goes on: there is one only, or one was chosen."""
    return self.plan_choice is not None or len(latest_versions(self)) < 2


@fact(Matter)
def plan_gaps(self: Any) -> Sequence[str]:
    """What the plan about to be published (every variant) or frozen (the favoured one) still lacks."""
    versions = latest_versions(self, unpublished=True) if self.state is MatterState.PLANNING else [it for it in [self.plan] if it]
    if not versions:
        return ("方案还没有存成一版",)
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
    """退回方案小组重写，原定稿留在记录里"""
    self.unit_id = None


@consequence(Matter)
def keep_plan(self: Any, variant: str, written: Written, case: Case) -> PlanVersion:
    """Save what was written as the next version of a variant; seen by all at once while the plan is out for comment."""
    version = _keep(self, variant, written, case)
    if self.state is MatterState.CONSULTING:
        version.published_at = case.at
    self.note(case, "save_plan", f"方案存为{version.label}", given=version.named)
    return version


def _keep(matter: Matter, variant: str, written: Written, case: Case, reason: str = "", unit_name: str = "") -> PlanVersion:
    session = matter._session
    last = select(func.max(PlanVersion.number)).where(PlanVersion.matter_id == matter.id, PlanVersion.variant == variant)
    here = matter.community_id
    version = PlanVersion(
        community_id=here, matter=matter, variant=variant, number=(session.scalar(last) or 0) + 1, title=written.title,
        text=written.text, risks=written.risks, unit=session.get_one(Unit, written.unit_id),
        total=sum(line.amount for line in written.lines), author_id=case.actor.id, reason=reason, saved_at=case.at,
    )  # fmt: skip
    version.unit_name = unit_name or version.unit.name
    version.lines = [
        PlanLine(
            community_id=here, position=position, name=line.name, quantity=line.quantity, unit=line.unit,
            unit_price=line.unit_price, amount=line.amount,
        )
        for position, line in enumerate(written.lines, 1)
    ]  # fmt: skip
    version.milestones = [
        PlanMilestone(community_id=here, position=position, name=it.name, due=it.due)
        for position, it in enumerate(written.schedule, 1)
    ]
    version.digest = fingerprint(version.content)
    session.add(version)
    session.flush()
    return version
