"""One command: the data is made once and whole, never over somebody else's, and the port is a free one."""

import socket

import pytest
from sqlalchemy import func, select

from tests import databases
from yishi.clock import now
from yishi.db import Database
from yishi.demo import build, start
from yishi.demo.replay import Replay
from yishi.matters.models import Matter
from yishi.migrating import migrate
from yishi.people.models import Person
from yishi.settings import Settings


@pytest.fixture
def empty(kind, tmp_path_factory, tmp_path):
    """Settings over a database without a single table."""
    with databases.empty(kind, tmp_path_factory) as url:
        yield Settings(home=tmp_path, database_url=url)


@pytest.fixture
def brief(monkeypatch):
    """A district in which little happens."""
    monkeypatch.setattr(build, "STORIES", build.STORIES[:3])


def matters(database):
    with database.reading() as session:
        return session.scalar(select(func.count(Matter.id)))


def test_a_second_start_finds_what_the_first_one_made(empty, brief):
    database = Database(empty.database_url)
    for _ in range(2):
        start.prepare(empty, database)
        assert matters(database) == 3
    database.close()


def test_whoever_was_stopped_halfway_starts_afresh(empty, brief, monkeypatch):
    database = Database(empty.database_url)

    def killed(replay, stories):
        raise KeyboardInterrupt

    with monkeypatch.context() as power_cut:
        power_cut.setattr(Replay, "play", killed)
        with pytest.raises(KeyboardInterrupt):
            start.prepare(empty, database)
    assert not start.is_demo(database)
    start.prepare(empty, database)
    assert matters(database) == 3
    database.close()


def test_a_database_with_real_people_is_not_touched(empty):
    database = Database(empty.database_url)
    migrate(database)
    with database.writing() as session:
        session.add(Person(name="真正的管理员", created_at=now()))
    with pytest.raises(SystemExit, match="已经有别的数据"):
        start.prepare(empty, database)
    assert matters(database) == 0
    database.close()


def test_somebody_elses_tables_are_not_touched(empty):
    database = Database(empty.database_url)
    with database.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE accounts (id INTEGER)")
    with pytest.raises(SystemExit, match="已经有别的数据"):
        start.prepare(empty, database)
    database.close()


def test_a_port_that_is_taken_is_passed_over():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert start.free_port("127.0.0.1", taken) > taken
