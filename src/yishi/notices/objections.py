"""异议 · the docket under a posted result: who objects, what is answered, and what follows from it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, func, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, PersonId, session_of
from ..ledger.models import consequence, fact
from ..matters.models import Matter, OfMatter
from ..people.models import Person
from ..procedure.lifecycle import Case, Move, Refused
from ..procedure.notice import bars
from ..procedure.objection import OBJECTION, ObjectionState
from ..procedure.people import SYSTEM
from .models import Notice, standing_result

S = ObjectionState


class Objection(OfMatter, Base):
    __tablename__ = "objections"
    __table_args__ = (
        Index(
            "uq_objections_waiting", "notice_id", "person_id", unique=True,
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_objections_notice_id_id", "notice_id", "id"),
        Index("ix_objections_community_id_state", "community_id", "state"),
    )  # fmt: skip
    lifecycle = OBJECTION

    state: Mapped[ObjectionState] = mapped_column(default=OBJECTION.initial)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[PersonId]
    text: Mapped[str]
    filed_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]

    notice: Mapped[Notice] = relationship()
    matter: Mapped[Matter] = relationship()
    person: Mapped[Person] = relationship(foreign_keys="Objection.person_id")
    answered_by: Mapped[Person | None] = relationship(foreign_keys="Objection.answered_by_id")

    @property
    def url(self) -> str:
        return f"{self.notice.url}/objections/{self.id}"

    @property
    def result_stands(self) -> bool:
        return self.notice.stands

    def record_answer(self, case: Case, given: Mapping[str, Any]) -> None:
        """记下答复"""
        self.answer, self.answered_by_id, self.answered_at = given["answer"], case.actor.id, case.at

    def take(self, name: str, case: Case) -> Move:
        """As the table says; an objection that is upheld takes the result down and the matter back to debate, at once."""
        move = super().take(name, case)
        if self.state is S.UPHELD:
            self._reopen(Case(SYSTEM, case.at))
        return move

    def _reopen(self, case: Case) -> None:
        self.matter.take("reopen", case)
        self.notice.withdraw(case, "异议成立，事项回到公开辩论")
        for other in session_of(self).scalars(select(Objection).filter_by(notice_id=self.notice_id, state=S.WAITING)):
            other.take("overtake", case)


def file_objection(notice: Notice, case: Case, words: str) -> Objection:
    """Write an objection into the docket, or say what stands in the way."""
    if reasons := bars(notice, case):
        raise Refused(*reasons)
    session = session_of(notice)
    it = Objection(
        community_id=notice.community_id, notice=notice, matter=notice.matter, person_id=case.actor.id, text=words,
        filed_at=case.at, entered_at=case.at, touched_at=case.at,
    )  # fmt: skip
    session.add(it)
    it.note(case, "file", "提出异议", target=it.lifecycle.initial, given={"text": words, "notice": notice.id})
    return it


@consequence(Notice)
def awaits_answer(self: Notice, person_id: int | None) -> bool:
    """有一条异议待答复"""
    waiting = select(Objection.id).where(
        Objection.notice_id == self.id, Objection.person_id == person_id, Objection.state == S.WAITING
    )
    return person_id is not None and session_of(self).scalar(waiting) is not None


@fact(Matter)
def open_objections(self: Matter) -> int:
    """待答复的异议"""
    return _count(self, S.WAITING)


@fact(Matter)
def objection_upheld(self: Matter) -> bool:
    """有异议成立"""
    return _count(self, S.UPHELD) > 0


@consequence(Matter)
def take_down_result(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """撤下公示，退回方案小组对照现行规则重写"""
    session = session_of(self)
    notice = standing_result(session, self)
    if notice is not None:
        notice.withdraw(case, "现行规则在公示期间改了，事项退回方案小组重写")
        for objection in session.scalars(select(Objection).filter_by(notice_id=notice.id, state=S.WAITING)):
            objection.take("overtake", Case(SYSTEM, case.at))
    self.reopen_planning(case, given)


def _count(matter: Matter, state: ObjectionState) -> int:
    """Objections of one state to the result on which the matter now stands."""
    session = session_of(matter)
    session.flush()
    notice = standing_result(session, matter)
    if notice is None:
        return 0
    counted = select(func.count()).select_from(Objection).where(Objection.notice_id == notice.id, Objection.state == state)
    return session.scalar(counted) or 0
