"""登录状态 · opaque tokens, kept only as digests, made new at every sign-in, never adopted from a cookie."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from litestar import Request
from litestar.datastructures import Cookie
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from ..communities.models import Community
from ..people.models import Person, Residence, Seat, SignIn
from ..procedure.people import Actor, Role
from .visit import Visit

IDLE = timedelta(days=14)
DOWNWARD = frozenset({Role.STREET, Role.DISTRICT, Role.ADMIN})  # seats that look down the tree


def cookie_name(secure: bool) -> str:
    return "__Host-s" if secure else "s"


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def csrf_for(token: str) -> str:
    """Bound to the sign-in: another person's token is of no use."""
    return hashlib.sha256(b"csrf:" + token.encode()).hexdigest()


def token_of(request: Request, secure: bool) -> str:
    return request.cookies.get(cookie_name(secure), "")


def recognised(session: Session, token: str, at: datetime) -> SignIn | None:
    """Whose token this is, if it is still good."""
    if not token:
        return None
    sign_in = session.scalar(select(SignIn).where(SignIn.token_digest == digest(token)))
    if sign_in is None or sign_in.expires_at <= at or sign_in.person.suspended_at is not None:
        return None
    return sign_in


def open_sign_in(visit: Visit, person: Person) -> None:
    """Sign a person in: a new token always, and the browser's old one dies."""
    secure = visit.parts.settings.secure
    if old := token_of(visit.request, secure):
        visit.session.execute(delete(SignIn).where(SignIn.token_digest == digest(old)))
    token = secrets.token_urlsafe(32)
    visit.session.add(
        SignIn(token_digest=digest(token), person_id=person.id, created_at=visit.at, seen_at=visit.at, expires_at=visit.at + IDLE)
    )
    visit.cookies.append(
        Cookie(
            cookie_name(secure),
            value=token,
            path="/",
            httponly=True,
            samesite="lax",
            secure=secure,
            max_age=int(IDLE.total_seconds()),
        )
    )


def close_sign_in(visit: Visit) -> None:
    secure = visit.parts.settings.secure
    if visit.sign_in is not None:
        visit.session.delete(visit.sign_in)
    visit.cookies.append(Cookie(cookie_name(secure), value="", path="/", httponly=True, samesite="lax", secure=secure, max_age=0))


def actor_in(session: Session, person: Person, community: Community | None, day: date) -> Actor:
    """The person as this community sees them today: registered here, seated here, or set above it."""
    if community is None:
        return Actor(person.id, person.name)
    seats = select(Seat.role, Seat.community_id, Seat.unit_id).where(
        Seat.person_id == person.id,
        Seat.community_id.in_(community.ancestor_ids),
        Seat.since <= day,
        or_(Seat.until.is_(None), Seat.until >= day),
    )
    roles: set[Role] = set()
    unit_id: int | None = None
    for role, community_id, unit in session.execute(seats):
        if community_id == community.id or role in DOWNWARD:
            roles.add(role)
            unit_id = unit_id or unit
    lives_here = select(Residence.id).where(
        Residence.person_id == person.id,
        Residence.community_id == community.id,
        Residence.since <= day,
        or_(Residence.until.is_(None), Residence.until >= day),
    )
    if session.scalar(lives_here) is not None:
        roles.add(Role.RESIDENT)
    return Actor(person.id, person.name, frozenset(roles), unit_id)
