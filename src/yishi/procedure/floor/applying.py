"""发生 · what an event makes of the floor. Total: every event that was decided can be applied, in its order, for ever."""

from dataclasses import replace

from .changes import CHANGES
from .events import (
    Announced,
    CheckedIn,
    Counted,
    Event,
    Left,
    Moved,
    ProxyGiven,
    ProxyRevoked,
    Requested,
    Tallied,
    TimeUp,
    Undone,
    Unrequested,
    Voted,
)  # fmt: skip
from .questions import QuestionKind, Ruling
from .sitting import Floor, Mark, Phase

K = QuestionKind
FROM_AFAR = (ProxyGiven, ProxyRevoked)
QUIET = (CheckedIn, Left, *FROM_AFAR, Requested, Unrequested)  # these leave a ruling open to appeal
VOTES = (Voted, Counted, Tallied)


def apply(floor: Floor, event: Event) -> Floor:
    """The floor after this event."""
    if isinstance(event, Undone):
        return _undo(floor, event)
    after = replace(
        floor, at=max(event.at, floor.at), ruling=_still_appealable(floor, event), mark=_marked(floor, event),
        announced=floor.announced if isinstance(event, (*QUIET, TimeUp)) else None,
    )  # fmt: skip
    return _clock(CHANGES[type(event)](after, event))


def _still_appealable(floor: Floor, event: Event) -> Ruling | None:
    appeal = isinstance(event, Moved) and event.kind is K.APPEAL  # takes it up
    return floor.ruling if appeal or isinstance(event, (*QUIET, *VOTES, TimeUp)) else None


def _marked(floor: Floor, event: Event) -> Mark | None:
    """The chair's own act, with what others do after it. Votes, and what the clock does, are never undone."""
    own = event.by == floor.chair_id and not isinstance(event, (CheckedIn, Left, *FROM_AFAR, Unrequested, *VOTES))
    if own:
        return Mark(event.by or 0, type(event).__name__, replace(floor, mark=None))
    mark = floor.mark
    if mark is None or mark.did == Announced.__name__ or isinstance(event, (*VOTES, TimeUp)):
        return None
    return replace(mark, since=(*mark.since, event))


def _undo(floor: Floor, event: Undone) -> Floor:
    """As before the act, with what others did since. A hand for a question that is gone goes with it."""
    assert floor.mark
    back = floor.mark.before
    for later in floor.mark.since:
        if not isinstance(later, Requested) or can_still_wait(back, later):
            back = apply(back, later)
    return _clock(replace(back, at=max(event.at, floor.at), mark=None, ruling=None))


def can_still_wait(floor: Floor, hand: Requested) -> bool:
    question = floor.question
    if question is None or question.id != hand.question_id:
        return False
    return all(it.person_id != hand.person_id for it in question.hands)


def _clock(floor: Floor) -> Floor:
    """The clock of a speech stands while a point of order or an appeal is dealt with, and while nobody presides."""
    speech = floor.speech
    if speech is None:
        return floor
    appealing = any(question.kind is K.APPEAL for question in floor.moved)
    stands = floor.point is not None or appealing or not floor.chair_here or floor.phase is not Phase.SITTING
    if stands and speech.halted is None:
        return replace(floor, speech=replace(speech, halted=floor.at))
    if not stands and speech.halted is not None:
        return replace(floor, speech=replace(speech, halted=None, lost=speech.lost + floor.at - speech.halted))
    return floor
