"""轮到谁写 · a roster of five thousand is kept whole, and whoever presses a button meanwhile is answered."""

import threading
import time as clock
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from tests.attacks.conftest import DESK
from tests.communities.sheets import residents, sheet
from yishi.app import litestar_of
from yishi.communities import roster_uploads
from yishi.communities.roster_uploads import Phase, RosterImport
from yishi.db import FairLock
from yishi.people.models import Person, Residence

ROWS = 5000
LONGEST = 2  # seconds in which nobody else can write


class Watched(FairLock):
    """Says when somebody waits, so that no test has to guess how long."""

    def __init__(self):
        super().__init__()
        self.queued = threading.Event()

    def __enter__(self):
        if self._held:
            self.queued.set()
        super().__enter__()


@pytest.fixture
def parts(app):
    return litestar_of(app).state.parts


@pytest.fixture
def turns(database, monkeypatch):
    """How long each writer held the database, in seconds."""
    held, writing = [], database.writing

    @contextmanager
    def timed():
        with writing() as session:
            began = clock.perf_counter()
            yield session
            session.flush()
            held.append(clock.perf_counter() - began)

    monkeypatch.setattr(database, "writing", timed)
    return held


@pytest.fixture
def ready(person, parts):
    """The sheet is checked and waits for the word of the staff."""
    staff = person("王主任").opens(f"{DESK}/roster")
    staff.presses("上传并核对", files={"file": ("r.xlsx", sheet(*residents(ROWS)))})
    parts.jobs.finish()
    return staff.opens(staff.url).sees("核对好了")


def test_nobody_waits_long_for_five_thousand_rows(ready, parts, turns, found, database):
    ready.presses(f"导入这{ROWS}行")
    parts.jobs.finish()
    assert found(select(RosterImport.phase)) == [Phase.DONE]
    assert max(turns) < LONGEST or not database.is_sqlite, turns  # PostgreSQL writes beside it


def test_whoever_presses_a_button_meanwhile_is_answered(ready, parts, person, found, database, monkeypatch):
    """The import is in the middle of its rows when another form arrives; it waits its turn, and both are kept."""
    writing, sent, turn = threading.Event(), threading.Event(), Watched()
    if database.is_sqlite:
        monkeypatch.setattr(database, "_turn", turn)
    take = roster_uploads.take

    def taking(session, community, rows, case, told):
        def halfway(done, of):
            writing.set()
            (turn.queued if database.is_sqlite else sent).wait(20)
            told(done, of)

        return take(session, community, rows, case, halfway)

    monkeypatch.setattr(roster_uploads, "take", taking)
    other = person("赵春梅").opens("/c/liuyin/matters/new")

    def press():
        writing.wait(20)
        other.presses("下一步：写清楚", title="楼道灯", kind="issue")
        sent.set()

    pressing = threading.Thread(target=press)
    pressing.start()
    ready.presses(f"导入这{ROWS}行")
    pressing.join(30)
    parts.jobs.finish()
    assert other.status == 200
    other.sees("楼道灯")
    assert writing.is_set() and sent.is_set()
    assert turn.queued.is_set() or not database.is_sqlite, "the form really came in the middle"
    assert found(select(RosterImport.phase)) == [Phase.DONE]
    assert found(select(func.count(Residence.id)))[0] > ROWS


def test_a_sheet_that_has_become_wrong_never_takes_the_turn(ready, parts, session, monkeypatch, found):
    monkeypatch.setattr(roster_uploads, "take", None)
    session.scalars(select(Person).filter_by(name="江北人")).one().phone = "13900000000"
    session.commit()
    ready.presses(f"导入这{ROWS}行")
    parts.jobs.finish()
    assert found(select(RosterImport.phase)) == [Phase.FAULTY]
