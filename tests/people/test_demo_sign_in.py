"""演示身份 · ready-made people in a demonstration; nowhere else is there such a page, such a button or such an address."""

import pytest
from sqlalchemy import select

from tests.world import COUNCIL
from yishi.people.models import SignIn


@pytest.fixture
def cast(account):
    return [account(name, None, demo=True, password_hash=None) for name in ("林秀兰", "陈国栋", "周敏", "王主任", "街道老李")]


def test_everybody_ready_made_is_in_the_table_with_what_they_are(cast, visitor):
    groups = [" ".join(group.get_text(" ").split()) for group in visitor.opens("/sign-in").page.select("form [role=group]")]
    assert groups == [
        "居民 柳荫社区 林秀兰", "议事员 柳荫社区 陈国栋", "主持人 柳荫社区 周敏", "社区工作人员 柳荫社区 王主任",
        "街道工作人员 柳荫街道 街道老李",
    ]  # fmt: skip


def test_of_many_alike_the_first_stand_there_and_the_others_are_folded_away(cast, account, visitor):
    for name in ("赵春梅", "何丽"):
        account(name, None, demo=True, password_hash=None)
    everybody = [account(name, None, demo=True, password_hash=None).name for name in COUNCIL]
    page = visitor.opens("/sign-in").page
    councillors = next(it for it in page.select("form [role=group]") if it.get_text().strip().startswith("议事员"))
    assert len(councillors.find_all("button")) == len(everybody)
    assert len(councillors.select("details button")) == len(everybody) - 3


def test_one_press_is_enough(cast, visitor):
    visitor.opens("/sign-in").presses("街道老李").sees("街道老李，您好")


def test_the_page_that_asked_is_where_one_comes_out(cast, visitor):
    assert visitor.opens("/account").presses("街道老李").url.endswith("/account")


def test_what_was_typed_goes_along(cast, visitor):
    page = visitor.posts("/c/liuyin/matters/new", title="清理后山枯枝", kind="micro_project").sees("刚才写的文字都还在")
    page.presses("街道老李").sees("您写的都还在", "您现在的身份是街道老李")
    assert page.page.select_one("[name=title]")["value"] == "清理后山枯枝"


def test_changing_identity_needs_the_token_and_ends_the_earlier_sign_in(cast, visitor, session):
    chen = cast[1]
    visitor.opens("/sign-in").presses("街道老李")
    assert visitor.ask("POST", "/sign-in/demo", data={"person": chen.id}).status_code == 403
    visitor.posts("/sign-in/demo", person=chen.id).sees("陈国栋，您好")
    assert [it.person_id for it in session.scalars(select(SignIn))] == [chen.id]


def test_nobody_else_is_chosen(cast, visitor, account, time):
    outsider, suspended = account("何丽", "heli"), account("陈国栋", None, demo=True, suspended_at=time.at)
    for person in (outsider.id, suspended.id, 10**6, "x", "", "-1", "1e3", "9" * 30):
        assert visitor.posts("/sign-in/demo", person=person).status == 404, person
    visitor.opens("/account")
    assert visitor.status == 401


def test_outside_a_demonstration_there_is_nothing(cast, visitor, setting, session):
    setting(demo=False)
    visitor.opens("/sign-in").does_not_see("演示").is_not_offered("林秀兰")
    assert visitor.posts("/sign-in/demo", person=cast[0].id).status == 404
    assert visitor.opens("/sign-in/demo").status == 405
    assert not session.scalars(select(SignIn)).all()


def test_the_page_asks_the_database_little(cast, visitor, queries):
    with queries() as seen:
        visitor.opens("/sign-in")
    assert len(seen) <= 3, seen
