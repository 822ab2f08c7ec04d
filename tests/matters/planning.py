"""A matter in its second stage, the people who act on it, and a plan as they would type it."""

from datetime import date

from sqlalchemy import select

from tests import world
from tests.matters.proposing import case
from yishi.clock import today
from yishi.communities.models import Community, Unit
from yishi.matters import plan_drafts
from yishi.matters.plans import PlanVersion
from yishi.procedure.matter import MatterKind, MatterState
from yishi.procedure.parameter_forms import ProjectClass
from yishi.procedure.people import Role

TYPED = {
    "title": ["南门步道加装路灯"],
    "text": ["在南门到3栋的步道装12盏庭院灯。\n每晚六点到十一点亮，之后降到三成。\n由物业日常维护。"],
    "item": ["庭院灯", "电缆"], "quantity": ["12", "152.5"], "measure": ["盏", "米"], "price": ["2850", "18.55"],
    "milestone": ["进场", "完工"], "due": ["2026-05-01", "2026-06-01"],
    "risks": ["雨天顺延，由物业盯着。"],
}  # fmt: skip
TOTAL = 12 * 285000 + 282888  # 152.5 metres at 18.55 are 2,828.875, half a fen upwards


def matter_in_review(session, home, time, kind=MatterKind.MICRO_PROJECT, state=MatterState.REVIEW, number="柳荫街-柳荫-2026-0001"):
    """Proposed by 林秀兰, waiting for 王主任."""
    money = {"project_class": ProjectClass.GOODS, "estimate": 5_000_000} if kind is MatterKind.MICRO_PROJECT else {}
    money["seconds"] = 5
    return world.matter(session, home, time.at, kind=kind, state=state, number=number, **money)


def accepted(session, matter, time, **typed):
    """Into planning: 林秀兰 leads unless somebody else is named."""
    matter.take("accept", case(session, "王主任", time, Role.STAFF, checked="yes", **typed))
    return matter


def typed(session, **changes):
    """What the form sends, the responsible unit being 柳荫物业服务中心."""
    unit = session.scalars(select(Unit).where(Unit.name == "柳荫物业服务中心")).one()
    return {
        **TYPED,
        "unit": [str(unit.id)],
        **{key: value if isinstance(value, list) else [value] for key, value in changes.items()},
    }


def saved(session, matter, time, variant="A", by="林秀兰", **changes) -> PlanVersion:
    """A next version of a variant, written and saved."""
    writer = case(session, by, time)
    draft = matter.keep_draft(variant, typed(session, **changes), seen(matter, variant), writer)
    return matter.save_draft(variant, draft.revision, today(time.at), writer)


def seen(matter, variant="A"):
    """What a writer who has just opened the form has seen."""
    draft = plan_drafts.draft_of(matter, variant)
    return (draft.revision if draft else 0, plan_drafts.last_number(matter, variant))


def published(session, matter, time):
    """Out for comment."""
    matter.take("publish", case(session, "林秀兰", time))
    return matter


def neighbour_unit(session) -> Unit:
    """A unit of another community."""
    other = session.scalars(select(Community).filter_by(slug="wangjiang")).one()
    unit = Unit(community_id=other.id, name="望江物业", kind="物业企业")
    session.add(unit)
    session.flush()
    return unit


SPRING = date(2026, 5, 1)
