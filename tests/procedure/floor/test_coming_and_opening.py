import pytest

from tests.procedure.floor.hall import (
    CHEN,
    HE,
    ITEMS,
    LIN,
    OBSERVER,
    SECRETARY,
    SETS,
    ZHOU,
    Hall,
    debating,
    in_session,
)  # fmt: skip
from yishi.procedure.floor import Item, Phase

pytestmark = pytest.mark.parametrize("rules", SETS)
ENOUGH = {"luohu10": 7, "robert": 5, "consensus": 5}  # of nine


def test_a_person_checks_in_and_leaves_and_the_light_follows_at_once(rules):
    hall = Hall(rules)
    for number in range(1, ENOUGH[rules]):
        hall.does(number, "check_in")
        assert not hall.floor.quorate
    hall.does(ENOUGH[rules], "check_in")
    assert hall.floor.quorate
    hall.does(CHEN, "leave")
    assert not hall.floor.quorate


def test_the_secretary_checks_people_in_and_out_and_nobody_else_does(rules):
    hall = Hall(rules).does(SECRETARY, "check_in", to=CHEN)
    assert hall.floor.present == {CHEN}
    hall.may_not(CHEN, "check_in", "already")
    hall.may_not(LIN, "check_in", "not_entitled", to=HE)
    hall.may_not(SECRETARY, "check_in", "not_entitled")
    hall.does(SECRETARY, "leave", to=CHEN).may_not(CHEN, "leave", "not_entitled")


def test_observers_come_but_count_for_nothing(rules):
    hall = Hall(rules).does(OBSERVER, "check_in")
    assert OBSERVER in hall.floor.present
    assert hall.floor.here == frozenset()


def test_the_chair_opens_with_a_quorum(rules):
    hall = Hall(rules).gathered(ZHOU, CHEN)
    hall.may_not(CHEN, "open", "not_entitled")
    hall.may_not(ZHOU, "open", "quorum")
    assert hall.legal(ZHOU) >= {"recess", "adjourn"} and "call_item" not in hall.legal(ZHOU)
    hall.gathered(*(set(range(1, 10)) - {ZHOU, CHEN})).does(ZHOU, "open")
    assert hall.floor.phase is Phase.SITTING
    hall.may_not(ZHOU, "open", "already")


def test_a_sitting_without_notice_in_time_does_not_open(rules):
    Hall(rules, notice_in_time=False).gathered().may_not(ZHOU, "open", "notice")


def test_before_opening_and_in_a_recess_little_is_in_order(rules):
    hall = Hall(rules).gathered()
    hall.may_not(CHEN, "move", "not_in_order", text="南门装照明")
    hall.may_not(CHEN, "adjourn", "not_in_order")
    hall.does(ZHOU, "recess")
    assert hall.floor.phase is Phase.RECESS
    hall.may_not(ZHOU, "recess", "already")
    hall.may_not(ZHOU, "call_item", "not_in_order", item=0)


def test_a_recess_ends_with_another_opening_and_the_quorum_is_tested_anew(rules):
    hall = in_session(rules).does(ZHOU, "recess")
    for person in (1, 2, 4, 5, 6):
        hall.does(person, "leave")
    hall.may_not(ZHOU, "open", "quorum")
    for person in (1, 2, 4, 5, 6):
        hall.does(person, "check_in")
    hall.does(ZHOU, "open")
    assert hall.floor.phase is Phase.SITTING


def test_after_the_adjournment_nothing_is_done_any_more(rules):
    hall = in_session(rules).does(ZHOU, "adjourn")
    assert hall.floor.phase is Phase.ADJOURNED
    hall.may_not(CHEN, "move", "not_in_order", text="再说一件")
    hall.may_not(CHEN, "leave", "not_in_order")


def test_items_come_in_the_order_of_the_agenda_or_with_a_reason(rules):
    hall = in_session(rules)
    hall.may_not(CHEN, "call_item", "not_entitled", item=1)
    hall.may_not(ZHOU, "call_item", "reason_required", item=2)
    hall.may_not(ZHOU, "call_item", "already", item=0)
    hall.does(ZHOU, "call_item", item=2, reason="大家没有异议")
    assert hall.floor.item == 2
    assert hall.log[-1].reason == "大家没有异议"
    hall.does(ZHOU, "call_item", item=1)
    hall.may_not(ZHOU, "call_item", "reason_required", item=0)


def test_one_item_is_dealt_with_at_a_time(rules):
    hall = in_session(rules).does(CHEN, "move", text="南门装照明")
    hall.may_not(ZHOU, "call_item", "pending", item=1)
    hall.stated(LIN).may_not(ZHOU, "call_item", "pending", item=1)
    hall.decided(9 if rules == "consensus" else 6).does(ZHOU, "call_item", item=1)


def test_a_recusal_leaves_the_base_for_the_item(rules):
    hall = in_session(rules)
    for person in (1, 2):
        hall.does(person, "leave")
    hall.does(HE, "recuse")
    assert len(hall.floor.members - hall.floor.out) == 8
    assert len(hall.floor.here) == 6
    assert hall.floor.quorate  # six of eight
    hall.may_not(HE, "recuse", "already")
    hall.may_not(HE, "move", "recused", text="南门装照明")
    hall.does(4, "move", text="南门装照明")
    if rules != "consensus":
        hall.may_not(HE, "second", "recused")
    hall.stated(6).may_not(HE, "request", "recused", stance="for")
    hall.does(HE, "request", stance="ask").does(ZHOU, "grant").does(HE, "finish").does(ZHOU, "put")
    hall.may_not(HE, "vote", "recused", choice="aye")
    hall.does(ZHOU, "announce").does(ZHOU, "call_item", item=1)
    assert not hall.floor.recused


def test_the_chair_rules_that_somebody_is_recused_and_nobody_else_does(rules):
    hall = in_session(rules)
    hall.may_not(CHEN, "recuse", "not_entitled", to=HE)
    hall.may_not(OBSERVER, "recuse", "not_entitled")
    hall.does(ZHOU, "recuse", to=HE, reason="施工单位是他家的")
    assert hall.floor.recused == {HE}


def test_a_recusal_voids_the_vote_already_given_and_leaving_does_not(rules):
    hall = debating(rules).does(ZHOU, "put").does(CHEN, "vote", choice="aye").does(LIN, "vote", choice="aye")
    hall.does(LIN, "leave").does(CHEN, "recuse")
    assert set(hall.floor.vote.votes) == {LIN}


def test_the_recused_are_asked_for_a_new_count_of_hands(rules):
    hall = debating(rules).does(ZHOU, "put").does(SECRETARY, "count", ayes=8).does(CHEN, "recuse")
    assert hall.floor.vote.count is None
    hall.does(SECRETARY, "count", ayes=7).does(ZHOU, "announce")


def test_a_report_is_talked_about_without_a_motion_where_the_rules_say_so(rules):
    hall = in_session(rules, items=(Item("南门照明"), *ITEMS[1:]))
    hall.may_not(CHEN, "request", "not_in_order", stance="ask")
    hall.does(ZHOU, "call_item", item=1)
    if rules == "robert":
        hall.may_not(CHEN, "request", "not_in_order", stance="ask")
    else:
        hall.does(CHEN, "request", stance="ask").does(ZHOU, "grant")
        assert hall.floor.speech.person_id == CHEN
        assert hall.kind == "none"
