"""计时 · while anybody follows a sitting, this process puts down that a speech's time is up, and every screen hears of it.

Nothing depends on it: the engine knows what the clock has done, and it is put down with whatever happens next. Two processes that
wake at one moment do it once: the second finds it done.
"""

from datetime import datetime

from sqlalchemy import select

from ..web.parts import Parts
from .models import Sitting

AFTER = 0.05  # seconds past the whole one, for a timer may wake a moment early


def keep_time(parts: Parts, sitting: Sitting, at: datetime) -> None:
    """Wake up when the running speech is over, or the hour of the notice has come; called with each look at the floor."""
    speech, ahead = sitting.floor.speech, (sitting.starts_at - at).total_seconds()
    if not sitting.opened and 0 < ahead <= parts.wires.seconds:
        parts.wires.later(sitting.subject, ahead + AFTER, lambda: parts.wires.changed([sitting.subject]))
    if speech is not None and speech.ends_at is not None:
        id, delay = sitting.id, speech.ends_at - at.timestamp()
        parts.wires.later(sitting.subject, max(delay, 0) + AFTER, lambda: time_is_up(parts, id))


def time_is_up(parts: Parts, id: int) -> None:
    """Put down what the clock did. Woken too early, it waits again."""
    with parts.database.writing() as session:
        sitting = session.scalar(select(Sitting).where(Sitting.id == id).with_for_update())
        now = parts.now()
        if sitting is not None and not sitting.time_passes(now):  # type: ignore[attr-defined]
            keep_time(parts, sitting, now)
