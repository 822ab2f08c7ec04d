"""委托: a member who cannot come has another one vote for them, where the rule set allows it."""

import pytest

from tests.procedure.floor.hall import (
    CHEN,
    CONSENSUS,
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
    ZHENG,
    ZHOU,
    Hall,
    debating,
    setup,
)
from yishi.procedure.floor import Person
from yishi.procedure.rule_set import varied

ONE_EACH = varied(LUOHU, {"proxies_each": 1})
TWO_EACH = varied(LUOHU, {"proxies_each": 2})
HERE = (CHEN, LIN, ZHOU, HUANG, HE, ZHENG)


def without(*away, rules=ONE_EACH) -> Hall:
    """A main motion is pending; these have gone home."""
    hall = debating(rules)
    for person in away:
        hall.does(person, "leave")
    return hall


@pytest.mark.parametrize("rules", SETS)
def test_no_shipped_rule_set_allows_it(rules):
    refused = debating(rules).does(WU, "leave").may_not(WU, "proxy", "proxies_each", to=HE)
    assert refused.startswith("本规则集不许委托别人投票")


def test_who_is_represented_counts_as_there():
    hall = Hall(ONE_EACH).gathered(*HERE)
    hall.may_not(ZHOU, "open", "quorum")  # more than six of nine
    hall.does(WU, "proxy", to=HE).does(ZHOU, "open")
    assert len(hall.floor.here) == 7 and hall.floor.represented == {WU}


def test_a_proxy_counts_only_while_its_holder_is_there():
    hall = Hall(ONE_EACH).does(WU, "proxy", to=HE).gathered(*HERE[:4])
    assert not hall.floor.represented
    hall.does(HE, "check_in")
    assert hall.floor.represented == {WU}
    hall.does(HE, "leave")
    assert not hall.floor.represented and not hall.floor.quorate


def test_each_vote_is_given_by_itself():
    hall = without(WU).does(WU, "proxy", to=HE).does(ZHOU, "put")
    hall.may_not(LIN, "vote", "not_entitled", to=WU, choice="aye")
    hall.does(HE, "vote", to=WU, choice="aye").may_not(HE, "vote", "already", to=WU, choice="no")
    hall.does(HE, "vote", choice="no")
    assert (hall.floor.tally.ayes, hall.floor.tally.noes) == (1, 1)
    assert hall.floor.vote.votes[WU] == "aye"


def test_who_comes_after_all_votes_alone():
    hall = without(WU).does(WU, "proxy", to=HE).does(WU, "check_in").does(ZHOU, "put")
    assert not hall.floor.proxies
    hall.may_not(HE, "vote", "not_entitled", to=WU, choice="aye")
    hall.does(WU, "vote", choice="no")


def test_who_comes_when_the_other_has_voted_for_them_has_voted():
    hall = without(WU).does(WU, "proxy", to=HE).does(ZHOU, "put").does(HE, "vote", to=WU, choice="aye").does(WU, "check_in")
    hall.may_not(WU, "vote", "already", choice="no")
    assert hall.floor.tally.ayes == 1


def test_hands_may_be_raised_for_those_who_are_represented():
    hall = without(WU).does(WU, "proxy", to=HE).does(ZHOU, "put")
    hall.does(SECRETARY, "count", ayes=8).may_not(SECRETARY, "count", "count", ayes=9)  # nine, less the chair
    hall.may_not(HE, "vote", "count", to=WU, choice="aye")


def test_so_many_and_no_more():
    hall = without(WU, XIE, LIU).does(WU, "proxy", to=HE)
    assert "已经受了1位成员委托" in hall.may_not(XIE, "proxy", "proxies_each", to=HE)
    two = without(WU, XIE, LIU, rules=TWO_EACH).does(WU, "proxy", to=HE).does(XIE, "proxy", to=HE)
    two.may_not(LIU, "proxy", "proxies_each", to=HE)


