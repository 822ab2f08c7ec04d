"""登录状态 · opaque tokens, kept only as digests, made new at every sign-in, never adopted from a cookie."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from litestar import Request
from litestar.datastructures import Cookie
from sqlalchemy import CompoundSelect, Date, Integer, bindparam, cast, delete, literal, null, select, union_all, update
from sqlalchemy.orm import Session

from ..clock import today
from ..communities.models import Community
from ..db import Database
from ..people.authority import DOWNWARD, OFFICE, in_force
from ..people.models import Person, Residence, Seat, SignIn
from ..procedure.people import Actor, Role
from .visit import Visit

IDLE, LONGEST = timedelta(days=14), timedelta(days=90)
IDLE_IN_OFFICE, LONGEST_IN_OFFICE = timedelta(hours=12), timedelta(days=7)
SEEN_EVERY = timedelta(minutes=5)  # how exactly "last here" is kept, so that reading pages writes next to nothing
MOST = 20  # browsers that one person is signed in with


ME, HERE, DAY = bindparam("me", type_=Integer()), bindparam("here", type_=Integer()), bindparam("day", type_=Date())
PLACES = bindparam("places", type_=Integer(), expanding=True)
IN_OFFICE = select(Seat.id).where(Seat.person_id == SignIn.person_id, Seat.role.in_(OFFICE), in_force(Seat, DAY)).exists()
RECOGNISED = select(SignIn, IN_OFFICE).where(SignIn.token_digest == bindparam("token"))
HELD: CompoundSelect = union_all(
    select(Seat.role, Seat.community_id, Seat.unit_id).where(
        Seat.person_id == ME, Seat.community_id.in_(PLACES), in_force(Seat, DAY)
    ),
    select(literal(Role.RESIDENT, Seat.role.type), Residence.community_id, cast(null(), Integer)).where(
        Residence.person_id == ME, Residence.community_id == HERE, in_force(Residence, DAY)
    ),
)  # fmt: skip


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
    """Whose token this is, if it is still good. Whoever holds an office today is asked to sign in sooner."""
    if not token:
        return None
    found = session.execute(RECOGNISED, {"token": digest(token), "day": today(at)}).one_or_none()
    if found is None or found[0].person.suspended_at is not None or not lasts(*found, at):
        return None
    return found[0]


def lasts(sign_in: SignIn, office: bool, at: datetime) -> bool:
    idle, longest = (IDLE_IN_OFFICE, LONGEST_IN_OFFICE) if office else (IDLE, LONGEST)
    return at < min(sign_in.expires_at, sign_in.created_at + longest, sign_in.seen_at + idle)


def seen(database: Database, sign_in_id: int, at: datetime) -> None:
    """Kept after the answer has gone out: nobody waits for it."""
    with database.writing() as session:
        session.execute(update(SignIn).where(SignIn.id == sign_in_id, SignIn.seen_at < at).values(seen_at=at))


def open_sign_in(visit: Visit, person: Person) -> None:
    """Sign a person in: a new token always, and the browser's old one dies."""
    secure = visit.parts.settings.secure
    if old := token_of(visit.request, secure):
        visit.session.execute(delete(SignIn).where(SignIn.token_digest == digest(old)))
    theirs = SignIn.person_id == person.id
    kept = visit.session.scalars(
        select(SignIn.id).where(theirs, SignIn.expires_at > visit.at).order_by(SignIn.id.desc()).limit(MOST - 1)
    )
    visit.session.execute(delete(SignIn).where(theirs, SignIn.id.not_in(kept.all())))
    token = secrets.token_urlsafe(32)
    visit.sign_in = SignIn(
        token_digest=digest(token), person_id=person.id, created_at=visit.at, seen_at=visit.at, expires_at=visit.at + LONGEST
    )
    visit.session.add(visit.sign_in)
    visit.csrf, visit.actor = csrf_for(token), Actor(person.id, person.name)
    visit.cookies.append(_cookie(secure, token, int(LONGEST.total_seconds())))


def close_sign_in(visit: Visit) -> None:
    if visit.sign_in is not None:
        visit.session.delete(visit.sign_in)
    visit.cookies.append(_cookie(visit.parts.settings.secure, "", 0))


def _cookie(secure: bool, token: str, max_age: int) -> Cookie:
    return Cookie(cookie_name(secure), value=token, path="/", httponly=True, samesite="lax", secure=secure, max_age=max_age)


def actor_in(session: Session, person: Person, community: Community | None, day: date) -> Actor:
    """The person as this community sees them today: registered here, seated here, or set above it."""
    if community is None:
        return Actor(person.id, person.name, frozenset({Role.ADMIN} if _runs_the_platform(session, person, day) else ()))
    asked = {"me": person.id, "places": community.ancestor_ids, "here": community.id, "day": day}
    roles: set[Role] = set()
    units: set[int] = set()
    for role, community_id, unit in session.execute(HELD, asked):
        if role is Role.RESIDENT:
            roles.add(role)
        elif community_id == community.id or role in DOWNWARD:
            roles.add(role)
            units |= {unit} if unit else set()
    return Actor(person.id, person.name, frozenset(roles), min(units, default=None), frozenset(units))


def _runs_the_platform(session: Session, person: Person, day: date) -> bool:
    """On pages of no community: who holds an administrator's seat at the root of the tree."""
    seat = select(Seat.id).join(Community, Community.id == Seat.community_id)
    held = seat.where(Seat.person_id == person.id, Seat.role == Role.ADMIN, Community.parent_id.is_(None), in_force(Seat, day))
    return session.scalar(held.limit(1)) is not None
