import pytest

from tests.procedure.floor.hall import (
    CHEN,
    FOR,
    HE,
    HUANG,
    LIN,
    LIU,
    OBSERVER,
    SECRETARY,
    SETS,
    WU,
    XIE,
    ZHOU,
    debating,
    in_session,
)  # fmt: skip
from yishi.procedure.floor import Phase
from yishi.procedure.rule_set import varied

pytestmark = pytest.mark.parametrize("rules", SETS)


def speaking(rules, person=LIN):
    return debating(rules).does(person, "request", stance=FOR).does(ZHOU, "grant")


# -- points of order, rulings, appeals -------------------------------------------------------------------------------


def test_a_point_of_order_stops_the_clock_until_the_ruling(rules):
    hall = speaking(rules).does(HE, "point_of_order", after=10, text="跑题了")
    assert hall.floor.speech.seconds(hall.floor.at + 500) == 10
    hall.may_not(LIN, "finish", "not_in_order")
    hall.may_not(HUANG, "point_of_order", "not_in_order", text="又跑题了")
    hall.may_not(HE, "rule", "not_entitled", sustained=True)
    hall.does(ZHOU, "rule", after=300, sustained=False, text="没有跑题").does(LIN, "finish", after=5)
    assert hall.floor.spoken[LIN] == 15


def test_a_point_sustained_does_not_by_itself_end_the_speech(rules):
    hall = speaking(rules).does(HE, "point_of_order", text="跑题了").does(ZHOU, "rule", sustained=True)
    assert hall.floor.speech.person_id == LIN
    hall.does(ZHOU, "finish")


def test_who_may_raise_a_point_and_when(rules):
    hall = debating(rules)
    hall.may_not(ZHOU, "rule", "not_in_order", sustained=True)
    hall.may_not(OBSERVER, "point_of_order", "not_entitled", text="跑题了")
    hall.does(ZHOU, "put").may_not(HE, "point_of_order", "not_in_order", text="点错了")


def ruled(rules):
    return (
        speaking(rules)
        .does(HE, "point_of_order", after=10, text="跑题了")
        .does(ZHOU, "rule", sustained=True, text="请回到照明上来")
    )


def test_a_ruling_is_appealed_at_once_or_not_at_all(rules):
    hall = debating(rules)
    hall.may_not(LIN, "appeal", "not_in_order")
    hall = ruled(rules)
    hall.may_not(ZHOU, "appeal", "not_entitled")
    hall.does(WU, "request", stance=FOR).does(HUANG, "leave")  # hands and presence do not close the moment
    hall.does(HE, "appeal").does(HE, "withdraw")
    hall.may_not(LIU, "appeal", "not_in_order")
    ruled(rules).does(LIN, "finish").may_not(LIU, "appeal", "not_in_order")


def appealed(rules):
    return ruled(rules).does(WU, "appeal").stated(XIE)


def test_an_appeal_is_a_question_of_its_own_and_the_speech_waits_for_it(rules):
    hall = appealed(rules)
    assert hall.kind == "appeal" and hall.floor.speech is None
    hall.speaks(WU).may_not(WU, "request", "speeches_per_motion", stance=FOR)
    hall.speaks(ZHOU).speaks(ZHOU).may_not(ZHOU, "request", "speeches_per_motion", stance=FOR)  # the chair twice
    hall.may_not(WU, "table", "precedence")
    hall.decided(3, 2)
    assert hall.kind == "main" and hall.floor.speech.person_id == LIN
    hall.does(LIN, "finish", after=1)
    assert hall.floor.spoken[LIN] == 12  # ten before the point, one after the ruling and one now


@pytest.mark.parametrize(("ayes", "noes", "sustained"), [(3, 2, True), (3, 3, True), (2, 3, False), (0, 0, True)])
def test_a_majority_against_the_chair_reverses_and_a_tie_sustains(rules, ayes, noes, sustained):
    hall = appealed(rules).decided(ayes, noes)
    assert hall.floor.result.carried is sustained
    assert ("裁定维持" if sustained else "裁定被推翻") in hall.floor.result.sentence


def test_an_appeal_against_a_silencing_gives_the_floor_back(rules):
    hall = debating(rules).does(ZHOU, "silence", to=LIN, reason="骂人").does(WU, "appeal").stated(XIE).decided(1, 4)
    assert LIN not in hall.floor.silenced
    assert LIN not in hall.floor.rungs or hall.floor.rungs[LIN] == 0
    hall.does(LIN, "request", stance=FOR)


# -- conduct ---------------------------------------------------------------------------------------------------------


