"""居民评价 · once each, unseen by anybody until the window closes; and the dispute of a resident for whom it is not done."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, CommunityId, PersonId, session_of
from ..ledger.models import consequence
from ..matters.models import Matter
from ..people.models import Person
from ..procedure.delivery import satisfaction
from ..procedure.lifecycle import Case
from ..procedure.notice import NoticeKind
from ..procedure.parameter_forms import Grade
from .acceptance import new_round


class Rating(Base):
    """One resident's. After a new acceptance everybody may rate again; the earlier ones keep their round."""

    __tablename__ = "ratings"
    __table_args__ = (
        UniqueConstraint("matter_id", "round", "person_id"),
        Index("ix_ratings_matter_id_round_place", "matter_id", "round", "place"),
    )
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    round: Mapped[int]
    person_id: Mapped[PersonId]
    grade: Mapped[Grade]
    remark: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    place: Mapped[int] = mapped_column(
        BigInteger, default=lambda: secrets.randbits(62)
    )  # remarks stand by it, not by who came when


class Dispute(Base):
    """没办好 · a resident's word that the matter is not done; it brings a new acceptance."""

    __tablename__ = "disputes"
    __table_args__ = (UniqueConstraint("matter_id", "person_id"),)
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[PersonId]
    reason: Mapped[str]
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()


@consequence(Matter)
def has_rated(self: Any, person_id: int | None) -> bool:
    """这一次已经评价过"""
    mine = (Rating.matter_id == self.id) & (Rating.round == self.delivery.round) & (Rating.person_id == person_id)
    return person_id is not None and session_of(self).scalar(select(Rating.id).where(mine)) is not None


@consequence(Matter)
def has_disputed(self: Any, person_id: int | None) -> bool:
    """已经提过没办好"""
    mine = (Dispute.matter_id == self.id) & (Dispute.person_id == person_id)
    return person_id is not None and session_of(self).scalar(select(Dispute.id).where(mine)) is not None


@consequence(Matter)
def add_rating(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """记下评价，评价期满以前谁也看不到"""
    session_of(self).add(
        Rating(
            community_id=self.community_id, matter_id=self.id, round=self.delivery.round, person_id=case.actor.id,
            grade=next(it for it in Grade if it == given["rating"]), remark=given["remark"], at=case.at,
        )
    )  # fmt: skip


@consequence(Matter)
def conclude(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """算出评价结论，张贴办结公示"""
    delivery = self.delivery
    result = satisfaction(counts(self), self.rule_set)
    delivery.over, delivery.verdict, delivery.verdict_sum = True, result.grade, result.sum
    self.announce(
        case, NoticeKind.CLOSING, f"“{self.title}”办结",
        f"居民评价：{result.sum}认为没有办好的居民，可以在期限内说明理由，要求重新验收。", self.due_at,
    )  # fmt: skip


@consequence(Matter)
def record_dispute(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """记下哪里没有办好，重新列出验收清单"""
    session_of(self).add(
        Dispute(community_id=self.community_id, matter_id=self.id, person_id=case.actor.id, reason=given["reason"], at=case.at)
    )
    self.delivery.over = False
    new_round(self, case, f"居民反映的已解决：{given['reason']}")


def counts(matter: Any, round: int | None = None) -> Mapping[Grade, int]:
    """How many of each grade in one round. Only for when the window is closed."""
    rows = (
        select(Rating.grade, func.count())
        .where(Rating.matter_id == matter.id, Rating.round == (round or matter.delivery.round))
        .group_by(Rating.grade)
    )
    return dict(session_of(matter).execute(rows).all())
