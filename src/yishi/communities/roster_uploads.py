"""名册文件 · an uploaded roster on its way: checked in the background, then imported when staff say so, then deleted.

The file holds personal data: it lies in a folder of its own, is gone once it is imported or given up, and at the latest after a
day. What is to be put right names lines and people, so that they are found again; it goes when the next file is brought.
"""

import math
import os
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import String, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..db import Base, CommunityId, Database, PersonId
from ..people.models import Person
from ..procedure.lifecycle import Case
from ..procedure.people import Actor
from ..procedure.words import Word
from ..web.jobs import Jobs, Stopped, Told
from .models import Community
from .roster import Unfit, read
from .roster_compare import compare, grids_of
from .roster_import import Faulty, take

KEPT = timedelta(days=1)
LEASE = timedelta(minutes=10)  # longer than any import takes: until then another process may still be at it
MOST_TOLD = 2_000  # faulty and changed lines that are told one by one


class Phase(Word):
    CHECKING = "checking", "正在核对"
    READY = "ready", "核对好了，等您确认"
    FAULTY = "faulty", "有错行，没有导入"
    UNFIT = "unfit", "文件不能用"
    TAKING = "taking", "正在导入"
    DONE = "done", "已导入"
    FAILED = "failed", "没有导入"
    GIVEN_UP = "given_up", "已放弃"


WORKING = (Phase.CHECKING, Phase.TAKING)


class RosterImport(Base):
    """导入 · one file, with what came of it."""

    __tablename__ = "roster_imports"
    community_id: Mapped[CommunityId]
    person_id: Mapped[PersonId]  # who brought it
    at: Mapped[datetime]
    phase: Mapped[Phase]
    key: Mapped[str] = mapped_column(String(32), unique=True)  # the file's name on disk
    ticket: Mapped[str] = mapped_column(String(64))  # of the background work
    leased_until: Mapped[datetime]
    rows: Mapped[int] = mapped_column(default=0)
    fresh: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    fault_count: Mapped[int] = mapped_column(default=0)
    faults: Mapped[list[Any]] = mapped_column(default=list)  # the first sentences
    changes: Mapped[list[Any]] = mapped_column(default=list)  # the first [line, what is different]
    reason: Mapped[str] = mapped_column(default="")  # why the file is of no use
    finished_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()
    community: Mapped[Community] = relationship()

    @property
    def url(self) -> str:
        return f"{self.community.url}/desk/roster/{self.id}"

    def begin(self, phase: Phase, jobs: Jobs, at: datetime) -> str:
        """Hand it to the background. Returns the ticket."""
        self.phase, self.ticket, self.leased_until = phase, jobs.ticket(), at + LEASE
        return self.ticket

    def lost(self, jobs: Jobs, at: datetime, alone: bool) -> bool:
        """Whether the process that was at it is gone. `alone`: there is no other process that might be."""
        return self.phase in WORKING and (alone or jobs.ours(self.ticket) or self.leased_until <= at)


def folder_of(uploads: Path) -> Path:
    return uploads / "rosters"


def path_of(uploads: Path, key: str) -> Path:
    return folder_of(uploads) / f"{key}.xlsx"


def write(uploads: Path, content: bytes, at: datetime) -> str:
    """Keep a file for its day. Returns its key."""
    key = secrets.token_hex(16)
    folder_of(uploads).mkdir(parents=True, exist_ok=True, mode=0o700)
    path = path_of(uploads, key)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return key


