"""我的 · signing in and out."""

from litestar import Response
from sqlalchemy import or_, select

from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Refused
from ..procedure.people import everyone, signed_in
from ..web.handlers import get, post
from ..web.sign_ins import close_sign_in, open_sign_in
from ..web.visit import Visit
from .models import Person
from .passwords import matches

NAME = Ask("name", "手机号或用户名", Kind.LINE, longest=64)
PASSWORD = Ask("password", "口令", Kind.LINE, longest=128)


@get("/sign-in", only=everyone)
def sign_in(visit: Visit) -> Response:
    return visit.page("people/sign_in.html", next=visit.asked("next"), kept="", lost_files=[])


@post("/sign-in", only=everyone, back=sign_in)
def enter(visit: Visit) -> Response:
    given = visit.answers(NAME, PASSWORD)
    person = visit.session.scalar(select(Person).where(or_(Person.username == given["name"], Person.phone == given["name"])))
    if not matches(person.password_hash if person else None, given["password"]) or person is None:
        raise Refused("用户名或口令不对，请再试一次")
    open_sign_in(visit, person)
    return visit.go("/", f"{person.name}，您好")


@post("/sign-out", only=signed_in)
def leave(visit: Visit) -> Response:
    close_sign_in(visit)
    return visit.go("/", "已退出登录")
