"""撤销 · the chair takes back its last act, where all that others did since would have been accepted without it."""

from collections.abc import Callable

from . import events
from .applying import QUIET, apply, can_still_wait
from .commands import MOTIONS, Command, Do, OutOfOrder
from .sitting import Floor, Mark

Decide = Callable[[Floor, Command, int], tuple[events.Event, ...]]
DO = {kind: do for do, kind in MOTIONS.items()}


def undo(floor: Floor, command: Command, decide: Decide) -> events.Event:
    mark = floor.mark
    if mark is None or mark.by != command.by or not _stands_without(mark, decide):
        raise OutOfOrder(floor.rules, "没有可以撤销的：只撤销自己刚做的一步，有人据此投票、行事以后不再撤销", "not_in_order")
    return events.Undone(at=floor.at, by=command.by, did=mark.did)


def _stands_without(mark: Mark, decide: Decide) -> bool:
    floor = mark.before
    for event in mark.since:
        if isinstance(event, events.Requested) and not can_still_wait(floor, event):
            continue
        if not isinstance(event, QUIET) and not _again(floor, event, decide):
            return False
        floor = apply(floor, event)
    return True


def _again(floor: Floor, event: events.Event, decide: Decide) -> bool:
    """Whether the same act would come to the same here."""
    command = _command(event)
    try:
        return command is not None and decide(floor, command, event.at) == (event,)
    except OutOfOrder:
        return False


def _command(event: events.Event) -> Command | None:
    """What a member did, as they did it; None for what is better not repeated."""
    assert event.by is not None
    match event:
        case events.Moved():
            it = event.terms
            return Command(
                do=DO[event.kind], by=event.by, text=event.text, to=it.person_id, body=it.to, until=it.until,
                seconds=it.seconds, speeches=it.speeches, parts=it.parts, form=it.form, paragraph=it.paragraph,
            )  # fmt: skip
        case events.Seconded():
            return Command(do=Do.SECOND, by=event.by)
        case events.TakenBack():
            return Command(do=Do.WITHDRAW, by=event.by)
        case events.Finished():
            return Command(do=Do.FINISH, by=event.by)
        case events.Pointed():
            return Command(do=Do.POINT_OF_ORDER, by=event.by, text=event.text)
        case events.Recused():
            return Command(do=Do.RECUSE, by=event.by, to=event.person_id, reason=event.reason)
    return None
