"""实施与验收 · milestones, money against the lines of the plan, the acceptance, and what the residents thought of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from .calendar import beijing_day
from .numerals import share_in_words, yuan
from .parameter_forms import Grade
from .rule_set import RuleSet
from .tally import least
from .words import Word

# -- milestones ------------------------------------------------------------------------------------------------------


class Due(Protocol):
    """A milestone of the frozen plan, and when it was reported done (UTC)."""

    @property
    def name(self) -> str: ...
    @property
    def due(self) -> date: ...
    @property
    def reported_at(self) -> datetime | None: ...


def unreported(milestones: Iterable[Due]) -> tuple[str, ...]:
    return tuple(milestone.name for milestone in milestones if milestone.reported_at is None)


def overdue(milestones: Iterable[Due], at: datetime) -> tuple[str, ...]:
    """Milestones whose day has passed without a report."""
    return tuple(milestone.name for milestone in milestones if milestone.reported_at is None and milestone.due < beijing_day(at))


# -- money -----------------------------------------------------------------------------------------------------------


class Need(Word):
    """What spending on a line asks for."""

    NOTHING = "nothing", "在预算内"
    CHANGE_ORDER = "change_order", "须先办变更"
    VOTE = "vote", "须重新表决"


@dataclass(frozen=True, slots=True)
class LineStanding:
    """One budget line, in fen: `planned` by the frozen plan (0 for a line added since), `allowed` after changes, `spent`."""

    name: str
    planned: int
    allowed: int
    spent: int

    @property
    def left(self) -> int:
        return self.allowed - self.spent

    def need(self, rules: RuleSet, more: int = 0) -> Need:
        """What is needed before this line may stand at what is spent and `more`."""
        spent = self.spent + more
        if not _exceeds(spent, self.allowed, rules.change_order_line_percent):
            return Need.NOTHING
        return change_need(self.planned, spent, rules)

    def refusal(self, rules: RuleSet, more: int = 0) -> str:
        """The sentence about a line that is exceeded, '' about one that is not."""
        need = self.need(rules, more)
        if need is Need.NOTHING:
            return ""
        spent = self.spent + more
        over = spent - self.allowed
        return f"“{self.name}”可用{yuan(self.allowed)}，支出{yuan(spent)}，超出{yuan(over)}，{need.label}（{cites(need, rules)}）"


def change_need(planned: int, to: int, rules: RuleSet) -> Need:
    """Who decides a change of a line to a new amount. Measured from the plan as voted, so small changes cannot add up unseen."""
    return Need.VOTE if _exceeds(to, planned, rules.change_order_vote_percent) else Need.CHANGE_ORDER


def cites(need: Need, rules: RuleSet) -> str:
    return rules.cites("change_order_vote_percent" if need is Need.VOTE else "change_order_line_percent")


def exceeded(lines: Iterable[LineStanding], rules: RuleSet) -> tuple[str, ...]:
    """A sentence for every line on which more was spent than allowed."""
    return tuple(sentence for line in lines if (sentence := line.refusal(rules)))


def _exceeds(amount: int, base: int, percent: int) -> bool:
    return amount * 100 > base * (100 + percent)


# -- acceptance ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Check:
    """One point of the checklist; `passed` is None until somebody has looked."""

    name: str
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """A supervisor's, with the unit they belong to, if any."""

    person_id: int
    unit_id: int | None = None


def signers(signatures: Iterable[Signature], contractor_id: int | None) -> frozenset[int]:
    """The distinct people whose signature counts: nobody accepts the work of their own unit."""
    return frozenset(s.person_id for s in signatures if contractor_id is None or s.unit_id != contractor_id)


def acceptance_gaps(
    checks: Sequence[Check], signatures: Iterable[Signature], contractor_id: int | None, rules: RuleSet
) -> tuple[str, ...]:
    """What still stands between the work and its acceptance."""
    unseen = [check.name for check in checks if check.passed is None]
    failed = [check.name for check in checks if check.passed is False]
    signed, needed = len(signers(signatures, contractor_id)), rules.acceptance_signatures
    gaps = {
        "验收清单还没有列出项目": not checks,
        f"还没有查看：{'、'.join(unseen)}": bool(unseen),
        f"没有通过：{'、'.join(failed)}": bool(failed),
        f"需要{needed}位监督员签名，已有{signed}位（{rules.cites('acceptance_signatures')}）": signed < needed,
    }
    return tuple(sentence for sentence, stands in gaps.items() if stands)


# -- residents' rating -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """评价结论: None when nobody rated. `sum` is the reckoning in words."""

    grade: Grade | None
    passes: bool
    sum: str


def satisfaction(counts: Mapping[Grade, int], rules: RuleSet) -> Satisfaction:
    """满意 when the 满意 reach the share of all ratings, else 基本满意 when both together do, else 不满意.

    At exactly the share the better word holds (镇海 2022, whose note leaves that case open).
    """
    good, fair, bad = (counts.get(grade, 0) for grade in Grade)
    rated = good + fair + bad
    if not rated:
        return Satisfaction(None, False, "没有人评价，不作结论。")
    needed = least(rules.satisfaction_share, rated, strict=False)
    seen = f"共{rated}人评价：满意{good}人，基本满意{fair}人，不满意{bad}人；"
    reach = f"达到{share_in_words(rules.satisfaction_share)}（{needed}人）"
    if good >= needed:
        grade, why = Grade.GOOD, f"满意{good}人，{reach}"
    elif good + fair >= needed:
        grade, why = Grade.FAIR, f"满意没有{reach}，满意和基本满意合计{good + fair}人，已经达到"
    else:
        grade, why = Grade.BAD, f"满意和基本满意合计{good + fair}人，没有{reach}"
    return Satisfaction(grade, grade in rules.satisfaction_passes, f"{seen}{why}，结论为{grade.label}。")
