"""事项清单 · rows of matters as lists show them, and the conditions that find them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, select

from ..people.models import Person
from ..procedure.matter import OVER, STAGE_OF, STOPPED, MatterKind, MatterState, Stage
from ..procedure.similar import pairs
from ..web.visit import Visit
from .counts import counts
from .models import Matter
from .now import Mark, strip, told

MOST_PAIRS = 24


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter as a list shows it."""

    id: int
    number: str
    title: str
    kind: MatterKind
    state: MatterState
    estimate: int | None
    due_at: datetime | None
    proposer: str

    @property
    def stages(self) -> list[Mark]:
        return _STRIPS[self.state, self.kind]

    @property
    def doing(self) -> str:
        return told(self.state, self.number, self.kind)[0]

    @property
    def tone(self) -> str:
        return "against" if self.state in STOPPED else "for" if self.state in OVER else "wait"


_STRIPS = {(state, kind): strip(state, kind) for state in MatterState for kind in MatterKind}

COLUMNS = select(
    Matter.id, Matter.number, Matter.title, Matter.kind, Matter.state, Matter.estimate, Matter.due_at, Person.name
).join(Person, Person.id == Matter.proposer_id)  # fmt: skip


def matching(words: str) -> Sequence[ColumnElement[bool]]:
    """Every pair of characters of the words is in the matter's title, place, need or number; a lone character anywhere."""
    wanted = pairs(words)[:MOST_PAIRS]
    return [Matter.search.contains(p if len(p) == 1 else f" {p} ", autoescape=True) for p in wanted] or [false()]


def listed(rows: Sequence[Any]) -> list[Listed]:
    return [Listed(*row) for row in rows]


def by_stage(visit: Visit) -> list[tuple[str, int, str]]:
    """(stage, how many run in it, where they are listed)."""
    running = dict.fromkeys(Stage, 0)
    for state, count in counts(visit.session, visit.here.id).items():
        if state not in OVER:
            running[STAGE_OF[state]] += count
    return [(stage.short, count, f"{visit.here.url}/matters?stage={stage.value}") for stage, count in running.items()]
