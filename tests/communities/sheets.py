"""Excel files as staff would bring them."""

from io import BytesIO

import xlsxwriter

from yishi.communities.roster import COLUMNS

GOOD = ("张示例", "13800000001", "5栋", "101", 89.5, "第一网格", "2024-05-01")


def sheet(*rows, columns=COLUMNS):
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for n, row in enumerate((columns, *rows)):
        page.write_row(n, 0, row)
    book.close()
    return out.getvalue()


def residents(count):
    """So many different ones."""
    return [
        (f"居民{n}", f"139{n:08}", f"{n // 60 + 20}栋", f"{n % 60 // 3 + 101}", 70.25, "第一网格", "2024-05-01")
        for n in range(count)
    ]
