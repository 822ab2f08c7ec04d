from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.calendar import BEIJING, Calendar, moment_in_words
from yishi.procedure.debate import (
    OPPOSITE,
    Debate,
    Stance,
    characters,
    exhausted,
    hand_refusals,
    last_side,
    round_ends,
    speech_refusals,
    text_refusals,
    turns_left,
    waiting,
    waits_until,
)
from yishi.procedure.rule_set import load

RULES, ROBERT = load("luohu10"), load("robert")
WEEKDAYS = Calendar(lambda day: day.weekday() < 5, certain_until=datetime(2030, 1, 1, tzinfo=UTC).date())
OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING).astimezone(UTC)
CHAIR, CHEN, LIN, HUANG, HE = 1, 2, 3, 4, 5
FOR, AGAINST, ASK = Stance.FOR, Stance.AGAINST, Stance.ASK


@dataclass
class ASpeech:
    speaker_id: int
    stance: Stance | None
    at: datetime


@dataclass
class AHand:
    person_id: int
    stance: Stance | None
    at: datetime


def hours(n: int) -> datetime:
    return OPENED + timedelta(hours=n)


def debate(*speeches: ASpeech, hands=(), **others) -> Debate:
    return Debate(OPENED, round_ends(OPENED, RULES, WEEKDAYS), CHAIR, speeches, hands, **others)


def speak(it: Debate, who: int, stance: Stance | None, at: datetime, rules=RULES):
    return speech_refusals(it, who, stance, at, rules)


def test_the_rounds_end_at_midnight_of_their_last_days():
    assert [moment_in_words(end) for end in debate().round_ends] == ["3月5日24:00", "3月8日24:00"]
    assert [debate().round_at(at) for at in (hours(2), hours(100))] == [1, 2]


def test_the_first_speech_may_be_for_or_against_or_a_question():
    assert all(speak(debate(), CHEN, stance, hours(1)) == () for stance in Stance)


def test_the_chair_does_not_speak():
    assert speak(debate(), CHAIR, FOR, hours(1)) == ("主持人不发表意见，要发言请先请别人主持（第一条）",)


def test_the_chair_of_a_joint_meeting_may_speak():
    assert speak(debate(), CHAIR, FOR, hours(1), rules=load("consensus")) == ()


def test_a_speech_states_its_side_first():
    assert speak(debate(), CHEN, None, hours(1)) == ("请先表明立场：赞成、反对还是提问（第四条）",)
    assert speak(debate(), CHEN, None, hours(1), rules=ROBERT) == ()


@pytest.mark.parametrize(("length", "allowed"), [(0, False), (1, True), (400, True), (401, False)])
def test_a_speech_is_as_long_as_the_rules_allow(length, allowed):
    assert (text_refusals("灯" * length, RULES) == ()) is allowed


def test_a_speech_too_long_says_by_how_much():
    assert text_refusals("灯" * 415, RULES) == ("每次发言不超过400字，现在有415字，请删去15字（第五条）",)
    assert text_refusals(" \n ", RULES) == ("请写发言内容",)


def test_blanks_do_not_count_as_characters():
    assert characters("路灯 坏了\n\n三盏　。") == 7


@pytest.mark.parametrize("text", ["@陈国栋 您说得不对", "＠陈国栋", "回复@陈国栋：不对", "回复陈国栋：不对"])
def test_a_speech_is_not_a_reply_to_a_person(text):
    assert text_refusals(text, RULES) == ("发言请面向主持人，不要回复某个人（第三条）",)


@pytest.mark.parametrize("text", ["回复市民来信的工作已经做完。", "请写信到 a@b.cn", "陈国栋说得有道理。"])
def test_an_ordinary_sentence_is_not_taken_for_a_reply(text):
    assert text_refusals(text, RULES) == ()


def test_nobody_speaks_twice_in_a_round():
    it = debate(ASpeech(CHEN, FOR, hours(1)))
    assert speak(it, CHEN, FOR, hours(2)) == ("您这一轮已经说过，先听没说过的人说，下一轮再说（第二条）",)
    assert speak(it, CHEN, FOR, hours(100)) == ()


