"""导入名册的页面 · uploaded, checked beside the pages, confirmed, kept whole or not at all, and the file is gone."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from tests.communities.sheets import GOOD, residents, sheet
from yishi.app import litestar_of
from yishi.communities import roster_uploads
from yishi.communities.models import Household
from yishi.communities.roster import COLUMNS, corrections
from yishi.communities.roster_uploads import Phase, RosterImport, folder_of, sweep
from yishi.ledger.models import LedgerEntry
from yishi.people.models import Person, Residence
from yishi.web.jobs import Jobs, Stopped

DESK = "/c/liuyin/desk"


@pytest.fixture
def parts(app):
    it = litestar_of(app).state.parts
    for path in folder_of(it.settings.uploads).glob("*"):
        path.unlink()
    return it


@pytest.fixture
def staff(person, parts):
    return person("王主任")


@pytest.fixture
def uploads(staff, parts):
    def upload(content, name="名册.xlsx", finish=True):
        staff.opens(f"{DESK}/roster").presses("上传并核对", files={"file": (name, content)})
        if finish:
            parts.jobs.finish()
            staff.opens(staff.url)
        return staff

    return upload


def people(database):
    with database.reading() as session:
        return session.scalar(select(func.count(Person.id)))


def files(parts):
    return list(folder_of(parts.settings.uploads).glob("*"))


def test_the_template_comes_as_a_file(staff):
    staff.opens(f"{DESK}/roster/template")
    assert staff.response.headers["content-disposition"].startswith("attachment")
    assert [cell.value for cell in load_workbook(BytesIO(staff.response.content)).worksheets[0][1]] == list(COLUMNS)


def test_a_roster_is_checked_then_confirmed_then_kept_and_its_file_is_gone(uploads, parts, database):
    staff = uploads(sheet(GOOD, ("李示例", "", "5栋", "102"))).sees("核对好了，没有错行", "共 新增 更新 不变", "2行 2人 0人 0人")
    assert people(database) == before(database) and len(files(parts)) == 1
    staff.presses("导入这2行")
    parts.jobs.finish()
    staff.opens(staff.url).sees("导入完成，文件已经删掉", "2行 2人 0人 0人")
    assert files(parts) == []
    with database.reading() as session:
        room = session.scalars(select(Household).join(Residence).join(Person).where(Person.phone == "13800000001")).one()
        assert (room.building, room.room, room.area) == ("5栋", "101", 8950)


def before(database):
    """How many people the small world holds."""
    return 8 + 12 + 2 + 1 + 3 + 1 + 2 + 3


def test_the_same_roster_again_changes_nothing_and_a_changed_one_updates(uploads, parts):
    uploads(sheet(GOOD)).presses("导入这1行")
    parts.jobs.finish()
    uploads(sheet(GOOD)).sees("1行 0人 0人 1人")
    uploads(sheet(("张改名", "13800000001", "6栋", "201"))).sees("1行 0人 1人 0人", "第2行", "姓名、房号").presses("导入这1行")
    parts.jobs.finish()


def test_every_wrong_row_is_told_page_by_page_and_the_file_is_gone(uploads, parts, database):
    rows = [("", f"1390000{n:04}") for n in range(70)]
    staff = uploads(sheet(*rows, ("没有的网格", "", "1栋", "1", "", "那边"))).sees(
        "有71处要改，一行也没有导入", "第2行：请填写姓名", "第51行："
    )
    staff.does_not_see("第52行：").is_not_offered("导入这71行")
    staff.opens(staff.page.select_one("nav.pager a")["href"]).sees("第52行：", "第72行（没有的网格）：本社区没有“那边”这个网格")
    assert files(parts) == [] and people(database) == before(database)


@pytest.mark.parametrize("content", [b"not excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b""])
def test_what_is_no_roster_is_refused_at_once_with_the_reason(uploads, parts, content):
    staff = uploads(content, finish=False)
    assert staff.status == 422 and files(parts) == []
    staff.sees("Excel")


def test_a_sheet_of_something_else_is_refused_after_a_look_into_it(uploads, parts):
    uploads(sheet(("x", "1"), columns=("姓名", "身份证号"))).sees("不认识的列：身份证号", "名册还是原来的样子")
    assert files(parts) == []


def test_nothing_chosen_is_said_beside_the_field(staff):
    staff.opens(f"{DESK}/roster").presses("上传并核对").sees("请选一个填好的名册文件")
    assert staff.status == 422


def test_while_it_is_worked_at_the_page_shows_how_far_and_asks_again(uploads, parts):
    gate = threading.Event()
    parts.jobs.start(parts.jobs.ticket(), lambda told: gate.wait(10))
    staff = uploads(sheet(GOOD), finish=False).sees("排队等候")
    part = staff.page.select_one("#import")
    assert part["hx-trigger"] == "every 1s" and staff.page.select_one(f"a[href='{part['hx-get']}']").get_text(strip=True) == "刷新"
    gate.set()
    parts.jobs.finish()
    assert not staff.opens(staff.url).page.select_one("[hx-get]")


def test_a_server_stopped_in_the_middle_leaves_nothing_and_one_starts_again(uploads, parts, database, monkeypatch, time):
    staff = uploads(sheet(*residents(30))).sees("核对好了")
    with monkeypatch.context() as patched:
        patched.setattr(roster_uploads, "take", dying_after(roster_uploads.take))
        staff.presses("导入这30行")
        parts.jobs.close()
    parts.jobs = Jobs()
    time.passes(minutes=10)
    assert people(database) == before(database)
    staff.opens(staff.url).sees("服务停过一次", "一行也没有写进去").presses("重新开始")
    parts.jobs.finish()
    staff.opens(staff.url).presses("导入这30行")
    parts.jobs.finish()
    staff.opens(staff.url).sees("导入完成")
    assert people(database) == before(database) + 30


def dying_after(take):
    """All rows are written, then the process is gone before they are committed."""

    def taking(*args, **options):
        take(*args, **options)
        raise Stopped

    return taking


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from yishi.communities import roster_uploads
from yishi.db import Database

take = roster_uploads.take

def killed(*args):
    take(*args)
    os.kill(os.getpid(), signal.SIGKILL)

roster_uploads.take = killed
url, uploads, id, ticket = sys.argv[1:]
roster_uploads.carry_out(Database(url), Path(uploads), int(id), ticket, lambda: datetime.now(UTC), lambda *told: None)
"""


