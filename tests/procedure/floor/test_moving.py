import pytest

from tests.procedure.floor.hall import (
    CHEN,
    HE,
    HUANG,
    LIN,
    OBSERVER,
    ROBERT,
    SECRETARY,
    SETS,
    WU,
    ZHOU,
    debating,
    in_session,
)  # fmt: skip
from yishi.procedure.debate_motion import MotionKind
from yishi.procedure.floor import Do, Phase, QuestionKind
from yishi.procedure.floor.questions import rank
from yishi.procedure.motions import RANK

every_set = pytest.mark.parametrize("rules", SETS)
UNANIMOUS = {"luohu10": 8, "robert": 8, "consensus": 9}
RANKED = (
    "adjourn", "recess", "table", "close_debate", "limit_debate", "postpone", "refer", "amend", "postpone_indefinitely",
)  # fmt: skip
GIVEN = {"amend": {"text": "装三盏"}, "refer": {"body": "物业小组"}, "postpone": {"until": "下次会议"}}


@every_set
def test_a_member_moves_something_definite(rules):
    hall = in_session(rules)
    hall.may_not(CHEN, "move", "not_in_order", text="  ")
    hall.may_not(OBSERVER, "move", "not_entitled", text="南门装照明")
    hall.does(LIN, "leave").may_not(LIN, "move", "not_entitled", text="南门装照明")
    hall.does(CHEN, "move", text="南门装照明")
    hall.may_not(HE, "move", "pending", text="东门装照明")
    assert hall.kind == "none"
    hall.stated(HE)
    assert hall.kind == "main"
    hall.may_not(HE, "move", "pending", text="东门装照明")


@every_set
def test_nothing_is_moved_before_an_item_is_called(rules):
    from tests.procedure.floor.hall import Hall

    Hall(rules).gathered().does(ZHOU, "open").may_not(CHEN, "move", "not_in_order", text="南门装照明")


@every_set
def test_a_neutral_chair_neither_moves_nor_seconds(rules):
    hall = in_session(rules)
    if rules == "consensus":
        hall.does(ZHOU, "move", text="南门装照明")
        return
    hall.may_not(ZHOU, "move", "chair_neutral", text="南门装照明")
    hall.does(CHEN, "move", text="南门装照明").may_not(ZHOU, "second", "chair_neutral")


@pytest.mark.parametrize("rules", ["luohu10", ROBERT])
def test_a_motion_needs_a_second_by_somebody_else_once(rules):
    hall = in_session(rules).does(CHEN, "move", text="南门装照明")
    hall.may_not(ZHOU, "state", "second")
    hall.may_not(CHEN, "second", "second")
    hall.may_not(OBSERVER, "second", "not_entitled")
    hall.does(LIN, "second").may_not(HE, "second", "second")
    hall.may_not(CHEN, "state", "not_entitled")
    hall.does(ZHOU, "state").may_not(HE, "second", "not_in_order")


def test_consensus_asks_for_no_second():
    assert in_session("consensus").does(CHEN, "move", text="南门装照明").does(ZHOU, "state").kind == "main"


@every_set
def test_the_mover_alone_takes_a_motion_back_before_it_is_stated(rules):
    hall = in_session(rules).does(CHEN, "move", text="南门装照明")
    hall.may_not(LIN, "withdraw", "not_entitled")
    hall.does(CHEN, "withdraw")
    assert not hall.floor.moved
    hall.may_not(ZHOU, "state", "not_in_order")


@pytest.mark.parametrize("rules", ["luohu10", ROBERT])
def test_a_motion_nobody_seconds_lapses_and_may_be_moved_again(rules):
    hall = in_session(rules).does(CHEN, "move", text="南门装照明").does(ZHOU, "lapse")
    hall.does(CHEN, "move", text="南门装照明").does(LIN, "second").may_not(ZHOU, "lapse", "not_in_order")


