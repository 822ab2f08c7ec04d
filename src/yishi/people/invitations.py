"""邀请码 · a printed one-time code: handed over in person, good for seven days, once. It is also the way back for whoever forgot.

Only the digest is kept, so a code is seen by the one who prints it and by nobody after. A new code puts the earlier one out of use.
This is the only place where codes are made and where they are found good; what they must be worth is asked in both.
"""

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ..clock import today
from ..communities.models import Body, BodyKind, Community, Level
from ..procedure.lifecycle import Refused
from ..procedure.people import Actor, Role
from .authority import end_sign_ins, out_of_reach
from .models import CodeRequest, Invitation, Person, Seat, Vouched
from .vouching import enough, vouched

SYMBOLS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else on paper: no 0 O 1 I L U
GROUPS, EACH = 4, 4  # 78 bits
GOOD_FOR = timedelta(days=7)


class AlreadyBegun(Exception):
    """There is an administrator who has signed in: from now on codes come from them."""


def issue(
    session: Session, person: Person, by: Actor | Person | None, at: datetime, *, community_id: int | None = None,
    request: CodeRequest | None = None,
) -> str:  # fmt: skip
    """A fresh code for this person, as it is printed. `by` None is the command line. Refused to whoever may not.

    With a request it is released by a second official: the person is signed out everywhere and finds a notice of it.
    """
    worth = Vouched.ALONE
    if by is not None:
        if reason := out_of_reach(session, person, by, at):
            raise Refused(reason)
        worth = vouched(session, person, by, request, at)
    if request is not None:
        request.released_at = at
        end_sign_ins(session, person.id)
    session.execute(
        update(Invitation)
        .where(Invitation.person_id == person.id, Invitation.used_at.is_(None), Invitation.expires_at > at)
        .values(expires_at=at)
    )
    code = "-".join("".join(secrets.choice(SYMBOLS) for _ in range(EACH)) for _ in range(GROUPS))
    giver = by.id if by else None
    session.add(
        Invitation(
            code_digest=digest_of(code), person_id=person.id, issued_by_id=giver, issued_at=at, expires_at=at + GOOD_FOR,
            vouched=worth, asked_by_id=request.asked_by_id if request else None, community_id=community_id,
            told=request is not None or (giver is not None and person.password_hash is not None),
        )
    )  # fmt: skip
    session.flush()
    return code


def good(session: Session, code: str, at: datetime, *, to_use: bool = False) -> Invitation | None:
    """The invitation that this code opens, unless it is used, too old, put out of use, worth too little by now, or its person is
    suspended."""
    wanted = select(Invitation).where(Invitation.code_digest == digest_of(code))
    found = session.scalar(wanted.with_for_update() if to_use else wanted)
    if found is None or found.used_at is not None or found.expires_at <= at or found.person.suspended_at is not None:
        return None
    return found if enough(session, found, at) else None


def digest_of(code: str) -> bytes:
    """However it was typed: small letters, blanks, dashes of any kind, full-width."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return hashlib.sha256("".join(c for c in plain if c.isalnum()).encode()).digest()


def first_administrator(session: Session, name: str, username: str, at: datetime) -> str:
    """The root of the tree, the platform's body and its first seat; returns the code for the first sign-in.

    Asked again before anybody has signed in as administrator, it prints a new code for the same person.
    """
    seated = session.scalars(select(Person).join(Seat, Seat.person_id == Person.id).where(Seat.role == Role.ADMIN)).all()
    if any(person.password_hash for person in seated):
        raise AlreadyBegun("已经有平台管理员了，请由他登录后发新的登录码")
    person = next((it for it in seated if it.username == username.lower()), None)
    if person is None:
        person = Person(name=name, username=username.lower(), created_at=at)
        root = session.scalar(select(Community).where(Community.parent_id.is_(None)).order_by(Community.id)) or _root(session)
        platform = Body(community_id=root.id, kind=BodyKind.PLATFORM, name="平台运行")
        session.add_all([person, platform])
        session.flush()
        role, since = Role.ADMIN, today(at)
        seat = {"community_id": root.id, "body_id": platform.id, "person_id": person.id, "recorded_at": at}
        session.add(Seat(**seat, role=role, title=role.label, since=since))
    return issue(session, person, None, at)


def _root(session: Session) -> Community:
    """The district, under a name that the administrator replaces by the real one."""
    root = Community(level=Level.DISTRICT, slug="district", name="本区", short="本区", path="")
    session.add(root)
    session.flush()
    root.path = f"/{root.id}/"
    return root
