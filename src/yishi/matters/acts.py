"""能办的事 · everything that one person may do now about one matter, beside the steps, each with its place and deadline.

Each package tells what it knows: a small function that yields acts. The box “您现在可以” shows them all beside the steps.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..web.visit import Visit


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do, as a link to where it is done."""

    label: str
    url: str
    due_at: datetime | None = None
    owed: bool = False  # it waits for this person, as the inbox says too
    note: str = ""  # a few words beside it
    aside: bool = False  # possible, but never what one came for: drawn last and plain


FAR = datetime.max.replace(tzinfo=UTC)
Source = Callable[[Visit, Any], Iterator[Act]]
SOURCES: list[Source] = []


def acts(source: Source) -> Source:
    """Let the box know of what a package offers. A source asks the database only in the states that it is about."""
    SOURCES.append(source)
    return source


def acts_of(visit: Visit, matter: Any) -> list[Act]:
    """What waits for this person first, by deadline; then what they may do, as the packages come."""
    found = [act for source in SOURCES for act in source(visit, matter)]
    owed = sorted((act for act in found if act.owed), key=lambda act: act.due_at or FAR)
    return [*owed, *sorted((act for act in found if not act.owed), key=lambda act: act.aside)]