@every_set
def test_after_it_is_stated_withdrawing_is_a_question_without_second_or_debate(rules):
    hall = debating(rules).does(CHEN, "withdraw").does(ZHOU, "state")
    assert hall.kind == "withdraw"
    hall.may_not(LIN, "request", "not_in_order", stance="for")
    hall.decided(5, 2)
    assert hall.kind == "none"


# -- precedence ------------------------------------------------------------------------------------------------------


def moved(hall, kind, by=HE):
    return hall.does(by, kind, **GIVEN.get(kind, {}))


@every_set
@pytest.mark.parametrize("lower", RANKED)
@pytest.mark.parametrize("higher", RANKED)
def test_a_higher_motion_may_be_moved_while_a_lower_one_is_pending_and_not_the_reverse(rules, lower, higher):
    hall = moved(debating(rules), lower).stated(WU)
    assert hall.kind == lower
    if RANKED.index(higher) < RANKED.index(lower):
        assert moved(hall, higher, HUANG).stated(WU).kind == higher
    elif higher == lower == "amend":
        if rules == ROBERT:
            moved(hall, "amend", HUANG)
        else:
            hall.may_not(HUANG, "amend", "amendment_degrees", text="装两盏")
    else:
        hall.may_not(HUANG, higher, "precedence", **GIVEN.get(higher, {}))


@every_set
def test_a_motion_only_moved_stands_in_the_way_like_one_stated(rules):
    hall = moved(debating(rules), "refer")
    hall.may_not(HUANG, "amend", "precedence", text="装三盏")
    hall.may_not(HUANG, "refer", "precedence", body="街道")
    hall.may_not(ZHOU, "put", "pending")
    moved(hall, "close_debate", HUANG).stated(WU)
    assert hall.kind == "close_debate"
    hall.decided(6, 0)
    assert hall.kind == "main" and hall.floor.moved[-1].kind == "refer"


@every_set
def test_limiting_and_extending_are_of_one_rank(rules):
    moved(debating(rules), "limit_debate").stated(WU).may_not(HUANG, "extend_debate", "precedence")


@every_set
@pytest.mark.parametrize(
    "kind", ["amend", "refer", "postpone", "limit_debate", "close_debate", "table", "postpone_indefinitely", "divide", "withdraw"]
)
def test_what_belongs_to_a_motion_is_moved_only_while_one_is_pending(rules, kind):
    in_session(rules).may_not(CHEN, kind, "not_in_order", **GIVEN.get(kind, {}))


@pytest.mark.parametrize(
    ("kind", "debatable"),
    [
        ("amend", True), ("refer", True), ("postpone", True), ("postpone_indefinitely", True), ("adjourn", False),
        ("recess", False), ("table", False), ("close_debate", False), ("limit_debate", False), ("extend_debate", False),
        ("divide", False), ("withdraw", False),
    ],
)  # fmt: skip
@every_set
def test_some_are_debated_and_some_are_not(rules, kind, debatable):
    hall = moved(debating(rules).does(LIN, "request", stance="for"), kind).stated(WU)
    if debatable:
        hall.does(CHEN, "request", stance="for").may_not(ZHOU, "put", "exhausted")
    else:
        hall.may_not(CHEN, "request", "not_in_order", stance="for")
        hall.does(ZHOU, "put")


def test_the_order_is_that_of_the_online_debate():
    same = {QuestionKind.CLOSE_DEBATE: MotionKind.CLOSE, QuestionKind.POSTPONE: MotionKind.POSTPONE}
    same |= {QuestionKind.REFER: MotionKind.REFER, QuestionKind.AMEND: MotionKind.AMEND}
    assert sorted(same, key=rank) == sorted(same, key=lambda kind: RANK[same[kind]])


@every_set
def test_a_motion_is_made_with_the_floor_or_with_nobody_speaking(rules):
    hall = debating(rules).does(LIN, "request", stance="for").does(HE, "request", stance="against").does(ZHOU, "grant")
    speaker = hall.floor.speech.person_id
    hall.may_not(WU, "amend", "not_in_order", text="装三盏")
    hall.does(speaker, "amend", after=9, text="装三盏")
    assert hall.floor.speech is None
    assert hall.floor.spoken[speaker] == 9


