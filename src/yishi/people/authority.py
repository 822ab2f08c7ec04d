"""职权 · which seats are offices, which decide, and what follows: shorter sign-ins, longer passwords, who keeps whose account."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import BindParameter, ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from ..clock import today
from ..communities.models import Community
from ..procedure.people import Actor, Role
from .models import Person, Residence, Seat, SignIn

DOWNWARD = frozenset({Role.STREET, Role.DISTRICT, Role.ADMIN})  # seats that look down the tree
OFFICIAL = DOWNWARD | {Role.STAFF}  # seats that come from above
OFFICE = OFFICIAL | {Role.SECRETARY}
DECIDING = frozenset({Role.COUNCILLOR, Role.CHAIR, Role.SUPERVISOR})  # seats from which one decides about public matters


def in_force(term: type[Seat] | type[Residence], day: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(term.since <= day, or_(term.until.is_(None), term.until >= day))


def to_come(day: date) -> ColumnElement[bool]:
    """Seats that are held, or will be: whoever is seated from next month on is guarded from today."""
    return or_(Seat.until.is_(None), Seat.until >= day)


def in_office(session: Session, person_id: int, day: date) -> bool:
    """Whether the person holds an office anywhere today."""
    held = select(Seat.id).where(Seat.person_id == person_id, Seat.role.in_(OFFICE), in_force(Seat, day)).limit(1)
    return session.scalar(held) is not None


def end_sign_ins(session: Session, person_id: int, but: int | None = None) -> None:
    """Sign the person out everywhere, or everywhere but there."""
    session.execute(delete(SignIn).where(SignIn.person_id == person_id, SignIn.id != (but or 0)))


def suspend(session: Session, person: Person, at: datetime) -> None:
    """The account rests from this moment, wherever it is signed in."""
    person.suspended_at = at
    end_sign_ins(session, person.id)


def powers_changed(session: Session, person: Person, at: datetime) -> None:
    """After a seat was given or taken: sign in anew, and whoever comes into an office chooses a password long enough for it."""
    session.flush()
    end_sign_ins(session, person.id)
    if person.password_hash is not None and in_office(session, person.id, today(at)):
        person.must_change = True


def out_of_reach(session: Session, person: Person, by: Actor | Person, at: datetime) -> str:
    """Why this official may not give that person a new way in; '' when they may.

    A code opens the account in every community where the person lives or sits, so it takes power over all of them.
    """
    powers = _seats(session, by.id or 0, today(at))
    ranks = [(role, community) for role, community in powers if role in OFFICIAL]
    seats = _seats(session, person.id, today(at), coming=True)
    homes = session.scalars(
        select(Community)
        .join(Residence, Residence.community_id == Community.id)
        .where(Residence.person_id == person.id, in_force(Residence, today(at)))
    )
    places = {c.id: c for c in [*homes, *(c for _, c in seats), *awaiting(session, person, at)]}
    if not places and not any(role is Role.ADMIN for role, _ in ranks):
        return f"{person.name}没有登记在任何社区，请由平台管理员发登录码"
    for community in places.values():
        if not _covers(ranks, community):
            return f"{person.name}在{community.name}也有登记，请由平台管理员发登录码"
    for role, community in seats:
        if role in DOWNWARD and not _covers([rank for rank in ranks if rank[0] is Role.ADMIN], community):
            return f"{person.name}是{role.label}，请由平台管理员发登录码"
    return ""


def awaiting(session: Session, person: Person, at: datetime) -> list[Community]:
    """Where something is being decided in which this person has a say."""
    ids = person.awaited_in(today(at))
    return list(session.scalars(select(Community).where(Community.id.in_(ids)))) if ids else []


def is_their_street(session: Session, person: Person, by: Actor | Person, at: datetime) -> bool:
    """Whether this official has a seat in the street office above every place where the person decides."""
    held = _seats(session, person.id, today(at), coming=True)
    places = [*(community for role, community in held if role in DECIDING), *awaiting(session, person, at)]
    seats = [seat for seat in _seats(session, by.id or 0, today(at)) if seat[0] is Role.STREET]
    return bool(places) and all(_covers(seats, place) for place in places)


def _seats(session: Session, person_id: int, day: date, coming: bool = False) -> list[tuple[Role, Community]]:
    wanted = select(Seat.role, Community).join(Community, Community.id == Seat.community_id)
    held = to_come(day) if coming else in_force(Seat, day)
    return [(role, c) for role, c in session.execute(wanted.where(Seat.person_id == person_id, held))]


def _covers(ranks: Iterable[tuple[Role, Community]], community: Community) -> bool:
    return any(seat.id == community.id or (role in DOWNWARD and seat.id in community.ancestor_ids) for role, seat in ranks)
