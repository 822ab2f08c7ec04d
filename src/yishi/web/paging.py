"""翻页 · keyset pages: the cost of page one and of page nine thousand is the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from sqlalchemy import Select, tuple_
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
    size: int = SIZE, scalars: bool = True, name: str = "after", by: InstrumentedAttribute[Any] | None = None,
) -> Paged[Any]:  # fmt: skip
    """The page that `?after=` asks for, by a unique integer column. Other query parameters stay in the links.

    Ordered `by` another column, the page goes on where the row with this key stands, if it is one of those listed.
    """
    after = visit.number(name)
    order = (key,) if by is None else (by, key)
    if after is not None:
        place: Any = key
        last: Any = after
        if by is not None:
            there = statement.with_only_columns(by).where(key == after).correlate(None).scalar_subquery()
            place, last = tuple_(by, key), tuple_(there, after)
        statement = statement.where(place < last if newest_first else place > last)
    statement = statement.order_by(*(it.desc() if newest_first else it for it in order)).limit(size + 1)
    session: Session = visit.session
    found = list(session.scalars(statement) if scalars else session.execute(statement))
    rows = found[:size]
    last = getattr(rows[-1], key.key) if rows else None
    return Paged(rows, _link(visit, name, last) if len(found) > size else "", _link(visit, name, None) if after is not None else "")


def _link(visit: Visit, name: str, value: Any) -> str:
    kept = [(k, v) for k, v in visit.request.query_params.multi_items() if k != name]
    query = urlencode([*kept, (name, str(value))] if value is not None else kept)
    return f"{visit.path}?{query}" if query else visit.path
