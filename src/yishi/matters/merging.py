"""合并 · one proposal put into another with the consent of both proposers; both files tell of it for ever."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from ..db import Base, PersonId, session_of
from ..ledger.models import consequence, fact
from ..people.models import Person
from ..procedure.lifecycle import Case, Refused, Unanswered
from ..procedure.matter import MatterState
from ..procedure.merging import MERGE, OPEN, TAKES_IN, MergeState
from ..procedure.people import SYSTEM
from ..workdays import calendar
from .models import Matter, OfMatter
from .planning import changes_rules


class Merge(OfMatter, Base):
    __tablename__ = "merges"
    __table_args__ = (
        CheckConstraint("matter_id <> into_id", name="two_matters"),
        Index(
            "uq_merges_matter_id_open", "matter_id", unique=True,
            sqlite_where=text("state IN ('proposed', 'agreed')"), postgresql_where=text("state IN ('proposed', 'agreed')"),
        ),
        Index("ix_merges_state_due_at", "state", "due_at"),
    )  # fmt: skip
    lifecycle = MERGE

    state: Mapped[MergeState] = mapped_column(default=MERGE.initial)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("matters.id"), index=True)
    reason: Mapped[str]
    proposed_by_id: Mapped[PersonId]
    proposed_at: Mapped[datetime]
    agreed_ids: Mapped[list[Any]] = mapped_column(default=list)  # people, in the order in which they agreed

    matter: Mapped[Matter] = relationship(foreign_keys="Merge.matter_id", backref=backref("merges", order_by="Merge.id"))
    into: Mapped[Matter] = relationship(foreign_keys="Merge.into_id")
    proposed_by: Mapped[Person] = relationship()

    @property
    def url(self) -> str:
        return f"{self.matter.url}/merges/{self.id}"

    @property
    def proposer_ids(self) -> Sequence[int]:
        return list(dict.fromkeys((self.matter.proposer_id, self.into.proposer_id)))

    @property
    def in_review(self) -> bool:
        return self.matter.state is MatterState.REVIEW

    @property
    def merged(self) -> bool:
        return self.matter.state is MatterState.MERGED

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def hindrance(self) -> str:
        if self.into.state in TAKES_IN:
            return ""
        return f"{self.into.number}现在是“{self.into.state.label}”，要在受理审查、制定方案或公开征询时才能并入"

    @property
    def missing(self) -> Sequence[str]:
        """Names of the proposers who have not agreed yet."""
        both = {it.proposer_id: it.proposer.name for it in (self.matter, self.into)}
        return [name for id, name in both.items() if id not in self.agreed_ids]

    def deadline(self, at: datetime) -> datetime | None:
        return calendar.deadline(at, self.matter.rule_set.merge_consent_days) if self.state is MergeState.PROPOSED else None

    def add_agreement(self, case: Case, given: Mapping[str, Any]) -> None:
        """记下同意"""
        self.agreed_ids = [*self.agreed_ids, case.actor.id]


def open_merge(matter: Any) -> Merge | None:
    """The merge of this matter that is proposed and not settled. There is one at most."""
    return next((merge for merge in matter.merges if merge.open), None)


@fact(Matter)
def merge_proposed(self: Any) -> bool:
    return open_merge(self) is not None


@fact(Matter)
def merge_consents_missing(self: Any) -> Sequence[str]:
    merge = open_merge(self)
    return merge.missing if merge else ()


@fact(Matter)
def merge_hindrance(self: Any) -> str:
    merge = open_merge(self)
    return merge.hindrance if merge else ""


@fact(Matter)
def merged_from(self: Any) -> Sequence[Matter]:
    """What was put into this matter, in order."""
    return session_of(self).scalars(select(Matter).where(Matter.merge_into_id == self.id).order_by(Matter.id)).all()


@consequence(Matter)
def propose_merge(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """提议并入另一件，请两位提出人答复"""
    assert case.actor.id is not None
    into = _other(self, given["into"])
    if into.proposer_id == case.actor.id or into.has_seconded(case.actor.id):
        raise Refused("另一件事项与您有利害关系，请别的受理人提议合并")
    due_at = calendar.deadline(case.at, self.rule_set.merge_consent_days)
    merge = Merge(
        community_id=self.community_id, matter=self, into=into, reason=given["reason"], proposed_by_id=case.actor.id,
        proposed_at=case.at, entered_at=case.at, touched_at=case.at, due_at=due_at,
    )  # fmt: skip
    self._session.add(merge)
    self._session.flush()
    into.note(case, "merge_offered", "有事项提议并入", given={"number": self.number, "title": self.title, "reason": merge.reason})
    return {"into": into.number, "title": into.title}


@consequence(Matter)
def merge_into(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """并入另一件，附议人名单留在原处"""
    merge = open_merge(self)
    assert merge is not None
    into = self._session.get(Matter, merge.into_id, with_for_update=True, populate_existing=True)
    if merge.hindrance:
        raise Refused(merge.hindrance)
    self.merge_into_id, self.handled_by_id = into.id, case.actor.id
    merge.take("close", Case(SYSTEM, case.at))
    into.note(case, "merged_in", "并入事项", given={"number": self.number, "title": self.title, "seconds": self.seconds})
    return {"into": into.number, "seconds": self.seconds}


def _other(matter: Any, number: str) -> Matter:
    """The matter with this number in the same community, if it may take another one in."""
    number = number.upper() if number.isascii() else number
    found = matter._session.scalar(select(Matter).where(Matter.number == number, Matter.community_id == matter.community_id))
    if found is None:
        raise Unanswered({"into": f"本社区没有编号为“{number}”的事项，请照着事项页上的编号填写"})
    if found.id == matter.id:
        raise Unanswered({"into": "不能并入自己，请填另一件的编号"})
    if found.state not in TAKES_IN:
        raise Unanswered({"into": f"{number}现在是“{found.state.label}”，要在受理审查、制定方案或公开征询时才能并入"})
    if changes_rules(found) != changes_rules(matter):
        raise Unanswered({"into": f"{number}是{found.kind.label}，这一件是{matter.kind.label}，规则修订只能和规则修订合并"})
    if merge := open_merge(found):
        raise Unanswered({"into": f"{number}自己正在提议并入{merge.into.number}，请等它有了结果"})
    return found
