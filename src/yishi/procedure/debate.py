"""辩论 · the online debate of one question, in rounds: who may speak now, and when everything has been said.

The design, and the articles it follows (numbers as in 罗湖议事十条; a refusal cites those of the rule set in force):

- Nobody sits in one room, so there are `debate_rounds` rounds of `debate_round_days`. In one round each person speaks once at
  most: nobody has a second turn before all have had time for their first (第二条). Each has `speeches_per_question` turns, and a
  question is an amendment as well as the plan (第五条). 提问 takes a turn like any speech. A debate opened again starts afresh.
- A speech states 赞成, 反对 or 提问 first (第四条) and speaks to the chair: no reply to a person (第三条).
- The sides alternate (第九条): after a speech for, nobody speaks for again while somebody waits with a raised hand to
  speak against, and the other way round. A hand holds its place for `online_turn_hours`, once in a round. 提问 is on no side.
- The chair directs and does not speak (第一条).
- All is said when every round is over, when a whole round passes without a speech, or when two thirds close the debate.

The live hall counts turns with the same functions.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from .calendar import Calendar, Span, moment_in_words
from .rule_set import RuleSet
from .words import Word


class Stance(Word):
    FOR = "for", "赞成"
    AGAINST = "against", "反对"
    ASK = "ask", "提问"


OPPOSITE = {Stance.FOR: Stance.AGAINST, Stance.AGAINST: Stance.FOR}


class Turn(Protocol):
    """A speech that was made, online or in the hall. Its stance is None only where the rule set does not ask for one."""

    @property
    def speaker_id(self) -> int: ...
    @property
    def stance(self) -> Stance | None: ...


class Spoken(Turn, Protocol):
    """A speech made online, which belongs to the round of its moment."""

    @property
    def at(self) -> datetime: ...


class Raised(Protocol):
    """举手: somebody has asked to speak. A hand taken down again is not among the hands of a debate."""

    @property
    def person_id(self) -> int: ...
    @property
    def stance(self) -> Stance | None: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Debate:
    """What the rules look at. `speeches` and `hands` are in the order of time; those made before `opened_at` no longer count."""

    opened_at: datetime
    round_ends: tuple[datetime, ...]
    chair_id: int | None
    speeches: Sequence[Spoken] = ()
    hands: Sequence[Raised] = ()
    closed: bool = False  # by a motion that carried

    def round_at(self, at: datetime) -> int:
        """1 is the first round; one more than there are when all are over; 0 before the opening."""
        return bisect_right(self.round_ends, at) + 1 if at >= self.opened_at else 0

    @property
    def heard(self) -> list[Spoken]:
        """The speeches since this opening."""
        return [speech for speech in self.speeches if speech.at >= self.opened_at]

    def spoken_in(self, number: int) -> list[Spoken]:
        return [speech for speech in self.speeches if self.round_at(speech.at) == number]


def round_ends(opened_at: datetime, rules: RuleSet, calendar: Calendar) -> tuple[datetime, ...]:
    """The moments (UTC) at which the rounds of a debate opened now will end."""
    each = rules.debate_round_days
    return tuple(calendar.deadline(opened_at, Span(each.days * n, each.working)) for n in range(1, rules.debate_rounds + 1))


# -- turns: shared with the live hall --------------------------------------------------------------------------------


def turns_used(speeches: Iterable[Turn], person_id: int) -> int:
    return sum(speech.speaker_id == person_id for speech in speeches)


def turns_left(speeches: Iterable[Turn], person_id: int, rules: RuleSet) -> int:
    return max(rules.speeches_per_question - turns_used(speeches, person_id), 0)


def last_side(speeches: Sequence[Turn]) -> Stance | None:
    """The side of the last speech for or against; 提问 does not change it."""
    return next((speech.stance for speech in reversed(speeches) if speech.stance in OPPOSITE), None)


# -- who may speak now -----------------------------------------------------------------------------------------------


def hand_refusals(debate: Debate, person_id: int, stance: Stance | None, at: datetime, rules: RuleSet) -> tuple[str, ...]:
    """Why this person may not ask to speak; empty when the hand may go up."""
    if over := exhausted(debate, at):
        return (f"辩论已经结束：{over}",)
    if debate.round_at(at) == 0:
        return ("辩论还没有开始",)
    if rules.chair_neutral and person_id == debate.chair_id:
        return (f"主持人不发表意见，要发言请先请别人主持（{rules.cites('chair_neutral')}）",)
    refusals = []
    if rules.stance_first and stance is None:
        refusals.append(f"请先表明立场：赞成、反对还是提问（{rules.cites('stance_first')}）")
    most = rules.speeches_per_question
    if not turns_left(debate.heard, person_id, rules):
        refusals.append(f"同一件事每人最多发言{most}次，您已经说了{most}次（{rules.cites('speeches_per_question')}）")
    elif rules.first_timers_first and turns_used(debate.spoken_in(debate.round_at(at)), person_id):
        refusals.append(f"您这一轮已经说过，先听没说过的人说，下一轮再说（{rules.cites('first_timers_first')}）")
    return tuple(refusals)


def speech_refusals(debate: Debate, person_id: int, stance: Stance | None, at: datetime, rules: RuleSet) -> tuple[str, ...]:
    """Why this person may not speak now, whatever the words; empty when they may."""
    refusals = hand_refusals(debate, person_id, stance, at, rules)
    if not refusals and stance and (until := waits_until(debate, stance, at, rules)):
        latest, article = moment_in_words(until), rules.cites("alternate_sides")
        refusals = (
            f"刚说完的是{stance.label}方，{OPPOSITE[stance].label}方有人举手在等，请让对方先说，最迟等到{latest}（{article}）",
        )
    return refusals


def text_refusals(text: str, rules: RuleSet) -> tuple[str, ...]:
    """Why these words cannot be a speech, whoever speaks them."""
    count, most = characters(text), rules.online_speech_characters
    if not count:
        return ("请写发言内容",)
    refusals = []
    if count > most:
        refusals.append(
            f"每次发言不超过{most}字，现在有{count}字，请删去{count - most}字（{rules.cites('online_speech_characters')}）"
        )
    if rules.address_chair and re.match(r"\s*(?:回复)?[@＠]|\s*回复\S{2,4}[:：]", text):
        refusals.append(f"发言请面向主持人，不要回复某个人（{rules.cites('address_chair')}）")
    return tuple(refusals)


def characters(text: str) -> int:
    """The length of a speech: blanks and line ends are not counted."""
    return sum(not c.isspace() for c in text)


def waits_until(debate: Debate, stance: Stance | None, at: datetime, rules: RuleSet) -> datetime | None:
    """When this stance may speak at the latest, if the other side comes first now; None when nobody has to be waited for."""
    if not rules.alternate_sides or stance not in OPPOSITE or last_side(debate.heard) is not stance:
        return None
    return max((until for _, until in waiting(debate, OPPOSITE[stance], at, rules)), default=None)


def waiting(debate: Debate, stance: Stance, at: datetime, rules: RuleSet) -> list[tuple[int, datetime]]:
    """Who of this stance waits with a raised hand, longest first, and until when the hand holds the place."""
    now = debate.round_at(at)
    if not 1 <= now <= len(debate.round_ends):
        return []
    first: dict[int, Raised] = {}
    latest: dict[int, Raised] = {}
    for hand in debate.hands:
        if debate.round_at(hand.at) == now and hand.at <= at:
            first.setdefault(hand.person_id, hand)
            latest[hand.person_id] = hand
    found = []
    for person_id, hand in latest.items():
        until = min(first[person_id].at + timedelta(hours=rules.online_turn_hours), debate.round_ends[now - 1])
        if hand.stance is stance and at < until and not hand_refusals(debate, person_id, stance, at, rules):
            found.append((person_id, until))
    return sorted(found, key=lambda place: place[1])


# -- when all is said ------------------------------------------------------------------------------------------------


def exhausted(debate: Debate, at: datetime) -> str:
    """Why there is nothing more to say; '' while the debate goes on."""
    if debate.closed:
        return "议事会已表决结束辩论"
    finished = min(debate.round_at(at) - 1, len(debate.round_ends))
    silent = next((n for n in range(1, finished + 1) if not debate.spoken_in(n)), None)
    if silent:
        return f"第{silent}轮没有人发言"
    return "各轮都已结束" if 0 < finished == len(debate.round_ends) else ""
