"""组织 · the tree 区→街道→社区→网格 grows, bodies are set up, units come and go. Every act is on the ledger of its place."""

import re
from collections.abc import Mapping

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from ..clock import today
from ..db import session_of
from ..ledger.models import record
from ..people.models import Seat
from ..procedure.lifecycle import Case, Refused, Unanswered
from ..procedure.people import Role
from .models import Body, BodyKind, Community, Level, Unit

K, L = BodyKind, Level

BELOW: Mapping[Level, Level] = {L.DISTRICT: L.STREET, L.STREET: L.COMMUNITY, L.COMMUNITY: L.GRID}

SEATS: Mapping[BodyKind, tuple[Role, ...]] = {  # what one may be in a body of this kind
    K.COUNCIL: (Role.COUNCILLOR, Role.CHAIR, Role.SECRETARY),
    K.JOINT_MEETING: (Role.LIAISON,),
    K.PARTY_COMMITTEE: (Role.STAFF,),
    K.COMMITTEE: (Role.STAFF,),
    K.WORKSTATION: (Role.STAFF,),
    K.SUPERVISORS: (Role.SUPERVISOR,),
    K.STREET_OFFICE: (Role.STREET,),
    K.DISTRICT_OFFICE: (Role.DISTRICT,),
    K.PLATFORM: (Role.ADMIN,),
}
BODIES: Mapping[Level, tuple[BodyKind, ...]] = {  # what is set up where
    L.DISTRICT: (K.DISTRICT_OFFICE, K.PLATFORM),
    L.STREET: (K.STREET_OFFICE,),
    L.COMMUNITY: (K.COUNCIL, K.WORKSTATION, K.SUPERVISORS, K.JOINT_MEETING, K.COMMITTEE, K.PARTY_COMMITTEE),
    L.GRID: (),
}
USUAL = (K.COUNCIL, K.WORKSTATION, K.SUPERVISORS, K.JOINT_MEETING)  # what every new community starts with
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def add_place(session: Session, parent: Community, name: str, short: str, slug: str, case: Case) -> Community:
    """A street under the district, a community under a street, a grid in a community; a community gets its usual bodies."""
    if parent.level not in BELOW:
        raise Refused(f"{parent.level.label}下面不再设下一级")
    level = BELOW[parent.level]
    session.refresh(parent, with_for_update={"key_share": True})
    _unlike(session, parent, name, None)
    slug = slug or suggested(session, parent, short or name, level)
    _free(session, slug, None)
    it = Community(
        level=level, parent_id=parent.id, slug=slug, name=name, short=short or shortened(name, level), path="",
        parent_line=f"{parent.parent_line} {parent.name}".strip(),
    )  # fmt: skip
    session.add(it)
    session.flush()
    it.path = f"{parent.path}{it.id}/"
    for kind in USUAL if level is L.COMMUNITY else BODIES[level]:
        session.add(Body(community_id=it.id, kind=kind, name=called(it, kind)))
    session.flush()
    given = {"level": level, "name": name, "short": it.short, "slug": slug, "under": parent.slug}
    for chain in (parent, it):
        record(
            session, case, community_id=chain.id, subject=f"communities/{it.id}", step="add_place", label=f"新设{level.label}",
            given=given,
        )  # fmt: skip
    return it


def rename_place(it: Community, name: str, short: str, slug: str, case: Case) -> None:
    """Under another name. A community's address is printed on its doors and stays."""
    session = session_of(it)
    parent = session.get(Community, it.parent_id) if it.parent_id else None
    if (name, short, slug or it.slug) == (it.name, it.short, it.slug):
        raise Refused("没有改动")
    if parent is not None:
        session.refresh(parent, with_for_update={"key_share": True})
        _unlike(session, parent, name, it.id)
    if slug and slug != it.slug:
        if it.level in (L.COMMUNITY, L.GRID):
            raise Unanswered({"slug": "社区的网址已经印在各处，不能再改"})
        _free(session, slug, it.id)
    given = {"before": {"name": it.name, "short": it.short, "slug": it.slug}, "name": name, "short": short, "slug": slug or it.slug}
    it.name, it.short, it.slug = name, short, slug or it.slug
    session.flush()
    _tell_below(session, it)
    record(session, case, community_id=it.id, subject=f"communities/{it.id}", step="rename_place", label="更名", given=given)


def add_body(session: Session, place: Community, kind: BodyKind, name: str, case: Case) -> Body:
    if kind not in BODIES[place.level]:
        raise Unanswered({"kind": f"{place.level.label}不设{kind.label}"})
    session.refresh(place, with_for_update={"key_share": True})
    if session.scalar(select(Body.id).where(Body.community_id == place.id, Body.name == name)) is not None:
        raise Unanswered({"name": f"已经有“{name}”了"})
    if kind is K.COUNCIL and session.scalar(select(Body.id).where(Body.community_id == place.id, Body.kind == kind)) is not None:
        raise Unanswered({"kind": "一个社区只有一个居民议事会"})
    it = Body(community_id=place.id, kind=kind, name=name)
    session.add(it)
    session.flush()
    record(
        session, case, community_id=place.id, subject=f"bodies/{it.id}", step="add_body", label="设立组织",
        given={"kind": kind, "name": name},
    )  # fmt: skip
    return it


