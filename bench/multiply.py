"""A hundred times as many matters, for readers only: the rows of a thousand told ones, copied under new keys.

The verbs make a few dozen matters a second, so a hundred thousand would take an hour. What lists and pages read grows alike whether
a row was told or copied. The copies' ledger is no chain: nothing but reading is measured with it.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Index, Table, UniqueConstraint

import yishi.app  # noqa: F401  every model is known once the application is
from yishi.db import Base
from yishi.matters.models import Matter

Row = tuple[Any, ...]
Shift = Callable[[Any, int], Any]
SHARED = ("people", "communities", "bodies", "seats", "units", "households", "funds", "rule_set_versions", "matter_counts")


def multiply(source: Path, target: Path, times: int) -> None:
    """Copy every matter, and all that hangs on it, `times` - 1 times into a database of its own."""
    shutil.copyfile(source, target)
    with sqlite3.connect(target) as connection:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=OFF", "cache_size=-500000"):
            connection.execute(f"PRAGMA {pragma}")
        tables = _hanging_on(Matter.__table__)
        steps = {t.name: connection.execute(f"SELECT coalesce(max(id), 0) FROM {t.name}").fetchone()[0] for t in tables}
        for table in tables:
            _copy(connection, table, steps, times)
        connection.execute("UPDATE matter_counts SET count = count * ?", [times])
        connection.execute("ANALYZE")
    connection.close()


def _hanging_on(root: Table) -> list[Table]:
    found = {root.name: root}
    while more := {
        table.name: table
        for table in Base.metadata.sorted_tables
        if table.name not in found
        and table.name not in SHARED
        and ("matter_id" in table.c or any(key.column.table.name in found for key in table.foreign_keys))
    }:
        found |= more
    return list(found.values())


def _copy(connection: sqlite3.Connection, table: Table, steps: dict[str, int], times: int) -> None:
    names = [column.name for column in table.columns]
    rows = connection.execute(f"SELECT {', '.join(names)} FROM {table.name}").fetchall()
    shifts = dict(_shifts(table, steps, rows))

    def copies() -> Iterator[Row]:
        for k in range(1, times):
            for row in rows:
                yield tuple(shifts[name](value, k) if name in shifts else value for name, value in zip(names, row, strict=True))

    into = f"{table.name} ({', '.join(names)})"  # named: a migrated table has them in another order
    connection.executemany(f"INSERT INTO {into} VALUES ({', '.join('?' * len(names))})", copies())
    connection.commit()


def _shifts(table: Table, steps: dict[str, int], rows: list[Row]) -> Iterator[tuple[str, Shift]]:
    """What changes in a copy: its key, the keys of what else is copied, and whatever may stand but once."""
    moved = {"id"}
    yield "id", _by(steps[table.name])
    for column in table.columns:
        at = next((key.column.table.name for key in column.foreign_keys), "matters" if column.name == "matter_id" else "")
        if at in steps:
            moved.add(column.name)
            yield column.name, _by(steps[at])
        elif column.name == "subject":
            yield column.name, lambda value, k: _elsewhere(value, k, steps)
    for once in _once(table):
        if moved.isdisjoint(once):
            place = list(table.columns.keys()).index(once[-1])
            moved.add(once[-1])
            yield once[-1], _other(max((row[place] for row in rows if isinstance(row[place], int)), default=0))


def _once(table: Table) -> Iterator[list[str]]:
    for it in (*table.constraints, *table.indexes):
        if isinstance(it, UniqueConstraint) or (isinstance(it, Index) and it.unique):
            yield [column.name for column in it.columns]


def _by(step: int) -> Shift:
    return lambda value, k: None if value is None else value + k * step


def _other(largest: int) -> Shift:
    def shift(value: Any, k: int) -> Any:
        if isinstance(value, bytes):
            return value + k.to_bytes(4, "big")
        return value + k * largest if isinstance(value, int) else value and f"{value}~{k}"

    return shift


def _elsewhere(subject: str, k: int, steps: dict[str, int]) -> str:
    """`matter/12` → `matter/1073`."""
    word, _, number = subject.rpartition("/")
    return f"{word}/{int(number) + k * steps[f'{word}s']}" if f"{word}s" in steps and number.isdigit() else subject
