"""变更 · more money for one line of the budget: asked for by the unit, granted by supervisors, staff or a new vote."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, Fen, PersonId, session_of
from ..ledger.models import consequence, fact
from ..matters.models import Matter, OfMatter
from ..people.models import Person
from ..polls.questions import PutToVote, put_to_vote
from ..procedure.change_order import CHANGE_ORDER, ChangeState, total_within_cap
from ..procedure.delivery import Need, change_need
from ..procedure.digest import digest_of
from ..procedure.lifecycle import Case, Unanswered
from ..procedure.notice import NoticeKind
from ..procedure.numerals import yuan
from ..procedure.poll import Purpose
from .models import Appropriation

OPEN = (ChangeState.PROPOSED, ChangeState.VOTING)


class ChangeOrder(PutToVote, OfMatter, Base):
    __tablename__ = "change_orders"
    __table_args__ = (
        CheckConstraint("amount > 0", name="adds_money"),
        Index(
            "uq_change_orders_open", "line_id", unique=True,
            sqlite_where=text("state IN ('proposed', 'voting')"), postgresql_where=text("state IN ('proposed', 'voting')"),
        ),
        Index("ix_change_orders_matter_id_id", "matter_id", "id"),
        Index("ix_change_orders_state_due_at", "state", "due_at"),
    )  # fmt: skip
    lifecycle = CHANGE_ORDER
    poll_purpose = Purpose.CHANGE_ORDER

    state: Mapped[ChangeState] = mapped_column(default=CHANGE_ORDER.initial)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("appropriations.id"))
    amount: Mapped[Fen]  # to be added to the line
    reason: Mapped[str]
    proposer_id: Mapped[PersonId]
    proposed_at: Mapped[datetime]
    refusal: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    matter: Mapped[Any] = relationship(Matter)
    line: Mapped[Appropriation] = relationship()
    proposer: Mapped[Person] = relationship(foreign_keys="ChangeOrder.proposer_id")
    decided_by: Mapped[Person | None] = relationship(foreign_keys="ChangeOrder.decided_by_id")

    @property
    def url(self) -> str:
        return f"{self.matter.url}/supervision/change-orders/{self.id}"

    @property
    def noticed_at(self) -> datetime:
        """From when on everybody knew what would be decided."""
        return self.proposed_at

    @property
    def unit_id(self) -> int | None:
        return self.matter.unit_id

    @property
    def planned(self) -> int:
        return self.line.planned

    @property
    def to(self) -> int:
        return self.line.allowed + self.amount

    @property
    def total_after(self) -> int:
        return self.matter.delivery.budget + self.amount

    @property
    def cap(self) -> int | None:
        project_class = self.matter.project_class
        return self.rule_set.class_caps.get(project_class) if project_class else None

    @property
    def by_vote(self) -> bool:
        """Whether only a new vote of the council may grant it."""
        return change_need(self.planned, self.to, self.rule_set) is Need.VOTE

    def grant(self, case: Case, given: Mapping[str, Any]) -> None:
        """计入预算明细，张贴变更公示"""
        before = self.line.allowed
        self.decided_by_id = case.actor.id
        self.line.added += self.amount
        self.matter.delivery.reckon()
        self.matter.announce(
            case, NoticeKind.CHANGE, f"“{self.matter.title}”预算变更",
            f"“{self.line.name}”由{yuan(before)}增加到{yuan(self.line.allowed)}。理由：{self.reason}",
        )  # fmt: skip

    def open_poll(self, case: Case, given: Mapping[str, Any]) -> None:
        """冻结选民名册，开放表决"""
        amounts = f"由{yuan(self.line.allowed)}增加到{yuan(self.to)}"
        question = f"是否同意“{self.matter.title}”的“{self.line.name}”{amounts}？理由：{self.reason}"
        put_to_vote(
            self.matter, case, Purpose.CHANGE_ORDER, self, title=f"{self.matter.title}：{self.line.name}变更", question=question,
            digest=self.digest,
        )  # fmt: skip

    @property
    def digest(self) -> str:
        """SHA-256 of what is decided: the frozen plan, the line, and what it comes to."""
        return digest_of({
            "format": "yishi-change-1", "matter": self.matter.number, "plan": self.matter.plan.digest, "line": self.line.name,
            "planned": self.planned, "from": self.line.allowed, "to": self.to, "reason": self.reason,
        })  # fmt: skip

    def record_refusal(self, case: Case, given: Mapping[str, Any]) -> None:
        """记下不同意的理由"""
        self.decided_by_id, self.refusal = case.actor.id, given["reason"]


@fact(Matter)
def change_orders_open(self: Any) -> int:
    """没有决定的变更"""
    found = select(func.count()).where(ChangeOrder.matter_id == self.id, ChangeOrder.state.in_(OPEN))
    return session_of(self).scalar(found) or 0


@consequence(Matter)
def propose_change(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """登记变更申请"""
    session = session_of(self)
    line = next(it for it in self.delivery.lines if str(it.id) == given["line"])
    waiting = select(ChangeOrder.id).where(ChangeOrder.line_id == line.id, ChangeOrder.state.in_(OPEN))
    if session.scalar(waiting) is not None:
        raise Unanswered({"line": f"“{line.name}”已有一件变更没有决定，请等它有结果再申请"})
    order = ChangeOrder(
        community_id=self.community_id, matter=self, line=line, amount=given["amount"], reason=given["reason"],
        proposer_id=case.actor.id, proposed_at=case.at, entered_at=case.at, touched_at=case.at,
    )  # fmt: skip
    if not total_within_cap.holds(order, case):
        raise Unanswered({"amount": total_within_cap.refusal(order, case)})
    session.add(order)
