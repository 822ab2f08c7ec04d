"""柳荫社区在线 · one server for all stories; for each a fresh database, and a clock that only the story moves."""

import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import world
from yishi import logs
from yishi.app import create_app, litestar_of
from yishi.clock import at_here
from yishi.communities.models import Community
from yishi.db import Database
from yishi.ledger.models import LedgerEntry
from yishi.ledger.tick import tick
from yishi.ledger.verify import verify
from yishi.people.models import Person
from yishi.people.throttle import Throttle
from yishi.settings import Settings
from yishi.sittings.checking_in import code
from yishi.sittings.models import Sitting
from yishi.web.parts import Parts

Row = tuple[str, str, str, str]


class Town:
    """The application at an address of its own, over one database, at one moment."""

    def __init__(self, address: str, parts: Parts, database: Database):
        self.address, self.parts, self.database = address, parts, database
        self.at = world.MORNING
        parts.database, parts.now, parts.throttle = database, lambda: self.at, Throttle()
        database.changed = parts.wires.changed

    # -- time ---------------------------------------------------------------------------------

    def waits(self, days: int = 0, hours: int = 0) -> None:
        """Time passes, and the clock takes its rows day by day."""
        end = self.at + timedelta(days=days, hours=hours)
        while self.at < end:
            self.at = min(self.at + timedelta(days=1), end)
            tick(self.database, self.at)

    def seconds_pass(self, seconds: int = 1) -> None:
        """In a hall, where nothing waits for days."""
        self.at += timedelta(seconds=seconds)

    def until(self, text: str) -> None:
        """`2026-03-05 09:00`, as the clock in the community shows it."""
        end = at_here(datetime.fromisoformat(text)).astimezone(UTC)
        assert end > self.at, f"{text} is past"
        self.waits(hours=(end - self.at) // timedelta(hours=1))

    @property
    def today(self) -> str:
        return self.day(0)

    def day(self, ahead: int) -> str:
        """`2026-03-05`: so many days from now."""
        return (self.at + timedelta(days=ahead, hours=8)).date().isoformat()

    def door_code(self, sitting: str) -> str:
        """What the drawing in the hall says at this moment."""
        with self.database.reading() as session:
            return code(session.get_one(Sitting, int(sitting.rpartition("/")[2])), self.at)

    # -- what is kept -------------------------------------------------------------------------

    @contextmanager
    def meanwhile(self) -> Iterator[Session]:
        """What happens away from the pages, through the verbs."""
        with self.database.writing() as session:
            yield session

    def counts(self, model: Any, **where: Any) -> int:
        with self.database.reading() as session:
            return len(session.scalars(select(model).filter_by(**where)).all())

    def walked(self) -> set[Row]:
        """Every row that the ledger tells of: (cycle, step, from, to)."""
        with self.database.reading() as session:
            rows = session.execute(select(LedgerEntry.subject, LedgerEntry.step, LedgerEntry.source, LedgerEntry.target))
            return {(subject.partition("/")[0], step, source, target) for subject, step, source, target in rows if source}

    def broken(self) -> list[str]:
        """What is wrong with the chains of acts."""
        with self.database.reading() as session:
            found = [verify(session, it) for it in session.scalars(select(Community))]
        return [it.broken for it in found if it.broken]


@contextmanager
def served(home: Path) -> Iterator[tuple[str, Parts]]:
    """The server in a thread beside the stories, on a free port. Its clock stands until a story moves it."""
    logs.configure(json=True)
    app = create_app(Settings(home=home, database_url=f"sqlite:///{home / 'unused.sqlite3'}", demo=True, ticks=False))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", access_log=False, lifespan="on"))
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", litestar_of(app).state.parts
    server.should_exit = True
    thread.join()


def build(session: Session) -> None:
    """The small world of the tests, in which everybody may sign in by choosing who they are."""
    world.build(session)
    for person in session.scalars(select(Person)):
        person.demo = True


def photo(light: int = 40, size: tuple[int, int] = (960, 640)) -> bytes:
    """A path between two hedges, as light as told (0 to 255)."""
    it = Image.new("RGB", size, (light // 4, light // 4, light // 3))
    it.paste((light // 3, light // 2, light // 3), (0, size[1] // 2, size[0], size[1]))
    it.paste((light, light, light - light // 8), (size[0] * 2 // 5, size[1] // 2, size[0] * 3 // 5, size[1]))
    file = io.BytesIO()
    it.save(file, "JPEG", quality=80)
    return file.getvalue()
