"""监督台账 · the rows of a community's supervision ledger: filtered, sorted, by pages, in sum, and as a workbook."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

import xlsxwriter
from sqlalchemy import ColumnElement, Select, case, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from ..communities.models import Unit
from ..matters.models import Matter
from ..procedure.matter import MatterState
from ..procedure.words import Word
from ..web.visit import Visit
from .models import NOTHING_DUE, Delivery

SIZE = 50
MOST_SUMMED = 5_000
MOST_EXPORTED = 100_000


class Show(Word):
    OPEN = "open", "未办结"
    LATE = "late", "逾期"
    OVER = "over", "已办结"
    ALL = "all", "全部"


@dataclass(frozen=True, slots=True)
class Row:
    """One matter being carried out, or carried out, as the ledger shows it."""

    id: int
    matter_id: int
    title: str
    number: str
    unit: str
    state: MatterState
    due: date
    progress: int
    budget: int
    spent: int
    visited_on: date | None

    @property
    def owed_by(self) -> date | None:
        return None if self.due == NOTHING_DUE else self.due

    def late_by(self, today: date) -> int:
        return max((today - self.due).days, 0)


SORTS: Final[Mapping[str, InstrumentedAttribute[Any]]] = {
    "due": Delivery.due, "progress": Delivery.progress, "budget": Delivery.budget, "spent": Delivery.spent, "number": Delivery.id,
}  # fmt: skip
_READ: Final[Mapping[str, Callable[[str], Any]]] = {"due": date.fromisoformat}

COLUMNS: Any = (
    select(
        Delivery.id, Delivery.matter_id, Matter.title, Matter.number, Unit.name, Matter.state, Delivery.due, Delivery.progress,
        Delivery.budget, Delivery.spent, Delivery.visited_on,
    )
    .join(Matter, Matter.id == Delivery.matter_id)
    .outerjoin(Unit, Unit.id == Delivery.unit_id)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for; whatever cannot be read is as if it were not there."""

    show: Show
    unit_id: int | None
    sort: str
    down: bool
    after: tuple[Any, int] | None

    @classmethod
    def by(cls, visit: Visit) -> "Wanted":
        show = next((it for it in Show if it == visit.asked("show")), Show.OPEN)
        sort = visit.asked("sort") if visit.asked("sort") in SORTS else "due"
        return cls(show, visit.number("unit"), sort, visit.asked("down") == "1", _place(sort, visit.asked("after")))

    def where(self, community_id: int, today: date) -> list[ColumnElement[bool]]:
        wanted = [Delivery.community_id == community_id]
        if self.unit_id is not None:
            wanted.append(Delivery.unit_id == self.unit_id)
        if self.show is Show.LATE:
            wanted.append(Delivery.due < today)
        return wanted

    @property
    def closed(self) -> tuple[bool, ...]:
        """The values of `over` to look through, each along its own index."""
        return {Show.OVER: (True,), Show.ALL: (False, True)}.get(self.show, (False,))

    def link(self, path: str, **changed: Any) -> str:
        """The same page with something changed; a new order begins at its first page."""
        kept = {"show": self.show.value, "unit": self.unit_id, "sort": self.sort, "down": "1" if self.down else None, **changed}
        return f"{path}?{urlencode({name: str(value) for name, value in kept.items() if value is not None})}"


def _place(sort: str, text: str) -> tuple[Any, int] | None:
    value, _, id = text.rpartition("_")
    if not re.fullmatch(r"-?[\d-]{1,15}", value, re.ASCII) or not re.fullmatch(r"\d{1,9}", id, re.ASCII):
        return None
    try:
        return _READ.get(sort, int)(value), int(id)
    except ValueError:
        return None


