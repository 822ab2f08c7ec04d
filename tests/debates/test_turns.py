"""发言 · who may speak, when, and why not."""

import pytest
from sqlalchemy import select

from tests.debates.conftest import AGAINST, ASK, FOR
from tests.matters.proposing import case
from yishi.debates.models import Speech
from yishi.debates.turns import turn
from yishi.ledger.models import LedgerEntry
from yishi.procedure.lifecycle import Refused, Unanswered


def test_a_debate_is_noticed_and_its_first_round_begins_when_the_notice_is_over(matter, time, council):
    assert matter.debate.state == "noticed"
    assert matter.debate_standing == "公告到3月5日24:00，之后开始第1轮"
    assert matter.due_at == matter.debate.opens_at
    with pytest.raises(Refused, match="辩论还没有开始"):
        turn(matter.debate, council("陈国栋")).speak(FOR, "好。")


def test_a_speech_is_on_the_record_with_its_side_turn_and_length(session, debate, says):
    speech = says("陈国栋", FOR, "主持人，我赞成。\n台阶太暗。")
    assert (speech.turn, speech.round, speech.characters, speech.seat) == (1, 1, 13, "居民议事员")
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.step == "speak")).one()
    assert (entry.given["stance"], entry.given["text"]) == ("赞成", "主持人，我赞成。\n台阶太暗。")


def test_nobody_speaks_twice_in_a_round_nor_a_third_time_at_all(debate, says, time):
    says("陈国栋", FOR)
    with pytest.raises(Refused, match="第二条"):
        says("陈国栋", FOR)
    time.passes(days=4)
    says("陈国栋", ASK)
    with pytest.raises(Refused, match="每人最多发言2次，您已经说了2次（第五条）"):
        says("陈国栋", FOR)


def test_a_refusal_has_the_number_of_the_article_and_its_words(debate, says, council, time):
    says("陈国栋", FOR)
    with pytest.raises(Refused) as refused:
        turn(debate, council("周敏")).speak(FOR, "好。")
    assert "第一条" in refused.value.reasons[0]
    assert "主持人管程序，不管输赢" in refused.value.reasons[1]


def test_the_stance_comes_first_and_the_length_has_a_cap(debate, says):
    with pytest.raises(Unanswered, match="请先表明立场.*第四条"):
        says("陈国栋", None)
    with pytest.raises(Unanswered, match="不超过400字，现在有401字.*第五条"):
        says("陈国栋", FOR, "好" * 401)
    with pytest.raises(Unanswered, match="请写发言内容"):
        says("陈国栋", FOR, " \n ")
    with pytest.raises(Unanswered, match="不要回复某个人（第三条）"):
        says("陈国栋", FOR, "@何丽 您说得不对")
    says("陈国栋", FOR, "灯" * 400 + " \n")


def test_the_sides_alternate_while_the_other_side_waits(debate, says, council, time):
    says("陈国栋", FOR)
    turn(debate, council("何丽")).raise_hand(AGAINST)
    with pytest.raises(Refused, match="反对方有人举手在等.*第九条"):
        says("吴桂花", FOR)
    assert turn(debate, council("吴桂花")).open_to == [AGAINST, ASK]
    says("黄伟强", ASK)
    says("何丽", AGAINST)
    says("吴桂花", FOR)


def test_a_hand_holds_its_place_for_its_hours_only_and_once_in_a_round(debate, says, council, time):
    says("陈国栋", FOR)
    turn(debate, council("何丽")).raise_hand(AGAINST)
    time.passes(hours=10)
    turn(debate, council("何丽")).lower_hand()
    assert FOR in turn(debate, council("吴桂花")).open_to
    turn(debate, council("何丽")).raise_hand(AGAINST)
    assert FOR not in turn(debate, council("吴桂花")).open_to
    time.passes(hours=14)
    assert FOR in turn(debate, council("吴桂花")).open_to
    with pytest.raises(Refused, match="保留的时间已过"):
        turn(debate, council("何丽")).raise_hand(AGAINST)


def test_a_speech_after_the_last_round_is_refused_before_the_clock_has_been_round(debate, says, time):
    says("陈国栋", FOR)
    time.passes(days=4)
    says("何丽", AGAINST)
    time.passes(days=4)
    assert debate.state == "speaking"
    with pytest.raises(Refused, match="辩论已经结束：各轮都已结束"):
        says("吴桂花", FOR)


def test_two_speeches_are_never_the_same_number(session, debate, says):
    says("陈国栋", FOR)
    says("何丽", AGAINST)
    assert session.scalars(select(Speech.seq).order_by(Speech.id)).all() == [1, 2]


def test_a_resident_is_told_who_speaks(debate, council, session):
    class Clock:
        at = debate.opens_at

    with pytest.raises(Refused, match="发言的是议事员"):
        turn(debate, case(session, "赵春梅", Clock)).speak(FOR, "好。")
