"""会场 · what stands on the floor at one moment of a sitting: who is there, what is pending, who speaks, what is being voted on.

A value: nothing here changes, `apply` makes the next one. Moments are whole seconds on the one clock of the sitting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..parameter_forms import ChairVote
from ..poll import Choice
from ..rule_set import RuleSet
from ..tally import Quorum, Tally
from ..words import Word
from .commands import Do
from .events import Event
from .questions import DEBATABLE, Question, Ruling, Speech
from .results import Result
from .setup import Setup


def _nothing() -> Mapping[int, int]:
    return MappingProxyType({})


class Phase(Word):
    BEFORE = "before", "未开会"
    SITTING = "sitting", "开会中"
    RECESS = "recess", "休会中"
    ADJOURNED = "adjourned", "已散会"


@dataclass(frozen=True, slots=True)
class Count:
    """A count of hands or papers, by the secretary or a teller. It leaves out those who voted by phone."""

    ayes: int
    noes: int
    abstentions: int
    invalid: int = 0
    paper: bool = False

    @property
    def total(self) -> int:
        return self.ayes + self.noes + self.abstentions + self.invalid


@dataclass(frozen=True, slots=True)
class OpenVote:
    """A question that is put. `roll`: the voices that were there at any time since; `given_by`: who voted for somebody else.

    `begun`: the tellers have opened the box. `first` is what one of them found and another has not yet, `differed` that the last
    two found different figures, `round` how often they began anew.
    """

    roll: frozenset[int | str]
    votes: Mapping[int, Choice] = field(default_factory=lambda: MappingProxyType({}))
    given_by: Mapping[int, int] = field(default_factory=_nothing)
    count: Count | None = None
    begun: bool = False
    first: tuple[int, Count] | None = None
    differed: bool = False
    round: int = 0


@dataclass(frozen=True, slots=True)
class Decided:
    """The last main motion voted on, as it stood before its vote."""

    question: Question
    item: int | None
    carried: bool
    votes: Mapping[int, Choice]
    counted: bool


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was just announced, until something else is done: which question, and how it came out."""

    question: Question
    result: Result