def add_unit(session: Session, place: Community, name: str, kind: str, case: Case) -> Unit:
    _unit_unlike(session, place.id, name, None)
    it = Unit(community_id=place.id, name=name, kind=kind)
    session.add(it)
    session.flush()
    record(
        session, case, community_id=place.id, subject=f"units/{it.id}", step="add_unit", label="登记驻区单位",
        given={"name": name, "kind": kind},
    )  # fmt: skip
    return it


def change_unit(it: Unit, name: str, kind: str, case: Case) -> None:
    session = session_of(it)
    if (name, kind) == (it.name, it.kind):
        raise Refused("没有改动")
    _unit_unlike(session, it.community_id, name, it.id)
    given = {"before": {"name": it.name, "kind": it.kind}, "name": name, "kind": kind}
    it.name, it.kind = name, kind
    record(
        session, case, community_id=it.community_id, subject=f"units/{it.id}", step="change_unit", label="更改驻区单位", given=given
    )  # fmt: skip


def close_unit(it: Unit, case: Case) -> None:
    """From now on nothing new is given to it; what bears its name stays."""
    session, day = session_of(it), today(case.at)
    if it.closed_on is not None:
        raise Refused(f"{it.name}已经停用了")
    seated = select(func.count()).select_from(Seat).where(Seat.unit_id == it.id, or_(Seat.until.is_(None), Seat.until > day))
    if count := session.scalar(seated):
        raise Refused(f"{it.name}还有{count}个联络员席位没有到期，请先办离任")
    it.closed_on = day
    record(session, case, community_id=it.community_id, subject=f"units/{it.id}", step="close_unit", label="停用驻区单位")


def suggested(session: Session, parent: Community, name: str, level: Level) -> str:
    """A free address from the sound of the name: 文华 → wenhua."""
    from pypinyin import lazy_pinyin  # its dictionaries take a fifth of a second, and only this act wants them

    sound = re.sub(r"[^a-z0-9]+", "", "".join(lazy_pinyin(shortened(name, level))).lower())[:40]
    sound = sound if SLUG.fullmatch(sound) else level.value
    sound = f"{parent.slug}-{sound}"[:60].rstrip("-") if level is L.GRID else sound
    taken = set(session.scalars(select(Community.slug).where(Community.slug.startswith(sound, autoescape=True))))
    return next(free for free in (sound, *(f"{sound}-{n}" for n in range(2, len(taken) + 3))) if free not in taken)


def shortened(name: str, level: Level) -> str:
    """文华社区 → 文华."""
    return name.removesuffix(level.label) or name


def called(place: Community, kind: BodyKind) -> str:
    """文华社区 + 社区工作站 → 文华社区工作站; 黄贝街道 + 街道办事处 → 黄贝街道办事处."""
    return place.name + kind.label.removeprefix(place.level.label)


def _free(session: Session, slug: str, but: int | None) -> None:
    if not SLUG.fullmatch(slug) or not 2 <= len(slug) <= 60:
        raise Unanswered({"slug": "网址代号用小写字母、数字和短横，字母开头，2到60个字符，例如 wenhua"})
    if session.scalar(select(Community.id).where(Community.slug == slug, Community.id != (but or 0))) is not None:
        raise Unanswered({"slug": f"“{slug}”已经有别处用了，请换一个"})


def _unlike(session: Session, parent: Community, name: str, but: int | None) -> None:
    same = select(Community.id).where(Community.parent_id == parent.id, Community.name == name, Community.id != (but or 0))
    if session.scalar(same) is not None:
        raise Unanswered({"name": f"{parent.name}下面已经有“{name}”了"})


def _unit_unlike(session: Session, community_id: int, name: str, but: int | None) -> None:
    same = select(Unit.id).where(Unit.community_id == community_id, Unit.name == name, Unit.id != (but or 0))
    if session.scalar(same) is not None:
        raise Unanswered({"name": f"已经有“{name}”了"})


def _tell_below(session: Session, it: Community) -> None:
    """The line above the name of everything beneath."""
    places = {it.id: it}
    below = select(Community).where(Community.path.startswith(it.path, autoescape=True), Community.id != it.id)
    for place in session.scalars(below.order_by(func.length(Community.path), Community.id)):
        parent = places[place.parent_id or 0]
        place.parent_line = f"{parent.parent_line} {parent.name}".strip()
        places[place.id] = place
