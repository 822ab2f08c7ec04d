"""时间到了 · what is kept for a while only is gone after it, by the server or by `yishi tick`; no fault stops the clock."""

from datetime import timedelta
from pathlib import Path
from threading import Event

import anyio
import pytest
from anyio import to_thread
from sqlalchemy import select

from yishi import app as application
from yishi.communities import roster_uploads
from yishi.people.models import Act, Person, Returned, SignIn
from yishi.upkeep import ANSWERS_KEPT, upkeep


@pytest.fixture
def kept(session, time, home):
    """One of each, put down now, for a sign-in that is good for a week."""
    who = session.scalars(select(Person.id).filter_by(name="林秀兰")).one()
    nothing = {"typed": {}, "reasons": [], "problems": {}}
    session.add_all([
        Returned(person_id=who, word="w", at=time.at, status=422, **nothing),
        Act(person_id=who, key="k", location="/", at=time.at),
        SignIn(token_digest=b"d", person_id=who, created_at=time.at, seen_at=time.at, expires_at=time.at + timedelta(days=7)),
    ])  # fmt: skip
    session.commit()

    def left() -> set[str]:
        session.rollback()
        return {model.__name__ for model in (Returned, Act, SignIn) if session.scalar(select(model.id).limit(1))}

    return left


@pytest.mark.parametrize(
    ("days", "left"),
    [(0, {"Returned", "Act", "SignIn"}), (1, {"Act", "SignIn"}), (7, {"Act"}), (ANSWERS_KEPT.days, set())],
)
def test_each_is_forgotten_in_its_time(kept, database, tmp_path, time, days, left):
    upkeep(database, tmp_path, time.at + timedelta(days=days))
    assert kept() == left


def test_however_many_there_are(kept, session, database, tmp_path, time):
    who = session.scalars(select(Person.id).filter_by(name="林秀兰")).one()
    session.add_all(Act(person_id=who, key=f"k{n}", location="/", at=time.at) for n in range(1_200))
    session.commit()
    upkeep(database, tmp_path, time.at + ANSWERS_KEPT)
    assert kept() == set()


def test_a_roster_that_is_taken_away_meanwhile_is_no_fault(tmp_path, time, monkeypatch):
    roster_uploads.write(tmp_path, b"...", time.at)
    monkeypatch.setattr(Path, "glob", lambda folder, pattern: iter([folder / "gone"]))
    assert roster_uploads.sweep(tmp_path, time.at + timedelta(days=2)) == 0


def test_a_fault_does_not_stop_the_clock(app, monkeypatch):
    calls, again = [], Event()

    def faulty(*_):
        calls.append(1)
        if len(calls) == 1:
            raise FileNotFoundError
        again.set()

    monkeypatch.setattr(application, "upkeep", faulty)
    monkeypatch.setattr(application, "TICK_SECONDS", 0)

    async def lasts():
        async with anyio.create_task_group() as group:
            group.start_soon(application._tick_along, application.litestar_of(app).state.parts)
            assert await to_thread.run_sync(again.wait, 5)
            group.cancel_scope.cancel()

    anyio.run(lasts)
