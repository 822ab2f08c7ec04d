"""公示栏上的别的纸 · what hangs on the board beside the notices of matters: each package tells what it has pinned there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from ..web.visit import Visit


@dataclass(frozen=True, slots=True)
class Pinned:
    """A sheet that hangs until its day comes."""

    kind: str
    title: str
    url: str
    posted_at: datetime
    on: datetime  # the moment that it is about
    place: str


Source = Callable[[Visit], Iterator[Pinned]]
SOURCES: list[Source] = []


def pins(source: Source) -> Source:
    """Let the board know of what a package pins to it."""
    SOURCES.append(source)
    return source


def pinned(visit: Visit) -> list[Pinned]:
    """The soonest first."""
    return sorted((it for source in SOURCES for it in source(visit)), key=lambda it: it.on)
