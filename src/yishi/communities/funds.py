"""年度资金 · a community's money for a year: granted, committed by decisions, paid. Running sums in fen, never added up on a page."""

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ..db import Base, CommunityId, Fen


class Fund(Base):
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


def commit_money(session: Session, community_id: int, year: int, fen: int) -> None:
    """Money promised to a decided matter; negative when a decision falls."""
    _fund(session, community_id, year).committed += fen


def pay_money(session: Session, community_id: int, year: int, fen: int) -> None:
    """Money paid; negative for a correction."""
    _fund(session, community_id, year).paid += fen


def _fund(session: Session, community_id: int, year: int) -> Fund:
    mine = select(Fund).where(Fund.community_id == community_id, Fund.year == year).with_for_update()
    if (fund := session.scalar(mine)) is None:
        fund = Fund(community_id=community_id, year=year, granted=0, committed=0, paid=0)
        session.add(fund)
    return fund
