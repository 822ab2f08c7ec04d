"""演示时钟 · in a demonstration an hour, a day or a week passes at one press, with everything that falls due on the way.

How far ahead the clock stands is kept beside the demo's data. Outside a demonstration there is no such clock and no such address.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from litestar import Response
from sqlalchemy import func, select

from ..clock import now as real_now
from ..db import Database
from ..ledger.tick import clocked, tick
from ..people.models import SignIn
from ..procedure.people import everyone
from ..web.addresses import local, shown_at
from ..web.formats import when
from ..web.handlers import post
from ..web.visit import Missing, Visit

FILE = "demo-clock"
SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


class PassingClock:
    """The time of the demonstration: the real one, and so many seconds more."""

    def __init__(self, home: Path, real: Callable[[], datetime] = real_now):
        self._file, self._real, self._turn = home / FILE, real, threading.Lock()
        kept = self._file.read_text(encoding="ascii").strip() if self._file.exists() else ""
        self.ahead = timedelta(seconds=int(kept) if kept.isdigit() and len(kept) < 12 else 0)

    def now(self) -> datetime:
        return self._real() + self.ahead

    def passes(self, span: timedelta, database: Database) -> None:
        """Every deadline on the way is met at its own moment; whoever is signed in stays so."""
        with self._turn:
            at, until = self.now(), self.now() + span
            while (due := _next_due(database, at, until)) is not None:
                at = due
                tick(database, at)
            with database.writing() as session:
                for it in session.scalars(select(SignIn)):
                    it.created_at, it.seen_at, it.expires_at = it.created_at + span, it.seen_at + span, it.expires_at + span
            self.ahead += span
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(str(int(self.ahead.total_seconds())), encoding="ascii")


def _next_due(database: Database, after: datetime, until: datetime) -> datetime | None:
    with database.reading() as session:
        found = [
            session.scalar(
                select(func.min(model.due_at)).where(
                    model.state.in_(model.lifecycle.timed), model.due_at > after, model.due_at <= until
                )
            )
            for model in clocked()
        ]
    return min((due for due in found if due is not None), default=None)


def pass_time(visit: Visit) -> None:
    """Before the writer's turn, which every deadline takes for itself."""
    span = SPANS.get(visit.sent.last("span"))
    if visit.demo and visit.parts.passes is not None and span is not None:
        visit.parts.passes(span, visit.parts.database)


@post("/demo/clock", only=everyone, first=pass_time)
def let_pass(visit: Visit) -> Response:
    if not visit.demo or visit.parts.passes is None or visit.sent.last("span") not in SPANS:
        raise Missing
    back = local(visit.sent.last("back"))
    return visit.go(back if shown_at(visit.request, back) else "/", f"演示时钟走到了{when(visit.at)}，到期的事都办了")
