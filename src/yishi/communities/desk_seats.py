"""工作台·席位 · the bodies of a place with who sits in them, seats given and ended; units and grids."""

from dataclasses import replace

from litestar import Response
from sqlalchemy import select

from ..clock import day_in_words
from ..people.authority import to_come
from ..people.models import Person, Seat
from ..procedure.asking import Ask, Kind
from ..procedure.people import Role, overseer, staff
from ..procedure.people import admin as platform
from ..web.handlers import get, post
from ..web.visit import Visit
from .desk import number
from .models import Body, Unit
from .organising import BODIES, add_body
from .people_search import of_here
from .seating import end_seat, filled, found_or_new, may_give, seat_person, seats_given

organiser = staff | overseer | platform

KIND = Ask("kind", "种类", Kind.CHOICE)
BODY_NAME = Ask("name", "名称", Kind.LINE, longest=60, hint="全称，例如 文华社区居民议事会")
NAME = Ask("name", "姓名", Kind.LINE, longest=40)
PHONE = Ask("phone", "手机号", Kind.LINE, required=False, longest=100, hint="登记过的居民可不填；不住在这里的人要填，会一并登记")
ROLE = Ask("role", "席位", Kind.CHOICE)
TITLE = Ask("title", "名义", Kind.LINE, longest=40, hint="写在名单上的称呼，例如 居民议事员、社区党委议事员")
UNIT = Ask("unit", "代表哪个单位", Kind.CHOICE, required=False, hint="联络员才选")
SINCE = Ask("since", "任期第一天", Kind.DATE)
UNTIL = Ask("until", "任期最后一天", Kind.DATE, required=False, hint="没有定就不填")
LAST_DAY = Ask("until", "最后一天", Kind.DATE, hint="这一天还在任，从今天起")
PAPER = Ask("paper", "依据的文件", Kind.LINE, required=False, longest=100, hint="只有补记以前的日期才填：文件名称和文号")


@get("/c/{community:str}/desk/seats", only=organiser)
def index(visit: Visit) -> Response:
    bodies = filled(visit.session, visit.here, to_come(visit.today))
    return visit.page(
        "communities/desk/seats.html", bodies=bodies, gives={body.id: bool(seats_given(visit.actor, body)) for body, _ in bodies},
        asks=_body_asks(visit),
    )  # fmt: skip


@post("/c/{community:str}/desk/bodies", only=organiser, back=index)
def set_up(visit: Visit) -> Response:
    given = visit.answers(*_body_asks(visit))
    kind = next(kind for kind in BODIES[visit.here.level] if kind == given["kind"])
    it = add_body(visit.session, visit.here, kind, given["name"], visit.case)
    return visit.go(f"{visit.here.url}/desk/seats", f"已设立{it.name}")


@get("/c/{community:str}/desk/bodies/{body_id:int}/seat", only=organiser)
def new(visit: Visit, body_id: int) -> Response:
    body = visit.find(Body, body_id)
    person = _named(visit, visit.asked("person") or visit.sent.last("person"))
    return visit.page(
        "communities/desk/seat_new.html", body=body, asks=_seat_asks(visit, body), person=person,
        gives=seats_given(visit.actor, body), values={"since": visit.today, "name": person.name if person else None},
    )  # fmt: skip


@post("/c/{community:str}/desk/bodies/{body_id:int}/seat", only=organiser, back=new)
def give(visit: Visit, body_id: int) -> Response:
    body = visit.find(Body, body_id)
    given = visit.answers(*_seat_asks(visit, body))
    person = _named(visit, visit.sent.last("person"))
    if person is None or person.name != given["name"] or given["phone"]:
        person = found_or_new(visit.session, visit.here.id, given["name"], given["phone"], visit.at)
    unit = visit.find(Unit, int(given["unit"])) if given.get("unit") else None
    had = person.password_hash is not None
    seat = seat_person(visit.session, body, person, {**given, "role": Role(given["role"]), "unit": unit}, visit.case)
    rests = "，原来的口令已停用，请给本人申请新的登录码" if had and person.password_hash is None else ""
    return visit.go(f"{visit.here.url}/desk/seats#body-{body.id}", f"{person.name}已任{seat.title}{rests}")


@get("/c/{community:str}/desk/seats/{seat_id:int}", only=organiser)
def show(visit: Visit, seat_id: int) -> Response:
    seat = visit.find(Seat, seat_id)
    return visit.page(
        "communities/desk/seat.html", seat=seat, body=visit.session.get_one(Body, seat.body_id),
        unit=visit.session.get(Unit, seat.unit_id) if seat.unit_id else None, asks=(LAST_DAY, *_paper(visit)),
        gives=may_give(visit.actor, seat.role),
    )  # fmt: skip


@post("/c/{community:str}/desk/seats/{seat_id:int}/end", only=organiser, back=show)
def end(visit: Visit, seat_id: int) -> Response:
    seat = visit.find(Seat, seat_id)
    given = visit.answers(LAST_DAY, *_paper(visit))
    until = given["until"]
    end_seat(seat, until, visit.sent.last("seen"), visit.case, given.get("paper") or "")
    return visit.go(f"{visit.here.url}/desk/seats#body-{seat.body_id}", f"{seat.person.name}的任期到{day_in_words(until)}为止")


def _named(visit: Visit, text: str) -> Person | None:
    """The person of this place from whose sheet one came."""
    return visit.session.scalar(select(Person).where(Person.id == (number(text) or 0), Person.id.in_(of_here(visit.here.id))))


def _body_asks(visit: Visit) -> tuple[Ask, ...]:
    kinds = tuple((kind.value, kind.label) for kind in BODIES[visit.here.level])
    return (replace(KIND, choices=kinds), BODY_NAME) if kinds else ()


def _seat_asks(visit: Visit, body: Body) -> tuple[Ask, ...]:
    roles = tuple((role.value, role.label) for role in seats_given(visit.actor, body))
    asks: tuple[Ask, ...] = (NAME, PHONE, replace(ROLE, choices=roles), TITLE)
    if Role.LIAISON in dict(roles):
        units = visit.session.execute(
            select(Unit.id, Unit.name)
            .where(Unit.community_id == visit.here.id, Unit.closed_on.is_(None))
            .order_by(Unit.id)
            .limit(500)
        )
        asks += (replace(UNIT, choices=tuple((str(id), name) for id, name in units)),)
    return (*asks, SINCE, UNTIL, *_paper(visit))


def _paper(visit: Visit) -> tuple[Ask, ...]:
    """Asked of those who may record days that are past."""
    return (PAPER,) if visit.actor.has(Role.STREET) else ()