def test_a_process_killed_when_every_row_is_written_has_written_none(uploads, parts, database, time):
    staff = uploads(sheet(*residents(300)))
    number = int(staff.url.rpartition("/")[2])
    with database.writing() as session:
        ticket = session.get_one(RosterImport, number).begin(Phase.TAKING, Jobs(), parts.now())
    address = make_url(database.url).render_as_string(hide_password=False)
    run = subprocess.run([sys.executable, "-c", KILLED, address, str(parts.settings.uploads), str(number), ticket])
    assert run.returncode == -signal.SIGKILL and people(database) == before(database)
    time.passes(minutes=10)
    staff.opens(staff.url).sees("服务停过一次", "一行也没有写进去").presses("重新开始")
    parts.jobs.finish()
    staff.opens(staff.url).presses("导入这300行")
    parts.jobs.finish()
    assert people(database) == before(database) + 300


def test_an_error_of_ours_is_told_and_leaves_nothing(uploads, parts, database, monkeypatch):
    def failing(*_, **__):
        raise RuntimeError

    staff = uploads(sheet(GOOD))
    monkeypatch.setattr(roster_uploads, "take", failing)
    staff.presses("导入这1行")
    parts.jobs.finish()
    staff.opens(staff.url).sees("程序出了错，没有导入")
    assert people(database) == before(database)
    monkeypatch.undo()
    staff.presses("再试一次")
    parts.jobs.finish()
    staff.opens(staff.url).sees("核对好了")


def test_what_became_wrong_between_check_and_import_is_told(uploads, parts, database):
    staff = uploads(sheet(GOOD))
    with database.writing() as session:
        session.add(Person(name="别处的人", phone="13800000001", created_at=parts.now()))
    staff.presses("导入这1行")
    parts.jobs.finish()
    staff.opens(staff.url).sees("有1处要改", "第2行（张示例）：这个手机号已登记在另一个姓名下")
    assert people(database) == before(database) + 1


