"""演示区 · 罗湖区 with its ten streets, three communities fully alive, and people who are all invented."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from ..communities.models import Body, BodyKind, Community, Household, Level, RuleSetVersion, Unit, digest_of
from ..people.models import Person, Residence, Seat
from ..procedure.people import Role
from ..procedure.rule_set import load, shipped

STREETS = (
    ("huangbei", "黄贝"), ("nanhu", "南湖"), ("guiyuan", "桂园"), ("sungang", "笋岗"), ("qingshuihe", "清水河"),
    ("cuizhu", "翠竹"), ("dongmen", "东门"), ("donghu", "东湖"), ("dongxiao", "东晓"), ("liantang", "莲塘"),
)  # fmt: skip
ALIVE = (("wenhua", "文华", "huangbei"), ("xinnan", "新南", "nanhu"), ("changling", "长岭", "liantang"))
QUIET = (("xinxiu", "新秀", "huangbei"), ("minxin", "民新", "guiyuan"), ("meiyuan", "梅园", "sungang"), ("beidou", "北斗", "huangbei"))

SURNAMES = "林陈周吴黄刘何谢赵孙马罗邓苏方梁许胡郑钱唐冯曾彭蔡潘袁蒋余叶程魏吕丁任沈"
GIVEN = ("秀兰", "国栋", "敏", "桂花", "伟强", "洋", "丽", "明", "春梅", "立", "小云", "建华", "秀珍", "文", "志强", "静", "军", "红", "海燕", "永福",
         "月娥", "家豪", "晓东", "玉英", "子健", "慧", "德胜", "美玲", "振华", "雪梅", "浩", "桂芳", "少华", "佩", "阳", "琳")  # fmt: skip

COUNCIL_SEATS = (*("社区党委议事员",) * 2, "社区居委会议事员", "人大代表议事员", *("企事业单位议事员",) * 2, *("居民议事员",) * 7)
UNITS = (("物业服务中心", "物业企业"), ("小学", "学校"), ("社康中心", "医疗机构"), ("社会工作服务中心", "社会组织"))


@dataclass
class Cast:
    """Everybody in one community, by what they are."""

    community: Community
    version: RuleSetVersion
    units: list[Unit] = field(default_factory=list)
    residents: list[Person] = field(default_factory=list)
    councillors: list[Person] = field(default_factory=list)
    supervisors: list[Person] = field(default_factory=list)
    staff: list[Person] = field(default_factory=list)
    chair: Person | None = None
    secretary: Person | None = None
    liaison: Person | None = None


def build(session: Session, opened: datetime, households: int = 60) -> list[Cast]:
    """The tree, the bodies and the people, as they stood when the year began."""
    since = opened.date()
    district = _place(session, Level.DISTRICT, None, "luohu", "罗湖区", "罗湖")
    streets = {slug: _place(session, Level.STREET, district, slug, f"{name}街道", name) for slug, name in STREETS}
    names = _names()
    casts = [_alive(session, streets[street], slug, short, opened, names, households) for slug, short, street in ALIVE]
    for slug, short, street in QUIET:
        _place(session, Level.COMMUNITY, streets[street], slug, f"{short}社区", short)
    _above(session, district, streets, since, names)
    return casts


def _alive(
    session: Session, street: Community, slug: str, short: str, opened: datetime, names: Iterable[str], households: int
) -> Cast:
    since = opened.date()
    home = _place(session, Level.COMMUNITY, street, slug, f"{short}社区", short)
    grids = [_place(session, Level.GRID, home, f"{slug}-g{n}", f"第{n}网格", f"{n}格") for n in (1, 2, 3)]
    bodies = {kind: Body(community_id=home.id, kind=kind, name=f"{home.name}{kind.label}") for kind in (
        BodyKind.COUNCIL, BodyKind.JOINT_MEETING, BodyKind.PARTY_COMMITTEE, BodyKind.COMMITTEE, BodyKind.WORKSTATION, BodyKind.SUPERVISORS,
    )}  # fmt: skip
    session.add_all(bodies.values())
    session.flush()
    cast = Cast(home, _adopt(session, home, bodies[BodyKind.COUNCIL], opened))
    cast.units = [Unit(community_id=home.id, name=f"{short}{name}", kind=kind) for name, kind in UNITS]
    session.add_all(cast.units)
    rooms = _rooms(session, home, grids, households)
    cast.residents = [_resident(session, home, next(names), room, since, opened) for room in rooms]
    cast.councillors = [_resident(session, home, next(names), None, since, opened) for _ in COUNCIL_SEATS]
    for person, title in zip(cast.councillors, COUNCIL_SEATS, strict=True):
        _seat(session, home, bodies[BodyKind.COUNCIL], person, Role.COUNCILLOR, title, since)
    cast.chair = _seated(session, home, bodies[BodyKind.COUNCIL], next(names), Role.CHAIR, "主持人", since, opened)
    cast.secretary = _seated(session, home, bodies[BodyKind.COUNCIL], next(names), Role.SECRETARY, "秘书", since, opened)
    cast.staff = [
        _seated(session, home, bodies[kind], next(names), Role.STAFF, "社区工作人员", since, opened)
        for kind in (BodyKind.WORKSTATION, BodyKind.COMMITTEE)
    ]
    cast.supervisors = [
        _seated(session, home, bodies[BodyKind.SUPERVISORS], next(names), Role.SUPERVISOR, "居民监督员", since, opened) for _ in range(5)
    ]
    cast.liaison = _seated(
        session, home, bodies[BodyKind.JOINT_MEETING], next(names), Role.LIAISON, "驻区单位联络员", since, opened, cast.units[0]
    )
    return cast


def _above(session: Session, district: Community, streets: dict[str, Community], since: date, names: Iterable[str]) -> None:
    """The offices that look down the tree."""
    for street in streets.values():
        office = Body(community_id=street.id, kind=BodyKind.STREET_OFFICE, name=f"{street.name}办事处")
        session.add(office)
        session.flush()
        if street.slug in {home for _, _, home in ALIVE}:
            _seat(session, street, office, _person(session, next(iter(names)), since_moment(since)), Role.STREET, "街道工作人员", since)
    for kind, name, role in (
        (BodyKind.DISTRICT_OFFICE, f"{district.name}民政局", Role.DISTRICT),
        (BodyKind.PLATFORM, "平台运行", Role.ADMIN),
    ):
        body = Body(community_id=district.id, kind=kind, name=name)
        session.add(body)
        session.flush()
        _seat(session, district, body, _person(session, next(iter(names)), since_moment(since)), role, role.label, since)


def since_moment(day: date) -> datetime:
    from ..clock import at_here

    return at_here(datetime(day.year, day.month, day.day, 9))


def _names() -> Iterable[str]:
    """Invented names, each once: every surname with every given name, in an order that mixes them."""
    count = len(SURNAMES) * len(GIVEN)
    return iter([SURNAMES[n % len(SURNAMES)] + GIVEN[(n * 7 + n // len(SURNAMES)) % len(GIVEN)] for n in range(count)])


def _place(session: Session, level: Level, parent: Community | None, slug: str, name: str, short: str) -> Community:
    line = f"{parent.parent_line} {parent.name}".strip() if parent else ""
    it = Community(level=level, parent_id=parent.id if parent else None, slug=slug, name=name, short=short, path="", parent_line=line)
    session.add(it)
    session.flush()
    it.path = f"{parent.path if parent else '/'}{it.id}/"
    return it


def _adopt(session: Session, home: Community, council: Body, opened: datetime) -> RuleSetVersion:
    text = shipped("luohu10")
    version = RuleSetVersion(
        community_id=home.id, body_id=council.id, name="luohu10", number=1, title=load("luohu10").title, text=text,
        digest=digest_of(text), adopted_on=opened.date(), recorded_at=opened,
    )  # fmt: skip
    session.add(version)
    session.flush()
    home.rule_set_version_id = version.id
    return version


def _rooms(session: Session, home: Community, grids: Sequence[Community], households: int) -> list[Household]:
    rooms = [
        Household(
            community_id=home.id, grid_id=grids[n % len(grids)].id, building=f"{n // 20 + 1}栋", room=f"{n % 20 // 4 + 1}0{n % 4 + 1}",
            area=6_800 + n * 37 % 5_200,
        )
        for n in range(households)
    ]  # fmt: skip
    session.add_all(rooms)
    session.flush()
    return rooms


def _person(session: Session, name: str, at: datetime) -> Person:
    person = Person(name=name, created_at=at)
    session.add(person)
    session.flush()
    return person


def _resident(session: Session, home: Community, name: str, room: Household | None, since: date, at: datetime) -> Person:
    person = _person(session, name, at)
    session.add(Residence(community_id=home.id, person_id=person.id, household_id=room.id if room else None, since=since))
    return person


def _seated(
    session: Session, home: Community, body: Body, name: str, role: Role, title: str, since: date, at: datetime, unit: Unit | None = None
) -> Person:
    person = _person(session, name, at)
    _seat(session, home, body, person, role, title, since, unit)
    return person


def _seat(
    session: Session, home: Community, body: Body, person: Person, role: Role, title: str, since: date, unit: Unit | None = None
) -> None:
    session.add(
        Seat(
            community_id=home.id, body_id=body.id, person_id=person.id, role=role, title=title, since=since,
            unit_id=unit.id if unit else None,
        )  # fmt: skip
    )
