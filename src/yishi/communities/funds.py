"""年度资金 · what a community was granted for a year, what it has committed by vote and what it has paid: running sums, in fen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..db import Base, CommunityId, Fen
from ..ledger.models import record
from ..procedure.lifecycle import Case, Refused


class Fund(Base):
    """One year's money. The sums move with the acts that commit and pay, so no page ever adds them up."""

    __tablename__ = "funds"
    __table_args__ = (
        UniqueConstraint("community_id", "year"),
        CheckConstraint("granted >= 0", name="granted_is_not_negative"),
    )
    community_id: Mapped[CommunityId]
    year: Mapped[int]
    granted: Mapped[Fen] = mapped_column(default=0)
    committed: Mapped[Fen] = mapped_column(default=0)
    paid: Mapped[Fen] = mapped_column(default=0)
    changed_at: Mapped[datetime | None]  # when the grant was last set

    @property
    def left(self) -> int:
        """What may still be committed; negative when more was decided than granted."""
        return self.granted - self.committed


def commit_money(session: Session, community_id: int, year: int, fen: int) -> None:
    """A decision binds so much of the year's money; a negative sum sets it free again."""
    _move(session, community_id, year, {"committed": fen})


def pay_money(session: Session, community_id: int, year: int, fen: int) -> None:
    """So much was paid; a negative sum corrects an earlier payment."""
    _move(session, community_id, year, {"paid": fen})


def fund_of(session: Session, community_id: int, year: int) -> Fund | None:
    return session.scalar(select(Fund).where(Fund.community_id == community_id, Fund.year == year))


def grant(session: Session, community_id: int, year: int, fen: int, reason: str, case: Case) -> Fund:
    """Say how much the year has. The ledger keeps what it was, what it is now, and why."""
    fund = session.scalar(select(Fund).where(Fund.community_id == community_id, Fund.year == year).with_for_update())
    if fund is None:
        fund = Fund(community_id=community_id, year=year, granted=0, committed=0, paid=0)
        session.add(fund)
    elif fund.granted == fen:
        raise Refused(f"{year}年的额度本来就是这个数")
    before, fund.granted, fund.changed_at = fund.granted, fen, case.at
    session.flush()
    record(
        session, case, community_id=community_id, subject=f"funds/{year}", step="grant", label="下达年度资金",
        given={"year": year, "before": before, "granted": fen, "reason": reason},
    )  # fmt: skip
    return fund


def _move(session: Session, community_id: int, year: int, sums: Mapping[str, int]) -> None:
    mine = (Fund.community_id == community_id) & (Fund.year == year)
    moved: dict[str, Any] = {name: getattr(Fund, name) + fen for name, fen in sums.items()}
    if session.execute(update(Fund).where(mine).values(moved)).rowcount == 0:  # type: ignore[attr-defined]
        session.add(Fund(community_id=community_id, year=year, **sums))
        session.flush()
