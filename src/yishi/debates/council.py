"""议事会 · its voting seats, and whose are in force on a day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from ..communities.models import Body, BodyKind
from ..people.authority import in_force
from ..people.models import Seat
from ..procedure.electorate import VOTING
from ..procedure.people import Role


def council_seats(*columns: Any) -> Select[Any]:
    """The voting seats of every council, whenever they are held."""
    found: Select[Any] = select(*columns).select_from(Seat).join(Body, Body.id == Seat.body_id)
    return found.where(Body.kind == BodyKind.COUNCIL, Seat.role.in_(VOTING))


def _in_force(community_id: int, day: date) -> Select[Any]:
    return council_seats(Seat).where(Seat.community_id == community_id, in_force(Seat, day)).order_by(Seat.id)


def seats_in(session: Session, body_id: int, day: date) -> Sequence[Seat]:
    """The voting seats of one body that are in force on a day, with the people in them."""
    wanted = select(Seat).where(Seat.body_id == body_id, Seat.role.in_(VOTING), in_force(Seat, day)).order_by(Seat.id)
    return session.scalars(wanted.options(joinedload(Seat.person))).all()


def seats(session: Session, community_id: int, day: date, recorded_before: datetime) -> Sequence[Seat]:
    """The voting seats that were recorded before a moment, with the people in them."""
    wanted = _in_force(community_id, day).where(Seat.recorded_at < recorded_before)
    return session.scalars(wanted.options(joinedload(Seat.person))).all()


def seat_of(session: Session, community_id: int, person_id: int | None, day: date) -> Seat | None:
    """The seat from which this person speaks, if there is one."""
    return session.scalar(_in_force(community_id, day).where(Seat.person_id == person_id).limit(1))


def regular_chair(session: Session, community_id: int, day: date) -> int | None:
    """Who has the chair by their seat."""
    seat = session.scalar(_in_force(community_id, day).where(Seat.role == Role.CHAIR).limit(1))
    return seat.person_id if seat else None
