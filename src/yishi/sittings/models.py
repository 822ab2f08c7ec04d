"""会议 · the records of a sitting: what is planned, and who is on its roll. What happens on its floor is in `events.py`."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..clock import today
from ..communities.models import Body, Community, RuleSetVersion
from ..db import Base, CommunityId, Line, PersonId, session_of
from ..debates.council import seats_in
from ..debates.motions import Motion
from ..ledger.models import BEGINNING, LedgerEntry, Procedural
from ..matters.models import Matter
from ..people.models import Person
from ..procedure.debate_motion import OPEN
from ..procedure.floor import Phase
from ..procedure.matter import MatterState
from ..procedure.numerals import chinese
from ..procedure.people import Actor
from ..procedure.rule_set import RuleSet
from ..procedure.sitting import AHEAD, RECESS_TIMES, SITTING, ItemKind, Outcome, Place, Reply, SittingState, convener
from ..workdays import calendar

S = SittingState


class Sitting(Procedural, Base):
    __tablename__ = "sittings"
    __table_args__ = (
        UniqueConstraint("body_id", "number"),
        Index("ix_sittings_community_id_starts_at", "community_id", "starts_at"),
        Index("ix_sittings_state_due_at", "state", "due_at"),
    )
    lifecycle = SITTING

    state: Mapped[SittingState] = mapped_column(default=SITTING.initial)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"))
    rule_set_version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_versions.id"))
    number: Mapped[int]  # 第9次, counted for each body
    title: Mapped[Line]
    starts_at: Mapped[datetime]
    place: Mapped[Line]
    remark: Mapped[str] = mapped_column(default="")
    chair_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    secretary_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    presided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who had the chair when it was over
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("sittings.id"))
    created_at: Mapped[datetime]
    noticed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    adjourned_at: Mapped[datetime | None]
    circulated_at: Mapped[datetime | None]
    sealed_at: Mapped[datetime | None]
    why: Mapped[str] = mapped_column(default="")  # it was cancelled
    secret: Mapped[str] = mapped_column(String(64))  # from which the codes on the door are made
    seq: Mapped[int] = mapped_column(default=0)  # how many events there are
    digest: Mapped[str] = mapped_column(String(64), default=BEGINNING)  # of the last one, and so of all
    minutes_digest: Mapped[str] = mapped_column(String(64), default="")

    body: Mapped[Body] = relationship()
    community: Mapped[Community] = relationship()
    rule_set_version: Mapped[RuleSetVersion] = relationship()
    chair: Mapped[Person] = relationship(foreign_keys="Sitting.chair_id")
    secretary: Mapped[Person] = relationship(foreign_keys="Sitting.secretary_id")
    presided_by: Mapped[Person | None] = relationship(foreign_keys="Sitting.presided_by_id")
    items: Mapped[list["AgendaItem"]] = relationship(order_by="AgendaItem.position", back_populates="sitting")
    roll: Mapped[list["Attendee"]] = relationship(order_by="Attendee.id", back_populates="sitting")

    # -- what the rules and the pages ask ----------------------------------------------------------

    @property
    def url(self) -> str:
        return f"{self.community.url}/sittings/{self.id}"

    @property
    def rule_set(self) -> RuleSet:
        return self.rule_set_version.rules

    @property
    def ran_under(self) -> str:
        return self.rule_set_version.reference

    @property
    def name(self) -> str:
        """文华社区居民议事会第九次会议"""
        return f"{self.body.name}第{chinese(self.number)}次会议"

    @property
    def signer(self) -> Person:
        """主持人 · whose name stands under the minutes: who presided at the end, once there was one."""
        return self.presided_by or self.chair

    @property
    def ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def item_titles(self) -> Sequence[str]:
        return [item.title for item in self.items]

    @property
    def unready(self) -> Sequence[str]:
        undecided = undecided_among(session_of(self), {item.matter_id for item in self.items if item.matter_id})
        return [why for item in self.items if (why := item.unready_with(undecided))]

    @property
    def unseated(self) -> str:
        day = today(self.starts_at)
        sitting = {seat.person_id for seat in seats_in(session_of(self), self.body_id, day)}
        if self.chair_id not in sitting:
            return f"主持人那一天在{self.body.name}没有席位，请另选一位"
        return f"秘书不能同时是{self.body.name}的成员，请另选一位" if self.secretary_id in sitting else ""

    def notice_over(self, at: datetime) -> datetime:
        """Under the rules as they are now: sent, the notice takes them for the whole sitting."""
        present = self.community.rule_set_version or self.rule_set_version
        days = present.rules.notice_days
        return calendar.deadline(at, days) if days.days else at

    def deadline(self, at: datetime) -> datetime | None:
        match self.state:
            case S.NOTICED:
                return self.starts_at + timedelta(hours=self.rule_set.left_open_hours)
            case S.OPEN:
                times = RECESS_TIMES if self.floor.phase is Phase.RECESS else 1
                return at + timedelta(hours=self.rule_set.left_open_hours * times)
            case S.CIRCULATED:
                return calendar.deadline(at, self.rule_set.minutes_days)
        return None

    @property
    def opened(self) -> bool:
        return self.opened_at is not None

    @property
    def closed(self) -> bool:
        return self.floor.phase is Phase.ADJOURNED

    if TYPE_CHECKING:
        gathered: bool  # given by the events
        floor: Any  # given by the floor
        act: Any
        written_minutes: bool  # given by the minutes
        open_objections: int
        minutes_lines: Any
        minutes_sound: bool
        minutes_signed_by: str
        minutes_readable_by: Any
        record_url: str
        write_minutes: Any

    def visible_to(self, actor: Actor) -> bool:
        """What is only being planned may still change: it is nobody's but theirs who plan it, until the notice is out."""
        own = actor.id is not None and actor.id in (self.chair_id, self.secretary_id)
        return self.noticed_at is not None or own or convener.includes(actor, self)

    def place_of(self, person_id: int | None) -> "Attendee | None":
        """A person's line on the roll."""
        found = select(Attendee).where(Attendee.sitting_id == self.id, Attendee.person_id == person_id)
        return session_of(self).scalar(found) if person_id is not None else None

    def taken(self, step: str) -> LedgerEntry | None:
        """What the ledger keeps of a step that a sitting takes once."""
        found = select(LedgerEntry).where(
            LedgerEntry.community_id == self.community_id, LedgerEntry.subject == self.subject, LedgerEntry.step == step
        )  # fmt: skip
        return session_of(self).scalar(found.order_by(LedgerEntry.seq).limit(1))


