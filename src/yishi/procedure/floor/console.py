"""会上的按钮 · what somebody is offered at a real sitting: one press where that is enough, else a short form.

The moves are the engine's, so what is offered is what it accepts; here is only their order, the likeliest first, and their words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType

from ..debate import Stance
from ..poll import Choice
from .besides import refusal
from .chairing import following
from .commands import Command, Do
from .moves import Move, can, move
from .sitting import Floor
from .speaking import queue

CHAIR = (
    Do.OPEN, Do.RULE, Do.FINISH, Do.ANNOUNCE, Do.STATE, Do.GRANT, Do.PUT, Do.CALL_ITEM, Do.LAPSE, Do.TAKE_BACK, Do.VOTE, Do.UNDO,
)  # fmt: skip
CHAIR_FORMS = (
    Do.ANNOUNCE, Do.REQUEST, Do.REMIND, Do.WARN, Do.SILENCE, Do.TELLER, Do.RELEASE, Do.HAND_OVER, Do.RECUSE, Do.RECESS, Do.ADJOURN,
    Do.LEAVE,
)  # fmt: skip
MEMBER = (Do.VOTE, Do.FINISH, Do.SECOND, Do.UNREQUEST, Do.REQUEST, Do.TAKE_BACK)
MEMBER_FORMS = (
    Do.TALLY, Do.PROXY, Do.REVOKE, Do.MOVE, Do.AMEND, Do.POINT_OF_ORDER, Do.APPEAL, Do.CLOSE_DEBATE, Do.POSTPONE, Do.REFER,
    Do.LIMIT_DEBATE, Do.EXTEND_DEBATE, Do.TABLE, Do.TAKE_FROM_TABLE, Do.POSTPONE_INDEFINITELY, Do.DIVIDE, Do.WITHDRAW,
    Do.RECONSIDER, Do.REMOVE, Do.RECUSE, Do.RECESS, Do.ADJOURN, Do.LEAVE,
)  # fmt: skip
DESK_FORMS = (Do.COUNT, Do.REQUEST, Do.HAND_OVER)
TONES = MappingProxyType({Stance.FOR: "for", Stance.AGAINST: "against", Stance.ASK: "info"})


@dataclass(frozen=True, slots=True)
class Press:
    """One button: what stands on it, and the command it sends. `small` is a second line, `tone` its colour."""

    label: str
    command: Command
    small: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """What one person may do now. `forms` want a name or a text first. `why_not` is why what comes next cannot be done yet."""

    presses: tuple[Press, ...]
    forms: tuple[Do, ...]
    why_not: str = ""
    no_vote: str = ""  # why a vote by telephone would not count


def to_chair(floor: Floor) -> Offered:
    """For whoever presides."""
    put = move(floor, Do.PUT, floor.chair_id)
    waits = floor.pending is not None and floor.vote is None and not put.legal
    once_more = Do.ANNOUNCE if missing(floor) else None  # on a form, while votes are missing
    presses = tuple(press for press in _buttons(floor, CHAIR, floor.chair_id) if press.command.do is not once_more)
    forms = tuple(do for do in _forms(floor, CHAIR_FORMS, floor.chair_id) if do is not Do.ANNOUNCE or once_more)
    why = f"还不能付诸表决：{put.why}" if waits else refusal(floor, Command(do=Do.ANNOUNCE, by=floor.chair_id))
    return Offered(presses, forms, why)


def missing(floor: Floor) -> int:
    """How many who may vote have not, while nobody has counted hands or papers."""
    if floor.vote is None or floor.vote.count is not None:
        return 0
    return len(floor.counted(paper=False) - floor.voted)


def to_member(floor: Floor, person_id: int) -> Offered:
    """For anybody else on the roll who is there."""
    ask = move(floor, Do.REQUEST, person_id)
    presses, forms = _buttons(floor, MEMBER, person_id), _forms(floor, MEMBER_FORMS, person_id)
    return Offered(presses, forms, ask.why, no_vote=refusal(floor, Command(do=Do.VOTE, by=person_id)))


def to_desk(floor: Floor) -> Offered:
    """For the secretary. Coming and going is on the list of names."""
    return Offered((), _forms(floor, DESK_FORMS, floor.setup.secretary_id))


def _buttons(floor: Floor, wanted: tuple[Do, ...], person_id: int) -> tuple[Press, ...]:
    found = (press for do in wanted if (it := move(floor, do, person_id)).legal for press in _presses(floor, it))
    return tuple(press for press in found if not refusal(floor, press.command))


def _forms(floor: Floor, wanted: tuple[Do, ...], person_id: int) -> tuple[Do, ...]:
    return tuple(do for do in wanted if can(floor, do, person_id) and not refusal(floor, Command(do=do, by=person_id)))


def _presses(floor: Floor, move: Move) -> Iterator[Press]:
    match move.do:
        case Do.RULE:
            for way in move.ways:
                yield Press("程序问题成立" if way.sustained else "程序问题不成立", way)
        case Do.VOTE:
            tones = dict(zip(Choice, ("for", "against", "plain"), strict=True))
            yield from (Press(way.choice.label, way, tone=tones[way.choice]) for way in move.ways if way.choice)
        case Do.REQUEST:
            yield from _hands(floor, move)
        case Do.UNREQUEST:
            yield Press("不排队了", move.ways[0])
        case Do.GRANT:
            first = next(iter(queue(floor)), None)
            yield Press(f"请{floor.name(first.person_id)}发言" if first else "请下一位发言", move.ways[0])
        case Do.FINISH:
            mine = floor.speech is not None and floor.speech.person_id == move.ways[0].by
            yield Press("我说完了" if mine or floor.speech is None else f"请{floor.name(floor.speech.person_id)}结束", move.ways[0])
        case Do.CALL_ITEM:
            item = following(floor)
            if item is not None:
                yield Press(f"进入第{item + 1}项：{floor.setup.items[item].title}", move.ways[0])
        case Do.STATE | Do.SECOND:
            kind = floor.moved[-1].kind.label
            yield Press(f"宣布议题：{kind}" if move.do is Do.STATE else f"附议“{kind}”", move.ways[0])
        case Do.OPEN:
            yield Press("宣布开会", move.ways[0])
        case _:
            yield Press(move.do.label, move.ways[0])


def _hands(floor: Floor, move: Move) -> Iterator[Press]:
    """A hand for each side; where no side need be named, one more without."""
    for way in move.ways:
        if way.to is not None:
            continue
        if way.stance is None:
            yield Press("要发言", way, tone="plain")
        else:
            label = way.stance.label if way.stance is Stance.ASK else f"{way.stance.label}发言"
            ahead = sum(place.hand.stance is way.stance for place in queue(floor))
            yield Press(label, way, f"前面{ahead}人" if ahead else "", TONES[way.stance])
