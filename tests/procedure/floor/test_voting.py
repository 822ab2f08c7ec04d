import pytest

from tests.procedure.floor.hall import (
    CHEN,
    CONSENSUS,
    HE,
    HUANG,
    LIN,
    LUOHU,
    OBSERVER,
    ROBERT,
    SECRETARY,
    SETS,
    TELLER,
    WU,
    ZHOU,
    Hall,
    debating,
    in_session,
)  # fmt: skip
from yishi.procedure.floor import Person
from yishi.procedure.rule_set import varied

every_set = pytest.mark.parametrize("rules", SETS)
HANDS = {LUOHU: 8, ROBERT: 8, CONSENSUS: 9}  # who may raise a hand: a chair who does not vote with the rest is not counted


@every_set
def test_the_question_is_put_when_nobody_entitled_waits(rules):
    hall = in_session(rules)
    hall.may_not(ZHOU, "put", "not_in_order")
    hall.pending().does(LIN, "request", stance="for").may_not(CHEN, "put", "not_entitled")
    assert "林秀兰" in hall.may_not(ZHOU, "put", "exhausted", "put_needs_exhausted")
    hall.does(LIN, "leave").does(ZHOU, "put")  # one who waited and left holds nothing up
    hall.may_not(ZHOU, "put", "already")


@every_set
def test_without_a_quorum_debate_goes_on_and_nothing_is_decided(rules):
    hall = debating(rules)
    for person in (1, 5, 6, 7, 8):
        hall.does(person, "leave")
    assert not hall.floor.quorate
    hall.speaks(LIN).may_not(ZHOU, "put", "quorum")
    for person in (1, 5, 6, 7):
        hall.does(person, "check_in")
    hall.does(ZHOU, "put").does(SECRETARY, "count", ayes=4)
    for person in (1, 5, 6, 7):
        hall.does(person, "leave")
    hall.may_not(ZHOU, "announce", "quorum")
    hall.does(ZHOU, "recess")  # what may still be done
    assert hall.floor.vote is None and hall.kind == "main"


@every_set
def test_each_entitled_person_votes_once(rules):
    hall = debating(rules)
    hall.may_not(CHEN, "vote", "not_in_order", choice="aye")
    hall.does(ZHOU, "put").does(CHEN, "vote", choice="aye").may_not(CHEN, "vote", "already", choice="no")
    hall.may_not(OBSERVER, "vote", "not_entitled", choice="aye")
    hall.does(LIN, "leave").may_not(LIN, "vote", "not_entitled", choice="aye")
    hall.does(LIN, "check_in").does(LIN, "vote", choice="abstain").does(ZHOU, "announce")
    assert (hall.floor.result.carried, hall.floor.result.got, hall.floor.result.base) == (True, 1, 1)
    hall.may_not(HE, "vote", "not_in_order", choice="aye")


@every_set
def test_who_comes_while_the_question_is_put_may_vote(rules):
    hall = debating(rules).does(WU, "leave").does(ZHOU, "put").does(WU, "check_in").does(WU, "vote", choice="no")
    assert hall.floor.tally.noes == 1


@every_set
def test_the_vote_of_one_who_leaves_stays(rules):
    hall = debating(rules).does(ZHOU, "put").does(CHEN, "vote", choice="aye").does(CHEN, "leave").does(ZHOU, "announce")
    assert hall.floor.result.carried


@every_set
def test_hands_and_phones_make_one_count_without_a_double(rules):
    hall = debating(rules).does(ZHOU, "put").does(CHEN, "vote", choice="aye").does(LIN, "vote", choice="no")
    most = HANDS[rules] - 2
    hall.may_not(SECRETARY, "count", "count", ayes=most, noes=1)
    hall.may_not(HUANG, "count", "not_entitled", ayes=1)
    hall.does(SECRETARY, "count", ayes=most - 1, noes=1)
    hall.may_not(HE, "vote", "count", choice="aye")  # every hand was counted
    hall.does(TELLER, "count", ayes=most - 2, noes=1)  # the second count replaces the first
    hall.does(HE, "vote", choice="aye").may_not(HUANG, "vote", "count", choice="aye")
    assert hall.floor.tally.ayes == 1 + most - 2 + 1
    assert hall.floor.tally.ballots == HANDS[rules]


