"""结果 · what a vote on the floor decided: the rule, the base, what was needed, what there was, and the sum in words."""

from dataclasses import dataclass, replace
from fractions import Fraction

from ..rule_set import RuleSet
from ..tally import Base, Outcome, Tally, Threshold, attendance, decide, votes
from .questions import QuestionKind

K = QuestionKind
MORE_AYES = Threshold(Fraction(1, 2), Base.CAST, strict=True)


@dataclass(frozen=True, slots=True)
class Result:
    """`rule` is the parameter applied, `words` what it says; `got` of `base` votes against `needed`."""

    carried: bool
    rule: str
    words: str
    base: int
    needed: int
    got: int
    sentence: str


def rule_of(kind: QuestionKind, passing: str = "passing") -> str:
    """The parameter by which a kind of motion passes. `passing` is that of the item's main motion."""
    match kind:
        case K.MAIN:
            return passing
        case K.AMEND:
            return "amendment_passing"
        case K.CLOSE_DEBATE | K.LIMIT_DEBATE | K.EXTEND_DEBATE:
            return kind.value
    return "procedural_passing"


def result(kind: QuestionKind, tally: Tally, rules: RuleSet, passing: str = "passing") -> Result:
    """What these figures decide on this kind of motion."""
    if kind is K.APPEAL:
        return _appeal(tally, rules)
    rule = rule_of(kind, passing)
    threshold: Threshold = getattr(rules, rule)
    dissent = threshold.unopposed and tally.noes > 0 and rules.vote_on_dissent
    applied = MORE_AYES if dissent else threshold
    verdict = decide(tally, rules.quorum, applied)
    return Result(
        carried=verdict.carried,
        rule="vote_on_dissent" if dissent else rule,
        words=applied.words,
        base=tally.base(applied.of),
        needed=max(applied.needed(tally), 1),
        got=tally.ayes,
        sentence=f"有{tally.noes}票反对，改按票数多少决定：{verdict.sum}" if dissent else verdict.sum,
    )


def _appeal(tally: Tally, rules: RuleSet) -> Result:
    """维持主持人裁定: reversed by a majority against the chair; a tie sustains."""
    reversal = replace(tally, ayes=tally.noes, noes=tally.ayes)
    reversed_ = decide(reversal, rules.quorum, MORE_AYES).outcome is Outcome.CARRIED
    ended = "多数不同意，主持人的裁定被推翻" if reversed_ else "反对没有多于赞成，主持人的裁定维持"
    return Result(
        carried=not reversed_,
        rule="obey_rulings",
        words="反对多于赞成才推翻裁定，票数相等则维持",
        base=tally.cast,
        needed=MORE_AYES.needed(reversal),
        got=tally.noes,
        sentence=f"{attendance(tally, rules.quorum)}；{votes(tally)}；{ended}。",
    )
