"""居民评价 · once each, unseen by anybody until the window closes; and the dispute of a resident for whom it is not done."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, CommunityId, PersonId, session_of
from ..ledger.models import consequence, fact
from ..matters.models import Matter
from ..people.models import Person, Residence
from ..procedure.delivery import satisfaction
from ..procedure.lifecycle import Case
from ..procedure.matter import MatterState
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


class RatingRound(Base):
    """评价的一轮 · opened with an acceptance; concluded, or interrupted when enough residents said that it is not done."""

    __tablename__ = "rating_rounds"
    __table_args__ = (UniqueConstraint("matter_id", "round"),)
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    round: Mapped[int]
    opened_at: Mapped[datetime]
    concluded_at: Mapped[datetime | None]
    verdict: Mapped[Grade | None]
    verdict_sum: Mapped[str] = mapped_column(default="")
    interrupted_at: Mapped[datetime | None]
    rated: Mapped[int] = mapped_column(default=0)  # how many had rated, once it is over


class Dispute(Base):
    """没办好 · a resident's word, signed and with a reason, that the matter is not done; enough of them bring a new acceptance."""

    __tablename__ = "disputes"
    __table_args__ = (UniqueConstraint("matter_id", "round", "person_id"),)
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    round: Mapped[int]
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
    """这一次已经提过没办好"""
    mine = (Dispute.matter_id == self.id) & (Dispute.round == self.delivery.round) & (Dispute.person_id == person_id)
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
    if round := round_of(self):
        round.concluded_at, round.verdict, round.verdict_sum = case.at, result.grade, result.sum
        round.rated = sum(counts(self).values())
    self.announce(
        case, NoticeKind.CLOSING, f"“{self.title}”办结",
        f"居民评价：{result.sum}认为没有办好的居民，可以在期限内说明理由；"
            f"提出的满{self.rule_set.disputes_needed}人，重新验收。",
            self.due_at,
    )  # fmt: skip


@consequence(Matter)
def record_dispute(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """记下哪里没有办好；够了人数，中断评价，重新列出验收清单"""
    session, delivery = session_of(self), self.delivery
    session.add(
        Dispute(
            community_id=self.community_id, matter_id=self.id, round=delivery.round, person_id=case.actor.id,
            reason=given["reason"], at=case.at,
        )
    )  # fmt: skip
    session.flush()
    told = {"round": delivery.round, "signed": self.disputes_signed, "needed": self.rule_set.disputes_needed}
    if self.state is not MatterState.ACCEPTING:
        return told
    if (round := round_of(self)) and round.concluded_at is None:
        round.interrupted_at, round.rated = case.at, sum(counts(self).values())
        told |= {"ratings_interrupted": round.rated}
    reasons = session.scalars(
        select(Dispute.reason).where(Dispute.matter_id == self.id, Dispute.round == delivery.round).order_by(Dispute.id)
    )
    delivery.over, delivery.verdict, delivery.verdict_sum = False, None, ""
    new_round(self, case, *(f"居民反映的已解决：{reason}" for reason in reasons.all()))
    return told


@consequence(Matter)
def open_rating(self: Any, case: Case) -> None:
    """开始一轮评价"""
    session_of(self).add(
        RatingRound(community_id=self.community_id, matter_id=self.id, round=self.delivery.round, opened_at=case.at)
    )


@fact(Matter)
def disputes_signed(self: Any) -> int:
    """这一次有几个人提过没办好"""
    here = select(func.count()).where(Dispute.matter_id == self.id, Dispute.round == self.delivery.round)
    return session_of(self).scalar(here) or 0


@fact(Matter)
def rating_since(self: Any) -> datetime | None:
    """这一轮评价开始的时刻"""
    round = round_of(self)
    return round.opened_at if round else None


@consequence(Matter)
def registered_at(self: Any, person_id: int | None) -> datetime | None:
    """什么时候登记在本社区居住"""
    wanted = select(Residence.recorded_at).where(Residence.community_id == self.community_id, Residence.person_id == person_id)
    found: datetime | None = session_of(self).scalar(wanted) if person_id is not None else None
    return found


@consequence(Matter)
def on_rating_roll(self: Any, person_id: int | None) -> bool:
    """这一轮评价开始以前就登记在本社区居住"""
    opened, put_down = self.rating_since, self.registered_at(person_id)
    return opened is None or (put_down is not None and put_down <= opened)


def round_of(matter: Any) -> RatingRound | None:
    """The round that goes with the present acceptance."""
    found = select(RatingRound).where(RatingRound.matter_id == matter.id, RatingRound.round == matter.delivery.round)
    it: RatingRound | None = session_of(matter).scalar(found)
    return it


def earlier_rounds(matter: Any) -> Sequence[RatingRound]:
    """The rounds before the present acceptance, latest first: concluded and disputed, or interrupted."""
    earlier = select(RatingRound).where(RatingRound.matter_id == matter.id, RatingRound.round < matter.delivery.round)
    rounds: Sequence[RatingRound] = session_of(matter).scalars(earlier.order_by(RatingRound.round.desc())).all()
    return rounds


def counts(matter: Any, round: int | None = None) -> Mapping[Grade, int]:
    """How many of each grade in one round. Only for when the window is closed."""
    rows = (
        select(Rating.grade, func.count())
        .where(Rating.matter_id == matter.id, Rating.round == (round or matter.delivery.round))
        .group_by(Rating.grade)
    )
    return dict(session_of(matter).execute(rows).all())
