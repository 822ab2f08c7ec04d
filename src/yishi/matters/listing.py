"""事项列表 · finding matters: by stage, kind and class, by words, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Response
from sqlalchemy import ColumnElement, false, select

from ..people.models import Person
from ..procedure.matter import OVER, STAGE_OF, STOPPED, MatterKind, MatterState, Stage
from ..procedure.parameter_forms import ProjectClass
from ..procedure.people import everyone
from ..procedure.similar import pairs
from ..procedure.words import Word
from ..web.handlers import get
from ..web.paging import paged
from ..web.visit import Visit
from .counts import counts
from .models import Matter
from .now import TABLE

MOST_PAIRS = 24


@dataclass(frozen=True, slots=True)
class Listed:
    """A matter as a list shows it."""

    id: int
    number: str
    title: str
    kind: str
    state: MatterState
    estimate: int | None
    due_at: datetime | None
    proposer: str

    @property
    def stages(self) -> list[dict[str, str]]:
        return _STRIPS[self.state]

    @property
    def doing(self) -> str:
        return TABLE[self.state][0]

    @property
    def tone(self) -> str:
        return "against" if self.state in STOPPED else "for" if self.state in OVER else "wait"


def _strip_of(state: MatterState) -> list[dict[str, str]]:
    stages = list(Stage)
    here = stages.index(STAGE_OF[state])

    def mood(index: int) -> str:
        if index != here:
            return "done" if index < here else "ahead"
        return "stopped" if state in STOPPED else "done" if state is MatterState.CLOSED else "current"

    return [{"mark": s.mark, "label": s.label, "state": mood(i)} for i, s in enumerate(stages)]


_STRIPS = {state: _strip_of(state) for state in MatterState}

COLUMNS = select(
    Matter.id, Matter.number, Matter.title, Matter.kind, Matter.state, Matter.estimate, Matter.due_at, Person.name
).join(Person, Person.id == Matter.proposer_id)  # fmt: skip


@get("/c/{community:str}/matters", only=everyone)
def index(visit: Visit) -> Response:
    wanted = COLUMNS.where(Matter.community_id == visit.here.id, Matter.number.is_not(None))
    over = visit.asked("over") == "1"
    stage, kind, cls = (_chosen(visit, name, words) for name, words in (("stage", Stage), ("kind", MatterKind), ("class", ProjectClass)))
    if stage:
        wanted = wanted.where(Matter.stage == stage)
    if not over:
        wanted = wanted.where(Matter.running.is_(True))
    if kind:
        wanted = wanted.where(Matter.kind == kind)
    if cls:
        wanted = wanted.where(Matter.project_class == cls)
    page = paged(visit, wanted, Matter.id, scalars=False)
    return visit.page(
        "matters/index.html", page=page, matters=listed(page.rows), stage=stage, kind=kind, cls=cls, over=over,
        stage_counts=by_stage(visit), stages=list(Stage), kinds=list(MatterKind), classes=list(ProjectClass),
    )  # fmt: skip


@get("/c/{community:str}/search", only=everyone)
def search(visit: Visit) -> Response:
    words = visit.asked("q")
    wanted = COLUMNS.where(Matter.community_id == visit.here.id, Matter.number.is_not(None), *matching(words))
    page = paged(visit, wanted, Matter.id, scalars=False) if words else None
    return visit.page("matters/search.html", words=words, page=page, matters=listed(page.rows) if page else [])


def matching(words: str) -> Sequence[ColumnElement[bool]]:
    """Every pair of characters of the words is in the matter's title, place, need or number; a lone character anywhere."""
    wanted = pairs(words)[:MOST_PAIRS]
    return [Matter.search.contains(p if len(p) == 1 else f" {p} ", autoescape=True) for p in wanted] or [false()]


def listed(rows: Sequence[Any]) -> list[Listed]:
    return [Listed(id, number, title, kind.label, state, fen, due, who) for id, number, title, kind, state, fen, due, who in rows]


def by_stage(visit: Visit) -> list[tuple[str, int, str]]:
    """(stage, how many run in it, where they are listed)."""
    running = dict.fromkeys(Stage, 0)
    for state, count in counts(visit.session, visit.here.id).items():
        if state not in OVER:
            running[STAGE_OF[state]] += count
    return [(stage.label[:2], count, f"{visit.here.url}/matters?stage={stage.value}") for stage, count in running.items()]


def _chosen(visit: Visit, name: str, words: type[Word]) -> Any:
    """A filter's word, or None: anything else in the address is ignored."""
    asked = visit.asked(name)
    return words(asked) if asked in {word.value for word in words} else None
