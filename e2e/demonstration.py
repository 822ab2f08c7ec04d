"""演示的一天 · the demonstration as it stands on a Wednesday in June, where 陈国栋 has begun to write a plan and has voted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from e2e.earlier import PLAN
from yishi.communities.models import Unit
from yishi.demo import names
from yishi.demo.build import build as build_district
from yishi.matters.models import Matter
from yishi.people.models import Person
from yishi.polls.models import Poll
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Actor, Role
from yishi.procedure.poll import Choice, PollState
from yishi.procedure.sitting import ItemKind, SittingState
from yishi.sittings.models import Sitting
from yishi.sittings.planning import add, plan

NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)


def build(session: Session, uploads: Path) -> None:
    build_district(session, uploads, NOW)
    _next_sitting(session)
    councillor = session.scalars(select(Person.id).filter_by(name=names.COUNCILLOR)).one()
    by = Case(Actor(councillor, names.COUNCILLOR), NOW)
    matter = session.scalars(select(Matter).filter_by(state=MatterState.PLANNING, lead_id=councillor)).one()
    unit = session.scalars(select(Unit.id).filter_by(community_id=matter.community_id)).first()
    matter.keep_draft("A", {**PLAN, "due": ["2026-07-20", "2026-08-10"], "unit": [str(unit)]}, (0, 0), by)
    open_polls = select(Poll).filter_by(community_id=matter.community_id, state=PollState.OPEN)
    session.scalars(open_polls.order_by(Poll.id).limit(1)).one().cast(by, Choice.AYE)


def _next_sitting(session: Session) -> None:
    """After today's another one is being planned."""
    today = session.scalars(select(Sitting).where(Sitting.state == SittingState.NOTICED)).one()
    by = Case(Actor(today.secretary_id, names.SECRETARY, frozenset({Role.SECRETARY})), NOW)
    given = {"starts_at": NOW + timedelta(days=14), "place": today.place, "chair_id": today.chair_id, "remark": "带上老花镜。"}
    made = plan(today.body, {**given, "secretary_id": today.secretary_id}, by)
    add(made, ItemKind.REPORT, "物业报告凉亭修缮的进度", None, {"minutes": 15}, by)
    add(made, ItemKind.DISCUSS, "夏天怎么乘凉", None, {"minutes": 20}, by)
