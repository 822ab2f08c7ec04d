"""实施 · a decided matter is carried out along its plan: milestones, reports, visits."""

from datetime import date

import pytest

from yishi.deliveries.models import NOTHING_DUE, Report, SiteVisit
from yishi.procedure.lifecycle import NotYours, Refused, Unanswered
from yishi.procedure.matter import MatterState


def test_confirming_copies_the_frozen_plan(matter):
    assert matter.state is MatterState.DELIVERING
    assert [(it.name, it.due, it.progress) for it in matter.delivery.milestones] == [
        ("灯具进场", date(2026, 3, 10), 0),
        ("安装完成", date(2026, 3, 20), 0),
    ]
    assert [(it.name, it.detail, it.planned) for it in matter.delivery.lines] == [
        ("庭院灯", "2盏 × ¥500.00", 100000),
        ("安装", "1项 × ¥500.00", 50000),
    ]
    assert (matter.delivery.budget, matter.delivery.due, matter.milestones_open) == (150000, date(2026, 3, 10), 2)


def test_a_milestone_is_done_when_reported_whole(session, matter, at):
    first, second = matter.delivery.milestones
    matter.take("report", at("物业小何", milestone=first.id, progress=60, report="灯到了一半"))
    assert (first.done, matter.delivery.progress, matter.milestones_open) == (False, 30, 2)
    matter.take("report", at("物业小何", milestone=first.id, progress=100, report="灯都到了"))
    assert first.done and matter.delivery.due == second.due
    with pytest.raises(Unanswered, match="从列出的选项里选"):
        matter.take("report", at("物业小何", milestone=first.id, progress=50, report="改口"))
    assert session.query(Report).count() == 2


def test_only_the_unit_reports_and_only_supervisors_visit(matter, at):
    with pytest.raises(NotYours):
        matter.take("report", at("王主任", milestone=1, progress=1, report="x"))
    with pytest.raises(NotYours):
        matter.take("visit", at("物业小何", visited_on="2026-03-02", sound="yes", findings="x"))


def test_acceptance_waits_for_every_milestone(matter, at):
    with pytest.raises(Refused, match="还有2个里程碑没有报告"):
        matter.take("finish", at("物业小何"))


def test_nothing_is_due_when_everything_is_done(finished):
    assert finished.delivery.due == NOTHING_DUE and finished.delivery.owed_by is None
    assert finished.delivery.progress == 100


def test_a_visit_is_neither_before_the_beginning_nor_in_the_future(session, matter, at, time):
    time.passes(days=3)
    for day, says in (("2026-03-06", "不能晚于今天"), ("2026-03-01", "不能更早")):
        with pytest.raises(Unanswered, match=says):
            matter.take("visit", at("监督员甲", visited_on=day, sound="yes", findings="看过"))
    matter.take("visit", at("监督员甲", visited_on="2026-03-05", sound="no", findings="一盏不亮"))
    matter.take("visit", at("监督员乙", visited_on="2026-03-04", sound="yes", findings="没有问题"))
    assert matter.delivery.visited_on == date(2026, 3, 5)
    assert [it.sound for it in session.query(SiteVisit)] == [False, True]


def test_a_supervisor_of_the_unit_does_not_visit_its_work(matter, at, actor, unit, time):
    from yishi.procedure.lifecycle import Case
    from yishi.procedure.people import Role

    own = Case(actor("监督员甲", Role.SUPERVISOR, unit=unit.id), time.at)
    with pytest.raises(Refused, match="不验收自己的工程"):
        matter.take("visit", own)


def test_lateness_is_counted_in_days(matter, at, time):
    first = matter.delivery.milestones[0]
    time.is_here("2026-03-10 23:59")
    assert first.late_by(time.at) == 0
    time.is_here("2026-03-13 00:00")
    assert first.late_by(time.at) == 3
    matter.take("report", at("物业小何", milestone=first.id, progress=100, report="做好了"))
    time.passes(days=30)
    assert first.late_by(time.at) == 3


def test_the_matter_is_due_when_its_next_milestone_is(matter, at, time):
    assert time.at < matter.due_at and f"{matter.due_at:%Y-%m-%d %H}" == "2026-03-10 16"
    for milestone in matter.delivery.milestones:
        matter.take("report", at("物业小何", milestone=milestone.id, progress=100, report="好了"))
    assert matter.due_at is None


def test_a_matter_without_money_offers_nothing_to_spend(session, posted, at):
    from sqlalchemy import delete

    from yishi.matters.plans import PlanLine

    session.execute(delete(PlanLine))
    session.expire(posted.plan)
    posted.take("confirm", at("王主任"))
    offered = [offer.step.name for name in ("物业小何", "王主任") for offer in posted.offers(at(name))]
    assert offered == ["report", "finish"]
