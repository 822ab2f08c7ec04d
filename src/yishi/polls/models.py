"""表决 · an opened vote: its terms, the roll frozen at the opening, the ballots, and the count at the closing.

A ballot that was cast may be changed until the closing (罗伯特议事规则（1915）第46条); there is one row of it, whatever happens.
While the poll is open its choices are read by nobody but the person who made them: no page, no ledger entry, no log.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, CommunityId, Line, session_of
from ..ledger.models import Procedural
from ..matters.models import Matter, OfMatter
from ..procedure.electorate import ELECTOR, Electorate, Standing
from ..procedure.electorate import Elector as OnRoll
from ..procedure.lifecycle import Case, Move, Refused
from ..procedure.matter import MatterKind
from ..procedure.people import SYSTEM, Actor
from ..procedure.poll import (
    POLL,
    Choice,
    Method,
    Openness,
    PollState,
    Purpose,
    Terms,
    cast_refusals,
    commitment,
    published,
    receipt,
    terms,
)
from ..procedure.tally import Outcome, least

ABOUT: dict[Purpose, type[Any]] = {}  # which records a poll may be about; each hears of the closing by `poll_closed(poll, case)`


class Poll(OfMatter, Base):
    __tablename__ = "polls"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="counted_when_closed"),
        CheckConstraint("(outcome IS NULL) = (figures IS NULL)", name="no_interim_figures"),
        Index("ix_polls_community_id_state_id", "community_id", "state", "id"),
        Index("ix_polls_matter_id_id", "matter_id", "id"),
        Index("ix_polls_purpose_about_id", "purpose", "about_id"),
        Index("ix_polls_state_due_at", "state", "due_at"),
    )
    lifecycle = POLL

    state: Mapped[PollState] = mapped_column(default=POLL.initial)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    purpose: Mapped[Purpose]
    about_id: Mapped[int]  # the record that the purpose names
    title: Mapped[Line]
    question: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))  # of what is decided: the frozen plan
    paper: Mapped[str] = mapped_column(String(64))  # of the ballot paper, to which every ballot is bound
    method: Mapped[Method] = mapped_column(default=Method.YES_NO)
    openness: Mapped[Openness] = mapped_column(default=Openness.OPEN)
    seated_before: Mapped[datetime]  # seats recorded from this moment on are not on the roll: by then it was known what is decided
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    held_at: Mapped[Line] = mapped_column(default="")  # the sitting at which it was decided; '' online
    members: Mapped[int]  # on the roll as frozen (应到)
    outcome: Mapped[Outcome | None]
    figures: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    sum: Mapped[str] = mapped_column(default="")

    matter: Mapped[Matter] = relationship()

    @property
    def url(self) -> str:
        return f"{self.matter.community.url}/polls/{self.id}"

    @property
    def basis_url(self) -> str:
        """Where that which is voted on can be read."""
        return f"{self.matter.url}/{'plan' if self.purpose is Purpose.DECISION else 'supervision'}"

    @property
    def terms(self) -> Terms:
        rule_change = self.purpose is Purpose.DECISION and self.matter.kind is MatterKind.RULE_CHANGE
        return terms(self.rule_set, self.opened_at, self.closes_at, rule_change)

    if TYPE_CHECKING:
        hall_url: str  # where what happened there is read; given by the sittings

        def announce_result(self, case: Case, takes_objections: bool = False) -> Any: ...  # given by the notice board

    def running(self, at: datetime) -> bool:
        """Whether ballots are taken at this moment."""
        return self.state is PollState.OPEN and at < self.closes_at

    @property
    def about(self) -> Any:
        """The record that this poll decides, locked until the transaction ends."""
        return session_of(self).get(ABOUT[self.purpose], self.about_id, with_for_update=True)

    # -- the roll ---------------------------------------------------------------------------------

    def elector(self, person_id: int | None) -> "Elector | None":
        """A person's line on the roll."""
        found = select(Elector).where(Elector.poll_id == self.id, Elector.person_id == person_id)
        return session_of(self).scalar(found) if person_id is not None else None

    @property
    def entitled(self) -> int:
        return _counted(self, select(func.count(Elector.id)).where(Elector.poll_id == self.id, Elector.state == Standing.ENTITLED))

    @property
    def voted(self) -> int:
        return _counted(self, select(func.count(Ballot.id)).join(Elector).where(
            Elector.poll_id == self.id, Elector.state == Standing.ENTITLED
        ))  # fmt: skip

    def bars(self, person_id: int | None, at: datetime) -> tuple[str, ...]:
        """Why this person may not cast (or change) a ballot now; empty when they may."""
        if self.held_at:
            return (f"这次表决在{self.held_at}上进行，已经有了结果",)
        elector = self.elector(person_id)
        reasons = cast_refusals(self.terms, elector.alone if elector else Electorate(()), person_id or 0, at)
        return reasons or (("应投票的人都已投票，表决已经截止",) if self.state is PollState.CLOSED else ())

    # -- casting ----------------------------------------------------------------------------------

    def cast(self, case: Case, choice: Choice, replaces: str = "") -> "Ballot":
        """投票 · one row to a voter. `replaces` is the digest of the ballot the voter meant to change, '' for a first one."""
        if reasons := self.bars(case.actor.id, case.at):
            raise Refused(*reasons)
        elector = self.elector(case.actor.id)
        assert elector is not None
        ballot = elector.ballot
        if (ballot.digest if ballot else "") != replaces:
            raise Refused("您已经投过票了，这一次没有计入" if ballot else "您还没有投过票，请重新填写选票")
        if ballot is None:
            ballot = Ballot(community_id=self.community_id, elector=elector)
        ballot.mark(self.paper, choice, case.at)
        session_of(self).add(ballot)
        step, label = ("change", "改票") if replaces else ("cast", "投票")
        self.note(case, step, label, given={"receipt": ballot.receipt, "digest": ballot.digest})
        self.settle(case.at)
        return ballot

    def settle(self, at: datetime) -> None:
        """Close at once when there is nobody left to wait for."""
        case = Case(SYSTEM, at)
        session_of(self).flush()
        if step := self.lifecycle.due(self, case):
            self.take(step.name, case)

    # -- closing ----------------------------------------------------------------------------------

    def take(self, name: str, case: Case) -> Move:
        """As the table says; what the poll is about hears of it in the same transaction."""
        move = super().take(name, case)
        self.about.poll_closed(self, case)
        return move

    def count(self, case: Case, given: Mapping[str, Any]) -> None:
        """计票，公布名单和结果"""
        with session_of(self).no_autoflush:
            roll = list(session_of(self).execute(
                select(Elector.person_id, Elector.weight, Elector.state, Ballot.choice)
                .outerjoin(Ballot).where(Elector.poll_id == self.id).order_by(Elector.id)
            ))  # fmt: skip
        electorate = Electorate(
            tuple(OnRoll(person, weight) for person, weight, state, _ in roll if state is Standing.ENTITLED),
            tuple(OnRoll(person, weight) for person, weight, state, _ in roll if state is Standing.RECUSED),
        )
        counts = Counter(choice for _, _, state, choice in roll if choice and state is Standing.ENTITLED)
        verdict = published(self.terms, counts, electorate, closed=self.state is PollState.CLOSED)
        assert verdict is not None
        self.closed_at, self.outcome, self.sum = case.at, verdict.outcome, verdict.sum
        self.figures = {
            "members": electorate.members, "recused": len(electorate.recused), "voted": counts.total(),
            **{choice.value: counts[choice] for choice in Choice},
        }  # fmt: skip


