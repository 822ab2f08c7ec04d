"""退回的表单 · a form that was refused is shown again by GET, so that the browser's Back never asks to send it once more.

What was typed is kept for its sender alone, for a day; the address carries only a random word. It is gone as soon as the form
goes through. Passwords are never kept, nor whatever a page keeps `unkept`, nor anything from somebody who is not signed in.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from litestar import Response
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..people.models import Returned
from .visit import Sent, Visit

AGAIN = "again"
KEPT_FOR = timedelta(days=1)
MOST = 10  # of one person


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a form is answered: with what status, for which reasons, and which sentence at which field."""

    status: int
    reasons: Sequence[str]
    problems: Mapping[str, str]


def keep(session: Session, visit: Visit, refusal: Refusal) -> str:
    """Returns the word under which the form is shown again."""
    theirs = Returned.person_id == visit.actor.id
    oldest = session.scalars(select(Returned.id).where(theirs).order_by(Returned.id.desc()).offset(MOST - 1)).all()
    session.execute(delete(Returned).where(Returned.id.in_(oldest)))  # by name: what another form of theirs keeps meanwhile stays
    assert visit.actor.id is not None
    it = Returned(
        person_id=visit.actor.id, word=secrets.token_urlsafe(12), at=visit.at, status=refusal.status,
        reasons=list(refusal.reasons), problems=dict(refusal.problems),
        typed={name: texts for name, texts in visit.sent.typed.items() if name not in ("_csrf", "_key", "_again")},
    )  # fmt: skip
    session.add(it)
    session.flush()
    return it.word


def found(visit: Visit) -> None:
    """On a page that was asked for with such a word: everything typed, and what is wrong with it. Or the page as it always is."""
    word = visit.asked(AGAIN)
    if not word or visit.actor.id is None or visit.writes:
        return
    wanted = select(Returned).where(Returned.word == word, Returned.person_id == visit.actor.id)
    if (it := visit.session.scalar(wanted)) is None or it.at + KEPT_FOR <= visit.at:
        return
    visit.sent, visit.came_back, visit.again = Sent(dict(it.typed)), True, it.word
    visit.status, visit.reasons, visit.problems = it.status, tuple(it.reasons), it.problems


def gone_through(visit: Visit) -> None:
    """The form that came back was sent once more and taken: whoever goes back now finds the page as it is."""
    if word := visit.sent.last("_again"):
        visit.session.execute(delete(Returned).where(Returned.word == word, Returned.person_id == visit.actor.id))


def shown_at(visit: Visit, address: str, word: str) -> Response:
    """Over to the page, with the query that the form was sent with."""
    query = visit.request.url.query
    return visit.go(f"{address}?{f'{query}&' if query else ''}{AGAIN}={quote(word)}")
