"""计票 · exact counting: who was there, what was needed, and the sum in words. Never a float, never a rounded share."""

from dataclasses import dataclass
from fractions import Fraction

from .numerals import share_in_words
from .words import Word


class Base(Word):
    """What a share is a share of. Those who recused themselves are in none of them."""

    CAST = "cast", "赞成票与反对票之和"
    MARKED = "marked", "所投的票（废票计入，空白票不计）"
    BALLOTS = "ballots", "收回的票"
    PRESENT = "present", "到会人数"
    MEMBERS = "members", "应到人数"


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one vote. `members` is the whole roll (应到), the recused included; a blank ballot is an abstention."""

    ayes: int
    noes: int
    abstentions: int
    present: int
    members: int
    recused: int = 0
    invalid: int = 0

    def __post_init__(self) -> None:
        figures = (self.ayes, self.noes, self.abstentions, self.present, self.members, self.recused, self.invalid)
        if min(figures) < 0 or not self.ballots <= self.present <= self.eligible:
            raise ValueError(f"impossible figures: {self}")

    @property
    def eligible(self) -> int:
        return self.members - self.recused

    @property
    def cast(self) -> int:
        return self.ayes + self.noes

    @property
    def ballots(self) -> int:
        return self.ayes + self.noes + self.abstentions + self.invalid

    def base(self, of: Base) -> int:
        match of:
            case Base.CAST:
                return self.cast
            case Base.MARKED:
                return self.cast + self.invalid
            case Base.BALLOTS:
                return self.ballots
            case Base.PRESENT:
                return self.present
        return self.eligible


def least(share: Fraction, base: int, strict: bool) -> int:
    """The smallest whole number that is more than (`strict`), or at least, this share of the base."""
    whole, rest = divmod(share.numerator * base, share.denominator)
    return whole + 1 if strict or rest else whole


@dataclass(frozen=True, slots=True)
class Quorum:
    """法定人数: a share of the members, counted by presence, not by votes."""

    share: Fraction
    strict: bool  # 超过 rather than 达到

    def needed(self, tally: Tally) -> int:
        return least(self.share, tally.eligible, self.strict)

    def met_by(self, tally: Tally) -> bool:
        return 0 < tally.present >= self.needed(tally)

    @property
    def words(self) -> str:
        return f"{'超过' if self.strict else '达到'}应到人数的{share_in_words(self.share)}"


@dataclass(frozen=True, slots=True)
class Threshold:
    """通过门槛: the ayes must be more than, or at least, a share of a named base. An empty base carries nothing."""

    share: Fraction
    of: Base
    strict: bool

    def needed(self, tally: Tally) -> int:
        return least(self.share, tally.base(self.of), self.strict)

    def met_by(self, tally: Tally) -> bool:
        return 0 < tally.ayes >= self.needed(tally)

    @property
    def more_ayes_than_noes(self) -> bool:
        return (self.share, self.of, self.strict) == (Fraction(1, 2), Base.CAST, True)

    @property
    def unopposed(self) -> bool:
        return self.of is Base.CAST and self.share == 1

    @property
    def words(self) -> str:
        if self.more_ayes_than_noes:
            return "赞成多于反对"
        if self.unopposed:
            return "有赞成，没有反对"
        return f"赞成票{'超过' if self.strict else '达到'}{self.of.label}的{share_in_words(self.share)}"


class Outcome(Word):
    CARRIED = "carried", "通过"
    LOST = "lost", "未通过"
    INQUORATE = "inquorate", "未达法定人数"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word, and the sum that leads to it, fit to print on the notice."""

    outcome: Outcome
    sum: str

    @property
    def carried(self) -> bool:
        return self.outcome is Outcome.CARRIED


def decide(tally: Tally, quorum: Quorum, threshold: Threshold, attending: str = "实到") -> Verdict:
    """What these figures decide. `attending` says how presence was counted: 实到 at a sitting, 参加表决 online."""
    seen = f"{attendance(tally, quorum, attending)}；{votes(tally)}"
    if not quorum.met_by(tally):
        return Verdict(Outcome.INQUORATE, f"{seen}；未达法定人数，表决无效。")
    outcome = Outcome.CARRIED if threshold.met_by(tally) else Outcome.LOST
    return Verdict(outcome, f"{seen}；{_weighed(tally, threshold, outcome)}。")


def attendance(tally: Tally, quorum: Quorum, attending: str = "实到") -> str:
    recused = f"，回避{tally.recused}人" if tally.recused else ""
    base = f"除去回避的{tally.eligible}人" if tally.recused else f"应到{tally.eligible}人"
    asked = "超过" if quorum.strict else "达到"
    reached = "已达到" if quorum.met_by(tally) else "没有达到"
    needed = max(quorum.needed(tally), 1)
    return (
        f"应到{tally.members}人{recused}，{attending}{tally.present}人；"
        f"法定人数须{asked}{base}的{share_in_words(quorum.share)}，即至少{needed}人，{reached}"
    )


def votes(tally: Tally) -> str:
    invalid = f"，废票{tally.invalid}张" if tally.invalid else ""
    return f"赞成{tally.ayes}票，反对{tally.noes}票，弃权{tally.abstentions}票{invalid}"


def _weighed(tally: Tally, threshold: Threshold, outcome: Outcome) -> str:
    if not tally.ayes:
        return f"没有人投赞成票，{outcome.label}"
    if threshold.more_ayes_than_noes:
        if tally.ayes == tally.noes:
            return f"赞成与反对票数相等，{outcome.label}"
        return f"赞成{'多于' if tally.ayes > tally.noes else '少于'}反对，{outcome.label}"
    if threshold.unopposed:
        return f"有赞成，没有反对，{outcome.label}" if not tally.noes else f"还有{tally.noes}票反对，{outcome.label}"
    base, needed = tally.base(threshold.of), threshold.needed(tally)
    of = "人" if threshold.of in (Base.PRESENT, Base.MEMBERS) else "票"
    return f"须{threshold.words}（共{base}{of}），即赞成至少{needed}票，{outcome.label}"
