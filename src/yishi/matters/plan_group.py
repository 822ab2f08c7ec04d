"""方案小组 · the people who write a matter's plan; the proposer and the lead are in it from the day of acceptance."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, and_, func, select
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from ..clock import today
from ..db import Base, Line, PersonId
from ..ledger.models import consequence, fact
from ..people.models import Person
from ..procedure.lifecycle import Case, NotYours, Refused, Unanswered
from ..procedure.people import Actor, Role
from ..procedure.plan_group import MEMBERSHIP, Membership, joiner
from .models import Matter, OfMatter
from .plans import OPEN
from .review import may_lead


class PlanMember(OfMatter, Base):
    """One person's place in the group of one matter."""

    __tablename__ = "plan_members"
    __table_args__ = (UniqueConstraint("matter_id", "person_id"),)
    lifecycle = MEMBERSHIP

    state: Mapped[Membership] = mapped_column(default=MEMBERSHIP.initial)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[PersonId]
    why: Mapped[Line] = mapped_column(default="")  # what they bring, in their words
    asked_at: Mapped[datetime]

    matter: Mapped[Matter] = relationship()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def url(self) -> str:
        return f"{self.matter.url}/plan/members/{self.id}"

    @property
    def plan_lead_id(self) -> int | None:
        return self.matter.lead_id

    @property
    def plan_open(self) -> bool:
        return self.matter.state in OPEN

    def visible_to(self, actor: Actor) -> bool:
        """Who is in the group is public; who asked, was declined or left is between them, the lead and the staff."""
        involved = actor.id is not None and actor.id in (self.person_id, self.plan_lead_id)
        return self.state is Membership.MEMBER or involved or actor.has(Role.STAFF)

    def take_lead(self, case: Case, given: Mapping[str, Any]) -> None:
        """接过牵头"""
        self.matter.lead_id = self.person_id
        _look_again(self.matter)

    def arrived(self, case: Case, source: Any) -> None:
        _look_again(self.matter)


Matter.plan_members = relationship(
    PlanMember,
    primaryjoin=and_(PlanMember.matter_id == Matter.id, PlanMember.state == Membership.MEMBER),
    order_by=PlanMember.id,
    viewonly=True,
)


def _look_again(matter: Matter) -> None:
    """The list of members is read once for a session; after a change it is read again."""
    if session := object_session(matter):
        session.flush()
        session.expire(matter, ["plan_members", "lead"])


@fact(Matter)
def plan_group_ids(self: Any) -> Sequence[int]:
    """Ids of the people in the plan group."""
    return [member.person_id for member in self.plan_members]


@fact(Matter)
def plan_lead_id(self: Any) -> int | None:
    """The one person who may choose a variant and freeze the plan."""
    lead_id: int | None = self.lead_id
    return lead_id


@consequence(Matter)
def open_planning(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """成立方案小组：提出人和牵头人"""
    self.lead_id = int(given.get("lead") or self.proposer_id)
    if not may_lead(self, self.lead_id, today(case.at)):
        raise Unanswered({"lead": "这一位现在不是议事员，也没有附议，请另选一位"})
    for person_id in dict.fromkeys((self.lead_id, self.proposer_id)):
        self._session.add(_member(self, person_id, case, state=Membership.MEMBER))
    _look_again(self)


@consequence(Matter)
def ask_to_join(self: Any, why: str, case: Case) -> PlanMember:
    """Ask for a place in the group; the lead consents."""
    if case.actor.id is None or not joiner.includes(case.actor, self):
        raise NotYours(f"{joiner.label}可以加入方案小组")
    if self.state not in OPEN:
        raise Refused("方案小组现在不收人：事项还没有受理，或者方案已经定稿")
    member: PlanMember | None = place_of(self, case.actor.id)
    if member is None:
        member = _member(self, case.actor.id, case, why=why)
        self._session.add(member)
        member.note(case, "ask", "申请加入方案小组", target=member.lifecycle.initial, given={"why": why})
    else:
        member.take("ask", case)
        member.why = why
    return member


def place_of(matter: Any, person_id: int | None) -> PlanMember | None:
    """A person's place in the group, whatever its state."""
    found: PlanMember | None = matter._session.scalar(select(PlanMember).filter_by(matter_id=matter.id, person_id=person_id))
    return found


def asking(matter: Any) -> int:
    """How many wait for the lead's consent."""
    waiting = select(func.count()).where(PlanMember.matter_id == matter.id, PlanMember.state == Membership.ASKED)
    return matter._session.scalar(waiting) or 0


def _member(matter: Matter, person_id: int, case: Case, **more: Any) -> PlanMember:
    return PlanMember(
        community_id=matter.community_id, matter=matter, person_id=person_id, asked_at=case.at, entered_at=case.at,
        touched_at=case.at, **more,
    )  # fmt: skip
