"""修正案 · a change to one numbered paragraph, seconded, discussed, voted on, and decided before the plan itself."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.debates.conftest import AGAINST, FOR
from yishi.debates import amendments
from yishi.debates.models import run_on
from yishi.debates.motions import Motion
from yishi.debates.moving import move
from yishi.debates.turns import turn
from yishi.matters.plans import PlanVersion
from yishi.procedure.amendment import AmendmentForm
from yishi.procedure.lifecycle import Refused, Unanswered
from yishi.procedure.motions import MotionKind

F = AmendmentForm


def decided(motion, vote, time, **figures):
    time.passes(days=3)
    run_on(motion, time.at)
    vote(motion, **figures)


def test_an_amendment_is_seconded_discussed_and_then_voted_on(amend, time, debate, council, vote):
    motion = amend("陈国栋", F.REWRITE, 2, "每晚六点到十点亮，之后降到三成。", seconder=None)
    assert motion.state == "seconding"
    motion.take("second", council("何丽"))
    run_on(motion, time.at)
    assert motion.state == "debating"
    time.passes(days=3)
    run_on(motion, time.at)
    assert motion.state == "voting"


def test_its_discussion_has_turns_of_its_own(amend, says, debate, council):
    says("陈国栋", FOR)
    motion = amend("陈国栋", F.STRIKE, 3)
    speech = says("陈国栋", FOR, "物业已经在管，不用写。", motion)
    assert speech.turn == 1
    with pytest.raises(Refused, match="第二条"):
        says("陈国栋", FOR, "再说一次。", motion)
    says("谢明", AGAINST, "写上才有人管。", motion)
    assert turn(debate, council("谢明")).left == 2


def test_one_that_carries_makes_a_new_frozen_version_with_a_new_digest(session, debate, amend, time, vote):
    before = debate.matter.plan
    motion = amend("陈国栋", F.REWRITE, 2, "每晚六点到十点亮。")
    decided(motion, vote, time, ayes=7, noes=5)
    plan = debate.matter.plan
    assert motion.state == "carried"
    assert (plan.number, plan.reason) == (before.number + 1, motion.label)
    assert plan.paragraphs == (before.paragraphs[0], "每晚六点到十点亮。", before.paragraphs[2])
    assert plan.digest != before.digest
    assert plan.sound
    assert before.sound


def test_one_that_is_lost_changes_nothing(session, debate, amend, time, vote):
    decided(amend("陈国栋", F.STRIKE, 2), vote, time, ayes=6, noes=6)
    assert session.scalars(select(PlanVersion.number)).all() == [1]


def test_the_numbers_of_the_others_move_with_it(session, debate, amend, time, vote):
    first = amend("陈国栋", F.INSERT, 0, "先看现场。")
    second = amend("何丽", F.STRIKE, 2, seconder="陈国栋")
    third = amend("谢明", F.INSERT, 2, "节日全夜亮灯。")
    decided(first, vote, time, ayes=12)
    assert (second.paragraph, third.paragraph) == (3, 3)
    run_on(second, time.at)
    run_on(third, time.at)
    vote(second, ayes=12)
    assert third.paragraph == 2
    vote(third, ayes=12)
    assert debate.matter.plan.paragraphs[0] == "先看现场。"
    assert debate.matter.plan.paragraphs[2] == "节日全夜亮灯。"
    assert len(debate.matter.plan.paragraphs) == 4


def test_one_at_a_time_to_a_paragraph_and_only_to_one_that_is_there(amend):
    amend("陈国栋", F.REWRITE, 2, "每晚六点到十点亮。", seconder=None)
    with pytest.raises(Unanswered, match="第2段已有一件修正案没有决定"):
        amend("谢明", F.STRIKE, 2)
    with pytest.raises(Unanswered, match="方案一共有3段，没有第4段"):
        amend("谢明", F.STRIKE, 4)
    with pytest.raises(Unanswered, match="没有第-1段|没有第0段"):
        amend("谢明", F.STRIKE, 0)
    with pytest.raises(Unanswered, match="和原文一样"):
        amend("谢明", F.REWRITE, 3, "由物业日常维护。")


def test_a_plan_keeps_at_least_one_paragraph(amend):
    amend("陈国栋", F.STRIKE, 1, seconder=None)
    amend("何丽", F.STRIKE, 2, seconder=None)
    with pytest.raises(Unanswered, match="至少要留一段"):
        amend("谢明", F.STRIKE, 3, seconder=None)


def test_the_question_is_not_put_before_the_amendments_are_decided(amend, debate, says, time, council, vote):
    time.passes(days=2)
    motion = amend("陈国栋", F.STRIKE, 2)
    time.passes(days=2)
    run_on(debate, time.at)
    assert debate.state == "exhausted"
    with pytest.raises(Refused, match="还有1件修正案没有决定"):
        debate.matter.take("put", council("周敏"))
    decided(motion, vote, time, noes=12)
    assert debate.matter.amendments_pending == 0


def test_a_postponed_debate_takes_its_amendments_along(session, debate, amend, council, vote, says):
    motion = amend("陈国栋", F.STRIKE, 2)
    says("谢明", AGAINST, "要留着。", motion)
    away = move(debate, council("何丽"), MotionKind.POSTPONE, "等报价。", until=date(2026, 3, 20))
    away.take("second", council("谢明"))
    run_on(away, council("谢明").at)
    vote(away, ayes=12)
    assert motion.state == "debating"
    assert motion.debate is debate.matter.debate
    with pytest.raises(Refused, match="您这一轮已经说过"):
        says("谢明", AGAINST, "再说一次。", motion)


def test_the_page_shows_what_stays_what_goes_and_what_comes(amend):
    motion = amend("陈国栋", F.REWRITE, 3, "由物业每周维护。")
    assert "".join(text for how, text in amendments.changes(motion) if how != "in") == "由物业日常维护。"
    assert "".join(text for how, text in amendments.changes(motion) if how != "out") == "由物业每周维护。"
    assert ("in", "每周") in amendments.changes(motion)
    assert motion.amendment.place == "改写第3段"


def test_amendments_fall_with_a_referral(session, debate, amend, council, vote):
    motion = amend("陈国栋", F.STRIKE, 2)
    back = move(debate, council("何丽"), MotionKind.REFER, "重做。")
    back.take("second", council("谢明"))
    run_on(back, council("谢明").at)
    vote(back, ayes=12)
    assert session.get(Motion, motion.id).state == "fell"
