"""期限 · days as the rules count them.

The convention, once for every period: a day is a day in 北京时间; the day on which the period is opened is not counted;
the period ends at 24:00 of its last day, whether or not that day is a holiday. Working days are the days
on which the offices work, make-up Saturdays and Sundays (调休上班) included.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "北京时间")  # no summer time since 1991
LONGEST = 3650


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in whole days: 30天, or 5个工作日."""

    days: int
    working: bool = False

    def __str__(self) -> str:
        return f"{self.days}个工作日" if self.working else f"{self.days}天"

    @classmethod
    def read(cls, text: str) -> "Span":
        """From words: '30天', '7日', '5个工作日'."""
        match = re.fullmatch(r"\s*([0-9]{1,4})\s*(天|日|个工作日|工作日)\s*", text)
        if not match or int(match[1]) > LONGEST:
            raise ValueError(text)
        return cls(int(match[1]), "工作日" in match[2])


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days. After `certain_until` the yearly notice of holidays is not out and the answer is a guess."""

    is_working_day: Callable[[date], bool]
    certain_until: date

    def deadline(self, at: datetime, span: Span) -> datetime:
        """The moment (UTC) at which a period opened at `at` (UTC) is over: from then on it is too late."""
        last = self.last_day(beijing_day(at), span)
        return datetime.combine(last + timedelta(days=1), time(), BEIJING).astimezone(UTC)

    def last_day(self, opened: date, span: Span) -> date:
        """The last day of a period opened on this day. Of nought days: the day itself."""
        if not span.working:
            return opened + timedelta(days=span.days)
        day = opened
        for _ in range(span.days):
            day = self.next_working_day(day)
        return day

    def next_working_day(self, after: date) -> date:
        return next(day for day in _days_after(after) if self.is_working_day(day))


def beijing_day(at: datetime) -> date:
    """The calendar day of a moment, as the clock on the wall shows it."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return at.astimezone(BEIJING).date()


def day_begins(day: date) -> datetime:
    """The first moment (UTC) of a day."""
    return datetime.combine(day, time(), BEIJING).astimezone(UTC)


def _days_after(day: date) -> Iterator[date]:
    return (day + timedelta(days=n) for n in range(1, LONGEST))


def moment_in_words(at: datetime) -> str:
    """3月5日9:30; the midnight at which a period ends is 24:00 of the day before."""
    local = at.astimezone(BEIJING)
    if local.time() == time():
        day = local.date() - timedelta(days=1)
        return f"{day.month}月{day.day}日24:00"
    return f"{local.month}月{local.day}日{local.hour}:{local.minute:02}"
