"""名册与通知 · who is on the roll of a sitting, fixed when the notice goes out; and the notice itself, with the proof of it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from ..clock import today
from ..communities.models import Body, Unit
from ..db import session_of
from ..debates.council import seats_in
from ..ledger.models import consequence
from ..people.models import Person
from ..procedure.lifecycle import Case, NotYours, Refused
from ..procedure.sitting import Place, Reply
from .models import Attendee, Sitting


def next_number(body: Body) -> int:
    """Whoever calls holds the body locked."""
    last = select(func.max(Sitting.number)).where(Sitting.body_id == body.id)
    return (session_of(body).scalar(last) or 0) + 1


@consequence(Sitting)
def call(self: Sitting, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """定下名册，通知每一个人"""
    session, version = session_of(self), self.community.rule_set_version
    if version is not None:
        self.rule_set_version = version
    day = today(self.starts_at)
    held = {seat.person_id: seat for seat in reversed(seats_in(session, self.body_id, day))}
    observers = [line for line in self.roll if line.person_id not in held]
    for line in self.roll:
        if line.person_id in held:
            session.delete(line)
    session.flush()
    names = select(Unit.id, Unit.name).where(Unit.id.in_(seat.unit_id for seat in held.values() if seat.unit_id is not None))
    units = dict[int, str]((unit_id, name) for unit_id, name in session.execute(names))
    for seat in held.values():
        session.add(
            Attendee(
                community_id=self.community_id, sitting_id=self.id, person_id=seat.person_id, place=Place.MEMBER,
                name=seat.person.name, title=seat.title, unit=units.get(seat.unit_id or 0, ""), seated_at=seat.recorded_at,
                told_at=case.at,
            )
        )  # fmt: skip
    for line in observers:
        line.told_at = case.at
    self.noticed_at = case.at
    session.flush()
    session.expire(self, ["roll"])
    return {
        "starts_at": self.starts_at, "place": self.place, "number": self.number, "items": list(self.item_titles),
        "members": [it.name for it in self.roll if it.place is Place.MEMBER],
        "observers": [it.name for it in self.roll if it.place is Place.OBSERVER],
    }  # fmt: skip


@consequence(Sitting)
def call_off(self: Sitting, case: Case, given: Mapping[str, Any]) -> None:
    """取消，写明原因"""
    self.why = given["reason"]


def invite(sitting: Sitting, person: Person, title: str) -> Attendee:
    """列席 · somebody who may be in the hall without a seat. Twice is once."""
    known = sitting.place_of(person.id)
    if known is not None:
        return known
    if person.id == sitting.secretary_id:
        raise Refused("秘书本来就在会上，不用再列席")
    made = Attendee(
        community_id=sitting.community_id, sitting_id=sitting.id, person_id=person.id, place=Place.OBSERVER, name=person.name,
        title=title,
    )  # fmt: skip
    session_of(sitting).add(made)
    session_of(sitting).flush()
    return made


def seen(sitting: Sitting, case: Case) -> None:
    """Somebody on the roll has opened the notice: the first time is kept."""
    line = sitting.place_of(case.actor.id)
    if line is not None and line.told_at is not None and line.seen_at is None:
        line.seen_at = case.at


def reply(sitting: Sitting, case: Case, answer: Reply, remark: str) -> Attendee:
    """参加还是请假"""
    line = sitting.place_of(case.actor.id)
    if line is None or line.told_at is None:
        raise NotYours("只有收到会议通知的人才回复")
    if not sitting.ahead:
        raise Refused(f"这次会议现在是“{sitting.state.label}”，不用再回复")
    line.reply, line.remark, line.replied_at = answer, remark, case.at
    line.seen_at = line.seen_at or case.at
    sitting.note(case, "reply", answer.label, given={"remark": remark})
    return line
