"""柳荫社区 · named people with seats in a small community, and a neighbouring community that must see nothing of it."""

import re
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from yishi.communities.models import Body, BodyKind, Community, Household, Level, RuleSetVersion, Unit, digest_of
from yishi.matters.models import Matter
from yishi.people.models import Person, Residence, Seat
from yishi.procedure.matter import MatterKind
from yishi.procedure.people import Role
from yishi.procedure.rule_set import load, shipped

MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # Monday 09:00 in the community
SINCE = date(2026, 1, 1)
FOUNDED = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)  # when its seats were recorded

COUNCIL = ("陈国栋", "何丽", "吴桂花", "黄伟强", "刘洋", "谢明", "马小云", "罗建华", "邓秀珍", "苏文", "方敏", "梁志强")
RESIDENTS = ("林秀兰", "赵春梅", "孙立", "钱进", "李小平", "周阿婆", "胡军", "许静")


def build(session: Session) -> None:
    """The whole small world, as it stands before anybody acts."""
    district = _place(session, Level.DISTRICT, None, "shifan", "示范区", "示范")
    street = _place(session, Level.STREET, district, "liuyin-street", "柳荫街道", "柳荫街")
    home = _place(session, Level.COMMUNITY, street, "liuyin", "柳荫社区", "柳荫")
    other = _place(session, Level.COMMUNITY, street, "wangjiang", "望江社区", "望江")
    grid = _place(session, Level.GRID, home, "liuyin-g1", "第一网格", "一格")
    household = Household(community_id=home.id, grid_id=grid.id, building="3栋", room="302", area=8950)
    unit = Unit(community_id=home.id, name="柳荫物业服务中心", kind="物业企业")
    session.add_all([household, unit])
    session.flush()
    for community in (home, other):
        _bodies(session, community)
    for name in RESIDENTS:
        person = _person(session, name)
        room = {"household_id": household.id}
        session.add(Residence(community_id=home.id, person_id=person.id, since=SINCE, recorded_at=MORNING, **room))
    for name in COUNCIL:
        person = _person(session, name)
        session.add(Residence(community_id=home.id, person_id=person.id, since=SINCE, recorded_at=MORNING))
        seat(session, home, BodyKind.COUNCIL, person, Role.COUNCILLOR, "居民议事员")
    seat(session, home, BodyKind.COUNCIL, _person(session, "周敏"), Role.CHAIR, "主持人")
    seat(session, home, BodyKind.COUNCIL, _person(session, "郑秘书"), Role.SECRETARY, "秘书")
    seat(session, home, BodyKind.WORKSTATION, _person(session, "王主任"), Role.STAFF, "社区工作人员")
    for name in ("监督员甲", "监督员乙", "监督员丙"):
        seat(session, home, BodyKind.SUPERVISORS, _person(session, name), Role.SUPERVISOR, "居民监督员")
    seat(session, home, BodyKind.JOINT_MEETING, _person(session, "物业小何"), Role.LIAISON, "驻区单位联络员", unit)
    office = Body(community_id=street.id, kind=BodyKind.STREET_OFFICE, name="柳荫街道办事处")
    platform = Body(community_id=district.id, kind=BodyKind.PLATFORM, name="平台")
    session.add_all([office, platform])
    session.flush()
    for body, name, role in ((office, "街道老李", Role.STREET), (platform, "管理员", Role.ADMIN)):
        person = _person(session, name)
        session.add(
            Seat(
                community_id=body.community_id, body_id=body.id, person_id=person.id, role=role, title=role.label, since=SINCE,
                recorded_at=FOUNDED,
            )
        )  # fmt: skip
    stranger = _person(session, "江北人")
    session.add(Residence(community_id=other.id, person_id=stranger.id, since=SINCE, recorded_at=MORNING))
    seat(session, other, BodyKind.WORKSTATION, _person(session, "望江主任"), Role.STAFF, "社区工作人员")
    seat(session, other, BodyKind.COUNCIL, _person(session, "望江主持"), Role.CHAIR, "主持人")


def seat(
    session: Session, community: Community, kind: BodyKind, person: Person, role: Role, title: str, unit: Unit | None = None
) -> Seat:
    body = session.query(Body).filter_by(community_id=community.id, kind=kind).one()
    it = Seat(
        community_id=community.id, body_id=body.id, person_id=person.id, role=role, title=title, since=SINCE,
        unit_id=unit.id if unit else None, recorded_at=FOUNDED,
    )  # fmt: skip
    session.add(it)
    return it


def adopt(session: Session, community: Community, at: datetime, **values: str) -> None:
    """A next version of the rules, `adopt(…, disputes_needed="1")`: in it these parameters have other values."""
    text = shipped("luohu10")
    for name, value in values.items():
        text, count = re.subn(rf"(\[parameters\.{name}\]\nvalue = ).*", rf"\g<1>{value}", text)
        assert count == 1, name
    number = session.query(RuleSetVersion).filter_by(community_id=community.id).count() + 1
    version = RuleSetVersion(
        community_id=community.id, name="luohu10", number=number, title=load("luohu10").title, text=text, digest=digest_of(text),
        adopted_on=at.date(), recorded_at=at,
    )  # fmt: skip
    session.add(version)
    session.flush()
    community.rule_set_version_id = version.id


def matter(session: Session, community: Community, at: datetime, **values: Any) -> Matter:
    """南门照明, written down by 林秀兰 and not submitted, unless the values say otherwise."""
    usual = {"kind": MatterKind.ISSUE, "title": "南门照明", "need": "在南门加装路灯", "place": "南门", "beneficiaries": "全体居民"}
    it = Matter(
        community_id=community.id, rule_set_version_id=community.rule_set_version_id,
        proposer_id=session.scalars(select(Person.id).filter_by(name="林秀兰")).one(),
        created_at=at, entered_at=at, touched_at=at, **(usual | values),
    )  # fmt: skip
    session.add(it)
    session.flush()
    return it


def _place(session: Session, level: Level, parent: Community | None, slug: str, name: str, short: str) -> Community:
    line = f"{parent.parent_line} {parent.name}".strip() if parent else ""
    above = parent.id if parent else None
    it = Community(level=level, parent_id=above, slug=slug, name=name, short=short, path="", parent_line=line)
    session.add(it)
    session.flush()
    it.path = f"{parent.path if parent else '/'}{it.id}/"
    return it


def _bodies(session: Session, community: Community) -> None:
    kinds = (BodyKind.COUNCIL, BodyKind.JOINT_MEETING, BodyKind.WORKSTATION, BodyKind.SUPERVISORS)
    bodies = [Body(community_id=community.id, kind=kind, name=f"{community.name}{kind.label}") for kind in kinds]
    session.add_all(bodies)
    session.flush()
    text = shipped("luohu10")
    version = RuleSetVersion(
        community_id=community.id, body_id=bodies[0].id, name="luohu10", number=1, title=load("luohu10").title,
        text=text, digest=digest_of(text), adopted_on=SINCE, recorded_at=MORNING,
    )  # fmt: skip
    session.add(version)
    session.flush()
    community.rule_set_version_id = version.id


def _person(session: Session, name: str) -> Person:
    person = Person(name=name, created_at=MORNING)
    session.add(person)
    session.flush()
    return person
