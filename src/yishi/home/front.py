"""社区首页 · what is happening now, in the order a resident cares. Every part is a handful of rows, found by an index."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from ..clock import today
from ..communities.attachments import Attachment
from ..communities.funds import Fund
from ..communities.received_files import AttachmentKind
from ..deliveries.models import Delivery
from ..matters.models import Matter
from ..matters.queries import COLUMNS, Listed, by_stage, listed
from ..notices.models import Notice
from ..polls.models import Poll
from ..polls.queries import turnouts
from ..procedure.matter import MatterState
from ..procedure.poll import PollState
from ..web.visit import Visit

FEW = 3


@dataclass(frozen=True, slots=True)
class Front:
    poll: Poll | None
    voted: int
    more_polls: int
    consulting: Sequence[Listed]
    seconding: Sequence[Listed]
    debating: Sequence[Listed]
    rating: Sequence[Listed]
    notices: Sequence[Notice]
    works: Sequence[tuple[Matter, Delivery, Attachment | None]]
    stages: Sequence[tuple[str, int, str]]
    fund: Fund | None


def front(visit: Visit) -> Front:
    session, here = visit.session, visit.here.id
    open_polls = select(Poll).where(Poll.community_id == here, Poll.state == PollState.OPEN, Poll.closes_at > visit.at)
    polls = session.scalars(open_polls.order_by(Poll.closes_at).limit(FEW + 1)).all()
    poll = polls[0] if polls else None
    return Front(
        poll=poll,
        voted=turnouts(session, [poll.id]).get(poll.id, 0) if poll else 0,
        more_polls=max(len(polls) - 1, 0),
        consulting=_standing(visit, MatterState.CONSULTING),
        seconding=_standing(visit, MatterState.SECONDING),
        debating=_standing(visit, MatterState.DEBATING),
        rating=_standing(visit, MatterState.RATING),
        notices=_objectionable(visit),
        works=_works(visit),
        stages=by_stage(visit),
        fund=session.scalar(select(Fund).where(Fund.community_id == here, Fund.year == today(visit.at).year)),
    )


def _standing(visit: Visit, state: MatterState) -> Sequence[Listed]:
    """The newest few in one state, while there is still time."""
    wanted = COLUMNS.where(Matter.community_id == visit.here.id, Matter.state == state, Matter.number.is_not(None))
    wanted = wanted.where(or_(Matter.due_at.is_(None), Matter.due_at > visit.at))
    return listed(visit.session.execute(wanted.order_by(Matter.id.desc()).limit(FEW)).all())


def _objectionable(visit: Visit) -> Sequence[Notice]:
    """Results in their posting period."""
    wanted = select(Notice).where(
        Notice.community_id == visit.here.id, Notice.takes_objections, Notice.withdrawn_at.is_(None), Notice.until > visit.at
    )
    return visit.session.scalars(wanted.order_by(Notice.id.desc()).limit(FEW)).all()


def _works(visit: Visit) -> Sequence[tuple[Matter, Delivery, Attachment | None]]:
    """The newest works under way, each with its latest photograph."""
    wanted = (
        select(Matter, Delivery)
        .join(Delivery, Delivery.matter_id == Matter.id)
        .where(Matter.community_id == visit.here.id, Matter.state == MatterState.DELIVERING)
        .order_by(Matter.id.desc())
        .limit(2)
    )
    works = visit.session.execute(wanted).all()
    photos = (
        select(Attachment)
        .where(Attachment.matter_id.in_([matter.id for matter, _ in works]), Attachment.kind == AttachmentKind.PHOTO)
        .order_by(Attachment.id)
        .limit(50)
    )
    latest = {photo.matter_id: photo for photo in visit.session.scalars(photos)} if works else {}
    return [(matter, delivery, latest.get(matter.id)) for matter, delivery in works]
