"""支出 · money paid against a budget line, with its voucher. Never edited: a correction is a row of its own, with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..clock import today
from ..db import Base, CommunityId, Fen, Line, PersonId, session_of
from ..ledger.models import consequence, fact
from ..matters.models import Matter
from ..people.models import Person
from ..procedure.delivery import LineStanding, exceeded
from ..procedure.lifecycle import Case, Unanswered
from ..procedure.numerals import yuan
from .models import Appropriation


class Expense(Base):
    """One row of the account. Of a correction, `amount` is the difference it makes; the sum of all rows is what was spent."""

    __tablename__ = "expenses"
    __table_args__ = (
        UniqueConstraint("matter_id", "number"),
        CheckConstraint("amount > 0 OR (corrects_id IS NOT NULL AND amount <> 0)", name="only_corrections_subtract"),
    )
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("appropriations.id"), index=True)
    number: Mapped[int]  # 第3笔, within the matter
    amount: Mapped[Fen]
    paid_on: Mapped[date]
    payee: Mapped[Line]
    purpose: Mapped[Line]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("expenses.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    person_id: Mapped[PersonId]
    at: Mapped[datetime]
    line: Mapped[Appropriation] = relationship()
    corrects: Mapped["Expense | None"] = relationship(remote_side="Expense.id")
    person: Mapped[Person] = relationship()


@fact(Matter)
def expenses_recorded(self: Any) -> int:
    """已记的支出笔数"""
    return self.delivery.expenses if self.delivery else 0


@fact(Matter)
def lines_exceeded(self: Any) -> Sequence[str]:
    """超出预算明细的支出"""
    return exceeded([_standing(line) for line in self.delivery.lines], self.rule_set)


@consequence(Matter)
def add_expense(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """记下支出，计入预算明细"""
    if given["paid_on"] > today(case.at):
        raise Unanswered({"paid_on": "付款的日期不能晚于今天"})
    if given["paid_on"] < today(self.delivery.started_at):
        raise Unanswered({"paid_on": f"{today(self.delivery.started_at):%Y-%m-%d}才开始实施，付款的日期不能更早"})
    line = next(it for it in self.delivery.lines if str(it.id) == given["line"])
    _enter(self, case, line, given["amount"], paid_on=given["paid_on"], payee=given["payee"], purpose=given["purpose"])


@consequence(Matter)
def correct_expense(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """另记一笔更正，原来那一笔不动"""
    session = session_of(self)
    wrong = session.scalar(select(Expense).where(Expense.matter_id == self.id, Expense.number == given["expense"]))
    if wrong is None:
        raise Unanswered({"expense": f"没有第{given['expense']}笔，请看支出表里的序号"})
    if wrong.corrects is not None:
        raise Unanswered({"expense": f"第{wrong.number}笔本身是更正，请填它更正的第{wrong.corrects.number}笔"})
    corrections = select(func.coalesce(func.sum(Expense.amount), 0)).where(Expense.corrects_id == wrong.id)
    present = wrong.amount + int(session.scalar(corrections) or 0)
    if given["amount"] == present:
        raise Unanswered({"amount": f"第{wrong.number}笔现在就是{yuan(present)}，不用更正"})
    _enter(
        self, case, wrong.line, given["amount"] - present, paid_on=wrong.paid_on, payee=wrong.payee, purpose=wrong.purpose,
        corrects=wrong, reason=given["reason"],
    )  # fmt: skip


def _enter(matter: Any, case: Case, line: Appropriation, amount: int, **about: Any) -> None:
    """Write one row and bring the totals in step; more than the line allows is refused."""
    if amount > 0 and (says := _standing(line).refusal(matter.rule_set, amount)):
        raise Unanswered({"amount": says})
    delivery = matter.delivery
    delivery.expenses += 1
    line.spent += amount
    delivery.reckon()
    session_of(matter).add(
        Expense(
            community_id=matter.community_id, matter_id=matter.id, line=line, number=delivery.expenses, amount=amount,
            person_id=case.actor.id, at=case.at, **about,
        )
    )  # fmt: skip


def _standing(line: Appropriation) -> LineStanding:
    return LineStanding(line.name, line.planned, line.allowed, line.spent)
