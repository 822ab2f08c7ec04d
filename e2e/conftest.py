"""Fixtures: one server and one Chromium for all stories, a fresh database and clock for each, and people with browsers."""

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from sqlalchemy import select

from e2e import demonstration as demonstration_day
from e2e import town as place
from e2e.person import Person as Browsing
from e2e.town import Row, Town
from tests import databases
from tests.world import COUNCIL, RESIDENTS
from yishi.people.models import Person, SignIn
from yishi.web.parts import Parts
from yishi.web.sign_ins import digest

INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What a browser does behind its windows and between two pages, and nobody sees: a third of the stories' time.
NOT_NEEDED = ("SpareRendererForSitePerProcess", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "RenderDocument")
OFFICES = ("周敏", "郑秘书", "王主任", "监督员甲", "监督员乙", "监督员丙", "物业小何", "街道老李", "管理员")
LAST = "test_the_record_covers_every_row.py"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pictures", metavar="FOLDER", help="where the pictures of the READMEs go (else they are made and thrown away)"
    )
    parser.addoption(
        "--walked", metavar="FOLDER", type=Path, help="where processes of one run leave the rows of the tables that they walked"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What the stories left on the ledger is looked at when all of them have been told."""
    items.sort(key=lambda item: item.path.name == LAST)


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Parts]]:
    with place.served(tmp_path_factory.mktemp("home")) as served:
        yield served


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with databases.prepared("sqlite", tmp_path_factory, place.build) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium if there is one, else Playwright's own."""
    found = next((path for name in INSTALLED if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        it = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--in-process-gpu", f"--disable-features={','.join(NOT_NEEDED)}"],
        )
        yield it
        it.close()


@pytest.fixture(scope="session")
def walked(pytestconfig: pytest.Config) -> Iterator[set[Row]]:
    """The rows that all stories together have walked, also those told before in another process."""
    folder = pytestconfig.getoption("--walked")
    rows: set[Row] = set()
    for left in folder.glob("*.json") if folder else ():
        rows |= {tuple(row) for row in json.loads(left.read_text())}
    yield rows
    if folder:
        (folder / f"{os.getpid()}.json").write_text(json.dumps(sorted(rows)))


@pytest.fixture
def town(_server: tuple[str, Parts], _prepared: Any, walked: set[Row]) -> Iterator[Town]:
    address, parts = _server
    with _prepared() as database:
        it = Town(address, parts, database)
        yield it
        walked |= it.walked()
        assert not it.broken()


@pytest.fixture(scope="session")
def _district(_server: tuple[str, Parts], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    uploads = _server[1].settings.uploads
    with databases.prepared("sqlite", tmp_path_factory, lambda session: demonstration_day.build(session, uploads)) as fresh:
        yield fresh


@pytest.fixture
def demonstration(_server: tuple[str, Parts], _district: Any) -> Iterator[Town]:
    """In place of the small town, for a story that says so: `town` is then this."""
    with _district() as database:
        it = Town(*_server, database)
        it.at = demonstration_day.NOW
        yield it


@pytest.fixture
def opened(browser: Browser, town: Town) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of one's own, at home in the community's zone; all are closed at the end."""
    contexts: list[BrowserContext] = []

    def open_one(js: bool = True, **options: Any) -> BrowserContext:
        options = {"viewport": {"width": 1280, "height": 900}, **options}
        it = browser.new_context(java_script_enabled=js, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        it.set_default_timeout(8_000)
        contexts.append(it)
        return it

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(opened: Callable[..., BrowserContext], town: Town) -> Iterator[Callable[..., Browsing]]:
    """`visitor()`: somebody who has not signed in. Whatever a page complained about fails the story at its end."""
    everybody: list[Browsing] = []

    def enter(name: str = "访客", **options: Any) -> Browsing:
        everybody.append(Browsing(opened(**options), town.address, name))
        everybody[-1].js = options.get("js", True)
        return everybody[-1]

    yield enter
    troubles = [f"{person.name}: {trouble}" for person in everybody for trouble in person.troubles]
    assert not troubles, "\n".join(troubles)


@pytest.fixture
def person(visitor: Callable[..., Browsing], town: Town) -> Callable[..., Browsing]:
    """`person("陈国栋")`: signed in for as long as the story lasts, however much time passes in it."""

    def enter(name: str, **options: Any) -> Browsing:
        token = secrets.token_urlsafe(16)
        with town.meanwhile() as session:
            id = session.scalars(select(Person.id).filter_by(name=name)).one()
            far = town.at + timedelta(days=900)
            session.add(SignIn(token_digest=digest(token), person_id=id, created_at=far, seen_at=far, expires_at=far))
        it = visitor(name, **options)
        it.context.add_cookies([{"name": "s", "value": token, "url": town.address, "httpOnly": True, "sameSite": "Lax"}])
        return it

    return enter


def _called(name: str) -> Any:
    @pytest.fixture(name=name)
    def one(person: Callable[..., Browsing]) -> Browsing:
        return person(name)

    return one


for _name in (*RESIDENTS, *COUNCIL, *OFFICES):
    globals()[f"_{_name}"] = _called(_name)