def test_a_question_takes_a_turn_like_any_speech():
    assert speak(debate(ASpeech(CHEN, ASK, hours(1))), CHEN, FOR, hours(2)) != ()


def test_nobody_speaks_more_often_than_the_rules_allow():
    three_rounds = replace(debate(), round_ends=(hours(24), hours(48), hours(72)))
    it = replace(three_rounds, speeches=(ASpeech(CHEN, FOR, hours(1)), ASpeech(CHEN, FOR, hours(25))))
    assert turns_left(it.heard, CHEN, RULES) == 0
    assert speak(it, CHEN, FOR, hours(49)) == ("同一件事每人最多发言2次，您已经说了2次（第五条）",)
    assert turns_left(it.heard, LIN, RULES) == 2


def test_the_same_side_may_go_on_while_nobody_of_the_other_waits():
    assert speak(debate(ASpeech(CHEN, FOR, hours(1))), LIN, FOR, hours(2)) == ()


def test_the_side_that_has_just_spoken_waits_for_the_other():
    it = debate(ASpeech(CHEN, FOR, hours(1)), hands=(AHand(HUANG, AGAINST, hours(2)),))
    assert speak(it, LIN, FOR, hours(3)) == ("刚说完的是赞成方，反对方有人举手在等，请让对方先说，最迟等到3月3日11:00（第九条）",)
    assert speak(it, HUANG, AGAINST, hours(3)) == ()
    assert speak(it, HE, AGAINST, hours(3)) == ()
    assert speak(it, LIN, ASK, hours(3)) == ()


def test_once_the_other_side_has_spoken_the_first_may_again():
    it = debate(ASpeech(CHEN, FOR, hours(1)), ASpeech(HUANG, AGAINST, hours(3)), hands=(AHand(HUANG, AGAINST, hours(2)),))
    assert speak(it, LIN, FOR, hours(4)) == ()


def test_a_question_in_between_does_not_change_whose_turn_it_is():
    it = debate(ASpeech(CHEN, FOR, hours(1)), ASpeech(HE, ASK, hours(2)), hands=(AHand(HUANG, AGAINST, hours(2)),))
    assert last_side(it.heard) is FOR
    assert speak(it, LIN, FOR, hours(3)) != ()


def test_nobody_waits_for_a_raised_question():
    it = debate(ASpeech(CHEN, FOR, hours(1)), hands=(AHand(HUANG, ASK, hours(2)),))
    assert waits_until(it, FOR, hours(3), RULES) is None


def test_a_hand_holds_its_place_for_a_day_and_only_once_in_a_round():
    it = debate(ASpeech(CHEN, FOR, hours(1)), hands=(AHand(HUANG, AGAINST, hours(2)), AHand(HUANG, AGAINST, hours(25))))
    assert waits_until(it, FOR, hours(25), RULES) == hours(26)
    assert waits_until(it, FOR, hours(26), RULES) is None


def test_a_hand_does_not_hold_beyond_its_round():
    end = debate().round_ends[0]
    it = debate(ASpeech(CHEN, FOR, hours(1)), hands=(AHand(HUANG, AGAINST, end - timedelta(hours=3)),))
    assert waits_until(it, FOR, end - timedelta(hours=1), RULES) == end
    assert waits_until(it, FOR, end, RULES) is None


def test_a_hand_of_someone_without_a_turn_holds_nothing():
    it = debate(ASpeech(HUANG, AGAINST, hours(1)), ASpeech(CHEN, FOR, hours(2)), hands=(AHand(HUANG, AGAINST, hours(3)),))
    assert waiting(it, AGAINST, hours(4), RULES) == []
    assert speak(it, LIN, FOR, hours(4)) == ()


def test_those_who_wait_are_named_longest_first():
    hands = (AHand(HE, AGAINST, hours(3)), AHand(HUANG, AGAINST, hours(2)), AHand(LIN, FOR, hours(1)))
    assert [who for who, _ in waiting(debate(hands=hands), AGAINST, hours(4), RULES)] == [HUANG, HE]