@every_set
def test_a_count_before_the_question_is_put_is_not_in_order(rules):
    debating(rules).may_not(SECRETARY, "count", "not_in_order", ayes=1)


@every_set
def test_papers_are_counted_by_two_tellers(rules):
    hall = debating(rules, teller_ids=frozenset({TELLER})).does(ZHOU, "put")
    hall.may_not(SECRETARY, "count", "count", "two_tellers", ayes=5, paper=True)
    hall.does(SECRETARY, "count", ayes=5)
    debating(rules).does(ZHOU, "put").does(TELLER, "count", ayes=5, noes=3, paper=True)


@pytest.mark.parametrize(
    ("rules", "ayes", "noes", "abstentions", "carried"),
    [
        (LUOHU, 4, 3, 1, True), (LUOHU, 4, 4, 0, False), (LUOHU, 1, 0, 7, True), (LUOHU, 0, 0, 8, False),
        (ROBERT, 4, 3, 1, True), (ROBERT, 4, 4, 0, False), (ROBERT, 1, 0, 7, True), (ROBERT, 0, 0, 8, False),
        (CONSENSUS, 8, 0, 1, True), (CONSENSUS, 5, 4, 0, True), (CONSENSUS, 4, 4, 1, False), (CONSENSUS, 0, 0, 9, False),
    ],
)  # fmt: skip
def test_a_tie_is_lost_and_an_abstention_is_in_no_base(rules, ayes, noes, abstentions, carried):
    hall = debating(rules).decided(ayes, noes, abstentions)
    result = hall.floor.result
    assert result.carried is carried
    assert result.got == ayes and result.base == ayes + noes
    assert f"赞成{ayes}票，反对{noes}票，弃权{abstentions}票" in result.sentence


def test_dissent_turns_consensus_into_a_majority_where_the_rules_say_so():
    hall = debating(CONSENSUS).decided(5, 4)
    assert hall.floor.result.rule == "vote_on_dissent"
    assert hall.floor.result.sentence.startswith("有4票反对，改按票数多少决定")
    strict = debating(varied(CONSENSUS, {"vote_on_dissent": False})).decided(8, 1)
    assert not strict.floor.result.carried and strict.floor.result.rule == "passing"