def sweep(uploads: Path, at: datetime) -> int:
    """Delete every roster that has lain here for a day. Returns how many."""
    old = [path for path in folder_of(uploads).glob("*") if _lain_since(path) <= (at - KEPT).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _lain_since(path: Path) -> float:
    """In seconds of the epoch; one that was taken away meanwhile is not old."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return math.inf


# -- in the background -------------------------------------------------------------------------------------------------


def check(database: Database, uploads: Path, id: int, ticket: str, now: Callable[[], datetime], told: Told) -> None:
    """核对 · read the sheet with no session open, lay it beside the roster, tell what was found."""

    def work() -> None:
        told("正在读表格", 0, 0)
        with database.reading() as session:
            it = session.get_one(RosterImport, id)
            community_id, path, grids = it.community_id, path_of(uploads, it.key), frozenset(grids_of(session, it.community_id))
        sheet = read(path, grids, lambda done, of: told("正在读表格", done, of))
        told("正在和名册比对", len(sheet.rows), len(sheet.rows))
        with database.reading() as session:
            compared = compare(session, community_id, sheet.rows, now())
        problems = [*sheet.problems, *compared.problems]
        _tell(
            database, uploads, id, ticket,
            phase=Phase.FAULTY if problems else Phase.READY, rows=len(sheet.rows),
            fresh=len(compared.fresh), changed=len(compared.changed), same=compared.same,
            fault_count=len(problems), faults=sorted(problems, key=_line)[:MOST_TOLD],
            changes=[] if problems else [[line, list(what)] for line, what in list(compared.changed.items())[:MOST_TOLD]],
        )  # fmt: skip

    _outcome(database, uploads, id, ticket, work)


def carry_out(database: Database, uploads: Path, id: int, ticket: str, now: Callable[[], datetime], told: Told) -> None:
    """导入 · every row and the word that it is done in one transaction; the file goes after it."""

    def work() -> None:
        told("正在读表格", 0, 0)
        with database.reading() as session:
            it = session.get_one(RosterImport, id)
            community_id, path, grids = it.community_id, path_of(uploads, it.key), frozenset(grids_of(session, it.community_id))
        sheet = read(path, grids, lambda done, of: told("正在读表格", done, of))
        if sheet.problems:
            raise Faulty(sheet.problems)
        with database.reading() as session:
            if problems := compare(session, community_id, sheet.rows, now()).problems:
                raise Faulty(problems)
        with database.writing() as session:
            held = _held(session, id, ticket)
            if held is None:
                return
            case = Case(Actor(held.person_id, held.person.name), now())
            taken = take(session, held.community, sheet.rows, case, lambda done, of: told("正在写入名册", done, of))
            held.phase, held.finished_at, held.rows = Phase.DONE, case.at, len(sheet.rows)
            held.fresh, held.changed, held.same = taken.fresh, taken.updated, taken.same
            held.faults, held.changes = [], []
        path.unlink(missing_ok=True)

    _outcome(database, uploads, id, ticket, work)


def _outcome(database: Database, uploads: Path, id: int, ticket: str, work: Callable[[], None]) -> None:
    """Whatever stands in the way is told on the import's page."""
    try:
        work()
    except Stopped:
        raise
    except Unfit as unfit:
        _tell(database, uploads, id, ticket, phase=Phase.UNFIT, reason=str(unfit))
    except FileNotFoundError:
        _tell(database, uploads, id, ticket, phase=Phase.UNFIT, reason="文件已经删掉了，请重新上传")
    except Faulty as faulty:
        told = sorted(faulty.problems, key=_line)[:MOST_TOLD]
        _tell(database, uploads, id, ticket, phase=Phase.FAULTY, fault_count=len(faulty.problems), faults=told)
    except Exception:
        _tell(database, uploads, id, ticket, phase=Phase.FAILED)
        raise


def _tell(database: Database, uploads: Path, id: int, ticket: str, **words: Any) -> None:
    """What was found. A file that is of no use is not kept."""
    with database.writing() as session:
        it = _held(session, id, ticket)
        if it is None:
            return
        for name, value in words.items():
            setattr(it, name, value)
    if it.phase in (Phase.FAULTY, Phase.UNFIT):
        path_of(uploads, it.key).unlink(missing_ok=True)


def _held(session: Session, id: int, ticket: str) -> RosterImport | None:
    """The import, if this work is still the one it waits for."""
    it = session.get(RosterImport, id, with_for_update=True)
    return it if it is not None and it.ticket == ticket and it.phase in WORKING else None


def forget(session: Session, community_id: int) -> None:
    """What was told of earlier files: the names in it are of no more use."""
    told = update(RosterImport).where(RosterImport.community_id == community_id, RosterImport.phase == Phase.FAULTY)
    session.execute(told.values(faults=[]))


def _line(problem: str) -> int:
    """第7行：… → 7."""
    return int(problem[1 : problem.index("行")])
