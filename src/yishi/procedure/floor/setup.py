"""会前 · what is settled before a sitting begins: the people, the items, the rule set.

Only the rule set decides whether a vote is a person's or a unit's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ..rule_set import RuleSet
from .questions import Said


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the hall. `seat`: a voting seat; `unit` matters only where the rule set counts units."""

    id: int
    name: str
    seat: bool = True
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """议题. `passing` names the parameter by which its main motion passes.

    `motion` is what is before the assembly as soon as the item is called: a matter that was proposed, seconded and debated
    online already, with what was `said` there. `barred` have no vote on it. `paragraphs` are those of its plan, where it has one.
    """

    title: str
    report: bool = False
    passing: str = "passing"
    motion: str = ""
    mover_id: int = 0
    said: tuple[Said, ...] = ()
    barred: frozenset[int] = frozenset()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What is settled before a sitting begins. The secretary has no seat."""

    rules: RuleSet
    people: Mapping[int, Person]
    chair_id: int
    secretary_id: int
    items: tuple[Item, ...] = ()
    teller_ids: frozenset[int] = frozenset()
    notice_in_time: bool = True
    not_before: int = 0  # the hour of the notice

    def voice(self, person_id: int) -> int | str:
        """Whose vote this person's is: their own, or their unit's where units are the members."""
        person = self.people[person_id]
        return person.unit if self.rules.counts_units and person.unit else person.id

    def seated(self, person_id: int) -> bool:
        return person_id in self.people and self.people[person_id].seat

    def voices(self, person_ids: frozenset[int]) -> frozenset[int | str]:
        return frozenset(self.voice(person_id) for person_id in person_ids if self.seated(person_id))
