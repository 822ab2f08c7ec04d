"""Whatever people try at a sitting, in whatever order: what holds all the same."""

import json
from collections import defaultdict
from dataclasses import replace
from functools import reduce
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure.floor.hall import (
    ITEMS,
    LIN,
    LUOHU,
    MEMBERS,
    NAMES,
    PLAN,
    PLANNED,
    SECRETARY,
    SETS,
    TELLER,
    TELLER2,
    WU,
    ZHOU,
    Hall,
    setup,
)  # fmt: skip
from yishi.procedure.amendment import AmendmentForm, amended
from yishi.procedure.debate import Stance
from yishi.procedure.floor import Command, Do, OutOfOrder, Phase, apply, begin, decide, moves, queue
from yishi.procedure.floor.alike import named, standing
from yishi.procedure.floor.console import to_member
from yishi.procedure.floor.events import Announced, Granted, read, written
from yishi.procedure.floor.moves import ways_of
from yishi.procedure.floor.sitting import CHAIRS
from yishi.procedure.poll import Choice
from yishi.procedure.rule_set import varied

PEOPLE = range(1, len(NAMES) + 1)
ATTEMPTS = (20, 150, 400)
BY_PROXY = varied(LUOHU, {"proxies_each": 2})
BEGUN = ("nobody", "open", "debating", "voting", "deserted", "planned", "amending", "amended")
sittings = st.tuples(st.sampled_from([*SETS, BY_PROXY]), st.sampled_from(BEGUN), st.integers(0, 2**32))

# How often each thing is tried: what carries a sitting forward more often than what ends it.
OFTEN = {
    Do.SECOND: 8, Do.STATE: 12, Do.REQUEST: 8, Do.GRANT: 6, Do.FINISH: 6, Do.PUT: 12, Do.VOTE: 14, Do.COUNT: 4, Do.ANNOUNCE: 8,
    Do.MOVE: 6, Do.RULE: 8, Do.CALL_ITEM: 3, Do.OPEN: 6, Do.CHECK_IN: 5, Do.LAPSE: 3, Do.LEAVE: 1, Do.ADJOURN: 1, Do.RECESS: 1,
    Do.PROXY: 4, Do.TALLY: 4, Do.AMEND: 6,
}  # fmt: skip
TEXTS = ["", "装三盏灯", "装两盏；栽一棵树", "一段\n又一段", PLAN[1]]
TRIED = [do for do in Do for _ in range(OFTEN.get(do, 2))]


def wild(chance: Random, do: Do, by: int) -> Command:
    """Anything at all."""
    return Command(
        do=do, by=by, to=chance.choice([None, *PEOPLE]), item=chance.randrange(len(ITEMS)),
        text=chance.choice(TEXTS), form=chance.choice([None, *AmendmentForm]), paragraph=chance.choice([None, *range(-1, 6)]),
        reason=chance.choice(["", "大家都同意"]),
        stance=chance.choice([None, *Stance]), choice=chance.choice([None, *Choice]), sustained=chance.choice([None, True, False]),
        ayes=chance.randrange(6), noes=chance.randrange(6), abstentions=chance.randrange(3), paper=chance.random() < 0.3,
        seconds=chance.choice([None, 30, 90]), speeches=chance.choice([None, 1, 4]), body=chance.choice(["", "物业小组"]),
    )  # fmt: skip


def tried(floor, chance: Random) -> Command:
    do = chance.choice(TRIED) if floor.point is None or chance.random() < 0.7 else Do.RULE
    by = chance.choice(PEOPLE)
    if chance.random() < 0.8:
        at_the_desk = {Do.COUNT: SECRETARY, Do.TALLY: chance.choice([TELLER, TELLER2])}
        by = at_the_desk.get(do, floor.chair_id if do in CHAIRS else by)
    if chance.random() < 0.3:
        return wild(chance, do, by)
    ways = list(ways_of(floor, do, by)) or [Command(do=do, by=by)]
    way = chance.choice(ways)
    writes = do in (Do.MOVE, Do.AMEND) and way.form is not AmendmentForm.STRIKE
    return replace(way, text=chance.choice(["装三盏灯", "装两盏；栽一棵树"])) if writes else way


def played(sitting):
    """Each accepted command with the floor before and after it. Most sittings begin open, or further on."""
    rules, begun, seed = sitting
    items = PLANNED if begun in ("planned", "amending", "amended") else ITEMS
    chance, hall = Random(seed), Hall(rules, items=items)
    if begun != "nobody":
        hall.opened()
    if begun in ("debating", "voting", "deserted"):
        hall.pending()
    if begun in ("amending", "amended"):
        hall.does(LIN, "amend", text="每晚六点到十点亮。", form="rewrite", paragraph=2).stated(WU)
    if begun == "amended":
        hall.decided(7, 1)
    if begun == "voting":
        hall.does(ZHOU, "put")
    if begun == "deserted":
        for person in (1, 5, 6, 7, 8):
            hall.does(person, "leave")
    floor, trace, log = hall.floor, [], list(hall.log)
    for _ in range(chance.choice(ATTEMPTS)):
        at = floor.at + chance.choice([0, 1, 1, 1, 20, 130])
        command = tried(floor, chance)
        try:
            events = decide(floor, command, at)
        except OutOfOrder:
            continue
        before = floor
        for event in events:
            floor = apply(floor, event)
            log.append(event)
        trace.append((before, command, events, floor))
    return begin(setup(rules, items=items)), log, trace, floor


