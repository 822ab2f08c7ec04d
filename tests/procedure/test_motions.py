from datetime import UTC, date, datetime, timedelta

import pytest

from yishi.procedure.calendar import Calendar
from yishi.procedure.debate import Debate
from yishi.procedure.motions import (
    Ground,
    MotionKind,
    grounds,
    motion_refusals,
    motion_verdict,
    postponement_refusal,
    reminder,
    seconds_short,
)
from yishi.procedure.rule_set import load
from yishi.procedure.tally import Outcome, Tally

RULES = load("luohu10")
EVERY_DAY = Calendar(lambda day: True, certain_until=date(2026, 12, 31))
OPENED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SOON, LATE = OPENED + timedelta(hours=1), OPENED + timedelta(days=9)
DEBATE = Debate(OPENED, (OPENED + timedelta(days=3), OPENED + timedelta(days=6)), chair_id=1)
CLOSE, POSTPONE, REFER, AMEND, WITHDRAW = (
    MotionKind.CLOSE,
    MotionKind.POSTPONE,
    MotionKind.REFER,
    MotionKind.AMEND,
    MotionKind.WITHDRAW,
)
CHEN = 2


@pytest.mark.parametrize(
    ("ayes", "noes", "abstentions", "outcome"),
    [
        (8, 4, 1, Outcome.CARRIED),  # exactly two thirds of the twelve votes
        (7, 4, 2, Outcome.LOST),
        (6, 3, 0, Outcome.CARRIED),
        (6, 2, 0, Outcome.INQUORATE),  # eight of thirteen
        (0, 0, 13, Outcome.LOST),
    ],
)
def test_closing_the_debate_takes_two_thirds_of_the_votes(ayes, noes, abstentions, outcome):
    tally = Tally(ayes, noes, abstentions, ayes + noes + abstentions, members=13)
    assert motion_verdict(CLOSE, tally, RULES).outcome is outcome


@pytest.mark.parametrize("kind", [AMEND, REFER, POSTPONE, WITHDRAW])
def test_other_motions_take_more_ayes_than_noes(kind):
    assert motion_verdict(kind, Tally(6, 5, 2, 13, 13), RULES).carried
    assert not motion_verdict(kind, Tally(6, 6, 1, 13, 13), RULES).carried


def test_the_chair_makes_no_motion():
    assert motion_refusals(DEBATE, REFER, 1, [], SOON, RULES) == ("主持人不提动议，要提请先请别人主持（第一条）",)


@pytest.mark.parametrize(
    ("pending", "moved", "in_order"),
    [
        ([], CLOSE, True),
        ([AMEND], CLOSE, True),
        ([AMEND], AMEND, True),
        ([AMEND], REFER, True),
        ([REFER], POSTPONE, True),
        ([REFER], AMEND, False),
        ([POSTPONE], REFER, False),
        ([CLOSE], AMEND, False),
        ([CLOSE], CLOSE, False),
        ([CLOSE], WITHDRAW, True),
        ([WITHDRAW], WITHDRAW, False),
        ([WITHDRAW], REFER, True),
    ],
)
def test_a_lower_motion_waits_for_a_higher_one(pending, moved, in_order):
    assert (motion_refusals(DEBATE, moved, CHEN, pending, SOON, RULES) == ()) is in_order


def test_a_motion_out_of_order_says_what_comes_first():
    assert motion_refusals(DEBATE, AMEND, CHEN, [REFER], SOON, RULES) == ("“退回方案小组”的动议要先决定（第七条）",)
    assert motion_refusals(DEBATE, CLOSE, CHEN, [CLOSE], SOON, RULES) == ("已经有一件“结束辩论”的动议，请等它有结果（第七条）",)


def test_when_all_is_said_nothing_is_amended_but_the_matter_may_still_be_referred():
    assert motion_refusals(DEBATE, AMEND, CHEN, [], LATE, RULES) == ("辩论已经结束：第1轮没有人发言",)
    assert motion_refusals(DEBATE, REFER, CHEN, [], LATE, RULES) == ()


@pytest.mark.parametrize(
    ("until", "possible"),
    [
        (None, False),
        (date(2026, 3, 5), False),  # the vote on it may last until the 4th
        (date(2026, 3, 6), True),
        (date(2027, 3, 3), True),
        (date(2027, 3, 4), False),
    ],
)
def test_a_debate_is_put_off_beyond_the_vote_on_it_and_not_for_longer_than_the_rules_allow(until, possible):
    assert (postponement_refusal(until, date(2026, 3, 2), RULES, EVERY_DAY) == "") is possible


def test_a_day_that_cannot_be_says_which_can():
    assert postponement_refusal(None, date(2026, 3, 2), RULES, EVERY_DAY) == (
        "延期的日子请选2026-03-06到2027-03-03之间的一天：动议本身还要表决，最长延期366天（附表“延期再议最长”）"
    )


def test_a_motion_needs_somebody_other_than_its_mover():
    assert seconds_short(CHEN, [], RULES) == 1
    assert seconds_short(CHEN, [CHEN], RULES) == 1
    assert seconds_short(CHEN, [3], RULES) == 0
    assert seconds_short(CHEN, [], load("consensus")) == 0


def test_a_reminder_of_the_chair_cites_the_article():
    assert reminder(Ground.ATTACK, RULES) == "主持人提醒：请只说事，不说人（《罗湖议事十条（据公开资料整理）》第八条“不攻击”）"


def test_the_chair_reminds_only_of_what_the_rule_set_asks():
    assert grounds(RULES) == tuple(Ground)
    assert Ground.UNCLEAR not in grounds(load("robert"))
