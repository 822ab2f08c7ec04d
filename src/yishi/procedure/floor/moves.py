"""可做的事 · what a person may do now, and why not, where the rules forbid it. Shown is what the rules accept: they are asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..amendment import AmendmentForm
from ..debate import Stance
from ..motions import Rung
from ..poll import Choice
from .amending import amended
from .chairing import following
from .commands import Command, Do, OutOfOrder
from .deciding import RULES, in_its_place, settled
from .sitting import Floor

SAMPLE = "…"
SAMPLES = (SAMPLE, "……", "………", "…………")  # one may be what was just lost, one what stands, one what is moved
HIGHEST = len(Rung)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do. `ways` are the commands that would be accepted now (texts and figures to be filled in);
    where there is none, `why` says what stands against it."""

    do: Do
    ways: tuple[Command, ...]
    why: str = ""
    yours: bool = True  # whether this is for this person at all, now or later

    @property
    def legal(self) -> bool:
        return bool(self.ways)


def moves(floor: Floor, person_id: int, at: int | None = None) -> tuple[Move, ...]:
    """Everything this person can do or could do otherwise, in the order of the words."""
    now = settled(floor, floor.at if at is None else at)
    return tuple(move(now, do, person_id) for do in Do)


def can(floor: Floor, do: Do, person_id: int) -> bool:
    """Whether there is any way in which this person can do this now."""
    try:
        in_its_place(floor, do, person_id)
    except OutOfOrder:
        return False
    return any(_accepted(floor, way, []) for way in ways_of(floor, do, person_id))


def move(floor: Floor, do: Do, person_id: int) -> Move:
    """One of the moves, on a floor on which the clock's part is done."""
    refused: list[OutOfOrder] = []
    try:
        in_its_place(floor, do, person_id)
        ways = tuple(way for way in ways_of(floor, do, person_id) if _accepted(floor, way, refused))
    except OutOfOrder as refusal:
        ways, refused = (), [refusal]
    yours = bool(ways) or any("not_entitled" not in refusal.names for refusal in refused)
    return Move(do, ways, "" if ways else str(refused[0]), yours)


def _accepted(floor: Floor, way: Command, refused: list[OutOfOrder]) -> bool:
    try:
        RULES[way.do](floor, way)
    except OutOfOrder as refusal:
        refused.append(refusal)
        return False
    return True


def ways_of(floor: Floor, do: Do, by: int) -> Iterator[Command]:
    """The commands by which this can be done, with whom it can concern; the likeliest first. There is always one."""
    ways = _ways(floor, do, by)
    yield next(ways, Command(do=do, by=by))
    yield from ways


def _ways(floor: Floor, do: Do, by: int) -> Iterator[Command]:
    others = sorted(floor.present)
    hands = floor.question.hands if floor.question else ()
    desk = by == floor.setup.secretary_id
    match do:
        case Do.CHECK_IN if desk:
            yield from (Command(do=do, by=by, to=to) for to in floor.setup.people if to != by)
        case Do.LEAVE if desk:
            yield from (Command(do=do, by=by, to=to) for to in others)
        case Do.PROXY:
            yield from (Command(do=do, by=by, to=to) for to in floor.setup.people if floor.rules.proxies_each)
        case Do.CALL_ITEM:
            item = following(floor)
            if item is not None:
                yield Command(do=do, by=by, item=item)
            later = (other for other in range(len(floor.setup.items)) if other != item)
            yield from (Command(do=do, by=by, item=other, reason=SAMPLE) for other in later)
        case Do.REQUEST:
            stances = (*Stance, None) if not floor.rules.stance_first else tuple(Stance)
            whom = (None, *others) if by in (floor.chair_id, floor.setup.secretary_id) else (None,)
            yield from (Command(do=do, by=by, to=to, stance=stance) for to in whom for stance in stances)
        case Do.UNREQUEST if by in (floor.chair_id, floor.setup.secretary_id):
            yield Command(do=do, by=by)
            yield from (Command(do=do, by=by, to=hand.person_id) for hand in hands)
        case Do.GRANT:
            yield Command(do=do, by=by)
            yield from (Command(do=do, by=by, to=hand.person_id, reason=SAMPLE) for hand in hands)
        case Do.RULE:
            yield from (Command(do=do, by=by, sustained=sustained) for sustained in (True, False))
        case Do.REMIND | Do.WARN | Do.SILENCE:
            yield from (Command(do=do, by=by, to=to, reason=reason) for reason in ("", SAMPLE) for to in others)
        case Do.REMOVE:
            yield from (Command(do=do, by=by, to=to) for to in others if floor.rungs.get(to, 0) == HIGHEST)
        case Do.HAND_OVER | Do.TELLER | Do.RELEASE:
            yield from (Command(do=do, by=by, to=to) for to in others)
        case Do.REFER:
            yield from (Command(do=do, by=by, body=text) for text in SAMPLES)
        case Do.POSTPONE:
            yield from (Command(do=do, by=by, until=text) for text in SAMPLES)
        case Do.AMEND:
            yield from _amendments(floor, by)
        case Do.LIMIT_DEBATE | Do.EXTEND_DEBATE:
            yield from (Command(do=do, by=by, speeches=speeches) for speeches in (None, 1))
        case Do.VOTE:
            held = (whose for whose, holder in floor.proxies.items() if holder == by)
            yield from (Command(do=do, by=by, to=whose, choice=choice) for whose in (None, *held) for choice in Choice)
        case Do.RECUSE:
            yield Command(do=do, by=by)
            if by == floor.chair_id:
                there = sorted(floor.present | floor.represented)
                yield from (Command(do=do, by=by, to=to) for to in there if to != by)
        case _:
            yield Command(do=do, by=by, text=SAMPLE)


def _amendments(floor: Floor, by: int) -> Iterator[Command]:
    """Of a plan: something added at the very beginning, each paragraph rewritten, each struck out."""
    paragraphs = amended(floor).paragraphs if floor.stack else ()
    if not paragraphs:
        yield from (Command(do=Do.AMEND, by=by, text=text) for text in SAMPLES)
        return
    for text in SAMPLES:
        yield Command(do=Do.AMEND, by=by, text=text, form=AmendmentForm.INSERT, paragraph=0)
    for number in range(1, len(paragraphs) + 1):
        yield Command(do=Do.AMEND, by=by, text=SAMPLE, form=AmendmentForm.REWRITE, paragraph=number)
        yield Command(do=Do.AMEND, by=by, form=AmendmentForm.STRIKE, paragraph=number)
