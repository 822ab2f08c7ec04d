"""记录 · each event as a line of the minutes, while the sitting is read again from its beginning.

A chair's act that was undone takes its lines with it. A result that was announced and taken back stays, with its being taken back.
"""

from dataclasses import dataclass, field

from ..debate import turns_used
from ..numerals import chinese
from ..poll import Choice
from . import events
from .applying import apply
from .attendance import Meeting, Presence
from .events import Event
from .questions import Question, QuestionKind, Speech
from .resolved import Settlements, ordinal, resolution
from .sayings import DIFFERED, effect, quoted, saying, terms
from .setup import Setup
from .sitting import Floor, OpenVote, Phase, begin

K = QuestionKind
SILENT = (
    events.CheckedIn, events.Left, events.Stated, events.Requested, events.Unrequested, events.Put, events.Voted, events.Counted,
    events.Tallied, events.Finished, events.TimeUp, events.ProxyGiven, events.ProxyRevoked,
)  # fmt: skip
LEFT_OPEN = "没有人宣布散会，会上很久没有动静，按时间记为散会。"


@dataclass(slots=True)
class Spoken:
    """A speech that was given; how long it took is known when it is over."""

    it: Speech
    kind: QuestionKind
    time: int  # which one of this person on this question
    reason: str  # why the chair let them speak before their turn
    seconds: int = 0
    full: bool = False


@dataclass(slots=True)
class Draft:
    """A line while it is written; `number` is that of its event, `more` what later events add to it."""

    number: int
    item: int | None
    at: int
    text: str
    more: list[tuple[int, str]] = field(default_factory=list)
    speech: Spoken | None = None
    question_id: int = 0
    closing: bool = False


class Drafting:
    def __init__(self, setup: Setup, meeting: Meeting):
        self.setup, self.meeting, self.floor = setup, meeting, begin(setup)
        self.opened: Floor | None = None
        self.presence, self.settled = Presence(), Settlements()
        self.drafts: list[Draft] = []
        self.number = self.marked = 0

    def take(self, event: Event) -> None:
        before = self.floor
        after = self.floor = apply(before, event)
        self.number += 1
        if isinstance(event, events.Undone):
            self._take_back(event)
        else:
            self._write(before, event, after)
            self._also_happened(before, event, after)
            if after.mark and not after.mark.since:
                self.marked = self.number
        self._time(before, event, after)
        self.presence.see(before, after)

    def _take_back(self, event: events.Undone) -> None:
        announced = event.did == events.Announced.__name__
        kept = next((it for it in self.drafts if it.number == self.marked), None) if announced else None
        self.drafts = [it for it in self.drafts if it.number != self.marked or it is kept]
        for draft in self.drafts:
            draft.more = [it for it in draft.more if it[0] != self.marked]
        if announced:
            self.settled.take_back()
            self._add(event, f"{_chair(self.floor)}收回刚才宣布的结果，表决继续进行。")

    def _add(self, event: Event, text: str, question_id: int = 0, speech: Spoken | None = None) -> None:
        closing = isinstance(event, events.Adjourned)
        self.drafts.append(
            Draft(self.number, self.floor.item, event.at, text, speech=speech, question_id=question_id, closing=closing)
        )  # fmt: skip

    # -- what is written ---------------------------------------------------------------------------------------------

    def _write(self, before: Floor, event: Event, after: Floor) -> None:
        match event:
            case events.Granted():
                assert after.speech
                assert after.question
                time = turns_used(after.question.speeches, event.person_id)
                self._add(event, "", speech=Spoken(after.speech, after.question.kind, time, event.reason))
            case events.Moved():
                made = after.moved[-1]
                on = f"（针对{quoted(made.ruling.text)}）" if made.ruling else ""
                self._add(event, f"{_by(before, event)}{saying(before, event, after)}{on}。", made.id)
            case events.Seconded():
                moved = next((it for it in self.drafts if it.question_id == before.moved[-1].id), None)
                if moved:
                    moved.more.append((self.number, f"{_by(before, event)}附议。"))
            case events.ItemCalled():
                self._called(before, event)
            case events.Announced():
                self._announced(before, event)
            case events.Opened():
                self.opened = self.opened or after
                again = "继续" if before.phase is Phase.RECESS else ""
                self._add(event, f"{_chair(after)}宣布{again}开会；{_light(after)}。")
            case events.Pointed():
                self._add(event, f"{_by(before, event)}提程序问题{quoted(event.text)}。")
            case events.Ruled():
                why = f"：{event.text}" if event.text else ""
                self._add(event, f"{_chair(before)}裁定程序问题{'成立' if event.sustained else '不成立'}{why}。")
            case events.Reproved():
                article = f"（第{chinese(int(event.article))}条）" if event.article.isdecimal() else ""
                why = f"：{event.reason}" if event.reason else ""
                self._add(event, f"{_chair(before)}{event.rung.label}{before.name(event.person_id)}{article}{why}。")
            case events.Recused() if event.by != event.person_id:
                self._add(event, f"{_chair(before)}裁定{saying(before, event, after)}。")
            case events.Tallied() if before.vote and after.vote and after.vote.differed:
                self._add(event, f"{DIFFERED}。")
            case events.Adjourned() if event.by is None:
                self._add(event, LEFT_OPEN)
            case _ if not isinstance(event, SILENT):
                self._add(event, f"{_by(before, event)}{saying(before, event, after)}。")

    def _called(self, before: Floor, event: events.ItemCalled) -> None:
        item, again = self.setup.items[event.item], event.item in before.taken
        why = f"（{event.reason}）" if event.reason else ""
        self._add(event, f"{'再次' if again else ''}进入{ordinal(event.item)}{quoted(item.title)}{why}。")
        if again:
            return
        if talk_only := self.meeting.talk_only.get(event.item):
            self._add(event, f"只讨论：{talk_only}。")
        if item.motion:
            known = {person.id: person.name for person in self.setup.people.values()} | dict(self.meeting.names)
            mover = known.get(item.mover_id, "")
            said = f"线上辩论的{len(item.said)}段发言计入各人的次数。" if item.said else ""
            moved = f"事项已由{mover}提出并附议。" if mover else ""
            self._add(event, f"动议：{quoted(item.motion)}{moved}{said}")
        if barred := [self.floor.name(it) for it in sorted(item.barred) if it in self.setup.people]:
            self._add(event, f"{'、'.join(barred)}的席位在这件事公告以后才登记，不参加这一项的表决。")

    def _announced(self, before: Floor, event: events.Announced) -> None:
        it, vote = before.pending, before.vote
        assert it
        assert vote
        follows = "" if it.kind is K.MAIN else effect(before, event)
        self._add(event, f"{_asked(before, it)}付诸表决。{event.sentence}{_how(before, vote)}{follows}")
        if it.kind is K.MAIN and event.carried:
            self._add(event, f"决议：{resolution(it)}。")
        self.settled.see(before, event)

    def _also_happened(self, before: Floor, event: Event, after: Floor) -> None:
        """A vote that came to nothing, and the quorum lost or regained."""
        if before.vote and before.pending and not after.vote and not isinstance(event, events.Announced):
            self._add(event, f"{_asked(before, before.pending)}的表决没有宣布结果，已投的票作废。")
            self.drafts[-1].closing = False
        sitting = before.phase is after.phase is Phase.SITTING
        if sitting and before.quorate is not after.quorate:
            self._add(event, f"{_light(after)}{'' if after.quorate else '，不能作决定'}。")

    def _time(self, before: Floor, event: Event, after: Floor) -> None:
        """The speech that has just ended, however it did. One that an appeal interrupts goes on later."""
        over = before.speech
        if over is None or _same(over, after.speech) or isinstance(event, (events.Stated, events.Undone)):
            return
        spoken = after.spoken.get(over.person_id, 0) - before.spoken.get(over.person_id, 0)
        for draft in self.drafts:
            if draft.speech and _same(draft.speech.it, over):
                draft.speech.seconds = event.seconds if isinstance(event, (events.Finished, events.TimeUp)) else spoken
                draft.speech.full = isinstance(event, events.TimeUp)


