"""平台·组织树 · the administrator grows the tree, names what is wrongly named, and seats the first official of each place."""

from litestar import Response
from sqlalchemy import func, select

from ..ledger.models import record
from ..people.authority import in_force
from ..people.invitations import GOOD_FOR, issue
from ..people.models import Person, Seat, Vouched
from ..people.vouching import needed
from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Case
from ..procedure.people import Role, admin
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Visit
from .desk import as_key
from .models import Body, BodyKind, Community, Level
from .organising import BELOW, add_body, add_place, called, rename_place
from .seating import found_or_new, seat_person

NAME = Ask("name", "全称", Kind.LINE, longest=40, hint="例如 黄贝街道、文华社区")
SHORT = Ask("short", "简称", Kind.LINE, required=False, longest=12, hint="写在事项编号里，例如 文华；不填就去掉“街道”“社区”")
SLUG = Ask("slug", "网址代号", Kind.LINE, required=False, longest=60, hint="小写字母和数字，例如 wenhua；不填就按拼音取")
PERSON = Ask("name", "姓名", Kind.LINE, longest=40)
PHONE = Ask("phone", "手机号", Kind.LINE, longest=100, hint="11位数字；没有登记过的人会一并登记")
OFFICIALS = {
    Level.COMMUNITY: (BodyKind.WORKSTATION, Role.STAFF),
    Level.STREET: (BodyKind.STREET_OFFICE, Role.STREET),
    Level.DISTRICT: (BodyKind.DISTRICT_OFFICE, Role.DISTRICT),
}


@get("/admin", only=admin)
def index(visit: Visit) -> Response:
    """The root and the streets below it."""
    root = visit.existing(
        visit.session.scalar(select(Community).where(Community.parent_id.is_(None)).order_by(Community.id).limit(1))
    )
    return show(visit, root.id)


@get("/admin/places/{place_id:int}", only=admin)
def show(visit: Visit, place_id: int) -> Response:
    it = _place(visit, place_id)
    seated = select(func.count()).where(Seat.body_id == Body.id, in_force(Seat, visit.today))
    bodies = select(Body, seated.scalar_subquery()).where(Body.community_id == it.id).order_by(Body.id).limit(100)
    above = select(Community).where(Community.id.in_(it.ancestor_ids[:-1])).order_by(func.length(Community.path))
    return visit.page(
        "communities/desk/tree.html", it=it, above=visit.session.scalars(above).all(), below=BELOW.get(it.level),
        places=paged(visit, select(Community).where(Community.parent_id == it.id), Community.id, newest_first=False, size=50),
        bodies=visit.session.execute(bodies).all(), place_asks=(NAME, SHORT, SLUG),
        values={"name": it.name, "short": it.short, "slug": it.slug},
        official=OFFICIALS.get(it.level), official_asks=(PERSON, PHONE),
    )  # fmt: skip


@post("/admin/places/{place_id:int}/below", only=admin, back=show)
def add(visit: Visit, place_id: int) -> Response:
    parent = _place(visit, place_id)
    given = visit.answers(NAME, SHORT, SLUG)
    it = add_place(visit.session, parent, given["name"], given["short"], given["slug"], visit.case)
    return visit.go(f"/admin/places/{it.id}", f"已新设{it.name}")


@post("/admin/places/{place_id:int}/rename", only=admin, back=show)
def rename(visit: Visit, place_id: int) -> Response:
    it = _place(visit, place_id)
    given = visit.answers(NAME, SHORT, SLUG)
    rename_place(it, given["name"], given["short"] or it.short, given["slug"], visit.case)
    return visit.go(f"/admin/places/{it.id}", "已更名")


@post("/admin/places/{place_id:int}/official", only=admin, back=show)
def seat_official(visit: Visit, place_id: int) -> Response:
    """The first one who will work here: a seat, and a sign-in code to be handed over."""
    it = _place(visit, place_id)
    kind, role = visit.existing(OFFICIALS.get(it.level))
    given = visit.answers(PERSON, PHONE)
    body = visit.session.scalar(
        select(Body).where(Body.community_id == it.id, Body.kind == kind).order_by(Body.id).with_for_update()
    )
    body = body or add_body(visit.session, it, kind, called(it, kind), visit.case)
    person = found_or_new(visit.session, it.id, given["name"], given["phone"], visit.at)
    term = {"role": role, "title": role.label, "since": visit.today, "until": None, "unit": None}
    seat_person(visit.session, body, person, term, visit.case)
    if person.password_hash is not None:
        return visit.go(f"/admin/places/{it.id}", f"{person.name}已任{role.label}，用原来的口令登录")
    if needed(visit.session, person, visit.at) is not Vouched.ALONE:
        return visit.go(f"/admin/places/{it.id}", f"{person.name}已任{role.label}；登录码要两个人办，请在{it.name}的工作台申请")
    return _sheet(visit, it, person, visit.case)


def _sheet(visit: Visit, it: Community, person: Person, case: Case) -> Response:
    code = issue(visit.session, person, case.actor, case.at, community_id=it.id)
    record(visit.session, case, community_id=it.id, subject=f"people/{person.id}", step="issue_code", label="发登录码")
    return visit.page(
        "people/invitation_sheet.html", person=person, code=code, address=visit.site,
        good_until=case.at + GOOD_FOR, back=(it.name, f"/admin/places/{it.id}"),
    )  # fmt: skip


def _place(visit: Visit, place_id: int) -> Community:
    statement = select(Community).where(Community.id == as_key(place_id))
    return visit.existing(visit.session.scalar(statement.with_for_update() if visit.writes else statement))
