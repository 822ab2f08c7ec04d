"""流程 · a lifecycle is one table. Guards, buttons, ledger entries and diagrams all read it.

Nothing here knows of a database, a request or a clock: the caller brings a `Case` (who asks, and when), and gets
back the `Step` to take or a `Refused`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from .asking import Ask, read
from .people import Actor, Who, clock
from .words import Word


class Refused(Exception):
    """The rules do not allow it now. `reasons` are sentences fit to show."""

    def __init__(self, *reasons: str):
        super().__init__("；".join(reasons))
        self.reasons = reasons


class NotYours(Refused):
    """The rules allow it, but not to this person."""


class Unanswered(Refused):
    """Something asked for is missing or unreadable; `problems` names the field and the sentence."""

    def __init__(self, problems: Mapping[str, str]):
        super().__init__(*problems.values())
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Case:
    """Who asks, when (UTC), and what they typed: each field a list of strings, as a form sends it."""

    actor: Actor
    at: datetime
    typed: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence with a predicate. The sentence is the row in the docs and in the ledger; where it would read as a fact at a
    greyed button, `unmet` says what is missing instead, in words that are true while the predicate does not hold."""

    says: str
    holds: Callable[[Any, Case], bool]
    facts: Callable[[Any, Case], str] | None = None  # the figures behind the answer: "需要5人，已有3人"
    source: str = ""  # the article or document it comes from, with its date
    hides: bool = False  # while it does not hold, the step is not offered at all: it is not this person's question
    gate: bool = False  # while it does not hold, nothing behind it is looked at or told: no interim result leaks
    unmet: Callable[[Any, Case], str] | str = ""

    def seen(self, it: Any, case: Case) -> str:
        return self.facts(it, case) if self.facts else ""

    def refusal(self, it: Any, case: Case) -> str:
        """Why not: the sentence for the greyed button, and for whoever pressed it anyway."""
        if self.unmet:
            return self.unmet if isinstance(self.unmet, str) else self.unmet(it, case)
        facts = self.seen(it, case)
        return f"{self.says}（{facts}）" if facts else self.says


def rule(
    says: str,
    *,
    facts: Callable[[Any, Case], str] | None = None,
    source: str = "",
    hides: bool = False,
    gate: bool = False,
    unmet: Callable[[Any, Case], str] | str = "",
) -> Callable[[Callable[[Any, Case], bool]], Rule]:
    """Turn a predicate into a rule."""
    return lambda holds: Rule(says, holds, facts, source, hides, gate, unmet)


@dataclass(frozen=True, slots=True)
class Step:
    """One row: a person in `by` may take `name` from `source` to `target` when every rule of `needs` holds."""

    name: str
    label: str
    source: Word
    target: Word
    by: Who
    needs: tuple[Rule, ...] = ()
    then: str = ""  # the method on the model that records the consequence
    asks: tuple[Ask, ...] = ()
    warns: str = ""  # the consequence named on the review step of a final act; "" when none is needed

    def broken(self, it: Any, case: Case) -> tuple[str, ...]:
        """The sentences of the rules that do not hold; nothing behind a shut gate is told."""
        reasons: list[str] = []
        for r in self.needs:
            if not r.holds(it, case):
                reasons.append(r.refusal(it, case))
                if r.gate:
                    break
        return tuple(reasons)

    def hidden(self, it: Any, case: Case) -> bool:
        return any(r.hides and not r.holds(it, case) for r in self.needs)

    def asked(self, it: Any) -> tuple[Ask, ...]:
        """The fields of the form, with choices that come from the record filled in."""
        return tuple(replace(a, choices=tuple(getattr(it, a.choices_from))) if a.choices_from else a for a in self.asks)

    def evidence(self, it: Any, case: Case) -> list[dict[str, str]]:
        """What each rule of the row saw: kept in the ledger."""
        return [{"rule": r.says, "facts": r.seen(it, case), "source": r.source} for r in self.needs]


@dataclass(frozen=True, slots=True)
class Move:
    """A row that may be taken, with the answers read from what was typed."""

    step: Step
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A step this person may take from here, and what still stands in its way."""

    step: Step
    asks: tuple[Ask, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Lifecycle:
    name: str
    label: str
    initial: Word
    steps: tuple[Step, ...]

    def move(self, it: Any, name: str, case: Case) -> Move:
        """The row to take. Of rows with one name the first whose needs hold, else the one nearest to it speaks."""
        rows = [s for s in self.steps if s.name == name and s.source == it.state]
        if not rows:
            raise Refused(f"{self.label}现在是“{it.state.label}”，不能办理这一步，请刷新后再看")
        rows = [s for s in rows if s.by.includes(case.actor, it)]
        if not rows:
            raise NotYours("这一步不由您办理")
        nearest: tuple[str, ...] = ()
        for step in rows:
            if not (broken := step.broken(it, case)):
                break
            if not nearest or len(broken) < len(nearest):
                nearest = broken
        else:
            raise Refused(*nearest)
        answers = read(step.asked(it), case.typed)
        if answers.problems:
            raise Unanswered(answers.problems)
        return Move(step, answers.values)

    def offers(self, it: Any, case: Case) -> Iterator[Offer]:
        """The buttons to show, in table order, one for each step name."""
        best: dict[str, Offer] = {}
        for step in self.steps:
            if step.source == it.state and step.by.includes(case.actor, it) and not step.hidden(it, case):
                offer = Offer(step, step.asked(it), step.broken(it, case))
                if step.name not in best or len(offer.reasons) < len(best[step.name].reasons):
                    best[step.name] = offer
        return iter(best.values())

    def due(self, it: Any, case: Case) -> Step | None:
        """The clock's row that may be taken now, if any: the first in table order whose needs hold."""
        rows = (s for s in self.steps if s.source == it.state and s.by is clock)
        return next((s for s in rows if not s.broken(it, case)), None)

    @property
    def timed(self) -> tuple[Word, ...]:
        """The states out of which the clock may move a record."""
        return tuple(dict.fromkeys(s.source for s in self.steps if s.by is clock))

    def mermaid(self) -> str:
        rows = [f"    [*] --> {self.initial.label}"]
        rows += [f"    {s.source.label} --> {s.target.label}: {s.label}（{s.by.label}）" for s in self.steps]
        ends = {s.target for s in self.steps} - {s.source for s in self.steps}
        rows += [f"    {end.label} --> [*]" for end in sorted(ends)]
        return "\n".join(["stateDiagram-v2", *rows])