def test_pressed_twice_or_by_two_people_it_is_imported_once(uploads, person, parts, database):
    staff = uploads(sheet(GOOD))
    url = staff.url
    staff.presses("导入这1行")
    staff.posts(f"{url}/import").sees("不能导入")
    parts.jobs.finish()
    staff.posts(f"{url}/import").sees("不能导入")
    staff.posts(f"{url}/give-up").sees("不能放弃")
    with database.reading() as session:
        assert len(session.scalars(select(LedgerEntry).filter_by(step="import_roster")).all()) == 1


def test_given_up_its_file_is_deleted(uploads, parts):
    uploads(sheet(GOOD)).presses("放弃，删掉文件").sees("文件已删掉", "已放弃")
    assert files(parts) == []


def test_after_a_day_the_file_is_swept_up(uploads, parts, time):
    staff = uploads(sheet(GOOD))
    assert sweep(parts.settings.uploads, time.at + timedelta(hours=23)) == 0
    time.passes(days=1)
    assert sweep(parts.settings.uploads, time.at) == 1
    staff.opens(staff.url).sees("文件已经放了一天").is_not_offered("导入这1行")
    staff.posts(f"{staff.url}/import").sees("请重新上传")


def test_the_file_is_readable_by_nobody_else(uploads, parts):
    uploads(sheet(GOOD))
    assert os.stat(files(parts)[0]).st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["陈国栋", "周敏", "林秀兰", "街道老李", "管理员", "望江主任"])
def test_only_staff_of_this_community_import(person, name, uploads):
    url = uploads(sheet(GOOD)).url
    other = person(name)
    assert other.opens(f"{DESK}/roster").status == 403
    assert other.opens(url).status == 403
    assert other.posts(f"{url}/import").status == 403
    assert (
        other.ask("POST", f"{DESK}/roster", data={"_csrf": other.token}, files={"file": ("x.xlsx", sheet(GOOD))}).status_code == 403
    )


def test_an_import_of_another_community_does_not_exist(uploads, person):
    number = uploads(sheet(GOOD)).url.rpartition("/")[2]
    other = person("望江主任")
    assert other.opens(f"/c/wangjiang/desk/roster/{number}").status == 404
    assert other.posts(f"/c/wangjiang/desk/roster/{number}/import").status == 404


def test_five_thousand_rows_are_kept_with_progress_all_the_way(uploads, parts, database):
    seen = []
    staff = uploads(sheet(*residents(5000))).sees("5000行 5000人 0人 0人")
    number = int(staff.url.rpartition("/")[2])
    with database.writing() as session:
        ticket = session.get_one(RosterImport, number).begin(Phase.TAKING, parts.jobs, parts.now())
    roster_uploads.carry_out(database, parts.settings.uploads, number, ticket, parts.now, lambda *told: seen.append(told))
    assert people(database) == before(database) + 5000
    assert [told for told in seen if told[0] == "正在写入名册"][-1] == ("正在写入名册", 5000, 5000)
    assert ("正在读表格", 200, 5000) in seen


def test_the_pages_ask_little(uploads, staff, queries):
    uploads(sheet(GOOD))
    for url in (staff.url, f"{DESK}/roster"):
        with queries() as seen:
            staff.opens(url)
        assert len(seen) <= 12, seen


def test_what_is_to_be_put_right_is_taken_along_as_a_sheet_and_goes_with_the_next_file(uploads, person):
    rows = [("", "13900000001"), ("张示例", "12")]
    staff = uploads(sheet(*rows)).sees("第3行（张示例）：手机号应是11位数字", "下载这份清单")
    address = staff.url
    staff.opens(f"{address}/faults")
    kept = load_workbook(BytesIO(staff.response.content)).worksheets[0]
    assert [row[:2] for row in kept.iter_rows(values_only=True)] == [("行", "姓名"), (2, None), (3, "张示例")]
    assert "手机号应是11位数字" in kept["C3"].value
    sheet_of_one = load_workbook(BytesIO(corrections(["第4行（=1+1）：错"]))).worksheets[0]
    assert (sheet_of_one["B2"].value, sheet_of_one["B2"].data_type) == ("=1+1", "s")
    uploads(sheet(GOOD))
    staff.opens(address).sees("这份清单就不留了").does_not_see("张示例")
    assert staff.opens(f"{address}/faults").url == address
    assert person("望江主任").opens(f"{address}/faults").status == 403
