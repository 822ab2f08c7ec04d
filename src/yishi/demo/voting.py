"""民主表决 · the ordinary way of a vote: ballots over some days, the count, the posting, the confirmation."""

from typing import Any

from sqlalchemy import select

from ..notices.models import standing_result
from ..notices.objections import Objection, file_objection
from ..polls.models import Elector, Poll
from ..procedure.electorate import Standing
from ..procedure.people import Actor
from ..procedure.poll import Choice
from . import names
from .walk import Acts, Walk


def poll_of(it: Any) -> Poll:
    """The latest poll about a matter or a change order."""
    found: Poll = it.poll
    return found


def roll(w: Walk, poll: Poll) -> list[Actor]:
    """Those who may vote, in the order of their seats; who sits at the demo comes last."""
    entitled = select(Elector.person_id).where(Elector.poll_id == poll.id, Elector.state == Standing.ENTITLED)
    ids = set(w.session.scalars(entitled))
    return sorted((it for it in (*w.cast.council, w.cast.chair) if it.id in ids), key=lambda it: it.name in names.READY)


def cast(w: Walk, ayes: int, noes: int = 0, abstain: int = 0, about: Any = None) -> Acts:
    """So many ballots on the two days after the opening; when all have voted the poll closes."""
    poll = poll_of(about or w.matter)
    choices = [Choice.AYE] * ayes + [Choice.NO] * noes + [Choice.ABSTAIN] * abstain
    for n, (person, choice) in enumerate(zip(roll(w, poll), choices, strict=False)):
        yield w.days(1) if n in (0, len(choices) // 2) else w.soon()
        poll.cast(w.case(person), choice)


def voted(w: Walk, ayes: int, noes: int = 0, abstain: int = 0, about: Any = None) -> Acts:
    """The ballots, and then the clock."""
    yield from cast(w, ayes, noes, abstain, about)
    poll = poll_of(about or w.matter)
    if poll.closed_at is None:
        yield w.after(poll.closes_at)


def objected(w: Walk, by: Actor, words: str) -> Objection:
    notice = standing_result(w.session, w.matter)
    assert notice is not None
    return file_objection(notice, w.case(by), words)


def confirmed(w: Walk) -> Acts:
    """When the posting is over."""
    yield w.after(w.matter.due_at)
    w.take("confirm", w.choose(w.cast.staff))


def decided(w: Walk, ayes: int = 9, noes: int = 2, abstain: int = 1) -> Acts:
    """From the question put to the delivery."""
    yield from voted(w, ayes, noes, abstain)
    yield from confirmed(w)
