"""核对纪要 · the days in which those who were in the hall read the minutes: who may say something, and who has read them."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from ..db import session_of
from ..procedure.calendar import moment_in_words
from ..procedure.lifecycle import Case, Refused
from ..procedure.sitting import SittingState
from .events import CAME
from .models import Attendee, Sitting


def checked_in(sitting: Sitting, person_id: int) -> bool:
    """Whether this person was in the hall."""
    return session_of(sitting).scalar(came(sitting).where(CAME.c.person_id == person_id).limit(1)) is not None


def bars(sitting: Sitting, case: Case, act: str) -> tuple[str, ...]:
    """Why this person may not do this with the minutes now; empty when they may."""
    me = case.actor.id
    if sitting.state is not SittingState.CIRCULATED:
        return (f"纪要交大家核对的时候才能{act}",)
    if me == sitting.secretary_id:
        return ("您是本次会议的秘书，答复别人的意见，自己不提",)
    if me is None or not checked_in(sitting, me):
        return (f"到会签到的人才能{act}",)
    if sitting.due_at is not None and sitting.due_at <= case.at:
        return (f"核对期到{moment_in_words(sitting.due_at)}，已经过了",)
    return ()


def read(sitting: Sitting, case: Case) -> None:
    """看过了，没有意见. Twice is once, and whoever has objected has read them."""
    if reasons := bars(sitting, case, "核对纪要"):
        raise Refused(*reasons)
    line = sitting.place_of(case.actor.id)
    if line is not None and line.read_at is None:
        line.read_at = case.at
        sitting.note(case, "read", "看过纪要，没有意见")


def came(sitting: Sitting) -> Select[tuple[int]]:
    """Whoever was in the hall, by their keys."""
    return select(CAME.c.person_id).where(CAME.c.sitting_id == sitting.id)


@dataclass(frozen=True, slots=True)
class Progress:
    """已核对 N/M 人 · how many of those who were there have read the minutes."""

    read: int
    there: int


def progress(sitting: Sitting) -> Progress:
    counted = select(func.count(Attendee.read_at), func.count(Attendee.id)).where(Attendee.sitting_id == sitting.id)
    return Progress(*session_of(sitting).execute(counted.where(Attendee.person_id.in_(came(sitting)))).one())
