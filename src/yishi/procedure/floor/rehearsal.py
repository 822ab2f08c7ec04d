"""演练 · a scenario played through the same engine as a sitting: what happened at each step, and whether it was as expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .applying import apply
from .commands import OutOfOrder
from .deciding import decide, due
from .moves import moves
from .sayings import saying
from .scenario import Scenario
from .sitting import Floor, begin
from .speaking import queue
from .steps import Step


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the transcript. `step` is None for what the clock did; `wrong` says what was not as expected."""

    step: int | None
    line: int | None
    at: int
    by: str
    do: str
    accepted: bool
    says: str
    article: str = ""
    wrong: tuple[str, ...] = ()


def rehearse(scenario: Scenario) -> tuple[Line, ...]:
    """The whole transcript, whether or not all was as expected."""
    return tuple(_Rehearsal(scenario, begin(scenario.setup)).lines())


@dataclass(slots=True)
class _Rehearsal:
    scenario: Scenario
    floor: Floor

    def lines(self) -> Iterator[Line]:
        for step in self.scenario.steps:
            yield from self.clock(step.at)
            lines = [self.one(step, by) for by in step.by] if step.do else []
            expected = self.unexpected(step, lines)
            if not lines:
                yield Line(step.number, step.line, step.at, "", "等待", True, "时间过去", wrong=expected)
                continue
            yield from lines[:-1]
            last = lines[-1]
            yield Line(last.step, last.line, last.at, last.by, last.do, last.accepted, last.says, last.article, expected)

    def clock(self, at: int) -> Iterator[Line]:
        for event in due(self.floor, at):
            before, self.floor = self.floor, apply(self.floor, event)
            yield Line(None, None, event.at, "计时", "到时", True, saying(before, event, self.floor))

    def one(self, step: Step, by: int) -> Line:
        assert step.do
        name = self.floor.name(by)
        try:
            events = decide(self.floor, step.command(by), step.at)
        except OutOfOrder as refused:
            return Line(step.number, step.line, step.at, name, step.do.label, False, str(refused), _named(step, refused))
        says = []
        for event in events:
            before, self.floor = self.floor, apply(self.floor, event)
            says.append(saying(before, event, self.floor))
        return Line(step.number, step.line, step.at, name, step.do.label, True, "；".join(says))

    def unexpected(self, step: Step, lines: list[Line]) -> tuple[str, ...]:
        """A step of everybody is accepted when somebody's was; it is refused when everybody's was."""
        accepted = [line for line in lines if line.accepted]
        if lines and step.refused:
            if accepted:
                return (f"应当被拒绝，却办成了：{accepted[0].by} {accepted[0].says}",)
            missed = step.article and any(line.article != step.article for line in lines)
            return (f"应当依据“{step.article}”拒绝，实际是：{lines[-1].says}",) if missed else ()
        if lines and not accepted:
            return (f"应当办成，却被拒绝：{lines[-1].says}",)
        found = {check: self.actual(check, step) for check in step.checks}
        return tuple(
            f"{check} 应为 {_shown(value)}，实际是 {_shown(found[check])}"
            for check, value in step.checks.items()
            if not _holds(check, value, found[check])
        )

    def actual(self, check: str, step: Step) -> Any:
        floor = self.floor
        match check:
            case "speaker":
                return floor.name(floor.speech.person_id) if floor.speech else "none"
            case "quorum":
                return floor.quorate
            case "pending":
                return floor.pending.kind.value if floor.pending else "none"
            case "verdict":
                return ("carried" if floor.result.carried else "lost") if floor.result else "none"
            case "silenced":
                return [floor.name(person) for person in sorted(floor.silenced)]
            case "legal" | "illegal":
                whose = floor.chair_id if step.everybody or not step.by else step.by[0]
                return [move.do.value for move in moves(floor, whose) if move.legal]
        places = [floor.name(place.person_id) for place in queue(floor)]
        return places if check == "queue" else next(iter(places), "none")


def _holds(check: str, expected: Any, actual: Any) -> bool:
    match check:
        case "legal":
            return set(expected) <= set(actual)
        case "illegal":
            return not set(expected) & set(actual)
        case "silenced":
            return sorted(expected) == sorted(actual)
    return bool(expected == actual)


def _named(step: Step, refused: OutOfOrder) -> str:
    """The name of the breach: the one asked about where it is among them."""
    if step.article in refused.names:
        return step.article
    return refused.article or ", ".join(sorted(refused.names))


def _shown(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value)
