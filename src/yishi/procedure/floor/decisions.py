"""决定 · what the assembly decided on each item's own motion, read from the events once the sitting is over.

Until then it may be reconsidered, and an announcement may be undone: both are seen here. What was amended in its plan stands,
whatever became of the motion. Which speeches stand, and how long they took, is as the minutes have it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..amendment import Amendment
from ..poll import Choice
from ..tally import Tally
from . import events
from .attendance import Meeting
from .drafting import Draft, Drafting
from .events import Event
from .questions import Question, QuestionKind, Said
from .results import Result
from .setup import Setup
from .sitting import Floor

K = QuestionKind
ENDS_IT = MappingProxyType({K.REFER: "referred", K.WITHDRAW: "withdrawn"})


@dataclass(frozen=True, slots=True)
class Decision:
    """How the motion that came with an item ended. `how`: carried, lost, referred, withdrawn; `votes` are those given by name."""

    how: str
    question: Question
    result: Result
    tally: Tally
    votes: Mapping[int, Choice]
    present: frozenset[int]
    proxies: Mapping[int, int]  # who was represented, and by whom
    recused: frozenset[int]
    chair_id: int
    at: int
    whole: bool  # put in one piece; a motion that was divided is for people to read


@dataclass(frozen=True, slots=True)
class Spoken:
    """One speech on the motion that came with an item, with the seconds it took."""

    item: int
    said: Said
    seconds: int
    at: int


@dataclass(frozen=True, slots=True)
class Heard:
    decisions: Mapping[int, Decision]
    amendments: Mapping[int, tuple[Amendment, ...]]  # carried, of the plan that came with an item, in their order
    speeches: tuple[Spoken, ...]


def heard(setup: Setup, happened: Iterable[Event]) -> Heard:
    """Everything decided, amended and said on the motions that came with the items, by number of the item."""
    record, own, found = Drafting(setup, Meeting()), dict[int, int](), dict[int, Decision]()
    before_last: dict[int, Decision] = {}
    amendments: dict[int, tuple[Amendment, ...]] = {}
    for event in happened:
        floor = record.floor
        record.take(event)
        after = record.floor
        called = event.item if isinstance(event, events.ItemCalled) else None
        if called is not None and called not in floor.taken and setup.items[called].motion and after.pending:
            own[called] = after.pending.id
        own = {item: mine for item, mine in own.items() if item in after.taken}  # a call may be undone
        if isinstance(event, events.Announced):
            before_last = dict(found)
            _announced(floor, event, own, found)
        if isinstance(event, events.Undone) and event.did == events.Announced.__name__:
            found = dict(before_last)
        amendments |= {item: it.changes for item, mine in own.items() if (it := after.find(mine))}
    amendments = {item: changes for item, changes in amendments.items() if item in own}
    return Heard(MappingProxyType(found), MappingProxyType(amendments), tuple(_speeches(record.drafts, own)))


def _speeches(drafts: Iterable[Draft], own: Mapping[int, int]) -> Iterator[Spoken]:
    """Those on the items' own motions, of all that the minutes list."""
    for draft in drafts:
        speech = draft.speech
        if speech and draft.item is not None and speech.it.question_id == own.get(draft.item):
            yield Spoken(draft.item, Said(speech.it.person_id, speech.it.stance), speech.seconds, speech.it.began)


def _announced(floor: Floor, event: events.Announced, own: Mapping[int, int], found: dict[int, Decision]) -> None:
    it, item = floor.pending, floor.item
    assert it
    assert floor.vote
    if it.kind is K.RECONSIDER and event.carried and floor.decided and floor.decided.item is not None:
        found.pop(floor.decided.item, None)
        return
    if item is None or item not in own:
        return
    main = floor.stack[0]
    mine = main.id == own[item]
    if it.kind is K.MAIN and mine:
        how = "carried" if event.carried else "lost"
    elif mine and event.carried and it.kind in ENDS_IT and it.target_id == main.id:
        how = ENDS_IT[it.kind]
    else:
        return
    proxies = MappingProxyType({by: floor.proxies[by] for by in floor.represented} | dict(floor.vote.given_by))
    found[item] = Decision(
        how, main, event.result, floor.tally, floor.vote.votes, floor.present, proxies, floor.recused, floor.chair_id, event.at,
        whole=not main.rest and main.text == floor.setup.items[item].motion,
    )  # fmt: skip
