"""核对纪要 · whoever was in the hall owes a look at the minutes: says that nothing is wrong, or what is, while there is time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.sittings.conftest import Do
from yishi.ledger.models import LedgerEntry
from yishi.procedure.lifecycle import Refused
from yishi.sittings.minutes import MinutesLine
from yishi.sittings.models import Attendee
from yishi.sittings.reading import read

TODO, ACT, BUTTON = "/c/liuyin/todo", "核对会议纪要", "看过了，没有意见"


@pytest.fixture
def circulated(session, opened, does, by):
    """Ten were checked in, 何丽 twice; the minutes go round."""
    does("何丽", Do.LEAVE)
    does("郑秘书", Do.CHECK_IN, to="何丽")
    does("周敏", Do.ADJOURN)
    opened.take("circulate", by("郑秘书"))
    assert opened.url
    session.commit()
    return opened


@pytest.fixture
def url(circulated):
    return f"/c/liuyin/sittings/{circulated.id}/minutes"


def lines_of(session, name):
    return session.scalars(select(Attendee.read_at).where(Attendee.name == name)).one()


def test_whoever_was_there_is_asked_and_says_with_one_press_that_nothing_is_wrong(session, url, at_page, time):
    chen = at_page("陈国栋")
    chen.opens(TODO).sees(ACT, "您到了会", "第一次会议")
    chen.opens(chen.page.find("a", string="去办")["href"]).sees("已核对 0/10 人", "您到了会，请看一遍")
    chen.presses(BUTTON).sees("已记下：您核对过纪要", "已核对 1/10 人", "您已核对").is_not_offered(BUTTON)
    assert lines_of(session, "陈国栋") == time.at
    chen.opens(TODO).does_not_see(ACT)


def test_twice_is_once(session, url, at_page, time):
    chen = at_page("陈国栋")
    for _ in range(2):
        assert chen.posts(f"{url}/read").status == 200
        time.passes(hours=1)
    assert lines_of(session, "陈国栋") == time.at - timedelta(hours=2)
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.step == "read")).one()
    assert (entry.actor_name, entry.label) == ("陈国栋", "看过纪要，没有意见")


def test_whoever_objects_has_read_them(session, circulated, url, at_page, by, time):
    line = session.scalars(select(MinutesLine).order_by(MinutesLine.position)).first()
    line.object(by("何丽"), "不对")
    session.commit()
    he = at_page("何丽")
    he.opens(TODO).does_not_see(ACT)
    he.opens(url).sees("已核对 1/10 人", "您已核对").is_not_offered(BUTTON)
    he.posts(f"{url}/read")  # from a page that was open before
    assert session.scalars(select(LedgerEntry).where(LedgerEntry.step == "read")).all() == []


@pytest.mark.parametrize(
    ("name", "why"),
    [("梁志强", "到会签到的人才能核对纪要"), ("林秀兰", "到会签到的人才能核对纪要"), ("郑秘书", "您是本次会议的秘书")],
)
def test_who_was_not_there_is_not_asked_and_refused_with_a_sentence(session, url, at_page, name, why):
    someone = at_page(name)
    someone.opens(TODO).does_not_see(ACT)
    someone.opens(url).sees("已核对 0/10 人").does_not_see("请看一遍").is_not_offered(BUTTON)
    someone.posts(f"{url}/read").sees(why)
    assert someone.status == 409
    assert session.scalars(select(Attendee.id).where(Attendee.read_at.is_not(None))).all() == []


def test_when_the_days_are_over_nobody_owes_it(session, circulated, url, at_page, time):
    time.at = circulated.due_at
    chen = at_page("陈国栋")
    chen.opens(TODO).does_not_see(ACT)
    chen.opens(url).sees("已核对 0/10 人").is_not_offered(BUTTON)
    chen.posts(f"{url}/read").sees("核对期到", "已经过了")
    assert chen.status == 409 and lines_of(session, "陈国栋") is None


def test_before_they_go_round_there_is_nothing_to_say(session, opened, does, by, at_page):
    does("周敏", Do.ADJOURN)
    with pytest.raises(Refused, match="纪要交大家核对的时候"):
        read(opened, by("陈国栋"))
    chen, path = at_page("陈国栋"), f"{opened.url}/minutes"
    chen.opens(TODO).does_not_see(ACT)
    chen.opens(path).does_not_see("已核对").is_not_offered(BUTTON)


def test_a_sitting_next_door_is_not_found(session, circulated, url, at_page):
    chen = at_page("陈国栋")
    assert chen.posts(url.replace("liuyin", "wangjiang") + "/read").status == 404
    assert lines_of(session, "陈国栋") is None


def test_a_visitor_reads_how_many_have_and_says_nothing(session, url, visitor):
    session.rollback()
    visitor.opens(url).sees("已核对 0/10 人").is_not_offered(BUTTON)
    assert visitor.posts(f"{url}/read").status in (401, 403)


def test_the_officers_see_who_has_by_name(session, circulated, at_page, by, time):
    read(circulated, by("陈国栋"))
    session.commit()
    zheng, path = at_page("郑秘书"), f"/c/liuyin/sittings/{circulated.id}/roll"
    rows = {it.th.get_text(): it.select("td")[-1].get_text() for it in zheng.opens(path).page.select("tbody tr")}
    assert (rows["何丽"], rows["梁志强"]) == ("还没有", "没有到会") and "3月" in rows["陈国栋"]
    assert at_page("陈国栋").opens(path).status == 403


def test_the_roll_of_a_sitting_that_is_ahead_has_no_such_column(session, noticed, at_page):
    path = f"{noticed.url}/roll"
    at_page("郑秘书").opens(path).sees("陈国栋").does_not_see("核对纪要")


def test_the_pages_cost_little(session, circulated, url, at_page, queries):
    chen, zheng = at_page("陈国栋"), at_page("郑秘书")
    for person, path, most in ((chen, url, 13), (zheng, f"/c/liuyin/sittings/{circulated.id}/roll", 9), (chen, TODO, 7)):
        person.opens(path)
        with queries() as seen:
            assert person.opens(path).status == 200
        assert len(seen) <= most, (path, len(seen), *seen)


def test_a_line_in_other_words_is_read_again(session, circulated, url, at_page, by):
    read(circulated, by("陈国栋"))
    objection = session.scalars(select(MinutesLine).order_by(MinutesLine.position)).first().object(by("何丽"), "不对")
    session.commit()
    objection.take("adopt", by("郑秘书", wording="七点半开会。", answer="已改"))
    session.commit()
    assert lines_of(session, "陈国栋") is None
    at_page("陈国栋").opens(TODO).sees(ACT)
    at_page("何丽").opens(TODO).does_not_see(ACT)
