"""What every other test stands on: a fresh database holds the small world and nothing else, on both engines."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from tests import databases, world
from yishi.communities.models import Community
from yishi.db import Base, Database
from yishi.ledger.models import LedgerEntry
from yishi.people.models import Person

Fresh = Callable[[], AbstractContextManager[Database]]


@pytest.fixture(scope="module")
def fresh(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    with databases.prepared(kind, tmp_path_factory, _the_small_world_and_an_entry) as it:
        yield it


def _the_small_world_and_an_entry(session: Session) -> None:
    world.build(session)
    session.flush()
    session.add(_entry(session, 1))


def _entry(session: Session, seq: int) -> LedgerEntry:
    community = session.scalars(select(Community).filter_by(slug="liuyin")).one()
    return LedgerEntry(
        community_id=community.id, seq=seq, at=world.MORNING, actor_id=None, actor_name="系统", subject="matter/1", matter_id=None,
        step="propose", label="提出", given={}, evidence=[], previous="", digest=str(seq),
    )  # fmt: skip


def _rows(database: Database) -> dict[str, int]:
    with database.reading() as session:
        return {name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in Base.metadata.tables.items()}


def test_a_fresh_database_has_the_small_world_and_nobody_elses_traces(fresh: Fresh) -> None:
    with fresh() as database:
        before = _rows(database)
        with database.writing() as session:
            first = Person(name="路过的人", created_at=world.MORNING)
            session.add_all([first, _entry(session, 2)])
            session.flush()
            number = first.id
        assert _rows(database) == {**before, "people": before["people"] + 1, "ledger_entries": 2}
    with fresh() as database:
        assert _rows(database) == before
        assert before["ledger_entries"] == 1
        with database.writing() as session:
            again = Person(name="另一个人", created_at=world.MORNING)
            session.add(again)
            session.flush()
            assert again.id == number, "numbers are given out from the same place"


def test_the_ledger_stays_append_only_after_rows_were_put_back(fresh: Fresh) -> None:
    with fresh() as database, pytest.raises(Exception, match="append-only"), database.writing() as session:
        session.execute(text("DELETE FROM ledger_entries"))


def test_the_next_test_knows_what_was_compiled_for_this_one_and_nothing_of_its_connections(kind: str, fresh: Fresh) -> None:
    tell, ask = {
        "sqlite": ("PRAGMA cache_size = -77", "PRAGMA cache_size"),
        "postgres": ("SET lock_timeout = '77ms'", "SHOW lock_timeout"),
    }[kind]
    hits, answers = [], []
    for _ in range(2):
        with fresh() as database, database._write() as session:
            hits.append(session.connection().execute(select(func.max(Person.id))).context.cache_hit.name)
            answers.append(session.scalar(text(ask)))
            session.execute(text(tell))
            session.commit()
    assert hits == ["CACHE_MISS", "CACHE_HIT"]
    assert answers[0] == answers[1]


def test_a_forgotten_transaction_neither_shows_nor_makes_the_next_test_wait_without_end(kind: str, fresh: Fresh) -> None:
    with fresh() as forgotten, forgotten._write() as session:
        session.execute(text("UPDATE people SET name = '改过的名字'"))
        if kind == "postgres":
            with pytest.raises(psycopg.errors.LockNotAvailable), fresh():
                pass
            session.rollback()
        with fresh() as database, database.reading() as reading:
            assert reading.scalars(select(Person.name).filter_by(name="改过的名字")).all() == []


def test_an_empty_database_is_empty_and_ones_own(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    with databases.empty(kind, tmp_path_factory) as one, databases.empty(kind, tmp_path_factory) as other:
        assert one != other
        for url in (one, other):
            database = Database(url)
            assert _tables(database) == []
            database.close()


def _tables(database: Database) -> list[Any]:
    return inspect(database.writer).get_table_names()
