"""居民名册 · what an Excel roster must look like, and what is wrong with a row, in words.

One row is one resident. A resident already known here is recognised by the phone number, else by name, building and
room; the row then updates what is kept.
"""

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from ..procedure.asking import YEARS, tidy

COLUMNS = ("姓名", "手机号", "楼栋", "房号", "建筑面积", "网格", "入住日期")
SAMPLE = ("示例居民", "13800000000", "3栋", "302", "89.5", "第一网格", "2024-05-01")
MOST_ROWS = 20_000
LARGEST = 10 * 1024 * 1024  # bytes of the file
UNPACKED = 80 * 1024 * 1024  # bytes after unpacking: more is not a roster
BLANKS = 50  # empty rows in a row that end the sheet
BROKEN = (InvalidFileException, SyntaxError, LookupError, TypeError, ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error)


_PROBLEM = re.compile(r"第([0-9]+)行(?:（(.*?)）)?：(.*)", re.DOTALL)


class Unfit(Exception):
    """The file is not a roster; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One resident as written. `area` is hundredths of a square metre."""

    line: int
    name: str
    phone: str | None
    building: str
    room: str
    area: int | None
    grid: str
    since: date | None

    @property
    def place(self) -> str:
        """Where it stands, and whom it is about: 第7行（张三）."""
        return f"第{self.line}行" + (f"（{self.name[:20]}）" if self.name else "")


@dataclass(frozen=True, slots=True)
class Sheet:
    rows: list[Row]
    problems: list[str]  # "第7行（张三）：手机号应是11位数字"


def template() -> bytes:
    """The empty roster to fill in: the columns, one sample row, what each means."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, bold = book.add_worksheet("名册"), book.add_format({"bold": True})
    text = book.add_format({"num_format": "@"})
    sheet.set_column(0, len(COLUMNS) - 1, 16, text)
    sheet.write_row(0, 0, COLUMNS, bold)
    sheet.write_row(1, 0, SAMPLE)
    notes = book.add_worksheet("填写说明")
    notes.set_column(0, 0, 80)
    for n, line in enumerate((
        "每人一行；第一行的列名不要改，示例行请删去。", "姓名必填；手机号可不填，填了就用它认人，同一个号码只写一行。",
        "楼栋和房号要么都填，要么都不填；同一户的每个人写一样的楼栋和房号。",
        "建筑面积写平方米，最多两位小数；网格写本社区已有的网格名称。", "入住日期写成 2024-05-01，不填就从导入那天算起。",
        "再次导入同一个人，以新的一行为准。",
    )):  # fmt: skip
        notes.write(n, 0, line)
    book.close()
    return out.getvalue()


def corrections(problems: Sequence[str]) -> bytes:
    """What is to be put right, as a sheet to lay beside the roster: line, name, and what is wrong."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("要改的地方")
    for column, width in enumerate((8, 16, 60)):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, ("行", "姓名", "要改什么"), book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    for n, problem in enumerate(problems, 1):
        if found := _PROBLEM.fullmatch(problem):
            sheet.write_row(n, 0, (int(found[1]), found[2] or "", found[3]))
    sheet.autofilter(0, 0, len(problems), 2)
    book.close()
    return out.getvalue()


def read(source: Path, grids: frozenset[str], progress: Callable[[int, int], None] = lambda done, of: None) -> Sheet:
    """Every row of the file, and a sentence for every one that cannot be taken. Raises `Unfit` when it is no roster.

    `progress` is told how many rows are read, of how many the sheet says it has (0 when it does not say).
    """
    rows: list[Row] = []
    problems: list[str] = []
    before = _Before()
    for line, cells, of in _lines(source):
        row, wrong = row_of(line, cells, grids)
        problems += [f"{row.place}：{sentence}" for sentence in wrong or before.contradicts(row)]
        rows.append(row)
        if len(rows) % 200 == 0:
            progress(len(rows), max(of, len(rows)) if of else 0)
        if len(rows) > MOST_ROWS:
            raise Unfit(f"一次最多导入{MOST_ROWS}行，请分成几个文件")
    if not rows:
        raise Unfit("表里没有居民，请从第二行起填写")
    return Sheet(rows, problems)


class _Before:
    """What the rows above said, so that no row says otherwise about the same person or the same room."""

    def __init__(self) -> None:
        self._lines: dict[Any, int] = {}
        self._rooms: dict[Any, tuple[Any, int]] = {}

    def contradicts(self, row: Row) -> list[str]:
        wrong = []
        person = ("手机号", row.phone) if row.phone else ("姓名和房号", (row.name, row.building, row.room))
        if (line := self._lines.setdefault(person, row.line)) != row.line:
            wrong.append(f"{person[0]}和第{line}行相同")
        for what, value in (("建筑面积", row.area), ("网格", row.grid)):
            if row.room and value:
                said, line = self._rooms.setdefault((what, row.building, row.room), (value, row.line))
                if said != value:
                    wrong.append(f"同一户的{what}和第{line}行写的不一样")
        return wrong