class Elector(Procedural, Base):
    """名册 · one person on the roll of one poll, as frozen at the opening: later changes of seats do not touch it."""

    __tablename__ = "electors"
    __table_args__ = (
        UniqueConstraint("poll_id", "person_id"),
        CheckConstraint("weight > 0", name="weight_is_positive"),
        Index("ix_electors_poll_id_id", "poll_id", "id"),
        Index("ix_electors_person_id_state", "person_id", "state"),
    )
    lifecycle = ELECTOR

    state: Mapped[Standing] = mapped_column(default=ELECTOR.initial)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[Line]
    title: Mapped[Line]  # the seat from which they vote
    weight: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(default="")  # of the recusal; in a hall also who voted for whom
    ruled_by: Mapped[Line] = mapped_column(default="")  # whose act the recusal was

    poll: Mapped[Poll] = relationship()
    ballot: Mapped["Ballot | None"] = relationship(back_populates="elector")

    @property
    def url(self) -> str:
        return f"{self.poll.url}/roll/{self.id}"

    @property
    def matter_number(self) -> int | None:
        return self.poll.matter_id

    @property
    def ran_under(self) -> str:
        return self.poll.ran_under

    @property
    def closes_at(self) -> datetime | None:
        return self.poll.closes_at if self.poll.state is PollState.OPEN else None

    def presided_by(self, actor: Actor) -> bool:
        """Whether this person directs the matter, and so rules on recusals."""
        return bool(self.poll.matter.presided_by(actor))

    @property
    def alone(self) -> Electorate:
        """The roll as far as this person is concerned."""
        line = (OnRoll(self.person_id, self.weight),)
        return Electorate(line) if self.state is Standing.ENTITLED else Electorate((), line)

    @property
    def voted(self) -> bool:
        return self.ballot is not None

    @property
    def spare(self) -> int:
        quorum = self.poll.rule_set.quorum
        return max(self.poll.entitled - least(quorum.share, self.poll.members, quorum.strict), 0)

    def leave_base(self, case: Case, given: Mapping[str, Any]) -> None:
        """离开基数，已投的票不计"""
        self.reason = given["reason"]
        self.ruled_by = case.actor.name

    def return_base(self, case: Case, given: Mapping[str, Any]) -> None:
        """回到基数"""
        self.reason = self.ruled_by = ""

    def take(self, name: str, case: Case) -> Move:
        """As the table says; the last one to leave the base closes the poll."""
        move = super().take(name, case)
        self.poll.settle(case.at)
        return move


class Ballot(Base):
    """选票 · one to a voter, by constraint. Its digest fixes it in the ledger without telling the choice; `salt` opens it."""

    __tablename__ = "ballots"
    community_id: Mapped[CommunityId]
    elector_id: Mapped[int] = mapped_column(ForeignKey("electors.id"), unique=True)
    choice: Mapped[Choice]
    salt: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    cast_at: Mapped[datetime]
    elector: Mapped[Elector] = relationship(back_populates="ballot")

    @property
    def receipt(self) -> str:
        return receipt(self.digest)

    def mark(self, paper: str, choice: Choice, at: datetime) -> None:
        self.choice, self.salt, self.cast_at = choice, secrets.token_hex(16), at
        self.digest = commitment(paper, self.elector.id, choice, self.salt, at)


def _counted(poll: Poll, statement: Any) -> int:
    return session_of(poll).scalar(statement) or 0
