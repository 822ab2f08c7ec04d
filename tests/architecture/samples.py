"""样本 · one row in every table, made from its columns alone, so that every address with a number in it leads to something.

The rows belong to 柳荫社区 and to 林秀兰. What a table cannot have made up for it stands in SPECIAL.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Enum, Integer, LargeBinary, String, Text, insert, select
from sqlalchemy.orm import Session

from tests.world import MORNING, SINCE
from yishi.communities.models import Community
from yishi.db import Base, Moment
from yishi.people.models import Person
from yishi.procedure.matter import MatterState
from yishi.procedure.sitting import Place, SittingState

ID = 900_001
KEY = "a" * 32
TWO = frozenset({"matters"})  # tables of which another row needs a second one
KEPT = frozenset({"ledger_heads"})  # tables in which a second row for one community would be wrong

SPECIAL: Mapping[str, Mapping[str, Any]] = {
    "communities": {"slug": "sample", "path": f"/1/{ID}/"},
    "attachments": {"key": KEY},
    "matters": {"state": MatterState.CONSULTING, "number": "样本街-样本-2026-0001"},
    "notices": {"takes_objections": True},
    "plan_versions": {"published_at": MORNING},
    "residences": {"person_id": ID},
    "merges": {"into_id": ID + 1},
    "motions": {"sum": ""},
    "practices": {"scenario": "01-second-and-alternate", "role": "周敏"},
    "sittings": {"state": SittingState.CIRCULATED, "noticed_at": MORNING, "secret": "0" * 64},
    "attendees": {"place": Place.OBSERVER},
    "plan_lines": {"quantity": 1000, "unit_price": 1, "amount": 1},
    "floor_events": {"event": {"event": "Opened", "at": 1, "by": None}},
}


def build(session: Session) -> None:
    home = session.scalars(select(Community.id).filter_by(slug="liuyin")).one()
    mine = session.scalars(select(Person.id).filter_by(name="林秀兰")).one()
    known = {"communities": home, "people": mine}
    for table in Base.metadata.sorted_tables:
        if table.name not in KEPT:
            row = {column.name: _value(column, known) for column in table.columns if _wanted(column)}
            session.execute(insert(table), row | {"id": ID} | dict(SPECIAL.get(table.name, {})))
            if table.name in TWO:
                session.execute(insert(table), row | {"id": ID + 1})


def _wanted(column: Column[Any]) -> bool:
    """What must be there, and what ties a row to a matter or a community."""
    if column.computed is not None:
        return False
    return (not column.nullable and not column.primary_key) or column.name in ("matter_id", "seq")


def _value(column: Column[Any], known: Mapping[str, int]) -> Any:
    for key in column.foreign_keys:
        return known.get(key.column.table.name, ID)
    kind = column.type
    if column.name == "seq":
        return ID
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class)) if kind.enum_class else kind.enums[0]
    if isinstance(kind, JSON):
        return _empty(column)
    if isinstance(kind, String) and kind.length:
        return "样本"[: kind.length]
    for type, value in VALUES:
        if isinstance(kind, type):
            return value
    raise NotImplementedError(f"{column}: say in tests/architecture/samples.py what stands here")


def _empty(column: Column[Any]) -> Any:
    """As the mapping says it: a list or an object."""
    mapper = next(it for it in Base.registry.mappers if it.local_table is column.table)
    return [] if "list" in str(mapper.class_.__annotations__.get(mapper.get_property_by_column(column).key, "")) else {}


VALUES: tuple[tuple[type, Any], ...] = (
    (Moment, MORNING), (Boolean, False), (BigInteger, 1), (Integer, 1), (Date, SINCE), (LargeBinary, b"\0" * 32),
    (Text, "样本"), (String, "样本"),
)  # fmt: skip
