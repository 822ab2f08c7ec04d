"""事项列表 · finding matters: by stage, kind and class, by words, newest first."""

from typing import Any

from litestar import Response

from ..procedure.matter import MatterKind, Stage
from ..procedure.parameter_forms import ProjectClass
from ..procedure.people import everyone
from ..procedure.words import Word
from ..web.handlers import get
from ..web.paging import paged
from ..web.visit import Visit
from .models import Matter
from .queries import COLUMNS, by_stage, listed, matching


@get("/c/{community:str}/matters", only=everyone)
def index(visit: Visit) -> Response:
    wanted = COLUMNS.where(Matter.community_id == visit.here.id, Matter.number.is_not(None))
    over = visit.asked("over") == "1"
    stage, kind, cls = _chosen(visit, "stage", Stage), _chosen(visit, "kind", MatterKind), _chosen(visit, "class", ProjectClass)
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


def _chosen(visit: Visit, name: str, words: type[Word]) -> Any:
    """A filter's word, or None: anything else in the address is ignored."""
    asked = visit.asked(name)
    return words(asked) if asked in {word.value for word in words} else None
