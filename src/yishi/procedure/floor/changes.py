"""变化 · what each kind of event changes on the floor."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from ..motions import Rung
from . import effects, events, proxies
from .amending import amended, original
from .effects import ended, standing, unheard
from .questions import Hand, Question, QuestionKind, Ruling, Said, Speech
from .sitting import Count, Floor, Phase
from .speaking import silent
from .tellers import anew, tallied, without
from .voting import opened

K = QuestionKind
V = TypeVar("V")


def put_in(mapping: Mapping[int, V], key: int, value: V) -> Mapping[int, V]:
    return MappingProxyType({**mapping, key: value})


# -- presence and the sitting ----------------------------------------------------------------------------------------


def _checked_in(floor: Floor, event: events.CheckedIn) -> Floor:
    here = replace(proxies.revoked(floor, event.person_id), present=floor.present | {event.person_id})
    return replace(here, vote=replace(here.vote, roll=here.vote.roll | here.here)) if here.vote else here


def _left(floor: Floor, event: events.Left) -> Floor:
    gone = unheard(without(floor, event.person_id), event.person_id)
    return replace(gone, present=floor.present - {event.person_id})


def _proxy_given(floor: Floor, event: events.ProxyGiven) -> Floor:
    assert event.by is not None
    return replace(floor, proxies=put_in(floor.proxies, event.by, event.person_id))


def _proxy_revoked(floor: Floor, event: events.ProxyRevoked) -> Floor:
    assert event.by is not None
    return proxies.revoked(floor, event.by)


def _opened(floor: Floor, event: events.Opened) -> Floor:
    return replace(floor, phase=Phase.SITTING)


def _recessed(floor: Floor, event: events.Recessed) -> Floor:
    return effects.recess(floor)


def _adjourned(floor: Floor, event: events.Adjourned) -> Floor:
    return effects.adjourn(floor)


def _item_called(floor: Floor, event: events.ItemCalled) -> Floor:
    item = floor.setup.items[event.item]
    called = replace(floor, item=event.item, taken=floor.taken | {event.item}, report=None)
    if item.report and floor.rules.discuss_reports:
        report = Question(called.questions + 1, K.REPORT, item.title, mover_id=0)
        called = replace(called, report=report, questions=called.questions + 1)
    if item.motion and event.item not in floor.taken:
        before_us = Question(
            called.questions + 1, K.MAIN, item.motion, item.mover_id, speeches=item.said, paragraphs=item.paragraphs
        )  # fmt: skip
        called = replace(called, stack=(before_us,), questions=before_us.id)
    return called


# -- motions ---------------------------------------------------------------------------------------------------------


def _moved(floor: Floor, event: events.Moved) -> Floor:
    """A motion made by the speaker ends the speech."""
    assert event.by is not None
    free = ended(floor) if floor.speech and floor.speech.person_id == event.by else floor
    amends = event.kind is K.AMEND
    target = amended(floor) if amends else floor.pending
    it = Question(
        floor.questions + 1, event.kind, event.text, event.by, event.terms, target.id if target else None,
        ruling=floor.ruling if event.kind is K.APPEAL else None,
        original=original(target, event.terms) if amends and target else "",
    )  # fmt: skip
    return replace(free, moved=(*free.moved, it), questions=it.id, ruling=None)


def _seconded(floor: Floor, event: events.Seconded) -> Floor:
    assert event.by is not None
    it = floor.moved[-1]
    return replace(floor, moved=(*floor.moved[:-1], replace(it, seconders=(*it.seconders, event.by))))


def _stated(floor: Floor, event: events.Stated) -> Floor:
    it = floor.moved[-1]
    if it.kind is K.APPEAL and floor.speech:
        it = replace(it, interrupted=floor.speech)
        floor = replace(floor, speech=None)
    return replace(floor, moved=floor.moved[:-1], stack=(*floor.stack, it))


def _dropped(floor: Floor, event: events.Event) -> Floor:
    return replace(floor, moved=floor.moved[:-1])


# -- speaking --------------------------------------------------------------------------------------------------------


def _requested(floor: Floor, event: events.Requested) -> Floor:
    hand = Hand(event.person_id, event.stance, floor.hands + 1)
    question = floor.question
    assert question
    return replace(standing(floor, replace(question, hands=(*question.hands, hand))), hands=hand.order)


def _unrequested(floor: Floor, event: events.Unrequested) -> Floor:
    question = floor.find(event.question_id)
    return standing(floor, silent(question, event.person_id)) if question else floor


def _granted(floor: Floor, event: events.Granted) -> Floor:
    assert floor.question
    question = silent(floor.question, event.person_id)
    question = replace(question, speeches=(*question.speeches, Said(event.person_id, event.stance)))
    speech = Speech(event.person_id, question.id, event.stance, event.at, event.seconds)
    return replace(standing(floor, question), speech=speech, lost=frozenset())


def _finished(floor: Floor, event: events.Finished | events.TimeUp) -> Floor:
    return ended(floor, event.seconds)


# -- order -----------------------------------------------------------------------------------------------------------


def _pointed(floor: Floor, event: events.Pointed) -> Floor:
    return replace(floor, point=event.text)


def _ruled(floor: Floor, event: events.Ruled) -> Floor:
    said = "程序问题成立" if event.sustained else "程序问题不成立"
    return replace(floor, point=None, ruling=Ruling(floor.chair_id, f"{said}{'：' if event.text else ''}{event.text}"))


def _reproved(floor: Floor, event: events.Reproved) -> Floor:
    to, reached = event.person_id, list(Rung).index(event.rung) + 1
    before = floor.rungs.get(to, 0)
    ruling = Ruling(floor.chair_id, f"{event.rung.label}{floor.name(to)}", to, (before, to in floor.silenced))
    after = replace(floor, rungs=put_in(floor.rungs, to, max(before, reached)), ruling=ruling)
    if event.rung is not Rung.SILENCE or floor.item is None:
        return after
    return replace(unheard(after, to), silences=put_in(after.silences, floor.item, after.silenced | {to}))


def _handed_over(floor: Floor, event: events.HandedOver) -> Floor:
    vacant_and_idle = not floor.chair_here and not floor.stack and not floor.moved
    vote = anew(floor.vote) if floor.vote and floor.vote.count else floor.vote  # nobody presided, and hands had been counted
    released = vacant_and_idle or event.person_id == floor.setup.chair_id
    return replace(floor, chair_id=event.person_id, vote=vote, released=released)


def _chair_taken(floor: Floor, event: events.ChairTaken) -> Floor:
    return replace(floor, chair_id=floor.setup.chair_id, released=True)


# -- votes -----------------------------------------------------------------------------------------------------------


def _put(floor: Floor, event: events.Put) -> Floor:
    return replace(floor, vote=opened(floor))


def _voted(floor: Floor, event: events.Voted) -> Floor:
    assert floor.vote and event.by is not None
    whose = event.by if event.person_id is None else event.person_id
    given_by = floor.vote.given_by if whose == event.by else put_in(floor.vote.given_by, whose, event.by)
    votes = put_in(floor.vote.votes, whose, event.choice)
    return replace(floor, vote=replace(floor.vote, votes=votes, given_by=given_by))


def _teller_named(floor: Floor, event: events.TellerNamed) -> Floor:
    return _with_tellers(floor, floor.named_tellers | {event.person_id})


def _teller_released(floor: Floor, event: events.TellerReleased) -> Floor:
    return _with_tellers(floor, floor.named_tellers - {event.person_id})


def _with_tellers(floor: Floor, tellers: frozenset[int]) -> Floor:
    vote = anew(floor.vote) if floor.vote and floor.vote.begun else floor.vote
    return replace(floor, named_tellers=tellers, vote=vote)


def _counted(floor: Floor, event: events.Counted) -> Floor:
    assert floor.vote
    return replace(floor, vote=replace(floor.vote, count=_figures(event), first=None))


def _tallied(floor: Floor, event: events.Tallied) -> Floor:
    assert floor.vote and event.by is not None
    return replace(floor, vote=tallied(floor.vote, event.by, _figures(event)))


def _figures(event: events.Counted | events.Tallied) -> Count:
    return Count(event.ayes, event.noes, event.abstentions, event.invalid, event.paper)


def _announced(floor: Floor, event: events.Announced) -> Floor:
    return effects.announce(floor, event.result)


def _recused(floor: Floor, event: events.Recused) -> Floor:
    """A vote already given on the question now put is void, and hands must be counted anew."""
    assert floor.item is not None
    out = replace(unheard(floor, event.person_id), recusals=put_in(floor.recusals, floor.item, floor.recused | {event.person_id}))
    if event.by != event.person_id:
        ruling = Ruling(floor.chair_id, f"裁定{floor.name(event.person_id)}回避", event.person_id, recused=True)
        out = replace(out, ruling=ruling)
    if out.vote is None:
        return out
    votes = {person: choice for person, choice in out.vote.votes.items() if out.setup.voice(person) not in out.out}
    return replace(out, vote=replace(anew(out.vote), votes=MappingProxyType(votes)))


CHANGES: Mapping[type[events.Event], Callable[[Floor, Any], Floor]] = MappingProxyType({
    events.CheckedIn: _checked_in, events.Left: _left, events.ProxyGiven: _proxy_given, events.ProxyRevoked: _proxy_revoked,
    events.TellerNamed: _teller_named,
    events.TellerReleased: _teller_released, events.Tallied: _tallied, events.Opened: _opened, events.Recessed: _recessed,
    events.Adjourned: _adjourned, events.ItemCalled: _item_called, events.Moved: _moved, events.Seconded: _seconded,
    events.Stated: _stated, events.Lapsed: _dropped, events.TakenBack: _dropped, events.Requested: _requested,
    events.Unrequested: _unrequested, events.Granted: _granted, events.Finished: _finished, events.TimeUp: _finished,
    events.Pointed: _pointed, events.Ruled: _ruled, events.Reproved: _reproved, events.HandedOver: _handed_over,
    events.ChairTaken: _chair_taken, events.Put: _put, events.Voted: _voted, events.Counted: _counted,
    events.Announced: _announced, events.Recused: _recused,
})  # fmt: skip
