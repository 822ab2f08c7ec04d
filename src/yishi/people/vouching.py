"""两人核准 · whoever decides about public matters gets a new code only from two officials: one asks, another releases.

While something is decided in which the person has a say, the second is the street. What is needed is asked when the code is given
out and again when it is used, so that a code from before opens nothing afterwards.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..clock import today
from ..procedure.lifecycle import Refused
from ..procedure.people import Actor, Role
from .authority import DECIDING, OFFICIAL, end_sign_ins, is_their_street, out_of_reach, to_come
from .models import CodeRequest, Invitation, Person, Seat, Vouched

ASKED_FOR = timedelta(days=1)


def needed(session: Session, person: Person, at: datetime) -> Vouched:
    """What a code for this person must be worth at this moment."""
    if person.awaited_in(today(at)):
        return Vouched.STREET
    return Vouched.TWO if _holds(session, person, DECIDING, at) else Vouched.ALONE


def enough(session: Session, code: Invitation, at: datetime) -> bool:
    """Whether a code opens the account that its person has now. The command line is whoever has the server."""
    worth = list(Vouched)
    return code.issued_by_id is None or worth.index(code.vouched) >= worth.index(needed(session, code.person, at))


def vouched(session: Session, person: Person, by: Actor | Person, request: CodeRequest | None, at: datetime) -> Vouched:
    """What a code given out by this official would be worth; refused when that is not enough."""
    need = needed(session, person, at)
    if request is None:
        if need is not Vouched.ALONE:
            raise Refused(f"{person.name}的登录码不能由一个人发：一位工作人员申请，另一位核准")
        return Vouched.ALONE
    if request.asked_by_id == by.id:
        raise Refused("申请和核准要由两个人办，请另一位来核准")
    if by.id == person.id:
        raise Refused("自己的登录码不由自己核准")
    if out_of_reach(session, person, request.asked_by, at) or request.asked_by.suspended_at is not None:
        raise Refused("申请的人现在已经不能办这件事，请重新申请")
    street = is_their_street(session, person, by, at)
    if need is Vouched.STREET and not street:
        raise Refused(f"正在辩论或表决的事项要由{person.name}参加决定，这时的登录码由街道核准")
    return Vouched.STREET if street else Vouched.TWO


def live_request(session: Session, person: Person, at: datetime) -> CodeRequest | None:
    """What has been asked for and waits for a second official."""
    wanted = select(CodeRequest).where(
        CodeRequest.person_id == person.id, CodeRequest.expires_at > at, CodeRequest.withdrawn_at.is_(None),
        CodeRequest.released_at.is_(None),
    )  # fmt: skip
    return session.scalar(wanted.order_by(CodeRequest.id.desc()).limit(1))


def ask(session: Session, person: Person, community_id: int, by: Actor, at: datetime) -> CodeRequest:
    """Whoever calls holds the person's row, so that there is one request at a time."""
    if needed(session, person, at) is Vouched.ALONE:
        raise Refused(f"{person.name}的登录码可以直接发，不用申请")
    if by.id == person.id:
        raise Refused("自己的登录码不由自己申请")
    if live_request(session, person, at) is not None:
        raise Refused("已经有人申请过了，等着核准")
    assert by.id is not None
    it = CodeRequest(
        community_id=community_id, person_id=person.id, asked_by_id=by.id, asked_at=at, expires_at=at + ASKED_FOR
    )  # fmt: skip
    session.add(it)
    session.flush()
    return it


def unproven(session: Session, person: Person, role: Role, at: datetime) -> bool:
    """Whether the password was set before anybody but one official stood up for it, and such a seat asks for more.

    Asked before the seat is given: whoever holds a guarded seat already got in as such a seat asks.
    """
    if person.password_hash is None or role not in DECIDING | OFFICIAL or needed(session, person, at) is not Vouched.ALONE:
        return False
    if role in OFFICIAL and _holds(session, person, OFFICIAL, at):
        return False
    used = select(Invitation).where(Invitation.person_id == person.id, Invitation.used_at.is_not(None))
    last = session.scalar(used.order_by(Invitation.used_at.desc(), Invitation.id.desc()).limit(1))
    return last is None or (last.issued_by_id is not None and last.vouched is Vouched.ALONE)


def put_password_out_of_use(session: Session, person: Person) -> None:
    """From now on only a new code opens the account."""
    person.password_hash, person.must_change = None, False
    end_sign_ins(session, person.id)


def _holds(session: Session, person: Person, roles: frozenset[Role], at: datetime) -> bool:
    held = select(Seat.id).where(Seat.person_id == person.id, Seat.role.in_(roles), to_come(today(at))).limit(1)
    return session.scalar(held) is not None
