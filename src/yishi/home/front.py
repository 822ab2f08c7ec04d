"""社区首页 · what is happening now, in the order a resident cares. Every part is a handful of rows, found by an index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import aliased

from ..clock import today
from ..communities.attachments import Attachment
from ..communities.funds import Fund
from ..communities.models import RuleSetVersion
from ..communities.received_files import AttachmentKind
from ..db import Moment
from ..debates.models import Debate
from ..deliveries.models import Delivery
from ..matters.models import Matter
from ..matters.queries import COLUMNS, Listed, by_stage, listed
from ..notices.models import Notice
from ..polls.models import Poll
from ..polls.queries import turnouts
from ..procedure.debate_motion import DebateState
from ..procedure.matter import MatterState, neighbour
from ..procedure.poll import PollState
from ..procedure.sitting import SittingState
from ..sittings.checking_in import EARLIEST
from ..sittings.models import Sitting
from ..web.visit import Visit

FEW = 3
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Front:
    poll: Poll | None
    voted: int
    more_polls: int
    sittings: Sequence[Sitting]  # open now, and those of the next seven days
    next_sitting: Sitting | None  # a later one, where there is none of those
    minutes: Sequence[Sitting]  # whose minutes go round
    consulting: Sequence[Listed]
    seconding: Sequence[Listed]
    seconded: Mapping[int, tuple[int, int]]  # matter → how many second it, how many must
    debating: Sequence[Listed]
    rating: Sequence[Listed]
    notices: Sequence[Notice]
    works: Sequence[tuple[Matter, Delivery, Attachment | None]]
    stages: Sequence[tuple[str, int, str]]
    fund: Fund | None
    proposes: bool  # whether this person, or whoever signs in, may propose here

    def sitting_day(self, it: Sitting, at: datetime) -> str:
        """正在开会, 今天开会, or that it is this week."""
        if it.state is SittingState.OPEN:
            return "正在开会"
        day = today(it.starts_at)
        return "今天开会" if day == today(at) else "近日开会" if day > today(at) else "还没有宣布开会"

    def takes_people_in(self, it: Sitting, at: datetime) -> bool:
        """Whether one may go into the hall."""
        return it.state is SittingState.OPEN or at >= it.starts_at - EARLIEST

    def seconds_of(self, it: Listed) -> str:
        """已有4人，还差1人, as the rules of that matter count."""
        seconds, needed = self.seconded[it.id]
        return f"已有{seconds}人附议，" + (f"还差{needed - seconds}人" if seconds < needed else "人数够了")


def front(visit: Visit) -> Front:
    session, asked = visit.session, {"here": visit.here.id, "at": visit.at, "year": today(visit.at).year}
    polls = session.scalars(OPEN_POLLS, asked).all()
    poll = polls[0] if polls else None
    sittings = session.scalars(SITTINGS, asked).all()
    ahead = [it for it in sittings if it.state is not SittingState.CIRCULATED]
    soon = [it for it in ahead if it.state is SittingState.OPEN or it.starts_at < visit.at + SOON][:FEW]
    standing = listed(session.execute(STANDING, asked).all())

    def newest(state: MatterState) -> Sequence[Listed]:
        return [it for it in standing if it.state is state]

    return Front(
        poll=poll,
        voted=turnouts(session, [poll.id]).get(poll.id, 0) if poll else 0,
        more_polls=max(len(polls) - 1, 0),
        sittings=soon,
        next_sitting=ahead[0] if ahead and not soon else None,
        minutes=[it for it in sittings if it.state is SittingState.CIRCULATED],
        consulting=newest(MatterState.CONSULTING),
        seconding=(seconding := newest(MatterState.SECONDING)),
        seconded=_seconded(visit, [it.id for it in seconding]),
        debating=newest(MatterState.DEBATING),
        rating=newest(MatterState.RATING),
        notices=session.scalars(OBJECTIONABLE, asked).all(),
        works=[(matter, delivery, photo) for matter, delivery, photo in session.execute(WORKS, asked)],
        stages=by_stage(visit),
        fund=session.scalar(FUND, asked),
        proposes=visit.actor.id is None or neighbour.includes(visit.actor, None),
    )


def _seconded(visit: Visit, ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    wanted = select(Matter.id, Matter.seconds, RuleSetVersion).join(RuleSetVersion, RuleSetVersion.id == Matter.rule_set_version_id)
    found = visit.session.execute(wanted.where(Matter.id.in_(ids))).all() if ids else []
    return {id: (seconds, version.rules.seconders_needed) for id, seconds, version in found}


def _standing(state: MatterState) -> Select[Any]:
    """The newest few in one state, while there is still time."""
    wanted = COLUMNS.where(Matter.community_id == HERE, Matter.state == state, Matter.number.is_not(None))
    in_time = wanted.where(or_(Matter.due_at.is_(None), Matter.due_at > AT))
    if state is MatterState.DEBATING:  # neither only announced nor over
        speaking = select(Debate.id).where(Debate.matter_id == Matter.id, Debate.state == DebateState.SPEAKING)
        in_time = in_time.where(speaking.exists())
    return in_time.order_by(Matter.id.desc()).limit(FEW).subquery().select()


HERE, AT, YEAR = bindparam("here", type_=Integer()), bindparam("at", type_=Moment()), bindparam("year", type_=Integer())

OPEN_POLLS = (
    select(Poll)
    .where(Poll.community_id == HERE, Poll.state == PollState.OPEN, Poll.closes_at > AT)
    .order_by(Poll.closes_at)
    .limit(FEW + 1)
)
READING = and_(Sitting.state == SittingState.CIRCULATED, Sitting.due_at > AT)
SITTINGS = (  # those whose minutes go round first: they are few, and must not be cut off by what is far ahead
    select(Sitting)
    .where(Sitting.community_id == HERE, or_(Sitting.state.in_((SittingState.OPEN, SittingState.NOTICED)), READING))
    .order_by(Sitting.state != SittingState.CIRCULATED, Sitting.starts_at)
    .limit(2 * FEW)
)
STANDING = union_all(*map(_standing, (MatterState.CONSULTING, MatterState.SECONDING, MatterState.DEBATING, MatterState.RATING)))
OBJECTIONABLE = (  # results in their posting period
    select(Notice)
    .where(Notice.community_id == HERE, Notice.takes_objections, Notice.withdrawn_at.is_(None), Notice.until > AT)
    .order_by(Notice.until.desc(), Notice.id.desc())
    .limit(FEW)
)
ANY_PHOTO = aliased(Attachment)
LATEST_PHOTO = (
    select(func.max(ANY_PHOTO.id))
    .where(ANY_PHOTO.matter_id == Matter.id, ANY_PHOTO.kind == AttachmentKind.PHOTO)
    .where(ANY_PHOTO.subject.not_like("agenda_items/%"))  # a paper of a sitting shows nothing of the works
    .scalar_subquery()
)
WORKS = (  # the newest works under way, each with its latest photograph
    select(Matter, Delivery, Attachment)
    .join(Delivery, Delivery.matter_id == Matter.id)
    .outerjoin(Attachment, Attachment.id == LATEST_PHOTO)
    .where(Matter.community_id == HERE, Matter.state == MatterState.DELIVERING)
    .order_by(Matter.id.desc())
    .limit(2)
)
FUND = select(Fund).where(Fund.community_id == HERE, Fund.year == YEAR)
