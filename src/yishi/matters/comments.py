"""征询意见 · what people say about the parts of a draft plan, each with a public disposition and a reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..communities.models import Unit
from ..db import Base, PersonId
from ..ledger.models import consequence, fact
from ..people.models import Person
from ..procedure.comment import COMMENT, CommentState, Disposition, commenter
from ..procedure.lifecycle import Case, NotYours, Refused
from ..procedure.matter import MatterState
from ..procedure.people import Role
from ..procedure.plan import Section
from .models import Matter, OfMatter
from .plans import PlanVersion


class Comment(OfMatter, Base):
    """One comment on one part of one published version."""

    __tablename__ = "comments"
    __table_args__ = (
        CheckConstraint("state <> 'answered' OR (disposition IS NOT NULL AND answer <> '')", name="answered_with_a_reason"),
        Index("ix_comments_matter_id_state_id", "matter_id", "state", "id"),
        Index("ix_comments_matter_id_section_id", "matter_id", "section", "id"),
        Index("ix_comments_matter_id_id", "matter_id", "id"),
    )
    lifecycle = COMMENT

    state: Mapped[CommentState] = mapped_column(default=COMMENT.initial)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    section: Mapped[Section]
    text: Mapped[str]
    person_id: Mapped[PersonId]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))  # the unit that its liaison speaks for
    said_at: Mapped[datetime]
    disposition: Mapped[Disposition | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    matter: Mapped[Matter] = relationship()
    plan_version: Mapped[PlanVersion] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="Comment.person_id", lazy="joined", innerjoin=True)
    unit: Mapped[Unit | None] = relationship(lazy="joined")
    answered_by: Mapped[Person | None] = relationship(foreign_keys="Comment.answered_by_id", lazy="joined")

    @property
    def url(self) -> str:
        return f"{self.matter.url}/comments/{self.id}"

    @property
    def plan_group_ids(self) -> Sequence[int]:
        return self.matter.plan_group_ids

    @property
    def consulting(self) -> bool:
        return self.matter.state is MatterState.CONSULTING

    @property
    def consulted_until(self) -> datetime | None:
        return self.matter.due_at if self.consulting else None

    def answer_it(self, case: Case, given: Mapping[str, Any]) -> None:
        """公开答复：采纳、部分采纳或不采纳，并说明理由"""
        self.disposition = next(it for it in Disposition if it == given["disposition"])
        self.answer = given["answer"]
        self.answered_by_id, self.answered_at = case.actor.id, case.at

    def rewrite_it(self, case: Case, given: Mapping[str, Any]) -> None:
        """改写还没有答复的意见"""
        self.text = given["text"]


Index(
    "uq_comments_one_open_to_a_section", Comment.matter_id, Comment.person_id, Comment.section, unique=True,
    sqlite_where=Comment.state == CommentState.OPEN, postgresql_where=Comment.state == CommentState.OPEN,
)  # fmt: skip


@fact(Matter)
def unanswered_comments(self: Any) -> int:
    """How many comments still wait for their answer."""
    waiting = select(func.count()).where(Comment.matter_id == self.id, Comment.state == CommentState.OPEN)
    return int(self._session.scalar(waiting))


@consequence(Matter)
def comment_on(self: Any, version: PlanVersion, section: Section, text: str, case: Case) -> Comment:
    """Say something about one part of a published version. The next one to the same part waits for the answer."""
    if not commenter.includes(case.actor, self):
        raise NotYours(f"提意见的可以是本社区的{commenter.label}")
    if self.state is not MatterState.CONSULTING:
        raise Refused(f"事项现在是“{self.state.label}”，不在公开征询，不能提意见")
    if self.due_at is not None and self.due_at <= case.at:
        raise Refused("征询期已经结束，不再收意见；方案定稿以后，辩论中可以请议事员提修正案")
    waiting = select(Comment.id).filter_by(matter_id=self.id, person_id=case.actor.id, section=section, state=CommentState.OPEN)
    if self._session.scalar(waiting) is not None:
        raise Refused(f"您对“{section.label}”的上一条意见还在等答复，可以改写它，或者收回以后重提")
    speaks_for_unit = case.actor.has(Role.LIAISON) and not case.actor.has(Role.RESIDENT) and not case.actor.has(Role.COUNCILLOR)
    comment = Comment(
        community_id=self.community_id, matter=self, plan_version=version, section=section, text=text,
        person_id=case.actor.id, unit_id=case.actor.unit_id if speaks_for_unit else None,
        said_at=case.at, entered_at=case.at, touched_at=case.at,
    )  # fmt: skip
    self._session.add(comment)
    given = {"version": version.label, "section": section, "text": text}
    comment.note(case, "say", f"对{section.label}提意见", target=comment.lifecycle.initial, given=given)
    return comment
