"""Fixtures: a fresh database with the small world in it, the application over it, and people at its pages."""

import dataclasses
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from tests import databases, world
from tests.passwords import QUICK, WORD
from tests.person import Person as Browsing
from yishi import logs
from yishi.app import create_app, litestar_of
from yishi.clock import at_here
from yishi.communities.models import Community
from yishi.db import Database
from yishi.people.models import Person, SignIn
from yishi.people.throttle import Throttle
from yishi.procedure.people import Actor, Role
from yishi.settings import Settings
from yishi.web.sign_ins import digest

ADDRESS = "http://yishi.test"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What never opens a database is not run once more for the second one; what is about PostgreSQL alone is run with it."""
    wanted = _of_both if config.getoption("--database") == "postgres" else _of_sqlite
    kept = [item for item in items if wanted(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _of_both(item: pytest.Item) -> bool:
    return bool({"database", "kind"} & set(getattr(item, "fixturenames", ())))


def _of_sqlite(item: pytest.Item) -> bool:
    return getattr(getattr(item, "module", None), "ONLY_ON", "sqlite") == "sqlite"


class Time:
    """The clock on every wall, moved by the test."""

    def __init__(self, at: datetime):
        self.at = at

    def now(self) -> datetime:
        return self.at

    def passes(self, **span: float) -> None:
        self.at += timedelta(**span)

    def is_here(self, text: str) -> None:
        """`2026-03-05 09:00`, as the clock in the community shows it."""
        self.at = at_here(datetime.fromisoformat(text))


@pytest.fixture
def tamper(session: Session, database: Database) -> Callable[[str], None]:
    """As somebody with the database in hand would: the triggers off, a statement."""

    def change(statement: str) -> None:
        if database.is_sqlite:
            for table, act in product(("ledger_entries", "floor_events"), ("update", "delete")):
                session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{act}"))
        else:
            session.execute(text("SET session_replication_role = replica"))
        session.execute(text(statement))
        session.commit()
        session.expire_all()

    return change


@pytest.fixture(scope="session")
def kind(request: pytest.FixtureRequest) -> str:
    """The database that this run is about, for tests that make their own."""
    return str(request.config.getoption("--database"))


@pytest.fixture(scope="session")
def _prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with databases.prepared(request.config.getoption("--database"), tmp_path_factory, world.build) as fresh:
        yield fresh


@pytest.fixture
def database(_prepared: Any) -> Iterator[Database]:
    """A database with the small world, and nobody else's traces."""
    with _prepared() as it:
        yield it


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session of the test's own that writes; commit before a page must see it."""
    with database._write() as it:
        yield it


@pytest.fixture
def time() -> Time:
    return Time(world.MORNING)


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    with start_blocking_portal() as it:
        yield it


@pytest.fixture(scope="session")
def _application(portal: BlockingPortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Put together once: only its database and its clock change from test to test."""
    logs.configure(json=True)
    home: Path = tmp_path_factory.mktemp("home")
    settings = Settings(home=home, database_url=f"sqlite:///{home / 'unused.sqlite3'}", demo=True, ticks=False)
    app = create_app(settings)
    lifespan = litestar_of(app).lifespan()
    with portal.wrap_async_context_manager(lifespan):
        yield app


@pytest.fixture
def app(_application: Any, database: Database, time: Time) -> Any:
    parts = litestar_of(_application).state.parts
    parts.database, parts.now, parts.throttle = database, time.now, Throttle()
    parts.wires.seconds, database.changed = 0, parts.wires.changed
    return _application


@pytest.fixture
def setting(app: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`setting(demo=False)`: the same application, set differently for this test."""
    parts = litestar_of(app).state.parts

    def change(**values: Any) -> None:
        monkeypatch.setattr(parts, "settings", dataclasses.replace(parts.settings, **values))

    return change


@pytest.fixture
def browse(app: Any, portal: BlockingPortal) -> Callable[..., Any]:
    """A browser of one's own: cookies, redirects followed."""

    def opened(cookies: dict[str, str] | None = None) -> Any:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=ADDRESS, cookies=cookies)

        def ask(method: str, url: str, **options: Any) -> httpx.Response:
            options.setdefault("follow_redirects", True)
            return portal.call(lambda: client.request(method, url, **options))

        ask.cookies = client.cookies  # type: ignore[attr-defined]
        return ask

    return opened


@pytest.fixture
def person(browse: Callable[..., Any], database: Database, time: Time) -> Callable[[str], Browsing]:
    """`person("陈国栋")`: signed in for as long as the test lasts, however much time passes, with a browser of their own."""

    def enter(name: str) -> Browsing:
        token = secrets.token_urlsafe(16)
        with database.writing() as session:
            found = session.scalars(select(Person).where(Person.name == name)).one()
            far = time.at + timedelta(days=900)
            session.add(SignIn(token_digest=digest(token), person_id=found.id, created_at=far, seen_at=far, expires_at=far))
        return Browsing(browse({"s": token}), found.id, name)

    return enter


@pytest.fixture
def account(database: Database) -> Callable[..., Person]:
    """`account("林秀兰", "xiulan")`: from now on they can sign in by themselves, with WORD."""

    def opened(known_as: str, username: str | None, /, **values: Any) -> Person:
        with database.writing() as session:
            person = session.scalars(select(Person).where(Person.name == known_as)).one()
            person.username, person.password_hash = username, QUICK.hash(WORD)
            for field, value in values.items():
                setattr(person, field, value)
        return person

    return opened


@pytest.fixture
def visitor(browse: Callable[..., Any]) -> Browsing:
    return Browsing(browse(), None, "访客")


@pytest.fixture
def home(session: Session) -> Community:
    return session.scalars(select(Community).filter_by(slug="liuyin")).one()


@pytest.fixture
def actor(session: Session) -> Callable[..., Actor]:
    """`actor("王主任", Role.STAFF)` as the rules see them."""

    def of(name: str, *roles: Role, unit: int | None = None) -> Actor:
        return Actor(session.scalars(select(Person.id).filter_by(name=name)).one(), name, frozenset(roles), unit)

    return of


@pytest.fixture
def queries(database: Database) -> Callable[[], Any]:
    """`with queries() as seen: …; assert len(seen) <= 9`: the statements sent to the database, for pages made anew."""

    @contextmanager
    def counting(kept: bool = False) -> Iterator[list[str]]:
        seen: list[str] = []
        if not kept:
            database.stamp = object()

        def note(conn: Any, cursor: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        engines = {database.reader, database.writer} if database.is_sqlite else {database.writer}
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)

    return counting
