"""实施 · a decided matter as it is carried out: milestones and budget lines from the frozen plan, reports, visits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..clock import today
from ..communities.funds import commit_money, pay_money
from ..communities.models import Unit
from ..db import Base, CommunityId, Fen, Line, PersonId, session_of
from ..ledger.models import consequence, fact
from ..matters.models import Matter
from ..people.models import Person
from ..procedure.calendar import day_begins
from ..procedure.lifecycle import Case, Unanswered
from ..procedure.matter import MatterState
from ..procedure.numerals import yuan
from ..procedure.parameter_forms import Grade
from ..procedure.words import Word

NOTHING_DUE = date(9999, 12, 31)  # sorts after every day on which something is due


class MilestoneKind(Word):
    PLAN = "plan", "方案进度"
    RECTIFICATION = "rectification", "整改"


class Delivery(Base):
    """One row a decided matter: its totals, kept in step with every act, so that a list of them reads nothing else."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("matter_id"),
        CheckConstraint("spent >= 0 AND budget >= 0", name="money_is_not_negative"),
        Index("ix_deliveries_community_id_over_due", "community_id", "over", "due", "id"),
        Index("ix_deliveries_community_id_over_progress", "community_id", "over", "progress", "id"),
        Index("ix_deliveries_community_id_over_budget", "community_id", "over", "budget", "id"),
        Index("ix_deliveries_community_id_over_spent", "community_id", "over", "spent", "id"),
        Index("ix_deliveries_community_id_over_id", "community_id", "over", "id"),
    )
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    over: Mapped[bool] = mapped_column(default=False)  # closed, and not disputed since
    budget: Mapped[Fen]  # the plan's total and the changes granted
    spent: Mapped[Fen] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)  # percent, the mean of the milestones
    open_milestones: Mapped[int] = mapped_column(default=0)
    due: Mapped[date] = mapped_column(default=NOTHING_DUE)  # of the earliest milestone not yet done
    expenses: Mapped[int] = mapped_column(default=0)  # how many were recorded, corrections included
    round: Mapped[int] = mapped_column(default=0)  # which acceptance this is, or was
    started_at: Mapped[datetime]
    visited_on: Mapped[date | None]  # the last visit of a supervisor
    verdict: Mapped[Grade | None]
    verdict_sum: Mapped[str] = mapped_column(default="")

    matter: Mapped[Matter] = relationship(backref=backref("delivery", uselist=False))
    unit: Mapped[Unit | None] = relationship()
    milestones: Mapped[list["Milestone"]] = relationship(order_by="Milestone.id", back_populates="delivery")
    lines: Mapped[list["Appropriation"]] = relationship(order_by="Appropriation.position", back_populates="delivery")

    @property
    def owed_by(self) -> date | None:
        """The day by which the next milestone is due; None when nothing is."""
        return None if self.due == NOTHING_DUE else self.due

    def reckon(self) -> None:
        """Bring the totals in step with the milestones and lines, and the community's year with the totals."""
        left = [it for it in self.milestones if not it.done]
        self.open_milestones = len(left)
        self.due = min((it.due for it in left), default=NOTHING_DUE)
        self.progress = sum(it.progress for it in self.milestones) // max(len(self.milestones), 1)
        budget, spent = sum(it.allowed for it in self.lines), sum(it.spent for it in self.lines)
        session, year = session_of(self), today(self.started_at).year
        if budget != self.budget:
            commit_money(session, self.community_id, year, budget - self.budget)
        if spent != self.spent:
            pay_money(session, self.community_id, year, spent - self.spent)
        self.budget, self.spent = budget, spent
        if self.matter.state is MatterState.DELIVERING:
            self.matter.due_at = day_begins(self.due + timedelta(days=1)) if left else None


class Milestone(Base):
    """里程碑 · a step of the plan's schedule, or something ordered to be put right. Done when reported at 100 percent."""

    __tablename__ = "milestones"
    __table_args__ = (CheckConstraint("progress BETWEEN 0 AND 100", name="progress_is_percent"),)
    community_id: Mapped[CommunityId]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), index=True)
    kind: Mapped[MilestoneKind] = mapped_column(default=MilestoneKind.PLAN)
    name: Mapped[Line]
    detail: Mapped[str] = mapped_column(default="")
    due: Mapped[date]  # by the end of this day
    progress: Mapped[int] = mapped_column(default=0)
    reported_at: Mapped[datetime | None]
    delivery: Mapped[Delivery] = relationship(back_populates="milestones")

    @property
    def done(self) -> bool:
        return self.reported_at is not None

    def late_by(self, at: datetime) -> int:
        """Whole days past its day: so far when it is open, in the end when it is done."""
        return max(((today(self.reported_at or at)) - self.due).days, 0)


