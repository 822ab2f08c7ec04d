"""会议纪要 · its lines, made of what happened and worded by the secretary, and what people who were there object to."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, CommunityId, Line, PersonId, session_of
from ..ledger.models import Procedural, consequence, fact
from ..people.models import Person
from ..procedure.lifecycle import Case, Refused
from ..procedure.minutes import MINUTES_OBJECTION, MinutesObjectionState
from ..procedure.people import Actor
from ..procedure.sitting import SittingState
from .models import Attendee, Sitting
from .reading import bars

S, WAITING = SittingState, MinutesObjectionState.WAITING
PUBLIC = (S.CIRCULATED, S.SEALED)


class MinutesLine(Base):
    """一条 · `written` is what the events say, `text` the secretary's wording; `item` is the position of its agenda item."""

    __tablename__ = "minutes_lines"
    __table_args__ = (UniqueConstraint("sitting_id", "position"),)
    community_id: Mapped[CommunityId]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sittings.id"))
    position: Mapped[int]
    part: Mapped[Line]  # 会议情况, 第一项：…, 决议事项
    item: Mapped[int | None]
    at: Mapped[datetime | None]
    written: Mapped[str]
    text: Mapped[str]
    sitting: Mapped[Sitting] = relationship()

    @property
    def url(self) -> str:
        return f"{self.sitting.url}/minutes/lines/{self.id}"

    @property
    def changed(self) -> bool:
        return self.text != self.written

    @property
    def told(self) -> tuple[str, str]:
        """A line of the head as label and words: 时间, 2026年11月20日19:30开会."""
        label, colon, words = self.text.partition("：")
        return (label, words) if colon and len(label) <= 8 else ("", self.text)

    def bars(self, case: Case) -> tuple[str, ...]:
        """Why this person may not object to the line now; empty when they may."""
        if reasons := bars(self.sitting, case, "提意见"):
            return reasons
        return ("您对这一条的意见还在等答复，答复以后才能再提",) if self._waits(case.actor.id) else ()

    def _waits(self, person_id: int | None) -> bool:
        mine = select(MinutesObjection.id).where(MinutesObjection.line_id == self.id, MinutesObjection.person_id == person_id)
        return session_of(self).scalar(mine.where(MinutesObjection.state == WAITING)) is not None

    def object(self, case: Case, words: str) -> "MinutesObjection":
        """对这一条提意见"""
        if reasons := self.bars(case):
            raise Refused(*reasons)
        it = MinutesObjection(
            community_id=self.community_id, sitting=self.sitting, line=self, person_id=case.actor.id, text=words,
            entered_at=case.at, touched_at=case.at,
        )  # fmt: skip
        session_of(self).add(it)
        place = self.sitting.place_of(case.actor.id)
        if place is not None:
            place.read_at = place.read_at or case.at
        it.note(case, "object", "对纪要提意见", target=it.lifecycle.initial, given={"line": self.position, "text": words})
        return it


class MinutesObjection(Procedural, Base):
    """意见 · what somebody who was there has against one line."""

    __tablename__ = "minutes_objections"
    __table_args__ = (
        Index(
            "uq_minutes_objections_waiting", "line_id", "person_id", unique=True,
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
    )  # fmt: skip
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
        return f"{self.sitting.url}/minutes/objections/{self.id}"

    def kept_by(self, actor: Actor) -> bool:
        return actor.id is not None and actor.id == self.sitting.secretary_id

    @property
    def in_circulation(self) -> bool:
        return self.sitting.state is S.CIRCULATED

    def reword(self, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """改这一条的文字，并答复"""
        before, self.line.text, self.reply = self.line.text, given["wording"], given["answer"]
        if self.sitting.due_at is not None and self.sitting.due_at <= case.at:  # a new wording is read as long as the first
            self.sitting.due_at = self.sitting.deadline(case.at)
        others = update(Attendee).where(Attendee.sitting_id == self.sitting_id, Attendee.person_id != self.person_id)
        session_of(self).execute(others.values(read_at=None))  # what they have read is no longer what it says
        return {"line": self.line.position, "before": before}

    def answer(self, case: Case, given: Mapping[str, Any]) -> None:
        """答复为什么不改"""
        self.reply = given["answer"]


@fact(Sitting)
def record_url(self: Sitting) -> str:
    """Where everybody reads what happened: the minutes, or the page of the sitting until they are public."""
    return f"{self.url}/minutes" if self.state in PUBLIC else self.url


@consequence(Sitting)
def minutes_readable_by(self: Sitting, actor: Actor) -> bool:
    """Everybody reads what goes round; before that the secretary, and whoever is on the roll."""
    if self.state in PUBLIC:
        return True
    mine = actor.id is not None and (actor.id == self.secretary_id or self.place_of(actor.id) is not None)
    return self.state is S.ADJOURNED and mine


@fact(Sitting)
def minutes_lines(self: Sitting) -> Sequence[MinutesLine]:
    """纪要的每一条，依次"""
    lines = select(MinutesLine).where(MinutesLine.sitting_id == self.id).order_by(MinutesLine.position)
    return session_of(self).scalars(lines).all()


@fact(Sitting)
def written_minutes(self: Sitting) -> bool:
    """纪要已经整理"""
    return session_of(self).scalar(select(MinutesLine.id).where(MinutesLine.sitting_id == self.id).limit(1)) is not None


@fact(Sitting)
def open_objections(self: Sitting) -> int:
    """还没有答复的意见"""
    waiting = select(func.count()).where(MinutesObjection.sitting_id == self.id, MinutesObjection.state == WAITING)
    return session_of(self).scalar(waiting) or 0
