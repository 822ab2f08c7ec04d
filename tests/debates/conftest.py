"""A frozen plan, a debate of it, and the people who take part."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.matters.planning import matter_in_review
from tests.matters.proposing import case, someone
from tests.world import COUNCIL
from yishi.communities.models import Unit
from yishi.debates.models import run_on
from yishi.debates.moving import move
from yishi.debates.turns import turn
from yishi.matters.plan_group import PlanMember
from yishi.procedure.amendment import Amendment
from yishi.procedure.debate import Stance
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterState
from yishi.procedure.motions import MotionKind
from yishi.procedure.people import Actor, Role
from yishi.procedure.plan import Line, Milestone
from yishi.procedure.plan_form import Written
from yishi.procedure.plan_group import Membership

TEXT = "在南门到3栋的步道装12盏庭院灯。\n每晚六点到十一点亮，之后降到三成。\n由物业日常维护。"


@pytest.fixture
def matter(session, home, time):
    """南门照明: 林秀兰 leads its plan, which was frozen on 2 March at 09:00; its debate is noticed."""
    time.at -= timedelta(days=4)
    it = matter_in_review(session, home, time, state=MatterState.CONSULTING)
    it.lead_id, it.due_at = it.proposer_id, time.at
    lead = PlanMember(
        community_id=home.id, matter_id=it.id, person_id=it.proposer_id, state=Membership.MEMBER,
        asked_at=time.at, entered_at=time.at, touched_at=time.at,
    )  # fmt: skip
    session.add(lead)
    unit = session.scalars(select(Unit.id).where(Unit.name == "柳荫物业服务中心")).one()
    plan = Written(
        "步道加装路灯", TEXT, (Line("庭院灯", 12000, "盏", 285000),), (Milestone("完工", date(2026, 6, 1)),), unit, "雨天顺延。"
    )
    it.keep_plan("A", plan, case(session, "林秀兰", time))
    time.at += timedelta(days=4)
    it.take("freeze", case(session, "林秀兰", time))
    session.commit()
    return it


@pytest.fixture
def debate(session, matter, time):
    """In its first round: 6 March 09:00."""
    time.passes(days=4)
    run_on(matter.debate, time.at)
    session.commit()
    return matter.debate


@pytest.fixture
def council(session, time):
    """`council("陈国栋")`: a case of theirs, now; 周敏 has the chair."""

    def now(name, **typed):
        role = Role.CHAIR if name == "周敏" else Role.COUNCILLOR
        actor = Actor(someone(session, name).id, name, frozenset({role}))
        return Case(actor, time.at, {key: [value] for key, value in typed.items()})

    return now


@pytest.fixture
def says(debate, council):
    """`says("陈国栋", Stance.FOR, "…")`"""

    def speak(name, stance, text="南门台阶晚上看不清。", motion=None):
        return turn(debate.matter.debate, council(name), motion).speak(stance, text)

    return speak


@pytest.fixture
def moved(session, debate, council):
    """`moved("陈国栋", MotionKind.REFER)`: moved, and seconded by 何丽."""

    def make(name, kind, seconder="何丽", **others):
        motion = move(debate, council(name), kind, "要再想想。", **others)
        if seconder:
            motion.take("second", council(seconder))
            run_on(motion, council(seconder).at)
        session.commit()
        return motion

    return make


@pytest.fixture
def amend(moved):
    """`amend("陈国栋", AmendmentForm.STRIKE, 2)`: moved, and seconded by 何丽."""

    def make(name, form, paragraph, text="", seconder="何丽"):
        return moved(name, MotionKind.AMEND, seconder, amendment=Amendment(form, paragraph, text))

    return make


@pytest.fixture
def vote(session, council):
    """`vote(motion, ayes=8, noes=1)`: the council in its order."""

    def cast(motion, ayes=0, noes=0, abstentions=0):
        marks = ["aye"] * ayes + ["no"] * noes + ["abstain"] * abstentions
        for name, mark in zip(COUNCIL, marks, strict=False):
            motion.take("vote", council(name, choice=mark))
        run_on(motion, council("陈国栋").at)
        session.commit()

    return cast


FOR, AGAINST, ASK = Stance.FOR, Stance.AGAINST, Stance.ASK
