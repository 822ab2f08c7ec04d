"""会议 · what the first page of a community and the inbox say of a sitting, from its notice to its signed minutes."""

from datetime import timedelta

import pytest

from tests.debates.conftest import debate, matter  # noqa: F401
from tests.sittings.conftest import by, does, noticed, opened, sitting  # noqa: F401
from yishi.procedure.floor import Do

HOME, TODO = "/c/liuyin", "/c/liuyin/todo"


@pytest.fixture
def told(session, sitting, by):  # noqa: F811
    """The notice is out; it begins at 19:30, five days on."""
    sitting.take("announce", by("郑秘书"))
    session.commit()
    return sitting


@pytest.fixture
def circulated(session, opened, does, by):  # noqa: F811
    """It was held, and its minutes go round."""
    does("周敏", Do.ADJOURN)
    opened.take("circulate", by("郑秘书"))
    session.commit()
    return opened


def door(visitor, it):
    """Word and address of the button beside a sitting on the first page."""
    button = visitor.opens(HOME).page.select_one("[aria-labelledby=sittings] .end a")
    return button.get_text(strip=True), button["href"].removeprefix(it.url)


def test_the_secretary_is_told_of_today_only_on_the_day(person, told, time):
    secretary, begins = person("郑秘书"), told.starts_at
    time.at = begins - timedelta(hours=21)  # half past ten on the evening before
    secretary.opens(TODO).does_not_see("今天开会")
    time.at = begins - timedelta(hours=19)  # half past midnight
    secretary.opens(TODO).sees("今天开会：签到")
    time.at = begins + timedelta(hours=5)  # nobody has opened it, and it is another day
    secretary.opens(TODO).does_not_see("今天开会")


def test_the_first_page_leads_into_the_hall_as_soon_as_people_are_checked_in(visitor, told, time):
    begins = told.starts_at
    time.at = begins - timedelta(hours=2, minutes=1)
    visitor.opens(HOME).sees("今天开会")
    assert door(visitor, told) == ("看通知", "")
    time.at = begins - timedelta(hours=2)
    assert door(visitor, told) == ("进会场", "/room")


def test_on_the_day_after_it_is_not_called_todays(visitor, told, time):
    time.at = told.starts_at + timedelta(hours=5)
    visitor.opens(HOME).sees("还没有宣布开会").does_not_see("今天开会")


def test_what_is_further_ahead_is_one_line(visitor, told, session, time):
    told.starts_at += timedelta(days=5)
    title, url = told.title, told.url
    session.commit()
    page = visitor.opens(HOME).sees("下次会议：", title, "在社区会议室").page
    assert page.select_one("[aria-labelledby=sittings] p a")["href"] == url
    time.passes(days=4)
    visitor.opens(HOME).sees("近日开会").does_not_see("下次会议")


def test_minutes_that_go_round_are_on_the_first_page_until_their_day(visitor, circulated, time):
    visitor.opens(HOME).sees("纪要核对中", "为止")
    assert door(visitor, circulated) == ("看纪要", "/minutes")
    time.at = circulated.due_at
    visitor.opens(HOME).does_not_see("纪要核对中")


def test_signing_the_minutes_is_not_late_at_once(person, circulated, time):
    time.at = circulated.due_at + timedelta(days=1)
    person("周敏").opens(TODO).sees("签认纪要").does_not_see("已逾期")


def test_sittings_cost_the_first_page_one_question(visitor, circulated, queries, time):
    for at in (time.at, circulated.due_at):
        time.at = at
        with queries() as seen:
            visitor.opens(HOME)
        assert len([it for it in seen if "FROM sittings" in it]) == 1 and len(seen) <= 16, seen
