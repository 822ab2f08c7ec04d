"""表决 · an opened vote: the terms declared beforehand, who may cast, the count and the verdict.

Until the closing nobody sees a count, whatever their office: `published` is the only door to the figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .calendar import moment_in_words
from .electorate import Electorate
from .rule_set import RuleSet
from .tally import Quorum, Tally, Threshold, Verdict, decide
from .words import Word

FEW = 20


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


def over(it: Terms, electorate: Electorate, voted: int, at: datetime) -> bool:
    """Closed by the clock, or because everybody on the roll has voted."""
    return at >= it.closes_at or 0 < len(electorate.electors) <= voted


def tally(counts: Mapping[Choice, int], electorate: Electorate) -> Tally:
    """The figures of a YES_NO poll. Online, presence is having voted: an abstention helps the quorum."""
    ayes, noes, abstentions = (counts.get(choice, 0) for choice in Choice)
    return Tally(ayes, noes, abstentions, ayes + noes + abstentions, electorate.members, len(electorate.recused))


def verdict(it: Terms, counts: Mapping[Choice, int], electorate: Electorate) -> Verdict:
    return decide(tally(counts, electorate), it.quorum, it.threshold, attending="参加表决")


def published(it: Terms, counts: Mapping[Choice, int], electorate: Electorate, closed: bool) -> Verdict | None:
    """The result, once the poll has been closed; None before, for everybody."""
    return verdict(it, counts, electorate) if closed else None


def turnout(voted: int) -> str:
    """What may be said of a running poll: that people have voted, and how many once they are no longer few."""
    if not voted:
        return "还没有人投票"
    return f"已有{voted}人投票" if voted >= FEW else f"已有人投票（满{FEW}人后显示人数）"
