"""导入名册 · all rows of a sheet or none, in one transaction; people already known are updated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.progress import Progress
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from ..clock import today
from ..db import Database
from ..ledger.models import record
from ..people.models import Person, Residence
from ..procedure.lifecycle import Case
from ..procedure.people import Actor
from .models import Community, Household, Level
from .roster import Row, Sheet, Unfit, read
from .roster_compare import Compared, chunks, compare, grids_of, households

Told = Callable[[int, int], None]


class Faulty(Exception):
    """Rows that cannot be kept beside what is there; nothing was."""

    def __init__(self, problems: Sequence[str]):
        super().__init__(f"{len(problems)}处")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did."""

    fresh: int
    updated: int
    same: int


def take(session: Session, community: Community, rows: Sequence[Row], case: Case, told: Told = lambda done, of: None) -> Taken:
    """Keep every row, or raise `Faulty`. The ledger tells how many, never who."""
    session.scalar(select(Community.id).where(Community.id == community.id).with_for_update(key_share=True))
    compared = compare(session, community.id, rows, case.at)
    if compared.problems:
        raise Faulty(compared.problems)
    keep(session, community.id, rows, compared, case.at, told)
    taken = Taken(len(compared.fresh), len(compared.changed), compared.same)
    record(
        session, case, community_id=community.id, subject=f"communities/{community.id}", step="import_roster", label="导入居民名册",
        given={"fresh": taken.fresh, "updated": taken.updated, "same": taken.same},
    )  # fmt: skip
    return taken


def keep(
    session: Session, community_id: int, rows: Sequence[Row], compared: Compared, at: datetime, told: Told = lambda done, of: None
) -> Mapping[int, int]:
    """Write what `compare` found; returns the person of each line written."""
    fresh = {row.line for row in compared.fresh}
    moving = [row for row in rows if row.line in fresh or row.line in compared.changed]
    homes = _keep_homes(session, community_id, moving)
    ids = dict(compared.ids)
    done = len(rows) - len(moving)
    for chunk in chunks(moving):
        ids |= _add_people(session, [row for row in chunk if row.line not in ids], at)
        _update_people(session, [row for row in chunk if row.line in compared.changed], ids)
        _reside(session, community_id, chunk, ids, homes, at)
        done += len(chunk)
        told(done, len(rows))
    return ids


def from_command_line(database: Database, file: Path, slug: str, at: datetime) -> str | None:
    """Import with a progress bar. Returns the sentence of what stands in the way, or None when all is kept."""
    with database.reading() as session:
        community = session.scalar(select(Community).where(Community.slug == slug, Community.level == Level.COMMUNITY))
        if community is None:
            return f"没有代号为“{slug}”的社区"
        grids = frozenset(grids_of(session, community.id))
    with Progress() as bar:
        reading, keeping = bar.add_task("读取", total=None), bar.add_task("写入", total=None)
        try:
            sheet: Sheet = read(file, grids, lambda done, of: bar.update(reading, total=of or None, completed=done))
        except Unfit as unfit:
            return str(unfit)
        bar.update(reading, total=len(sheet.rows), completed=len(sheet.rows))
        if sheet.problems:
            return _refusal(sheet.problems)
        try:
            with database.writing() as session:
                taken = take(
                    session, session.merge(community, load=False), sheet.rows, Case(Actor(None, "命令行"), at),
                    lambda done, of: bar.update(keeping, total=of, completed=done),
                )  # fmt: skip
        except Faulty as faulty:
            return _refusal(faulty.problems)
        bar.update(keeping, total=len(sheet.rows), completed=len(sheet.rows))
    bar.console.print(f"导入完成：新增{taken.fresh}人，更新{taken.updated}人，不变{taken.same}人")
    return None


def _refusal(problems: Sequence[str]) -> str:
    more = f"\n…共{len(problems)}处" if len(problems) > 30 else ""
    return "一行也没有导入，请先改好：\n" + "\n".join(problems[:30]) + more


def _keep_homes(session: Session, community_id: int, rows: Sequence[Row]) -> dict[tuple[str, str], int]:
    """The household of every room named, made or brought up to date."""
    grids = grids_of(session, community_id)
    found = {(home.building, home.room): home for home in households(session, community_id)}
    new: dict[tuple[str, str], dict[str, Any]] = {}
    changed: dict[int, dict[str, Any]] = {}
    for row in rows:
        said = {name: value for name, value in (("area", row.area), ("grid_id", grids.get(row.grid))) if value is not None}
        key = (row.building, row.room)
        home = found.get(key)
        if row.room and home is None:
            blank = {"community_id": community_id, "building": row.building, "room": row.room, "area": None, "grid_id": None}
            new.setdefault(key, blank).update(said)
        elif home is not None and any(getattr(home, name) != value for name, value in said.items()):
            changed.setdefault(home.id, {"id": home.id}).update(said)
    ids = {key: home.id for key, home in found.items()}
    for chunk in chunks(list(new)):
        added = session.scalars(
            insert(Household).returning(Household.id, sort_by_parameter_order=True), [new[key] for key in chunk]
        )
        ids |= dict(zip(chunk, added, strict=True))
    if changed:
        session.execute(update(Household), list(changed.values()))
    return ids


def _add_people(session: Session, rows: Sequence[Row], at: datetime) -> dict[int, int]:
    if not rows:
        return {}
    blank = {"created_at": at, "must_change": False, "failures": 0, "demo": False}
    values = [{"name": row.name, "phone": row.phone, **blank} for row in rows]
    ids = session.scalars(insert(Person).returning(Person.id, sort_by_parameter_order=True), values)
    return {row.line: id for row, id in zip(rows, ids, strict=True)}


def _update_people(session: Session, rows: Sequence[Row], ids: Mapping[int, int]) -> None:
    said = [{"id": ids[row.line], "name": row.name} | ({"phone": row.phone} if row.phone else {}) for row in rows]
    if said:
        session.execute(update(Person), said)


def _reside(
    session: Session, community_id: int, rows: Sequence[Row], ids: Mapping[int, int],
    homes: Mapping[tuple[str, str], int], at: datetime,
) -> None:  # fmt: skip
    wanted = select(Residence.person_id, Residence.id, Residence.until).where(
        Residence.community_id == community_id, Residence.person_id.in_([ids[row.line] for row in rows])
    )
    lives = {person_id: (id, until) for person_id, id, until in session.execute(wanted)}
    day = today(at)
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    for row in rows:
        home = homes.get((row.building, row.room)) if row.room else None
        if ids[row.line] in lives:
            id, until = lives[ids[row.line]]
            back = day if until and until < day else None
            said: dict[str, Any] = {"household_id": home, "since": row.since or back}
            again = {"recorded_at": at} if back else {}
            changed.append({"id": id, "until": None} | again | {name: value for name, value in said.items() if value})
        else:
            new.append({"community_id": community_id, "person_id": ids[row.line], "household_id": home, "since": row.since or day,
                        "recorded_at": at})  # fmt: skip
    if new:
        session.execute(insert(Residence), new)
    if changed:
        session.execute(update(Residence), changed)
