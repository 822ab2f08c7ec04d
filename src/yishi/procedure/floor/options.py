"""演练的按钮 · what somebody in a scene can press, in plain words: always in the same order, so that it gives nothing away."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..debate import Stance
from ..poll import Choice
from .commands import FROM_AFAR, MOTIONS, PRESENCE, Command, Do
from .moves import SAMPLE
from .scenario import Scenario

OF_THE_CHAIR = frozenset({
    Do.OPEN, Do.CALL_ITEM, Do.STATE, Do.GRANT, Do.REQUEST, Do.FINISH, Do.PUT, Do.VOTE, Do.ANNOUNCE, Do.ADJOURN,
})  # fmt: skip
OF_A_MEMBER = frozenset({Do.MOVE, Do.SECOND, Do.REQUEST, Do.FINISH, Do.VOTE})
OF_THE_DESK = PRESENCE | FROM_AFAR | {Do.COUNT, Do.TALLY}
NEEDS_A_TEXT = frozenset({*MOTIONS, Do.POINT_OF_ORDER})
# pressed only where the scene names somebody
NEEDS_A_NAME = frozenset({Do.REMIND, Do.WARN, Do.SILENCE, Do.REMOVE, Do.HAND_OVER, Do.TELLER, Do.RELEASE})


@dataclass(frozen=True, slots=True)
class Option:
    """One button. `near`: it belongs to this part in this scene; the others are folded away."""

    key: str
    label: str
    command: Command
    near: bool


def options(scenario: Scenario, who: int) -> tuple[Option, ...]:
    """Everything one person could do in this scene, the same at every moment of it."""
    own = [step.command(who) for step in scenario.steps if who in step.by and step.do and step.do not in OF_THE_DESK]
    presides = who == scenario.setup.chair_id
    usual, needed = OF_THE_CHAIR if presides else OF_A_MEMBER, {command.do for command in own}
    found = []
    for do in Do:
        written = {label(scenario, command): command for command in own if command.do is do}
        usual_ways = {label(scenario, command): command for command in _usual(do, who)}
        ways = written if written and do in NEEDS_A_TEXT else usual_ways | written
        for n, (words, command) in enumerate(ways.items()):
            near = do in needed or do in usual and (n == 0 or not presides)  # whoever presides is tempted once
            found.append(Option(f"{do.value}.{n}", words, command, near))
    return tuple(found)


def _usual(do: Do, who: int) -> Iterator[Command]:
    """How it can be done in any scene."""
    match do:
        case Do.REQUEST:
            yield from (Command(do=do, by=who, stance=stance) for stance in (*Stance, None))
        case Do.VOTE:
            yield from (Command(do=do, by=who, choice=choice) for choice in Choice)
        case Do.RULE:
            yield from (Command(do=do, by=who, sustained=sustained) for sustained in (True, False))
        case Do.CALL_ITEM:
            return
        case _ if do in OF_THE_DESK or do in NEEDS_A_NAME:
            return
        case _:
            yield Command(do=do, by=who, text=SAMPLE if do in NEEDS_A_TEXT else "")


def label(scenario: Scenario, command: Command) -> str:
    """What stands on the button."""
    do, people = command.do, scenario.setup.people
    to = people[command.to].name if command.to is not None else ""
    match do:
        case Do.REQUEST:
            return f"举手：{command.stance.label}" if command.stance else "举手，不说立场"
        case Do.VOTE if command.choice:
            return f"投票：{command.choice.label}"
        case Do.RULE:
            return "裁定：程序问题成立" if command.sustained else "裁定：程序问题不成立"
        case Do.CALL_ITEM if command.item is not None:
            return f"进入议题：{scenario.setup.items[command.item].title}"
        case Do.HAND_OVER:
            return f"请{to}主持"
        case Do.TELLER:
            return f"请{to}监票"
        case Do.RELEASE:
            return f"换下{to}，不再监票"
        case Do.GRANT:
            return f"请{to}发言" if to else "请下一位发言"
        case Do.REMOVE:
            return f"动议请{to}离场"
        case Do.REMIND | Do.WARN | Do.SILENCE:
            return f"让{to}停止发言" if do is Do.SILENCE else f"{do.label}{to}"
    said = "" if command.text == SAMPLE else command.text or command.body or command.until
    return f"{do.label}：{said}" if said else do.label