def page_of(session: Session, wanted: Wanted, community_id: int, today: date) -> tuple[list[Row], str]:
    """One page of rows, and where the next begins ('' when there is none)."""
    column = SORTS[wanted.sort]
    found = [
        Row(*row)
        for over in wanted.closed
        for row in session.execute(_ordered(wanted, community_id, today).where(Delivery.over == over).limit(SIZE + 1))
    ]
    found.sort(key=lambda row: (getattr(row, column.key), row.id), reverse=wanted.down)
    rows = found[:SIZE]
    return rows, f"{getattr(rows[-1], column.key)}_{rows[-1].id}" if len(found) > SIZE else ""


def _ordered(wanted: Wanted, community_id: int, today: date) -> Select[Any]:
    column = SORTS[wanted.sort]
    statement = COLUMNS.where(*wanted.where(community_id, today))
    if wanted.after is not None:
        here, there = tuple_(column, Delivery.id), tuple_(*wanted.after)
        statement = statement.where(here < there if wanted.down else here > there)
    return statement.order_by(column.desc(), Delivery.id.desc()) if wanted.down else statement.order_by(column, Delivery.id)


@dataclass(frozen=True, slots=True)
class Sums:
    """Of everything wanted, not of one page. `more` when there are so many that they were not all counted."""

    count: int
    budget: int
    spent: int
    late: int

    @property
    def more(self) -> bool:
        return self.count > MOST_SUMMED


def sums(session: Session, wanted: Wanted, community_id: int, today: date) -> Sums:
    some = (
        select(Delivery.budget, Delivery.spent, Delivery.due)
        .where(*wanted.where(community_id, today), Delivery.over.in_(wanted.closed))
        .limit(MOST_SUMMED + 1)
        .subquery()
    )
    late = func.coalesce(func.sum(case((some.c.due < today, 1), else_=0)), 0)
    total = (func.coalesce(func.sum(column), 0) for column in (some.c.budget, some.c.spent))
    count, budget, spent, overdue = session.execute(select(func.count(), *total, late).select_from(some)).one()
    return Sums(count, int(budget), int(spent), int(overdue))


def units(session: Session, community_id: int) -> list[tuple[int, str]]:
    found = select(Unit.id, Unit.name).where(Unit.community_id == community_id).order_by(Unit.name).limit(200)
    return [(id, name) for id, name in session.execute(found)]


# -- the workbook --------------------------------------------------------------------------------------------------------

HEAD = ("编号", "事项", "承接单位", "状态", "期限", "逾期天数", "进展（%）", "预算（元）", "已支出（元）", "结余（元）", "最近走访")
WIDTHS = (24, 36, 24, 10, 12, 10, 10, 14, 14, 14, 12)


def workbook(session: Session, wanted: Wanted, community_id: int, today: date, title: str) -> bytes:
    """Everything wanted, row by row into the file: the memory it takes does not grow with the rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    bold, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet("监督台账")
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 0)
    sheet.write_string(0, 0, title, bold)
    for column, label in enumerate(HEAD):
        sheet.write_string(1, column, label, bold)
    for line, row in enumerate(_all(session, wanted, community_id, today), 2):
        if line - 2 == MOST_EXPORTED:
            sheet.write_string(line, 0, f"只导出了前{MOST_EXPORTED:,}件，请筛选以后分几次导出")
            break
        for column, text in enumerate((row.number, row.title, row.unit, row.state.label)):
            sheet.write_string(line, column, text or "")
        if row.owed_by:
            sheet.write_datetime(line, 4, row.owed_by)
            sheet.write_number(line, 5, row.late_by(today))
        sheet.write_number(line, 6, row.progress)
        for column, fen in enumerate((row.budget, row.spent, row.budget - row.spent), 7):
            sheet.write_number(line, column, Decimal(fen).scaleb(-2), money)
        if row.visited_on:
            sheet.write_datetime(line, 10, row.visited_on)
    book.close()
    return out.getvalue()


def _all(session: Session, wanted: Wanted, community_id: int, today: date) -> Iterator[Row]:
    for over in wanted.closed:
        statement = _ordered(wanted, community_id, today).where(Delivery.over == over).limit(MOST_EXPORTED + 1)
        yield from (Row(*row) for row in session.execute(statement, execution_options={"yield_per": 1000}))