def test_the_ladder_is_climbed_rung_by_rung_or_with_a_reason(rules):
    hall = debating(rules)
    hall.may_not(CHEN, "remind", "not_entitled", to=LIN)
    hall.may_not(ZHOU, "warn", "reason_required", to=LIN)
    hall.does(ZHOU, "remind", to=LIN, article="8").may_not(ZHOU, "silence", "reason_required", to=LIN)
    hall.does(ZHOU, "warn", to=LIN).does(ZHOU, "silence", to=LIN)
    assert hall.floor.silenced == {LIN}
    hall.may_not(ZHOU, "silence", "already", to=LIN)
    hall.does(ZHOU, "silence", to=HE, reason="拍桌子")
    assert hall.floor.silenced == {LIN, HE}


def test_the_chair_reproves_others_who_are_there(rules):
    hall = debating(rules).does(LIN, "leave")
    hall.may_not(ZHOU, "remind", "not_entitled", to=LIN)
    hall.may_not(ZHOU, "remind", "not_in_order", to=ZHOU)
    hall.does(ZHOU, "remind", to=OBSERVER)


def test_the_silenced_neither_speak_nor_wait_but_vote_until_the_item_ends(rules):
    hall = speaking(rules).does(HE, "request", stance=FOR).does(ZHOU, "silence", after=3, to=LIN, reason="骂人")
    assert hall.floor.speech is None and hall.floor.spoken[LIN] == 4
    hall.does(ZHOU, "silence", to=HE, reason="骂人").may_not(LIN, "request", "silence", "conduct", stance=FOR)
    hall.does(ZHOU, "put").does(LIN, "vote", choice="aye").does(ZHOU, "announce").does(ZHOU, "call_item", item=1)
    assert not hall.floor.silenced
    hall.does(LIN, "move", text="再说一件")


def test_only_the_assembly_sends_somebody_out_and_only_after_silence(rules):
    hall = debating(rules)
    hall.may_not(WU, "remove", "conduct", "not_in_order", to=LIN)
    hall.does(ZHOU, "silence", to=LIN, reason="骂人")
    hall.does(WU, "remove", to=LIN).stated(XIE)
    assert hall.kind == "remove"
    hall.may_not(CHEN, "request", "not_in_order", stance=FOR)
    hall.decided(5, 1)
    assert LIN not in hall.floor.present
    hall.may_not(LIN, "check_in", "not_entitled")


def test_a_rule_set_without_rulings_leaves_the_chair_with_reminding(rules):
    hall = debating(varied(rules, {"obey_rulings": False}))
    hall.does(ZHOU, "remind", to=LIN).may_not(ZHOU, "warn", "conduct", to=LIN)


# -- the chair -------------------------------------------------------------------------------------------------------


def test_the_chair_hands_over_to_speak_and_takes_back_when_the_motion_is_disposed_of(rules):
    hall = debating(rules)
    hall.may_not(CHEN, "hand_over", "not_entitled", to=LIN)
    hall.may_not(ZHOU, "hand_over", "not_entitled", to=OBSERVER)
    hall.may_not(ZHOU, "hand_over", "already", to=ZHOU)
    hall.does(ZHOU, "hand_over", to=WU).does(ZHOU, "request", stance=FOR)
    hall.may_not(ZHOU, "grant", "not_entitled")
    if rules != "consensus":
        hall.may_not(WU, "request", "chair_neutral", stance=FOR)
    hall.does(WU, "grant").does(ZHOU, "finish")
    hall.may_not(ZHOU, "take_back", "chair_neutral")
    hall.may_not(WU, "hand_over", "chair_neutral", to=ZHOU)
    hall.may_not(WU, "take_back", "not_entitled")
    hall.does(WU, "put").does(ZHOU, "vote", choice="aye").does(WU, "announce").does(ZHOU, "take_back")
    assert hall.floor.chair_id == ZHOU
    hall.may_not(ZHOU, "take_back", "already")


def test_a_chair_handed_over_before_a_motion_comes_back_after_the_next(rules):
    hall = in_session(rules).does(ZHOU, "hand_over", to=WU)
    hall.may_not(ZHOU, "take_back", "chair_neutral")
    hall.pending().decided(4, 1).does(ZHOU, "take_back")


def test_the_chair_is_not_handed_to_the_speaker_nor_to_one_who_has_voted(rules):
    hall = speaking(rules)
    hall.may_not(ZHOU, "hand_over", "not_in_order", to=LIN)
    hall.does(LIN, "finish").does(ZHOU, "put").does(HE, "vote", choice="aye")
    hall.may_not(ZHOU, "hand_over", "already", to=HE)
    hall.does(ZHOU, "hand_over", to=WU)


