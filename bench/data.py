"""A district with so many matters, made once and kept under var/bench, and one of its residents with a sign-in."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rich.progress import Progress
from sqlalchemy import select

from yishi import clock, migrating
from yishi.communities.models import Community
from yishi.db import Database
from yishi.demo.build import build
from yishi.demo.populate import populate
from yishi.matters.models import Matter
from yishi.people.models import Residence, SignIn
from yishi.procedure.matter import MatterState
from yishi.web.sign_ins import cookie_name, digest

from .multiply import multiply

DATABASE = "yishi.sqlite3"
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
        for left in folder.glob(f"{DATABASE}*"):
            left.unlink()
        with opened(folder) as database, Progress() as bar:
            migrating.migrate(database)
            until = clock.now()
            with database.writing() as session:
                build(session, folder / "uploads", until)
            task = bar.add_task(f"{matters:,}件事项", total=matters)
            populate(database, matters, until, lambda: bar.advance(task))
        finished.touch()
    return Home(folder, _pages(folder))


def multiplied(home: Home, times: int) -> Home:
    """The same district with so many times the matters."""
    folder = home.folder.with_name(f"{home.folder.name}x{times}")
    finished = folder / "finished"
    if not finished.exists():
        folder.mkdir(parents=True, exist_ok=True)
        multiply(home.folder / DATABASE, folder / DATABASE, times)
        finished.touch()
    return Home(folder, _pages(folder))


def cookie(home: Home) -> dict[str, str]:
    """The header that a resident of the measured community sends, signed in just now."""
    token, now = secrets.token_urlsafe(32), clock.now()
    slug = home.pages["home"].rpartition("/")[2]
    with opened(home.folder) as database, database.writing() as session:
        living = select(Residence.person_id).join(Community, Community.id == Residence.community_id)
        person = session.scalars(living.where(Community.slug == slug, Residence.until.is_(None)).limit(1)).one()
        far = now + timedelta(days=1)
        session.add(SignIn(token_digest=digest(token), person_id=person, created_at=now, seen_at=now, expires_at=far))
    return {"Cookie": f"{cookie_name(False)}={token}"}


@contextmanager
def opened(folder: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{folder / DATABASE}")
    yield database
    database.close()


def _pages(folder: Path) -> Mapping[str, str]:
    """Home, list and a debated matter of the community that has the most to show."""
    with opened(folder) as database, database.reading() as session:
        wanted = select(Community.slug, Matter.id).join(Matter, Matter.community_id == Community.id)
        slug, id = session.execute(wanted.where(Matter.state == MatterState.DELIVERING).order_by(Matter.id.desc()).limit(1)).one()
    return {"home": f"/c/{slug}", "list": f"/c/{slug}/matters", "matter": f"/c/{slug}/matters/{id}"}