@every_set
def test_the_same_lost_motion_waits_for_a_speech_or_a_decision(rules):
    hall = moved(debating(rules), "close_debate").stated(WU).decided(0, 5)
    hall.may_not(HE, "close_debate", "not_in_order")
    hall.does(HE, "amend", text="装三盏").stated(WU).decided(0, 5)
    hall.may_not(HE, "amend", "not_in_order", text="装三盏")
    hall.does(HE, "close_debate").does(HE, "withdraw")
    hall.speaks(LIN).does(HE, "amend", text="装三盏")


# -- what follows ----------------------------------------------------------------------------------------------------


@every_set
def test_amendments_go_to_the_degree_the_rules_allow(rules):
    hall = debating(rules).does(HE, "amend", text="装三盏").stated(WU)
    if rules != ROBERT:
        hall.may_not(HUANG, "amend", "amendment_degrees", text="三盏改太阳能")
        return
    hall.does(HUANG, "amend", text="三盏改太阳能").stated(WU)
    hall.may_not(HE, "amend", "amendment_degrees", text="太阳能改市电")
    hall.decided(5, 3)
    assert hall.kind == "amend" and hall.floor.pending.amendments == ("三盏改太阳能",)
    hall.decided(5, 3)
    assert hall.kind == "main" and hall.floor.pending.amendments == ("装三盏",)


@every_set
@pytest.mark.parametrize("kind", ["refer", "postpone", "postpone_indefinitely", "table"])
def test_what_is_put_off_is_no_longer_pending_and_its_amendment_neither(rules, kind):
    hall = debating(rules)
    if kind != "postpone_indefinitely":
        hall.does(HE, "amend", text="装三盏").stated(WU)
    moved(hall, kind, HUANG).stated(WU).decided(UNANIMOUS[rules])
    assert hall.kind == "none"
    assert hall.floor.taken == {0}


@every_set
def test_what_is_laid_on_the_table_comes_back_as_it_was(rules):
    hall = debating(rules).speaks(LIN)
    before = hall.floor.stack
    moved(hall, "table").stated(WU).decided(UNANIMOUS[rules])
    hall.does(ZHOU, "call_item", item=1)
    hall.does(HE, "take_from_table").stated(WU)
    assert hall.kind == "take_from_table"
    hall.decided(UNANIMOUS[rules])
    assert hall.floor.stack == before
    assert hall.floor.item == 0
    hall.may_not(HE, "take_from_table", "pending")


@every_set
def test_nothing_comes_back_from_an_empty_table(rules):
    in_session(rules).may_not(HE, "take_from_table", "not_in_order")


@every_set
def test_limits_hold_for_the_motion_and_what_adheres_to_it(rules):
    hall = debating(rules).does(HE, "limit_debate", seconds=30, speeches=1).stated(WU).decided(UNANIMOUS[rules])
    hall.does(LIN, "request", stance="for").does(ZHOU, "grant")
    assert hall.floor.speech.limit == 30
    hall.passes(31)
    assert hall.floor.speech is None
    hall.may_not(LIN, "request", "speeches_per_motion", stance="for")
    hall.does(HE, "amend", text="装三盏").stated(WU).does(LIN, "request", stance="for").does(ZHOU, "grant")
    assert hall.floor.speech.limit == 30


@every_set
def test_extending_gives_more_turns(rules):
    hall = debating(rules)
    most = hall.floor.rules.speeches_per_question
    for _ in range(most):
        hall.speaks(LIN)
    hall.may_not(LIN, "request", "speeches_per_motion", stance="for")
    hall.does(HE, "extend_debate", speeches=most + 1).stated(WU).decided(UNANIMOUS[rules])
    hall.speaks(LIN).may_not(LIN, "request", "speeches_per_motion", stance="for")


@every_set
def test_limits_are_positive(rules):
    debating(rules).may_not(HE, "limit_debate", "not_in_order", seconds=0)


