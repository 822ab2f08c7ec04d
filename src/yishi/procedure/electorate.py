"""选民名册 · who may vote in a poll. Fixed at the opening: nobody joins it later; who recuses leaves the base."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from .parameter_forms import ChairVote
from .people import Role
from .rule_set import RuleSet

VOTING = frozenset({Role.COUNCILLOR, Role.CHAIR})


class Held(Protocol):
    """A seat and its term; `until` is the last day, None while open."""

    @property
    def person_id(self) -> int: ...
    @property
    def role(self) -> Role: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Elector:
    """One person on the roll. A person with two seats stands there once."""

    person_id: int
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Electorate:
    """The roll as frozen. `electors` may vote; `recused` are on the roll (应到) but out of every base."""

    electors: tuple[Elector, ...]
    recused: tuple[Elector, ...] = ()

    @property
    def members(self) -> int:
        return len(self.electors) + len(self.recused)

    def includes(self, person_id: int) -> bool:
        return any(elector.person_id == person_id for elector in self.electors)

    def recusing(self, person_id: int) -> "Electorate":
        """The roll once this person has recused, which may be done until the closing. A ballot already cast is void."""
        leaving = tuple(elector for elector in self.electors if elector.person_id == person_id)
        staying = tuple(elector for elector in self.electors if elector.person_id != person_id)
        return replace(self, electors=staying, recused=(*self.recused, *leaving))


def freeze(
    seats: Iterable[Held], day: date, rules: RuleSet, chair_id: int | None = None, recused_ids: Collection[int] = ()
) -> Electorate:
    """The roll of a poll opened on this day: voting seats in force that day, in the order given.

    Who directs this matter and never votes from the chair is not on the roll at all: presence online is having voted,
    and whoever may not vote must not count against the quorum.
    """
    in_force = [seat for seat in seats if seat.role in VOTING and seat.since <= day and (seat.until is None or day <= seat.until)]
    people = dict.fromkeys(seat.person_id for seat in in_force)
    if rules.chair_vote is ChairVote.NEVER and chair_id is not None:
        people.pop(chair_id, None)
    return Electorate(
        electors=tuple(Elector(person_id) for person_id in people if person_id not in recused_ids),
        recused=tuple(Elector(person_id) for person_id in people if person_id in recused_ids),
    )