@dataclass(frozen=True, slots=True)
class Mark:
    """What the chair may still undo: the floor as it was before, and what others have done since."""

    by: int
    did: str
    before: "Floor"
    since: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    setup: Setup
    at: int = 0
    phase: Phase = Phase.BEFORE
    present: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    proxies: Mapping[int, int] = field(default_factory=_nothing)  # who cannot come, and who votes for them
    named_tellers: frozenset[int] = frozenset()
    chair_id: int
    released: bool = True  # a chair handed over may be taken back
    item: int | None = None
    taken: frozenset[int] = frozenset()
    recusals: Mapping[int, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))  # by item
    silences: Mapping[int, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    rungs: Mapping[int, int] = field(default_factory=_nothing)  # how far the ladder was climbed with whom
    stack: tuple[Question, ...] = ()  # stated and not decided; the last one is pending
    moved: tuple[Question, ...] = ()  # moved and not stated
    report: Question | None = None
    tabled: tuple[tuple[int | None, tuple[Question, ...]], ...] = ()
    point: str | None = None  # a point of order that waits for the ruling
    ruling: Ruling | None = None
    speech: Speech | None = None
    spoken: Mapping[int, int] = field(default_factory=_nothing)  # whole seconds in this sitting, the running speech left out
    vote: OpenVote | None = None
    result: Result | None = None
    announced: Announcement | None = None
    decided: Decided | None = None
    lost: frozenset[object] = frozenset()  # secondary motions just lost
    questions: int = 0
    hands: int = 0
    mark: Mark | None = None

    # -- who --------------------------------------------------------------------------------------------------------

    @property
    def rules(self) -> RuleSet:
        return self.setup.rules

    def name(self, person_id: int) -> str:
        return self.setup.people[person_id].name

    @property
    def chair_here(self) -> bool:
        return self.chair_id in self.present

    def neutral(self, person_id: int) -> bool:
        """In the chair, under rules whose chair takes no part."""
        return self.rules.chair_neutral and person_id == self.chair_id

    @property
    def recused(self) -> frozenset[int]:
        return self.recusals.get(self.item, frozenset()) if self.item is not None else frozenset()

    @property
    def silenced(self) -> frozenset[int]:
        return self.silences.get(self.item, frozenset()) if self.item is not None else frozenset()

    # -- how many ---------------------------------------------------------------------------------------------------

    @property
    def members(self) -> frozenset[int | str]:
        """Every voice, the recused included (应到)."""
        return self.setup.voices(frozenset(self.setup.people))

    @property
    def out(self) -> frozenset[int | str]:
        """The voices recused on the item."""
        return self.setup.voices(self.recused)

    @property
    def tellers(self) -> frozenset[int]:
        """Who may count the papers: whoever the chair asked and is there, and who was named beforehand."""
        return self.named_tellers & self.present | self.setup.teller_ids

    @property
    def represented(self) -> frozenset[int]:
        """Who is not there, nor anybody of their unit, but somebody is who may vote for them: not the chair, nor the recused."""
        holders, voices = self.present - self.recused - {self.chair_id}, self.setup.voices(self.present)
        return frozenset(by for by, to in self.proxies.items() if to in holders and self.setup.voice(by) not in voices)

    @property
    def here(self) -> frozenset[int | str]:
        """The voices present or represented, less the recused (实到)."""
        return self.setup.voices(self.present | self.represented) - self.out

    @property
    def voted(self) -> frozenset[int | str]:
        return self.setup.voices(frozenset(self.vote.votes)) if self.vote else frozenset()

    def counted(self, paper: bool) -> frozenset[int | str]:
        """The voices present which hands, or papers, may speak for: not the chair's where it does not vote with the rest."""
        way = self.rules.chair_vote
        with_the_rest = way is ChairVote.ALWAYS or way is ChairVote.TIE and paper
        return self.here if with_the_rest else self.here - {self.setup.voice(self.chair_id)}

    @property
    def tally(self) -> Tally:
        """The votes given so far, over those who are there."""
        votes = list(self.vote.votes.values()) if self.vote else []
        count = self.vote.count if self.vote and self.vote.count else Count(0, 0, 0)
        ballots = len(votes) + count.total
        return Tally(
            ayes=votes.count(Choice.AYE) + count.ayes,
            noes=votes.count(Choice.NO) + count.noes,
            abstentions=votes.count(Choice.ABSTAIN) + count.abstentions,
            invalid=count.invalid,
            present=max(len(self.here), ballots),
            members=len(self.members),
            recused=len(self.out),
        )

    @property
    def quorate(self) -> bool:
        """The quorum light: presence alone, never votes."""
        quorum: Quorum = self.rules.quorum
        return quorum.met_by(Tally(0, 0, 0, present=len(self.here), members=len(self.members), recused=len(self.out)))

    # -- what -------------------------------------------------------------------------------------------------------

    @property
    def pending(self) -> Question | None:
        """The immediately pending question."""
        return self.stack[-1] if self.stack else None

    @property
    def proposed(self) -> Question | None:
        """The motion that was moved last and is not stated yet; none while a higher one, moved after it, is pending."""
        last = self.moved[-1] if self.moved else None
        return last if last and (not self.stack or last.id > self.stack[-1].id) else None

    @property
    def question(self) -> Question | None:
        """What is talked about: the pending question, or an item that is only reported on."""
        return self.pending or self.report

    @property
    def open_to_debate(self) -> bool:
        question = self.question
        return question is not None and question.kind in DEBATABLE and not question.closed

    def find(self, question_id: int) -> Question | None:
        known = (*self.stack, *self.moved, *((self.report,) if self.report else ()))
        return next((question for question in known if question.id == question_id), None)


CHAIRS = frozenset({
    Do.OPEN, Do.CALL_ITEM, Do.STATE, Do.LAPSE, Do.GRANT, Do.RULE, Do.REMIND, Do.WARN, Do.SILENCE, Do.TELLER, Do.RELEASE, Do.PUT,
    Do.ANNOUNCE, Do.UNDO,
})  # fmt: skip


def begin(setup: Setup, at: int = 0) -> Floor:
    """A sitting before anybody has come."""
    barred = {number: item.barred for number, item in enumerate(setup.items) if item.barred}
    return Floor(setup=setup, chair_id=setup.chair_id, at=at, recusals=MappingProxyType(barred))
