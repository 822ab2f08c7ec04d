"""工作台·登录码 · printed by one official for a resident; for whoever decides, asked for by one and released by another."""

from litestar import Response

from ..people.invitations import GOOD_FOR, issue
from ..people.models import CodeRequest, Person
from ..people.vouching import ask, live_request
from ..procedure.lifecycle import Refused
from ..web.handlers import get, post
from ..web.visit import Visit
from .desk_people import live_code, open_to, registrar, sheet_of, show, tell


@get("/c/{community:str}/desk/people/{person_id:int}/code", only=registrar)
def ask_again(visit: Visit, person_id: int) -> Response:
    """There is a sheet in somebody's hand already: whether it is to be put out of use for another one."""
    person = open_to(visit, person_id)
    if (code := live_code(visit, person)) is None:
        return visit.go(sheet_of(visit, person_id))
    return visit.page("communities/desk/code_again.html", person=person, code=code, back=sheet_of(visit, person_id))


@post("/c/{community:str}/desk/people/{person_id:int}/code", only=registrar, back=show)
def print_code(visit: Visit, person_id: int) -> Response:
    """The sheet is shown once, in this answer; nobody can open it again. A second press or a reload prints no other one: it names
    no sheet that it would put out of use."""
    person = _awake(visit, person_id)
    visit.session.refresh(person, with_for_update=True)
    code = live_code(visit, person)
    if code is not None and visit.sent.last("replaces") != str(code.id):
        return visit.go(f"{sheet_of(visit, person_id)}/code")
    return _sheet(visit, person, None)


@post("/c/{community:str}/desk/people/{person_id:int}/code/ask", only=registrar, back=show)
def ask_for_code(visit: Visit, person_id: int) -> Response:
    """Nothing is printed, and nothing changes for the person, until a second official releases it."""
    person = _awake(visit, person_id)
    ask(visit.session, person, visit.here.id, visit.actor, visit.at)
    tell(visit, person.id, "ask_code", "申请登录码")
    return visit.go(sheet_of(visit, person.id), "已申请，等另一位来核准")


@post("/c/{community:str}/desk/people/{person_id:int}/code/withdraw", only=registrar, back=show)
def withdraw(visit: Visit, person_id: int) -> Response:
    """By whoever asked, or by a second one who will not release it."""
    person = open_to(visit, person_id)
    _asked(visit, person).withdrawn_at = visit.at
    tell(visit, person.id, "withdraw_code", "撤下登录码申请")
    return visit.go(sheet_of(visit, person.id), "申请已撤下，没有发登录码")


@post("/c/{community:str}/desk/people/{person_id:int}/code/release", only=registrar, back=show)
def release(visit: Visit, person_id: int) -> Response:
    """By a second official, into whose hands the sheet comes."""
    person = _awake(visit, person_id)
    return _sheet(visit, person, _asked(visit, person))


def _sheet(visit: Visit, person: Person, request: CodeRequest | None) -> Response:
    code = issue(visit.session, person, visit.actor, visit.at, community_id=visit.here.id, request=request)
    if request is None:
        tell(visit, person.id, "issue_code", "发登录码")
    else:
        tell(visit, person.id, "release_code", "核准登录码", asked_by=request.asked_by.name, asked_at=request.asked_at)
    return visit.page(
        "people/invitation_sheet.html", person=person, code=code, address=visit.site, good_until=visit.at + GOOD_FOR,
        back=(person.name, sheet_of(visit, person.id)),
    )  # fmt: skip


def _asked(visit: Visit, person: Person) -> CodeRequest:
    request = live_request(visit.session, person, visit.at)
    if request is None:
        raise Refused("没有等着核准的申请，可能已经过期或者办过了，请重新申请")
    return request


def _awake(visit: Visit, person_id: int) -> Person:
    person = open_to(visit, person_id)
    if person.suspended_at is not None:
        raise Refused(f"{person.name}的账号停用着，请先恢复")
    return person
