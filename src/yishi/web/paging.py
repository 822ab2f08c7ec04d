"""翻页 · keyset pages: the cost of page one and of page nine thousand is the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from .visit import Visit

Row = TypeVar("Row")
SIZE = 30


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """One page of rows, the address of the next one ('' when there is none) and of the first ('' on the first)."""

    rows: Sequence[Row]
    more: str
    first: str


def paged(
    visit: Visit, statement: Select[*tuple[Any, ...]], key: InstrumentedAttribute[int], *, newest_first: bool = True,
    size: int = SIZE, scalars: bool = True, name: str = "after",
) -> Paged[Any]:  # fmt: skip
    """The page that `?after=` asks for, by a unique integer column. Other query parameters stay in the links."""
    after = visit.number(name)
    if after is not None:
        statement = statement.where(key < after if newest_first else key > after)
    statement = statement.order_by(key.desc() if newest_first else key).limit(size + 1)
    session: Session = visit.session
    found = list(session.scalars(statement) if scalars else session.execute(statement))
    rows = found[:size]
    last = getattr(rows[-1], key.key) if rows else None
    return Paged(rows, _link(visit, name, last) if len(found) > size else "", _link(visit, name, None) if after is not None else "")


def _link(visit: Visit, name: str, value: Any) -> str:
    kept = [(k, v) for k, v in visit.request.query_params.multi_items() if k != name]
    query = urlencode([*kept, (name, str(value))] if value is not None else kept)
    return f"{visit.path}?{query}" if query else visit.path
