"""登录 · by username or mobile number and password; in a demonstration also by choosing one of the ready-made people.

An unknown name, a wrong password, an account at rest and a suspended one are answered alike: same words, same status, and one
comparison of a hash each time.
"""

import json
import re
import unicodedata

import structlog
from litestar import Response
from sqlalchemy import Select, or_, select

from ..communities.models import Community
from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Unanswered
from ..procedure.people import Role, everyone
from ..web.addresses import came_from, local, shown_at
from ..web.handlers import get, post
from ..web.resume import form_at, kept_fields, resume
from ..web.sign_ins import close_sign_in, open_sign_in
from ..web.visit import Missing, Visit
from .authority import in_force
from .models import Person, Residence, Seat
from .passwords import LONGEST, hashed, matches, outdated
from .throttle import LOCK_AFTER, LOCKED_FOR, WINDOW

NAME = Ask("name", "手机号或用户名", Kind.LINE, longest=100)
PASSWORD = Ask("password", "口令", Kind.LINE, longest=LONGEST)
WRONG = (
    f"用户名或口令不对，请再试一次。连续试错{LOCK_AFTER}次，要等{LOCKED_FOR.seconds // 60}分钟再试；"
    "忘了口令，请找社区工作人员要一张新的登录码"
)
TOO_OFTEN = f"从您这里登录失败的次数太多了，请等{WINDOW.seconds // 60}分钟再试，或者换手机流量再试"
MOST_KEPT = 4 * 1024 * 1024  # bytes, with a form that had been filled in
SHOWN = 60  # ready-made people on the page
ORDER = (Role.RESIDENT, Role.COUNCILLOR, Role.CHAIR, Role.STAFF, Role.LIAISON, Role.SUPERVISOR, Role.STREET, Role.ADMIN)
log = structlog.get_logger("yishi.sign_in")


@get("/sign-in", only=everyone)
def sign_in(visit: Visit) -> Response:
    next = visit.sent.last("next") or visit.asked("next")
    return asked_to_sign_in(visit, next=next, kept=visit.sent.last("kept"), lost_files=_lost(visit))


def asked_to_sign_in(visit: Visit, next: str, kept: str, lost_files: list[str]) -> Response:
    """The page, holding on to what was typed into a form by whoever had been signed out meanwhile."""
    people = _ready_made(visit) if visit.demo else []
    page = visit.page(
        "people/sign_in.html", asks=(NAME, PASSWORD), next=local(next, ""), kept=kept, people=people,
        lost_files=lost_files, lost=json.dumps(lost_files) if lost_files else "",
    )  # fmt: skip
    page.headers["cache-control"] = "no-store"
    return page


def prove(visit: Visit) -> None:
    """Compare the password while nobody waits for the database: it takes a tenth of a second on purpose."""
    name, password = visit.sent.last("name"), visit.sent.last("password")
    if not name.strip() or not password or len(name) > NAME.longest or len(password) > PASSWORD.longest:
        return
    with visit.parts.database.reading() as session:
        person = session.scalar(named(name))
        community_id = session.scalar(select(Residence.community_id).where(Residence.person_id == person.id)) if person else None
    address = came_from(visit.request, visit.parts.settings.proxies)
    visit.sent.made["from"] = [(address, community_id)]
    if visit.parts.throttle.shut(address, community_id, visit.at):
        return
    stored = person.password_hash if person else None
    visit.sent.made["compared"] = [person.id if person else None]
    if matches(stored, password) and stored is not None:
        visit.sent.made["matched"] = [stored, hashed(password) if outdated(stored) else stored]


@post("/sign-in", only=everyone, back=sign_in, first=prove, hashes=True, body=MOST_KEPT)
def enter(visit: Visit) -> Response:
    visit.answers(NAME)
    if not (password := visit.sent.last("password")) or len(password) > PASSWORD.longest:
        raise Unanswered({"password": f"口令最多{PASSWORD.longest}个字符" if password else "请填写口令"})
    if not (compared := visit.sent.made.get("compared")):
        return _again(visit, 429, TOO_OFTEN)
    person = visit.session.scalar(select(Person).where(Person.id == compared[0]).with_for_update()) if compared[0] else None
    old, new = visit.sent.made.get("matched", (None, None))
    resting = person is not None and (person.suspended_at is not None or (person.locked_until or visit.at) > visit.at)
    if person is None or old is None or person.password_hash != old or resting:
        if old is None:
            _count(visit, None if resting else person)
        log.warning("sign_in_refused", person=person.id if person else None, resting=resting)
        return _again(visit, 403, WRONG)
    person.password_hash, person.failures, person.locked_until = new, 0, None
    return _let_in(visit, person)