def test_where_the_rules_do_not_alternate_nobody_waits():
    it = debate(ASpeech(CHEN, FOR, hours(1)), hands=(AHand(HUANG, AGAINST, hours(2)),))
    assert speak(it, LIN, FOR, hours(3), rules=load("consensus")) == ()


def test_everything_wrong_with_a_speech_is_said_at_once():
    assert len(speak(debate(ASpeech(CHEN, FOR, hours(1))), CHEN, None, hours(2))) == 2
    assert len(text_refusals("@林秀兰" + "灯" * 400, RULES)) == 2


def test_a_debate_is_not_over_while_a_round_is_open():
    assert exhausted(debate(), hours(1)) == ""
    assert exhausted(debate(ASpeech(CHEN, FOR, hours(1))), hours(100)) == ""


def test_a_round_without_a_speech_ends_the_debate():
    end = debate().round_ends[0]
    assert exhausted(debate(), end - timedelta(seconds=1)) == ""
    assert exhausted(debate(), end) == "第1轮没有人发言"


def test_the_end_of_the_last_round_ends_the_debate():
    it = debate(ASpeech(CHEN, FOR, hours(1)), ASpeech(LIN, AGAINST, hours(100)))
    assert exhausted(it, it.round_ends[1] - timedelta(seconds=1)) == ""
    assert exhausted(it, it.round_ends[1]) == "各轮都已结束"
    assert speak(it, HE, FOR, it.round_ends[1]) == ("辩论已经结束：各轮都已结束",)


def test_a_debate_closed_by_two_thirds_is_over_at_once():
    assert exhausted(debate(closed=True), hours(1)) == "议事会已表决结束辩论"
    assert hand_refusals(debate(closed=True), CHEN, FOR, hours(1), RULES) == ("辩论已经结束：议事会已表决结束辩论",)


def test_a_debate_postponed_to_a_day_has_not_begun_before_it():
    later = OPENED + timedelta(days=10)
    it = Debate(later, round_ends(later, RULES, WEEKDAYS), CHAIR, (ASpeech(CHEN, FOR, hours(1)),))
    assert speak(it, LIN, FOR, hours(2)) == ("辩论还没有开始",)
    assert it.round_at(hours(2)) == 0
    assert exhausted(it, hours(2)) == ""


def test_a_debate_opened_again_starts_afresh():
    again = OPENED + timedelta(days=10)
    before = (ASpeech(CHEN, FOR, hours(1)), ASpeech(CHEN, FOR, hours(100)))
    it = Debate(again, round_ends(again, RULES, WEEKDAYS), CHAIR, before)
    assert speak(it, CHEN, FOR, again) == ()
    assert last_side(it.heard) is None


events = st.lists(st.tuples(st.booleans(), st.integers(2, 9), st.sampled_from(Stance), st.integers(0, 6)), max_size=25)


@given(events)
def test_somebody_who_has_a_turn_left_can_always_speak_for_one_side_or_the_other(happenings):
    """Waiting for the other side never locks the debate: of the two sides one is always free."""
    it, at = debate(), OPENED
    for is_speech, who, stance, later in happenings:
        at += timedelta(hours=later)
        if is_speech and not speak(it, who, stance, at):
            it = replace(it, speeches=(*it.speeches, ASpeech(who, stance, at)))
        elif not is_speech:
            it = replace(it, hands=(*it.hands, AHand(who, stance, at)))
    assert waits_until(it, FOR, at, RULES) is None or waits_until(it, AGAINST, at, RULES) is None


@given(events)
def test_no_side_speaks_twice_running_while_the_other_waits(happenings):
    it, at = debate(), OPENED
    for is_speech, who, stance, later in happenings:
        at += timedelta(hours=later)
        if not is_speech:
            it = replace(it, hands=(*it.hands, AHand(who, stance, at)))
        elif not speak(it, who, stance, at):
            others_wait = stance in OPPOSITE and waiting(it, OPPOSITE[stance], at, RULES)
            assert not (others_wait and last_side(it.heard) is stance)
            it = replace(it, speeches=(*it.speeches, ASpeech(who, stance, at)))
