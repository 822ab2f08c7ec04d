"""导入名册 · all rows or none, in one transaction; people already known are updated."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.progress import Progress
from sqlalchemy import insert, select, tuple_, update
from sqlalchemy.orm import Session

from ..clock import today
from ..db import Database
from ..ledger.models import record
from ..people.models import Person, Residence
from ..procedure.lifecycle import Case
from ..procedure.people import Actor
from .models import Community, Household, Level
from .roster import Row, Sheet, Unfit, read

CHUNK = 500
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did."""

    fresh: int
    updated: int


def grids_of(session: Session, community: Community) -> dict[str, int]:
    """The names of the community's grids, and their ids."""
    wanted = select(Community.name, Community.id).where(Community.parent_id == community.id, Community.level == Level.GRID)
    return {name: id for name, id in session.execute(wanted)}


def take(session: Session, community: Community, rows: Sequence[Row], case: Case, told: Told = lambda done, of: None) -> Taken:
    """Keep every row of a sheet without problems. The ledger tells how many, never who."""
    grids = grids_of(session, community)
    fresh = updated = 0
    for done, chunk in _chunks(rows):
        homes = _households(session, community, chunk, grids)
        known = _known(session, community, chunk)
        new = [row for row in chunk if row.line not in known]
        ids = _add_people(session, new, case.at) | known
        _update_people(session, [row for row in chunk if row.line in known], known)
        _reside(session, community, chunk, ids, homes, case.at)
        fresh, updated = fresh + len(new), updated + len(chunk) - len(new)
        told(done, len(rows))
    record(
        session, case, community_id=community.id, subject=f"community/{community.id}", step="import_roster", label="导入居民名册",
        given={"fresh": fresh, "updated": updated},
    )  # fmt: skip
    return Taken(fresh, updated)


def from_command_line(database: Database, file: Path, slug: str, at: datetime) -> str | None:
    """Import with a progress bar. Returns the sentence of what stands in the way, or None when all is kept."""
    with database.reading() as session:
        community = session.scalar(select(Community).where(Community.slug == slug, Community.level == Level.COMMUNITY))
        if community is None:
            return f"没有代号为“{slug}”的社区"
        grids = frozenset(grids_of(session, community))
    with Progress() as bar:
        reading, keeping = bar.add_task("读取", total=None), bar.add_task("写入", total=None)
        try:
            sheet: Sheet = read(file, grids, lambda done, of: bar.update(reading, completed=done))
        except Unfit as unfit:
            return str(unfit)
        bar.update(reading, total=len(sheet.rows), completed=len(sheet.rows))
        if sheet.problems:
            more = f"\n…共{len(sheet.problems)}处" if len(sheet.problems) > 30 else ""
            return "一行也没有导入，请先改好：\n" + "\n".join(sheet.problems[:30]) + more
        with database.writing() as session:
            taken = take(
                session, session.merge(community, load=False), sheet.rows, Case(Actor(None, "命令行"), at),
                lambda done, of: bar.update(keeping, total=of, completed=done),
            )  # fmt: skip
    bar.console.print(f"导入完成：新增{taken.fresh}人，更新{taken.updated}人")
    return None


def _chunks(rows: Sequence[Row]) -> Iterator[tuple[int, Sequence[Row]]]:
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        yield start + len(chunk), chunk


def _households(session: Session, community: Community, rows: Sequence[Row], grids: dict[str, int]) -> dict[tuple[str, str], int]:
    """The household of every room named, made or brought up to date."""
    wanted = {(r.building, r.room): r for r in rows if r.room}
    found = {
        (h.building, h.room): h
        for h in session.scalars(
            select(Household).where(
                Household.community_id == community.id, tuple_(Household.building, Household.room).in_(list(wanted))
            )
        )
    }
    for key, row in wanted.items():
        home = found.get(key)
        if home is None:
            home = found[key] = Household(community_id=community.id, building=row.building, room=row.room)
            session.add(home)
        home.area = row.area if row.area is not None else home.area
        home.grid_id = grids.get(row.grid, home.grid_id)
    session.flush()
    return {key: home.id for key, home in found.items()}


def _known(session: Session, community: Community, rows: Sequence[Row]) -> dict[int, int]:
    """Line → person, for those known by phone, else by name, building and room in this community."""
    phones = [r.phone for r in rows if r.phone]
    by_phone = {phone: id for phone, id in session.execute(select(Person.phone, Person.id).where(Person.phone.in_(phones)))}
    homes = [(r.name, r.building, r.room) for r in rows]
    by_home = {
        (name, building or "", room or ""): id
        for name, building, room, id in session.execute(
            select(Person.name, Household.building, Household.room, Person.id)
            .join(Residence, Residence.person_id == Person.id)
            .outerjoin(Household, Household.id == Residence.household_id)
            .where(Residence.community_id == community.id, Person.name.in_([name for name, _, _ in homes]))
        )
    }
    found = {r.line: by_phone.get(r.phone) if r.phone else None for r in rows}
    return {r.line: id for r in rows if (id := found[r.line] or by_home.get((r.name, r.building, r.room))) is not None}


def _add_people(session: Session, rows: Sequence[Row], at: datetime) -> dict[int, int]:
    if not rows:
        return {}
    values = [{"name": r.name, "phone": r.phone, "created_at": at, "must_change": False, "failures": 0, "demo": False} for r in rows]
    ids = session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), values)
    return {row.line: id for row, id in zip(rows, ids, strict=True)}


def _update_people(session: Session, rows: Sequence[Row], known: dict[int, int]) -> None:
    if rows:
        session.execute(
            update(Person), [{"id": known[r.line], "name": r.name} | ({"phone": r.phone} if r.phone else {}) for r in rows]
        )


def _reside(
    session: Session, community: Community, rows: Sequence[Row], ids: dict[int, int], homes: dict[tuple[str, str], int], at: datetime
) -> None:
    here = {
        r.person_id: r
        for r in session.scalars(select(Residence).where(Residence.community_id == community.id, Residence.person_id.in_(ids.values())))
    }
    new = []
    for row in rows:
        home, since = homes.get((row.building, row.room)), row.since or today(at)
        if residence := here.get(ids[row.line]):
            residence.household_id = home or residence.household_id
            residence.since = row.since or residence.since
            residence.until = None
        else:
            new.append({"community_id": community.id, "person_id": ids[row.line], "household_id": home, "since": since})
    if new:
        session.execute(insert(Residence), new)
    session.flush()
    session.expunge_all()
