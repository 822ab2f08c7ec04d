"""工作台·人员 · finding people, registering and moving them, letting an account rest."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Response
from sqlalchemy import select

from ..clock import day_in_words
from ..ledger.models import hold, record
from ..people.authority import end_sign_ins, in_force, out_of_reach, suspend
from ..people.models import Invitation, Person, Residence, Seat, Vouched
from ..people.vouching import live_request, needed
from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Refused, Unanswered
from ..procedure.people import Role, holder, staff
from ..web.handlers import get, post
from ..web.visit import Visit
from .desk import as_key, in_a_community
from .models import Body, Household
from .people_search import of_here, search
from .roster import COLUMNS, Row, row_of
from .roster_compare import compare, grids_of
from .roster_import import keep
from .seating import may_give

registrar = holder(Role.STAFF, Role.STREET, Role.ADMIN)
keeper = holder(Role.STAFF, Role.STREET)

NAME = Ask("name", "姓名", Kind.LINE, longest=40)
PHONE = Ask("phone", "手机号", Kind.LINE, required=False, longest=100, hint="11位数字，登录时用；没有就不填")
BUILDING = Ask("building", "楼栋", Kind.LINE, required=False, longest=40, hint="例如 3栋")
ROOM = Ask("room", "房号", Kind.LINE, required=False, longest=40, hint="例如 302")
GRID = Ask("grid", "网格", Kind.CHOICE, required=False)
SINCE = Ask("since", "入住日期", Kind.DATE, required=False, hint="不填就从今天算起")
MOVED_OUT = Ask("until", "住到哪一天", Kind.DATE, hint="过了这一天，就不再算本社区居民")
FIELDS = {"姓名": "name", "手机号": "phone", "楼栋": "building", "房号": "room", "网格": "grid", "入住日期": "since"}


@get("/c/{community:str}/desk/people", only=registrar)
def index(visit: Visit) -> Response:
    words, keeps = visit.asked("q"), staff.includes(visit.actor, None)
    return visit.page("communities/desk/people.html", words=words, found=search(visit, words), keeps=keeps)


@get("/c/{community:str}/desk/people/new", only=staff)
def new(visit: Visit) -> Response:
    return visit.page("communities/desk/person_new.html", asks=_asks(visit))


@post("/c/{community:str}/desk/people/new", only=staff, back=new)
def register(visit: Visit) -> Response:
    """One row of a roster, by hand."""
    row = _row(visit, visit.answers(*_asks(visit)))
    visit.session.refresh(visit.here, with_for_update={"key_share": True})
    compared = compare(visit.session, visit.here.id, [row], visit.at)
    if compared.problems:
        raise Unanswered({"phone": compared.problems[0].partition("：")[2]})
    if not compared.fresh:
        raise Unanswered({"phone" if row.phone else "name": "这位居民已经登记了，请到“人员”里查找，再改资料"})
    ids = keep(visit.session, visit.here.id, [row], compared, visit.at)
    tell(visit, ids[row.line], "register", "登记居民")
    return visit.go(sheet_of(visit, ids[row.line]), f"已登记{row.name}")


@get("/c/{community:str}/desk/people/{person_id:int}", only=registrar)
def show(visit: Visit, person_id: int) -> Response:
    """One person's own sheet."""
    person = _found(visit, person_id)
    residence = _residence(visit, person)
    household = visit.session.get(Household, residence.household_id) if residence and residence.household_id else None
    seats = visit.session.execute(
        select(Seat, Body.name)
        .join(Body, Body.id == Seat.body_id)
        .where(Seat.person_id == person.id, Seat.community_id == visit.here.id)
        .order_by(Seat.id.desc())
        .limit(50)
    ).all()
    code = live_code(visit, person)
    request = live_request(visit.session, person, visit.at)
    values = {
        "name": person.name, "phone": person.phone, "building": household.building if household else "",
        "room": household.room if household else "",
    }  # fmt: skip
    return visit.page(
        "communities/desk/person.html", person=person, residence=residence, household=household, seats=seats, code=code,
        values=values, asks=(NAME, PHONE, BUILDING, ROOM) if residence else (NAME, PHONE), moved_out=MOVED_OUT,
        barred=_barred(visit, person), keeps=staff.includes(visit.actor, None), changes=keeper.includes(visit.actor, None),
        need=needed(visit.session, person, visit.at), request=request, by_street=visit.actor.has(Role.STREET), Vouched=Vouched,
    )  # fmt: skip