class AgendaItem(Base):
    """议题 · one item of the agenda. `prepared` is what was before the assembly when the sitting was opened, and stays so.

    What was to be decided and could not be any more has `talk_only` instead: why.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (UniqueConstraint("sitting_id", "position"),)
    community_id: Mapped[CommunityId]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    position: Mapped[int]  # from 0
    kind: Mapped[ItemKind]
    title: Mapped[Line]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matters.id"), index=True)
    minutes: Mapped[int | None]  # how long it is thought to take
    note: Mapped[str] = mapped_column(default="")
    prepared: Mapped[dict[str, Any] | None]
    talk_only: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome | None]
    resolution: Mapped[str] = mapped_column(default="")  # what was decided, word for word
    poll_id: Mapped[int | None] = mapped_column(ForeignKey("polls.id"))  # under which the result is posted
    settled_at: Mapped[datetime | None]  # when the matter went the way that was decided

    sitting: Mapped[Sitting] = relationship(back_populates="items")
    matter: Mapped[Matter | None] = relationship()
    community: Mapped[Community] = relationship()

    def visible_to(self, actor: Actor) -> bool:
        return self.sitting.visible_to(actor)

    @property
    def url(self) -> str:
        return f"{self.sitting.url}/items/{self.id}"

    @property
    def unready(self) -> str:
        """Why this matter cannot be decided at a sitting; '' when it can."""
        matter = self.matter
        return self.unready_with(undecided_among(session_of(matter), {matter.id}) if matter else set())

    def unready_with(self, undecided: Collection[int]) -> str:
        """The same, where it is known on which matters something was moved online and not decided yet."""
        why = self.barred_with(undecided, "现在")
        return f"“{self.title}”{why}" if why else ""

    def barred_with(self, undecided: Collection[int], when: str) -> str:
        """The same without its name; `when` is how that moment is called where the words are read."""
        if self.kind is not ItemKind.DECIDE:
            return ""
        if self.matter is None:
            return "没有对应的事项，只能列为讨论或通报"
        if self.matter.state is not MatterState.DEBATING:
            return f"{when}是“{self.matter.state.label}”，到了公开辩论才能上会表决"
        return "在线上还有动议没有决定，决定以后才能上会表决" if self.matter.id in undecided else ""


def undecided_among(session: Session, matter_ids: Collection[int]) -> set[int]:
    """On which of these matters there are motions online that wait for a decision."""
    found = select(Motion.matter_id).where(Motion.matter_id.in_(matter_ids), Motion.state.in_(OPEN)).distinct()
    return set(session.scalars(found)) if matter_ids else set()


class Attendee(Base):
    """名册 · one person on the roll of one sitting, fixed when the notice went out; what they said to it, and to the minutes."""

    __tablename__ = "attendees"
    __table_args__ = (UniqueConstraint("sitting_id", "person_id"), Index("ix_attendees_person_id_told_at", "person_id", "told_at"))
    community_id: Mapped[CommunityId]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    person_id: Mapped[PersonId]
    place: Mapped[Place]
    name: Mapped[Line]
    title: Mapped[Line]  # 居民议事员; of an observer why they are there
    unit: Mapped[Line] = mapped_column(default="")
    seated_at: Mapped[datetime | None]  # when the seat was recorded: what was noticed before, it does not decide
    told_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    reply: Mapped[Reply | None]
    remark: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]  # the minutes, while they went round: with nothing against them, or with an objection

    sitting: Mapped[Sitting] = relationship(back_populates="roll")
    person: Mapped[Person] = relationship()


def new_secret() -> str:
    return secrets.token_hex(32)
