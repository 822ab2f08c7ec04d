"""监票员: two people count the papers, neither seeing what the other found."""

import pytest

from tests.procedure.floor.hall import CHEN, HE, HUANG, LIN, LUOHU, OBSERVER, ROBERT, SECRETARY, SETS, WU, ZHOU, debating
from yishi.procedure.floor.alike import named
from yishi.procedure.floor.sayings import saying
from yishi.procedure.rule_set import varied

NOBODY = frozenset()
every_set = pytest.mark.parametrize("rules", SETS)


@pytest.fixture
def hall():
    """The question is put; 黄伟强 and 何丽 are the tellers."""
    it = debating(LUOHU, teller_ids=NOBODY).does(ZHOU, "teller", to=HUANG).does(ZHOU, "teller", to=HE)
    return it.does(ZHOU, "put")


@every_set
def test_the_chair_asks_two_who_are_there(rules):
    hall = debating(rules, teller_ids=NOBODY)
    hall.may_not(CHEN, "teller", "not_entitled", to=HE)
    hall.may_not(ZHOU, "teller", "not_entitled", to=ZHOU)
    hall.may_not(ZHOU, "teller", "not_entitled", to=SECRETARY)
    hall.does(ZHOU, "teller", to=HE).may_not(ZHOU, "teller", "already", to=HE)
    hall.does(ZHOU, "teller", to=OBSERVER)
    assert hall.floor.tellers == {HE, OBSERVER} and {HE, OBSERVER} <= named(hall.floor)


def test_who_goes_counts_nothing(hall):
    hall.does(HE, "leave").may_not(HUANG, "tally", "two_tellers", "count", ayes=5, paper=True)
    hall.does(HE, "check_in").does(HUANG, "tally", ayes=5, paper=True)


def test_what_both_found_is_the_count(hall):
    hall.does(HUANG, "tally", ayes=5, noes=2, invalid=1, paper=True)
    assert hall.floor.vote.count is None and hall.floor.tally.ballots == 0
    hall.does(HE, "tally", ayes=5, noes=2, invalid=1, paper=True)
    assert (hall.floor.tally.ayes, hall.floor.tally.noes, hall.floor.tally.invalid) == (5, 2, 1)
    assert hall.does(ZHOU, "announce").floor.result.carried


@pytest.mark.parametrize("other", [{"ayes": 4}, {"noes": 3}, {"abstentions": 1}, {"invalid": 1}, {"paper": False}])
def test_where_they_differ_both_begin_anew(hall, other):
    found = {"ayes": 5, "noes": 2, "paper": True}
    hall.does(HUANG, "tally", **found).does(HE, "tally", **found | other)
    assert hall.floor.vote.count is None and hall.floor.vote.first is None and hall.floor.vote.differed
    hall.does(HE, "tally", **found)
    assert hall.floor.vote.count is None, "one alone is no count, whatever was found before"
    hall.does(HUANG, "tally", **found)
    assert hall.floor.tally.ballots == 7


def test_one_teller_who_counts_twice_is_one_teller(hall):
    hall.does(HUANG, "tally", ayes=5, paper=True).does(HUANG, "tally", ayes=5, paper=True)
    assert hall.floor.vote.count is None and hall.floor.vote.first[1].ayes == 5
    hall.does(HUANG, "tally", ayes=6, paper=True).does(HE, "tally", ayes=6, paper=True)
    assert hall.floor.tally.ayes == 6


def test_nobody_counts_what_they_moved_or_put(hall):
    hall.may_not(CHEN, "tally", "not_entitled", ayes=5)
    moved = debating(LUOHU, teller_ids=NOBODY).does(ZHOU, "teller", to=CHEN).does(ZHOU, "teller", to=HE).does(ZHOU, "put")
    moved.may_not(CHEN, "tally", "not_entitled", "two_tellers", ayes=5)
    presiding = debating(ROBERT, teller_ids=NOBODY).does(ZHOU, "teller", to=HE).does(ZHOU, "teller", to=HUANG)
    presiding.does(ZHOU, "hand_over", to=HE).does(HE, "put").may_not(HE, "tally", "not_entitled", ayes=5)


