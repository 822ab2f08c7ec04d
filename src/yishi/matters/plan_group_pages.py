"""方案小组页 · who is in the group, who asks to join, and the acts of joining, leaving and handing the lead on."""

from typing import Any

from litestar import Response
from sqlalchemy import select

from ..procedure.asking import Ask, Kind
from ..procedure.people import everyone, signed_in, staff
from ..procedure.plan_group import Membership, joiner
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Visit
from .models import Matter
from .plan_group import PlanMember, place_of
from .plans import OPEN

WHY = Ask("why", "您能帮上什么", Kind.LINE, longest=100, hint="比如懂电工、住得近、有时间跑腿")


@get("/c/{community:str}/matters/{matter_id:int}/plan/group", only=everyone)
def show_group(visit: Visit, matter_id: int) -> Response:
    matter: Any = visit.find(Matter, matter_id)
    asking = select(PlanMember).where(PlanMember.matter_id == matter.id, PlanMember.state == Membership.ASKED)
    decides = visit.actor.id is not None and visit.actor.id == matter.plan_lead_id
    place = place_of(matter, visit.actor.id) if visit.actor.id else None
    waiting = paged(visit, asking, PlanMember.id, newest_first=False) if decides else None
    return visit.page(
        "matters/plan_group.html", matter=matter, place=place, waiting=waiting,
        offers=place.offers(visit.case) if place else [],
        arranging=decides or staff.includes(visit.actor, matter),
        may_ask=place is None and matter.state in OPEN and joiner.includes(visit.actor, matter), ask=WHY, open=matter.state in OPEN,
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/plan/group", only=joiner, back=show_group)
def ask_to_join(visit: Visit, matter_id: int) -> Response:
    matter: Any = visit.find(Matter, matter_id)
    matter.ask_to_join(visit.answers(WHY)["why"], visit.case)
    return visit.go(f"{matter.url}/plan/group", "已申请加入方案小组，等牵头人同意")


@get("/c/{community:str}/matters/{matter_id:int}/plan/members/{member_id:int}", only=everyone)
def show_member(visit: Visit, matter_id: int, member_id: int) -> Response:
    """One person's place, and what the lead, the staff or the person may do about it."""
    matter = visit.find(Matter, matter_id)
    member = visit.find(PlanMember, member_id, matter_id=matter.id)
    return visit.page("matters/plan_member.html", matter=matter, member=member, offers=member.offers(visit.case))


@post("/c/{community:str}/matters/{matter_id:int}/plan/members/{member_id:int}/{step:str}", only=signed_in, back=show_member)
def take_step(visit: Visit, matter_id: int, member_id: int, step: str) -> Response:
    matter: Any = visit.find(Matter, matter_id)
    member = visit.find(PlanMember, member_id, matter_id=matter.id)
    move = member.take(step, visit.case)
    return visit.go(f"{matter.url}/plan/group", f"{move.step.label}：{member.person.name}")
