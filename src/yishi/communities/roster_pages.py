"""工作台·名册 · the way of a roster: template, upload, check in the background, what was found, import, what came of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from litestar import Response
from sqlalchemy import event, select
from sqlalchemy.orm import joinedload

from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Refused, Unanswered
from ..procedure.people import staff
from ..web.handlers import MEGABYTE, get, post
from ..web.jobs import Progress
from ..web.visit import Visit
from .desk import in_a_community
from .roster import LARGEST, Unfit, corrections, template
from .roster import look as looked_at
from .roster_uploads import Phase, RosterImport, carry_out, check, forget, path_of, write

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE = Ask("file", "填好的名册", Kind.FILES, hint=".xlsx 文件，不超过10MB；导入后就删掉，最多留一天")
RECENT = 10
FAULTS = 50  # on a page


@get("/c/{community:str}/desk/roster", only=staff)
def index(visit: Visit) -> Response:
    in_a_community(visit)
    recent = select(RosterImport).where(RosterImport.community_id == visit.here.id).options(joinedload(RosterImport.person))
    imports = visit.session.scalars(recent.order_by(RosterImport.id.desc()).limit(RECENT)).all()
    return visit.page("communities/roster/index.html", ask=FILE, imports=imports)


@get("/c/{community:str}/desk/roster/template", only=staff)
def empty(visit: Visit) -> Response:
    return visit.download(template(), XLSX, "居民名册模板.xlsx")


def receive(visit: Visit) -> None:
    """To the disk, and a first look, before the writer's turn. What is left lying by a form sent twice is swept up."""
    if files := visit.sent.files.get("file"):
        files[0].file.seek(0)
        key = write(visit.parts.settings.uploads, files[0].file.read(LARGEST + 1), visit.at)
        path = path_of(visit.parts.settings.uploads, key)
        try:
            looked_at(path)
            visit.sent.made["file"] = [key]
        except Unfit as unfit:
            path.unlink()
            visit.sent.made["file"] = [unfit]


@post("/c/{community:str}/desk/roster", only=staff, back=index, body=LARGEST + MEGABYTE, first=receive)
def upload(visit: Visit) -> Response:
    in_a_community(visit)
    made = visit.sent.made.get("file") or [Unfit("请选一个填好的名册文件")]
    if isinstance(made[0], Unfit):
        raise Unanswered({"file": str(made[0])})
    forget(visit.session, visit.here.id)
    it = RosterImport(community_id=visit.here.id, community=visit.here, person_id=visit.actor.id, at=visit.at, key=made[0])
    _begin(visit, it, Phase.CHECKING, check)
    return visit.go(it.url)


@get("/c/{community:str}/desk/roster/{import_id:int}", only=staff)
def show(visit: Visit, import_id: int) -> Response:
    it = visit.find(RosterImport, import_id)
    progress, lost = _standing(visit, it)
    after = visit.number("after") or 0
    told = it.faults or it.changes
    return visit.page(
        "communities/roster/show.html", it=it, progress=progress, lost=lost, kept=_file_of(visit, it), after=after,
        told=told[after : after + FAULTS], more=f"{it.url}?after={after + FAULTS}" if len(told) > after + FAULTS else "",
    )  # fmt: skip


@get("/c/{community:str}/desk/roster/{import_id:int}/faults", only=staff)
def to_put_right(visit: Visit, import_id: int) -> Response:
    it = visit.find(RosterImport, import_id)
    return visit.download(corrections(it.faults), XLSX, "名册要改的地方.xlsx") if it.faults else visit.go(it.url)


@post("/c/{community:str}/desk/roster/{import_id:int}/import", only=staff, back=show)
def begin(visit: Visit, import_id: int) -> Response:
    it = visit.find(RosterImport, import_id)
    if it.phase is not Phase.READY:
        raise Refused(f"这份名册现在是“{it.phase.label}”，不能导入")
    _there(visit, it)
    _begin(visit, it, Phase.TAKING, carry_out)
    return visit.go(it.url)


@post("/c/{community:str}/desk/roster/{import_id:int}/again", only=staff, back=show)
def again(visit: Visit, import_id: int) -> Response:
    """From the beginning, after the server was stopped in the middle or something else went wrong."""
    it = visit.find(RosterImport, import_id)
    if it.phase is not Phase.FAILED and not _standing(visit, it)[1]:
        raise Refused(f"这份名册现在是“{it.phase.label}”，不用重新开始")
    _there(visit, it)
    _begin(visit, it, Phase.CHECKING, check)
    return visit.go(it.url)


@post("/c/{community:str}/desk/roster/{import_id:int}/give-up", only=staff, back=show)
def give_up(visit: Visit, import_id: int) -> Response:
    it = visit.find(RosterImport, import_id)
    if it.phase in (Phase.DONE, Phase.GIVEN_UP) or _standing(visit, it)[0] is not None:
        raise Refused(f"这份名册现在是“{it.phase.label}”，不能放弃")
    it.phase, it.faults, it.changes, it.finished_at = Phase.GIVEN_UP, [], [], visit.at
    path = path_of(visit.parts.settings.uploads, it.key)
    event.listen(visit.session, "after_commit", lambda _: path.unlink(missing_ok=True), once=True)
    return visit.go(f"{visit.here.url}/desk/roster", "已放弃，文件已删掉")


def _begin(visit: Visit, it: RosterImport, phase: Phase, work: Callable[..., None]) -> None:
    """The background starts once this is committed, and not before."""
    jobs, database, uploads, now = visit.parts.jobs, visit.parts.database, visit.parts.settings.uploads, visit.parts.now
    ticket = it.begin(phase, jobs, visit.at)
    visit.session.add(it)
    visit.session.flush()
    event.listen(
        visit.session, "after_commit", lambda _: jobs.start(ticket, partial(work, database, uploads, it.id, ticket, now)), once=True
    )


def _standing(visit: Visit, it: RosterImport) -> tuple[Progress | None, bool]:
    """How far the background is (None when it is not at it), and whether it will never go on."""
    jobs, alone = visit.parts.jobs, visit.parts.database.is_sqlite
    if it.phase not in (Phase.CHECKING, Phase.TAKING):
        return None, False
    if (progress := jobs.progress(it.ticket)) is not None:
        return progress, False
    if not it.lost(jobs, visit.at, alone):
        return Progress("正在另一个服务进程里办理"), False
    if not visit.writes and _moved_on(visit, it):
        return Progress("就好了"), False
    return None, True


def _moved_on(visit: Visit, it: RosterImport) -> bool:
    """Whether it ended while this page was being made: our session still sees what was before."""
    with visit.parts.database.reading() as session:
        fresh: Any = session.get(RosterImport, it.id)
        return (fresh.phase, fresh.ticket) != (it.phase, it.ticket)


def _file_of(visit: Visit, it: RosterImport) -> bool:
    return path_of(visit.parts.settings.uploads, it.key).exists()


def _there(visit: Visit, it: RosterImport) -> None:
    if not _file_of(visit, it):
        raise Refused("文件已经放了一天，删掉了，请重新上传")
