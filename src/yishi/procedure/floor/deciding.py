"""裁决 · what a command makes of the floor: one event, or a refusal with the article.

`due` is what the clock does by itself. It comes before a command of the same second.
"""

from dataclasses import replace
from functools import reduce

from .applying import apply
from .chairing import CHAIRING
from .commands import FROM_AFAR, HANDS, MOTIONS, PRESENCE, Command, Do, OutOfOrder
from .events import Event, TimeUp
from .motions import MOVING
from .proxies import GIVING
from .questions import PRIVILEGED
from .seconding import SECONDING
from .sitting import CHAIRS, Floor, Phase
from .speaking import ASKING
from .tellers import TELLING
from .undoing import undo
from .voting import VOTING


def _undo(floor: Floor, command: Command) -> Event:
    return undo(floor, command, decide)


RULES = {**CHAIRING, **GIVING, **ASKING, **MOVING, **SECONDING, **VOTING, **TELLING, Do.UNDO: _undo}
BEFORE_OPENING = frozenset({Do.OPEN, Do.RECESS, Do.ADJOURN, Do.UNDO, Do.HAND_OVER, Do.TAKE_BACK})


def due(floor: Floor, at: int) -> tuple[Event, ...]:
    """What the clock has done by this moment: a speech ends when its time is up."""
    speech = floor.speech
    if speech is None or speech.ends_at is None or speech.ends_at > at:
        return ()
    return (TimeUp(at=max(speech.ends_at, floor.at), by=None, person_id=speech.person_id, seconds=speech.limit),)


def decide(floor: Floor, command: Command, at: int) -> tuple[Event, ...]:
    """The events of a command at a moment, what the clock did before it included; raises `OutOfOrder`."""
    now = settled(floor, at)
    in_its_place(now, command.do, command.by)
    return (*due(floor, at), RULES[command.do](now, command))


def settled(floor: Floor, at: int) -> Floor:
    """The floor at this moment, the clock's part done."""
    return replace(reduce(apply, due(floor, at), floor), at=max(at, floor.at))


def in_its_place(floor: Floor, do: Do, by: int) -> None:
    """What holds for every command, whatever it says: who is there, and what the moment allows."""
    rules = floor.rules
    if floor.phase is Phase.ADJOURNED and do is not Do.UNDO:
        raise OutOfOrder(rules, "已经散会", "not_in_order")
    if do in PRESENCE | FROM_AFAR:
        return
    desk = by == floor.setup.secretary_id or by in floor.setup.teller_ids and do in (Do.COUNT, Do.TALLY)
    if by not in floor.present and not desk:
        raise OutOfOrder(rules, f"{floor.name(by)}没有签到", "not_entitled")
    if not floor.chair_here and do is not Do.HAND_OVER:
        raise OutOfOrder(rules, "主持人不在场；请等他回来，或由秘书记录请谁主持", "not_in_order")
    if do in CHAIRS and by != floor.chair_id:
        raise OutOfOrder(rules, f"由主持人（{floor.name(floor.chair_id)}）办理", "not_entitled")
    if floor.phase is not Phase.SITTING:
        _before_opening(floor, do, by)
    if floor.point is not None and do is not Do.RULE and do not in HANDS and (floor.chair_here or do is not Do.HAND_OVER):
        raise OutOfOrder(rules, "有程序问题等主持人裁定", "not_in_order", "pending")
    if floor.vote and do in MOTIONS and not (MOTIONS[do] in PRIVILEGED and by == floor.chair_id and not floor.quorate):
        raise OutOfOrder(rules, "正在表决，等宣布结果以后再提动议", "not_in_order", "pending")


def _before_opening(floor: Floor, do: Do, by: int) -> None:
    if do not in BEFORE_OPENING:
        raise OutOfOrder(floor.rules, f"现在{floor.phase.label}，还不能{do.label}", "not_in_order")
    if MOTIONS.get(do) in PRIVILEGED and by != floor.chair_id:
        key = "not_in_order" if floor.setup.seated(by) else "not_entitled"
        raise OutOfOrder(floor.rules, f"现在{floor.phase.label}，只有主持人可以宣布{do.label}", key)
