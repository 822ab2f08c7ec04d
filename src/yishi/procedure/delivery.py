"""实施 · money against the lines of the plan, and what the residents thought of the work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .numerals import share_in_words, yuan
from .parameter_forms import Grade
from .rule_set import RuleSet
from .tally import least
from .words import Word

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
