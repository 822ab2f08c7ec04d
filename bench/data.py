"""A district with so many matters, made once and kept under var/bench."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.progress import Progress
from sqlalchemy import select

from yishi import clock, migrating
from yishi.communities.models import Community
from yishi.db import Database
from yishi.demo.build import build
from yishi.demo.populate import populate
from yishi.matters.models import Matter
from yishi.procedure.matter import MatterState

FOLDER = Path(__file__).parents[1] / "var" / "bench"


@dataclass(frozen=True)
class Home:
    """The folder of an installation, and the three pages that are measured in it."""

    folder: Path
    pages: Mapping[str, str]


def prepared(matters: int) -> Home:
    folder = FOLDER / f"{matters}"
    finished = folder / "finished"
    if not finished.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob("yishi.sqlite3*"):
            left.unlink()
        database = Database(f"sqlite:///{folder / 'yishi.sqlite3'}")
        migrating.migrate(database)
        until = clock.now()
        with database.writing() as session:
            build(session, folder / "uploads", until)
        with Progress() as bar:
            task = bar.add_task(f"{matters:,}件事项", total=matters)
            populate(database, matters, until, lambda: bar.advance(task))
        database.close()
        finished.touch()
    return Home(folder, _pages(folder))


def _pages(folder: Path) -> Mapping[str, str]:
    """Home, list and a debated matter of the community that has the most to show."""
    database = Database(f"sqlite:///{folder / 'yishi.sqlite3'}")
    with database.reading() as session:
        wanted = select(Community.slug, Matter.id).join(Matter, Matter.community_id == Community.id)
        slug, id = session.execute(wanted.where(Matter.state == MatterState.DELIVERING).order_by(Matter.id.desc()).limit(1)).one()
    database.close()
    return {"home": f"/c/{slug}", "list": f"/c/{slug}/matters", "matter": f"/c/{slug}/matters/{id}"}