@settings(max_examples=1200)
@given(sittings)
def test_what_holds_at_every_moment_of_any_sitting(sitting):
    origin, log, trace, end = played(sitting)
    for before, _, events, after in trace:
        speaking = [person for person in PEOPLE if after.speech and after.speech.person_id == person]
        assert len(speaking) <= 1
        if any(isinstance(event, Granted) for event in events):
            at_that_moment = reduce(apply, events[:-1], before)
            assert at_that_moment.speech is None
        if any(isinstance(event, Announced) for event in events):
            assert before.quorate, "a question was decided without the presence of a quorum"
        if after.vote:
            ballots = after.tally.ballots
            assert ballots <= len(after.vote.roll - after.out) <= len(after.members - after.out)
            assert len(after.voted) == len(after.vote.votes)
            assert after.vote.first is None or after.vote.first[0] in after.named_tellers | after.setup.teller_ids
        assert not set(after.proxies) & {*after.present, *after.proxies.values()}, "who is there, or holds a proxy, has given one"
        assert all(after.proxies[by] in after.present - after.recused - {after.chair_id} for by in after.represented)
        if after.speech:
            assert after.speech.person_id in after.present
            assert after.speech.person_id not in after.silenced
        assert after.at >= before.at
        assert not after.recused & set(after.vote.votes if after.vote else ())
        hands = [hand.person_id for hand in (after.question.hands if after.question else ())]
        assert len(set(hands)) == len(hands)
        assert all(place.person_id in after.present for place in queue(after))
        assert len([question for question in after.stack if question.kind == "main"]) <= 1
        for plan in (question for question in after.stack if question.paragraphs):
            assert plan.paragraphs == reduce(amended, plan.changes, PLAN), "the plan is what the amendments carried make of it"
            assert len(plan.changes) == len(plan.amendments)
    assert reduce(apply, log, origin) == end
    assert reduce(apply, [read(json.loads(json.dumps(written(event)))) for event in log], origin) == end


@settings(max_examples=500)
@given(sittings, st.sampled_from(PEOPLE))
def test_the_moves_shown_are_those_accepted(sitting, person):
    *_, floor = played(sitting)
    chance = Random(sitting[-1])
    shown = {move.do: move for move in moves(floor, person)}
    assert set(shown) == set(Do)
    for move in shown.values():
        for way in move.ways:
            decide(floor, way, floor.at)
        assert move.legal or move.why
    for do in Do:
        if accepted(floor, wild(chance, do, person), floor.at):
            assert shown[do].legal, do


@settings(max_examples=400)
@given(sittings)
def test_people_who_stand_alike_are_offered_the_same(sitting):
    """What one of them is shown is shown to all of them; only who presses differs."""
    _, _, trace, end = played(sitting)
    for floor in (*(after for *_, after in trace[::15]), end):
        offers = defaultdict(set)
        for person in set(PEOPLE) - named(floor):
            if (like := standing(floor, person)) is not None:
                offers[like].add(repr(to_member(floor, person)).replace(f"by={person},", "by=me,"))
        assert all(len(offered) == 1 for offered in offers.values()), offers


@settings(max_examples=500)
@given(sittings)
def test_the_chair_is_never_stuck(sitting):
    """With the chair there, the chair alone can bring any sitting to its end."""
    *_, floor = played(sitting)
    if not floor.chair_here:
        floor = relieved(floor)
    way_out = (
        Do.RULE, Do.FINISH, Do.ANNOUNCE, Do.ADJOURN, Do.LAPSE, Do.STATE, Do.PUT, Do.GRANT, Do.OPEN,
    )  # fmt: skip
    for _ in range(120):
        if floor.phase is Phase.ADJOURNED:
            return
        at = floor.at + 1
        shown = {move.do: move for move in moves(floor, floor.chair_id, at)}
        ways = [shown[do].ways[0] for do in way_out if shown[do].legal and not _only_moves(floor, do)]
        assert ways, {do.value: shown[do].why for do in way_out}
        floor = reduce(apply, decide(floor, ways[0], at), floor)
    raise AssertionError("the chair goes round and round")


def _only_moves(floor, do):
    """A chair who is not neutral could move the adjournment for ever."""
    return do is Do.ADJOURN and floor.stack and floor.quorate


def relieved(floor):
    """Where the chair is gone, somebody comes and the secretary records who presides."""
    if floor.phase is Phase.ADJOURNED:
        return floor
    for person in range(1, len(MEMBERS) + 1):
        if person not in floor.present | floor.removed:
            floor = reduce(apply, decide(floor, Command(do=Do.CHECK_IN, by=person), floor.at + 1), floor)
    if floor.chair_here:
        return floor
    ways = [way for way in ways_of(floor, Do.HAND_OVER, SECRETARY) if accepted(floor, way, floor.at + 1)]
    return reduce(apply, decide(floor, ways[0], floor.at + 1), floor)


def accepted(floor, command, at):
    try:
        decide(floor, command, at)
    except OutOfOrder:
        return False
    return True
