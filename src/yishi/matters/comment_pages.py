"""征询意见页 · saying something about one part of the plan, reading what others said, and the group's answers."""

from typing import Any

from litestar import Response
from sqlalchemy import select

from ..procedure.comment import SECTION, TEXT, CommentState, Disposition, commenter
from ..procedure.matter import MatterState
from ..procedure.people import everyone, signed_in
from ..procedure.plan import Section
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Missing, Visit
from .comments import Comment
from .models import Matter
from .plan_view import consulted
from .plans import PlanVersion

HANDLED = {"waiting": "等待答复", **{it.value: it.label for it in Disposition}}


@get("/c/{community:str}/matters/{matter_id:int}/comments", only=everyone)
def list_comments(visit: Visit, matter_id: int) -> Response:
    """Newest first, by part and by answer."""
    matter = visit.find(Matter, matter_id)
    found = select(Comment).where(Comment.matter_id == matter.id)
    section = next((it for it in Section if it == visit.asked("section")), None)
    if section:
        found = found.where(Comment.section == section)
    answer = visit.asked("answer")
    if answer == "waiting":
        found = found.where(Comment.state == CommentState.OPEN)
    elif disposition := next((it for it in Disposition if it == answer), None):
        found = found.where(Comment.disposition == disposition)
    rows = paged(visit, found, Comment.id)
    return visit.page(
        "matters/comments/index.html", matter=matter, comments=rows,
        section=section, answer=answer if answer in HANDLED else "", sections=list(Section), handled=HANDLED,
        consulted=consulted(visit.session, matter), answering=answering(visit, matter),
    )  # fmt: skip


@get("/c/{community:str}/matters/{matter_id:int}/comments/new", only=commenter)
def new_comment(visit: Visit, matter_id: int) -> Response:
    """One part of the plan, and the field in which to say something about it."""
    matter: Any = visit.find(Matter, matter_id)
    version = _version(visit, matter)
    section = _section(visit)
    own = select(Comment).filter_by(matter_id=matter.id, person_id=visit.actor.id, state=CommentState.OPEN)
    return visit.page(
        "matters/comments/new.html", matter=matter, version=version, section=section,
        asks=(TEXT,) if section else (SECTION, TEXT),
        own=[it for it in visit.session.scalars(own) if section in (None, it.section)],
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/comments", only=commenter, back=new_comment)
def say(visit: Visit, matter_id: int) -> Response:
    matter: Any = visit.find(Matter, matter_id)
    version = _version(visit, matter)
    given = visit.answers(SECTION, TEXT)
    section = next(it for it in Section if it == given["section"])
    comment = matter.comment_on(version, section, given["text"], visit.case)
    return visit.go(comment.url, "意见已提交，方案小组会公开答复")


@get("/c/{community:str}/matters/{matter_id:int}/comments/{comment_id:int}", only=everyone)
def show_comment(visit: Visit, matter_id: int, comment_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    comment = visit.find(Comment, comment_id, matter_id=matter.id)
    return visit.page("matters/comments/show.html", matter=matter, comment=comment, offers=comment.offers(visit.case))


@post("/c/{community:str}/matters/{matter_id:int}/comments/{comment_id:int}/{step:str}", only=signed_in, back=show_comment)
def take_step(visit: Visit, matter_id: int, comment_id: int, step: str) -> Response:
    matter = visit.find(Matter, matter_id)
    comment = visit.find(Comment, comment_id, matter_id=matter.id)
    move = comment.take(step, visit.case)
    return visit.go(comment.url, f"已{move.step.label}")


def answering(visit: Visit, matter: Any) -> bool:
    """Whether this person is of the plan group and may answer now."""
    return matter.state is MatterState.CONSULTING and visit.actor.id is not None and visit.actor.id in matter.plan_group_ids


def _section(visit: Visit) -> Section | None:
    """The part that the form or the address names."""
    named = visit.sent.last("section") or visit.asked("section")
    return next((it for it in Section if it == named), None)


def _version(visit: Visit, matter: Any) -> PlanVersion:
    """The published version a comment is about: the one that the form or the address names, else the present one."""
    named = visit.sent.last("_version")
    number = int(named) if named.isascii() and named.isdigit() and len(named) < 16 else visit.number("version")
    version = visit.find(PlanVersion, number, matter_id=matter.id) if number else matter.plan
    if version is None or version.published_at is None:
        raise Missing
    found: PlanVersion = version
    return found
