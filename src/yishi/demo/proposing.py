"""提出项目 · the ordinary way of a proposal: written, submitted, seconded day by day, accepted."""

from collections.abc import Sequence
from itertools import cycle

from sqlalchemy import select

from ..people.models import Person, Seat
from ..procedure.people import Actor, Role
from .walk import Acts, Walk

GAPS = (0, 1, 0, 1, 2)  # days between one second and the next


def proposed(w: Walk) -> Acts:
    """A draft, submitted within the hour."""
    w.begin()
    yield w.soon()
    w.take("submit", w.proposer, known="yes")


def seconded(w: Walk, count: int | None = None, first: Sequence[Actor] = ()) -> Acts:
    """As many as are needed unless told otherwise, over some days; the last of enough brings it to review."""
    needed = w.matter.rule_set.seconders_needed if count is None else count
    people = [*first, *w.others(max(needed - len(first), 0))]
    for person, gap in zip(people[:needed], cycle(GAPS), strict=False):
        yield w.days(gap)
        w.take("second", person)


def accepted(w: Walk, by: Actor | None = None, lead: Actor | None = None, days: int = 2) -> Acts:
    """Looked at by an official who has nothing to do with it."""
    yield w.days(days)
    w.take("accept", by or w.choose(w.cast.staff), checked="yes", lead=lead.id if lead else "")


def street_of(w: Walk) -> Actor:
    """An official of the street above."""
    seats = select(Person.id, Person.name).join(Seat, Seat.person_id == Person.id).where(Seat.role == Role.STREET)
    above = seats.where(Seat.community_id == w.matter.community.parent_id).order_by(Seat.id)
    id, name = w.session.execute(above.limit(1)).one()
    return Actor(id, name, frozenset({Role.STREET}))


def taken_up(w: Walk, by: Actor | None = None, first: Sequence[Actor] = ()) -> Acts:
    """From the first line to the plan group."""
    yield from proposed(w)
    yield from seconded(w, first=first)
    yield from accepted(w, by)
