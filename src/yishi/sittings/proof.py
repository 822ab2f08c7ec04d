"""通知的凭据 · how many were told, how many opened the notice, and what they answered."""

from dataclasses import dataclass

from sqlalchemy import func, select

from ..db import session_of
from ..procedure.sitting import Place, Reply
from .models import Attendee, Sitting


@dataclass(frozen=True, slots=True)
class Proof:
    members: int
    observers: int
    told: int
    seen: int
    coming: int
    away: int

    @property
    def waiting(self) -> int:
        return self.told - self.coming - self.away


def proof(sitting: Sitting) -> Proof:
    """One query, however long the roll."""
    answered = func.count(Attendee.id).filter
    counted = select(
        answered(Attendee.place == Place.MEMBER), answered(Attendee.place == Place.OBSERVER), func.count(Attendee.told_at),
        func.count(Attendee.seen_at), answered(Attendee.reply == Reply.COMING), answered(Attendee.reply == Reply.AWAY),
    ).where(Attendee.sitting_id == sitting.id)  # fmt: skip
    return Proof(*session_of(sitting).execute(counted).one())
