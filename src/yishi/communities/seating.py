"""席位 · who may seat whom, in which body, for what term. A term runs forward, and nobody sits twice in one body at a time.

What a seat decides counts from the moment it was recorded. Days that are past are the street's to record, from a paper; and while a
council decides something, its seats are the street's to end.
"""

from collections.abc import Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, or_, select, union
from sqlalchemy.orm import Session

from ..clock import day_in_words, today
from ..db import session_of
from ..ledger.models import hold, record
from ..people.authority import DECIDING, powers_changed
from ..people.models import Person, Residence, Seat
from ..people.vouching import put_password_out_of_use, unproven
from ..procedure.lifecycle import Case, NotYours, Refused, Unanswered
from ..procedure.people import Actor, Role
from .models import Body, BodyKind, Community, Unit
from .organising import SEATS
from .roster import phone_of

RANK: Mapping[Role, int] = {Role.STAFF: 1, Role.STREET: 2, Role.DISTRICT: 3, Role.ADMIN: 4}
FOR_EVER = date.max
MOST_SHOWN = 400  # seats on one page: a place has bodies of tens, not thousands


def may_give(actor: Actor, role: Role) -> bool:
    """Staff fill the community's own seats; their own come from above, and those of the platform from the platform."""
    highest = max((RANK.get(held, 0) for held in actor.roles), default=0)
    return role is Role.ADMIN and actor.has(Role.ADMIN) or highest > RANK.get(role, 0)


def seats_given(actor: Actor, body: Body) -> tuple[Role, ...]:
    """What this person may make others in this body."""
    return tuple(role for role in SEATS.get(body.kind, ()) if may_give(actor, role))


def filled(session: Session, place: Community, wanted: ColumnElement[bool]) -> list[tuple[Body, list[tuple[Seat, str]]]]:
    """Every body of a place, each with those of its seats that are wanted and the names of who sits there."""
    found = session.execute(
        select(Body, Seat, Person.name)
        .outerjoin(Seat, (Seat.body_id == Body.id) & wanted)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Body.community_id == place.id)
        .order_by(Body.id, Seat.id)
        .limit(MOST_SHOWN)
    ).all()
    return [(body, [(seat, name) for _, seat, name in rows if seat]) for body, rows in groupby(found, key=lambda row: row[0])]


def seat_person(session: Session, body: Body, person: Person, given: Mapping[str, Any], case: Case) -> Seat:
    """Give a seat: role, title, since, until, unit. Whoever calls holds the body locked: two who seat one person do so in turn."""
    role, unit, since, until = given["role"], given["unit"], given["since"], given["until"]
    if role not in SEATS.get(body.kind, ()):
        raise Unanswered({"role": f"{body.name}没有“{role.label}”席位"})
    if not may_give(case.actor, role):
        raise NotYours(f"“{role.label}”席位由上级安排")
    if role in DECIDING and person.id == case.actor.id:
        raise Refused("自己的席位不由自己安排，请别的工作人员或者街道来办")
    if role is Role.CHAIR:
        _undisturbed(body, case, "主持人的席位")
    paper = given.get("paper") or ""
    if problems := _unfit(role, since, until, unit) or _past(body, case, {"since": since, "until": until}, paper):
        raise Unanswered(problems)
    if person.suspended_at is not None:
        raise Refused(f"{person.name}的账号停用着，请先恢复")
    if other := _overlapping(session, body, person, since, until):
        raise Refused(f"{person.name}在{body.name}已有席位（{other.title}，{_term(other.since, other.until)}），同一时间只能坐一席")
    seat = Seat(
        community_id=body.community_id, body_id=body.id, person_id=person.id, unit_id=unit.id if unit else None,
        role=role, title=given["title"], since=since, until=until, recorded_at=case.at,
    )  # fmt: skip
    if rests := unproven(session, person, role, case.at):
        put_password_out_of_use(session, person)
    session.add(seat)
    session.flush()
    if seat.in_force(today(case.at)):
        powers_changed(session, person, case.at)
    told = {
        "body": body.id,
        "person": person.id,
        "role": role,
        "title": seat.title,
        "unit": seat.unit_id,
        "since": since,
        "until": until,
        "paper": paper,
        "password_rests": rests,
    }
    record(
        session, case, community_id=body.community_id, subject=f"seats/{seat.id}", step="seat", label="安排席位", given=told
    )  # fmt: skip
    return seat


def _unfit(role: Role, since: date, until: date | None, unit: Unit | None) -> dict[str, str]:
    problems = {}
    if until is not None and until < since:
        problems["until"] = "任期的最后一天不能早于第一天"
    if role is Role.LIAISON and unit is None:
        problems["unit"] = "联络员要选他代表的单位"
    if role is not Role.LIAISON and unit is not None:
        problems["unit"] = "只有联络员代表单位，其他席位请不要选"
    if unit is not None and unit.closed_on is not None:
        problems["unit"] = f"{unit.name}已经停用，请选别的单位"
    return problems


