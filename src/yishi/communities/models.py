"""社区 · the tree 区→街道→社区→网格, bodies with seats, units, households, and the rule sets a body adopted."""

import hashlib
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Base, CommunityId, Line, PersonId
from ..procedure.rule_set import RuleSet, parse
from ..procedure.words import Word


class Level(Word):
    DISTRICT = "district", "区"
    STREET = "street", "街道"
    COMMUNITY = "community", "社区"
    GRID = "grid", "网格"


class Community(Base):
    """A node of the tree. Records belong to nodes; a community is where people live and decide."""

    __tablename__ = "communities"
    level: Mapped[Level]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"), index=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[Line]  # 文华社区
    short: Mapped[Line]  # 文华, as it stands in a matter's number
    path: Mapped[str] = mapped_column(index=True)  # "/1/4/19/": ids from the root, for "everything beneath"
    parent_line: Mapped[Line] = mapped_column(default="")  # 罗湖区 黄贝街道
    rule_set_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_set_versions.id", use_alter=True))
    parent: Mapped["Community | None"] = relationship(remote_side="Community.id")
    rule_set_version: Mapped["RuleSetVersion | None"] = relationship(foreign_keys="Community.rule_set_version_id")

    if TYPE_CHECKING:
        has_matters: bool  # given by the polls
        deciding: str

    @property
    def url(self) -> str:
        return f"/c/{self.slug}"

    @property
    def ancestor_ids(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.path.strip("/").split("/"))


class BodyKind(Word):
    COUNCIL = "council", "居民议事会"
    JOINT_MEETING = "joint_meeting", "联席会议"
    REPRESENTATIVES = "representatives", "社区代表会议"
    PARTY_COMMITTEE = "party_committee", "社区党委"
    COMMITTEE = "committee", "居民委员会"
    WORKSTATION = "workstation", "社区工作站"
    SUPERVISORS = "supervisors", "居民监督组"
    STREET_OFFICE = "street_office", "街道办事处"
    DISTRICT_OFFICE = "district_office", "区级部门"
    PLATFORM = "platform", "平台"


class Body(Base):
    """组织 · a council, joint meeting, committee or office with seats."""

    __tablename__ = "bodies"
    community_id: Mapped[CommunityId]
    kind: Mapped[BodyKind]
    name: Mapped[Line]
    community: Mapped[Community] = relationship()


class Unit(Base):
    """驻区单位 · an enterprise, school, property company or social organisation in the community."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("community_id", "name"),)
    community_id: Mapped[CommunityId]
    name: Mapped[Line]
    kind: Mapped[Line]
    closed_on: Mapped[date | None]  # from then on nothing new is given to it


class Household(Base):
    """户 · building and room; `area` is the floor area in hundredths of a square metre."""

    __tablename__ = "households"
    __table_args__ = (UniqueConstraint("community_id", "building", "room"),)
    community_id: Mapped[CommunityId]
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    building: Mapped[Line]
    room: Mapped[Line]
    area: Mapped[int | None]


class RulesDraft(Base):
    """规则草稿 · the text that one of the staff is changing, until it is recorded that a body adopted it."""

    __tablename__ = "rules_drafts"
    __table_args__ = (UniqueConstraint("community_id", "person_id"),)
    community_id: Mapped[CommunityId]
    person_id: Mapped[PersonId]
    text: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class RuleSetVersion(Base):
    """规则版本 · the text of a rule set as a body adopted it on a date. Never edited; a change is a new version."""

    __tablename__ = "rule_set_versions"
    __table_args__ = (UniqueConstraint("community_id", "name", "number"),)
    community_id: Mapped[CommunityId]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    name: Mapped[str] = mapped_column(String(64))  # luohu10
    number: Mapped[int]
    title: Mapped[Line]
    text: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    adopted_on: Mapped[date]
    decision: Mapped[Line] = mapped_column(default="")  # where the body's decision is found: 2026年第3次会议决议
    recorded_at: Mapped[datetime]

    @property
    def rules(self) -> RuleSet:
        return _parsed(self.text)

    @property
    def label(self) -> str:
        return f"{self.title} 第{self.number}版"

    @property
    def reference(self) -> str:
        return f"{self.name}@{self.number}"

    @property
    def url(self) -> str:
        return f"rules/{self.id}"


@lru_cache(maxsize=256)
def _parsed(text: str) -> RuleSet:
    return parse(text)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
