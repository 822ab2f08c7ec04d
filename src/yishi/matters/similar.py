"""相似事项 · public matters of the community that are about the same thing, told before one more is proposed."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from ..procedure.matter import MatterState
from ..procedure.similar import closeness, pairs
from .models import Matter

NEWEST = 2000  # matters looked through, newest first
FINALISTS = 40  # of them compared exactly
MOST = 5
MOST_PAIRS = 30


@dataclass(frozen=True, slots=True)
class Similar:
    """A matter that is near; `percent` is rounded down."""

    id: int
    number: str
    title: str
    place: str
    state: MatterState
    percent: int


def similar(session: Session, community_id: int, percent: int, title: str, place: str, but: int | None = None) -> list[Similar]:
    """At least `percent` alike in title, or in title and place together; the nearest first."""
    wanted = pairs(f"{title} {place}")[:MOST_PAIRS]
    if not wanted:
        return []
    found: list[tuple[Fraction, Similar]] = []
    for id, number, theirs, where, state in session.execute(_finalists(community_id, wanted, but)):
        near = max(closeness(title, theirs), closeness(f"{title} {place}", f"{theirs} {where}"))
        if near * 100 >= percent:
            found.append((near, Similar(id, number, theirs, where, state, int(near * 100))))
    found.sort(key=lambda pair: (-pair[0], -pair[1].id))
    return [it for _, it in found[:MOST]]


def _finalists(community_id: int, wanted: tuple[str, ...], but: int | None) -> Select[Any]:
    """Of the newest, those with the most pairs in common."""
    newest = select(Matter.id, Matter.number, Matter.title, Matter.place, Matter.state, Matter.search).where(
        Matter.community_id == community_id, Matter.number.is_not(None), Matter.state != MatterState.WITHDRAWN
    )  # fmt: skip
    if but is not None:
        newest = newest.where(Matter.id != but, Matter.merge_into_id.is_distinct_from(but))
    it = newest.order_by(Matter.id.desc()).limit(NEWEST).subquery()
    shared = sum((case((it.c.search.contains(f" {pair} ", autoescape=True), 1), else_=0) for pair in wanted[1:]),
                 case((it.c.search.contains(f" {wanted[0]} ", autoescape=True), 1), else_=0))  # fmt: skip
    columns = select(it.c.id, it.c.number, it.c.title, it.c.place, it.c.state)
    return columns.where(shared > 0).order_by(shared.desc(), it.c.id.desc()).limit(FINALISTS)
