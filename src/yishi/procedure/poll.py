"""表决 · an opened vote: the terms declared beforehand, who may cast, the count and the verdict.

Until the closing nobody sees a count, whatever their office: `published` is the only door to the figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from .asking import Ask, Kind, options
from .calendar import moment_in_words
from .digest import digest_of
from .electorate import Electorate
from .lifecycle import Case, Lifecycle, Step, rule
from .people import clock
from .rule_set import RuleSet
from .tally import Quorum, Tally, Threshold, Verdict, decide
from .words import Word

FEW = 20


class PollState(Word):
    OPEN = "open", "正在表决"
    CLOSED = "closed", "已截止"


class Purpose(Word):
    """What a poll decides; the record it is about hears of the result."""

    DECISION = "decision", "事项表决"
    CHANGE_ORDER = "change_order", "变更表决"


class Openness(Word):
    OPEN = "open", "记名"
    SECRET = "secret", "无记名"


class Method(Word):
    """How a ballot is marked and counted."""

    YES_NO = "yes_no", "赞成／反对／弃权"


class Choice(Word):
    """What a YES_NO ballot may say."""

    AYE = "aye", "赞成"
    NO = "no", "反对"
    ABSTAIN = "abstain", "弃权"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is declared before a poll opens and holds to its end."""

    quorum: Quorum
    threshold: Threshold
    opens_at: datetime
    closes_at: datetime
    method: Method = Method.YES_NO

    @property
    def words(self) -> str:
        tie = "通过" if self.threshold.met_by(Tally(1, 1, 0, 2, 2)) else "不通过"
        return (
            f"参加表决的人须{self.quorum.words}，少了就无效；{self.threshold.words}就通过，票数相等{tie}；"
            f"到{moment_in_words(self.closes_at)}截止，截止前可以改票，也没有人能看到票数。"
        )


def terms(rules: RuleSet, opens_at: datetime, closes_at: datetime, rule_change: bool = False) -> Terms:
    return Terms(rules.quorum, rules.rule_change_passing if rule_change else rules.passing, opens_at, closes_at)


def cast_refusals(it: Terms, electorate: Electorate, person_id: int, at: datetime) -> tuple[str, ...]:
    """Why this person may not cast (or change) a ballot now; empty when they may."""
    if any(elector.person_id == person_id for elector in electorate.recused):
        return ("您已回避这件事，不参加表决",)
    if not electorate.includes(person_id):
        return ("您不在这次表决的名册里；名册在表决开始时确定，后来的席位变动不影响它",)
    if at < it.opens_at:
        return (f"表决从{moment_in_words(it.opens_at)}开始",)
    return () if at < it.closes_at else (f"表决已于{moment_in_words(it.closes_at)}截止",)


def over(it: Terms, entitled: int, voted: int, at: datetime) -> bool:
    """Closed by the clock, or because everybody who may vote has voted."""
    return at >= it.closes_at or 0 < entitled <= voted


def tally(counts: Mapping[Choice, int], electorate: Electorate) -> Tally:
    """The figures of a YES_NO poll. Online, presence is having voted: an abstention helps the quorum."""
    ayes, noes, abstentions = (counts.get(choice, 0) for choice in Choice)
    return Tally(ayes, noes, abstentions, ayes + noes + abstentions, electorate.members, len(electorate.recused))


def verdict(it: Terms, counts: Mapping[Choice, int], electorate: Electorate) -> Verdict:
    return decide(tally(counts, electorate), it.quorum, it.threshold, attending="参加表决")


def published(it: Terms, counts: Mapping[Choice, int], electorate: Electorate, closed: bool) -> Verdict | None:
    """The result, once the poll has been closed; None before, for everybody."""
    return verdict(it, counts, electorate) if closed else None


def turnout(voted: int, members: int, openness: Openness) -> str:
    """What may be said of a running poll: how many have voted; of a secret one only once they are no longer few."""
    if openness is Openness.SECRET and 0 < voted < FEW:
        return f"已有人投票（满{FEW}人后显示人数）"
    return f"名册{members}人，已有{voted}人投票" if voted else f"名册{members}人，还没有人投票"


# -- what a ballot is bound to ---------------------------------------------------------------------------------------


def paper(matter: str, question: str, choices: type[Choice], subject: str, closes_at: datetime) -> str:
    """SHA-256 of the ballot paper: the exact question, the options in their order, and the digest of what is decided."""
    return digest_of({
        "format": "yishi-poll-1", "matter": matter, "question": question, "options": [choice.value for choice in choices],
        "subject": subject, "closes_at": closes_at.isoformat(timespec="microseconds"),
    })  # fmt: skip


def commitment(paper: str, elector: int, choice: Choice, salt: str, cast_at: datetime) -> str:
    """SHA-256 that fixes a ballot without telling it: kept in the ledger at once, opened (choice and salt) at the closing."""
    return digest_of({
        "format": "yishi-ballot-1", "paper": paper, "elector": elector, "choice": choice.value, "salt": salt,
        "cast_at": cast_at.isoformat(timespec="microseconds"),
    })  # fmt: skip


def receipt(commitment: str) -> str:
    """The commitment as a number that can be read out: 7K4M-29QD-X8TP, without 0, 1, I and O."""
    number = int(commitment[:15], 16)
    symbols = "".join(SYMBOLS[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(symbols[place : place + 4] for place in (0, 4, 8))


SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CHOICE = Ask("choice", "赞成、反对还是弃权", Kind.CHOICE, choices=options(Choice))

# -- the table -------------------------------------------------------------------------------------------------------


class Poll(Protocol):
    """What the rules may ask of a poll."""

    state: PollState

    @property
    def terms(self) -> Terms: ...
    @property
    def entitled(self) -> int: ...  # on the roll and not recused
    @property
    def voted(self) -> int: ...  # of those


@rule("到了截止时间，或应投票的人都已投票", gate=True)
def voting_over(it: Poll, case: Case) -> bool:
    return over(it.terms, it.entitled, it.voted, case.at)


POLL = Lifecycle("poll", "表决", initial=PollState.OPEN, steps=(
    Step("close", "截止计票", PollState.OPEN, PollState.CLOSED, clock, (voting_over,), "count"),
))  # fmt: skip
