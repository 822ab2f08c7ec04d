"""A decided matter of 柳荫社区 as it is carried out by 柳荫物业服务中心."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from tests import world
from yishi.communities.models import Unit
from yishi.ledger.models import LedgerEntry
from yishi.matters.models import Matter
from yishi.matters.plans import PlanLine, PlanMilestone, PlanVersion
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterKind, MatterState
from yishi.procedure.parameter_forms import ProjectClass
from yishi.procedure.people import Role


@pytest.fixture
def unit(session) -> Unit:
    return session.scalars(select(Unit).filter_by(name="柳荫物业服务中心")).one()


@pytest.fixture
def posted(session, home, unit, time) -> Matter:
    """Voted, posted, and the posting period over: two lines of ¥1,000.00 and ¥500.00, two milestones."""
    it = world.matter(
        session, home, time.at, kind=MatterKind.MICRO_PROJECT, project_class=ProjectClass.WORKS, estimate=150000,
        number="柳荫街-柳荫-2026-0001", state=MatterState.POSTED, unit_id=unit.id, due_at=time.at,
    )  # fmt: skip
    place = {"community_id": home.id}
    plan = PlanVersion(
        **place, matter=it, variant="A", number=1, title="加灯", text="加两盏灯。", risks="雨天停工。", unit_id=unit.id,
        unit_name=unit.name, total=150000, digest="0" * 64, saved_at=time.at, published_at=time.at, frozen_at=time.at,
    )  # fmt: skip
    plan.lines = [
        PlanLine(**place, position=1, name="庭院灯", quantity=2000, unit="盏", unit_price=50000, amount=100000),
        PlanLine(**place, position=2, name="安装", quantity=1000, unit="项", unit_price=50000, amount=50000),
    ]
    plan.milestones = [
        PlanMilestone(**place, position=1, name="灯具进场", due=date(2026, 3, 10)),
        PlanMilestone(**place, position=2, name="安装完成", due=date(2026, 3, 20)),
    ]
    session.add(plan)
    session.flush()
    return it


@pytest.fixture
def matter(session, posted, actor, time) -> Matter:
    """Confirmed, and so being carried out."""
    posted.take("confirm", Case(actor("王主任", Role.STAFF), time.at))
    session.commit()
    return posted


@pytest.fixture
def at(session, actor, unit, time) -> Callable[..., Case]:
    """`at("物业小何", report="…")`: the case of a person of this stage, now, with what they typed."""
    roles = {"物业小何": Role.LIAISON, "王主任": Role.STAFF, "周敏": Role.CHAIR, "林秀兰": Role.RESIDENT, "赵春梅": Role.RESIDENT}

    def of(name: str, **typed: object) -> Case:
        role = Role.SUPERVISOR if name.startswith("监督员") else roles.get(name, Role.RESIDENT)
        who = actor(name, role, unit=unit.id if name == "物业小何" else None)
        return Case(who, time.at, {key: [str(value)] for key, value in typed.items()})

    return of


@pytest.fixture
def finished(session, matter, at) -> Matter:
    """Both milestones reported, acceptance asked for."""
    for milestone in matter.delivery.milestones:
        matter.take("report", at("物业小何", milestone=milestone.id, progress=100, report="做好了"))
    matter.take("finish", at("物业小何"))
    session.commit()
    return matter


@pytest.fixture
def accepted(session, finished, at) -> Matter:
    """Everything passed, three signatures, residents rate."""
    for check in finished.delivery.checks:
        check.take("pass", at("监督员甲"))
    for name in ("监督员甲", "监督员乙", "监督员丙"):
        finished.take("sign", at(name))
    session.commit()
    return finished


@pytest.fixture
def ledger(session) -> Callable[[], list[LedgerEntry]]:
    return lambda: list(session.scalars(select(LedgerEntry).order_by(LedgerEntry.seq)))