def test_a_proxy_is_not_passed_on():
    hall = without(WU, XIE, rules=TWO_EACH).does(WU, "proxy", to=XIE)
    hall.may_not(XIE, "proxy", "proxies_each", to=HE)
    other = without(WU, XIE, rules=TWO_EACH).does(XIE, "proxy", to=HE)
    other.may_not(WU, "proxy", "proxies_each", to=XIE)


@pytest.mark.parametrize(("by", "to", "names"), [
    (OBSERVER, HE, ("not_entitled",)), (WU, OBSERVER, ("not_entitled",)), (WU, WU, ("not_entitled",)),
    (WU, None, ("not_entitled",)), (WU, ZHOU, ("not_entitled",)), (CHEN, HE, ("already",)),
])  # fmt: skip
def test_by_a_member_who_is_away_to_one_who_may_vote(by, to, names):
    without(WU).may_not(by, "proxy", *names, to=to)


def test_given_again_it_is_the_other_ones():
    hall = without(WU).does(WU, "proxy", to=HE).does(WU, "proxy", to=LIN)
    hall.may_not(WU, "proxy", "already", to=LIN)
    assert dict(hall.floor.proxies) == {WU: LIN}


def test_it_may_be_taken_back_but_not_while_votes_are_cast():
    hall = without(WU, XIE).does(WU, "proxy", to=HE).does(ZHOU, "put")
    hall.may_not(WU, "revoke", "not_in_order")
    hall.may_not(XIE, "proxy", "not_in_order", to=LIN)
    hall.does(SECRETARY, "count", ayes=1).does(ZHOU, "announce").does(WU, "revoke")
    assert not hall.floor.represented
    hall.may_not(WU, "revoke", "not_in_order")


def test_whoever_presides_votes_for_nobody():
    hall = without(WU).does(WU, "proxy", to=HE).does(ZHOU, "hand_over", to=HE)
    assert not hall.floor.represented
    hall.does(HE, "put").may_not(HE, "vote", "not_entitled", to=WU, choice="aye")
    hall.does(SECRETARY, "count", ayes=1).does(HE, "announce").does(ZHOU, "take_back")
    assert hall.floor.represented == {WU}


def test_nobody_is_given_the_chair_in_a_vote_who_votes_for_another():
    without(WU).does(WU, "proxy", to=HE).does(ZHOU, "put").may_not(ZHOU, "hand_over", "not_in_order", to=HE)


def test_who_has_no_part_in_it_votes_for_nobody():
    hall = without(WU).does(WU, "proxy", to=HE).does(HE, "recuse")
    assert not hall.floor.represented
    hall.does(ZHOU, "put").may_not(HE, "vote", "not_entitled", to=WU, choice="aye")


def test_where_units_vote_whoever_of_the_unit_is_there_votes():
    people = dict(setup(CONSENSUS).people) | {WU: Person(WU, "吴桂花", unit="物业"), XIE: Person(XIE, "谢明", unit="物业")}
    hall = debating(varied(CONSENSUS, {"proxies_each": 1}), people=people).does(WU, "leave").does(WU, "proxy", to=HE)
    assert not hall.floor.represented
    hall.does(ZHOU, "put").may_not(HE, "vote", "not_entitled", to=WU, choice="aye")
    hall.does(XIE, "vote", choice="no")


def test_who_was_sent_out_of_the_hall_leaves_no_vote_behind():
    hall = without(WU)
    for act in ("remind", "warn", "silence"):
        hall.does(WU, "check_in") if WU not in hall.floor.present else hall
        hall.does(ZHOU, act, to=WU)
    hall.does(CHEN, "remove", to=WU).stated(LIN).decided(7)
    hall.may_not(WU, "proxy", "not_entitled", to=HE)


def test_the_chair_may_rule_that_who_is_represented_has_no_part_in_it():
    hall = without(WU).does(WU, "proxy", to=HE).does(ZHOU, "recuse", to=WU, reason="是他家的楼")
    assert len(hall.floor.here) == 8
    hall.does(ZHOU, "put").may_not(HE, "vote", "recused", to=WU, choice="aye")
