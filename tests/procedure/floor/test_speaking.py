import pytest

from tests.procedure.floor.hall import (
    AGAINST,
    ASK,
    CHEN,
    FOR,
    HE,
    HUANG,
    LIN,
    LIU,
    LUOHU,
    OBSERVER,
    SECRETARY,
    SETS,
    WU,
    XIE,
    ZHOU,
    debating,
    in_session,
)  # fmt: skip
from yishi.procedure.floor import queue

every_set = pytest.mark.parametrize("rules", SETS)
LIMIT = {"luohu10": 120, "robert": 600, "consensus": 180}


def order(hall):
    return [place.person_id for place in queue(hall.floor)]


def asks(hall, **wishes):
    """林=FOR, in the order given."""
    for name, stance in wishes.items():
        hall.does(globals()[name], "request", stance=stance)
    return hall


@every_set
def test_nobody_asks_to_speak_before_there_is_a_motion(rules):
    hall = in_session(rules)
    hall.may_not(CHEN, "request", "not_in_order", stance=FOR)
    hall.does(CHEN, "move", text="南门装照明").may_not(CHEN, "request", "not_in_order", stance=FOR)


@every_set
def test_the_stance_comes_first_where_the_rules_ask_for_it(rules):
    hall = debating(rules)
    if rules == LUOHU:
        assert "第四条" in hall.may_not(LIN, "request", "4", "stance_required")
    else:
        hall.does(LIN, "request").does(ZHOU, "grant")
        assert hall.floor.speech.stance is None


@every_set
def test_nobody_waits_twice_and_a_hand_is_taken_down_once(rules):
    hall = debating(rules).does(LIN, "request", stance=FOR)
    hall.may_not(LIN, "request", "already", stance=FOR)
    hall.does(LIN, "unrequest").may_not(LIN, "unrequest", "not_in_order")


@every_set
def test_the_chair_and_the_secretary_enter_a_raised_hand_and_nobody_else_does(rules):
    hall = debating(rules).does(ZHOU, "request", to=LIN, stance=FOR).does(SECRETARY, "request", to=HE, stance=AGAINST)
    assert set(order(hall)) == {LIN, HE}
    hall.may_not(CHEN, "request", "not_entitled", to=HUANG, stance=FOR)
    hall.may_not(SECRETARY, "request", "not_entitled", stance=FOR)
    hall.does(SECRETARY, "unrequest", to=HE)


@every_set
def test_who_is_not_there_does_not_ask(rules):
    debating(rules).does(LIN, "leave").may_not(LIN, "request", "not_entitled", stance=FOR)


@every_set
def test_a_neutral_chair_who_wants_to_speak_is_stopped_at_the_request(rules):
    hall = debating(rules)
    if rules == "consensus":
        hall.does(ZHOU, "request")
    else:
        assert "请先请别人主持" in hall.may_not(ZHOU, "request", "chair_neutral", stance=FOR)
        hall.may_not(ZHOU, "request", "chair_neutral")


@pytest.mark.parametrize(("rules", "ask", "speak"), [("luohu10", True, False), ("robert", False, False), ("consensus", True, True)])
def test_observers_speak_as_far_as_the_rules_let_them(rules, ask, speak):
    for stance, may in ((ASK, ask), (FOR, speak)):
        hall = debating(rules)
        if may:
            hall.does(OBSERVER, "request", stance=stance).does(ZHOU, "grant")
            hall.does(OBSERVER, "finish").does(ZHOU, "put").may_not(OBSERVER, "vote", "not_entitled", choice="aye")
        else:
            hall.may_not(OBSERVER, "request", "not_entitled", "observers_speak", stance=stance)


@every_set
def test_turns_are_counted_and_a_question_takes_one_too(rules):
    hall = debating(rules)
    for number in range(hall.floor.rules.speeches_per_question):
        hall.speaks(LIN, ASK if number else FOR)
    sentence = hall.may_not(LIN, "request", "speeches_per_motion", stance=FOR)
    if rules == LUOHU:
        assert "第五条" in sentence
        hall.may_not(LIN, "request", "5", stance=FOR)
    hall.does(HE, "amend", text="装三盏").stated(WU).speaks(LIN)  # a new question, new counts


@every_set
def test_the_clock_ends_a_speech_and_it_counts(rules):
    hall = debating(rules).does(LIN, "request", stance=FOR).does(ZHOU, "grant").passes(LIMIT[rules] - 1)
    assert hall.floor.speech.person_id == LIN
    hall.passes(1)
    assert hall.floor.speech is None
    assert hall.floor.spoken[LIN] == LIMIT[rules]
    assert len(hall.floor.pending.speeches) == 1


@every_set
def test_the_clock_comes_before_a_command_of_the_same_second(rules):
    hall = debating(rules).does(LIN, "request", stance=FOR).does(ZHOU, "grant")
    hall.may_not(LIN, "finish", "not_in_order", after=LIMIT[rules])
    hall.does(LIN, "finish", after=LIMIT[rules] - 1)
    assert hall.floor.spoken[LIN] == LIMIT[rules] - 1


@every_set
def test_one_speaks_at_a_time_and_is_not_interrupted(rules):
    hall = asks(debating(rules), LIN=FOR, HE=AGAINST).does(ZHOU, "grant")
    assert hall.floor.speech.person_id == LIN
    hall.may_not(ZHOU, "grant", "not_in_order")
    hall.may_not(HE, "finish", "not_entitled")
    if rules == LUOHU:
        hall.may_not(ZHOU, "grant", "6")
    hall.may_not(ZHOU, "put", "not_in_order")
    hall.does(ZHOU, "finish").does(ZHOU, "grant")
    assert hall.floor.speech.person_id == HE


