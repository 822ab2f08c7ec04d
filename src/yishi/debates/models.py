"""辩论 · the record of one debate of a matter: its rounds, its speeches, the hands that wait, the chair's reminders.

A debate opened again (postponed, no quorum at the vote, an objection upheld) is a new record with the next number.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, and_, func, select
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..clock import today
from ..db import Base, CommunityId, Line, PersonId
from ..ledger.models import Procedural
from ..matters.models import Matter, OfMatter
from ..people.models import Person
from ..procedure import debate as rules
from ..procedure.debate import Stance
from ..procedure.debate_motion import DEBATE, DebateState
from ..procedure.electorate import VOTING
from ..procedure.lifecycle import Case, Refused
from ..procedure.matter import MatterState
from ..procedure.motions import Ground, Rung
from ..procedure.people import SYSTEM, Actor, Role
from ..workdays import calendar
from .council import regular_chair, seat_of, seats

if TYPE_CHECKING:
    from .motions import Motion


class Debate(OfMatter, Base):
    __tablename__ = "debates"
    __table_args__ = (UniqueConstraint("matter_id", "number"), Index("ix_debates_state_due_at", "state", "due_at"))
    lifecycle = DEBATE

    state: Mapped[DebateState] = mapped_column(default=DEBATE.initial)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    number: Mapped[int]
    noticed_at: Mapped[datetime]  # when the matter came to be debated: who is seated later does not decide it
    opens_at: Mapped[datetime]  # when the notice is over and the first round begins
    round: Mapped[int] = mapped_column(default=0)
    spoken: Mapped[int] = mapped_column(default=0)  # how many speeches, those on amendments included
    spoken_in_hall: Mapped[int] = mapped_column(default=0)  # how many speeches on the plan there were at sittings
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))  # who presides in place of the chair

    matter: Mapped[Matter] = relationship(backref=backref("debates", order_by="Debate.number"))
    stand_in: Mapped[Person | None] = relationship()

    # -- what the rules and the pages ask ----------------------------------------------------------

    @property
    def url(self) -> str:
        return f"{self.matter.url}/debate"

    @property
    def pending(self) -> bool:
        """The matter is being debated, and this is the debate."""
        latest = self.matter.debates[-1] is self
        return latest and self.matter.state is MatterState.DEBATING and self.state is not DebateState.ENDED

    @property
    def carried(self) -> str:
        return self.matter.motion_carried

    @property
    def round_ends(self) -> tuple[datetime, ...]:
        return rules.round_ends(self.opens_at, self.rule_set, calendar)

    def over(self, at: datetime) -> str:
        """Why there is nothing more to say, or ''."""
        return rules.exhausted(self.question(at), at)

    def question(self, at: datetime, motion: "Motion | None" = None) -> rules.Debate:
        """The plan, or an amendment under discussion, as the rules of turns look at it."""
        spoken = select(Speech.speaker_id, Speech.stance, Speech.at).where(about(Speech, self, motion)).order_by(Speech.id)
        raised = select(Hand.person_id, Hand.stance, Hand.at).where(about(Hand, self, motion), Hand.lowered_at.is_(None))
        return rules.Debate(
            opened_at=motion.entered_at if motion else self.opens_at,
            round_ends=(motion.due_at or motion.entered_at,) if motion else self.round_ends,
            chair_id=self.presiding_id(at),
            speeches=sorted([*self._session.execute(spoken), *(() if motion else self.said_in_hall)], key=lambda it: it.at),
            hands=self._session.execute(raised.order_by(Hand.at)).all(),
            closed=motion is None and self.state is DebateState.CLOSED,
        )

    if TYPE_CHECKING:
        said_in_hall: Sequence[rules.Spoken]  # given by the sittings
        hall_speeches: Sequence[Any]

        def open_motions(self) -> Sequence[Motion]: ...  # given by the motions

    # -- 轮次 --------------------------------------------------------------------------------------

    def deadline(self, at: datetime) -> datetime | None:
        """The end of the round that runs now."""
        ends = self.round_ends
        return next((end for end in ends if end > at), ends[-1]) if self.state is DebateState.SPEAKING else None

    def arrived(self, case: Case, source: DebateState) -> None:
        if self.pending:
            self.matter.due_at = self.due_at

    def next_round(self, case: Case, given: Mapping[str, Any]) -> None:
        """记下轮次和截止时间"""
        self.round = min(self.question(case.at).round_at(case.at), len(self.round_ends))
        self.due_at = self.matter.due_at = self.deadline(case.at)

    # -- 主持 --------------------------------------------------------------------------------------

    def presided_by(self, actor: Actor) -> bool:
        """Whether this person directs the debate: who was handed the chair and still sits, else who has it by their seat."""
        if self.chair_id is None:
            return actor.has(Role.CHAIR)
        return actor.id == self.chair_id and bool(actor.roles & VOTING)

    def presiding_id(self, at: datetime) -> int | None:
        return self.chair_id or regular_chair(self._session, self.community_id, today(at))

    @property
    def stand_ins(self) -> Sequence[tuple[str, str]]:
        """Who could take the chair: council members who, where the chair is neutral, took no part in this debate."""
        day = today(self.touched_at)
        out = {self.presiding_id(self.touched_at), *(self._took_part() if self.rule_set.chair_neutral else ())}
        sitting = seats(self._session, self.community_id, day, self.noticed_at)
        return [(str(s.person_id), s.person.name) for s in sitting if s.person_id not in out]

    def _took_part(self) -> Sequence[int]:
        return self._session.scalars(select(Speech.speaker_id).where(Speech.debate_id == self.id).distinct()).all()

    def hand_over(self, case: Case, given: Mapping[str, Any]) -> None:
        """记下由谁主持，到这件事表决完为止"""
        person_id = int(given["to"])
        if seat_of(self._session, self.community_id, person_id, today(case.at)) is None:
            raise Refused("这一位的席位任期已满，请另选一位")
        self.stand_in = self._session.get_one(Person, person_id)

    def reminders_of(self, speaker_id: int | None) -> int:
        """How many times the chair has reminded this person here."""
        found = select(func.count()).where(Reminder.debate_id == self.id, Reminder.speaker_id == speaker_id)
        return self._session.scalar(found) or 0


class Speech(Base):
    """发言 · one turn on the plan, or on an amendment. Never edited, never taken back."""

    __tablename__ = "speeches"
    __table_args__ = (
        UniqueConstraint("debate_id", "seq"),
        CheckConstraint("characters > 0", name="says_something"),
        Index("ix_speeches_debate_id_motion_id_id", "debate_id", "motion_id", "id"),
    )
    community_id: Mapped[CommunityId]
    debate_id: Mapped[int] = mapped_column(ForeignKey("debates.id"))
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motions.id"), index=True)  # the amendment, if on one
    seq: Mapped[int]  # two people at one instant cannot both be the next
    round: Mapped[int]
    turn: Mapped[int]  # the speaker's first, second… on this question
    speaker_id: Mapped[PersonId]
    seat: Mapped[Line]  # 居民议事员, as it was then
    stance: Mapped[Stance | None]
    text: Mapped[str]
    characters: Mapped[int]
    at: Mapped[datetime]

    debate: Mapped[Debate] = relationship()
    speaker: Mapped[Person] = relationship()
    reminder: Mapped["Reminder | None"] = relationship(back_populates="speech")
    answer: Mapped["Answer | None"] = relationship(back_populates="speech")


class Hand(Base):
    """举手 · somebody waits for their turn. One place for a person in a round: raising it again does not lengthen it."""

    __tablename__ = "hands"
    community_id: Mapped[CommunityId]
    debate_id: Mapped[int] = mapped_column(ForeignKey("debates.id"))
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motions.id"), index=True)
    person_id: Mapped[PersonId]
    round: Mapped[int]
    stance: Mapped[Stance | None]
    at: Mapped[datetime]
    lowered_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


Index(
    "uq_hands_one_place", Hand.debate_id, func.coalesce(Hand.motion_id, 0), Hand.person_id, Hand.round, unique=True
)  # fmt: skip


class Reminder(Base):
    """提醒 · the chair stopped a speaker: on what ground, under which article, and how far up the ladder."""

    __tablename__ = "reminders"
    community_id: Mapped[CommunityId]
    debate_id: Mapped[int] = mapped_column(ForeignKey("debates.id"))
    speech_id: Mapped[int] = mapped_column(ForeignKey("speeches.id"), unique=True)
    speaker_id: Mapped[PersonId]
    chair_id: Mapped[PersonId]
    ground: Mapped[Ground]
    rung: Mapped[Rung]
    words: Mapped[str]
    at: Mapped[datetime]
    speech: Mapped[Speech] = relationship(back_populates="reminder")


class Answer(Base):
    """答复 · what the plan group says, on record, to a question asked in the debate. It is no speech and uses no turn."""

    __tablename__ = "answers"
    community_id: Mapped[CommunityId]
    speech_id: Mapped[int] = mapped_column(ForeignKey("speeches.id"), unique=True)
    person_id: Mapped[PersonId]
    text: Mapped[str]
    at: Mapped[datetime]
    speech: Mapped[Speech] = relationship(back_populates="answer")
    person: Mapped[Person] = relationship()


def about(model: type[Speech] | type[Hand], debate: Debate, motion: "Motion | None") -> ColumnElement[bool]:
    """The rows of one question: the plan, or an amendment (which may outlive the debate in which it was moved)."""
    return model.motion_id == motion.id if motion else and_(model.debate_id == debate.id, model.motion_id.is_(None))


def run_on(record: Procedural, at: datetime) -> None:
    """The clock takes what is due by now, so that nobody acts on a state that has passed."""
    case = Case(SYSTEM, at)
    while step := record.lifecycle.due(record, case):
        record.take(step.name, case)