@every_set
def test_closing_the_debate_covers_the_pending_question_alone_and_empties_its_queue(rules):
    hall = debating(rules).does(LIN, "request", stance="for").does(HE, "amend", text="装三盏").stated(WU)
    hall.does(CHEN, "request", stance="for").does(HUANG, "close_debate").stated(WU).decided(6, 0)
    assert hall.kind == "amend" and hall.floor.pending.hands == ()
    hall.may_not(CHEN, "request", "not_in_order", stance="for")
    hall.may_not(HUANG, "close_debate", "not_in_order")
    hall.decided(0, 3)
    assert hall.kind == "main"
    assert [hand.person_id for hand in hall.floor.pending.hands] == [LIN]
    hall.may_not(ZHOU, "put", "exhausted")


@every_set
def test_a_motion_is_divided_and_its_parts_put_one_after_the_other(rules):
    hall = in_session(rules).pending("南门装照明；东门栽树").does(HE, "divide").stated(WU).decided(UNANIMOUS[rules])
    assert hall.floor.pending.text == "南门装照明"
    hall.decided(UNANIMOUS[rules])
    assert (hall.kind, hall.floor.pending.text) == ("main", "东门栽树")
    hall.decided(0, 5)
    assert hall.kind == "none"


@every_set
def test_a_member_moves_a_recess_or_the_end_and_the_chair_declares_it_where_nothing_is_pending(rules):
    hall = debating(rules)
    if rules == "consensus":
        hall.does(ZHOU, "recess")
        assert hall.floor.moved[-1].kind == "recess"
        hall.does(ZHOU, "withdraw")
    else:
        hall.may_not(ZHOU, "recess", "pending")
    hall.does(CHEN, "recess").stated(WU).decided(UNANIMOUS[rules])
    assert hall.floor.phase is Phase.RECESS
    hall.does(ZHOU, "open")
    assert hall.kind == "main"
    hall.does(CHEN, "adjourn").stated(WU).decided(UNANIMOUS[rules])
    assert hall.floor.phase is Phase.ADJOURNED


@every_set
def test_a_member_may_move_the_adjournment_with_nothing_pending(rules):
    hall = in_session(rules).does(CHEN, "adjourn").stated(WU)
    assert hall.kind == "adjourn"


# -- reconsidering ---------------------------------------------------------------------------------------------------


def voted(rules):
    """The main motion is carried by phone: everybody but the chair for it, 何丽 against."""
    hall = debating(rules).speaks(LIN).does(ZHOU, "put")
    for person in (1, 2, 4, 6, 7, 8, 9):
        hall.does(person, "vote", choice="aye")
    return hall.does(HE, "vote", choice="no").does(ZHOU, "announce")


@every_set
def test_only_the_prevailing_side_moves_to_reconsider_and_once(rules):
    hall = voted(rules)
    assert hall.floor.result.carried
    hall.may_not(HE, "reconsider", "not_entitled")
    hall.does(CHEN, "reconsider").stated(WU)
    assert hall.kind == "reconsider"
    hall.does(LIN, "request", stance="for").does(LIN, "unrequest").decided(6, 0)
    assert hall.kind == "main"
    assert [said.speaker_id for said in hall.floor.pending.speeches] == [LIN]
    hall.decided(6, 0).may_not(CHEN, "reconsider", "already")


@every_set
def test_after_a_count_of_hands_anybody_may_move_it_and_lost_it_is_not_moved_again(rules):
    hall = debating(rules).decided(6, 0).does(HE, "reconsider").stated(WU).decided(0, 6)
    assert hall.kind == "none"
    hall.may_not(CHEN, "reconsider", "already")


@every_set
def test_there_is_nothing_to_reconsider_before_a_decision_nor_while_something_is_pending(rules):
    hall = in_session(rules)
    hall.may_not(CHEN, "reconsider", "not_in_order")
    hall.pending().decided(6, 0).pending("再装一盏").may_not(CHEN, "reconsider", "pending")


def test_every_word_of_a_motion_is_a_kind_of_question():
    assert {do.value for do in Do} >= {kind.value for kind in QuestionKind} - {"main", "report"}
    assert SECRETARY
