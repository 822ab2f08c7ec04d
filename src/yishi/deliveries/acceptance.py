"""验收 · the checklist of each acceptance, the supervisors' signatures, and what is sent back to be put right."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..clock import today
from ..db import Base, CommunityId, PersonId, session_of
from ..ledger.models import Procedural, consequence, fact
from ..matters.models import Matter
from ..notices import models as _notices  # noqa: F401  what posts a sheet on the board
from ..people.models import Person
from ..procedure.acceptance import CHECK, CheckState, standard_items
from ..procedure.lifecycle import Case, Unanswered
from ..procedure.matter import MatterState
from ..procedure.notice import NoticeKind
from .models import Delivery, Milestone, MilestoneKind


class AcceptanceCheck(Procedural, Base):
    """验收项 · one thing to be looked at in one acceptance (round)."""

    __tablename__ = "acceptance_checks"
    __table_args__ = (UniqueConstraint("delivery_id", "round", "position"),)
    lifecycle = CHECK

    state: Mapped[CheckState] = mapped_column(default=CHECK.initial)
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"))
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    round: Mapped[int]
    position: Mapped[int]
    text: Mapped[str]
    remark: Mapped[str] = mapped_column(default="")
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    delivery: Mapped[Delivery] = relationship(backref=backref("checks", order_by="AcceptanceCheck.id"))
    checked_by: Mapped[Person | None] = relationship()

    @property
    def unit_id(self) -> int | None:
        return self.delivery.matter.unit_id

    @property
    def ran_under(self) -> str:
        return self.delivery.matter.ran_under

    @property
    def is_current(self) -> bool:
        return self.delivery.matter.state is MatterState.ACCEPTING and self.round == self.delivery.round

    def record_check(self, case: Case, given: Mapping[str, Any]) -> None:
        """记下谁看的、哪里不通过"""
        self.remark, self.checked_by_id = given.get("remark", ""), case.actor.id


class AcceptanceSignature(Base):
    """验收签字 · one supervisor's, in one acceptance."""

    __tablename__ = "acceptance_signatures"
    __table_args__ = (UniqueConstraint("delivery_id", "round", "person_id"),)
    community_id: Mapped[CommunityId]
    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"))
    round: Mapped[int]
    person_id: Mapped[PersonId]
    at: Mapped[datetime]
    remark: Mapped[str] = mapped_column(default="")
    looked: Mapped[int] = mapped_column(default=0)  # items this one looked at in person; for the others the signature relies on
    items: Mapped[int] = mapped_column(default=0)  # what colleagues found; so many items in all
    delivery: Mapped[Delivery] = relationship(backref=backref("signatures", order_by="AcceptanceSignature.id"))
    person: Mapped[Person] = relationship()


@fact(Matter)
def checks_open(self: Any) -> int:
    """还没有通过的验收项"""
    return sum(it.state is not CheckState.PASSED for it in checks_now(self.delivery))


@fact(Matter)
def signature_ids(self: Any) -> Sequence[int]:
    """这一次验收已经签字的人"""
    return [it.person_id for it in signatures_now(self.delivery)]


def checks_now(delivery: Any) -> list[AcceptanceCheck]:
    return [it for it in delivery.checks if it.round == delivery.round] if delivery else []


def signatures_now(delivery: Any) -> list[AcceptanceSignature]:
    return [it for it in delivery.signatures if it.round == delivery.round] if delivery else []


@consequence(Matter)
def open_acceptance(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """列出验收清单"""
    new_round(self, case)


def new_round(matter: Any, case: Case, *also: str) -> None:
    """A fresh checklist: every milestone, the standard items of the class, and whatever is in dispute."""
    delivery = matter.delivery
    delivery.round += 1
    items = [_asked_of(it) for it in delivery.milestones]
    for position, text in enumerate((*items, *standard_items(matter.project_class), *also), 1):
        delivery.checks.append(
            AcceptanceCheck(
                community_id=matter.community_id, matter_id=matter.id, round=delivery.round, position=position, text=text,
                entered_at=case.at, touched_at=case.at,
            )
        )  # fmt: skip


def _asked_of(milestone: Milestone) -> str:
    if milestone.kind is MilestoneKind.RECTIFICATION:
        return f"已整改：{milestone.detail}"
    return f"已完成：{milestone.name}"


@consequence(Matter)
def add_signature(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """记下签字，各项是谁看的；签够人数就张贴验收公示"""
    seen = Counter(it.checked_by.name if it.checked_by else "" for it in checks_now(self.delivery))
    looked = sum(it.checked_by_id == case.actor.id for it in checks_now(self.delivery))
    self.delivery.signatures.append(
        AcceptanceSignature(
            community_id=self.community_id, round=self.delivery.round, person_id=case.actor.id, at=case.at, remark=given["remark"],
            looked=looked, items=seen.total(), person=session_of(self).get(Person, case.actor.id),
        )
    )  # fmt: skip
    if self.state is MatterState.RATING:
        self.open_rating(case)
        names = "、".join(it.person.name for it in signatures_now(self.delivery))
        self.announce(
            case, NoticeKind.ACCEPTANCE, f"“{self.title}”通过验收",
            f"居民监督员逐项查看后验收通过，签字的是{names}。请居民评价办得怎么样；"
            f"没有办好的，可以提出来，满{self.rule_set.disputes_needed}人就重新验收。",
            self.due_at,
        )  # fmt: skip
    return {"looked_at": dict(seen)}


@consequence(Matter)
def order_rectification(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """把要整改的事列进里程碑，回到实施"""
    by: date = given["by"]
    if by < today(case.at):
        raise Unanswered({"by": "改好的日期不能早于今天"})
    delivery = self.delivery
    number = 1 + sum(it.kind is MilestoneKind.RECTIFICATION for it in delivery.milestones)
    delivery.milestones.append(
        Milestone(
            community_id=self.community_id,
            kind=MilestoneKind.RECTIFICATION,
            name=f"整改{number}",
            detail=given["reason"],
            due=by,
            progress=0,
        )
    )
    delivery.reckon()
