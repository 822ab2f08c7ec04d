"""人 · people, how they sign in, and the seats from which they act."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..clock import now
from ..db import Base, CommunityId, Line, PersonId
from ..procedure.people import Role
from ..procedure.words import Word


class Person(Base):
    """A person; an account once a password is set. One person may live and sit in several communities."""

    __tablename__ = "people"
    name: Mapped[Line]
    username: Mapped[str | None] = mapped_column(String(64), unique=True)
    phone: Mapped[str | None] = mapped_column(String(32), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    if TYPE_CHECKING:

        def awaited_in(self, day: date) -> frozenset[int]: ...  # given by the polls: where they have a say now


class SignIn(Base):
    """登录 · one signed-in browser. Only the digest of its token is kept."""

    __tablename__ = "sign_ins"
    token_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[PersonId]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="joined")


class Vouched(Word):
    """By whom a code was given out, and so for whom it is good. Each is worth more than the one before it."""

    ALONE = "alone", "一人发出"
    TWO = "two", "一人申请、一人核准"
    STREET = "street", "一人申请、街道核准"


class Invitation(Base):
    """邀请码 · a printed one-time code with which a person sets their first password, or a new one."""

    __tablename__ = "invitations"
    code_digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    person_id: Mapped[PersonId]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    vouched: Mapped[Vouched] = mapped_column(default=Vouched.ALONE)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # where a second one released it
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))  # none: the command line
    told: Mapped[bool] = mapped_column(default=False)  # whether its person is to find a notice of it
    dismissed_at: Mapped[datetime | None]  # when its person had read the notice
    person: Mapped[Person] = relationship(foreign_keys="Invitation.person_id")
    issued_by: Mapped[Person | None] = relationship(foreign_keys="Invitation.issued_by_id")
    asked_by: Mapped[Person | None] = relationship(foreign_keys="Invitation.asked_by_id")


class CodeRequest(Base):
    """申请登录码 · one official asks for a code that a second one must release. It runs out by itself."""

    __tablename__ = "code_requests"
    community_id: Mapped[CommunityId]
    person_id: Mapped[PersonId]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(foreign_keys="CodeRequest.person_id")
    asked_by: Mapped[Person] = relationship(foreign_keys="CodeRequest.asked_by_id")


class Residence(Base):
    """居住 · a person registered in a community, with or without a household."""

    __tablename__ = "residences"
    __table_args__ = (UniqueConstraint("community_id", "person_id"),)
    community_id: Mapped[CommunityId]
    person_id: Mapped[PersonId]
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(default=now)  # when it was put down, or put down again after it had ended
    person: Mapped[Person] = relationship()


class Seat(Base):
    """席位 · a person in a body, with a role and a term. `until` is the last day, None while open."""

    __tablename__ = "seats"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="term_runs_forward"),
        Index("ix_seats_person_id_community_id", "person_id", "community_id"),
    )
    community_id: Mapped[CommunityId]
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    role: Mapped[Role]
    title: Mapped[Line]  # 居民议事员, 党委议事员, 主持人…
    since: Mapped[date]
    until: Mapped[date | None]
    recorded_at: Mapped[datetime]  # when it was written down, whatever its term says: nobody decides what was noticed before
    person: Mapped[Person] = relationship()

    def in_force(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Act(Base):
    """An answered form: the same key from the same person is answered the same way, and done once."""

    __tablename__ = "acts"
    __table_args__ = (UniqueConstraint("person_id", "key"),)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    key: Mapped[str] = mapped_column(String(64))
    location: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class Returned(Base):
    """退回 · a form that was refused, with what was typed, for its sender to look at again; gone within a day."""

    __tablename__ = "returned_forms"
    person_id: Mapped[PersonId]
    word: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int]
    typed: Mapped[dict[str, Any]]
    reasons: Mapped[list[Any]]
    problems: Mapped[dict[str, Any]]