@pytest.mark.parametrize("kind", ["close_debate", "limit_debate", "extend_debate"])
@pytest.mark.parametrize(("ayes", "noes", "carried"), [(4, 2, True), (4, 3, False), (5, 3, False), (2, 1, True)])
@every_set
def test_what_touches_the_debate_takes_two_thirds(rules, kind, ayes, noes, carried):
    hall = debating(rules).does(HE, kind).stated(WU).decided(ayes, noes)
    assert hall.floor.result.carried is carried
    assert hall.floor.result.rule == kind
    assert hall.floor.result.needed == -(-2 * (ayes + noes) // 3)


@pytest.mark.parametrize("kind", ["refer", "postpone", "table", "recess"])
@every_set
def test_other_motions_take_a_majority(rules, kind):
    hall = debating(rules).does(HE, kind).stated(WU).decided(4, 3)
    assert hall.floor.result.carried and hall.floor.result.rule == "procedural_passing"
    assert not debating(rules).does(HE, kind).stated(WU).decided(4, 4).floor.result.carried


# -- the chair's vote ------------------------------------------------------------------------------------------------


def test_the_chair_of_luohu_never_votes_while_in_the_chair():
    hall = debating(LUOHU).does(ZHOU, "put")
    assert "第一条" in hall.may_not(ZHOU, "vote", "1", "chair_neutral", "chair_vote", choice="aye")


def test_the_chair_of_a_joint_meeting_votes_with_the_rest():
    debating(CONSENSUS).does(ZHOU, "put").does(ZHOU, "vote", choice="aye")


@pytest.mark.parametrize(
    ("ayes", "noes", "choice", "may"),
    [
        (4, 4, "aye", True),
        (4, 4, "no", False),
        (4, 3, "no", True),
        (4, 3, "aye", False),
        (5, 3, "no", False),
        (4, 4, "abstain", False),
    ],
)
def test_under_robert_the_chair_votes_only_where_it_changes_the_result(ayes, noes, choice, may):
    hall = debating(ROBERT).does(ZHOU, "put").does(SECRETARY, "count", ayes=ayes, noes=noes)
    if may:
        before = hall.floor
        hall.does(ZHOU, "vote", choice=choice).may_not(ZHOU, "vote", "already", choice=choice)
        hall.does(ZHOU, "announce")
        assert hall.floor.result.carried is (choice == "aye")
        assert before.vote
    else:
        hall.may_not(ZHOU, "vote", "chair_vote", choice=choice)


def test_under_robert_the_chair_is_counted_with_the_papers():
    hall = debating(ROBERT).does(ZHOU, "put")
    hall.may_not(SECRETARY, "count", "count", ayes=9)
    hall.does(SECRETARY, "count", ayes=5, noes=4, paper=True).may_not(ZHOU, "vote", "count", choice="no")


# -- other bases -----------------------------------------------------------------------------------------------------


def test_an_illegal_ballot_is_in_the_base_of_robert():
    hall = debating(ROBERT).does(ZHOU, "put").does(SECRETARY, "count", ayes=4, noes=3, invalid=1, paper=True).does(ZHOU, "announce")
    assert not hall.floor.result.carried
    assert (hall.floor.result.base, hall.floor.result.needed) == (8, 5)


def test_a_share_of_those_present_counts_abstentions_against():
    rules = varied(LUOHU, {"passing": {"share": "1/2", "of": "present", "strict": True}})
    assert not debating(rules).decided(4, 0, 4).floor.result.carried
    assert debating(rules).decided(5, 0, 3).floor.result.carried


def joint_meeting():
    """Nine people of five units: 陈、林、周 of one, 黄、何 of another."""
    units = ("物业",) * 3 + ("学校",) * 2 + ("医院", "银行", "工厂", "")
    people = {number: Person(number, f"联络员{number}", True, unit) for number, unit in enumerate(units, 1)}
    people[SECRETARY] = Person(SECRETARY, "秘书", False)
    return Hall(CONSENSUS, people=people)


def test_a_joint_meeting_counts_units_and_each_has_one_vote():
    hall = joint_meeting()
    hall.gathered(1, 2, 3)
    assert len(hall.floor.members) == 6 and len(hall.floor.here) == 1
    hall.gathered(4, 6)
    assert not hall.floor.quorate  # three of six
    hall.gathered(9).does(ZHOU, "open").does(ZHOU, "call_item", item=0).does(1, "move", text="合办食堂").does(ZHOU, "state")
    hall.does(ZHOU, "put").does(1, "vote", choice="aye").may_not(2, "vote", "already", choice="no")
    hall.may_not(SECRETARY, "count", "count", ayes=4)
    hall.does(SECRETARY, "count", ayes=3)
    hall.does(ZHOU, "announce")
    assert hall.floor.result.got == 4


def test_a_unit_recused_does_not_vote_through_a_colleague():
    hall = joint_meeting().gathered(*range(1, 10)).does(ZHOU, "open").does(ZHOU, "call_item", item=0).does(4, "recuse")
    hall.does(1, "move", text="合办食堂").does(ZHOU, "state").does(ZHOU, "put").may_not(HE, "vote", "recused", choice="aye")
    assert len(hall.floor.members - hall.floor.out) == 5


def test_a_rule_change_may_pass_by_its_own_rule():
    from tests.procedure.floor.hall import ITEMS
    from yishi.procedure.floor import Item

    hall = debating(LUOHU, items=(Item("修订议事规则", passing="rule_change_passing"), *ITEMS)).decided(5, 3)
    assert not hall.floor.result.carried
    assert hall.floor.result.rule == "rule_change_passing"