def _lines(source: Path) -> Iterator[tuple[int, list[str], int]]:
    """(line number, cells as text in the order of COLUMNS, rows in all as the sheet says) for every row that holds something."""
    look(source)
    try:
        book = load_workbook(source, read_only=True, data_only=True, keep_links=False)
    except BROKEN:
        raise Unfit("这个文件打不开，可能已经损坏；请用 Excel 打开后另存为 .xlsx 再上传") from None
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise Unfit("文件里没有工作表")
        of = max((sheet.max_row or 1) - 1, 0)
        sheet.reset_dimensions()
        lines = sheet.iter_rows(values_only=True)
        order = _order(next(lines, ()))
        blanks = 0
        for number, values in enumerate(lines, 2):
            cells = [_text(values[i]) if i is not None and i < len(values) else "" for i in order]
            if any(cells):
                blanks = 0
                yield number, cells, of if of <= MOST_ROWS else 0
            elif (blanks := blanks + 1) > BLANKS:
                return
    except BROKEN:
        raise Unfit("这个文件读到一半读不下去，可能已经损坏；请另存为 .xlsx 再上传") from None
    finally:
        book.close()


def look(source: Path) -> None:
    """Refuse what cannot be a roster, before anything in it is read."""
    if source.stat().st_size > LARGEST:
        raise Unfit("文件超过10MB，请分成几个文件")
    with source.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unfit("这是旧版或加了密码的 Excel 文件，请打开后另存为不加密的 .xlsx")
    if not zipfile.is_zipfile(source):
        raise Unfit("这不是 Excel 文件，请下载名册模板，填好后上传 .xlsx")
    try:
        with zipfile.ZipFile(source) as archive:
            items = archive.infolist()
    except BROKEN:
        raise Unfit("这个文件打不开，可能没有传完；请用 Excel 打开后另存为 .xlsx 再上传") from None
    if "xl/workbook.xml" not in {item.filename for item in items}:
        raise Unfit("这不是 Excel 名册，请下载名册模板，填好后上传")
    if sum(item.file_size for item in items) > UNPACKED or len(items) > 2000:
        raise Unfit("文件展开后太大，不像是名册；请只留名册一张表，另存后再上传")


def _order(head: Sequence[Any]) -> list[int | None]:
    """Where each of our columns stands in the sheet."""
    names = [_text(cell).rstrip("*＊ ") for cell in head]
    if missing := [column for column in COLUMNS[:1] if column not in names]:
        raise Unfit(f"第一行缺少“{missing[0]}”这一列，请用名册模板；列名依次是{'、'.join(COLUMNS)}，除了姓名都可以不要")
    if unknown := [name for name in names if name and name not in COLUMNS]:
        raise Unfit(f"第一行有不认识的列：{'、'.join(name[:20] for name in unknown[:5])}；可用的列是{'、'.join(COLUMNS)}")
    if twice := [column for column in COLUMNS if names.count(column) > 1]:
        raise Unfit(f"第一行的“{twice[0]}”写了两列，请只留一列")
    return [names.index(column) if column in names else None for column in COLUMNS]


def _text(value: Any) -> str:
    """A cell as a person would type it: one line, half-width digits, nothing invisible."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(tidy(str(value)).split())


def row_of(line: int, cells: Sequence[str], grids: frozenset[str]) -> tuple[Row, list[str]]:
    """The cells of one line, in the order of COLUMNS, and what is wrong with them."""
    name, phone, building, room, area, grid, since = cells
    wrong: list[str] = []
    if not name:
        wrong.append("请填写姓名")
    for label, text, longest in (("姓名", name, 40), ("楼栋", building, 40), ("房号", room, 40)):
        if len(text) > longest:
            wrong.append(f"{label}最多{longest}个字")
    phone = phone_of(phone, wrong)
    if bool(building) != bool(room):
        wrong.append("楼栋和房号要么都填，要么都不填")
    if (grid or area) and not room:
        wrong.append("填了建筑面积或网格，就要填楼栋和房号")
    if grid and grid not in grids:
        wrong.append(f"本社区没有“{grid[:20]}”这个网格")
    row = Row(line, name, phone or None, building, room, _area(area, wrong), grid, _day(since, wrong))
    return row, wrong


def phone_of(text: str, wrong: list[str]) -> str:
    """A mobile number as it is kept: its eleven digits."""
    phone = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).removeprefix("+86")
    if phone and not re.fullmatch(r"1[0-9]{10}", phone):
        wrong.append("手机号应是11位数字，例如 13800000000")
    return phone


def _area(text: str, wrong: list[str]) -> int | None:
    if not text:
        return None
    try:
        hundredths = Decimal(unicodedata.normalize("NFKC", text).removesuffix("m2").removesuffix("平方米")) * 100
        if hundredths == hundredths.to_integral_value() and 0 < hundredths < 10**9:
            return int(hundredths)
    except ArithmeticError:
        pass
    wrong.append("建筑面积请写平方米数，最多两位小数，例如 89.5")
    return None


def _day(text: str, wrong: list[str]) -> date | None:
    if not text:
        return None
    if found := re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?", unicodedata.normalize("NFKC", text)):
        try:
            day = date(*map(int, found.groups()))
            if day.year in YEARS:
                return day
        except ValueError:
            pass
    wrong.append("入住日期请写成 2024-05-01")
    return None
