"""导入名册 · all or nothing, in words, again and again."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from tests.communities.sheets import GOOD, sheet
from yishi.clock import today
from yishi.communities.models import Household
from yishi.communities.roster import COLUMNS, Unfit, read, template
from yishi.communities.roster_compare import compare, grids_of
from yishi.communities.roster_import import Faulty, Taken, from_command_line, take
from yishi.ledger.models import LedgerEntry
from yishi.people.models import Person, Residence
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor


def archive(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as it:
        for name, content in parts.items():
            it.writestr(name, content)
    return out.getvalue()


def broken(content):
    """The same file with the sheet itself cut off in the middle."""
    with zipfile.ZipFile(BytesIO(content)) as it:
        parts = {name: it.read(name) for name in it.namelist()}
    return archive(parts | {"xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"][:-80]})


GRIDS = frozenset({"第一网格"})


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
        (("张三", "12345"), "第2行（张三）：手机号应是11位数字"),
        (("张三", "", "5栋", ""), "第2行（张三）：楼栋和房号要么都填"),
        (("张三", "", "5栋", "101", "很大"), "第2行（张三）：建筑面积请写平方米数"),
        (("张三", "", "5栋", "101", "8.555"), "第2行（张三）：建筑面积请写平方米数"),
        (("张三", "", "", "", "", "没有的网格"), "第2行（张三）：本社区没有“没有的网格”这个网格"),
        (("张三", "", "", "", "", "", "五月一号"), "第2行（张三）：入住日期请写成"),
        (("很长" * 30,), f"第2行（{'很长' * 10}）：姓名最多40个字"),
        (("张三", "", "", "", "80"), "第2行（张三）：填了建筑面积或网格，就要填楼栋和房号"),
        (("张三", "", "5栋", "101", "1e999999"), "第2行（张三）：建筑面积请写平方米数"),
        (("张三", "", "", "", "", "", "1024-05-01"), "第2行（张三）：入住日期请写成"),
    ],
)
def test_every_wrong_row_says_what_to_write(kept, row, sentence):
    assert any(problem.startswith(sentence) for problem in read(kept(sheet(row)), GRIDS).problems)


def test_the_same_phone_twice_is_named_with_both_lines(kept):
    assert read(kept(sheet(GOOD, GOOD)), GRIDS).problems == ["第3行（张示例）：手机号和第2行相同"]


@pytest.mark.parametrize("written", ["2024/5/1", "2024.05.01", "2024年5月1日"])
def test_a_date_is_read_as_people_write_it(kept, written):
    assert read(kept(sheet(("张三", "", "", "", "", "", written))), GRIDS).rows[0].since == date(2024, 5, 1)


def test_full_width_digits_and_invisible_characters_do_not_make_another_person(kept):
    row = read(kept(sheet(("张\u200b三\u202e", "１３８ ００００ ０００１", "５栋", "１０１"))), GRIDS).rows[0]
    assert (row.name, row.phone) == ("张三", "13800000001")


def test_two_rows_of_one_room_do_not_contradict_each_other(kept):
    rows = (("张三", "", "5栋", "101", 80), ("李四", "", "5栋", "101", 90))
    assert read(kept(sheet(*rows)), GRIDS).problems == ["第3行（李四）：同一户的建筑面积和第2行写的不一样"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not excel at all", "这不是 Excel 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版或加了密码"),
        (sheet(("x",), columns=("名字",)), "第一行缺少“姓名”"),
        (sheet(("x", "y"), columns=("姓名", "身份证号")), "不认识的列：身份证号"),
        (sheet(), "表里没有居民"),
        (sheet(("x", "y"), columns=("姓名", "姓名")), "“姓名”写了两列"),
        (sheet(GOOD)[:900], "不是 Excel"),
        (broken(sheet(GOOD)), "已经损坏"),
        (archive({"word/document.xml": b"<x/>"}), "不是 Excel 名册"),
        (archive({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"0" * 90_000_000}), "展开后太大"),
        (archive({"xl/workbook.xml": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>"}), "打不开"),
    ],
)
def test_a_foreign_or_broken_file_is_refused_with_the_reason(kept, content, sentence):
    with pytest.raises(Unfit, match=sentence):
        read(kept(content), GRIDS)


def test_people_are_added_then_updated(session, home, time, kept):
    case = Case(Actor(1, "王主任"), time.at)
    rows = read(kept(sheet(GOOD, ("李示例", "", "5栋", "102"))), frozenset(grids_of(session, home.id))).rows
    taken = take(session, home, rows, case)
    assert (taken.fresh, taken.updated) == (2, 0)
    again = read(kept(sheet(("张改名", "13800000001", "6栋", "201"), ("李示例", "13800000003", "5栋", "102"))), frozenset()).rows
    taken = take(session, home, again, case)
    assert (taken.fresh, taken.updated) == (0, 2)
    person = session.scalars(select(Person).filter_by(phone="13800000001")).one()
    room = session.scalars(select(Household).join(Residence).where(Residence.person_id == person.id)).one()
    assert (person.name, room.building, room.room) == ("张改名", "6栋", "201")
    assert session.scalars(select(Person.phone).filter_by(name="李示例")).one() == "13800000003"


def test_what_has_not_changed_is_counted_and_left_alone(session, home, time, kept):
    case, grids = Case(Actor(1, "王主任"), time.at), frozenset(grids_of(session, home.id))
    rows = read(kept(sheet(GOOD, ("李示例", "", "5栋", "102"))), grids).rows
    take(session, home, rows, case)
    assert take(session, home, rows, case) == Taken(0, 0, 2)
    assert compare(session, home.id, read(kept(sheet((*GOOD[:4], 90))), grids).rows, time.at).changed == {2: ("建筑面积",)}


def test_a_phone_known_elsewhere_moves_its_owner_here_and_nobody_else(session, home, time, kept):
    session.scalars(select(Person).filter_by(name="江北人")).one().phone = "13900000009"
    session.flush()
    case = Case(Actor(1, "王主任"), time.at)
    with pytest.raises(Faulty) as faulty:
        take(session, home, read(kept(sheet(("改名的人", "13900000009"))), GRIDS).rows, case)
    assert faulty.value.problems == ["第2行（改名的人）：这个手机号已登记在另一个姓名下，请核对号码"]
    assert take(session, home, read(kept(sheet(("江北人", "13900000009"))), GRIDS).rows, case).fresh == 1
    assert session.scalars(select(Person.name).filter_by(phone="13900000009")).one() == "江北人"
    assert len(session.scalars(select(Residence).join(Person).where(Person.name == "江北人")).all()) == 2


def test_two_rows_that_are_one_resident_are_told(session, home, time, kept):
    case = Case(Actor(1, "王主任"), time.at)
    take(session, home, read(kept(sheet(GOOD)), GRIDS).rows, case)
    again = read(kept(sheet(("张示例", "13800000002", "5栋", "101"), ("别人", "13800000001"))), GRIDS).rows
    with pytest.raises(Faulty, match="1处") as faulty:
        take(session, home, again, case)
    assert faulty.value.problems == ["第3行（别人）：和第2行是同一位居民，请核对手机号和房号"]


def test_who_moved_out_and_is_on_the_roster_again_lives_here_again(session, home, time, kept):
    case = Case(Actor(1, "王主任"), time.at)
    rows = read(kept(sheet(GOOD[:4])), GRIDS).rows
    take(session, home, rows, case)
    it = session.scalars(select(Residence).join(Person).where(Person.phone == "13800000001")).one()
    it.until = today(time.at) - timedelta(days=30)
    session.flush()
    assert take(session, home, rows, Case(Actor(1, "王主任"), time.at)) == Taken(0, 1, 0)
    session.refresh(it)
    assert (it.since, it.until) == (today(time.at), None)


def test_the_ledger_tells_how_many_and_never_who(session, home, time, kept):
    take(session, home, read(kept(sheet(GOOD)), GRIDS).rows, Case(Actor(1, "王主任"), time.at))
    entry = session.scalars(select(LedgerEntry)).one()
    assert entry.given == {"fresh": 1, "updated": 0, "same": 0}
    assert "张示例" not in str(entry.content()) and "13800000001" not in str(entry.content())


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
