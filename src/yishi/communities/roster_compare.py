"""比对名册 · who of a sheet is new here, who has changed and who is as before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..clock import today
from ..people.authority import to_come
from ..people.models import Person, Residence, Seat
from .models import Community, Household, Level
from .roster import Row

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Known:
    """A resident as the roster has them."""

    person_id: int
    name: str
    phone: str | None
    building: str
    room: str
    since: date | None
    until: date | None
    away: bool = False  # not on the roster of this community


@dataclass
class Compared:
    """A sheet beside the roster: what each row would do, told by its line."""

    fresh: list[Row] = field(default_factory=list)  # nobody of the roster
    changed: dict[int, tuple[str, ...]] = field(default_factory=dict)  # line → what is different: ("手机号", "房号")
    same: int = 0
    ids: dict[int, int] = field(default_factory=dict)  # line → person, where the person is known
    problems: list[str] = field(default_factory=list)


def compare(session: Session, community_id: int, rows: Sequence[Row], at: datetime) -> Compared:
    """Recognise everybody: by phone, else by name, building and room. Nobody is two rows, and no row is two people."""
    roster = _Roster(session, community_id, rows)
    rooms = {(home.building, home.room): home for home in households(session, community_id)}
    grids = grids_of(session, community_id)
    found = Compared()
    seated = _seated(session, community_id, today(at))
    lines: dict[int, int] = {}
    for row in rows:
        it, wrong = roster.known(row)
        if it is not None and not wrong and (line := lines.setdefault(it.person_id, row.line)) != row.line:
            wrong = f"和第{line}行是同一位居民，请核对手机号和房号"
        if it is not None and not wrong and not it.away and it.person_id in seated and _renames(it, row):
            wrong = "这位居民任着席位，姓名和手机号不能从名册改：请写成和登记的一样，要改就到工作台办"
        if wrong:
            found.problems.append(f"{row.place}：{wrong}")
        elif it is None:
            found.fresh.append(row)
        else:
            found.ids[row.line] = it.person_id
            different = _different(it, row, rooms.get((row.building, row.room)), grids, today(at))
            if it.away:
                found.fresh.append(row)
            elif different:
                found.changed[row.line] = different
            else:
                found.same += 1
    return found


class _Roster:
    """Everybody registered here, and those elsewhere whose phone the sheet names."""

    def __init__(self, session: Session, community_id: int, rows: Sequence[Row]):
        here = _residents(session, community_id)
        self._by_phone = {it.phone: it for it in here if it.phone}
        self._by_phone |= _elsewhere(session, [row.phone for row in rows if row.phone and row.phone not in self._by_phone])
        self._by_home: dict[tuple[str, str, str], list[Known]] = {}
        for it in here:
            self._by_home.setdefault((it.name, it.building, it.room), []).append(it)

    def known(self, row: Row) -> tuple[Known | None, str]:
        """Who this row is, if anybody; and why it cannot be told."""
        if row.phone and (it := self._by_phone.get(row.phone)):
            return it, "这个手机号已登记在另一个姓名下，请核对号码" if it.away and it.name != row.name else ""
        namesakes = self._by_home.get((row.name, row.building, row.room), [])
        if row.phone and len(namesakes) > 1:
            namesakes = [it for it in namesakes if not it.phone]
        if len(namesakes) > 1:
            return None, f"这一户有{len(namesakes)}位同名的居民，要先在工作台给他们补上手机号"
        return (namesakes[0] if namesakes else None), ""


def _seated(session: Session, community_id: int, day: date) -> set[int]:
    """Those registered here who hold a seat, anywhere: a name and a number lead to the account from which they act."""
    here = select(Residence.person_id).where(Residence.community_id == community_id)
    return set(session.scalars(select(Seat.person_id).where(to_come(day), Seat.person_id.in_(here))))


def _renames(it: Known, row: Row) -> bool:
    return row.name != it.name or (row.phone is not None and row.phone != it.phone)


def grids_of(session: Session, community_id: int) -> dict[str, int]:
    """The names of the community's grids, and their ids."""
    wanted = select(Community.name, Community.id).where(Community.parent_id == community_id, Community.level == Level.GRID)
    return dict(iter(session.execute(wanted)))


def _residents(session: Session, community_id: int) -> list[Known]:
    found = session.execute(
        select(Person.id, Person.name, Person.phone, Household.building, Household.room, Residence.since, Residence.until)
        .join(Residence, Residence.person_id == Person.id)
        .outerjoin(Household, Household.id == Residence.household_id)
        .where(Residence.community_id == community_id)
        .order_by(Residence.id)
    )
    return [
        Known(id, name, phone, building or "", room or "", since, until) for id, name, phone, building, room, since, until in found
    ]


def _elsewhere(session: Session, phones: Sequence[str]) -> dict[str, Known]:
    """People with these phones who are not on this community's roster."""
    found: dict[str, Known] = {}
    for chunk in chunks(phones):
        for id, name, phone in session.execute(select(Person.id, Person.name, Person.phone).where(Person.phone.in_(chunk))):
            found[phone or ""] = Known(id, name, phone, "", "", None, None, away=True)
    return found


def households(session: Session, community_id: int) -> Sequence[Any]:
    wanted = select(Household.id, Household.building, Household.room, Household.area, Household.grid_id)
    return session.execute(wanted.where(Household.community_id == community_id)).all()


def _different(it: Known, row: Row, home: Any, grids: Mapping[str, int], day: date) -> tuple[str, ...]:
    """What the row says otherwise. An empty cell says nothing."""
    said = {
        "姓名": row.name != it.name,
        "手机号": row.phone is not None and row.phone != it.phone,
        "房号": bool(row.room) and (row.building, row.room) != (it.building, it.room),
        "建筑面积": row.area is not None and (home is None or row.area != home.area),
        "网格": bool(row.grid) and (home is None or grids.get(row.grid) != home.grid_id),
        "入住日期": row.since is not None and row.since != it.since,
        "重新登记": it.until is not None and it.until < day,
    }
    return tuple(what for what, differs in said.items() if differs)


def chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
