"""事项 · the matter: one number, one file for life; and the seconding and review of its first stage."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, event, inspect, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..clock import here
from ..communities.attachments import AttachmentKind, attached
from ..communities.models import Community, RuleSetVersion, Unit
from ..db import Base, CommunityId, Line, of_few
from ..ledger.models import Procedural
from ..people.models import Person
from ..procedure.lifecycle import Case
from ..procedure.matter import MATTER, OVER, STAGE_OF, MatterKind, MatterState, Stage, span_of
from ..procedure.parameter_forms import ProjectClass
from ..procedure.people import Actor, Role
from ..procedure.rule_set import RuleSet
from ..procedure.similar import bigrams
from ..workdays import calendar
from .counts import move_count

if TYPE_CHECKING:
    from .merging import Merge
    from .plan_group import PlanMember
    from .plans import PlanVersion


class Matter(Procedural, Base):
    __tablename__ = "matters"
    __table_args__ = (
        Index("ix_matters_community_id_id", "community_id", "id"),
        Index("ix_matters_community_id_running_id", "community_id", "running", "id"),
        Index("ix_matters_community_id_stage_running_id", "community_id", "stage", "running", "id"),
        Index("ix_matters_community_id_state_id", "community_id", "state", "id"),
        Index("ix_matters_state_due_at", "state", "due_at"),
        Index("ix_matters_proposer_id_state", "proposer_id", "state"),
        of_few("matters", "lead_id", "state"),
        of_few("matters", "merge_into_id"),
        of_few("matters", "origin_id"),
    )
    lifecycle = MATTER

    state: Mapped[MatterState] = mapped_column(default=MATTER.initial)
    stage: Mapped[Stage] = mapped_column(default=Stage.PROPOSE)  # follows the state, for lists
    running: Mapped[bool] = mapped_column(default=True)  # public and not over, for lists
    kind: Mapped[MatterKind]
    project_class: Mapped[ProjectClass | None]
    number: Mapped[str | None] = mapped_column(unique=True)  # 黄贝-文华-2026-0007, from the first submission on
    title: Mapped[Line]
    need: Mapped[str]  # what is wrong and what should be done
    place: Mapped[Line]
    beneficiaries: Mapped[Line]
    households: Mapped[int | None]
    estimate: Mapped[int | None] = mapped_column(BigInteger)  # fen
    proposer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    rule_set_version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_versions.id"))
    seconds: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submissions: Mapped[int] = mapped_column(default=0)
    reached: Mapped[dict[str, Any]] = mapped_column(default=dict)  # stage → ISO moment at which it was first entered
    appeals: Mapped[int] = mapped_column(default=0)  # how often the proposer appealed against a refusal
    appeal_to: Mapped[Role | None]  # who hears the appeal: the chair, or the street where no chair is free of interest
    escalated: Mapped[bool] = mapped_column(default=False)
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    merge_into_id: Mapped[int | None] = mapped_column(ForeignKey("matters.id"))
    origin_id: Mapped[int | None] = mapped_column(ForeignKey("matters.id"))  # the stopped matter it takes up again
    in_hall: Mapped[bool] = mapped_column(default=False)  # before a sitting that is open now
    search: Mapped[str] = mapped_column(default="")  # bigrams of number, title, place and need

    proposer: Mapped[Person] = relationship(foreign_keys="Matter.proposer_id")
    lead: Mapped[Person | None] = relationship(foreign_keys="Matter.lead_id")
    unit: Mapped[Unit | None] = relationship()
    community: Mapped[Community] = relationship()
    rule_set_version: Mapped[RuleSetVersion] = relationship()
    origin: Mapped["Matter | None"] = relationship(foreign_keys="Matter.origin_id", remote_side="Matter.id")
    merged_into: Mapped["Matter | None"] = relationship(foreign_keys="Matter.merge_into_id", remote_side="Matter.id")

    if TYPE_CHECKING:  # what others attach: @fact, @consequence, a relationship seen from its other end
        written: Any
        correction: Any
        missing: Sequence[str]
        open_proposals: Sequence[str]
        core_changes: Sequence[str]
        merges: list[Merge]
        merged_from: Sequence["Matter"]
        plan: PlanVersion | None
        plan_group_ids: Sequence[int]
        plan_members: Mapped[Sequence[PlanMember]]
        ask_to_join: Callable[[str, Case], PlanMember]
        comment_on: Callable[..., Any]
        debate: Any
        at_sittings: Sequence[Any]
        debates: list[Any]
        noticed_at: datetime
        motion_carried: str
        motions_pending: int
        amendments_pending: int
        presided_by: Callable[[Actor], bool]
        presiding_id: Callable[[datetime], int | None]
        poll: Any
        announce: Callable[..., Any]
        delivery: Any

    # -- what a page or another record asks ---------------------------------------------------

    @property
    def url(self) -> str:
        return f"{self.community.url}/matters/{self.id}"

    @property
    def rule_set(self) -> RuleSet:
        return self.rule_set_version.rules

    @property
    def ran_under(self) -> str:
        return self.rule_set_version.reference

    @property
    def matter_number(self) -> int | None:
        return self.id

    def visible_to(self, actor: Actor) -> bool:
        """A draft is its proposer's own; everything else is public."""
        return self.number is not None or (actor.id is not None and actor.id == self.proposer_id)

    def deadline(self, at: datetime) -> datetime | None:
        if self.kind is MatterKind.RULE_CHANGE and self.state is MatterState.CLOSED:
            return None  # nothing was carried out, so there is nothing to dispute
        span = span_of(self.state, self.rule_set)
        return calendar.deadline(at, span) if span else None

    def arrived(self, case: Case, source: MatterState) -> None:
        """Remember when a stage was first reached, and keep the community's counts."""
        self.stage, self.running = STAGE_OF[self.state], self.state not in OVER
        self.reached = {self.stage.value: case.at.isoformat(), **self.reached}
        move_count(self._session, self.community_id, source, self.state)

    # -- 征集附议 -----------------------------------------------------------------------------

    @property
    def proposed(self) -> dict[str, Any]:
        """The proposal as it was submitted, for the ledger: a later correction does not hide what was seconded."""
        names = ("number", "kind", "project_class", "title", "need", "place", "beneficiaries", "households", "estimate")
        text = {name: getattr(self, name) for name in names}
        photos = [photo.told for photo in attached(self._session, self, AttachmentKind.PHOTO)]
        return {**text, "photos": photos, "origin": self.origin.number if self.origin else None}

    @property
    def appealed(self) -> bool:
        return self.appeals > 0

    def add_second(self, case: Case, given: Mapping[str, Any]) -> None:
        """记下附议人"""
        assert case.actor.id is not None
        again = self._session.scalar(select(Second).filter_by(matter_id=self.id, person_id=case.actor.id))
        if again is None:
            self._session.add(Second(community_id=self.community_id, matter_id=self.id, person_id=case.actor.id, at=case.at))
        else:
            again.at, again.ended_at, again.dropped_for = case.at, None, ""
        self.seconds += 1

    def drop_second(self, case: Case, given: Mapping[str, Any]) -> None:
        """收回附议"""
        second = self._session.scalars(select(Second).filter_by(matter_id=self.id, person_id=case.actor.id)).one()
        second.ended_at = case.at
        self.seconds -= 1

    def has_seconded(self, person_id: int | None) -> bool:
        found = select(Second.id).where(Second.matter_id == self.id, Second.person_id == person_id, Second.ended_at.is_(None))
        return person_id is not None and self._session.scalar(found) is not None

    def ever_seconded(self, person_id: int | None) -> bool:
        """Whether they once stood behind it: who takes a second back has an interest still."""
        found = select(Second.id).where(Second.matter_id == self.id, Second.person_id == person_id)
        return person_id is not None and self._session.scalar(found) is not None

    def give_number(self, case: Case) -> None:
        """黄贝-文华-2026-0007: street, community, year, and the next of that year. Given once, kept for life."""
        if self.number is not None:
            return
        self.submitted_at = case.at
        year = here(case.at).year
        street = self.community.parent.short if self.community.parent else ""
        prefix = f"{street}-{self.community.short}-{year}-"
        counter = self._session.scalar(
            select(Counter).where(Counter.community_id == self.community_id, Counter.year == year).with_for_update()
        )
        if counter is None:
            counter = Counter(community_id=self.community_id, year=year, last=0)
            self._session.add(counter)
        counter.last += 1
        self.number = f"{prefix}{counter.last:04}"


