"""写法 · what a person reads for a time, a sum, a size and a text."""

from datetime import UTC, date, datetime, timedelta

import pytest

from yishi.procedure.asking import Ask, Kind, read
from yishi.web import formats

AT = datetime(2026, 11, 20, 6, 38, tzinfo=UTC)  # 11月20日14:38 in Shanghai


def test_a_time_is_written_as_people_of_shenzhen_read_it():
    assert formats.when(datetime(2026, 11, 20, 11, 30, tzinfo=UTC)) == "11月20日(周五)19:30"
    assert formats.day(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == "11月21日(周六)"
    assert formats.clock(datetime(2026, 11, 20, 16, 5, tzinfo=UTC)) == "00:05"


def test_a_period_ends_on_its_last_day_not_at_the_first_minute_of_the_next():
    assert formats.until(datetime(2026, 11, 19, 16, 0, tzinfo=UTC)) == "11月19日(周四)24:00"
    assert formats.until(datetime(2026, 11, 20, 11, 30, tzinfo=UTC)) == "11月20日(周五)19:30"


def test_the_year_is_written_when_it_is_another_one():
    assert formats.day(date(2026, 1, 5), AT) == "1月5日(周一)"
    assert formats.day(date(2025, 12, 31), AT) == "2025年12月31日(周三)"
    assert formats.when(datetime(2025, 12, 31, 16, 30, tzinfo=UTC), AT) == "1月1日(周四)00:30"


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "还剩2天3小时"),
        (timedelta(days=2), "还剩2天"),
        (timedelta(hours=4, minutes=52), "还剩4小时52分"),
        (timedelta(hours=4), "还剩4小时"),
        (timedelta(minutes=7, seconds=59), "还剩7分钟"),
        (timedelta(seconds=59), "还剩不到1分钟"),
        (timedelta(0), "刚刚到期"),
        (timedelta(minutes=-5), "已逾期5分钟"),
        (timedelta(hours=-5, minutes=-30), "已逾期5小时"),
        (timedelta(days=-3, hours=-2), "已逾期3天"),
    ],
)
def test_what_is_left_is_said_in_the_largest_units(ahead, words):
    assert formats.left(AT + ahead, AT) == words


def test_a_deadline_takes_the_tone_of_its_nearness():
    assert formats.urgency(AT + timedelta(days=9), AT) == "plain"
    assert formats.urgency(AT + timedelta(days=2), AT) == "wait"
    assert formats.urgency(AT, AT) == "against"


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "¥0.00"),
        (5, "¥0.05"),
        (1_230_000, "¥12,300.00"),
        (-1_230_005, "-¥12,300.05"),
        (10**13, "¥100,000,000,000.00"),
    ],
)
def test_money_is_written_with_its_cents(fen, words):
    assert formats.yuan(fen) == words


@pytest.mark.parametrize(("count", "words"), [(0, "0B"), (812, "812B"), (655_360, "640KB"), (3_355_444, "3.2MB")])
def test_a_size_is_written_in_whole_or_tenths(count, words):
    assert formats.size(count) == words


def test_a_digest_is_read_out_in_fours():
    assert formats.digest("3f9a1c07b52e88d4" + "0" * 48) == "3f9a 1c07 b52e 88d4"


def test_typed_text_keeps_its_lines_and_shows_markup_as_typed():
    assert formats.paragraphs("一\r\n二\n\n\n<b>三</b>") == "<p>一<br>二</p><p>&lt;b&gt;三&lt;/b&gt;</p>"
    assert formats.paragraphs("") == formats.paragraphs(" \n\n ") == ""


def test_what_does_not_exist_is_written_as_nothing():
    for name in ("day", "clock", "when", "until", "yuan", "iso", "digest", "size", "paragraphs"):
        assert formats.FILTERS[name](None) == ""
    assert formats.left(None, AT) == ""
    assert formats.urgency(None, AT) == "plain"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.LINE, "南门"),
        (Kind.NUMBER, 0),
        (Kind.NUMBER, 12),
        (Kind.MONEY, 1_230_005),
        (Kind.DATE, date(2026, 11, 20)),
        (Kind.CHOICE, "a"),
        (Kind.CHOICES, ("a", "b")),
        (Kind.YES, True),
    ],
)
def test_a_stored_value_filled_into_a_field_reads_back_as_itself(kind, value):
    ask = Ask("x", "问", kind, choices=(("a", "甲"), ("b", "乙")))
    assert read([ask], {"x": formats.typed(value, ask)}).values == {"x": value}


def test_a_stored_moment_is_filled_in_as_the_clock_on_the_wall():
    ask = Ask("x", "问", Kind.MOMENT)
    assert formats.typed(datetime(2026, 11, 20, 11, 30, 15, tzinfo=UTC), ask) == ["2026-11-20T19:30"]
    assert formats.typed(None, ask) == formats.typed("", ask) == []


def test_machines_read_the_stored_time():
    assert formats.iso(AT) == "2026-11-20T06:38:00+00:00"
    assert formats.iso(date(2026, 11, 20)) == "2026-11-20"
