"""演示时钟 · an hour, a day or a week at one press, with all that falls due on the way; elsewhere there is nothing of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from yishi import clock
from yishi.app import create_app, litestar_of
from yishi.home.passing import FILE, PassingClock
from yishi.matters.models import Matter
from yishi.people.models import SignIn
from yishi.procedure.matter import MatterState
from yishi.settings import Settings


@pytest.fixture
def passing(app, time, tmp_path, monkeypatch):
    """The clock of the demonstration, over the clock on the wall."""
    it = PassingClock(tmp_path, time.now)
    parts = litestar_of(app).state.parts
    monkeypatch.setattr(parts, "now", it.now)
    monkeypatch.setattr(parts, "passes", it.passes)
    return it


@pytest.fixture
def waiting(person):
    """A proposal that waits for seconds."""
    lin = person("林秀兰").opens("/c/liuyin/matters/new").presses("下一步：写清楚", title="清理楼道堆物", kind="issue")
    lin.presses("下一步：核对", need="堵。", place="3栋", beneficiaries="住户").presses("提交", known="yes").sees("已提交")
    return lin


def test_a_day_passes_at_one_press_and_one_comes_back_to_the_page(passing, waiting, time):
    waiting.opens("/c/liuyin/polls").presses("过一天").sees("演示时钟走到了3月3日")
    assert waiting.url.endswith("/c/liuyin/polls") and passing.now() == time.at + timedelta(days=1)


def test_an_hour_passes_at_one_press(passing, waiting, time):
    waiting.opens("/c/liuyin/polls").presses("过一小时").sees("演示时钟走到了3月2日")
    assert passing.now() == time.at + timedelta(hours=1)


def test_what_falls_due_on_the_way_is_done_at_its_own_moment(passing, waiting, session):
    due = session.scalars(select(Matter)).one().due_at
    session.rollback()
    for _ in range(5):
        waiting.presses("过一周")
    it = session.scalars(select(Matter)).one()
    assert it.state is MatterState.LAPSED and it.entered_at == due


def test_nobody_is_signed_out_by_it(passing, person):
    staff = person("王主任").opens("/c/liuyin/desk")
    for _ in range(3):
        staff.presses("过一周")
    assert staff.opens("/c/liuyin/desk").status == 200


def test_a_visitor_may_press_it_too(passing, visitor):
    visitor.opens("/c/liuyin").presses("过一天")
    assert passing.ahead == timedelta(days=1) and visitor.status == 200


def test_it_goes_on_where_it_stood(passing, visitor, time, tmp_path):
    visitor.opens("/").presses("过一周")
    assert PassingClock(tmp_path, time.now).now() == time.at + timedelta(days=7)


@pytest.mark.parametrize("kept", ["", "x", "-5", "9" * 40, "1.5"])
def test_a_spoilt_file_is_no_time(tmp_path, time, kept):
    (tmp_path / FILE).write_text(kept)
    assert PassingClock(tmp_path, time.now).ahead == timedelta(0)


@pytest.mark.parametrize("span", ["", "0", "7", "-1", "year", "x"])
def test_nothing_but_an_hour_a_day_or_a_week_passes(passing, visitor, span):
    assert visitor.posts("/demo/clock", span=span).status == 404 and not passing.ahead


def test_from_another_site_nothing_passes(passing, visitor):
    answer = visitor.ask("POST", "/demo/clock", data={"span": "week"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403 and not passing.ahead


def test_outside_a_demonstration_nothing_passes(passing, visitor, person, setting, session):
    someone = person("林秀兰")
    setting(demo=False)
    for it in (visitor, someone):
        it.opens("/c/liuyin").does_not_see("演示时钟").is_not_offered("过一天")
        assert it.posts("/demo/clock", span="week", back="/").status == 404
    assert not passing.ahead and session.scalars(select(SignIn)).all()


def test_outside_a_demonstration_the_clock_is_the_real_one_whatever_lies_beside_the_data(tmp_path):
    (tmp_path / FILE).write_text("864000")
    settings = Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'x.sqlite3'}", ticks=False)
    parts = litestar_of(create_app(settings)).state.parts
    assert parts.now is clock.now and parts.passes is None
    parts.database.close()
