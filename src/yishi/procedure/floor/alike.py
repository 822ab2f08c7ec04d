"""不分彼此 · people on the floor who are nobody in particular: whatever one of them may do now, all who stand alike may.

In a hall of two hundred most people listen. What they are offered is worked out once for all of them.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from .sitting import Floor

OF_ALL = frozenset({"rules", "people", "present", "spoken", "roll", "votes", "before"})  # no mention of anybody in particular


def named(floor: Floor) -> frozenset[int]:
    """Everybody of whom the floor says more than that they are there and how they voted; a few too many do no harm."""
    return frozenset(_numbers(floor))


def standing(floor: Floor, person_id: int) -> Hashable:
    """Two members who are not named, and of whom this is the same, may do the same. None: comparable with nobody."""
    if person_id not in floor.present or not floor.setup.seated(person_id) or floor.setup.voice(person_id) != person_id:
        return None
    vote, decided = floor.vote, floor.decided
    return (
        vote is not None and (person_id in vote.roll, vote.votes.get(person_id)),
        decided is not None and decided.votes.get(person_id),
    )


def _numbers(it: Any) -> Iterator[int]:
    """Every number in a value, however deep: any of them may be a person."""
    if isinstance(it, int):
        yield it
    elif isinstance(it, Mapping):
        yield from _numbers(tuple(it.items()))
    elif isinstance(it, (tuple, frozenset)):
        for inner in it:
            yield from _numbers(inner)
    elif is_dataclass(it):
        for field in fields(it):
            if field.name not in OF_ALL:
                yield from _numbers(getattr(it, field.name))
