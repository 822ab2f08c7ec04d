"""街道、区的首页 · the communities under a place: what is overdue in each, and what runs. Two counts for a whole page of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from ..communities.models import Community, Level
from ..matters.counts import MatterCount
from ..matters.models import Matter
from ..procedure.matter import OVER, MatterState
from ..web.paging import Paged, paged
from ..web.visit import Visit


@dataclass(frozen=True, slots=True)
class Place:
    """One community of the list."""

    name: str
    url: str
    line: str  # 示范区 柳荫街道
    late: int  # reviews that are overdue
    running: int


@dataclass(frozen=True, slots=True)
class Below:
    places: Sequence[Place]
    page: Paged[Community]
    late: int  # in everything under the place
    running: int


def below(visit: Visit) -> Below:
    under = select(Community).where(Community.path.like(f"{visit.here.path}%"), Community.level == Level.COMMUNITY)
    page = paged(visit, under, Community.id, newest_first=False)
    ids = under.with_only_columns(Community.id)
    overdue = select(Matter.community_id, func.count()).where(
        Matter.community_id.in_(ids), Matter.state == MatterState.REVIEW, Matter.escalated.is_(True)
    )  # fmt: skip
    late = dict(visit.session.execute(overdue.group_by(Matter.community_id)).all())
    counted = select(MatterCount.community_id, func.sum(MatterCount.count)).where(
        MatterCount.community_id.in_(ids), MatterCount.state.not_in(OVER)
    )  # fmt: skip
    running = dict(visit.session.execute(counted.group_by(MatterCount.community_id)).all())
    places = [Place(it.name, it.url, it.parent_line, late.get(it.id, 0), running.get(it.id, 0)) for it in page.rows]
    return Below(places, page, sum(late.values()), sum(running.values()))
