"""两个进程 · on PostgreSQL two server processes show one floor, whichever of them was pressed, and whichever of them dies."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from tests import databases, world
from tests.communities.races import at_once
from tests.conftest import Time
from tests.sittings.conftest import Do, Stance
from tests.sittings.serving import SERVE, Phone, Serving
from tests.sittings.test_killed import phone  # noqa: F401
from yishi import clock
from yishi.db import CHANNEL
from yishi.sittings.events import FloorEvent

ONLY_ON = "postgres"
LISTENING = f"query = 'LISTEN {CHANNEL}'"


@pytest.fixture(scope="module")
def _prepared(tmp_path_factory):
    """Always PostgreSQL: on SQLite there is one process."""
    with databases.prepared("postgres", tmp_path_factory, world.build) as fresh:
        yield fresh


@pytest.fixture
def time() -> Time:
    return Time(clock.now() - timedelta(days=20))


@pytest.fixture
def servers(opened, database, tmp_path):
    """Two processes, both listening."""
    both = [Serving(database.url, tmp_path, SERVE) for _ in range(2)]
    at_once(*(it.start for it in both))
    until_listening(database, 2)
    yield both
    for it in both:
        it.kill()


def connected(database):
    return psycopg.connect(make_url(database.url).set(drivername="postgresql").render_as_string(False), autocommit=True)


def until_listening(database, count, but=()):
    """Wait until so many processes have said LISTEN, on other connections than these."""
    with connected(database) as connection:
        while True:
            found = connection.execute(f"SELECT pid FROM pg_stat_activity WHERE {LISTENING}").fetchall()
            if len(new := {pid for (pid,) in found} - set(but)) >= count:
                return new


def cut(database):
    """The connections on which the processes listen are ended, as a restart of the database or of a proxy does."""
    cut = until_listening(database, 1)
    with connected(database) as connection:
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {LISTENING}")
    return cut


def test_what_one_process_is_told_all_hear(does, servers, phone, database):  # noqa: F811
    one, other = servers
    he, zhou = phone("何丽"), phone("周敏")
    does("周敏", Do.CALL_ITEM, item=0)
    with Phone().follows(other, "watcher") as heard:
        assert "等候发言，0人" in next(heard).words
        assert he.presses(one, do="request", stance="for")
        assert "等候发言，1人" in next(heard).words

        # the listening connections are cut: what was pressed meanwhile is told as soon as they are made anew, and what comes after
        gone = cut(database)
        assert he.presses(one, do="unrequest")
        assert any("等候发言，0人" in told.words for told in heard)
        until_listening(database, 2, but=gone)

        # the process that was told it dies; its people go on with the other
        assert he.presses(one, do="request", stance="against")
        one.kill()
        assert any("等候发言，1人" in told.words for told in heard)
        assert zhou.presses(other, do="grant")
        assert any("正在发言" in told.words for told in heard)


def test_two_processes_that_wake_put_down_once_that_the_time_is_up(session, does, servers, time):
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)
    time.at = clock.now() - timedelta(seconds=118)  # of the two minutes a speech may take
    ends_at = does("周敏", Do.GRANT).speech.ends_at
    with Phone().follows(servers[0]) as here, Phone().follows(servers[1]) as there:
        assert next(here).ends_at == next(there).ends_at == ends_at
        for heard in (here, there):
            assert any(told.words and "data-ends" not in told.words for told in heard), "nobody speaks"
    session.expire_all()
    events = [it["event"] for it in session.scalars(select(FloorEvent.event).order_by(FloorEvent.seq))]
    assert events.count("TimeUp") == 1
    assert '"later"' not in servers[0].log.read_text(), "the second found it done, and did not run into it"
