"""数据库 · how records are mapped, and how a session is opened: many readers, one fair writer on SQLite."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.engine import Connection, Dialect, Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, object_session, sessionmaker

from .procedure.people import Actor
from .procedure.words import Word


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = Annotated[int, mapped_column(primary_key=True)]
Line = Annotated[str, mapped_column(String(200))]
Fen = Annotated[int, mapped_column(BigInteger)]
CommunityId = Annotated[int, mapped_column(ForeignKey("communities.id"), index=True)]
PersonId = Annotated[int, mapped_column(ForeignKey("people.id"), index=True)]


def of_few(table: str, *columns: str) -> Index:
    """An index of the few rows that have the first column. With the others in it, SQLite's statistics would call it useless."""
    there = text(f"{columns[0]} IS NOT NULL")
    return Index(f"ix_{table}_{'_'.join(columns)}", *columns, sqlite_where=there, postgresql_where=there)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        Word: Enum(
            Word, native_enum=False, length=32, create_constraint=True, values_callable=lambda words: [w.value for w in words]
        ),
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: Text,
    }

    id: Mapped[Id]

    def visible_to(self, actor: Actor) -> bool:
        """Whether this person may know that the record exists."""
        return True


def session_of(record: object) -> Session:
    """The session that a record was read in, or put into."""
    session = object_session(record)
    assert session is not None
    return session


CHANNEL = "yishi"
CHANGED = "changed"


def has_changed(session: Session, topic: str) -> None:
    """Whoever follows this topic hears of it when the transaction is kept."""
    session.info.setdefault(CHANGED, set()).add(topic)


class FairLock:
    """First come, first served: a writer waits for those before it and for no one else."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._held = False

    def __enter__(self) -> None:
        with self._gate:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._gate:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class Database:
    """Opens sessions. SQLite: read-only sessions, and one writer at a time behind a fair lock. PostgreSQL: a pool."""

    def __init__(self, url: str):
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            self.reader = _sqlite(url, "BEGIN", {**_DURABLE, "query_only": "ON"}, pool_size=40)
            self.writer = _sqlite(url, "BEGIN IMMEDIATE", _DURABLE, pool_size=1)
        else:
            self.writer = create_engine(make_url(url).set(drivername="postgresql+psycopg"), pool_size=20, max_overflow=20)
            self.reader = self.writer.execution_options(postgresql_readonly=True)
        self._turn = FairLock() if self.is_sqlite else nullcontext()
        self._read = sessionmaker(self.reader, expire_on_commit=False)
        self._write = sessionmaker(self.writer, expire_on_commit=False)
        self.readers_at_once = 2 if self.is_sqlite else 8  # threads of one process that compute share one interpreter
        self.stamp = object()  # another one after every commit of ours
        self.changed: Callable[[Iterable[str]], None] = lambda topics: None  # who wants to know what a commit changed
        event.listen(self._write, "before_commit", self._tell_others)
        event.listen(self._write, "after_commit", self._committed)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with self._read() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Everything in the block is kept together when it ends, or not at all."""
        with self._turn, self._write() as session, session.begin():
            yield session

    def _tell_others(self, session: Session) -> None:
        """PostgreSQL carries it to the other processes as soon as the transaction is kept, and not if it is not."""
        if not self.is_sqlite:
            for topic in sorted(session.info.get(CHANGED, ())):
                session.execute(select(func.pg_notify(CHANNEL, topic)))

    def _committed(self, session: Session) -> None:
        self.stamp = object()
        if topics := session.info.pop(CHANGED, None):
            self.changed(topics)

    def close(self) -> None:
        self.reader.dispose()
        self.writer.dispose()


_DURABLE = {
    "journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "ON",
    "busy_timeout": "5000", "trusted_schema": "OFF", "mmap_size": "0",
}  # fmt: skip


def _sqlite(url: str, begin: str, pragmas: Mapping[str, str], pool_size: int) -> Engine:
    """Python's driver must not start transactions of its own: two writers would lose each other's updates."""
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, pool_timeout=30)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None
        for pragma, value in pragmas.items():
            connection.execute(f"PRAGMA {pragma}={value}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
