"""方案 · what is to be done and for how much: versions that never change once saved, and the one that was frozen."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, func, inspect, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..communities.models import RuleSetVersion, Unit
from ..db import Base, CommunityId, Fen, Line, PersonId
from ..people.models import Person
from ..procedure.amendment import Amendment, amended
from ..procedure.asking import quantity_in_words
from ..procedure.difference import paragraphs
from ..procedure.lifecycle import Case
from ..procedure.matter import MatterState
from ..procedure.people import SYSTEM, Actor
from ..procedure.plan import Line as PricedLine
from ..procedure.plan import Milestone, Plan, canonical, fingerprint
from ..procedure.plan_form import Written
from ..procedure.rule_difference import RulesChange, rules_changed
from ..procedure.rule_set import RuleSet, parse
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
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("rule_set_versions.id"))  # of a change of the rules: what it changes
    unit_name: Mapped[Line]  # as it was when the version was saved: the digest covers it
    total: Mapped[Fen]
    digest: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # none: made by an amendment that carried
    reason: Mapped[Line] = mapped_column(default="")  # where it comes from, when nobody wrote it: 修正案二
    saved_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    frozen_at: Mapped[datetime | None]

    matter: Mapped[Matter] = relationship()
    unit: Mapped[Unit | None] = relationship()
    base: Mapped[RuleSetVersion | None] = relationship()
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
        """The exact text whose SHA-256 is the digest; of a change of the rules the very text that will be adopted."""
        return self.text if self.base else canonical(self.content)

    @property
    def sound(self) -> bool:
        """Whether what is stored still has the digest it was saved with."""
        return _digest(self) == self.digest

    @property
    def rules(self) -> RuleSet:
        """What a change of the rules proposes."""
        return parse(self.text)

    @property
    def rule_changes(self) -> RulesChange:
        """What it says otherwise than the rules it was written against."""
        return rules_changed(self.base.rules if self.base else None, self.rules)

    def visible_to(self, actor: Actor) -> bool:
        """Before it is published a version is the plan group's own."""
        return self.published_at is not None or actor.id in self.matter.plan_group_ids

    def amended(self, carried: Amendment, case: Case, reason: str = "") -> "PlanVersion":
        """The frozen plan with one paragraph changed by an amendment that carried: a new frozen version, a new digest."""
        written = Written(
            self.title, "\n".join(amended(self.paragraphs, carried)), tuple(line.priced for line in self.lines),
            tuple(it.planned for it in self.milestones), self.unit_id, self.risks,
        )  # fmt: skip
        version = kept(self.matter, self.variant, written, Case(SYSTEM, case.at), reason, self.unit_name)
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

    @classmethod
    def of(cls, line: PricedLine, **where: int) -> "PlanLine":
        """A line as it was written, at its place."""
        return cls(
            name=line.name, quantity=line.quantity, unit=line.unit, unit_price=line.unit_price, amount=line.amount, **where
        )  # fmt: skip

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
    """选定方案 · which of several variants goes to the debate, and why. The latest one holds, until a referral ends it."""

    __tablename__ = "plan_choices"
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    variant: Mapped[str] = mapped_column(String(1))
    reason: Mapped[str]
    person_id: Mapped[PersonId]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


def _digest(version: PlanVersion) -> str:
    return sha256(version.text.encode()).hexdigest() if version.base else fingerprint(version.content)


def _saved_for_good(mapper: Any, connection: Any, record: Any) -> None:
    changed = {it.key for it in inspect(record).attrs if it.history.has_changes()}
    assert changed <= {"published_at", "frozen_at"}, f"a saved plan does not change: {changed}"


for _model in (PlanVersion, PlanLine, PlanMilestone):
    event.listen(_model, "before_update", _saved_for_good)


def kept(matter: Matter, variant: str, written: Written, case: Case, reason: str = "", unit_name: str = "") -> PlanVersion:
    """What was written as the next version of a variant, with its digest. Whoever calls puts it on the ledger."""
    session = matter._session
    last = select(func.max(PlanVersion.number)).where(PlanVersion.matter_id == matter.id, PlanVersion.variant == variant)
    here = matter.community_id
    version = PlanVersion(
        community_id=here, matter=matter, variant=variant, number=(session.scalar(last) or 0) + 1, title=written.title,
        text=written.text, risks=written.risks, unit=session.get(Unit, written.unit_id) if written.unit_id else None,
        base=session.get(RuleSetVersion, written.base_id) if written.base_id else None,
        total=sum(line.amount for line in written.lines), author_id=case.actor.id, reason=reason, saved_at=case.at,
    )  # fmt: skip
    version.unit_name = unit_name or (version.unit.name if version.unit else "")
    version.lines = [PlanLine.of(line, community_id=here, position=n) for n, line in enumerate(written.lines, 1)]
    version.milestones = [
        PlanMilestone(community_id=here, position=position, name=it.name, due=it.due)
        for position, it in enumerate(written.schedule, 1)
    ]
    version.digest = _digest(version)
    session.add(version)
    session.flush()
    return version
