"""会上发生的事 · each event of a hall as it is kept, and each speech that counts where the debate goes on.

The events are the sitting: the floor is what they make of it (`floor.py`), and nothing else is kept of a debate or a count.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, CommunityId, PersonId, session_of
from ..ledger.models import append_only, fact
from ..people.models import Person
from ..procedure.debate import Stance
from ..procedure.digest import digest_of
from ..procedure.floor.events import CheckedIn
from .models import Sitting


class FloorEvent(Base):
    """会上的事件 · one thing that happened, as the floor reads it. Never changed; each is chained to the one before."""

    __tablename__ = "floor_events"
    __table_args__ = (UniqueConstraint("sitting_id", "seq"),)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    seq: Mapped[int]
    at: Mapped[datetime]
    event: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))

    def computed(self, previous: str) -> str:
        """SHA-256 over the event, its moment and what was before it."""
        return digest_of([previous, self.sitting_id, self.seq, self.at.isoformat(timespec="microseconds"), self.event])


append_only(FloorEvent, "floor")
CAME = (  # 签到: who was checked in at which sitting, once for each time
    select(FloorEvent.sitting_id, FloorEvent.event["person_id"].as_integer().label("person_id"))
    .where(FloorEvent.event["event"].as_string() == CheckedIn.__name__)
    .subquery("came")
)


@fact(Sitting)
def gathered(self: Sitting) -> bool:
    """有没有人签到过"""
    return bool(self.seq) and session_of(self).scalar(select(CAME).where(CAME.c.sitting_id == self.id).limit(1)) is not None


class HallSpeech(Base):
    """会上的发言 · one turn on a matter's plan, in the hall: it counts among the turns of the debate that goes on online."""

    __tablename__ = "hall_speeches"
    community_id: Mapped[CommunityId]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"), index=True)
    debate_id: Mapped[int] = mapped_column(ForeignKey("debates.id"), index=True)
    speaker_id: Mapped[PersonId]
    stance: Mapped[Stance | None]
    seconds: Mapped[int]
    at: Mapped[datetime]
    speaker: Mapped[Person] = relationship()
    sitting: Mapped[Sitting] = relationship()
