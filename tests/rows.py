"""Which rows of the lifecycles' tables were walked, as the ledger tells it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from yishi.ledger.models import LedgerEntry
from yishi.procedure.atlas import LIFECYCLES

Row = tuple[str, str, str, str]  # cycle, step, from, to


def rows_walked(session: Session) -> set[Row]:
    """Every move of every record. Acts that are no step of a table have no source and are left out."""
    told = select(LedgerEntry.subject, LedgerEntry.step, LedgerEntry.source, LedgerEntry.target).where(LedgerEntry.source != "")
    return {(subject.partition("/")[0], step, source, target) for subject, step, source, target in session.execute(told)}


def rows_there_are() -> set[Row]:
    return {(cycle.name, step.name, step.source.value, step.target.value) for cycle in LIFECYCLES for step in cycle.steps}
