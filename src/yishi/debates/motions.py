"""动议 · moved, seconded, voted on by the council, carried out at once. An amendment is a motion about one paragraph."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..clock import today
from ..db import Base, CommunityId, Line, PersonId
from ..ledger.models import consequence
from ..matters.models import Matter, OfMatter
from ..people.models import Person
from ..procedure import motions as rules
from ..procedure import poll
from ..procedure.amendment import Amendment, AmendmentForm
from ..procedure.debate_motion import MOTION, OPEN, DebateState, MotionState
from ..procedure.electorate import Elector, Electorate, freeze
from ..procedure.lifecycle import Case
from ..procedure.matter import MatterState
from ..procedure.motions import MotionKind
from ..procedure.numerals import chinese
from ..procedure.people import SYSTEM, Actor
from ..procedure.poll import Choice
from ..procedure.tally import Tally
from ..workdays import calendar
from .council import seats
from .models import Debate


class Motion(OfMatter, Base):
    __tablename__ = "motions"
    __table_args__ = (
        UniqueConstraint("matter_id", "number"),
        CheckConstraint("(kind = 'amend') = (form IS NOT NULL AND paragraph IS NOT NULL)", name="amends_a_paragraph"),
        CheckConstraint("(kind = 'postpone') = (until IS NOT NULL)", name="postpones_to_a_day"),
        CheckConstraint("(sum <> '') = (ayes IS NOT NULL)", name="counted_with_its_sum"),
        Index("ix_motions_debate_id_state", "debate_id", "state"),
        Index("ix_motions_state_due_at", "state", "due_at"),
    )
    lifecycle = MOTION

    state: Mapped[MotionState] = mapped_column(default=MOTION.initial)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    debate_id: Mapped[int] = mapped_column(ForeignKey("debates.id"))
    number: Mapped[int]
    kind: Mapped[MotionKind]
    mover_id: Mapped[PersonId]
    seat: Mapped[Line]
    reason: Mapped[str]
    until: Mapped[date | None]
    form: Mapped[AmendmentForm | None]
    paragraph: Mapped[int | None]  # as the plan counts now; moves when another amendment adds or strikes one
    text: Mapped[str] = mapped_column(default="")
    original: Mapped[str] = mapped_column(default="")  # the paragraph as it stood when the amendment was moved
    void: Mapped[str] = mapped_column(default="")  # why it can no longer be decided
    sum: Mapped[str] = mapped_column(default="")  # the verdict's sum in words, once the vote is over
    ayes: Mapped[int | None]
    noes: Mapped[int | None]
    abstentions: Mapped[int | None]
    carried_out_at: Mapped[datetime | None]

    matter: Mapped[Matter] = relationship()
    debate: Mapped[Debate] = relationship()
    mover: Mapped[Person] = relationship()

    # -- what the rules and the pages ask ----------------------------------------------------------

    @property
    def url(self) -> str:
        return f"{self.matter.url}/debate/motions/{self.id}"

    @property
    def label(self) -> str:
        return f"动议{chinese(self.number)}：{self.kind.label}"

    @property
    def pending(self) -> bool:
        return self.matter.state is MatterState.DEBATING and not self.void

    @property
    def amendment(self) -> Amendment:
        assert self.form is not None
        assert self.paragraph is not None
        return Amendment(self.form, self.paragraph, self.text)

    def deadline(self, at: datetime) -> datetime | None:
        return calendar.deadline(at, self.rule_set.motion_days) if self.state in OPEN else None

    def directed_by(self, actor: Actor) -> bool:
        return self.rule_set.chair_neutral and self.debate.presided_by(actor)

    @property
    def chair_article(self) -> str:
        return self.rule_set.quotes("chair_neutral")

    # -- 附议 --------------------------------------------------------------------------------------

    @property
    def seconder_ids(self) -> Sequence[int]:
        return self._session.scalars(select(MotionSecond.person_id).where(MotionSecond.motion_id == self.id)).all()

    @property
    def seconds_short(self) -> int:
        """Leave to withdraw needs no second."""
        if self.kind is MotionKind.WITHDRAW:
            return 0
        return rules.seconds_short(self.mover_id, self.seconder_ids, self.rule_set)

    def add_second(self, case: Case, given: Mapping[str, Any]) -> None:
        """记下附议人"""
        second = MotionSecond(community_id=self.community_id, motion_id=self.id, person_id=case.actor.id, at=case.at)
        self._session.add(second)

    # -- 表决 --------------------------------------------------------------------------------------

    def open_roll(self, case: Case, given: Mapping[str, Any]) -> None:
        """确定名册，开始表决"""
        day = today(case.at)
        sitting = seats(self._session, self.community_id, day, self.debate.noticed_at)
        roll = freeze(sitting, day, self.rule_set, self.debate.presiding_id(case.at))
        self._session.add_all(
            MotionBallot(community_id=self.community_id, motion_id=self.id, person_id=elector.person_id)
            for elector in roll.electors
        )

    @property
    def elector_ids(self) -> Sequence[int]:
        return self._session.scalars(select(MotionBallot.person_id).where(MotionBallot.motion_id == self.id)).all()

    def mark(self, case: Case, given: Mapping[str, Any]) -> None:
        """记下这一票；截止前可以改，谁也看不到票数"""
        ballot = self.ballot_of(case.actor.id)
        assert ballot is not None
        ballot.choice, ballot.at = Choice(given["choice"]), case.at

    def ballot_of(self, person_id: int | None) -> "MotionBallot | None":
        return self._session.scalar(select(MotionBallot).filter_by(motion_id=self.id, person_id=person_id))

    def poll_over(self, at: datetime) -> bool:
        return self.due_at is not None and poll.over(self.terms, len(self.elector_ids), self.voted, at)

    @property
    def voted(self) -> int:
        """How many have voted; nothing is told of how."""
        return sum(self._counts().values())

    @property
    def terms(self) -> poll.Terms:
        assert self.due_at is not None
        return poll.Terms(self.rule_set.quorum, rules.threshold(self.kind, self.rule_set), self.entered_at, self.due_at)

    @property
    def won(self) -> bool:
        return rules.motion_verdict(self.kind, self._tally, self.rule_set).carried

    @property
    def poll_sum(self) -> str:
        return rules.motion_verdict(self.kind, self._tally, self.rule_set).sum

    def publish(self, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """公布票数和每个人的票"""
        tally = self._tally
        self.sum, self.ayes, self.noes, self.abstentions = self.poll_sum, tally.ayes, tally.noes, tally.abstentions
        named = (
            select(Person.name, MotionBallot.choice).join(Person).where(MotionBallot.motion_id == self.id).order_by(MotionBallot.id)
        )
        cast = self._session.execute(named).all()
        roll = {choice.label: [name for name, marked in cast if marked is choice] for choice in Choice}
        return {**roll, "未投票": [name for name, marked in cast if marked is None]}

    def _counts(self) -> dict[Choice, int]:
        counted = select(MotionBallot.choice, func.count()).where(
            MotionBallot.motion_id == self.id, MotionBallot.choice.is_not(None)
        )
        return {choice: count for choice, count in self._session.execute(counted.group_by(MotionBallot.choice)) if choice}

    @property
    def _electorate(self) -> Electorate:
        return Electorate(tuple(Elector(person_id) for person_id in self.elector_ids))

    @property
    def _tally(self) -> Tally:
        return poll.tally(self._counts(), self._electorate)

    # -- 执行 --------------------------------------------------------------------------------------

    if TYPE_CHECKING:

        def amend_plan(self, case: Case) -> None: ...  # given by the amendments

    def carry_out(self, case: Case, given: Mapping[str, Any]) -> None:
        """按通过的动议办：改方案、结束辩论、延期、退回或撤回"""
        match self.kind:
            case MotionKind.AMEND:
                self.amend_plan(case)
            case MotionKind.CLOSE if self.debate.state is DebateState.SPEAKING:
                self.debate.take("close", case)
            case MotionKind.POSTPONE:
                self.matter.take("postpone", case)
            case MotionKind.REFER:
                self.matter.take("refer_back", case)
                self.debate.take("end", case)
            case MotionKind.WITHDRAW:
                self.matter.take("withdraw", case)
        self.carried_out_at = case.at


class MotionSecond(Base):
    """附议 · one person's second of a motion: wishing it to be taken up, not agreeing with it."""

    __tablename__ = "motion_seconds"
    __table_args__ = (UniqueConstraint("motion_id", "person_id"),)
    community_id: Mapped[CommunityId]
    motion_id: Mapped[int] = mapped_column(ForeignKey("motions.id"))
    person_id: Mapped[PersonId]
    at: Mapped[datetime]
    person: Mapped[Person] = relationship()


class MotionBallot(Base):
    """记名票 · one line of the roll, fixed when the vote opens. Nobody is shown a choice before the vote is over."""

    __tablename__ = "motion_ballots"
    __table_args__ = (
        UniqueConstraint("motion_id", "person_id"),
        CheckConstraint("(choice IS NULL) = (at IS NULL)", name="marked_at_a_moment"),
    )
    community_id: Mapped[CommunityId]
    motion_id: Mapped[int] = mapped_column(ForeignKey("motions.id"))
    person_id: Mapped[PersonId]
    choice: Mapped[Choice | None]
    at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


@consequence(Debate)
def open_motions(self: Debate) -> Sequence[Motion]:
    """Moved and not yet decided."""
    return self._session.scalars(
        select(Motion).where(Motion.debate_id == self.id, Motion.state.in_(OPEN)).order_by(Motion.id)
    ).all()


@consequence(Debate)
def drop_motions(self: Debate, case: Case, given: Mapping[str, Any]) -> None:
    """没有决定的动议随之失效；延期时带到下一次辩论"""
    for motion in open_motions(self):
        if not motion.pending:
            motion.take("fall", Case(SYSTEM, case.at))
