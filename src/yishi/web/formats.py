"""写法 · how times, money, sizes and texts are written on a page. Pure; the templates know them as filters."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from markupsafe import Markup, escape

from yishi.procedure import numerals
from yishi.procedure.asking import Ask, Kind
from yishi.procedure.calendar import BEIJING
from yishi.procedure.difference import Change, Piece

_DRAWN: Final = {Change.KEPT: "same", Change.ADDED: "in", Change.REMOVED: "out"}
_WEEK = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def day(moment: date | None, at: datetime | None = None) -> str:
    """11月20日(周五), with the year when it is not the year of `at`. None is ''."""
    if moment is None:
        return ""
    local = _local(moment)
    written = f"{local.month}月{local.day}日({_WEEK[local.weekday()]})"
    return written if at is None or _local(at).year == local.year else f"{local.year}年{written}"


def clock(moment: datetime | None) -> str:
    """19:30"""
    if moment is None:
        return ""
    local = moment.astimezone(BEIJING)
    return f"{local.hour:02}:{local.minute:02}"


def when(moment: datetime | None, at: datetime | None = None) -> str:
    """11月20日(周五)19:30, with the year when it is not the year of `at`."""
    return day(moment, at) + clock(moment)


def until(moment: datetime | None, at: datetime | None = None) -> str:
    """The end of a period: 11月19日(周四)24:00, never 0:00 of the day after."""
    if moment is None:
        return ""
    if clock(moment) == "00:00":
        return day(moment - timedelta(minutes=1), at) + "24:00"
    return when(moment, at)


def left(due: datetime | None, at: datetime) -> str:
    """还剩2天3小时, 还剩52分钟, 已逾期3天: two units before, one after. `static/js/app.js` says the same words."""
    if due is None:
        return ""
    seconds = (due - at) // timedelta(seconds=1)
    if seconds <= 0:
        return _overdue(-seconds // 60)
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"还剩{days}天{hours}小时" if hours else f"还剩{days}天"
    if hours:
        return f"还剩{hours}小时{minutes}分" if minutes else f"还剩{hours}小时"
    return f"还剩{minutes}分钟" if minutes else "还剩不到1分钟"


def _overdue(minutes: int) -> str:
    if minutes >= 1440:
        return f"已逾期{minutes // 1440}天"
    if minutes >= 60:
        return f"已逾期{minutes // 60}小时"
    return f"已逾期{minutes}分钟" if minutes else "刚刚到期"


def urgency(due: datetime | None, at: datetime) -> str:
    """The tone of a deadline: against when past, wait within three days, plain before that or without one."""
    if due is None or due - at > timedelta(days=3):
        return "plain"
    return "wait" if due > at else "against"


def yuan(fen: int | None) -> str:
    """Integer fen to ¥12,300.00. None is ''."""
    return "" if fen is None else numerals.yuan(fen)


def iso(moment: date | None) -> str:
    """For the `datetime` attribute: to the second, in UTC as stored."""
    if moment is None:
        return ""
    return moment.isoformat(timespec="seconds") if isinstance(moment, datetime) else moment.isoformat()


def digest(hexadecimal: str | None) -> str:
    """The first 16 digits of a SHA-256, in fours, as read out over the telephone: 3f9a 1c07 b52e 88d4."""
    return " ".join(hexadecimal[i : i + 4] for i in (0, 4, 8, 12)) if hexadecimal else ""


def paragraphs(text: str | None) -> Markup:
    """Typed text as paragraphs: a blank line ends one, a line end stays a line end, markup is shown as typed."""
    if not text:
        return Markup()
    blocks = (block.strip("\n") for block in str(escape(text)).replace("\r\n", "\n").split("\n\n"))
    return Markup("".join(f"<p>{block.replace(chr(10), '<br>')}</p>" for block in blocks if block.strip()))


def drawn(pieces: Iterable[Piece]) -> tuple[tuple[str, str], ...]:
    """The pieces of a changed text as `ui/diff.html` draws them."""
    return tuple((_DRAWN[piece.change], piece.text) for piece in pieces)


def countdown(seconds: int) -> str:
    """1:24, what is left of a speech."""
    return f"{seconds // 60}:{seconds % 60:02}"


def lasting(seconds: int) -> str:
    """2分钟, 90秒: how long something may take."""
    return f"{seconds // 60}分钟" if seconds % 60 == 0 else f"{seconds}秒"


def size(count: int | None) -> str:
    """Bytes as people say them: 812B, 640KB, 3.2MB."""
    if count is None:
        return ""
    if count < 1024:
        return f"{count}B"
    if count < 1024 * 1024:
        return f"{count // 1024}KB"
    tenths = count * 10 // (1024 * 1024)
    return f"{tenths // 10}.{tenths % 10}MB"


def typed(value: Any, ask: Ask) -> list[str]:
    """A stored value as the strings a form would send for it, so that a field can be filled again. Text passes unchanged."""
    if value is None or value == "":
        return []
    if isinstance(value, str):
        return [value]
    return _TYPED.get(ask.kind, lambda it: [str(it)])(value)


def _typed_money(fen: int) -> list[str]:
    return [f"{fen // 100}.{fen % 100:02}"]


def _typed_moment(moment: datetime) -> list[str]:
    local = moment.astimezone(BEIJING) if moment.tzinfo else moment
    return [local.isoformat("T", "minutes")[:16]]


def _typed_many(values: Sequence[Any]) -> list[str]:
    return [str(value) for value in values]


def _local(moment: date) -> date:
    return moment.astimezone(BEIJING) if isinstance(moment, datetime) else moment


_TYPED: Final[dict[Kind, Callable[[Any], list[str]]]] = {
    Kind.MONEY: _typed_money,
    Kind.MOMENT: _typed_moment,
    Kind.CHOICES: _typed_many,
    Kind.DATE: lambda value: [value.isoformat()],
    Kind.YES: lambda value: ["yes"] if value else [],
}

FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "day": day,
    "clock": clock,
    "when": when,
    "until": until,
    "left": left,
    "urgency": urgency,
    "yuan": yuan,
    "iso": iso,
    "digest": digest,
    "paragraphs": paragraphs,
    "size": size,
    "countdown": countdown,
    "lasting": lasting,
    "typed": typed,
    "drawn": drawn,
}