def _same(one: Speech, other: Speech | None) -> bool:
    return other is not None and (one.person_id, one.began, one.question_id) == (other.person_id, other.began, other.question_id)


def _by(floor: Floor, event: Event) -> str:
    return floor.name(event.by) if event.by is not None else ""


def _chair(floor: Floor) -> str:
    return f"主持人{floor.name(floor.chair_id)}"


def _light(floor: Floor) -> str:
    of = "家" if floor.rules.counts_units else "人"
    reached = "已达" if floor.quorate else "未达"
    return f"实到{len(floor.here)}{of}，应到{len(floor.members - floor.out)}{of}，{reached}法定人数"


def _asked(floor: Floor, it: Question) -> str:
    """What was voted on, word for word."""
    if it.kind is K.APPEAL:
        return f"是否维持主持人的裁定{quoted(it.ruling.text) if it.ruling else ''}"
    return f"{it.kind.label}{quoted(it.words)}{terms(floor, it.terms)}"


def _voter(floor: Floor, vote: OpenVote, person_id: int) -> str:
    """何丽, or 何丽（林秀兰代）."""
    holder = vote.given_by.get(person_id)
    return floor.name(person_id) if holder is None else f"{floor.name(person_id)}（{floor.name(holder)}代）"


def _how(floor: Floor, vote: OpenVote) -> str:
    """Who voted by name, and how the rest was counted."""
    voters = {choice: [_voter(floor, vote, person) for person, given in vote.votes.items() if given is choice] for choice in Choice}
    named = [f"{choice.label}{len(names)}人：{'、'.join(names)}" for choice, names in voters.items() if names]
    count = vote.count
    invalid = f"，废票{count.invalid}" if count and count.invalid else ""
    way = "纸票" if count and count.paper else "举手"
    counted = f"{way}点数：赞成{count.ayes}，反对{count.noes}，弃权{count.abstentions}{invalid}。" if count else ""
    return (f"手机记名投票，{'；'.join(named)}。" if named else "") + counted