@post("/c/{community:str}/desk/people/{person_id:int}/change", only=keeper, back=show)
def change(visit: Visit, person_id: int) -> Response:
    """Who somebody is that decides about public matters, is the street's to change: a name and a number lead to the account."""
    person = open_to(visit, person_id)
    residence = _residence(visit, person)
    given = visit.answers(*((NAME, PHONE, BUILDING, ROOM) if residence else (NAME, PHONE)))
    row = _row(visit, given)
    changed = [
        what for what, before, after in (("姓名", person.name, row.name), ("手机号", person.phone, row.phone)) if before != after
    ]
    if changed and not visit.actor.has(Role.STREET) and needed(visit.session, person, visit.at) is not Vouched.ALONE:
        raise Refused(f"{person.name}在任或者正在参加决定，姓名和手机号由街道更改")
    if row.phone and visit.session.scalar(select(Person.id).where(Person.phone == row.phone, Person.id != person.id)):
        raise Unanswered({"phone": "这个手机号已经登记给另一位，请核对"})
    if person.username is None and row.phone is None and person.password_hash is not None:
        raise Unanswered({"phone": f"{person.name}用手机号登录，请填新的手机号"})
    person.name, person.phone = row.name, row.phone
    if residence and (home := _home(visit, row)) != residence.household_id:
        residence.household_id = home
        changed.append("房号")
    if not changed:
        raise Refused("没有改动")
    tell(visit, person.id, "change_person", "更改人员资料", changed=changed)
    return visit.go(sheet_of(visit, person.id), "已更改：" + "、".join(changed))


@post("/c/{community:str}/desk/people/{person_id:int}/move-out", only=staff, back=show)
def move_out(visit: Visit, person_id: int) -> Response:
    person = _found(visit, person_id)
    residence = visit.existing(_residence(visit, person))
    until = visit.answers(MOVED_OUT)["until"]
    if until < residence.since:
        raise Unanswered({"until": f"不能早于入住的日期（{day_in_words(residence.since)}）"})
    if residence.until == until:
        raise Refused("已经是这一天了")
    if residence.until and residence.until < visit.today <= until:
        residence.recorded_at = visit.at  # living here again: as good as put down anew
    residence.until = until
    tell(visit, person.id, "move_out", "登记迁出", until=until)
    return visit.go(sheet_of(visit, person.id), "已登记迁出")


@post("/c/{community:str}/desk/people/{person_id:int}/suspend", only=registrar, back=show)
def let_rest(visit: Visit, person_id: int) -> Response:
    person = open_to(visit, person_id)
    if person.id == visit.actor.id:
        raise Refused("不能停用自己的账号")
    hold(visit.session, visit.here.id)
    if needed(visit.session, person, visit.at) is Vouched.STREET and not visit.actor.has(Role.STREET):
        raise Refused(f"正在辩论或表决的事项要由{person.name}参加决定，这时只有街道能停用这个账号；请等议决以后再办")
    if person.suspended_at is not None:
        raise Refused(f"{person.name}的账号已经停用了")
    suspend(visit.session, person, visit.at)
    tell(visit, person.id, "suspend", "停用账号")
    return visit.go(sheet_of(visit, person.id), f"{person.name}的账号已停用，各处登录都已退出")


