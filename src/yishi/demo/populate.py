"""造量 · any number of further matters for the benchmark, told by the same verbs: most are over, a few are on their way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from ..clock import today
from ..db import Database
from ..procedure.calendar import day_begins
from . import debating, planning, proposing, supervising, voting
from .build import YEAR
from .cast import Cast, casts
from .replay import Replay
from .topics import brief, told, whole
from .walk import Acts, Walk

BATCH = 200  # matters kept together
RECENT = timedelta(days=110)  # a matter that goes the whole way takes about as long
LATE = 8  # of a hundred began since then


def populate(database: Database, matters: int, until: datetime, begun: Callable[[], None] = lambda: None, seed: int = 10) -> None:
    """Begun one after another over the year, batch by batch: what is told is kept, whatever happens to the next batch.

    Every act is flushed when its ledger entry is written, so nothing has to be flushed for the questions in between.
    """
    with database.reading() as session:
        communities = casts(session, today(until))
    for first in range(0, matters, BATCH):
        with database.writing() as session, session.no_autoflush:
            numbers = range(first, min(first + BATCH, matters))
            walks = [_walk(session, communities, number, matters, until, seed, begun) for number in numbers]
            Replay(session, until).play(walks)


def _walk(
    session: Session, communities: list[Cast], number: int, of: int, until: datetime, seed: int, begun: Callable[[], None]
) -> Walk:
    by_chance = Random(f"{seed}/{number}")
    cast = communities[number % len(communities)]
    way = by_chance.choices([way for way, _ in WAYS], [weight for _, weight in WAYS])[0]
    key = by_chance.choice(whole() + brief() if way in STOPPED_EARLY else whole())
    topic = told(key, by_chance.choice(cast.estates), by_chance.randrange(1, 30), cast.short)
    return Walk(session, cast, topic, _start(number, of, until), way, f"{seed}/{number}", begun=begun)


def _start(number: int, of: int, until: datetime) -> datetime:
    """The later the number the later the beginning; only a few began so lately that they are still on their way."""
    old = of * (100 - LATE) // 100
    if number < old:
        return until - YEAR + (YEAR - RECENT) * number / old
    return until - RECENT + RECENT * (number - old) / (of - old)


def lapsed(w: Walk) -> Acts:
    yield from proposing.proposed(w)
    yield from proposing.seconded(w, w.by_chance.randrange(0, 4))


def withdrawn(w: Walk) -> Acts:
    yield from proposing.proposed(w)
    yield w.days(5)
    w.take("withdraw", w.proposer, reason="情况有变，先撤回。")


def declined(w: Walk) -> Acts:
    yield from proposing.proposed(w)
    yield from proposing.seconded(w)
    yield w.days(2)
    w.take(
        "decline", w.choose(w.cast.staff), article="negative_list", negative="others-duty",
        reason="查过合同，这是物业服务企业本来应当做的，已转给物业办理。",
    )  # fmt: skip


def voted_down(w: Walk) -> Acts:
    yield from _put(w)
    yield from voting.voted(w, 3, 7)


def carried_out(w: Walk) -> Acts:
    """With one payment and one visit: what a list or a sum needs to look like a year's work."""
    yield from _put(w)
    yield from voting.voted(w, w.by_chance.randrange(6, 9), 3)
    yield from voting.confirmed(w)
    for n, milestone in enumerate(supervising.milestones(w)):
        yield w.after(day_begins(milestone.due))
        supervising.reported(w, milestone, 100, w.topic.reports[n])
    supervising.visited(w, w.choose(w.cast.supervisors))
    for line in w.matter.delivery.lines[:1]:
        yield w.soon()
        supervising.paid(w, line, line.left)
    yield w.days(1)
    w.take("finish", supervising.contractor(w))
    yield from supervising.accepted(w)
    yield from supervising.rated(w, *w.choose(RATINGS))


def _put(w: Walk) -> Acts:
    """One comment, one speech on each side, and the question."""
    yield from proposing.taken_up(w)
    yield from planning.published(w)
    yield from planning.commented(w, 1)
    yield from planning.frozen(w, revised=False)
    yield from debating.first_round(w)
    yield w.after(debating.floor(w).round_ends[1])
    debating.put(w)


RATINGS = ((2, 1, 0), (3, 0, 0), (1, 2, 0), (1, 0, 2), (0, 0, 0))  # good, fair, bad
STOPPED_EARLY = (lapsed, withdrawn, declined)
WAYS: tuple[tuple[Callable[[Walk], Acts], int], ...] = (
    (lapsed, 45), (withdrawn, 7), (declined, 30), (voted_down, 3), (carried_out, 15),
)  # fmt: skip
"""How a matter goes, and how many of a hundred go that way."""