def test_without_a_chair_everything_waits_and_the_clock_stands(rules):
    hall = speaking(rules).does(ZHOU, "leave", after=5)
    hall.may_not(LIN, "finish", "not_in_order")
    hall.may_not(ZHOU, "grant", "not_entitled")
    hall.does(WU, "leave").does(WU, "check_in").passes(900)
    assert hall.floor.speech.seconds(hall.floor.at) == 5
    hall.does(SECRETARY, "hand_over", to=WU).does(LIN, "finish", after=3)
    assert hall.floor.spoken[LIN] == 8
    assert hall.floor.chair_id == WU


def test_the_clock_goes_on_when_the_chair_is_back(rules):
    hall = speaking(rules).does(ZHOU, "leave", after=5).does(ZHOU, "check_in", after=60).does(LIN, "finish", after=1)
    assert hall.floor.spoken[LIN] == 6


# -- undoing ---------------------------------------------------------------------------------------------------------


def test_the_chair_undoes_its_last_act_and_what_others_did_since_stays(rules):
    hall = debating(rules).does(LIN, "request", stance=FOR).does(HE, "request", stance="against").does(ZHOU, "grant")
    hall.does(WU, "request", stance=FOR).does(XIE, "leave").does(ZHOU, "undo")
    assert hall.floor.speech is None
    assert {hand.person_id for hand in hall.floor.pending.hands} == {LIN, HE, WU}
    assert hall.floor.pending.speeches == ()
    assert XIE not in hall.floor.present
    hall.may_not(ZHOU, "undo", "not_in_order")


def test_what_others_did_since_stays_where_it_does_not_rest_on_the_act(rules):
    hall = debating(rules).does(ZHOU, "remind", to=LIN).does(HE, "amend", text="装三盏").does(HE, "point_of_order", text="太吵")
    hall.does(ZHOU, "rule", sustained=True).does(ZHOU, "undo")
    assert hall.floor.point == "太吵"
    hall = debating(rules).does(ZHOU, "remind", to=LIN).does(HE, "amend", text="装三盏").does(LIU, "recuse").does(ZHOU, "undo")
    assert LIN not in hall.floor.rungs
    assert hall.floor.moved[-1].text == "装三盏" and hall.floor.recused == {LIU}
    hall = in_session(rules).does(CHEN, "move", text="南门装照明")
    hall = hall if rules == "consensus" else hall.does(LIN, "second")
    hall.does(ZHOU, "state").does(HE, "amend", text="装三盏").may_not(ZHOU, "undo", "not_in_order")


def test_votes_and_counts_are_never_undone(rules):
    hall = debating(rules).does(ZHOU, "put").does(ZHOU, "undo")
    assert hall.kind == "main" and hall.floor.vote is None
    hall.does(ZHOU, "put").does(CHEN, "vote", choice="aye").may_not(ZHOU, "undo", "not_in_order")
    hall = debating(rules).does(ZHOU, "put").does(SECRETARY, "count", ayes=1)
    hall.may_not(ZHOU, "undo", "not_in_order")
    if rules == "consensus":
        hall.does(ZHOU, "vote", choice="aye").may_not(ZHOU, "undo", "not_in_order")


def test_an_announcement_is_undone_until_the_next_command(rules):
    hall = debating(rules).decided(5, 1).does(ZHOU, "undo")
    assert hall.kind == "main" and hall.floor.vote.count.ayes == 5
    hall.does(ZHOU, "announce").does(XIE, "leave").may_not(ZHOU, "undo", "not_in_order")


def test_nobody_else_undoes(rules):
    debating(rules).may_not(CHEN, "undo", "not_entitled")


def test_a_hand_for_a_question_undone_goes_with_it(rules):
    hall = in_session(rules).does(CHEN, "move", text="南门装照明")
    if rules != "consensus":
        hall.does(LIN, "second")
    hall.does(ZHOU, "state").does(LIN, "request", stance=FOR).does(ZHOU, "undo")
    assert hall.kind == "none" and hall.floor.moved
    hall.does(ZHOU, "state")
    assert hall.floor.pending.hands == ()


def test_what_the_clock_has_done_is_not_undone(rules):
    hall = speaking(rules).passes(700)
    hall.may_not(ZHOU, "undo", "not_in_order")


def test_even_the_adjournment_by_mistake_is_undone_at_once(rules):
    hall = in_session(rules).does(ZHOU, "adjourn").does(ZHOU, "undo")
    assert hall.floor.phase is Phase.SITTING
