"""效果 · what follows when a vote is announced: a question is carried out or falls, and the one below it is pending again."""

from dataclasses import replace
from types import MappingProxyType

from .amending import with_it
from .questions import STANDALONE, Question, QuestionKind, Terms
from .results import Result
from .sitting import Announcement, Decided, Floor, Phase
from .speaking import seconds, silent, turns

K = QuestionKind


# -- speeches --------------------------------------------------------------------------------------------------------


def standing(floor: Floor, question: Question) -> Floor:
    """The floor with this version of a question that stands on it."""

    def same(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        return tuple(question if it.id == question.id else it for it in questions)

    report = question if floor.report and floor.report.id == question.id else floor.report
    return replace(floor, stack=same(floor.stack), moved=same(floor.moved), report=report)


def ended(floor: Floor, spoken: int | None = None) -> Floor:
    """The speech is over; its seconds are the person's for the sitting."""
    speech = floor.speech
    if speech is None:
        return floor
    whole = floor.spoken.get(speech.person_id, 0) + (speech.seconds(floor.at) if spoken is None else spoken)
    return replace(floor, speech=None, spoken=MappingProxyType({**floor.spoken, speech.person_id: whole}))


def unheard(floor: Floor, person_id: int) -> Floor:
    """This person neither speaks nor waits any more."""
    if floor.speech and floor.speech.person_id == person_id:
        floor = ended(floor)

    def without(question: Question) -> Question:
        cut_short = question.interrupted and question.interrupted.person_id == person_id
        return replace(silent(question, person_id), interrupted=None if cut_short else question.interrupted)

    return replace(
        floor, stack=tuple(map(without, floor.stack)), moved=tuple(map(without, floor.moved)),
        report=without(floor.report) if floor.report else None,
    )  # fmt: skip


# -- the sitting -----------------------------------------------------------------------------------------------------


def recess(floor: Floor) -> Floor:
    """What is pending stays so, but is no longer put: votes given so far are void."""
    return replace(ended(floor), phase=Phase.RECESS, vote=None, point=None)


def adjourn(floor: Floor) -> Floor:
    return replace(ended(floor), phase=Phase.ADJOURNED, vote=None, point=None)


# -- the announcement ------------------------------------------------------------------------------------------------


def announce(floor: Floor, result: Result) -> Floor:
    assert floor.stack and floor.vote
    it, voted = floor.stack[-1], floor.vote
    told = Announcement(it, result)
    floor = replace(floor, stack=floor.stack[:-1], vote=None, result=result, lost=frozenset(), announced=told)
    if it.kind is K.MAIN:
        decided = Decided(it, floor.item, result.carried, voted.votes, voted.count is not None)
        floor = _disposed(replace(floor, decided=decided))
    if it.kind is K.APPEAL:
        floor = _appealed(floor, it, result.carried)
    elif result.carried:
        floor = _carried(floor, it)
    elif it.kind is not K.MAIN:
        floor = replace(floor, lost=frozenset({it.sameness}))
    if it.kind is K.RECONSIDER and not result.carried and floor.decided:
        floor = replace(floor, decided=replace(floor.decided, question=replace(floor.decided.question, reconsidered=True)))
    return _following_part(floor, it)


def _disposed(floor: Floor) -> Floor:
    """A main motion is no longer pending: what adhered to it goes too, and the chair may be taken back."""
    return replace(floor, stack=(), moved=tuple(it for it in floor.moved if it.kind in STANDALONE), released=True)


def _carried(floor: Floor, it: Question) -> Floor:
    match it.kind:
        case K.AMEND:
            target = floor.find(it.target_id or 0) or floor.stack[-1]
            return standing(floor, with_it(target, it))
        case K.REFER | K.POSTPONE | K.POSTPONE_INDEFINITELY:
            return _disposed(replace(floor, decided=None))
        case K.TABLE:
            return _disposed(replace(floor, tabled=(*floor.tabled, (floor.item, floor.stack))))
        case K.TAKE_FROM_TABLE:
            *tabled, (item, stack) = floor.tabled
            return replace(floor, tabled=tuple(tabled), item=item, stack=stack)
        case K.CLOSE_DEBATE:
            return standing(floor, replace(floor.stack[-1], closed=True, hands=()))
        case K.LIMIT_DEBATE | K.EXTEND_DEBATE:
            return standing(floor, replace(floor.stack[0], limits=_limits(floor, it)))
        case K.DIVIDE:
            return _divided(floor, it)
        case K.WITHDRAW:
            return _withdrawn(floor)
        case K.RECONSIDER:
            return _pending_again(floor)
        case K.REMOVE if it.terms.person_id is not None:
            gone = unheard(floor, it.terms.person_id)
            return replace(gone, present=gone.present - {it.terms.person_id}, removed=gone.removed | {it.terms.person_id})
        case K.RECESS:
            return recess(floor)
        case K.ADJOURN:
            return adjourn(floor)
    return floor


def _limits(floor: Floor, it: Question) -> Terms:
    """As moved; where nothing was named, one speech less, or one more."""
    main, asked = floor.stack[0], it.terms
    if asked.seconds is None and asked.speeches is None:
        now = turns(floor, main, main.mover_id)
        return Terms(seconds=main.limits.seconds, speeches=now + 1 if it.kind is K.EXTEND_DEBATE else max(now - 1, 1))
    return Terms(
        seconds=seconds(floor) if asked.seconds is None else asked.seconds,
        speeches=main.limits.speeches if asked.speeches is None else asked.speeches,
    )


def _divided(floor: Floor, it: Question) -> Floor:
    """The parts are put one after the other, the first now. A motion that names no parts stays whole."""
    whole, parts = floor.stack[-1], it.terms.parts
    return standing(floor, replace(whole, text=parts[0], rest=parts[1:])) if len(parts) > 1 else floor


def _following_part(floor: Floor, it: Question) -> Floor:
    if not it.rest or it.kind not in (K.MAIN, K.AMEND) or floor.phase is not Phase.SITTING:
        return floor
    part = Question(
        floor.questions + 1, it.kind, it.rest[0], it.mover_id, target_id=it.target_id, seconders=it.seconders,
        limits=it.limits, rest=it.rest[1:],
    )  # fmt: skip
    return replace(floor, stack=(*floor.stack, part), questions=part.id, released=floor.chair_id == floor.setup.chair_id)


def _withdrawn(floor: Floor) -> Floor:
    gone = floor.stack[-1]
    if gone.kind is K.MAIN:
        return _disposed(floor)
    floor = replace(floor, stack=floor.stack[:-1], speech=floor.speech or gone.interrupted)
    return replace(floor, moved=tuple(it for it in floor.moved if it.target_id != gone.id or it.kind in STANDALONE))


def _pending_again(floor: Floor) -> Floor:
    assert floor.decided
    again = replace(floor.decided.question, reconsidered=True, rest=())
    return replace(floor, stack=(again,), item=floor.decided.item, decided=None)


def _appealed(floor: Floor, it: Question, sustained: bool) -> Floor:
    """A ruling reversed is undone as far as it silenced anybody; the speech it interrupted goes on."""
    ruling = it.ruling
    if not sustained and ruling and ruling.recused and ruling.person_id is not None and floor.item is not None:
        there = floor.recused - {ruling.person_id}
        floor = replace(floor, recusals=MappingProxyType({**floor.recusals, floor.item: there}))
    elif not sustained and ruling and ruling.person_id is not None:
        rung, silenced = ruling.before
        floor = replace(floor, rungs=MappingProxyType({**floor.rungs, ruling.person_id: rung}))
        if not silenced and floor.item is not None:
            floor = replace(floor, silences=MappingProxyType({**floor.silences, floor.item: floor.silenced - {ruling.person_id}}))
    interrupted = it.interrupted
    if interrupted and interrupted.person_id in floor.silenced:
        interrupted = None
    return replace(floor, speech=floor.speech or interrupted)
