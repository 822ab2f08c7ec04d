"""补正 · a returned proposal is corrected on a paper of its own; until it is submitted again everybody reads what was seconded."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..communities.attachments import attached, subject_of
from ..db import Base, CommunityId, Line, session_of
from ..ledger.models import consequence, fact
from ..people.models import Person
from ..procedure.lifecycle import Case, Refused
from ..procedure.matter import MatterKind, MatterState
from ..procedure.matter.proposing import too_many_open
from ..procedure.parameter_forms import ProjectClass
from ..procedure.people import Actor
from .models import Matter, drop_seconds

WORDS = ("title", "kind", "project_class", "need", "place", "beneficiaries", "households", "estimate")
CORE = {"kind": "种类", "project_class": "类别", "place": "地点", "estimate": "估算费用"}
"""What people second: when one of these is changed they are asked again."""
OPEN = (MatterState.DRAFT, MatterState.SECONDING, MatterState.REVIEW)
MOST_LISTED = 100


class Correction(Base):
    """补正稿 · what a returned proposal is to say: its proposer's own until it is submitted.

    Then it is public, and keeps the photographs that were taken out.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        Index(
            "uq_corrections_matter_id_open", "matter_id", unique=True,
            sqlite_where=text("submitted_at IS NULL"), postgresql_where=text("submitted_at IS NULL"),
        ),
        Index("ix_corrections_matter_id_id", "matter_id", "id"),
    )  # fmt: skip
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    title: Mapped[Line]
    kind: Mapped[MatterKind]
    project_class: Mapped[ProjectClass | None]
    need: Mapped[str]
    place: Mapped[Line]
    beneficiaries: Mapped[Line]
    households: Mapped[int | None]
    estimate: Mapped[int | None] = mapped_column(BigInteger)  # fen
    dropped: Mapped[list[Any]] = mapped_column(default=list)  # keys of the matter's photographs that are to go
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    matter: Mapped[Matter] = relationship()

    def visible_to(self, actor: Actor) -> bool:
        return self.submitted_at is not None or (actor.id is not None and actor.id == self.matter.proposer_id)

    def submit(self, at: datetime) -> None:
        """What it says is what the matter says now; new photographs go over, those taken out stay here."""
        session, matter = session_of(self), self.matter
        added, gone = attached(session, self), [it for it in attached(session, matter) if it.key in self.dropped]
        for name in WORDS:
            setattr(matter, name, getattr(self, name))
        for photo in added:
            photo.subject = subject_of(matter)
        for photo in gone:
            photo.subject = subject_of(self)
        self.submitted_at = at
        session.flush()


def begin_correction(matter: Any, at: datetime) -> None:
    """A clean copy of what was submitted, to be worked on."""
    said = {name: getattr(matter, name) for name in WORDS}
    correction = Correction(community_id=matter.community_id, matter_id=matter.id, begun_at=at, dropped=[], **said)
    session_of(matter).add(correction)


@fact(Matter)
def correction(self: Any) -> Correction | None:
    """The correction under way, if any."""
    if self.number is None:
        return None
    found = select(Correction).where(Correction.matter_id == self.id, Correction.submitted_at.is_(None))
    it: Correction | None = session_of(self).scalar(found)
    return it


@fact(Matter)
def written(self: Any) -> Any:
    """The text that would be submitted: the correction under way, else the matter itself."""
    return (self.correction or self) if self.state is MatterState.DRAFT else self


@fact(Matter)
def missing(self: Any) -> Sequence[str]:
    """Labels of required fields still empty."""
    it = self.written
    fields: list[tuple[str, Any]] = [("名称", it.title), ("具体内容", it.need)]
    if it.kind is not MatterKind.RULE_CHANGE:
        fields += [("地点", it.place), ("受益的人", it.beneficiaries)]
    if it.kind is MatterKind.MICRO_PROJECT:
        fields += [("类别", it.project_class), ("估算费用", it.estimate)]
    return [label for label, value in fields if not value]


@fact(Matter)
def core_changes(self: Any) -> Sequence[str]:
    """Labels of what the correction changes of that which people seconded."""
    it = self.written
    return [label for name, label in CORE.items() if getattr(it, name) != getattr(self, name)]


@fact(Matter)
def open_proposals(self: Any) -> Sequence[str]:
    """What else this proposer has submitted here that is neither accepted nor over, by number and title."""
    others = select(Matter.number, Matter.title).where(
        Matter.proposer_id == self.proposer_id, Matter.community_id == self.community_id, Matter.id != self.id,
        Matter.number.is_not(None), Matter.state.in_(OPEN),
    )  # fmt: skip
    found = session_of(self).execute(others.order_by(Matter.id).limit(MOST_LISTED))
    return [f"{number}“{title}”" for number, title in found]


@consequence(Matter)
def number_it(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """编号，开始征集附议；改了种类、类别、地点或者估算费用的，原来的附议不再算"""
    return _submitted(self, case)


@consequence(Matter)
def resubmit(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """补正后重新提交，附议仍有效"""
    return _submitted(self, case)


def _submitted(matter: Any, case: Case) -> Mapping[str, Any]:
    """`fresh` on the ledger marks the text that people were asked to second."""
    _only_so_many(matter)
    fresh, changed = matter.number is None, []
    matter.give_number(case)
    if correction := matter.correction:
        changed = [label for name, label in CORE.items() if getattr(correction, name) != getattr(matter, name)]
        correction.submit(case.at)
    if changed:
        drop_seconds(matter, "、".join(changed), case)
    matter.escalated = False
    matter.submissions += 1
    return {**matter.proposed, "fresh": fresh or bool(changed), "seconds_dropped_for": changed}


def _only_so_many(matter: Any) -> None:
    """Asked once more with the proposer's row held: two drafts submitted at the same moment do not both pass."""
    session_of(matter).scalar(select(Person.id).where(Person.id == matter.proposer_id).with_for_update())
    if len(matter.open_proposals) >= matter.rule_set.open_proposals_cap:
        raise Refused(f"一个人同时征集附议、受理审查的提案不超过上限（{too_many_open(matter)}）")
