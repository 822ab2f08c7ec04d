"""时间到了 · what time does by itself: rows that the clock takes, and things that are kept for a while only.

The server does it all along; `yishi tick` does it once, for those who let a timer do it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from .communities import roster_uploads
from .db import Database
from .ledger.tick import tick
from .people.models import Act, SignIn
from .web.returned import KEPT_FOR, Returned

ANSWERS_KEPT = timedelta(days=30)  # how long a form that is sent once more is known to have been answered
BATCH = 500


def upkeep(database: Database, uploads: Path, at: datetime) -> int:
    """Returns how many of the clock's rows were taken."""
    taken = tick(database, at)
    for model, over in _kept_for_a_while(at):
        while _forget(database, model, over) == BATCH:
            pass
    roster_uploads.sweep(uploads, at)
    return taken


def _kept_for_a_while(at: datetime) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    yield Returned, Returned.at <= at - KEPT_FOR
    yield Act, Act.at <= at - ANSWERS_KEPT
    yield SignIn, SignIn.expires_at <= at


def _forget(database: Database, model: Any, over: ColumnElement[bool]) -> int:
    """Nobody waits for a writer where there is nothing to forget."""
    with database.reading() as session:
        ids = session.scalars(select(model.id).where(over).limit(BATCH)).all()
    if ids:
        with database.writing() as session:
            session.execute(delete(model).where(model.id.in_(ids)))
    return len(ids)
