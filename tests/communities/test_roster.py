"""导入名册 · all or nothing, in words, again and again."""

from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import load_workbook
from sqlalchemy import func, select

from yishi.communities.models import Household
from yishi.communities.roster import COLUMNS, Unfit, read, template
from yishi.communities.roster_import import from_command_line, grids_of, take
from yishi.people.models import Person, Residence
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor

GRIDS = frozenset({"第一网格"})
GOOD = ("张示例", "13800000001", "5栋", "101", 89.5, "第一网格", "2024-05-01")


def sheet(*rows, columns=COLUMNS):
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    for n, row in enumerate((columns, *rows)):
        page.write_row(n, 0, row)
    book.close()
    return out.getvalue()


@pytest.fixture
def kept(tmp_path):
    def keep(content, name="名册.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return keep


def test_the_template_is_a_roster(kept):
    book = load_workbook(BytesIO(template()))
    assert [cell.value for cell in book.worksheets[0][1]] == list(COLUMNS)
    assert read(kept(template()), GRIDS).problems == []


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("", "13800000002"), "第2行：请填写姓名"),
        (("张三", "12345"), "第2行：手机号应是11位数字"),
        (("张三", "", "5栋", ""), "第2行：楼栋和房号要么都填"),
        (("张三", "", "5栋", "101", "很大"), "第2行：建筑面积请写平方米数"),
        (("张三", "", "5栋", "101", "8.555"), "第2行：建筑面积请写平方米数"),
        (("张三", "", "", "", "", "没有的网格"), "第2行：本社区没有“没有的网格”这个网格"),
        (("张三", "", "", "", "", "", "五月一号"), "第2行：入住日期请写成"),
        (("很长" * 30,), "第2行：姓名最多40个字"),
    ],
)
def test_every_wrong_row_says_what_to_write(kept, row, sentence):
    assert any(problem.startswith(sentence) for problem in read(kept(sheet(row)), GRIDS).problems)


def test_the_same_phone_twice_is_named_with_both_lines(kept):
    assert read(kept(sheet(GOOD, GOOD)), GRIDS).problems == ["第3行：手机号和第2行相同"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not excel at all", "这不是 Excel 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版或加了密码"),
        (sheet(("x",), columns=("名字",)), "第一行缺少“姓名”"),
        (sheet(("x", "y"), columns=("姓名", "身份证号")), "不认识的列：身份证号"),
        (sheet(), "表里没有居民"),
        (sheet(GOOD)[:900], "不是 Excel"),
    ],
)
def test_a_foreign_or_broken_file_is_refused_with_the_reason(kept, content, sentence):
    with pytest.raises(Unfit, match=sentence):
        read(kept(content), GRIDS)


def test_people_are_added_then_updated(session, home, time, kept):
    case = Case(Actor(1, "王主任"), time.at)
    rows = read(kept(sheet(GOOD, ("李示例", "", "5栋", "102"))), frozenset(grids_of(session, home))).rows
    taken = take(session, home, rows, case)
    assert (taken.fresh, taken.updated) == (2, 0)
    again = read(kept(sheet(("张改名", "13800000001", "6栋", "201"), ("李示例", "13800000003", "5栋", "102"))), frozenset()).rows
    taken = take(session, home, again, case)
    assert (taken.fresh, taken.updated) == (0, 2)
    person = session.scalars(select(Person).filter_by(phone="13800000001")).one()
    room = session.scalars(select(Household).join(Residence).where(Residence.person_id == person.id)).one()
    assert (person.name, room.building, room.room) == ("张改名", "6栋", "201")
    assert session.scalars(select(Person.phone).filter_by(name="李示例")).one() == "13800000003"


def test_one_bad_row_and_nothing_is_kept(database, kept, time):
    with database.reading() as before:
        count = before.scalar(select(func.count(Person.id)))
    problem = from_command_line(database, kept(sheet(GOOD, ("",) * 6 + ("坏",))), "liuyin", time.at)
    assert problem is not None and "一行也没有导入" in problem
    with database.reading() as after:
        assert after.scalar(select(func.count(Person.id))) == count


def test_the_command_line_imports_and_refuses_an_unknown_community(database, kept, time):
    assert from_command_line(database, kept(sheet(GOOD)), "nowhere", time.at) == "没有代号为“nowhere”的社区"
    assert from_command_line(database, kept(sheet(GOOD)), "liuyin", time.at) is None
