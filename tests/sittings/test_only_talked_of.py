"""只讨论 · what was to be decided and can no longer be when the sitting is opened: talked about, and everybody reads why."""

import pytest
from sqlalchemy import select, update

from tests.debates.conftest import council, moved  # noqa: F401
from tests.sittings.conftest import MEMBERS, Do
from yishi.matters.plans import PlanVersion
from yishi.procedure.matter import MatterState
from yishi.procedure.motions import MotionKind
from yishi.procedure.sitting import ItemKind, SittingState
from yishi.sittings.chain import broken
from yishi.sittings.minutes import MinutesLine
from yishi.sittings.models import AgendaItem, Sitting, new_secret

WHY = "开会时是“制定方案”，到了公开辩论才能上会表决"


@pytest.fixture
def gone(session, noticed):
    """Between the notice and the hour the matter went back to its plan group."""
    noticed.items[0].matter.state = MatterState.PLANNING
    session.commit()
    return noticed


@pytest.fixture
def open_it(does):
    def begin():
        for name in MEMBERS[:10]:
            does("郑秘书", Do.CHECK_IN, to=name)
        does("周敏", Do.OPEN)

    return begin


def test_the_reason_is_kept_and_said_wherever_the_agenda_is(session, gone, open_it, does, at_page):
    url, chen = gone.url, at_page("陈国栋")
    chen.opens(url).does_not_see("只讨论")
    open_it()
    decided, talked = gone.items
    assert (decided.talk_only, decided.prepared, decided.matter.in_hall) == (WHY, None, False)
    assert talked.talk_only == ""
    chen.opens(url).sees(f"只讨论：{WHY}")
    chen.opens(f"{url}/room").sees(f"；只讨论：{WHY}")
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.CALL_ITEM, item=1)
    does("周敏", Do.ADJOURN)
    lines = session.scalars(select(MinutesLine.text).order_by(MinutesLine.position)).all()
    called = next(n for n, it in enumerate(lines) if it.endswith("进入第一项“南门照明”。"))
    assert lines[called + 1] == f"只讨论：{WHY}。"
    assert "第一项“南门照明”：只讨论，没有表决。" in lines and "第二项“夏天怎么乘凉”：通报，没有表决。" in lines
    assert decided.outcome is None and broken(session, gone) == ""


def test_what_was_not_reached_is_not_said_to_have_been_talked_about(session, gone, open_it, does):
    open_it()
    does("周敏", Do.ADJOURN)
    lines = session.scalars(select(MinutesLine.text)).all()
    assert "第一项“南门照明”：没有议到。" in lines and not any("只讨论" in it for it in lines)


def test_a_motion_online_that_waits_for_a_decision_is_a_reason(session, noticed, moved, open_it):  # noqa: F811
    moved("陈国栋", MotionKind.REFER, seconder=None)
    open_it()
    assert noticed.items[0].talk_only == "在线上还有动议没有决定，决定以后才能上会表决"


def test_a_plan_that_is_not_the_one_that_was_frozen_is_a_reason(session, noticed, open_it):
    session.execute(update(PlanVersion).values(digest="0" * 64))
    session.commit()
    open_it()
    assert "对不上" in noticed.items[0].talk_only and noticed.items[0].prepared is None


def test_what_another_sitting_is_about_stays_there(session, opened, by, time):
    """And is not taken from it."""
    matter = opened.items[0].matter
    same = ("community_id", "body_id", "rule_set_version_id", "place", "chair_id", "secretary_id", "starts_at", "created_at")
    usual = {name: getattr(opened, name) for name in (*same, "entered_at", "touched_at", "noticed_at")}
    other = Sitting(**usual, number=2, title="第二次会议", secret=new_secret(), state=SittingState.NOTICED, opened_at=time.at)
    session.add(other)
    session.flush()
    where = {"community_id": other.community_id, "sitting_id": other.id, "position": 0}
    session.add(AgendaItem(**where, kind=ItemKind.DECIDE, title=matter.title, matter_id=matter.id))
    session.flush()
    other.begin(by("周敏"), {})
    assert other.items[0].talk_only == "开会时正在另一次会议上议，那次散会以后才能上会表决"
    assert matter.in_hall and opened.items[0].talk_only == ""
