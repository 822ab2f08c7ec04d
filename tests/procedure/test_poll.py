from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.electorate import Elector, Electorate
from yishi.procedure.poll import (
    Choice,
    Openness,
    cast_refusals,
    commitment,
    over,
    paper,
    published,
    receipt,
    tally,
    terms,
    turnout,
    verdict,
)
from yishi.procedure.rule_set import load
from yishi.procedure.tally import Outcome, Tally

LUOHU = load("luohu10")
OPENS = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 7, 16, 0, tzinfo=UTC)
TERMS = terms(LUOHU, OPENS, CLOSES)
ROLL = Electorate(tuple(Elector(n) for n in range(1, 13)), (Elector(13),))
AYE, NO, ABSTAIN = Choice.AYE, Choice.NO, Choice.ABSTAIN


@pytest.mark.parametrize(
    ("ayes", "noes", "abstentions", "outcome"),
    [
        (9, 2, 1, Outcome.CARRIED),
        (5, 4, 0, Outcome.CARRIED),  # nine of twelve have voted
        (5, 3, 0, Outcome.INQUORATE),  # eight of twelve have not more than two thirds
        (1, 0, 8, Outcome.CARRIED),  # abstaining helps the quorum and is no vote
        (4, 4, 4, Outcome.LOST),
        (0, 0, 0, Outcome.INQUORATE),
        (0, 0, 12, Outcome.LOST),
    ],
)
def test_a_poll_of_the_council(ayes, noes, abstentions, outcome):
    assert verdict(TERMS, {AYE: ayes, NO: noes, ABSTAIN: abstentions}, ROLL).outcome is outcome


def test_the_verdict_is_explained():
    assert verdict(TERMS, {AYE: 9, NO: 2, ABSTAIN: 1}, ROLL).sum == (
        "应到13人，回避1人，参加表决12人；法定人数须超过除去回避的12人的三分之二，即至少9人，已达到；"
        "赞成9票，反对2票，弃权1票；赞成多于反对，通过。"
    )


def test_a_change_of_the_rules_takes_two_thirds():
    changing = terms(LUOHU, OPENS, CLOSES, rule_change=True)
    assert verdict(changing, {AYE: 8, NO: 4}, ROLL).carried
    assert not verdict(changing, {AYE: 7, NO: 4}, ROLL).carried


def test_nobody_sees_a_result_before_the_closing():
    assert published(TERMS, {AYE: 12}, ROLL, closed=False) is None
    assert published(TERMS, {AYE: 12}, ROLL, closed=True).carried


def test_the_terms_are_declared_before_the_opening():
    assert TERMS.words == (
        "参加表决的人须超过应到人数的三分之二，少了就无效；赞成多于反对就通过，票数相等不通过；"
        "到3月7日24:00截止，截止前可以改票，也没有人能看到票数。"
    )
    assert "票数相等不通过" in terms(load("consensus"), OPENS, CLOSES).words


@pytest.mark.parametrize(
    ("person", "at", "says"),
    [
        (1, OPENS, ""),
        (12, CLOSES - timedelta(seconds=1), ""),
        (1, CLOSES, "表决已于3月7日24:00截止"),
        (1, OPENS - timedelta(seconds=1), "表决从3月2日9:00开始"),
        (13, OPENS, "您已回避这件事，不参加表决"),
        (14, OPENS, "您不在这次表决的名册里；名册在表决开始时确定，后来的席位变动不影响它"),
    ],
)
def test_who_may_cast_and_when(person, at, says):
    assert cast_refusals(TERMS, ROLL, person, at) == ((says,) if says else ())


@pytest.mark.parametrize(
    ("voted", "at", "closed"),
    [(0, OPENS, False), (11, OPENS, False), (12, OPENS, True), (0, CLOSES, True), (11, CLOSES - timedelta(seconds=1), False)],
)
def test_a_poll_is_over_by_the_clock_or_when_all_have_voted(voted, at, closed):
    assert over(TERMS, len(ROLL.electors), voted, at) is closed


def test_a_poll_of_nobody_ends_by_the_clock_alone():
    assert not over(TERMS, 0, 0, OPENS)


@pytest.mark.parametrize(("voted", "words"), [(0, "名册30人，还没有人投票"), (1, "名册30人，已有1人投票")])
def test_a_running_poll_tells_at_most_how_many_have_voted(voted, words):
    assert turnout(voted, 30, Openness.OPEN) == words


@pytest.mark.parametrize(
    ("voted", "words"),
    [
        (0, "名册30人，还没有人投票"),
        (1, "已有人投票（满20人后显示人数）"),
        (19, "已有人投票（满20人后显示人数）"),
        (20, "名册30人，已有20人投票"),
    ],
)
def test_a_secret_poll_does_not_tell_of_a_few(voted, words):
    assert turnout(voted, 30, Openness.SECRET) == words


def test_a_ballot_is_fixed_by_a_digest_that_does_not_tell_it():
    bound = paper("柳荫街-柳荫-2026-0001", "是否同意？", Choice, "f" * 64, CLOSES)
    ways = {commitment(bound, 7, choice, salt, OPENS) for choice in Choice for salt in ("a" * 32, "b" * 32)}
    assert len(ways) == 6
    assert commitment(bound, 7, AYE, "a" * 32, OPENS) in ways
    assert commitment(bound, 8, AYE, "a" * 32, OPENS) not in ways
    assert bound != paper("柳荫街-柳荫-2026-0001", "是否同意？", Choice, "e" * 64, CLOSES)


def test_a_receipt_can_be_read_out():
    assert receipt("0" * 64) == "2222-2222-2222"
    assert receipt("f" * 64) == "ZZZZ-ZZZZ-ZZZZ"
    assert receipt("08421" * 12 + "0000") == "3333-3333-3333"


@given(st.lists(st.sampled_from(Choice), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_ballots_does_not_matter(ballots, chance):
    shuffled = list(ballots)
    chance.shuffle(shuffled)
    assert verdict(TERMS, Counter(ballots), ROLL) == verdict(TERMS, Counter(shuffled), ROLL)


@given(st.lists(st.sampled_from(Choice), max_size=11))
def test_one_more_aye_never_turns_carried_into_lost(ballots):
    before, after = verdict(TERMS, Counter(ballots), ROLL), verdict(TERMS, Counter([*ballots, AYE]), ROLL)
    assert after.carried or not before.carried


def test_the_figures_are_those_of_the_ballots():
    assert tally(Counter([AYE, AYE, NO, ABSTAIN]), ROLL) == Tally(2, 1, 1, present=4, members=13, recused=1)