def test_not_more_papers_than_people(hall):
    hall.does(CHEN, "vote", choice="aye")
    hall.may_not(HUANG, "tally", "count", ayes=8, paper=True)  # nine are there: the chair has no vote, one has voted
    hall.does(HUANG, "tally", ayes=7, paper=True).does(LIN, "vote", choice="no")
    hall.may_not(HE, "tally", "count", ayes=7, paper=True)


def test_a_third_teller_makes_them_begin_anew(hall):
    hall.does(HUANG, "tally", ayes=5, paper=True).does(ZHOU, "teller", to=WU)
    assert hall.floor.vote.first is None
    hall.does(WU, "tally", ayes=4, paper=True).does(HE, "tally", ayes=4, paper=True)
    assert hall.floor.tally.ayes == 4


def test_a_finished_count_is_opened_again_by_the_chair_alone(hall):
    for teller in (HUANG, HE):
        hall.does(teller, "tally", ayes=5, paper=True)
    hall.may_not(HE, "tally", "already", ayes=4, paper=True)
    hall.may_not(ZHOU, "release", "not_entitled", to=WU)
    hall.does(ZHOU, "release", to=HE)
    assert hall.floor.vote.count is None and hall.floor.tellers == {HUANG}
    hall.may_not(HE, "tally", "not_entitled", ayes=5, paper=True)


def test_what_a_teller_found_goes_with_them(hall):
    hall.does(ZHOU, "teller", to=WU).does(HUANG, "tally", ayes=5, paper=True).does(HUANG, "leave")
    hall.does(HE, "tally", ayes=5, paper=True)
    assert hall.floor.vote.count is None
    assert hall.does(WU, "tally", ayes=5, paper=True).floor.tally.ayes == 5


def test_hands_counted_before_do_not_stand_beside_papers(hall):
    hall.does(SECRETARY, "count", ayes=8).does(HUANG, "tally", ayes=5, paper=True)
    assert hall.floor.vote.count is None


def test_whoever_presides_has_not_been_counted(hall):
    hall.does(HUANG, "tally", ayes=5, paper=True).may_not(ZHOU, "hand_over", "not_in_order", to=WU)
    hall.does(HE, "tally", ayes=5, paper=True).does(ZHOU, "leave").does(SECRETARY, "hand_over", to=WU)
    assert hall.floor.vote.count is None and hall.floor.chair_id == WU


def test_who_is_sent_out_of_the_vote_voids_what_was_found(hall):
    hall.does(HUANG, "tally", ayes=5, paper=True).does(LIN, "recuse")
    assert hall.floor.vote.first is None


def test_before_the_question_is_put_there_is_nothing_to_count():
    hall = debating(LUOHU, teller_ids=NOBODY).does(ZHOU, "teller", to=HUANG).does(ZHOU, "teller", to=HE)
    hall.may_not(HE, "tally", "not_in_order", ayes=1)


def test_the_record_tells_no_figures_before_both_have_counted(hall):
    before = hall.floor
    hall.does(HUANG, "tally", ayes=5, noes=2, paper=True)
    assert saying(before, hall.log[-1], hall.floor) == "点了一遍纸票，等另一名监票员点"
    first = hall.floor
    hall.does(HE, "tally", ayes=5, noes=1, paper=True)
    assert saying(first, hall.log[-1], hall.floor) == "两名监票员点的不一样，都不算，重新点"
    again = hall.does(HE, "tally", ayes=5, noes=2, paper=True).floor
    hall.does(HUANG, "tally", ayes=5, noes=2, paper=True)
    assert saying(again, hall.log[-1], hall.floor) == "两名监票员点纸票：赞成5，反对2，弃权0"


def test_hands_are_counted_by_tellers_too_where_the_rules_say_so():
    always = debating(varied(LUOHU, {"two_tellers": "always"}), teller_ids=NOBODY).does(ZHOU, "teller", to=HE).does(ZHOU, "put")
    always.may_not(SECRETARY, "count", "two_tellers", ayes=5)
