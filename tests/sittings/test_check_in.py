"""At the door: the code on the wall, whoever scans it, and whoever may not."""

import re
from urllib.parse import unquote

import pytest

from tests.passwords import WORD
from yishi.sittings.checking_in import code


@pytest.fixture
def scanned(noticed, time):
    """The address behind the code on the wall at this moment."""
    return lambda: f"{noticed.url}/check-in?code={code(noticed, time.at)}"


@pytest.fixture
def there(session, noticed):
    def now():
        session.rollback()
        session.expire_all()
        return noticed.floor.present

    return now


def test_a_member_scans_presses_once_and_goes_into_the_hall(at_page, scanned, there, noticed):
    member = at_page("陈国栋").opens(scanned()).sees("陈国栋", "居民议事员")
    assert "?pass=" in member.url and "code=" not in member.url
    member.presses("签到")
    assert member.response.history[-1].headers["location"] == f"{noticed.url}/room"
    assert there() == {member.id}
    member.opens(scanned()).sees("您已经签到").is_not_offered("签到")


def test_the_pass_outlives_the_signing_in(visitor, scanned, there, account, time):
    account("何丽", "heli")
    visitor.opens(scanned())
    assert "/sign-in?next=" in visitor.url and "pass=" in unquote(visitor.url)
    time.passes(minutes=5)
    visitor.presses("登录", name="heli", password=WORD).sees("何丽")
    visitor.presses("签到")
    assert len(there()) == 1


def test_an_old_code_says_so(at_page, scanned, time, there):
    picture = scanned()
    time.passes(minutes=2)
    member = at_page("陈国栋").opens(picture).sees("这个签到码已经换了，请再扫一次").is_not_offered("签到")
    assert member.status == 200 and there() == set()


def test_a_pass_runs_out(at_page, scanned, time, there):
    member = at_page("陈国栋").opens(scanned())
    address = member.url
    time.passes(minutes=11)
    member.presses("签到")
    assert member.status == 409 and "请扫会场上的签到码" in member.words
    member.opens(address).sees("这次扫码已经过了十分钟").is_not_offered("签到")
    assert there() == set()


def test_a_pass_sent_home_is_nobody_elses(at_page, scanned, there):
    address = at_page("陈国栋").opens(scanned()).url
    given = unquote(re.search(r"pass=([^&]+)", address)[1])
    home = at_page("何丽").opens(address).sees("不是您扫的").is_not_offered("签到")
    assert home.posts(address.partition("?")[0], **{"pass": given}).status == 409
    assert there() == set()


def test_the_pass_for_signing_in_lets_nobody_in_before_it_is_somebodys(at_page, visitor, scanned, there, time):
    visitor.opens(scanned())
    address = unquote(re.search(r"next=([^&]+)", visitor.url)[1])
    given = unquote(re.search(r"pass=([^&]+)", address)[1])
    member = at_page("何丽")
    assert member.posts(address.partition("?")[0], **{"pass": given}).status == 409
    time.passes(minutes=9)
    assert given not in unquote(member.opens(address).url)
    time.passes(minutes=2)
    member.presses("签到")
    assert member.status == 409 and there() == set()


@pytest.mark.parametrize("forged", ["pass=1.2", "pass=9999999999.abc", "code=abc", "pass=%00", "code=", "pass=１.x"])
def test_a_forged_word_opens_nothing(at_page, noticed, forged, there):
    member = at_page("陈国栋").opens(f"{noticed.url}/check-in?{forged}").is_not_offered("签到")
    assert member.status == 200
    assert member.posts(f"{noticed.url}/check-in", **{"pass": "1.2"}).status == 409
    assert there() == set()


def test_whoever_is_not_on_the_roll_may_watch(at_page, scanned, noticed, there):
    lin = at_page("林秀兰").opens(scanned()).sees("您不在这次会议的名册上", "可以旁听").is_not_offered("签到")
    given = re.search(r"pass=([^&]+)", lin.url)[1]
    assert lin.posts(f"{noticed.url}/check-in", **{"pass": unquote(given)}).status == 403
    assert there() == set()


def test_without_a_code_one_is_told_how(at_page, noticed, visitor):
    at_page("陈国栋").opens(f"{noticed.url}/check-in").sees("请用手机扫会场上的签到码", "请秘书郑秘书替您签到")
    assert visitor.opens(f"{noticed.url}/check-in").status == 200


def test_pressed_twice_one_is_there_once(at_page, scanned, there):
    member = at_page("陈国栋").opens(scanned())
    form = member._button("签到").find_parent("form")
    member.sends(form).sends(form)
    assert len(there()) == 1
    assert member.sends(form, _key="another").status == 409


def test_the_code_hangs_on_the_wall_and_changes(secretary, at_page, noticed, time):
    first = secretary.opens(f"{noticed.url}/door").sees("没有手机", "名册13人").page.select_one("#code svg")
    assert first is not None and secretary.page.select_one("[hx-trigger='every 15s']") is not None
    time.passes(seconds=31)
    assert str(secretary.opens(f"{noticed.url}/door").page.select_one("#code svg")) != str(first)
    assert at_page("周敏").opens(f"{noticed.url}/door").status == 200


@pytest.mark.parametrize("name", ["陈国栋", "王主任", "林秀兰"])
def test_nobody_else_shows_the_code(name, at_page, noticed):
    it = at_page(name).opens(f"{noticed.url}/door")
    assert it.status == 403 and it.page.select_one("svg[viewbox]") is None


def test_hours_before_the_sitting_there_is_no_code(secretary, noticed, time):
    time.passes(hours=-3)
    assert secretary.opens(f"{noticed.url}/door").sees("还早").page.select_one("#code .drawing") is None


def test_without_an_address_of_ours_there_is_no_code(secretary, noticed, setting):
    setting(demo=False)
    assert secretary.opens(f"{noticed.url}/door").sees("没有配置正式网址").page.select_one("#code .drawing") is None


def test_after_the_sitting_nobody_checks_in(secretary, at_page, opened, does, time):
    address = f"{opened.url}/check-in?code={code(opened, time.at)}"
    does("周敏", "adjourn")
    at_page("刘洋").opens(address).sees("不用签到").is_not_offered("签到")
    secretary.opens(f"{opened.url}/door").sees("不用签到")
