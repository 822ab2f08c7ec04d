"""退回的表单 · what was refused is shown again by GET: Back never asks to send it once more, and nothing typed is lost."""

import pytest
from sqlalchemy import select

from yishi.people.models import Returned
from yishi.web import returned

NEW = "/c/liuyin/matters/new"


def methods(someone):
    """Of every request that the last page came from, the very last first: only such a page can be gone back to."""
    return someone.response.request.method


@pytest.fixture
def refused(person):
    """林秀兰's form without a kind, come back."""
    return person("林秀兰").opens(NEW).presses("下一步：写清楚", title="更换3栋楼道灯")


def test_a_refused_form_is_shown_at_an_address_of_its_own_with_everything_typed(refused):
    assert methods(refused) == "GET" and refused.status == 422 and refused.url.rpartition("?")[0].endswith(NEW)
    refused.sees("请选择种类")
    assert refused.page.select_one("[name=title]")["value"] == "更换3栋楼道灯"


def test_it_may_be_read_again_and_again(refused):
    address = refused.url
    for _ in range(2):
        assert refused.opens(address).page.select_one("[name=title]")["value"] == "更换3栋楼道灯"


def test_once_it_went_through_going_back_shows_the_page_as_it_is(refused, session):
    address = refused.url
    refused.presses("下一步：写清楚", kind="micro_project").sees("草稿已经建好")
    assert not session.scalars(select(Returned)).all()
    assert refused.opens(address).status == 200
    refused.does_not_see("请选择种类")


def test_nobody_else_is_shown_it(refused, person, visitor):
    zhao = person("赵春梅").opens(refused.url)
    assert zhao.status == 200 and not zhao.page.select_one("[name=title]")["value"]
    assert visitor.opens(refused.url).status == 401 and not visitor.page.select("[name=title]")


def test_it_is_gone_after_a_day(refused, time):
    time.passes(days=1)
    assert refused.opens(refused.url).status == 200


def test_only_the_last_few_of_a_person_are_kept(person, session):
    lin = person("林秀兰").opens(NEW)
    for n in range(returned.MOST + 3):
        lin.presses("下一步：写清楚", title=f"第{n}件")
    kept = session.scalars(select(Returned).order_by(Returned.id)).all()
    assert [it.typed["title"] for it in kept] == [[f"第{n}件"] for n in range(3, returned.MOST + 3)]


def test_a_word_that_nobody_gave_out_shows_the_page(person):
    for word in ("x", "", "%00", "é" * 300):
        assert person("林秀兰").opens(f"{NEW}?again={word}").status == 200


def test_a_password_is_kept_nowhere(person, account, session):
    account("林秀兰", "xiulan")
    lin = person("林秀兰").opens("/account/password")
    lin.sends(lin.page.select_one("main form"), old="not-the-one-1", password="short", again="other")
    assert lin.status in (403, 422) and not session.scalars(select(Returned)).all()


def test_a_draft_that_cannot_be_kept_whole_comes_back_by_get_and_what_could_be_kept_is(person):
    lin = person("林秀兰").opens(NEW).presses("下一步：写清楚", title="更换3栋楼道灯", kind="micro_project")
    lin.presses("存为草稿", place="3栋", estimate="一万多")
    assert methods(lin) == "GET" and lin.status == 422
    assert lin.page.select_one("[name=estimate]")["value"] == "一万多"
    assert lin.opens(lin.url.partition("?")[0]).page.select_one("[name=place]")["value"] == "3栋"


def test_the_check_page_of_a_proposal_comes_back_by_get(person):
    lin = person("林秀兰").opens(NEW).presses("下一步：写清楚", title="更换3栋楼道灯", kind="issue")
    lin.presses("下一步：核对", need="灯不亮。", place="3栋", beneficiaries="住户").presses("提交")
    assert methods(lin) == "GET" and lin.status == 422 and "/preview?again=" in lin.url
    back = lin.url
    lin.presses("提交", known="yes").sees("已提交")
    here = lin.url
    assert lin.opens(back).url == here and lin.status == 200
