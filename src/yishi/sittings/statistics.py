"""发言统计 · who spoke how often and how long, and for which side; and who did not. From the events, in whole seconds."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..procedure.debate import Stance
from ..procedure.floor.minutes import Turn
from .minutes_keeping import told
from .models import Sitting

NEITHER = "没有表明立场"


@dataclass(frozen=True, slots=True)
class Share:
    """A person's speeches, or a side's. `sides` says how often for which, in words."""

    name: str
    count: int
    seconds: int
    sides: str = ""


@dataclass(frozen=True, slots=True)
class Statistics:
    people: Sequence[Share]
    sides: Sequence[Share]
    silent: Sequence[str]
    presided: str  # who had the chair and so took no part, or ""

    @property
    def longest(self) -> int:
        return max((it.seconds for it in self.people), default=0)

    @property
    def count(self) -> int:
        return sum(it.count for it in self.people)

    @property
    def seconds(self) -> int:
        return sum(it.seconds for it in self.people)


def statistics(sitting: Sitting) -> Statistics:
    found = told(sitting)
    names = {it.person_id: it.name for it in sitting.roll} | {sitting.secretary_id: sitting.secretary.name}
    turns: dict[int, list[Turn]] = {}
    for turn in found.turns:
        turns.setdefault(turn.person_id, []).append(turn)
    people = [Share(names[person], len(mine), _seconds(mine), _sides(mine)) for person, mine in turns.items()]
    sides = [Share(_side(side), len(its), _seconds(its)) for side in (*Stance, None) if (its := _for(found.turns, side))]
    members = {it.person_id for it in sitting.roll if it.place == "member"}
    neutral = found.presided if sitting.rule_set.chair_neutral else ()
    silent = [names[it] for it in found.present if it in members and it not in turns and it not in neutral]
    presided = "、".join(names[it] for it in neutral if it not in turns)
    return Statistics(sorted(people, key=lambda it: (-it.seconds, -it.count)), sides, silent, presided)


def _for(turns: Sequence[Turn], side: Stance | None) -> list[Turn]:
    return [it for it in turns if it.stance is side]


def _seconds(turns: Sequence[Turn]) -> int:
    return sum(it.seconds for it in turns)


def _side(side: Stance | None) -> str:
    return side.label if side else NEITHER


def _sides(turns: Sequence[Turn]) -> str:
    """赞成2次、提问1次"""
    return "、".join(f"{_side(side)}{len(its)}次" for side in (*Stance, None) if (its := _for(turns, side)))