@post("/c/{community:str}/desk/people/{person_id:int}/restore", only=registrar, back=show)
def restore(visit: Visit, person_id: int) -> Response:
    person = open_to(visit, person_id)
    if person.suspended_at is None:
        raise Refused(f"{person.name}的账号没有停用")
    person.suspended_at = None
    end_sign_ins(visit.session, person.id)
    tell(visit, person.id, "restore", "恢复账号")
    return visit.go(sheet_of(visit, person.id), f"{person.name}的账号已恢复")


def _asks(visit: Visit) -> tuple[Ask, ...]:
    in_a_community(visit)
    grids = grids_of(visit.session, visit.here.id)
    grid = (replace(GRID, choices=tuple((name, name) for name in grids)),) if grids else ()
    return (NAME, PHONE, BUILDING, ROOM, *grid, SINCE)


def _row(visit: Visit, given: Mapping[str, Any]) -> Row:
    """What was typed, judged as a row of the roster would be."""
    said = {column: given.get(name) or "" for column, name in FIELDS.items()}
    said["入住日期"] = given["since"].isoformat() if given.get("since") else ""
    row, wrong = row_of(1, [said.get(column, "") for column in COLUMNS], frozenset(grids_of(visit.session, visit.here.id)))
    if wrong:
        raise Unanswered(
            {next((name for label, name in FIELDS.items() if label in sentence), "name"): sentence for sentence in wrong}
        )
    return row


def _home(visit: Visit, row: Row) -> int | None:
    """The household of a room, made when there is none yet."""
    if not row.room:
        return None
    named = {"community_id": visit.here.id, "building": row.building, "room": row.room}
    home = visit.session.scalar(select(Household).filter_by(**named))
    if home is None:
        home = Household(**named)
        visit.session.add(home)
        visit.session.flush()
    return home.id


def _found(visit: Visit, person_id: int) -> Person:
    """Somebody who lives or sits here, now or once; anybody else does not exist for this desk."""
    statement = select(Person).where(Person.id == as_key(person_id), Person.id.in_(of_here(visit.here.id)))
    return visit.existing(visit.session.scalar(statement.with_for_update() if visit.writes else statement))


def live_code(visit: Visit, person: Person) -> Invitation | None:
    """The sheet that is in somebody's hand, not used yet."""
    unused = select(Invitation).where(Invitation.person_id == person.id, Invitation.used_at.is_(None))
    return visit.session.scalar(unused.where(Invitation.expires_at > visit.at).order_by(Invitation.id.desc()).limit(1))


def open_to(visit: Visit, person_id: int) -> Person:
    """Somebody whose account is this desk's to keep."""
    person = _found(visit, person_id)
    if reason := _barred(visit, person):
        raise Refused(reason)
    return person


def _barred(visit: Visit, person: Person) -> str:
    """An account is kept by those who could have given its owner every seat they hold; a colleague's is not."""
    if out_of_reach(visit.session, person, visit.actor, visit.at):
        return f"{person.name}在别处也有登记，或者担任上级职务，账号由平台管理员办理"
    seats = visit.session.scalars(
        select(Seat.role).where(Seat.person_id == person.id, Seat.community_id == visit.here.id, in_force(Seat, visit.today))
    )
    above = [role.label for role in seats if not may_give(visit.actor, role)]
    return f"{person.name}是{above[0]}，账号由上级办理" if above else ""


def _residence(visit: Visit, person: Person) -> Residence | None:
    return visit.session.scalar(select(Residence).where(Residence.community_id == visit.here.id, Residence.person_id == person.id))


def tell(visit: Visit, person_id: int, step: str, label: str, **given: Any) -> None:
    """On the ledger by number: names and telephones stay off it."""
    record(
        visit.session, visit.case, community_id=visit.here.id, subject=f"people/{person_id}", step=step, label=label, given=given
    )


def sheet_of(visit: Visit, person_id: int) -> str:
    return f"{visit.here.url}/desk/people/{person_id}"
