"""工作日 · the calendar of the country: which days the offices work.

The years whose holiday notice (国务院办公厅放假安排) is published come from `chinesecalendar`, make-up days included. For
other years the statutory holidays are reckoned by `holidays`; make-up days cannot be known: the calendar is certain until the last
published year only.
"""

from datetime import date
from functools import cache, lru_cache

import chinese_calendar
from chinese_calendar.constants import holidays as published

from yishi.procedure.calendar import Calendar

FIRST_YEAR, LAST_YEAR = min(published).year, max(published).year


@lru_cache(maxsize=8192)
def is_working_day(day: date) -> bool:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and day not in _reckoned(day.year)


@cache
def _reckoned(year: int) -> frozenset[date]:
    """Statutory holidays of a year without a published notice. Imported late: it is rarely needed and slow to load."""
    from holidays import country_holidays

    return frozenset(country_holidays("CN", years=year))


calendar = Calendar(is_working_day, certain_until=date(LAST_YEAR, 12, 31))
