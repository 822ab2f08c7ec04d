"""演练 · one person takes a part in a scenario, everybody else does what is written there; replayed from what was pressed.

The scene never leaves its course: only what it asks for is done, at its moment. Whatever else is pressed is answered, and the
person tries again. So there is always a way on, and the same presses always come to the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from types import MappingProxyType

from ..rule_set import RuleSet
from ..words import Word
from .applying import apply
from .commands import PRESENCE, Command, OutOfOrder
from .deciding import decide, due, settled
from .events import Event
from .moves import moves
from .options import Option, options
from .rehearsal import rehearse
from .sayings import saying
from .scenario import Scenario
from .sitting import Floor, begin
from .steps import Step


class Answer(Word):
    RIGHT = "right", "做对了"
    OTHER = "other", "规则允许，但不是这一步"
    REFUSED = "refused", "规则不允许"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was pressed, and how it was answered. `parameter` is the one by which the rule set forbids it, '' for none."""

    option: Option
    answer: Answer
    says: str = ""
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What others have just done, as one sentence; `step` None is the clock."""

    step: int | None
    names: tuple[str, ...]
    says: str
    refused: bool = False

    @property
    def who(self) -> str:
        return "、".join(self.names) if len(self.names) < 4 else f"{self.names[0]}等{len(self.names)}人"


@dataclass(frozen=True, slots=True)
class Scene:
    """Where somebody stands in a scene. `asked` is the command it waits for, None at the end."""

    scenario: Scenario
    who: int
    floor: Floor
    acts: tuple[tuple[Step, int | None], ...]
    options: tuple[Option, ...]
    next: int = 0
    asked: Command | None = None
    told: tuple[Told, ...] = ()  # since this person last did something
    tried: Mapping[str, Taken] = field(default_factory=lambda: MappingProxyType({}))  # in vain, at this moment
    taken: tuple[Taken, ...] = ()

    @property
    def over(self) -> bool:
        return self.asked is None

    @property
    def mistakes(self) -> tuple[Taken, ...]:
        return tuple(it for it in self.taken if it.answer is Answer.REFUSED)

    @property
    def done(self) -> int:
        return sum(it.answer is Answer.RIGHT for it in self.taken)

    @property
    def points(self) -> int:
        """One for each act, less one for each breach of a rule."""
        return max(self.done - len(self.mistakes), 0)

    @property
    def presides(self) -> bool:
        return self.floor.chair_id == self.who


@dataclass(frozen=True, slots=True)
class Offer:
    """A button: to be pressed, or grey with the reason why not."""

    option: Option
    why: str = ""
    yours: bool = True


def staged(scenario: Scenario, rules: RuleSet) -> Scenario:
    """The scene under these rules, where it still goes as it is written; else under its own."""
    if rules.digest == scenario.setup.rules.digest:
        return scenario
    here = replace(scenario, setup=replace(scenario.setup, rules=rules))
    fits = rules.name == scenario.setup.rules.name and not any(line.wrong for line in rehearse(here))
    return here if fits else scenario


def played(scenario: Scenario, who: int, pressed: Iterable[str] = ()) -> Scene:
    """The scene from its beginning, with everything that was pressed so far."""
    acts = tuple((step, by) for step in scenario.steps for by in (step.by if step.do else (None,)))
    it = Scene(scenario, who, begin(scenario.setup), acts, options(scenario, who))
    return reduce(taken, pressed, _on(it))


def offered(it: Scene) -> tuple[Offer, ...]:
    """Every button of the moment. What the rules forbid is found out by pressing it; then it is grey, and says why."""
    yours = {move.do: "" if move.yours else move.why for move in moves(it.floor, it.who)}
    return tuple(
        Offer(
            option, it.tried[option.key].says if option.key in it.tried else yours[option.command.do], not yours[option.command.do]
        )
        for option in it.options
    )


def taken(it: Scene, key: str) -> Scene:
    """After pressing this. What is unknown, or was tried in vain at this moment, changes nothing."""
    option = next((option for option in it.options if option.key == key), None)
    if it.asked is None or option is None or key in it.tried:
        return it
    try:
        events = decide(it.floor, option.command, it.floor.at)
    except OutOfOrder as refused:
        return _in_vain(it, Taken(option, Answer.REFUSED, refused.sentence, refused.parameter))
    if events != _wanted(it):
        return _in_vain(it, Taken(option, Answer.OTHER, "规则允许这样做，不过这一幕现在要做的是别的"))
    floor, says = _after(it.floor, events)
    right = Taken(option, Answer.RIGHT, says)
    return _on(replace(
        it, floor=floor, next=it.next + 1, asked=None, told=(), tried=MappingProxyType({}), taken=(*it.taken, right)
    ))  # fmt: skip


def way_on(it: Scene) -> Option | None:
    """The button that the scene waits for; None when it is over."""
    return next((option for option in it.options if it.asked and _does(it, option) == _wanted(it)), None)


def _does(it: Scene, option: Option) -> tuple[Event, ...]:
    try:
        return decide(it.floor, option.command, it.floor.at)
    except OutOfOrder:
        return ()


def _wanted(it: Scene) -> tuple[Event, ...]:
    return decide(it.floor, it.asked, it.floor.at) if it.asked else ()


def _in_vain(it: Scene, wrong: Taken) -> Scene:
    return replace(it, tried=MappingProxyType({**it.tried, wrong.option.key: wrong}), taken=(*it.taken, wrong))


def _on(it: Scene) -> Scene:
    """Everybody else does their part, until it is this person's turn."""
    while it.next < len(it.acts):
        step, by = it.acts[it.next]
        it = _clock(it, step.at)
        if by is not None:
            command = step.command(by)
            if _asks(it, step, command):
                return replace(it, asked=command)
            it = _others(it, step, command)
        it = replace(it, next=it.next + 1)
    return it


def _asks(it: Scene, step: Step, command: Command) -> bool:
    """Whether this is for the person to do: what the scene refuses is no task, and everybody comes and goes by themselves."""
    if command.by != it.who or step.refused or command.do in PRESENCE:
        return False
    try:
        return bool(decide(it.floor, command, step.at))
    except OutOfOrder:
        return False


def _clock(it: Scene, at: int) -> Scene:
    for event in due(it.floor, at):
        floor, says = _after(it.floor, (event,))
        it = replace(it, floor=floor, told=(*it.told, Told(None, (), says)))
    return replace(it, floor=settled(it.floor, at))


def _others(it: Scene, step: Step, command: Command) -> Scene:
    """One act of somebody else. What the scene refuses to this very person is left for them to find out."""
    name = it.floor.name(command.by)
    try:
        floor, says = _after(it.floor, decide(it.floor, command, step.at))
    except OutOfOrder as refused:
        if command.by == it.who:
            return it
        return replace(
            it, told=(*it.told, Told(step.number, (name,), f"想“{command.do.label}”，没有办成：{refused}", refused=True))
        )
    last = it.told[-1] if it.told else None
    if last and last.step == step.number and not last.refused:
        return replace(it, floor=floor, told=(*it.told[:-1], Told(step.number, (*last.names, name), says)))
    return replace(it, floor=floor, told=(*it.told, Told(step.number, (name,), says)))


def _after(floor: Floor, events: Iterable[Event]) -> tuple[Floor, str]:
    says = []
    for event in events:
        before, floor = floor, apply(floor, event)
        says.append(saying(before, event, floor))
    return floor, "；".join(says)
