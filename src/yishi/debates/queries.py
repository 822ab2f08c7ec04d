"""What the pages of a debate read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from ..people.models import Person
from ..procedure import debate as rules
from ..procedure.debate import OPPOSITE, Stance
from .models import Answer, Debate, Speech, about
from .motions import Motion, MotionBallot, MotionSecond
from .turns import Turn

MOST_SPEAKERS = 100


@dataclass(frozen=True, slots=True)
class Total:
    """How often and how much was said."""

    name: str
    count: int = 0
    characters: int = 0


def speeches(debate: Debate, motion: Motion | None) -> Select[Speech]:
    """With who spoke, what the chair said to it, and what the plan group answered."""
    return (
        select(Speech)
        .where(about(Speech, debate, motion))
        .options(
            joinedload(Speech.speaker), joinedload(Speech.reminder), joinedload(Speech.answer).joinedload(Answer.person),
            joinedload(Speech.debate),
        )
    )  # fmt: skip


def by_side(session: Session, debate: Debate, motion: Motion | None) -> Mapping[Stance | None, Total]:
    """For each stance; None is what was said without one."""
    counted = select(Speech.stance, func.count(), func.sum(Speech.characters)).where(about(Speech, debate, motion))
    found = {stance: (count, length) for stance, count, length in session.execute(counted.group_by(Speech.stance))}
    return {stance: Total(stance.label if stance else "没有表明立场", *found.get(stance, ())) for stance in (*Stance, None)}


def by_person(session: Session, debate: Debate, motion: Motion | None) -> Sequence[Total]:
    """Whoever spoke, in the order of their first speech."""
    counted = (
        select(Person.name, func.count(), func.sum(Speech.characters))
        .join(Person, Person.id == Speech.speaker_id)
        .where(about(Speech, debate, motion))
        .group_by(Person.id, Person.name)
        .order_by(func.min(Speech.id))
        .limit(MOST_SPEAKERS)
    )
    return [Total(*row) for row in session.execute(counted)]


def waiting(session: Session, turn: Turn) -> Sequence[tuple[str, Stance, datetime]]:
    """Who waits with a raised hand: name, side, until when the place is held."""
    found = [(id, stance, until) for stance in OPPOSITE for id, until in rules.waiting(turn.question, stance, turn.at, turn.rules)]
    if not found:
        return ()
    named = select(Person.id, Person.name).where(Person.id.in_([id for id, _, _ in found]))
    names = dict(session.execute(named).all())
    return [(names[id], stance, until) for id, stance, until in sorted(found, key=lambda place: place[2])]


def motions(debate: Debate) -> Select[Motion]:
    return select(Motion).where(Motion.debate_id == debate.id).options(joinedload(Motion.mover))


def seconders(session: Session, motion: Motion) -> Sequence[str]:
    named = select(Person.name).join(MotionSecond, MotionSecond.person_id == Person.id).where(MotionSecond.motion_id == motion.id)
    return session.scalars(named.order_by(MotionSecond.id)).all()


def roll(motion: Motion) -> Select[MotionBallot]:
    return select(MotionBallot).where(MotionBallot.motion_id == motion.id).options(joinedload(MotionBallot.person))
