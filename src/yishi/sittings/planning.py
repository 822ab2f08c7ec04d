"""筹备 · what is settled before the notice goes out: when and where, who presides, the agenda in its order, who may be there."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ..clock import today
from ..communities.models import Body
from ..db import session_of
from ..debates.council import seats_in
from ..matters.models import Matter
from ..people.authority import in_force
from ..people.models import Person, Seat
from ..procedure.electorate import VOTING
from ..procedure.lifecycle import Case, Refused, Unanswered
from ..procedure.people import Role
from ..procedure.sitting import ItemKind, Place, SittingState
from .models import AgendaItem, Attendee, Sitting, new_secret
from .roll import invite, next_number

MOST_ITEMS, MOST_OBSERVERS, MOST_OFFICERS = 30, 50, 200

# -- who may preside and who may write it down -------------------------------------------------------------------------


def sitting_bodies(session: Session, community_id: int, day: date) -> Sequence[Body]:
    """The bodies with voting seats, the council first: whose sittings there may be."""
    seated = select(Seat.body_id).where(Seat.community_id == community_id, Seat.role.in_(VOTING), in_force(Seat, day))
    found = session.scalars(select(Body).where(Body.community_id == community_id, Body.id.in_(seated)).order_by(Body.id)).all()
    return sorted(found, key=lambda body: body.kind != "council")


def chairs(session: Session, body: Body, day: date) -> list[Seat]:
    """Whoever votes there may preside; who has the chair's seat comes first."""
    return sorted(seats_in(session, body.id, day), key=lambda seat: seat.role is not Role.CHAIR)


def secretaries(session: Session, body: Body, day: date) -> list[Seat]:
    """Secretaries, then staff, of the place; nobody who votes in the body."""
    votes = select(Seat.person_id).where(Seat.body_id == body.id, Seat.role.in_(VOTING), in_force(Seat, day))
    wanted = select(Seat).where(
        Seat.community_id == body.community_id, Seat.role.in_((Role.SECRETARY, Role.STAFF)), in_force(Seat, day),
        Seat.person_id.not_in(votes),
    )  # fmt: skip
    found = session.scalars(wanted.options(joinedload(Seat.person)).order_by(Seat.id).limit(MOST_OFFICERS)).all()
    by_person: dict[int, Seat] = {}
    for seat in sorted(found, key=lambda seat: seat.role is not Role.SECRETARY):
        by_person.setdefault(seat.person_id, seat)
    return list(by_person.values())


# -- when, where, who --------------------------------------------------------------------------------------------------


def plan(body: Body, given: Mapping[str, Any], case: Case, copied_from: Sitting | None = None) -> Sitting:
    """筹备一次会议. Whoever calls holds the body locked: its number is the next one."""
    session, rules = session_of(body), body.community.rule_set_version_id
    if rules is None:
        raise Refused("这里还没有议事规则，请先在工作台登记规则，再筹备会议")
    _to_come(given, case)
    made = Sitting(
        community_id=body.community_id, body=body, rule_set_version_id=rules, number=next_number(body), title="",
        copied_from_id=copied_from.id if copied_from else None, secret=new_secret(),
        created_at=case.at, entered_at=case.at, touched_at=case.at, **given,
    )  # fmt: skip
    made.title = made.name
    session.add(made)
    session.flush()
    made.note(case, "plan", "筹备会议", given={"number": made.number, **given})
    return made


def change(sitting: Sitting, given: Mapping[str, Any], case: Case) -> None:
    """改时间、地点、主持人、秘书、备注"""
    still_planned(sitting)
    _to_come(given, case)
    changed = {name: value for name, value in given.items() if getattr(sitting, name) != value}
    for name, value in changed.items():
        setattr(sitting, name, value)
    if changed:
        _noted(sitting, case, "change", "改会议安排", **changed)


def still_planned(sitting: Sitting) -> None:
    if sitting.state is SittingState.NOTICED:
        raise Refused("会议通知已经发出，时间、地点和议程不再改；要改，请取消以后再开一次")
    if sitting.state is not SittingState.PLANNED:
        raise Refused(f"这次会议现在是“{sitting.state.label}”，不能再改")