@every_set
def test_the_floor_is_given_in_the_order_or_with_a_reason(rules):
    hall = asks(debating(rules), LIN=FOR, HE=AGAINST)
    hall.may_not(CHEN, "grant", "not_entitled")
    hall.may_not(ZHOU, "grant", "reason_required", to=HE)
    hall.may_not(ZHOU, "grant", "not_in_order", to=HUANG, reason="请他说说")
    hall.does(ZHOU, "grant", to=HE, reason="她要赶去接孩子")
    assert hall.log[-1].reason == "她要赶去接孩子"
    hall.does(HE, "finish").does(LIN, "unrequest").may_not(ZHOU, "grant", "not_in_order")


# -- the order -------------------------------------------------------------------------------------------------------


@every_set
def test_the_mover_comes_first_while_nobody_has_spoken(rules):
    hall = asks(debating(rules), LIN=AGAINST, CHEN=FOR)
    assert order(hall) == [CHEN, LIN]
    assert queue(hall.floor)[0].why == "提出动议的人先说"
    hall.does(CHEN, "unrequest").does(ZHOU, "grant").does(LIN, "finish").does(CHEN, "request", stance=FOR)
    hall.does(HE, "request", stance=FOR)
    assert order(hall)[0] == CHEN  # neither has spoken, and the mover asked first


@every_set
def test_those_who_spoke_less_on_this_question_come_before_the_rest(rules):
    hall = debating(rules).speaks(LIN, FOR, seconds=1).speaks(HE, FOR, seconds=100)
    asks(hall, LIN=AGAINST, HUANG=FOR)
    assert order(hall) == [HUANG, LIN]
    assert queue(hall.floor)[0].why == "这个问题上说得少的先说"


@pytest.mark.parametrize(("rules", "first"), [("luohu10", "HE"), ("robert", "HE"), ("consensus", "LIU")])
def test_the_sides_alternate_where_the_rules_say_so(rules, first):
    hall = debating(rules).speaks(LIN, FOR)
    asks(hall, LIU=FOR, HUANG=FOR, HE=AGAINST, WU=ASK)
    assert order(hall)[0] == globals()[first]
    if rules != "consensus":
        assert order(hall) == [HE, LIU, WU, HUANG]  # a question is on neither side, and does not change the side before it


@every_set
def test_a_question_changes_no_side_and_waits_for_none(rules):
    hall = debating(rules).speaks(LIN, FOR).speaks(WU, ASK, seconds=10)
    asks(hall, LIU=FOR, HE=AGAINST)
    assert order(hall)[0] == (LIU if rules == "consensus" else HE)


@every_set
def test_who_spoke_fewer_seconds_in_the_sitting_comes_first_and_then_who_asked_first(rules):
    hall = debating(rules).speaks(LIN, ASK, seconds=30).speaks(HE, ASK, seconds=10).does(XIE, "amend", text="装三盏").stated(WU)
    asks(hall, LIN=ASK, HE=ASK, LIU=ASK, HUANG=ASK)
    assert order(hall) == [LIU, HUANG, HE, LIN]
    assert queue(hall.floor)[0].why == "先举手的先说"
    assert queue(hall.floor)[1].why == "本次会议说得短的先说"


@every_set
def test_whoever_speaks_is_already_the_speaker_before(rules):
    hall = asks(debating(rules), LIN=FOR, LIU=FOR, HE=AGAINST).does(ZHOU, "grant")
    assert order(hall) == ([LIU, HE] if rules == "consensus" else [HE, LIU])


@every_set
def test_without_a_stance_nobody_is_on_a_side(rules):
    if rules == LUOHU:
        return
    hall = debating(rules).speaks(LIN, None)
    asks(hall, LIU=None, HE=None)
    assert order(hall) == [LIU, HE]


@every_set
def test_the_queue_of_the_motion_is_kept_aside_while_an_amendment_is_pending(rules):
    hall = asks(debating(rules), LIN=FOR, HE=AGAINST).does(XIE, "amend", text="装三盏").stated(WU)
    assert order(hall) == []
    asks(hall, LIU=FOR, XIE=FOR)
    assert order(hall) == [XIE, LIU]  # the mover of the amendment
    hall.does(LIU, "unrequest").does(XIE, "unrequest").decided(0, 5)
    assert order(hall) == [LIN, HE]


@every_set
def test_counts_and_seconds_stay_with_the_person_and_the_place_is_lost_on_leaving(rules):
    hall = asks(debating(rules).speaks(LIN, FOR, seconds=15), HE=AGAINST)
    hall.does(HE, "leave").does(LIN, "leave")
    assert order(hall) == []
    hall.does(ZHOU, "put").does(ZHOU, "undo").does(HE, "check_in").does(LIN, "check_in")
    asks(hall, LIN=FOR, HE=FOR)
    assert order(hall) == [HE, LIN]
    assert hall.floor.spoken[LIN] == 15


@every_set
def test_who_leaves_while_speaking_has_spoken(rules):
    hall = asks(debating(rules), LIN=FOR).does(ZHOU, "grant").does(LIN, "leave", after=7)
    assert hall.floor.speech is None
    assert hall.floor.spoken[LIN] == 7


@every_set
def test_nobody_asks_for_the_floor_while_votes_are_cast(rules):
    debating(rules).does(ZHOU, "put").may_not(LIN, "request", "not_in_order", stance=FOR)
