"""时钟 · the one place that reads the time, and the place people live in."""

from datetime import UTC, date, datetime

from .procedure.calendar import BEIJING


def now() -> datetime:
    return datetime.now(UTC)


def here(at: datetime) -> datetime:
    """The wall clock in the community at this moment."""
    return at.astimezone(BEIJING)


def today(at: datetime) -> date:
    return here(at).date()


def day_in_words(day: date) -> str:
    """2026年3月1日, in the sentences that say which day is wanted."""
    return f"{day.year}年{day.month}月{day.day}日"


def at_here(wall: datetime) -> datetime:
    """A wall-clock time that somebody typed, as UTC."""
    return wall.replace(tzinfo=BEIJING).astimezone(UTC)
