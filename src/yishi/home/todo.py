"""待办 · the acts that a person owes here, as one statement: each source is one duty of one kind of person.

The badge on every page and the inbox read the same rows, so the number is always the number of rows. The statement is put
together once for each set of roles; who asks, where and when are its parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from litestar import Response
from sqlalchemy import CompoundSelect, Select, func, literal_column, select, union_all

from ..clock import today
from ..procedure.calendar import day_begins
from ..procedure.people import Role, signed_in
from ..web.handlers import get
from ..web.visit import Visit
from .duties import duties_of

MOST = 99  # rows in the inbox, and the largest number on the badge


@dataclass(frozen=True, slots=True)
class Owed:
    """One act owed: what to do, about which matter, by when, as whom, and where."""

    act: str
    about: str
    due_at: datetime | None
    role: str
    url: str


@get("/c/{community:str}/todo", only=signed_in)
def inbox(visit: Visit) -> Response:
    owed = sorted(rows(visit), key=lambda it: (it.due_at is None, it.due_at or visit.at))
    late = [it for it in owed if it.due_at and it.due_at <= visit.at]
    soon = [it for it in owed if it.due_at and it.due_at > visit.at and today(it.due_at) == today(visit.at)]
    later = [it for it in owed if it not in late and it not in soon]
    groups = [("late", "已逾期", late), ("today", "今天到期", soon), ("later", "之后", later)]
    return visit.page("home/todo.html", count=len(owed), groups=groups)


def owed(visit: Visit) -> int:
    """The number on the badge."""
    return visit.session.scalar(_number(visit.actor.roles), _asking(visit)) or 0


def rows(visit: Visit) -> list[Owed]:
    found = visit.session.execute(_listed(visit.actor.roles), _asking(visit))
    return [
        Owed(act, about, due, role, path if path.startswith("/") else f"{visit.here.url}/{path}")
        for act, role, path, about, due in found
    ]


def _asking(visit: Visit) -> Mapping[str, Any]:
    return {
        "here": visit.here.id, "me": visit.actor.id, "at": visit.at, "units": sorted(visit.actor.units),
        "day": (day := today(visit.at)), "morning": day_begins(day), "midnight": day_begins(day + timedelta(days=1)),
        "below": f"{visit.here.path}%",
    }  # fmt: skip


@cache
def _listed(roles: frozenset[Role]) -> CompoundSelect:
    """The most pressing first, so that whatever is cut off could wait longest."""
    return union_all(*duties_of(roles)).order_by(literal_column("due").nulls_last()).limit(MOST)


@cache
def _number(roles: frozenset[Role]) -> Select:
    return select(func.count()).select_from(union_all(*duties_of(roles)).limit(MOST).subquery())
