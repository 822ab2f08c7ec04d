"""演示区 · 罗湖区 with its ten streets, three communities fully alive, and people who are all invented."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..clock import today
from ..communities.adopting import adopt, kept
from ..communities.models import Body, BodyKind, Community, Household, Level, Unit
from ..communities.organising import called
from ..people.models import Person, Residence, Seat
from ..procedure.lifecycle import Case
from ..procedure.people import Actor, Role
from ..procedure.rule_set import shipped
from . import names

HOUSEHOLDS = 60  # in each community that is alive
SUPERVISORS = 5
BY_HAND = (Role.COUNCILLOR, Role.SUPERVISOR)
BODIES = (
    BodyKind.COUNCIL, BodyKind.JOINT_MEETING, BodyKind.PARTY_COMMITTEE, BodyKind.COMMITTEE, BodyKind.WORKSTATION,
    BodyKind.SUPERVISORS,
)  # fmt: skip
OFFICES = ((BodyKind.WORKSTATION, "社区工作站"), (BodyKind.COMMITTEE, "居委会"), (BodyKind.PARTY_COMMITTEE, "社区党委"))


def found(session: Session, opened: datetime) -> None:
    """The tree, the bodies, the people and the rules, as they stood on the day on which it all began."""
    books = _Books(session, opened)
    district = _place(session, Level.DISTRICT, None, "luohu", "罗湖区", "罗湖")
    streets = {slug: _place(session, Level.STREET, district, slug, f"{name}街道", name) for slug, name in names.STREETS}
    for number, (slug, short, street) in enumerate(names.ALIVE):
        home = _place(session, Level.COMMUNITY, streets[street], slug, f"{short}社区", short)
        _settle(session, home, books, names.READY if number == 0 else ())
    for slug, short, street in names.QUIET:
        _place(session, Level.COMMUNITY, streets[street], slug, f"{short}社区", short)
    for slug, above in streets.items():
        office = _body(session, above, BodyKind.STREET_OFFICE, f"{above.name}办事处")
        if slug in {at for _, _, at in names.ALIVE}:
            books.seat(office, Role.STREET, "街道工作人员", names.STREET if slug == names.ALIVE[0][2] else "")
    books.seat(_body(session, district, BodyKind.DISTRICT_OFFICE, "罗湖区民政局"), Role.DISTRICT, "区工作人员")
    books.seat(_body(session, district, BodyKind.PLATFORM, "平台运行"), Role.ADMIN, "平台管理员", names.ADMIN)
    session.flush()


def _settle(session: Session, home: Community, books: "_Books", ready: Sequence[str]) -> None:
    """One community: grids, households, units, six bodies, and everybody in them. `ready` people take the first places."""
    books.ready |= {name: books.person(name) for name in ready}
    grids = [_place(session, Level.GRID, home, f"{home.slug}-g{n}", f"第{n}网格", f"{n}格") for n in (1, 2, 3)]
    bodies = {kind: _body(session, home, kind, called(home, kind)) for kind in BODIES}
    council = bodies[BodyKind.COUNCIL]
    named_units = zip(names.UNITS, names.KINDS, strict=True)
    units = [Unit(community_id=home.id, name=f"{home.short}{name}", kind=kind) for name, kind in named_units]
    rooms = [_room(home, grids, n) for n in range(HOUSEHOLDS)]
    session.add_all([*units, *rooms])
    session.flush()

    def named(name: str, n: int = 0) -> str:
        return name if n == 0 and name in ready else ""

    for n, room in enumerate(rooms):
        books.home(home, books.person(named(names.RESIDENT, n)), room)
    for n, title in enumerate(names.COUNCIL):
        person = books.seat(council, Role.COUNCILLOR, title, named(names.COUNCILLOR, n - names.COUNCIL.index("居民议事员")))
        if title == "居民议事员":
            books.home(home, person)
    books.home(home, books.seat(council, Role.CHAIR, "主持人", named(names.CHAIR)))
    for name, room in zip(names.NEIGHBOURS if ready else (), rooms, strict=False):
        books.home(home, books.person(name), room)
    secretary = books.seat(council, Role.SECRETARY, "秘书", named(names.SECRETARY))
    for n, (kind, office) in enumerate(OFFICES):
        books.seat(bodies[kind], Role.STAFF, f"{office}工作人员", named(names.STAFF, n))
    for n in range(SUPERVISORS):
        books.home(home, books.seat(bodies[BodyKind.SUPERVISORS], Role.SUPERVISOR, "居民监督员", named(names.SUPERVISOR, n)))
    for n, unit in enumerate(units[: names.AT_THE_TABLE]):
        books.seat(bodies[BodyKind.JOINT_MEETING], Role.LIAISON, "驻区单位联络员", named(names.LIAISON, n), unit)
    if ready:  # all who decide and all who sign, so that one visitor can follow a matter from beginning to end
        for it in session.scalars(select(Person).join(Seat).where(Seat.community_id == home.id, Seat.role.in_(BY_HAND))):
            it.demo = True
    by = Case(Actor(secretary.id, secretary.name, frozenset({Role.SECRETARY})), books.at)
    adopt(session, home, council, kept(shipped("luohu10")), today(books.at), f"{home.name}居民议事会第一次会议决议", by)


@dataclass
class _Books:
    """Where people are written down, each with a name that nobody else has."""

    session: Session
    at: datetime
    spare: Iterator[str] = field(default_factory=names.invented)
    ready: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str = "") -> Person:
        if name in self.ready:
            return self.ready[name]
        it = Person(name=name or next(self.spare), demo=bool(name), created_at=self.at)
        self.session.add(it)
        self.session.flush()
        return it

    def home(self, community: Community, person: Person, room: Household | None = None) -> None:
        self.session.add(
            Residence(
                community_id=community.id, person_id=person.id, household_id=room.id if room else None, since=today(self.at),
                recorded_at=self.at,
            )
        )  # fmt: skip

    def seat(self, body: Body, role: Role, title: str, name: str = "", unit: Unit | None = None) -> Person:
        person = self.person(name)
        self.session.add(
            Seat(
                community_id=body.community_id, body_id=body.id, person_id=person.id, role=role, title=title,
                since=today(self.at), unit_id=unit.id if unit else None, recorded_at=self.at,
            )
        )  # fmt: skip
        return person


def _place(session: Session, level: Level, parent: Community | None, slug: str, name: str, short: str) -> Community:
    line = f"{parent.parent_line} {parent.name}".strip() if parent else ""
    above = parent.id if parent else None
    it = Community(level=level, parent_id=above, slug=slug, name=name, short=short, path="", parent_line=line)
    session.add(it)
    session.flush()
    it.path = f"{parent.path if parent else '/'}{it.id}/"
    return it


def _body(session: Session, place: Community, kind: BodyKind, name: str) -> Body:
    it = Body(community_id=place.id, kind=kind, name=name)
    session.add(it)
    session.flush()
    return it


def _room(home: Community, grids: Sequence[Community], n: int) -> Household:
    """Twenty rooms a building, four to a floor; the area in hundredths of a square metre."""
    return Household(
        community_id=home.id, grid_id=grids[n % len(grids)].id, building=f"{n // 20 + 1}栋", room=f"{n % 20 // 4 + 1}0{n % 4 + 1}",
        area=6_800 + n * 37 % 5_200,
    )  # fmt: skip
