from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.calendar import BEIJING, Calendar, Span, beijing_day, day_begins

WEEKDAYS = Calendar(lambda day: day.weekday() < 5, certain_until=date(2026, 12, 31))
spans = st.builds(Span, st.integers(0, 60), st.booleans())
moments = st.builds(lambda minutes: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes), st.integers(0, 47_000_000))


def beijing(*wall: int) -> datetime:
    return datetime(*wall, tzinfo=BEIJING).astimezone(UTC)


def test_the_day_of_opening_is_not_counted_and_the_last_day_counts_whole():
    assert WEEKDAYS.deadline(beijing(2026, 3, 2, 9, 30), Span(5)) == beijing(2026, 3, 8)
    assert WEEKDAYS.last_day(date(2026, 3, 2), Span(5)) == date(2026, 3, 7)


def test_the_minute_before_midnight_and_midnight_are_two_days():
    assert WEEKDAYS.deadline(beijing(2026, 3, 2, 23, 59), Span(3)) == beijing(2026, 3, 6)
    assert WEEKDAYS.deadline(beijing(2026, 3, 3, 0, 0), Span(3)) == beijing(2026, 3, 7)


def test_a_deadline_is_kept_in_utc_though_the_day_is_that_of_beijing():
    late_evening = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # 01:00 of the 3rd in Beijing
    assert beijing_day(late_evening) == date(2026, 3, 3)
    assert WEEKDAYS.deadline(late_evening, Span(1)) == datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
    assert day_begins(date(2026, 3, 3)) == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def test_working_days_leave_out_the_weekend():
    friday = beijing(2026, 3, 6, 16, 0)
    assert WEEKDAYS.deadline(friday, Span(5, working=True)) == beijing(2026, 3, 14)


def test_a_period_opened_on_a_sunday_starts_on_monday():
    assert WEEKDAYS.last_day(date(2026, 3, 8), Span(1, working=True)) == date(2026, 3, 9)


def test_plain_days_may_end_on_a_holiday():
    assert WEEKDAYS.last_day(date(2026, 3, 3), Span(5)).weekday() == 6


def test_no_days_end_with_the_day_itself():
    assert WEEKDAYS.deadline(beijing(2026, 3, 2, 9), Span(0)) == beijing(2026, 3, 3)


def test_a_leap_day_counts():
    assert WEEKDAYS.last_day(date(2028, 2, 27), Span(3)) == date(2028, 3, 1)


@given(moments, spans)
def test_a_longer_period_never_ends_earlier(at, span):
    assert WEEKDAYS.deadline(at, span) <= WEEKDAYS.deadline(at, Span(span.days + 1, span.working))


@given(moments, spans)
def test_a_period_is_never_shorter_than_its_whole_days(at, span):
    assert WEEKDAYS.deadline(at, span) - at > timedelta(days=span.days)


@pytest.mark.parametrize(
    ("text", "span"),
    [("30天", Span(30)), ("7日", Span(7)), ("5个工作日", Span(5, True)), (" 5工作日 ", Span(5, True)), ("0天", Span(0))],
)
def test_a_span_is_read_from_words(text, span):
    assert Span.read(text) == span


@pytest.mark.parametrize("text", ["", "天", "五天", "5", "-1天", "3651天", "1.5天", "5 小时"])
def test_what_is_not_a_span_is_not_guessed(text):
    with pytest.raises(ValueError):
        Span.read(text)


def test_a_span_says_its_kind_of_days():
    assert (str(Span(5, True)), str(Span(30))) == ("5个工作日", "30天")


def test_a_moment_without_its_zone_is_refused():
    with pytest.raises(ValueError):
        beijing_day(datetime(2026, 3, 2))  # noqa: DTZ001