@post("/sign-in/demo", only=everyone, body=MOST_KEPT)
def choose(visit: Visit) -> Response:
    """One press, no password; there is no such address outside a demonstration, nor such a person."""
    chosen = visit.sent.last("person")
    if not visit.demo or not chosen.isdecimal() or len(chosen) > 9:
        raise Missing
    wanted = select(Person).where(Person.id == int(chosen), Person.demo, Person.suspended_at.is_(None))
    return _let_in(visit, visit.existing(visit.session.scalar(wanted)))


@post("/sign-out", only=everyone)
def leave(visit: Visit) -> Response:
    close_sign_in(visit)
    return visit.go("/", "已退出登录")


def named(name: str) -> Select[Person]:
    """Whoever signs in with this; ８６ and +86 and blanks in a number do not matter, nor do capitals in a name."""
    plain = unicodedata.normalize("NFKC", name).strip()
    phone = re.sub(r"[\s\-]", "", plain).removeprefix("+86")
    is_it = or_(Person.username.in_({plain, plain.lower()}), Person.phone == phone)
    return select(Person).where(is_it).order_by(Person.id).limit(1)


def home_of(visit: Visit, person: Person) -> str:
    """The community where the person lives, else where they sit."""
    for term in (Residence, Seat):
        held = select(Community).join(term, term.community_id == Community.id).where(term.person_id == person.id)
        if community := visit.session.scalar(held.where(in_force(term, visit.today)).order_by(term.id).limit(1)):
            return community.url
    return "/"


def _let_in(visit: Visit, person: Person) -> Response:
    open_sign_in(visit, person)
    log.info("signed_in", person=person.id)
    if person.must_change:
        return visit.go("/account/password", "第一次登录，请先换一个自己的口令")
    next = local(visit.sent.last("next"), "")
    fields = kept_fields(visit.sent.last("kept"))
    if fields and (page := form_at(visit.request, next)):
        return resume(visit, page, next, fields, _lost(visit))
    while next and not shown_at(visit.request, next):
        next = next.rpartition("/")[0]  # a button was pressed there: to the page where it stands
    return visit.go(next or home_of(visit, person), f"{person.name}，您好")


def _count(visit: Visit, person: Person | None) -> None:
    """A failure; the fifth in a row puts the account to rest."""
    address, community_id = visit.sent.made["from"][0]
    visit.parts.throttle.failed(address, community_id, visit.at)
    if person is not None:
        person.failures += 1
        if person.failures >= LOCK_AFTER:
            person.failures, person.locked_until = 0, visit.at + LOCKED_FOR


def _again(visit: Visit, status: int, reason: str) -> Response:
    """The page once more; not a refusal, which would roll the count of failures back."""
    visit.status, visit.reasons, visit.came_back = status, (reason,), True
    return sign_in(visit)


def _ready_made(visit: Visit) -> list[tuple[str, str, list[Person]]]:
    """(what they are, where, who), in the order in which a matter meets them."""
    seats = visit.session.execute(
        select(Person, Seat.role, Community.name)
        .join(Seat, Seat.person_id == Person.id)
        .join(Community, Community.id == Seat.community_id)
        .where(Person.demo, Person.suspended_at.is_(None), in_force(Seat, visit.today))
        .order_by(Person.id, Seat.id)
        .limit(SHOWN)
    )
    homes = visit.session.execute(
        select(Person, Community.name)
        .join(Residence, Residence.person_id == Person.id)
        .join(Community, Community.id == Residence.community_id)
        .where(Person.demo, Person.suspended_at.is_(None), in_force(Residence, visit.today))
        .order_by(Residence.id)
        .limit(SHOWN)
    )
    groups: dict[tuple[Role, str], list[Person]] = {}
    known: set[int] = set()
    for person, role, place in [*seats, *((person, Role.RESIDENT, place) for person, place in homes)]:
        if person.id not in known:
            groups.setdefault((role, place), []).append(person)
        known.add(person.id)
    ranked = sorted(groups.items(), key=lambda it: ORDER.index(it[0][0]) if it[0][0] in ORDER else len(ORDER))
    return [(role.label, place, people) for (role, place), people in ranked]


def _lost(visit: Visit) -> list[str]:
    """Names of files that could not be held on to, as the page that asked to sign in wrote them."""
    try:
        names = json.loads(visit.sent.last("lost") or "[]")
    except (ValueError, RecursionError):
        return []
    return [str(name)[:200] for name in names[:20]] if isinstance(names, list) else []
