"""Databases for tests: the schema and the small world are made once, and every test starts from exactly that.

SQLite: a prepared file is copied (1 ms). PostgreSQL: one database for each worker process, its rows put back by one
function on the server (8 ms for sixty tables, where TRUNCATE or a copy of a template database takes 45).

Every test opens it anew, and only what SQLAlchemy has compiled is handed on: statements, which say nothing of any test. To
compile them for each test again took a third of the suite's time.
"""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

import yishi.app  # noqa: F401  every model is known once the application is
from tests import cluster
from yishi.db import Base, Database

Fresh = Callable[[], AbstractContextManager[Database]]


@contextmanager
def prepared(kind: str, tmp_path_factory: Any, build: Callable[..., None]) -> Iterator[Fresh]:
    """A maker of fresh databases, each holding what `build` put into a session; one is open at a time."""
    with empty(kind, tmp_path_factory) as url:
        database = Database(url)
        Base.metadata.create_all(database.writer)
        with database.writing() as session:
            build(session)
        database.reader.connect().close()  # it has asked what server this is
        database.close()
        with _copies(database) if kind == "sqlite" else _restored(database) as fresh:
            yield fresh


@contextmanager
def empty(kind: str, tmp_path_factory: Any) -> Iterator[str]:
    """The address of a database of one's own without a single table, gone at the end."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'yishi.sqlite3'}"
        return
    with cluster.server() as server, psycopg.connect(_address(server), autocommit=True) as connection:
        name = f"yishi_test_{secrets.token_hex(6)}"
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield make_url(server).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _copies(template: Database) -> Iterator[Fresh]:
    """The template's last connection is closed, so its file is whole without a log beside it."""
    source = Path(str(make_url(template.url).database))
    path = source.with_name("copy.sqlite3")

    @contextmanager
    def fresh() -> Iterator[Database]:
        for old in source.parent.glob("copy.sqlite3*"):
            old.unlink()
        shutil.copyfile(source, path)
        with _opened(f"sqlite:///{path}", template) as it:
            yield it

    yield fresh


@contextmanager
def _restored(template: Database) -> Iterator[Fresh]:
    """A transaction that a test forgot is an error after two seconds, not a wait without end."""
    with psycopg.connect(_address(template.url), autocommit=True, options="-c lock_timeout=2s") as connection:
        _keep_rows(connection)

        @contextmanager
        def fresh() -> Iterator[Database]:
            connection.execute("SELECT kept.restore()")
            with _opened(template.url, template) as it:
                yield it

        yield fresh


@contextmanager
def _opened(url: str, template: Database) -> Iterator[Database]:
    """With engines and connections of its own that know what was compiled for the template's."""
    with closing(Database(url)) as it:
        for engine, known in ((it.reader, template.reader), (it.writer, template.writer)):
            engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache
        yield it


def _keep_rows(connection: psycopg.Connection) -> None:
    """Copies every row into the schema `kept`, with a function that puts rows and counters back, in append-only tables too."""
    connection.execute("CREATE SCHEMA kept")
    deeds = []
    for table, columns in connection.execute(_COLUMNS).fetchall():
        words = {"here": sql.Identifier("public", table), "there": sql.Identifier("kept", table), "columns": _listed(columns)}
        deeds.append(sql.SQL("DELETE FROM {here};").format(**words))
        if connection.execute(sql.SQL("CREATE TABLE {there} AS SELECT {columns} FROM {here}").format(**words)).rowcount:
            deeds.append(
                sql.SQL("INSERT INTO {here} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {there};").format(**words)
            )
    for counter, last in connection.execute(_COUNTERS).fetchall():
        deeds.append(sql.SQL("PERFORM setval({}, {}, {});").format(counter, last or 1, last is not None))
    body = sql.SQL("BEGIN {} END").format(sql.SQL(" ").join(deeds)).as_string(connection)
    connection.execute(
        sql.SQL("CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS {}").format(
            body
        )
    )


def _listed(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


# Without triggers or foreign keys (session_replication_role), so the order of the tables does not matter.
_COLUMNS = """
    SELECT t.table_name, array_agg(c.column_name::text ORDER BY c.ordinal_position)
    FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
    WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
    GROUP BY t.table_name
"""
_COUNTERS = "SELECT format('public.%I', sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"


def _address(url: str) -> str:
    """The same address as libpq reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
