"""会上的事件 · what has happened at a sitting. The floor is what these make of it, one after another.

Each accepted command is one event; the clock makes `TimeUp` (`by` is None). They are kept as plain values.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from ..amendment import AmendmentForm
from ..debate import Stance
from ..motions import Rung
from ..poll import Choice
from .questions import QuestionKind, Terms
from .results import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    at: int
    by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn(Event):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(Event):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyGiven(Event):
    """`by` cannot come; `person_id` votes for them."""

    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyRevoked(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCalled(Event):
    item: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved(Event):
    kind: QuestionKind
    text: str
    terms: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconded(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapsed(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack(Event):
    """The mover withdrew a motion before it was stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requested(Event):
    person_id: int
    stance: Stance | None
    question_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrequested(Event):
    person_id: int
    question_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted(Event):
    """`why` is what the order says of this person; `reason` is the chair's, where the chair took another."""

    person_id: int
    stance: Stance | None
    seconds: int
    why: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished(Event):
    person_id: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeUp(Event):
    person_id: int
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed(Event):
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled(Event):
    sustained: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reproved(Event):
    person_id: int
    rung: Rung
    article: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChairTaken(Event):
    """The regular chair took the chair back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Put(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted(Event):
    """`person_id` is whose vote it is, where somebody else gave it for them."""

    choice: Choice
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellerNamed(Event):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TellerReleased(Event):
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Event):
    ayes: int
    noes: int
    abstentions: int
    invalid: int
    paper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tallied(Event):
    """What one teller found: it counts when another has found the same."""

    ayes: int
    noes: int
    abstentions: int
    invalid: int
    paper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced(Event):
    """The verdict, with its sum."""

    carried: bool
    rule: str
    words: str
    base: int
    needed: int
    got: int
    sentence: str

    @property
    def result(self) -> Result:
        return Result(**{it.name: getattr(self, it.name) for it in fields(Result)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recused(Event):
    person_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recessed(Event):
    """By the chair, at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjourned(Event):
    """By the chair, at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone(Event):
    """The chair's last act is reverted; both stay on record."""

    did: str


EVENTS: Mapping[str, type[Event]] = MappingProxyType({it.__name__: it for it in Event.__subclasses__()})
_WORDS: Mapping[str, Callable[[str], Any]] = {"kind": QuestionKind, "stance": Stance, "choice": Choice, "rung": Rung}


def written(event: Event) -> dict[str, Any]:
    """An event as plain values, fit for JSON."""
    values = {it.name: getattr(event, it.name) for it in fields(event)}
    if "terms" in values:
        values["terms"] = {it.name: getattr(values["terms"], it.name) for it in fields(Terms)}
    return {"event": type(event).__name__} | values


def read(row: Mapping[str, Any]) -> Event:
    """The event that was written so."""
    values: dict[str, Any] = dict(row)
    values |= {key: word(row[key]) for key, word in _WORDS.items() if row.get(key) is not None}
    if "terms" in values:
        values["terms"] = _terms(values["terms"])
    return EVENTS[values.pop("event")](**values)


def _terms(row: Mapping[str, Any]) -> Terms:
    """What was written before amendments named a paragraph has no form."""
    form = row.get("form")
    return Terms(**{**row, "parts": tuple(row["parts"]), "form": form and AmendmentForm(form)})
