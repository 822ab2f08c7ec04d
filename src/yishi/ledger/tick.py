"""到期 · the clock takes its rows: everything whose time has come, one record to a transaction, as 系统."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select

from ..db import Base, Database
from ..procedure.lifecycle import Case
from ..procedure.people import SYSTEM
from .models import Procedural

log = structlog.get_logger("yishi.tick")

BATCH = 500


def tick(database: Database, at: datetime) -> int:
    """Take every clock row that may be taken at this moment. Returns how many were taken."""
    taken = 0
    for model in clocked():
        after = 0
        while ids := _due(database, model, at, after):
            taken += sum(_take(database, model, id, at) for id in ids)
            after = ids[-1]
    return taken


def clocked() -> Iterator[Any]:
    """The kinds of records that the clock may move."""
    return (m.class_ for m in Base.registry.mappers if issubclass(m.class_, Procedural) and m.class_.lifecycle.timed)


def _due(database: Database, model: type, at: datetime, after: int) -> list[int]:
    statement = (
        select(model.id)  # type: ignore[attr-defined]
        .where(model.state.in_(model.lifecycle.timed), model.due_at <= at, model.id > after)  # type: ignore[attr-defined]
        .order_by(model.id)  # type: ignore[attr-defined]
        .limit(BATCH)
    )
    with database.reading() as session:
        return list(session.scalars(statement))


def _take(database: Database, model: type, id: int, at: datetime) -> int:
    """One record, as far as the clock may take it now; a record that cannot be moved does not hold up the others."""
    case = Case(SYSTEM, at)
    taken = 0
    try:
        with database.writing() as session:
            it = session.get(model, id, with_for_update=True)
            while it is not None and (step := it.lifecycle.due(it, case)):
                it.take(step.name, case)
                session.flush()
                taken += 1
    except Exception:
        log.exception("tick", record=f"{model.__name__}/{id}")
        return 0
    return taken
