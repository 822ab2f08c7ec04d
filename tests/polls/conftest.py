"""A question put to the council of 柳荫社区: twelve councillors vote, the chair who directs does not."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests import world
from tests.person import Person as Browsing
from tests.world import COUNCIL
from yishi.communities.models import Unit
from yishi.matters.models import Matter
from yishi.matters.plans import PlanLine, PlanMilestone, PlanVersion
from yishi.polls.models import Poll
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterKind, MatterState
from yishi.procedure.parameter_forms import ProjectClass
from yishi.procedure.people import Role
from yishi.procedure.plan import fingerprint
from yishi.procedure.poll import Choice
from yishi.workdays import calendar

AYE, NO, ABSTAIN = Choice.AYE, Choice.NO, Choice.ABSTAIN


@pytest.fixture
def kept(database) -> Callable[..., list[Any]]:
    """`kept(Ballot)`: what the database holds now, read apart from everybody else."""

    def of(model: Any, **where: Any) -> list[Any]:
        with database.reading() as reading:
            return list(reading.scalars(select(model).filter_by(**where).order_by(model.id)))

    return of


@pytest.fixture
def matter(session, home, time) -> Matter:
    """南门照明, debated to its end, with a frozen plan of ¥38,600.00; its vote is about to open."""
    unit = session.scalars(select(Unit).filter_by(name="柳荫物业服务中心")).one()
    it = world.matter(
        session, home, time.at, kind=MatterKind.MICRO_PROJECT, project_class=ProjectClass.WORKS, estimate=4_000_000,
        unit_id=unit.id, number="柳荫街-柳荫-2026-0001", state=MatterState.VOTING,
    )  # fmt: skip
    place = {"community_id": home.id}
    plan = PlanVersion(
        **place, matter=it, variant="A", number=2, title="加灯", text="加十二盏灯。", risks="雨天停工。", digest="",
        unit_id=unit.id, unit_name=unit.name, total=3_860_000, saved_at=time.at, published_at=time.at, frozen_at=time.at,
    )  # fmt: skip
    plan.lines = [PlanLine(**place, position=1, name="庭院灯", quantity=10_000, unit="盏", unit_price=386_000, amount=3_860_000)]
    plan.milestones = [PlanMilestone(**place, position=1, name="完工", due=time.at.date())]
    plan.digest = fingerprint(plan.content)
    session.add(plan)
    it.due_at = calendar.deadline(time.at, it.rule_set.poll_days)
    session.flush()
    return it


@pytest.fixture
def poll(session, matter, actor, time) -> Poll:
    """Opened by 周敏, who directs and does not vote: twelve names, five days."""
    matter.open_poll(Case(actor("周敏", Role.CHAIR), time.at), {})
    it = matter.poll
    assert it.url.startswith(matter.community.url)
    session.commit()
    return it


@pytest.fixture
def votes(session, poll, actor, time) -> Callable[..., None]:
    """`votes(9, 2, 1)`: so many councillors, in the order of the roll, for, against and abstaining."""

    def cast(*counts: int) -> None:
        names = iter(COUNCIL)
        for choice, count in zip(Choice, counts, strict=False):
            for _ in range(count):
                poll.cast(Case(actor(next(names), Role.COUNCILLOR), time.at), choice)
        session.commit()

    return cast


def marks(councillor: Browsing, poll: Poll, choice: Choice) -> Browsing:
    """Through the pages: ballot, review, receipt."""
    councillor.opens(f"{poll.url}/ballot").presses("下一步：核对", choice=choice.value)
    return councillor.presses("投出选票")
