"""会议纪要 · its lines, made of what happened and worded by the secretary, and what people who were there object to."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, CommunityId, Line, PersonId, session_of
from ..ledger.models import Procedural, fact
from ..people.models import Person
from ..procedure.lifecycle import Case
from ..procedure.minutes import MINUTES_OBJECTION, MinutesObjectionState
from ..procedure.people import Actor
from ..procedure.sitting import SittingState
from .models import Sitting


class MinutesLine(Base):
    """一条 · `written` is what the events say, `text` the secretary's wording; `item` is the position of its agenda item."""

    __tablename__ = "minutes_lines"
    __table_args__ = (UniqueConstraint("sitting_id", "position"),)
    community_id: Mapped[CommunityId]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    position: Mapped[int]
    part: Mapped[Line]  # 到会情况, 议题一：…, 决议
    item: Mapped[int | None]
    at: Mapped[datetime | None]
    written: Mapped[str]
    text: Mapped[str]
    sitting: Mapped[Sitting] = relationship()


class MinutesObjection(Procedural, Base):
    """意见 · what somebody who was there has against one line."""

    __tablename__ = "minutes_objections"
    lifecycle = MINUTES_OBJECTION

    state: Mapped[MinutesObjectionState] = mapped_column(default=MINUTES_OBJECTION.initial)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("minutes_lines.id"), index=True)
    person_id: Mapped[PersonId]
    text: Mapped[str]
    reply: Mapped[str] = mapped_column(default="")
    sitting: Mapped[Sitting] = relationship()
    line: Mapped[MinutesLine] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def ran_under(self) -> str:
        return self.sitting.ran_under

    @property
    def url(self) -> str:
        return f"{self.sitting.url}/minutes#line-{self.line_id}"

    def kept_by(self, actor: Actor) -> bool:
        return actor.id is not None and actor.id == self.sitting.secretary_id

    @property
    def in_circulation(self) -> bool:
        return self.sitting.state is SittingState.CIRCULATED

    def reword(self, case: Case, given: Mapping[str, Any]) -> None:
        """改这一条的文字，并答复"""
        self.line.text, self.reply = given["wording"], given["answer"]

    def answer(self, case: Case, given: Mapping[str, Any]) -> None:
        """答复为什么不改"""
        self.reply = given["answer"]


@fact(Sitting)
def written_minutes(self: Sitting) -> bool:
    """纪要已经整理"""
    return session_of(self).scalar(select(MinutesLine.id).where(MinutesLine.sitting_id == self.id).limit(1)) is not None


@fact(Sitting)
def open_objections(self: Sitting) -> int:
    """还没有答复的意见"""
    waiting = select(func.count()).where(
        MinutesObjection.sitting_id == self.id, MinutesObjection.state == MinutesObjectionState.WAITING
    )
    return session_of(self).scalar(waiting) or 0
