from datetime import UTC, date, datetime

import pytest

from yishi.procedure.calendar import BEIJING, Span
from yishi.workdays import LAST_YEAR, calendar, is_working_day


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 9, 20), True),  # a Sunday worked for the National Day week
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),  # a Saturday worked for it
        (date(2026, 10, 11), False),
        (date(2026, 1, 2), False),  # a Friday off for the New Year
        (date(2026, 1, 4), True),  # the Sunday worked for it
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2003, 10, 1), False),  # before the published years
        (date(2003, 10, 9), True),
    ],
)
def test_the_offices_work_on_the_days_of_the_notice(day, works):
    assert is_working_day(day) is works


def test_five_working_days_across_the_national_day_of_2026():
    opened = datetime(2026, 9, 29, 15, 0, tzinfo=BEIJING).astimezone(UTC)
    # 30 September, 8, 9, Saturday the 10th, and Monday the 12th of October
    assert calendar.deadline(opened, Span(5, working=True)) == datetime(2026, 10, 12, 16, 0, tzinfo=UTC)


def test_a_period_over_the_end_of_2025_uses_both_years():
    assert calendar.last_day(date(2025, 12, 30), Span(3, working=True)) == date(2026, 1, 5)
    # 31 December, Sunday the 4th (made up for Friday the 2nd), Monday the 5th


def test_a_year_without_a_published_notice_is_reckoned():
    beyond = date(LAST_YEAR + 1, 1, 1)
    assert not is_working_day(beyond)
    assert calendar.certain_until == date(LAST_YEAR, 12, 31)


def test_the_national_day_holds_in_every_year_to_come():
    for year in (LAST_YEAR + 1, LAST_YEAR + 2, 2040):
        assert not any(is_working_day(date(year, 10, day)) for day in (1, 2, 3))
