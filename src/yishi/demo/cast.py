"""演员表 · everybody of one community as those who act, by what they are: read once from the register and the seats."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..communities.models import Community, Level, Unit
from ..people.models import Person, Residence, Seat
from ..procedure.people import Actor, Role
from . import names


@dataclass
class Cast:
    """One community. `units` are ids, by the name without the community's."""

    community_id: int
    slug: str
    short: str
    units: dict[str, int]
    people: dict[Role, list[Actor]] = field(default_factory=dict)

    @property
    def estates(self) -> tuple[str, ...]:
        return names.ESTATES[self.slug]

    @property
    def residents(self) -> list[Actor]:
        return self.people[Role.RESIDENT]

    @property
    def council(self) -> list[Actor]:
        return self.people[Role.COUNCILLOR]

    @property
    def supervisors(self) -> list[Actor]:
        return self.people[Role.SUPERVISOR]

    @property
    def staff(self) -> list[Actor]:
        return self.people[Role.STAFF]

    @property
    def chair(self) -> Actor:
        return self.people[Role.CHAIR][0]

    @property
    def secretary(self) -> Actor:
        return self.people[Role.SECRETARY][0]

    def liaison(self, unit_id: int | None) -> Actor:
        return next(it for it in self.people[Role.LIAISON] if it.unit_id == unit_id)

    def called(self, name: str) -> Actor:
        return next(it for actors in self.people.values() for it in actors if it.name == name)


def casts(session: Session, day: date) -> list[Cast]:
    """Of every community that has rules, in the order of the tree."""
    alive = select(Community).where(Community.level == Level.COMMUNITY, Community.rule_set_version_id.is_not(None))
    return [_cast(session, community, day) for community in session.scalars(alive.order_by(Community.id)).all()]


def _cast(session: Session, home: Community, day: date) -> Cast:
    units = session.execute(select(Unit.name, Unit.id).where(Unit.community_id == home.id).order_by(Unit.id))
    cast = Cast(home.id, home.slug, home.short, {name.removeprefix(home.short): id for name, id in units})
    roles: dict[int, set[Role]] = {}
    called: dict[int, str] = {}
    unit_of: dict[int, int | None] = {}
    lives = select(Person.id, Person.name).join(Residence, Residence.person_id == Person.id)
    for id, name in session.execute(lives.where(Residence.community_id == home.id, Residence.since <= day).order_by(Residence.id)):
        roles[id], called[id] = {Role.RESIDENT}, name
    sits = select(Person.id, Person.name, Seat.role, Seat.unit_id).join(Seat, Seat.person_id == Person.id)
    for id, name, role, unit_id in session.execute(sits.where(Seat.community_id == home.id, Seat.since <= day).order_by(Seat.id)):
        roles.setdefault(id, set()).add(role)
        called[id], unit_of[id] = name, unit_id or unit_of.get(id)
    for id, held in roles.items():
        for role in held:
            cast.people.setdefault(role, []).append(Actor(id, called[id], frozenset(held), unit_of.get(id)))
    return cast
