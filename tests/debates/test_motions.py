"""动议 · moved, seconded, voted on, carried out; and nobody sees a figure before the vote is over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import world
from tests.debates.conftest import AGAINST, FOR
from tests.matters.proposing import case, someone
from yishi.clock import today
from yishi.communities.models import BodyKind
from yishi.debates.models import run_on
from yishi.debates.motions import Motion, MotionBallot
from yishi.debates.moving import move
from yishi.ledger.models import LedgerEntry
from yishi.people.models import Seat
from yishi.procedure.lifecycle import NotYours, Refused, Unanswered
from yishi.procedure.matter import MatterState
from yishi.procedure.motions import MotionKind
from yishi.procedure.people import Role

K = MotionKind


def test_a_motion_waits_for_a_second_who_is_not_its_mover(debate, council, moved):
    motion = moved("陈国栋", K.REFER, seconder=None)
    assert motion.state == "seconding"
    with pytest.raises(Refused, match="提出动议以外的人"):
        motion.take("second", council("陈国栋"))
    with pytest.raises(Refused, match="主持人不附议"):
        motion.take("second", council("周敏"))
    motion.take("second", council("何丽"))
    run_on(motion, council("何丽").at)
    assert motion.state == "voting"
    assert len(motion.elector_ids) == 12  # the chair, who does not vote, is not among them


def test_without_a_second_it_lapses(moved, time):
    motion = moved("陈国栋", K.REFER, seconder=None)
    time.passes(days=3)
    run_on(motion, time.at)
    assert motion.state == "lapsed"


def test_closing_the_debate_takes_two_thirds(debate, moved, vote, time, says):
    lost = moved("陈国栋", K.CLOSE)
    vote(lost, ayes=7, noes=5)
    assert (lost.state, debate.state) == ("lost", "speaking")
    assert "三分之二（共12票），即赞成至少8票，未通过" in lost.sum
    time.passes(hours=1)
    says("谢明", AGAINST)
    carried = moved("陈国栋", K.CLOSE)
    vote(carried, ayes=8, noes=4)
    assert (carried.state, debate.state) == ("carried", "closed")
    assert debate.matter.debate_done
    with pytest.raises(Refused, match="议事会已表决结束辩论"):
        says("刘洋", FOR)


def test_what_was_just_lost_is_not_moved_again_before_anybody_has_spoken(debate, moved, vote, says, time):
    vote(moved("陈国栋", K.CLOSE), noes=12)
    with pytest.raises(Refused, match="有了新的发言以后才能再提"):
        moved("何丽", K.CLOSE, seconder=None)
    time.passes(hours=1)
    says("谢明", FOR)
    assert moved("何丽", K.CLOSE, seconder=None).state == "seconding"


def test_without_a_quorum_a_motion_falls(moved, vote, time, debate):
    motion = moved("陈国栋", K.CLOSE)
    vote(motion, ayes=8)
    assert motion.state == "voting"
    time.passes(days=3)
    run_on(motion, time.at)
    assert motion.state == "lost"
    assert "未达法定人数" in motion.sum
    assert debate.state == "speaking"


def test_nobody_sees_a_figure_before_the_vote_is_over(session, moved, vote):
    motion = moved("陈国栋", K.REFER)
    vote(motion, ayes=5, noes=6)
    entries = session.scalars(select(LedgerEntry).where(LedgerEntry.step == "vote")).all()
    assert len(entries) == 11
    for entry in entries:
        assert "aye" not in str(entry.content())
        assert "赞成" not in str(entry.content())
    assert motion.sum == ""
    assert motion.ayes is None
    vote(motion, ayes=0)
    assert motion.state == "voting"


def test_a_vote_may_be_changed_until_the_last_one_is_cast_and_the_roll_is_published(session, moved, vote, council):
    motion = moved("陈国栋", K.REFER)
    vote(motion, ayes=11)
    motion.take("vote", council("陈国栋", choice="no"))
    motion.take("vote", council("梁志强", choice="abstain"))
    run_on(motion, council("陈国栋").at)
    assert (motion.ayes, motion.noes, motion.abstentions) == (10, 1, 1)
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.step == "decide")).one()
    assert (entry.given["反对"], entry.given["弃权"], entry.given["未投票"]) == (["陈国栋"], ["梁志强"], [])


def test_only_those_on_the_roll_vote(session, moved, council, home, debate):
    motion = moved("陈国栋", K.REFER)
    with pytest.raises(NotYours):
        motion.take("vote", council("周敏", choice="aye"))
    with pytest.raises(NotYours):
        motion.take("vote", case(session, "林秀兰", type("Now", (), {"at": debate.opens_at}), choice="aye"))


def test_who_is_seated_when_the_vote_opens_votes(session, moved, council, home, debate):
    gone = session.scalars(select(Seat).where(Seat.person_id == someone(session, "梁志强").id)).one()
    gone.until = today(debate.entered_at) - timedelta(days=1)
    motion = moved("陈国栋", K.REFER)
    assert len(motion.elector_ids) == 11
    with pytest.raises(NotYours):
        motion.take("vote", council("梁志强", choice="aye"))


def test_referring_back_takes_the_matter_to_planning_and_the_rest_falls(session, debate, moved, vote):
    motion = moved("陈国栋", K.REFER)
    vote(motion, ayes=7, noes=5)
    assert debate.matter.state is MatterState.PLANNING
    assert debate.state == "ended"
    steps = session.scalars(select(LedgerEntry.step).order_by(LedgerEntry.seq.desc()).limit(4)).all()
    assert steps == ["carry_out", "end", "refer_back", "decide"]


def test_postponing_opens_a_new_debate_on_that_day(debate, moved, vote, time, says):
    says("陈国栋", FOR)
    matter = debate.matter
    motion = moved("陈国栋", K.POSTPONE, until=date(2026, 3, 20))
    vote(motion, ayes=7, noes=5)
    assert matter.state is MatterState.DEBATING
    assert debate.state == "ended"
    assert (matter.debate.number, matter.debate.state) == (2, "noticed")
    assert matter.debate_standing == "公告到3月19日24:00，之后开始第1轮"
    time.is_here("2026-03-20 10:00")
    run_on(matter.debate, time.at)
    assert says("陈国栋", FOR).turn == 1


@pytest.mark.parametrize("until", [None, date(2026, 3, 6), date(2026, 3, 8), date(2028, 1, 1), date(9999, 12, 31)])
def test_a_debate_is_postponed_to_a_day_after_the_vote_and_within_a_year(moved, until):
    with pytest.raises(Unanswered, match="延期的日子请选2026-03-10到2027-03-07之间的一天"):
        moved("陈国栋", K.POSTPONE, until=until)


def test_only_the_proposer_asks_leave_to_withdraw_and_needs_no_second(session, debate, time, vote, moved, council):
    with pytest.raises(NotYours, match="由提出人请求"):
        moved("陈国栋", K.WITHDRAW, seconder=None)
    motion = move(debate, case(session, "林秀兰", time), K.WITHDRAW, "物业已经装好了。")
    assert motion.state == "voting"
    vote(motion, ayes=7, noes=5)
    assert debate.matter.state is MatterState.WITHDRAWN
    assert debate.state == "ended"


def test_a_higher_motion_goes_before_a_lower_one(moved, debate):
    moved("陈国栋", K.CLOSE, seconder=None)
    with pytest.raises(Refused, match="“结束辩论”.*先决定"):
        moved("何丽", K.REFER, seconder=None)
    with pytest.raises(Refused, match="已经有一件“结束辩论”"):
        moved("何丽", K.CLOSE, seconder=None)


def test_the_question_is_not_put_while_a_motion_waits(moved, vote, debate, time, council):
    moved("陈国栋", K.REFER, seconder=None)
    time.passes(days=1)
    vote(moved("何丽", K.CLOSE, seconder="陈国栋"), ayes=9)
    time.passes(hours=1)
    run_on(debate, time.at)
    with pytest.raises(Refused, match="还有2件动议没有决定"):
        debate.matter.take("put", council("周敏"))


def test_a_mover_may_take_it_back_before_it_is_seconded(moved, council):
    motion = moved("陈国栋", K.REFER, seconder=None)
    with pytest.raises(NotYours):
        motion.take("take_back", council("何丽"))
    motion.take("take_back", council("陈国栋"))
    assert motion.state == "taken_back"


def test_a_ballot_is_one_line_for_a_person(session, moved):
    moved("陈国栋", K.REFER)
    lines = session.scalars(select(MotionBallot.person_id).join(Motion)).all()
    assert len(lines) == len(set(lines)) == 12


def test_who_was_seated_after_the_notice_votes_on_no_motion_and_presides_over_nothing(session, debate, home, moved, time):
    """Neither in this debate nor in the one to which it is postponed."""
    late = someone(session, "林秀兰")
    world.seat(session, home, BodyKind.COUNCIL, late, Role.COUNCILLOR, "居民议事员").recorded_at = debate.noticed_at
    session.flush()
    motion = moved("陈国栋", MotionKind.POSTPONE, until=date(2026, 3, 20))
    assert len(motion.elector_ids) == len(world.COUNCIL) and late.id not in motion.elector_ids
    assert str(late.id) not in [id for id, _ in debate.stand_ins]


def test_a_debate_that_is_postponed_was_noticed_when_it_first_was(session, debate, moved, vote, time):
    motion = moved("陈国栋", MotionKind.POSTPONE, until=date(2026, 3, 20))
    vote(motion, ayes=12)
    run_on(debate.matter, time.at)
    session.flush()
    again = debate.matter.debate
    assert again.number == 2 and again.noticed_at == debate.noticed_at < time.at
