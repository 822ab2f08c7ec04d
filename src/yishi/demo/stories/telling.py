"""讲法 · a story is a generator over one walk, with the place where it happens and how long ago it began."""

from collections.abc import Callable
from dataclasses import dataclass

from ..walk import Acts, Walk

Script = Callable[[Walk], Acts]


@dataclass(frozen=True, slots=True)
class Story:
    """`home` is the community's slug; `estate` and `n` name the place; begun so many `days` before the end of the year."""

    name: str
    home: str
    days: int
    topic: str
    estate: int
    n: int
    script: Script


STORIES: list[Story] = []


def story(home: str, days: int, topic: str, estate: int = 0, n: int = 3) -> Callable[[Script], Script]:
    """Keep a story; told with all the others in the order of time."""

    def keep(script: Script) -> Script:
        STORIES.append(Story(script.__name__, home, days, topic, estate, n, script))
        return script

    return keep