class Appropriation(Base):
    """核定预算 · a budget line of the frozen plan: what was planned, what changes added, what was spent. Fen."""

    __tablename__ = "appropriations"
    __table_args__ = (
        UniqueConstraint("delivery_id", "position"),
        CheckConstraint("planned >= 0 AND added >= 0 AND spent >= 0", name="money_is_not_negative"),
    )
    community_id: Mapped[CommunityId]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"))
    position: Mapped[int]
    name: Mapped[Line]
    detail: Mapped[str] = mapped_column(default="")  # 24盏 × ¥2,850.00
    planned: Mapped[Fen]
    added: Mapped[Fen] = mapped_column(default=0)
    spent: Mapped[Fen] = mapped_column(default=0)
    delivery: Mapped[Delivery] = relationship(back_populates="lines")

    @property
    def allowed(self) -> int:
        return self.planned + self.added

    @property
    def left(self) -> int:
        return self.allowed - self.spent


class Report(Base):
    """进展报告 · what the unit that carries a matter out says of one milestone, with photographs."""

    __tablename__ = "reports"
    __table_args__ = (Index("ix_reports_matter_id_id", "matter_id", "id"),)
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"))
    person_id: Mapped[PersonId]
    at: Mapped[datetime]
    progress: Mapped[int]
    text: Mapped[str]
    milestone: Mapped[Milestone] = relationship()
    person: Mapped[Person] = relationship()


class SiteVisit(Base):
    """走访 · what a supervisor found on the spot, on a day, with photographs."""

    __tablename__ = "site_visits"
    __table_args__ = (Index("ix_site_visits_matter_id_id", "matter_id", "id"),)
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[PersonId]
    at: Mapped[datetime]
    visited_on: Mapped[date]
    sound: Mapped[bool]
    findings: Mapped[str]
    person: Mapped[Person] = relationship()


@fact(Matter)
def milestones_open(self: Any) -> int:
    """还没做完的里程碑"""
    return self.delivery.open_milestones if self.delivery else 0


@fact(Matter)
def milestone_choices(self: Any) -> Sequence[tuple[str, str]]:
    """还没做完的里程碑，可以选来报告"""
    return tuple((str(it.id), f"{it.name}（已报{it.progress}%）") for it in self.delivery.milestones if not it.done)


@fact(Matter)
def line_choices(self: Any) -> Sequence[tuple[str, str]]:
    """预算明细，可以选来记支出或申请变更"""
    lines = self.delivery.lines if self.delivery else ()
    return tuple((str(it.id), f"{it.name}（还剩{yuan(it.left)}）") for it in lines)


@consequence(Matter)
def open_delivery(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """按定稿方案立下里程碑和预算明细"""
    plan, place = self.plan, {"community_id": self.community_id}
    milestones = [Milestone(**place, name=it.name, due=it.due, progress=0) for it in plan.milestones]
    lines = [
        Appropriation(**place, position=it.position, name=it.name, detail=_priced(it), planned=it.amount, added=0, spent=0)
        for it in plan.lines
    ]
    delivery = Delivery(**place, unit_id=self.unit_id, started_at=case.at, budget=0, spent=0, milestones=milestones, lines=lines)
    session_of(self).add(delivery)
    delivery.matter = self
    delivery.reckon()


def _priced(line: Any) -> str:
    """24盏 × ¥2,850.00"""
    return str(line.priced.sum.partition(" = ")[0])


@consequence(Matter)
def add_report(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """记下进展，做到百分之百的里程碑算完成"""
    milestone = next(it for it in self.delivery.milestones if str(it.id) == given["milestone"])
    milestone.progress = given["progress"]
    if milestone.progress == 100:
        milestone.reported_at = case.at
    self.delivery.reckon()
    session_of(self).add(
        Report(
            community_id=self.community_id, matter_id=self.id, milestone=milestone, person_id=case.actor.id, at=case.at,
            progress=milestone.progress, text=given["report"],
        )
    )  # fmt: skip


@consequence(Matter)
def add_visit(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """记下走访"""
    if given["visited_on"] > today(case.at):
        raise Unanswered({"visited_on": "走访的日期不能晚于今天"})
    if given["visited_on"] < today(self.delivery.started_at):
        raise Unanswered({"visited_on": f"{today(self.delivery.started_at):%Y-%m-%d}才开始实施，走访的日期不能更早"})
    self.delivery.visited_on = max(self.delivery.visited_on or given["visited_on"], given["visited_on"])
    session_of(self).add(
        SiteVisit(
            community_id=self.community_id, matter_id=self.id, person_id=case.actor.id, at=case.at,
            visited_on=given["visited_on"], sound=given["sound"] == "yes", findings=given["findings"],
        )
    )  # fmt: skip
