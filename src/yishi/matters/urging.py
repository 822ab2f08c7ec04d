"""督促 · the street's word to the staff who left a proposal lying: written down, public, once a day at most."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..clock import today
from ..db import Base, CommunityId, PersonId, session_of
from ..ledger.models import fact
from ..people.models import Person
from ..procedure.asking import Ask
from ..procedure.lifecycle import Case, NotYours, Refused
from ..procedure.matter import MatterState
from ..procedure.people import overseer
from .models import Matter

MOST_SHOWN = 50
urger = overseer
WORDS = Ask("words", "写给社区工作人员", longest=500, hint="写清楚催办什么、哪天以前要有结果。会公开，也记在这件事项的记录里")


class Urging(Base):
    __tablename__ = "urgings"
    __table_args__ = (UniqueConstraint("matter_id", "urged_on"),)
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    person_id: Mapped[PersonId]
    urged_on: Mapped[date]
    at: Mapped[datetime]
    words: Mapped[str]
    person: Mapped[Person] = relationship()


def urge(matter: Any, words: str, case: Case) -> Urging:
    """Tell the staff, on record, that the review is overdue."""
    if not urger.includes(case.actor, matter):
        raise NotYours(f"督促由{urger.label}作出")
    if reasons := hindrances(matter, case.at):
        raise Refused(*reasons)
    assert case.actor.id is not None
    made = Urging(
        community_id=matter.community_id, matter_id=matter.id, person_id=case.actor.id, urged_on=today(case.at), at=case.at,
        words=words,
    )  # fmt: skip
    matter._session.add(made)
    matter.touched_at = case.at
    matter.note(case, "urge", "督促受理", given={"to": "社区工作人员", "words": words, "due_at": matter.due_at})
    return made


def hindrances(matter: Any, at: datetime) -> list[str]:
    """Why nobody may urge now; empty when one may."""
    if matter.state is not MatterState.REVIEW:
        return [f"事项现在是“{matter.state.label}”，不用督促受理"]
    if not matter.escalated:
        return ["受理还没有超期，超期上报以后才督促"]
    return ["今天已经督促过，一天最多一次"] if urged_today(matter, at) else []


def urged_today(matter: Any, at: datetime) -> bool:
    found = select(Urging.id).where(Urging.matter_id == matter.id, Urging.urged_on == today(at))
    return session_of(matter).scalar(found) is not None


@fact(Matter)
def urgings(self: Any) -> list[Urging]:
    """The latest first."""
    latest = select(Urging).where(Urging.matter_id == self.id).order_by(Urging.id.desc()).limit(MOST_SHOWN)
    return list(session_of(self).scalars(latest))
