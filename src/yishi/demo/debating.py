"""公开辩论 · the ordinary way of a debate: for and against in turn through its rounds, motions, and the question put."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..debates.models import Speech, run_on
from ..debates.motions import Motion
from ..debates.moving import move
from ..debates.turns import answer, turn
from ..procedure.amendment import Amendment, AmendmentForm
from ..procedure.debate import Stance
from ..procedure.debate_motion import MotionState
from ..procedure.motions import MotionKind
from ..procedure.people import Actor
from . import names
from .planning import lead_of
from .walk import Acts, Walk


def floor(w: Walk) -> Any:
    """The present debate of the matter."""
    return w.matter.debate


def members(w: Walk) -> list[Actor]:
    """The council without those who sit at the demo."""
    return [it for it in w.cast.council if it.name not in names.READY]


def opened(w: Walk) -> Acts:
    """The notice is over and the first round has begun."""
    yield w.after(floor(w).opens_at)


def spoke(w: Walk, by: Actor, stance: Stance, text: str, on: Motion | None = None) -> Speech:
    return turn(floor(w), w.case(by), on).speak(stance, text)


def spoken(
    w: Walk, speakers: Sequence[Actor], fors: Sequence[str], against: Sequence[str], asks: Sequence[tuple[str, ...]] = ()
) -> Acts:
    """The sides in turn, a speech every few hours; a question is answered by the plan group."""
    turns = [it for pair in zip(fors, against, strict=False) for it in ((Stance.FOR, pair[0]), (Stance.AGAINST, pair[1]))]
    turns += [(Stance.FOR, text) for text in fors[len(against) :]] + [(Stance.AGAINST, text) for text in against[len(fors) :]]
    people = iter(speakers)
    for n, (stance, text) in enumerate(turns):
        if n:
            yield w.soon()
        spoke(w, next(people), stance, text)
    for question, reply in asks:
        yield w.soon()
        speech = spoke(w, next(people), Stance.ASK, question)
        yield w.soon()
        answer(speech, w.case(lead_of(w)), reply)


def first_round(w: Walk) -> Acts:
    """One for, one against, one question."""
    it = w.topic
    yield from opened(w)
    yield from spoken(w, members(w), it.for_[:1], it.against[:1], it.asks)


def second_round(w: Walk) -> Acts:
    it = w.topic
    yield w.after(floor(w).round_ends[0])
    yield from spoken(w, members(w)[4:], it.for_[1:], it.against[1:])


def said(w: Walk) -> Acts:
    """Both rounds, until all is said."""
    yield from first_round(w)
    yield from second_round(w)
    yield w.after(floor(w).round_ends[-1])


def moved(w: Walk, kind: MotionKind, by: Actor, reason: str, until: date | None = None, second: Actor | None = None) -> Motion:
    """Moved, and seconded at once when somebody is named."""
    motion = move(floor(w), w.case(by), kind, reason, until=until)
    if second:
        motion_taken(w, motion, "second", second)
    return motion


def amended(w: Walk, by: Actor, second: Actor | None = None, change: Amendment | None = None) -> Motion:
    """The topic's own amendment, or another change."""
    form, paragraph, text, reason = w.topic.amendment
    it = change or Amendment(AmendmentForm(form), paragraph, text)
    motion = move(floor(w), w.case(by), MotionKind.AMEND, reason if change is None else "写得更清楚一些。", amendment=it)
    if second:
        motion_taken(w, motion, "second", second)
    return motion


def motion_taken(w: Walk, motion: Motion, step: str, by: Actor, **typed: Any) -> None:
    """A step of a motion, and what follows from it at once."""
    motion.take(step, w.case(by, **typed))
    run_on(motion, w.at)


def motion_decided(w: Walk, motion: Motion, ayes: int, noes: int) -> Acts:
    """The roll votes within the day; it is decided when all have voted, else by the clock."""
    roll = [it for it in (*w.cast.council, w.cast.chair) if it.id in motion.elector_ids]
    for person, choice in zip(roll, ["aye"] * ayes + ["no"] * noes, strict=False):
        yield w.soon()
        motion_taken(w, motion, "vote", person, choice=choice)
    if motion.state is MotionState.VOTING:
        yield w.after(motion.due_at)


def stand_in(w: Walk) -> int:
    """The first of those who could take the chair."""
    return int(floor(w).stand_ins[0][0])


def presiding(w: Walk) -> Actor:
    """Whoever directs the debate now."""
    id = floor(w).presiding_id(w.at)
    return next(it for it in (w.cast.chair, *w.cast.council) if it.id == id)


def put(w: Walk) -> None:
    w.take("put", presiding(w))


def debated(w: Walk) -> Acts:
    """From the frozen plan to the question put."""
    yield from said(w)
    put(w)
