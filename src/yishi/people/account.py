"""我的 · my communities and seats, my password, and where I am signed in."""

from litestar import Response
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ..communities.models import Body, Community
from ..ledger.models import record
from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Case, Refused
from ..procedure.people import SYSTEM, signed_in
from ..web.handlers import get, post
from ..web.sign_ins import lasts, open_sign_in
from ..web.visit import Missing, Visit
from .authority import end_sign_ins, in_force, in_office
from .models import Invitation, Person, Residence, Seat, SignIn
from .passwords import LONGEST, hashed, matches, shortest_for, unfit
from .throttle import LOCK_AFTER, LOCKED_FOR

OLD = Ask("old", "现在的口令", Kind.LINE, longest=LONGEST)
AGAIN = Ask("again", "再填一遍新口令", Kind.LINE, longest=LONGEST)
SHOWN = 50  # seats
CODES = 20  # given out lately


@get("/account", only=signed_in)
def account(visit: Visit) -> Response:
    me = _me(visit)
    homes = visit.session.scalars(
        select(Community)
        .join(Residence, Residence.community_id == Community.id)
        .where(Residence.person_id == me.id, in_force(Residence, visit.today))
        .order_by(Residence.id)
    ).all()
    seats = visit.session.execute(
        select(Seat, Body.name, Community)
        .join(Body, Body.id == Seat.body_id)
        .join(Community, Community.id == Seat.community_id)
        .where(Seat.person_id == me.id)
        .order_by(Seat.id.desc())
        .limit(SHOWN)
    ).all()
    office = in_office(visit.session, me.id, visit.today)
    sign_ins = visit.session.scalars(select(SignIn).where(SignIn.person_id == me.id).order_by(SignIn.seen_at.desc())).all()
    given = select(Invitation).where(Invitation.person_id == me.id).order_by(Invitation.id.desc()).limit(CODES)
    codes = visit.session.scalars(given.options(joinedload(Invitation.issued_by), joinedload(Invitation.asked_by))).all()
    return visit.page(
        "people/account.html", me=me, homes=homes, seats=seats, sign_ins=[it for it in sign_ins if lasts(it, office, visit.at)],
        notices=[it for it in codes if it.told and it.dismissed_at is None], codes=codes,
    )  # fmt: skip


@post("/account/codes/{code_id:int}/known", only=signed_in, back=account)
def dismiss(visit: Visit, code_id: int) -> Response:
    """The notice goes, the line in the list of codes stays: whoever comes back later still finds it there."""
    mine = select(Invitation).where(Invitation.id == code_id, Invitation.person_id == visit.actor.id, Invitation.told)
    visit.existing(visit.session.scalar(mine.with_for_update())).dismissed_at = visit.at
    return visit.go("/account", "知道了；下面的登录码记录一直留着")


@post("/account/codes/{code_id:int}/void", only=signed_in, back=account)
def void(visit: Visit, code_id: int) -> Response:
    """Not asked for: as long as nobody has used the code, its person puts it out of use."""
    mine = select(Invitation).where(Invitation.id == code_id, Invitation.person_id == visit.actor.id, Invitation.told)
    it = visit.existing(visit.session.scalar(mine.with_for_update()))
    if it.used_at is not None or it.expires_at <= visit.at:
        raise Refused("这个登录码已经用过或者失效了；口令不是您自己换的，请马上换口令，并告诉街道")
    it.expires_at = it.dismissed_at = visit.at
    if it.community_id is not None:
        record(
            visit.session, Case(SYSTEM, visit.at), community_id=it.community_id, subject=f"people/{it.person_id}",
            step="void_code", label="本人作废登录码",
        )  # fmt: skip
    return visit.go("/account", "这个登录码已作废；不是您要的，请告诉街道")


@post("/account/sign-ins/{sign_in_id:int}/end", only=signed_in, back=account)
def end_one(visit: Visit, sign_in_id: int) -> Response:
    it = visit.session.scalar(select(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == visit.actor.id))
    visit.session.delete(visit.existing(it))
    return visit.go("/account", "那里已经退出")


@post("/account/sign-ins/end", only=signed_in, back=account)
def end_others(visit: Visit) -> Response:
    me = _me(visit)
    end_sign_ins(visit.session, me.id, but=visit.sign_in.id if visit.sign_in else None)
    return visit.go("/account", "别处都已退出，只有这里还登录着")


@get("/account/password", only=signed_in)
def password(visit: Visit) -> Response:
    shortest = shortest_for(visit.session, _me(visit), visit.at)
    new = Ask("password", "新口令", Kind.LINE, longest=LONGEST, hint=f"至少{shortest}个字符，几个不相干的词连在一起最好记")
    return visit.page("people/password.html", me=_me(visit), asks=(OLD, new, AGAIN))


def prove(visit: Visit) -> None:
    """Compare the old password and hash the new one while nobody waits for the database."""
    me = _me(visit)
    with visit.parts.database.reading() as session:
        if _problems(visit, me, session):
            return
    if matches(me.password_hash, visit.sent.last("old")):
        visit.sent.made["changed"] = [me.password_hash, hashed(visit.sent.last("password"))]


@post("/account/password", only=signed_in, back=password, first=prove, hashes=True)
def change_password(visit: Visit) -> Response:
    """Every other sign-in ends; this one goes on under a new token."""
    me = visit.existing(visit.session.scalar(select(Person).where(Person.id == visit.actor.id).with_for_update()))
    if (me.locked_until or visit.at) > visit.at:
        return _again(visit, 403, {"old": f"口令试错太多次，请等{LOCKED_FOR.seconds // 60}分钟再改"})
    if problems := _problems(visit, me, visit.session):
        return _again(visit, 422, problems)
    old, new = visit.sent.made.get("changed", (None, None))
    if old is None or me.password_hash != old:
        me.failures += 1
        if me.failures >= LOCK_AFTER:
            me.failures, me.locked_until = 0, visit.at + LOCKED_FOR
        return _again(visit, 403, {"old": "现在的口令不对，请再填一次"})
    me.password_hash, me.must_change, me.failures, me.locked_until = new, False, 0, None
    end_sign_ins(visit.session, me.id)
    open_sign_in(visit, me)
    return visit.go("/account", "口令已经换了，别处的登录都已退出")


def _problems(visit: Visit, me: Person, session: Session) -> dict[str, str]:
    problems = {}
    if not visit.sent.last("old"):
        problems["old"] = "请填写现在的口令"
    if reason := unfit(visit.sent.last("password"), shortest_for(session, me, visit.at), me):
        problems["password"] = reason
    elif visit.sent.last("password") == visit.sent.last("old"):
        problems["password"] = "新口令和现在的一样，请换一个"
    elif visit.sent.last("again") != visit.sent.last("password"):
        problems["again"] = "两遍口令不一样，请再填一遍"
    return problems


def _again(visit: Visit, status: int, problems: dict[str, str]) -> Response:
    """The page once more; not a refusal, which would roll the count of failures back."""
    visit.status, visit.problems, visit.came_back = status, problems, True
    return password(visit)


def _me(visit: Visit) -> Person:
    if visit.sign_in is None:
        raise Missing
    return visit.sign_in.person
