"""工作台 · where the staff of a place begin: what waits for them, with counts that cost the same however much waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from litestar import Response
from sqlalchemy import ScalarSelect, Select, func, select, tuple_

from ..communities.funds import Fund, fund_of
from ..communities.models import Community, Level
from ..matters.models import Matter
from ..matters.queries import COLUMNS, Listed, listed
from ..notices.objections import Objection
from ..procedure.matter import MatterState
from ..procedure.objection import ObjectionState
from ..procedure.people import Role, desk, holder
from ..web.handlers import get
from ..web.paging import paged
from ..web.visit import Missing, Visit

MOST = 100  # counted exactly below, "99+" from there on
SIZE = 20

S = MatterState


@dataclass(frozen=True, slots=True)
class Waiting:
    """One queue: how many wait, and how many of them too long."""

    name: str
    label: str
    about: str
    count: int
    late: int


QUEUES = {  # name: who works at it, what it is called, what is done there
    "review": ((Role.STAFF,), "受理审查", "对照规则看提案：受理、退回补正、不予受理"),
    "objections": ((Role.STAFF, Role.CHAIR), "答复异议", "公示期内的异议，条条都要书面答复"),
    "confirm": ((Role.STAFF,), "确认生效", "公示期满、异议都已答复的结果"),
    "appeals": ((Role.CHAIR,), "复核申诉", "不予受理以后提出人申诉的，由主持人复核"),
}


@get("/c/{community:str}/desk", only=desk)
def index(visit: Visit) -> Response:
    here = visit.here
    if here.level is not Level.COMMUNITY:
        below = select(Community).where(Community.parent_id == here.id)
        places = paged(visit, below, Community.id, newest_first=False)
        return visit.page("home/desk_above.html", places=places, below=Level.COMMUNITY if here.level is Level.STREET else None)
    fund: Fund | None = fund_of(visit.session, here.id, visit.today.year)
    return visit.page("home/desk.html", waiting=_waiting(visit), fund=fund, roles=visit.actor.roles, Role=Role)


@get("/c/{community:str}/desk/queues/{name:str}", only=holder(Role.STAFF, Role.CHAIR))
def queue(visit: Visit, name: str) -> Response:
    """The longest overdue first. `?after=` is the deadline and number of the last one shown."""
    if name not in QUEUES or not _works_at(visit, name):
        raise Missing
    wanted = COLUMNS.where(Matter.id.in_(_queued(visit, name)))
    if after := _after(visit.asked("after")):
        wanted = wanted.where(tuple_(Matter.due_at, Matter.id) > tuple_(*after))
    rows = visit.session.execute(wanted.order_by(Matter.due_at, Matter.id).limit(SIZE + 1)).all()
    matters: Sequence[Listed] = listed(rows[:SIZE])
    last = matters[-1] if len(rows) > SIZE else None
    more = f"{visit.path}?after={last.due_at:%Y%m%dT%H%M%S%f}-{last.id}" if last and last.due_at else ""
    _, label, about = QUEUES[name]
    mine = [(queue, text) for queue, (_, text, _) in QUEUES.items() if _works_at(visit, queue)]
    return visit.page(
        "home/desk_queue.html", label=label, about=about, matters=matters, more=more, first=visit.path if after else "",
        tabs=[(text, f"{visit.here.url}/desk/queues/{queue}", queue == name) for queue, text in mine],
    )  # fmt: skip


def _works_at(visit: Visit, name: str) -> bool:
    return not visit.actor.roles.isdisjoint(QUEUES[name][0])


def _waiting(visit: Visit) -> list[Waiting]:
    """Two counts for each queue of this person, in one statement."""
    names = [name for name in QUEUES if _works_at(visit, name)]
    counts = [_counted(_queued(visit, name, late=late)) for name in names for late in (False, True)]
    if not counts:
        return []
    found = visit.session.execute(select(*counts)).one()
    return [Waiting(name, QUEUES[name][1], QUEUES[name][2], found[2 * n], found[2 * n + 1]) for n, name in enumerate(names)]


def _queued(visit: Visit, name: str, late: bool = False) -> Select[int]:
    """The ids of the matters that wait."""
    mine = select(Matter.id).where(Matter.community_id == visit.here.id)
    waiting = select(Objection.id).where(Objection.matter_id == Matter.id, Objection.state == ObjectionState.WAITING).exists()
    match name:
        case "review":
            wanted = mine.where(Matter.state == S.REVIEW, Matter.appeals == 0)
        case "appeals":
            wanted = mine.where(Matter.state == S.REVIEW, Matter.appeals > 0, Matter.appeal_to.is_distinct_from(Role.STREET))
        case "objections":
            wanted = mine.where(Matter.state == S.POSTED, waiting)
        case _:
            wanted = mine.where(Matter.state == S.POSTED, Matter.due_at <= visit.at, ~waiting)
    return wanted.where(Matter.due_at <= visit.at) if late else wanted


def _counted(wanted: Select[int]) -> ScalarSelect[int]:
    return select(func.count()).select_from(wanted.limit(MOST).subquery()).scalar_subquery()


def _after(text: str) -> tuple[datetime, int] | None:
    moment, _, id = text.partition("-")
    try:
        return datetime.strptime(f"{moment}+0000", "%Y%m%dT%H%M%S%f%z"), int(id[:9])
    except ValueError:
        return None
