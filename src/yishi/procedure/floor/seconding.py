"""附议与宣布 · the second, and the moment from which a motion belongs to the assembly."""

from ..motions import seconds_short
from .commands import Command, Do, OutOfOrder
from .events import Event, Lapsed, Seconded, Stated
from .questions import STANDALONE, Question, QuestionKind
from .sitting import Floor

K = QuestionKind
NEEDS_NO_SECOND = frozenset({K.WITHDRAW})


def unseconded(floor: Floor) -> int:
    """How many more must second the motion that was moved last."""
    it = floor.proposed
    return 0 if it is None or it.kind in NEEDS_NO_SECOND else seconds_short(it.mover_id, it.seconders, floor.rules)


def _last_moved(floor: Floor, *keys: str) -> Question:
    if floor.proposed is None:
        raise OutOfOrder(floor.rules, "现在没有待附议、待宣布的动议", "not_in_order", *keys)
    return floor.proposed


def second(floor: Floor, command: Command) -> Event:
    rules, by = floor.rules, command.by
    if not floor.setup.seated(by):
        raise OutOfOrder(rules, "只有到会的成员可以附议", "not_entitled")
    seconded = floor.pending is not None and bool(floor.pending.seconders)
    it = _last_moved(floor, *(("second",) if seconded else ()))
    if floor.neutral(by):
        raise OutOfOrder(rules, "主持人不附议，要附议请先请别人主持", "chair_neutral")
    if by in floor.recused and it.kind not in STANDALONE:
        raise OutOfOrder(rules, "您在这个议题上已经回避", "recused")
    if by == it.mover_id:
        raise OutOfOrder(rules, "附议人须是提出动议以外的人", "second", "motion_seconders")
    if by in it.seconders or it.seconders and not unseconded(floor):
        raise OutOfOrder(rules, "已经有人附议", "second", "motion_seconders", "already")
    return Seconded(at=floor.at, by=by)


def state(floor: Floor, command: Command) -> Event:
    it, rules = _last_moved(floor), floor.rules
    if short := unseconded(floor):
        raise OutOfOrder(rules, f"“{it.kind.label}”还差{short}人附议", "second", "motion_seconders")
    if floor.speech and it.kind is not K.APPEAL:
        raise OutOfOrder(rules, "有人在发言，请先请他说完", "no_interrupting", "not_in_order")
    if blocked := displaced(floor):
        raise blocked
    return Stated(at=floor.at, by=command.by)


def displaced(floor: Floor) -> OutOfOrder | None:
    """Why the motion moved last can no longer be stated: what happened since has overtaken it."""
    it = floor.proposed
    if it and it.kind is K.AMEND and (target := floor.find(it.target_id or 0)) and target.closed:
        return OutOfOrder(floor.rules, "要修正的动议已经结束辩论", "not_in_order")
    return None


def lapse(floor: Floor, command: Command) -> Event:
    """The chair says that nobody seconds it. It may be moved again: nothing was decided."""
    it = _last_moved(floor)
    if not unseconded(floor) and displaced(floor) is None:
        raise OutOfOrder(floor.rules, "动议已经有人附议，请宣布议题", "not_in_order")
    if floor.speech and it.kind is not K.APPEAL:
        raise OutOfOrder(floor.rules, "有人在发言，请先请他说完", "no_interrupting", "not_in_order")
    return Lapsed(at=floor.at, by=command.by)


SECONDING = {Do.SECOND: second, Do.STATE: state, Do.LAPSE: lapse}