def end_seat(seat: Seat, until: date, seen: str, case: Case, paper: str = "") -> None:
    """Let the term end earlier. `seen` is its end as the one who decides had it before them."""
    session = session_of(seat)
    body = session.get_one(Body, seat.body_id)
    _undisturbed(body, case, f"{body.name}的席位")
    if not may_give(case.actor, seat.role):
        raise NotYours(f"“{seat.role.label}”席位由上级安排")
    if seen != (seat.until.isoformat() if seat.until else ""):
        raise Refused(f"刚刚有人改过这个席位的任期，现在是{_term(seat.since, seat.until)}，请看过再办")
    if until < seat.since:
        raise Unanswered({"until": "任期的最后一天不能早于第一天"})
    if seat.until is not None and until >= seat.until:
        raise Unanswered({"until": f"任期本来就到{day_in_words(seat.until)}为止，只能提前结束"})
    if problems := _past(body, case, {"until": until}, paper):
        raise Unanswered(problems)
    if seat.role is Role.ADMIN and not _another_admin(session, seat):
        raise Refused("至少要有一位平台管理员，请先安排接手的人")
    before, in_force, seat.until = seat.until, seat.in_force(today(case.at)), until
    session.flush()
    if in_force and not seat.in_force(today(case.at)):
        powers_changed(session, session.get_one(Person, seat.person_id), case.at)
    record(
        session, case, community_id=seat.community_id, subject=f"seats/{seat.id}", step="end_seat", label="结束任期",
        given={"before": before, "until": until, "paper": paper},
    )  # fmt: skip


def _past(body: Body, case: Case, days: Mapping[str, date | None], paper: str) -> dict[str, str]:
    """What is wrong with a past day. Where nothing was ever proposed, a place is still being set up and may say since when."""
    past = [name for name, day in days.items() if day is not None and day < today(case.at)]
    if not past or not body.community.has_matters:
        return {}
    if not case.actor.has(Role.STREET):
        return {past[0]: "任期从今天或以后算；以前的日期，由街道凭文件补记"}
    return {} if paper else {"paper": "补记以前的日期，请写明依据的文件"}


def _undisturbed(body: Body, case: Case, what: str) -> None:
    """While a council debates or votes, who sits there is not for its staff to change. The chain is held: what begins, waits."""
    if body.kind is BodyKind.COUNCIL and not case.actor.has(Role.STREET):
        hold(session_of(body), body.community_id)
        if number := body.community.deciding:
            raise Refused(f"{number}正在辩论或表决，这时{what}只有街道能动；请等议决以后再办，或者报街道办理")


def found_or_new(session: Session, community_id: int, name: str, phone: str, at: datetime) -> Person:
    """Whoever is meant: by phone anywhere, by name alone only where one person here bears it. An unknown phone is a new person."""
    wrong: list[str] = []
    phone = phone_of(phone, wrong)
    if wrong:
        raise Unanswered({"phone": wrong[0]})
    if phone:
        person = session.scalar(select(Person).where(Person.phone == phone))
        if person is None:
            person = Person(name=name, phone=phone, created_at=at)
            session.add(person)
            session.flush()
        elif person.name != name:
            raise Unanswered({"phone": "这个手机号已登记在另一个姓名下，请核对"})
        return person
    lives = select(Residence.person_id).where(Residence.community_id == community_id)
    sits = select(Seat.person_id).where(Seat.community_id == community_id)
    named = session.scalars(select(Person).where(Person.name == name, Person.id.in_(union(lives, sits))).limit(2)).all()
    if not named:
        raise Unanswered({"phone": f"这里没有登记过{name}，请填手机号，填了就会新登记"})
    if len(named) > 1:
        raise Unanswered({"phone": f"这里有不止一位{name}，请填手机号"})
    return named[0]


def _overlapping(session: Session, body: Body, person: Person, since: date, until: date | None) -> Seat | None:
    return session.scalar(
        select(Seat)
        .where(
            Seat.body_id == body.id, Seat.person_id == person.id,
            Seat.since <= (until or FOR_EVER), or_(Seat.until.is_(None), Seat.until >= since),
        )
        .limit(1)
    )  # fmt: skip


def _another_admin(session: Session, seat: Seat) -> bool:
    others = select(Seat.id).where(Seat.role == Role.ADMIN, Seat.until.is_(None), Seat.person_id != seat.person_id).limit(1)
    return session.scalar(others.with_for_update()) is not None


def _term(since: date, until: date | None) -> str:
    return f"{day_in_words(since)}起" + (f"到{day_in_words(until)}" if until else "")