def _to_come(given: Mapping[str, Any], case: Case) -> None:
    if given["starts_at"] <= case.at:
        raise Unanswered({"starts_at": "这个时间已经过了，请填以后的时间"})


# -- the agenda --------------------------------------------------------------------------------------------------------


def add(sitting: Sitting, kind: ItemKind, title: str, matter: Matter | None, given: Mapping[str, Any], case: Case) -> AgendaItem:
    """加一项议题，排在最后"""
    still_planned(sitting)
    if len(sitting.items) >= MOST_ITEMS:
        raise Refused(f"一次会议最多{MOST_ITEMS}项议题，请分成两次")
    if matter is not None and any(it.matter_id == matter.id for it in sitting.items):
        raise Refused(f"“{matter.title}”已经在议程上了")
    made = AgendaItem(
        community_id=sitting.community_id, sitting_id=sitting.id, position=len(sitting.items), kind=kind,
        title=matter.title if matter else title, matter=matter, **given,
    )  # fmt: skip
    fits(made)
    session_of(sitting).add(made)
    _reread(sitting)
    _noted(sitting, case, "add_item", "加议题", title=made.title, kind=kind, matter=matter.number if matter else "", **given)
    return made


def fits(item: AgendaItem) -> None:
    """Raises beside the field that must change."""
    if item.unready:
        raise Unanswered({"kind": item.unready})


def move(item: AgendaItem, up: bool, case: Case) -> None:
    """往前或往后排一位; the first stays first, the last last."""
    sitting = item.sitting
    still_planned(sitting)
    items = list(sitting.items)
    here = items.index(item)
    there = here - 1 if up else here + 1
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
        _arrange(sitting, items)
        _noted(sitting, case, "arrange", "调整议程次序", items=[it.title for it in items])


def take_off(item: AgendaItem, case: Case) -> None:
    """从议程上拿下. Its papers are taken away by whoever calls."""
    sitting = item.sitting
    still_planned(sitting)
    session = session_of(sitting)
    session.delete(item)
    session.flush()
    _arrange(sitting, [it for it in sitting.items if it is not item])
    _noted(sitting, case, "take_off", "从议程上拿下", title=item.title)


def _arrange(sitting: Sitting, items: Sequence[AgendaItem]) -> None:
    """Out of the way first: no two items have one place, not even for a moment."""
    for place, item in enumerate(items):
        item.position = -1 - place
    session_of(sitting).flush()
    for place, item in enumerate(items):
        item.position = place
    _reread(sitting)


def _reread(sitting: Sitting) -> None:
    session_of(sitting).flush()
    session_of(sitting).expire(sitting, ["items"])


# -- who may be there besides the members ------------------------------------------------------------------------------


def observe(sitting: Sitting, person: Person, title: str, case: Case) -> Attendee:
    """列席"""
    still_planned(sitting)
    if person.id in member_ids(sitting):
        raise Refused(f"{person.name}是{sitting.body.name}的成员，本来就在名册上")
    if sum(it.place is Place.OBSERVER for it in sitting.roll) >= MOST_OBSERVERS:
        raise Refused(f"一次会议最多请{MOST_OBSERVERS}人列席；会议公开，其他人可以旁听")
    known = sitting.place_of(person.id)
    made = invite(sitting, person, title)
    if known is None:
        session_of(sitting).expire(sitting, ["roll"])
        _noted(sitting, case, "invite", "请人列席", name=person.name, title=title)
    return made


def leave_out(line: Attendee, case: Case) -> None:
    """不再请这个人列席"""
    sitting = line.sitting
    still_planned(sitting)
    session_of(sitting).delete(line)
    session_of(sitting).flush()
    session_of(sitting).expire(sitting, ["roll"])
    _noted(sitting, case, "leave_out", "不再请人列席", name=line.name)


def member_ids(sitting: Sitting) -> set[int]:
    """Who will be on the roll by their seat."""
    return {seat.person_id for seat in seats_in(session_of(sitting), sitting.body_id, today(sitting.starts_at))}


def _noted(sitting: Sitting, case: Case, step: str, label: str, **given: Any) -> None:
    sitting.touched_at = case.at
    sitting.note(case, step, label, given=given)
