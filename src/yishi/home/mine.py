"""我参与的 · what I proposed, seconded, said, voted on and rated, in every community, newest first. For me alone."""

from collections.abc import Callable
from typing import Any

from litestar import Response
from sqlalchemy import Select, select

from ..communities.models import Community
from ..deliveries.ratings import Rating
from ..matters.comments import Comment
from ..matters.models import Matter, Second
from ..polls.models import Ballot, Elector, Poll
from ..procedure.people import signed_in
from ..web.handlers import get
from ..web.paging import paged
from ..web.visit import Visit

COLUMNS = (Matter.id.label("matter_id"), Matter.number, Matter.title, Matter.state, Community.slug, Community.name)


def _of(model: Any, me: int, at: Any, person: Any, *more: Any) -> Select:
    """(id, when, the matter and its community, …) of this person's rows of one kind."""
    wanted: Any = select(model.id, at.label("at"), *COLUMNS, *more)
    if model is not Matter:
        wanted = wanted.join(Matter, Matter.id == model.matter_id)
    return wanted.join(Community, Community.id == Matter.community_id).where(person == me)


def _votes(me: int) -> Select:
    """That I voted, never what: the choice stands on the receipt."""
    wanted: Any = select(Ballot.id, Ballot.cast_at.label("at"), *COLUMNS, Poll.id.label("poll_id"))
    return (
        wanted.join(Elector, Elector.id == Ballot.elector_id)
        .join(Poll, Poll.id == Elector.poll_id)
        .join(Matter, Matter.id == Poll.matter_id)
        .join(Community, Community.id == Matter.community_id)
        .where(Elector.person_id == me)
    )


KINDS: dict[str, tuple[str, Any, Callable[[int], Select]]] = {
    "proposals": ("我提出的", Matter, lambda me: _of(Matter, me, Matter.created_at, Matter.proposer_id)),
    "seconds": ("我附议的", Second, lambda me: _of(Second, me, Second.at, Second.person_id)),
    "comments": (
        "我的意见",
        Comment,
        lambda me: _of(Comment, me, Comment.said_at, Comment.person_id, Comment.text, Comment.state.label("how")),
    ),
    "votes": ("我投过票的", Ballot, _votes),
    "ratings": ("我评价过的", Rating, lambda me: _of(Rating, me, Rating.at, Rating.person_id)),
}


@get("/account/mine", only=signed_in)
def mine(visit: Visit) -> Response:
    assert visit.actor.id is not None
    kind = visit.asked("kind") if visit.asked("kind") in KINDS else "proposals"
    _, model, wanted = KINDS[kind]
    page = paged(visit, wanted(visit.actor.id), model.id, scalars=False)
    tabs = [(label, f"/account/mine?kind={name}", name == kind) for name, (label, _, _) in KINDS.items()]
    return visit.page("home/mine.html", page=page, kind=kind, tabs=tabs)
