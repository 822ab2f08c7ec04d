"""再开一次 · the same meeting on another day, once or many times: the place, the people, and what was left undecided."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ..clock import at_here
from ..communities import attachments
from ..communities.attachments import attached_to_all, subject_of
from ..db import session_of
from ..procedure.lifecycle import Case
from ..procedure.sitting import HELD, ItemKind, Outcome, Place, SittingState
from ..procedure.words import Word
from .models import AgendaItem, Attendee, Sitting
from .planning import plan

S = SittingState
NOT_HELD = (S.CANCELLED, S.FAILED)
MOST_TIMES = 12


class Every(Word):
    """How often the same meeting comes again."""

    ONCE = "once", "只这一次"
    WEEK = "week", "每周"
    FORTNIGHT = "fortnight", "每两周"
    MONTH = "month", "每月"


def left_over(sitting: Sitting) -> list[AgendaItem]:
    """What was not decided: all that stood on the agenda where nobody met, else what was to be decided and was not."""
    if sitting.state in NOT_HELD:
        return [it for it in sitting.items if not it.unready]
    if sitting.state not in HELD:
        return []
    undecided = (None, Outcome.OPEN)
    return [it for it in sitting.items if it.kind is ItemKind.DECIDE and it.outcome in undecided and not it.unready]


def dates(first: datetime, every: Every, times: int) -> list[datetime]:
    """By the clock on the wall; a month without such a day has its last day."""
    if every is Every.ONCE:
        return [first]
    if every is Every.MONTH:
        return [_months_on(first, n) for n in range(times)]
    weeks = 1 if every is Every.WEEK else 2
    return [first + timedelta(weeks=weeks * n) for n in range(times)]


def _months_on(day: datetime, n: int) -> datetime:
    years, month = divmod(day.month - 1 + n, 12)
    year = day.year + years
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def again(sitting: Sitting, walls: Sequence[datetime], case: Case, uploads: Path) -> list[Sitting]:
    """One planned sitting for each moment on the wall; what was left over goes to the first. The caller holds the body locked."""
    usual = {name: getattr(sitting, name) for name in ("place", "remark", "chair_id", "secretary_id")}
    carried = left_over(sitting)
    made = [plan(sitting.body, {"starts_at": at_here(wall), **usual}, case, copied_from=sitting) for wall in walls]
    for it in made:
        _observers(sitting, it)
    _items(carried, made[0], case, uploads)
    return made


def _observers(sitting: Sitting, into: Sitting) -> None:
    for line in sitting.roll:
        if line.place is Place.OBSERVER:
            copy = Attendee(
                community_id=into.community_id, sitting_id=into.id, person_id=line.person_id, place=Place.OBSERVER,
                name=line.name, title=line.title,
            )  # fmt: skip
            session_of(into).add(copy)


def _items(items: Sequence[AgendaItem], into: Sitting, case: Case, uploads: Path) -> None:
    session, by = session_of(into), case.actor.id
    assert by is not None
    papers = attached_to_all(session, items)
    for position, item in enumerate(items):
        copy = AgendaItem(
            community_id=into.community_id, sitting_id=into.id, position=position, kind=item.kind, title=item.title,
            matter_id=item.matter_id, minutes=item.minutes, note=item.note,
        )  # fmt: skip
        session.add(copy)
        session.flush()
        for paper in papers[subject_of(item)]:
            attachments.copy(session, uploads, paper, copy, by, case.at)
