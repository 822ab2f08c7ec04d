"""登录码 · the printed code is typed, then a name and a password of one's own are chosen, and one is in."""

import re

import structlog
from litestar import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..ledger.models import record
from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Case
from ..procedure.people import SYSTEM, everyone
from ..web.addresses import came_from
from ..web.handlers import get, post
from ..web.sign_ins import open_sign_in
from ..web.visit import Visit
from .authority import end_sign_ins
from .invitations import good
from .models import Invitation, Person
from .passwords import LONGEST, hashed, shortest_for, unfit
from .sign_in import TOO_OFTEN, home_of

CODE = Ask("code", "登录码", Kind.LINE, longest=100, hint="纸上的16个字母和数字，大小写、空格和短横都不要紧")
USERNAME = Ask("username", "给自己起个用户名", Kind.LINE, longest=100, hint="3到32个字母、数字或汉字，登录时用")
AGAIN = Ask("again", "再填一遍口令", Kind.LINE, longest=LONGEST)
UNKNOWN = "这个登录码不对，或者已经用过、过了期、被新的代替。请对照纸上再填一次；还不行，请找社区工作人员重发一张"
log = structlog.get_logger("yishi.sign_in")


@get("/invitation", only=everyone)
def invitation(visit: Visit) -> Response:
    return _unkept(visit.page("people/invitation.html", asks=(CODE,)))


@post("/invitation", only=everyone, back=invitation)
def show_code(visit: Visit) -> Response:
    """Is the code good? Asked by POST, so that it stands in no address and no log."""
    code = visit.answers(CODE)["code"]
    address = came_from(visit.request, visit.parts.settings.proxies)
    if visit.parts.throttle.shut(address, None, visit.at):
        return _again(visit, 429, TOO_OFTEN)
    found = good(visit.session, code, visit.at)
    if found is None:
        visit.parts.throttle.failed(address, None, visit.at)
        return _again(visit, 403, UNKNOWN)
    return _choosing(visit, found, code)


def prepare(visit: Visit) -> None:
    """Hash the chosen password while nobody waits for the database."""
    with visit.parts.database.reading() as session:
        found = good(session, visit.sent.last("code"), visit.at)
        if found is None or _problems(visit, found.person, session):
            return
    visit.sent.made["hashed"] = [hashed(visit.sent.last("password"))]


@post("/invitation/accept", only=everyone, back=invitation, first=prepare, hashes=True)
def accept(visit: Visit) -> Response:
    code = visit.sent.last("code")
    found = good(visit.session, code, visit.at, to_use=True)
    if found is None:
        return _again(visit, 403, UNKNOWN)
    person = found.person
    if problems := _problems(visit, person, visit.session):
        visit.status, visit.problems, visit.came_back = 422, problems, True
        return _choosing(visit, found, code)
    found.used_at = visit.at
    person.username = person.username or _username(visit) or None
    person.password_hash = visit.sent.made["hashed"][0]
    person.must_change, person.failures, person.locked_until = False, 0, None
    end_sign_ins(visit.session, person.id)
    open_sign_in(visit, person)
    if found.community_id is not None:
        record(
            visit.session, Case(SYSTEM, visit.at), community_id=found.community_id, subject=f"people/{person.id}",
            step="use_code", label="凭登录码设口令", given={"vouched": found.vouched},
        )  # fmt: skip
    log.info("invitation_used", person=person.id, invitation=found.id)
    return visit.go(home_of(visit, person), f"{person.name}，您好，口令设好了，以后用它登录")


def _choosing(visit: Visit, found: Invitation, code: str) -> Response:
    shortest = shortest_for(visit.session, found.person, visit.at)
    password = Ask("password", "设一个口令", Kind.LINE, longest=LONGEST, hint=f"至少{shortest}个字符，几个不相干的词连在一起最好记")
    asks = (USERNAME, password, AGAIN)
    return _unkept(visit.page("people/invitation_accept.html", person=found.person, code=code, asks=asks))


def _problems(visit: Visit, person: Person, session: Session) -> dict[str, str]:
    problems = {}
    if not person.username and (reason := _unfit_username(visit, person, session)):
        problems["username"] = reason
    if reason := unfit(visit.sent.last("password"), shortest_for(session, person, visit.at), person, _username(visit)):
        problems["password"] = reason
    elif visit.sent.last("again") != visit.sent.last("password"):
        problems["again"] = "两遍口令不一样，请再填一遍"
    return problems


def _unfit_username(visit: Visit, person: Person, session: Session) -> str:
    name = _username(visit)
    if not name:
        return "" if person.phone else "请起一个用户名，登录时用"
    if not re.fullmatch(r"[a-z0-9_\-.\u4e00-\u9fff]{2,32}", name) or name.isdigit() or len(name.encode()) < 3:
        return "用户名要有3到32个字母、数字或汉字，不能全是数字"
    taken = session.scalar(select(Person.id).where(Person.username == name, Person.id != person.id))
    return "这个用户名已经有人用了，请换一个" if taken else ""


def _username(visit: Visit) -> str:
    return visit.sent.last("username").strip().lower()


def _again(visit: Visit, status: int, reason: str) -> Response:
    visit.status, visit.reasons, visit.came_back = status, (reason,), True
    return invitation(visit)


def _unkept(page: Response) -> Response:
    page.headers["cache-control"] = "no-store"
    return page
