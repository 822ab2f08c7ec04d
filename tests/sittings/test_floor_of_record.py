"""The floor of a real sitting: kept as events, decided by the engine, and carried out when it is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.matters.proposing import someone
from tests.sittings.conftest import MEMBERS, Choice, Do, Stance
from yishi.debates.turns import turn
from yishi.ledger.tick import tick
from yishi.people.models import Seat
from yishi.polls.models import Poll
from yishi.procedure.debate_motion import DebateState
from yishi.procedure.lifecycle import Case, NotYours, Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Actor, Role
from yishi.procedure.sitting import Outcome, SittingState
from yishi.sittings import floor as hall
from yishi.sittings.events import FloorEvent, HallSpeech


def test_a_vote_in_the_hall_moves_the_matter_when_the_sitting_is_over(session, opened, does, decides):
    floor = does("周敏", Do.CALL_ITEM, item=0)
    assert floor.pending.text.startswith("是否同意按")
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)
    does("周敏", Do.GRANT)
    does("陈国栋", Do.FINISH)
    result = decides(ayes=7, noes=2).result
    assert result.carried
    matter = opened.items[0].matter
    assert matter.state is MatterState.DEBATING
    does("周敏", Do.ADJOURN)
    assert (opened.state, matter.state) == (SittingState.ADJOURNED, MatterState.POSTED)
    assert opened.items[0].outcome is Outcome.CARRIED
    poll = session.scalars(select(Poll)).one()
    assert (poll.held_at, poll.figures["aye"], poll.figures["no"], poll.figures["voted"]) == (opened.name, 7, 2, 9)
    assert matter.poll is poll
    assert matter.debate.state is DebateState.ENDED
    speech = session.scalars(select(HallSpeech)).one()
    assert (speech.speaker.name, speech.stance, speech.seconds) == ("陈国栋", Stance.FOR, 1)


def test_what_was_lost_is_not_carried_out(opened, does, decides):
    does("周敏", Do.CALL_ITEM, item=0)
    decides(ayes=4, noes=4)
    does("周敏", Do.ADJOURN)
    assert (opened.items[0].outcome, opened.items[0].matter.state) == (Outcome.LOST, MatterState.REJECTED)


def test_what_is_reconsidered_counts_as_decided_last(opened, does, decides):
    does("周敏", Do.CALL_ITEM, item=0)
    decides(ayes=7, noes=2)
    does("陈国栋", Do.RECONSIDER)
    does("何丽", Do.SECOND)
    does("周敏", Do.STATE)
    decides(ayes=6, noes=3)
    decides(ayes=2, noes=7)
    does("周敏", Do.ADJOURN)
    assert opened.items[0].matter.state is MatterState.REJECTED


def test_what_was_announced_is_not_taken_back(opened, does, decides):
    """Whoever has heard how a vote came out does not vote in it once more."""
    does("周敏", Do.CALL_ITEM, item=0)
    decides(ayes=7, noes=2)
    with pytest.raises(Refused, match="已经宣布的结果不收回"):
        does("周敏", Do.UNDO)


def test_what_was_put_by_mistake_is_taken_back_before_anybody_votes(opened, does):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    assert does("周敏", Do.UNDO).vote is None


def test_nobody_votes_by_telephone_once_hands_were_counted(opened, does):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    does("郑秘书", Do.COUNT, ayes=4, noes=4)
    with pytest.raises(Refused, match="已经点过票"):
        does("陈国栋", Do.VOTE, choice=Choice.AYE)


def test_nobody_opens_or_gives_up_before_the_hour_of_the_notice(session, noticed, does, time):
    time.at -= timedelta(hours=1)
    for name in MEMBERS[:10]:
        does("郑秘书", Do.CHECK_IN, to=name)
    for do in (Do.OPEN, Do.ADJOURN):
        with pytest.raises(Refused, match="到时候才能宣布"):
            does("周敏", do)


def test_a_chair_sends_nobody_out_of_a_vote_and_may_be_overruled(opened, does, decides):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.RECUSE, to="陈国栋", reason="他家开灯具店")
    does("陈国栋", Do.APPEAL)
    does("何丽", Do.SECOND)
    does("周敏", Do.STATE)
    decides(ayes=1, noes=6)
    floor = does("周敏", Do.PUT)
    assert not floor.recused
    with pytest.raises(Refused, match="正在表决"):
        does("周敏", Do.RECUSE, to="陈国栋", reason="他家开灯具店")


def test_only_who_proposed_a_matter_asks_for_it_back(opened, does):
    does("周敏", Do.CALL_ITEM, item=0)
    with pytest.raises(Refused, match="撤回要由他本人请求"):
        does("吴桂花", Do.WITHDRAW)


def test_a_vote_in_which_nobody_is_known_to_have_won_may_be_reconsidered_by_anybody(opened, does):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    does("周敏", Do.ANNOUNCE)
    assert does("何丽", Do.RECONSIDER).proposed


def test_a_name_that_is_not_on_the_roll_is_told_so(opened, does, session):
    does("周敏", Do.CALL_ITEM, item=0)
    with pytest.raises(Refused, match="名册上没有这个人"):
        does("周敏", Do.HAND_OVER, to="望江主任")


def test_referred_in_the_hall_it_goes_back_to_its_plan_group(opened, does, decides):
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REFER, body="方案小组")
    does("何丽", Do.SECOND)
    does("周敏", Do.STATE)
    decides(ayes=7, noes=1)
    does("周敏", Do.ADJOURN)
    assert (opened.items[0].outcome, opened.items[0].matter.state) == (Outcome.REFERRED, MatterState.PLANNING)


def test_what_was_said_online_counts_in_the_hall(session, noticed, does, time):

    matter = noticed.items[0].matter
    me = noticed.place_of(next(it.person_id for it in noticed.roll if it.name == "陈国栋")).person_id
    case = Case(Actor(me, "陈国栋", frozenset({Role.COUNCILLOR})), matter.debate.opens_at)
    turn(matter.debate, case).speak(Stance.FOR, "台阶晚上看不清。")
    session.commit()
    for name in [it.name for it in noticed.roll]:
        does("郑秘书", Do.CHECK_IN, to=name)
    does("周敏", Do.OPEN)
    floor = does("周敏", Do.CALL_ITEM, item=0)
    assert [(it.speaker_id, it.stance) for it in floor.pending.speeches] == [(me, Stance.FOR)]
    now = Case(Actor(me, "陈国栋", frozenset({Role.COUNCILLOR})), time.at)
    assert turn(matter.debate, now).reasons == ("这件事正在会上议，散会以后才能在线上接着说",)


def test_who_was_seated_after_the_debate_was_noticed_has_no_vote_on_it(session, sitting, request):
    late = session.scalars(select(Seat).where(Seat.person_id == someone(session, "马小云").id)).one()
    late.recorded_at = sitting.items[0].matter.noticed_at
    session.commit()
    does = request.getfixturevalue("does")
    for name in [it.name for it in sitting.roll]:
        does("郑秘书", Do.CHECK_IN, to=name)
    does("周敏", Do.OPEN)
    floor = does("周敏", Do.CALL_ITEM, item=0)
    assert {floor.name(it) for it in floor.recused} == {"马小云"}


def test_a_sitting_that_nobody_opens_has_failed(session, noticed, does, time):

    does("郑秘书", Do.CHECK_IN, to="周敏")
    with pytest.raises(Refused, match="到会人数不够"):
        does("周敏", Do.OPEN)
    does("周敏", Do.ADJOURN)
    assert noticed.state is SittingState.FAILED
    with pytest.raises(Refused, match="流会"):
        does("郑秘书", Do.CHECK_IN, to="陈国栋")


def test_the_clock_ends_what_was_left(database, session, opened, time):

    time.passes(hours=13)
    session.commit()
    assert tick(database, time.at) >= 1
    session.expire_all()
    assert opened.state is SittingState.ADJOURNED


def test_whoever_is_not_on_the_roll_has_no_part_in_it(noticed, does):
    with pytest.raises(NotYours, match="不在这次会议的名册上"):
        does("王主任", Do.CHECK_IN)


def test_a_vote_by_telephone_and_hands_are_one_count(session, opened, does):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    does("陈国栋", Do.VOTE, choice=Choice.NO)
    with pytest.raises(Refused, match="已经投过票"):
        does("陈国栋", Do.VOTE, choice=Choice.AYE)
    with pytest.raises(Refused, match="只有8人"):
        does("郑秘书", Do.COUNT, ayes=9)
    does("郑秘书", Do.COUNT, ayes=8)
    does("周敏", Do.ANNOUNCE)
    does("周敏", Do.ADJOURN)
    poll = session.scalars(select(Poll)).one()
    assert (poll.figures["aye"], poll.figures["no"]) == (8, 1)


def test_the_events_are_chained_and_the_database_keeps_them(session, database, opened, does):
    does("周敏", Do.CALL_ITEM, item=0)
    rows = session.scalars(select(FloorEvent).order_by(FloorEvent.seq)).all()
    previous = "0" * 64
    for row in rows:
        assert row.digest == row.computed(previous)
        previous = row.digest
    assert (opened.seq, opened.digest) == (len(rows), previous)
    session.commit()
    with pytest.raises(DBAPIError), database.writing() as other:
        other.execute(text("UPDATE floor_events SET seq = 99 WHERE seq = 1"))


def test_the_floor_is_the_same_read_from_its_events(session, opened, does):
    does("周敏", Do.CALL_ITEM, item=0)
    floor = does("陈国栋", Do.REQUEST, stance=Stance.FOR)

    hall._kept.clear()
    assert opened.floor == floor
