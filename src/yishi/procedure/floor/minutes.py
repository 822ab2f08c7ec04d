"""会议纪要 · the lines of the minutes, written from the events: what a good secretary would put down and sign.

What was undone leaves no line, but for a result that was announced and taken back. Who checks in is summed up at the head. How
somebody voted stands where the result stands, and only of those who voted by name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..debate import Stance
from .attendance import Meeting, facts
from .drafting import Draft, Drafting, Spoken
from .events import Event
from .questions import QuestionKind
from .resolved import ordinal
from .setup import Setup

HEAD, OPENING, RESOLVED, CLOSING = "会议情况", "开会", "决议事项", "散会"
LONGEST_PART = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `item` is the number of its agenda item, from 0; `at` the moment it tells of."""

    part: str
    item: int | None
    at: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One speech, with the seconds it took."""

    person_id: int
    stance: Stance | None
    item: int | None
    at: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """`present` are those who were there at any time since the opening, `presided` those who had the chair."""

    lines: tuple[Line, ...]
    turns: tuple[Turn, ...]
    present: tuple[int, ...]
    presided: tuple[int, ...]


def minutes(setup: Setup, happened: Iterable[Event], meeting: Meeting) -> Minutes:
    """The minutes of a sitting that was opened and is over."""
    record = Drafting(setup, meeting)
    for event in happened:
        record.take(event)
    opened = record.opened
    present = tuple(record.presence.attended(opened.at)) if opened else ()
    turns = tuple(_turn(it.speech, it.item) for it in record.drafts if it.speech)
    presided = tuple(record.presence.presided(opened)) if opened else ()
    return Minutes(tuple(_lines(record)), turns, present, presided)


def _lines(record: Drafting) -> Iterator[Line]:
    if record.opened:
        for label, words in facts(record.setup, record.presence, record.meeting, record.opened, record.floor.at):
            if words:
                yield Line(HEAD, None, None, f"{label}：{words}")
    for draft in record.drafts:
        if not draft.closing:
            yield Line(_part(record.setup, draft), draft.item, draft.at, _text(record, draft))
    for item, words in record.settled.listed(record.setup, record.floor, record.meeting.talk_only):
        yield Line(RESOLVED, item, None, words)
    for draft in record.drafts:
        if draft.closing:
            yield Line(CLOSING, None, draft.at, _text(record, draft))


def _part(setup: Setup, draft: Draft) -> str:
    return OPENING if draft.item is None else f"{ordinal(draft.item)}：{setup.items[draft.item].title}"[:LONGEST_PART]


def _text(record: Drafting, draft: Draft) -> str:
    said = _said(record, draft.speech) if draft.speech else draft.text
    return said + "".join(words for _, words in draft.more)


def _said(record: Drafting, speech: Spoken) -> str:
    on = "" if speech.kind in (QuestionKind.MAIN, QuestionKind.REPORT) else f"就{speech.kind.label}"
    stance = f"（{speech.it.stance.label}）" if speech.it.stance else ""
    early = f"主持人请其先说，理由：{speech.reason}。" if speech.reason else ""
    full = "，时间用完" if speech.full else ""
    return f"{record.floor.name(speech.it.person_id)}{on}第{speech.time}次发言{stance}，用时{length(speech.seconds)}{full}。{early}"


def _turn(speech: Spoken, item: int | None) -> Turn:
    return Turn(speech.it.person_id, speech.it.stance, item, speech.it.began, speech.seconds)


def length(seconds: int) -> str:
    """1分20秒"""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}分{rest}秒" if minutes and rest else f"{minutes}分钟" if minutes else f"{rest}秒"
