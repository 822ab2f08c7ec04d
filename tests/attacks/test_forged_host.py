"""伪造的网址 · what is printed carries our own address, never the one that a request was sent to."""

import pytest
import segno
from markupsafe import Markup

from tests.attacks.conftest import code_on
from yishi.checkup import _configuration
from yishi.notices.models import post_notice
from yishi.procedure.lifecycle import Case
from yishi.procedure.notice import NoticeKind
from yishi.procedure.people import SYSTEM
from yishi.settings import Settings

EVIL = {"host": "evil.example"}


@pytest.fixture
def notice(session, matter, time):
    it = post_notice(session, Case(SYSTEM, time.at), matter, NoticeKind.OTHER, "公告", "内容")
    session.commit()
    return it


def drawn(page):
    path = page.page.select_one(".door svg path")
    return path["d"] if path else ""


def expected(address):
    return Markup(segno.make(address, error="m", micro=False).svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None))


def test_the_drawing_leads_to_the_configured_host_whatever_was_asked_for(visitor, notice, setting):
    setting(demo=False, hosts=("yishi.example", "other.example"), secure=False)
    page = visitor._read(visitor.ask("GET", notice.url, headers=EVIL))
    assert drawn(page) and drawn(page) in expected(f"http://yishi.example{notice.url}")


def test_without_one_nothing_is_drawn_and_a_sentence_says_why(visitor, notice, setting):
    setting(demo=False, hosts=())
    page = visitor._read(visitor.ask("GET", notice.url, headers=EVIL)).sees("这里没有印二维码：本站还没有配置正式网址")
    assert not drawn(page) and "evil.example" not in page.text


def test_the_sheet_with_a_code_names_no_foreign_address(sheet, of, setting):
    setting(demo=False, hosts=())
    staff = sheet("王主任", "林秀兰")
    form = staff.page.select_one("form[action$='/code']")
    fields = {field["name"]: field.get("value", "") for field in form.select("input")}
    page = staff._read(staff.ask("POST", form["action"], data=fields, headers=EVIL))
    assert code_on(page) and "evil.example" not in page.text
    page.sees("社区公布的网址")
    setting(hosts=("yishi.example",))
    assert "http://yishi.example" in sheet(staff, "赵春梅").presses("发登录码").words


def test_a_demonstration_may_follow_the_browser(visitor, notice):
    assert drawn(visitor.opens(notice)) in expected(f"http://yishi.test{notice.url}")


@pytest.mark.parametrize(("hosts", "well"), [((), False), (("yishi.example",), True)])
def test_the_check_says_what_cannot_be_printed(tmp_path, hosts, well):
    settings = Settings(home=tmp_path, database_url="sqlite://", hosts=hosts)
    [line] = [line for line in _configuration(settings) if line.name == "网址"]
    assert line.well is well and ("二维码" in line.says) is not well
