"""造区 · the district as it stands today: founded a year and more ago, and everything since told through the verbs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from ..clock import here, today
from ..communities.funds import grant
from ..procedure.calendar import day_begins
from ..procedure.lifecycle import Case
from . import district, sitting
from .cast import Cast, casts
from .replay import Replay
from .stories import STORIES, Story
from .topics import told
from .walk import Walk

YEAR = timedelta(days=400)
GRANTED = 200_000_000  # fen a year for each community


def build(session: Session, uploads: Path, until: datetime, begun: Callable[[], None] = lambda: None) -> None:
    """All of it in the session's one transaction: it is there whole, or not at all. `begun` is called once for each story."""
    opened = (until - YEAR).replace(minute=0, second=0, microsecond=0)
    district.found(session, opened)
    communities = {cast.slug: cast for cast in casts(session, today(opened))}
    known: dict[str, Walk] = {}
    for it in STORIES:
        known[it.name] = _walk(session, it, communities[it.home], until, uploads=uploads, known=known, begun=begun)
    ahead = [sitting.today(session, walk.cast, walk, until) for name, walk in known.items() if name == sitting.TODAY]
    Replay(session, until).play([*known.values(), *ahead, *_grants(session, communities.values(), opened, until)])


def _walk(session: Session, it: Story, cast: Cast, until: datetime, **more: Any) -> Walk:
    by_chance = Random(it.name)
    day = here(until) - timedelta(days=it.days)
    start = day.replace(hour=by_chance.randrange(9, 18), minute=by_chance.randrange(60), second=0, microsecond=0)
    topic = told(it.topic, cast.estates[it.estate], it.n, cast.short)
    return Walk(session, cast, topic, start.astimezone(UTC), it.script, it.name, **more)


@dataclass
class _Grant:
    """The year's money, put down by an official in the first days of January."""

    at: datetime
    acts: Iterator[datetime]


def _grants(session: Session, communities: Iterable[Cast], opened: datetime, until: datetime) -> Iterator[_Grant]:
    for cast in communities:
        for year in range(today(opened).year, today(until).year + 1):
            at = max(opened, day_begins(date(year, 1, 6)) + timedelta(hours=10))
            if at <= until:
                yield _Grant(at, _granted(session, cast.community_id, year, Case(cast.staff[0], at)))


def _granted(session: Session, community_id: int, year: int, case: Case) -> Iterator[datetime]:
    grant(session, community_id, year, GRANTED, f"{year}年民生微实事资金，市、区各一半。", case)
    return
    yield
