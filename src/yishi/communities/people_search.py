"""查找人员 · those who live or sit in this community, by name, telephone or room; page by page, never the whole roster."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, or_, select, union
from sqlalchemy.orm import Session

from ..people.models import Person, Residence, Seat
from ..web.paging import Paged, paged
from ..web.visit import Visit
from .models import Household

MOST_WORDS = 4
SIZE = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A person as the list shows them: enough to tell them apart."""

    id: int
    name: str
    phone: str  # 138****0000
    home: str
    seats: str
    suspended_at: datetime | None


def masked(phone: str | None) -> str:
    """138****0000: enough to recognise, not enough to call."""
    return f"{phone[:3]}****{phone[-4:]}" if phone and len(phone) >= 8 else phone or ""


def search(visit: Visit, words: str) -> Paged[Found] | None:
    """None when nothing is asked for: nobody leafs through all residents."""
    wanted = [word for word in unicodedata.normalize("NFKC", words).split() if word][:MOST_WORDS]
    if not wanted:
        return None
    here = visit.here.id
    people = select(Person).where(Person.id.in_(of_here(here)), *(_matches(here, word) for word in wanted))
    page = paged(visit, people, Person.id, newest_first=False, size=SIZE)
    ids = [person.id for person in page.rows]
    homes, titles = homes_of(visit.session, here, ids), titles_of(visit, ids)
    rows = [
        Found(it.id, it.name, masked(it.phone), homes.get(it.id, ""), "、".join(titles.get(it.id, ())), it.suspended_at)
        for it in page.rows
    ]
    return Paged(rows, page.more, page.first)


def of_here(community_id: int) -> CompoundSelect[Any]:
    """The ids of those who live or sit here, now or once."""
    lives = select(Residence.person_id).where(Residence.community_id == community_id)
    return union(lives, select(Seat.person_id).where(Seat.community_id == community_id))


def homes_of(session: Session, community_id: int, ids: list[int]) -> dict[int, str]:
    """3栋302, by person."""
    wanted = select(Residence.person_id, Household.building, Household.room).outerjoin(
        Household, Household.id == Residence.household_id
    )
    found = session.execute(wanted.where(Residence.community_id == community_id, Residence.person_id.in_(ids)))
    return {person_id: f"{building or ''}{room or ''}" for person_id, building, room in found}


def titles_of(visit: Visit, ids: list[int]) -> dict[int, list[str]]:
    """The seats that each holds here today."""
    seats = visit.session.scalars(
        select(Seat).where(Seat.community_id == visit.here.id, Seat.person_id.in_(ids)).order_by(Seat.id.desc()).limit(SIZE * 5)
    )
    found: dict[int, list[str]] = {}
    for seat in seats:
        if seat.in_force(visit.today):
            found.setdefault(seat.person_id, []).append(seat.title)
    return found


def _matches(community_id: int, word: str) -> ColumnElement[bool]:
    """A part of the name; a whole number, or its last four digits or more; a building, a room, or both run together."""
    found = [Person.name.contains(word, autoescape=True)]
    if re.fullmatch(r"[0-9]{4,11}", word):
        found.append(Person.phone.endswith(word, autoescape=True))
    rooms = (
        select(Residence.person_id)
        .join(Household, Household.id == Residence.household_id)
        .where(
            Household.community_id == community_id,
            or_(Household.building == word, Household.room == word, Household.building + Household.room == word),
        )
    )
    return or_(*found, Person.id.in_(rooms))