class OfMatter(Procedural):
    """A record within a matter: it runs under the rules of its matter."""

    if TYPE_CHECKING:
        matter: Mapped[Matter]

    @property
    def rule_set(self) -> RuleSet:
        return self.matter.rule_set

    @property
    def ran_under(self) -> str:
        return self.matter.ran_under


@event.listens_for(Matter, "before_insert")
@event.listens_for(Matter, "before_update")
def _index(_: Any, __: Any, it: Matter) -> None:
    """The search column follows the words it is made of."""
    words = ("number", "title", "place", "need")
    if any(inspect(it).attrs[word].history.has_changes() for word in words):
        it.search = bigrams(" ".join(getattr(it, word) or "" for word in words))


class Counter(Base):
    """编号 · the last number given in a community in a year."""

    __tablename__ = "matter_counters"
    __table_args__ = (UniqueConstraint("community_id", "year"),)
    community_id: Mapped[CommunityId]
    year: Mapped[int]
    last: Mapped[int]


class Second(Base):
    """附议 · one person's support of a proposal; kept after it was taken back, or dropped with what it stood behind."""

    __tablename__ = "seconds"
    __table_args__ = (
        UniqueConstraint("matter_id", "person_id"),
        Index("ix_seconds_person_id_dropped_for", "person_id", "dropped_for"),
    )
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    dropped_for: Mapped[Line] = mapped_column(default="")  # what the proposer changed: 地点、估算费用; "" when taken back
    person: Mapped[Person] = relationship()


def drop_seconds(matter: Matter, changed: str, case: Case) -> None:
    """What people stood behind was changed: their seconds count no more, and they are asked to look again."""
    standing = update(Second).where(Second.matter_id == matter.id, Second.ended_at.is_(None))
    matter._session.execute(standing.values(ended_at=case.at, dropped_for=changed))
    matter.seconds = 0
