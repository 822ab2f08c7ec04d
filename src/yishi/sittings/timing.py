"""计时 · while anybody follows a sitting, this process puts down that a speech's time is up, and every screen hears of it.

Nothing depends on it: the engine knows what the clock has done, and it is put down with whatever happens next. Two processes that
wake at one moment do it once: the second finds it done.
"""

from datetime import datetime

from sqlalchemy import select

from ..web.parts import Parts
from .models import Sitting


def keep_time(parts: Parts, sitting: Sitting, at: datetime) -> None:
    """Wake up when the running speech is over; called with each look at the floor."""
    speech = sitting.floor.speech
    if speech is not None and speech.ends_at is not None:
        id, delay = sitting.id, speech.ends_at - at.timestamp()
        parts.wires.later(sitting.subject, max(delay, 0), lambda: time_is_up(parts, id))


def time_is_up(parts: Parts, id: int) -> None:
    with parts.database.writing() as session:
        sitting = session.scalar(select(Sitting).where(Sitting.id == id).with_for_update())
        if sitting is not None:
            sitting.time_passes(parts.now())  # type: ignore[attr-defined]
