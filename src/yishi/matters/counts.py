"""件数 · how many public matters of a community stand in each state, kept as they move, never counted on a page."""

from collections.abc import Mapping

from sqlalchemy import UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, Session

from ..db import Base, CommunityId
from ..procedure.matter import MatterState


class MatterCount(Base):
    __tablename__ = "matter_counts"
    __table_args__ = (UniqueConstraint("community_id", "state"),)
    community_id: Mapped[CommunityId]
    state: Mapped[MatterState]
    count: Mapped[int]


def move_count(session: Session, community_id: int, source: MatterState, target: MatterState) -> None:
    """One matter went from one state to another. Drafts are nobody's business and are not counted."""
    for state, by in ((source, -1), (target, 1)):
        if state is MatterState.DRAFT:
            continue
        mine = (MatterCount.community_id == community_id) & (MatterCount.state == state)
        changed = session.execute(update(MatterCount).where(mine).values(count=MatterCount.count + by))
        if changed.rowcount == 0:  # type: ignore[attr-defined]
            session.add(MatterCount(community_id=community_id, state=state, count=max(by, 0)))
            session.flush()


def counts(session: Session, community_id: int) -> Mapping[MatterState, int]:
    rows = session.execute(select(MatterCount.state, MatterCount.count).where(MatterCount.community_id == community_id))
    return dict(rows.all())
