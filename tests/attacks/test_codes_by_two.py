"""两人核准 · no official alone gets into the account of somebody who decides, whatever they do before, around or after it."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import world
from tests.attacks.conftest import DESK, code_on
from tests.communities.sheets import sheet as excel
from yishi.app import litestar_of
from yishi.communities.models import Body, BodyKind, Community, Level
from yishi.communities.roster_uploads import Phase, RosterImport
from yishi.ledger.models import LedgerEntry
from yishi.people.invitations import issue
from yishi.people.models import CodeRequest, Invitation, Person, Residence, Seat, SignIn
from yishi.polls.models import Elector
from yishi.procedure.lifecycle import Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role

ANOTHER = "换了一个新的 长口令"


@pytest.fixture
def asked(sheet):
    """`asked("王主任", "陈国栋")`: the first half."""
    return lambda by, name: sheet(by, name).presses("申请登录码").sees("已申请，等另一位来核准")


@pytest.fixture
def uses(browse, visitor):
    """`uses(code)`: somebody with the paper in their hand."""

    def use(code, **typed):
        who = type(visitor)(browse(), None, "")
        who.opens("/invitation").presses("下一步", code=code)
        if who.status != 200:
            return who
        return who.presses("设好，进入", **{"username": "attacker", "password": ANOTHER, "again": ANOTHER, **typed})

    return use


def steps(found, person):
    return found(select(LedgerEntry.step).filter_by(subject=f"people/{person.id}").order_by(LedgerEntry.seq))


# -- 一个人办不成 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["陈国栋", "周敏", "监督员甲"])
@pytest.mark.parametrize("by", ["王主任", "街道老李", "管理员"])
def test_nobody_prints_a_code_alone_for_whoever_decides(sheet, found, of, by, name):
    official = sheet(by, name).is_not_offered("发登录码")
    official.posts(f"{DESK}/people/{of(name).id}/code").sees("不能由一个人发")
    assert official.status == 409 and not found(select(Invitation))


def test_a_resident_gets_one_from_one_official(sheet):
    assert code_on(sheet("王主任", "林秀兰").is_not_offered("申请登录码").presses("发登录码"))


def test_asking_is_for_whoever_decides_alone(sheet, of, found):
    staff = sheet("王主任", "林秀兰")
    assert staff.posts(f"{DESK}/people/{of('林秀兰').id}/code/ask").status == 409
    assert not found(select(CodeRequest))


def test_who_asked_does_not_release(asked, of, found):
    staff = asked("王主任", "陈国栋").is_not_offered("核准并打印登录码")
    staff.posts(f"{DESK}/people/{of('陈国栋').id}/code/release").sees("要由两个人办")
    assert staff.status == 409 and not found(select(Invitation))


def test_nobody_has_a_hand_in_a_code_of_their_own(session, sheet, home, found):
    """An administrator who is a councillor as well: the only one whose own account is within their reach."""
    admin = session.scalars(select(Person).filter_by(name="管理员")).one()
    world.seat(session, home, BodyKind.COUNCIL, admin, Role.COUNCILLOR, "居民议事员")
    session.commit()
    me = sheet("管理员", "管理员").is_not_offered("申请登录码")
    assert me.posts(f"{DESK}/people/{admin.id}/code/ask").status == 409
    assert not found(select(CodeRequest))


def test_two_officials_give_one_out_and_its_person_is_told_by_whom(asked, sheet, person, account, uses, found, of):
    account("陈国栋", "chen")
    owner, elsewhere = person("陈国栋"), person("陈国栋")
    asked("王主任", "陈国栋")
    assert owner.opens("/account").status == 200, "asking changes nothing"
    code = code_on(sheet("街道老李", "陈国栋").sees("王主任", "申请了登录码").presses("核准并打印登录码"))
    assert code and elsewhere.opens("/account").status == 401, "released, the old sign-ins are over"
    person("陈国栋").opens("/account").sees("由王主任申请、街道老李核准", "如非本人要求")
    uses(code).sees("口令设好了").opens("/account").sees("您的口令于", "由王主任申请、街道老李核准")
    entries = found(select(LedgerEntry).filter_by(subject=f"people/{of('陈国栋').id}").order_by(LedgerEntry.seq))
    assert [it.step for it in entries] == ["ask_code", "release_code", "use_code"]
    assert [it.actor_name for it in entries] == ["王主任", "街道老李", "系统"]
    assert entries[1].given["asked_by"] == "王主任" and "陈国栋" not in "".join(str(it.content()) for it in entries)


def test_a_colleague_releases_while_nothing_is_decided(asked, sheet, colleague, uses):
    asked("王主任", "陈国栋")
    uses(code_on(sheet(colleague, "陈国栋").presses("核准并打印登录码"))).sees("口令设好了")


@pytest.mark.parametrize("name", ["林秀兰", "陈国栋", "周敏", "郑秘书", "望江主任"])
def test_nobody_but_officials_of_the_place_releases(asked, person, of, name, found):
    asked("王主任", "陈国栋")
    other = person(name)
    assert other.posts(f"{DESK}/people/{of('陈国栋').id}/code/release").status in (403, 404)
    assert not found(select(Invitation))


def test_what_was_asked_for_runs_out_in_a_day(asked, sheet, time, of, found):
    asked("王主任", "陈国栋")
    time.passes(days=1)
    second = sheet("街道老李", "陈国栋").is_not_offered("核准并打印登录码")
    second.posts(f"{DESK}/people/{of('陈国栋').id}/code/release").sees("没有等着核准的申请")
    assert not found(select(Invitation))


def test_one_request_gives_one_code(asked, sheet, of):
    asked("王主任", "陈国栋")
    second = sheet("街道老李", "陈国栋").presses("核准并打印登录码")
    assert second.posts(f"{DESK}/people/{of('陈国栋').id}/code/release").status == 409


def test_a_second_official_who_doubts_it_takes_it_down(asked, sheet, found, of):
    asked("王主任", "陈国栋")
    sheet("街道老李", "陈国栋").presses("不核准，撤下").sees("申请已撤下").is_not_offered("核准并打印登录码")
    assert steps(found, of("陈国栋")) == ["ask_code", "withdraw_code"]


def test_who_is_no_official_any_more_has_asked_for_nothing(asked, sheet, ended, of):
    asked("王主任", "陈国栋")
    ended("王主任", date(2026, 3, 1))
    second = sheet("街道老李", "陈国栋").presses("核准并打印登录码")
    assert second.status == 409 and not code_on(second)


def test_a_request_waits_in_the_to_do_of_the_others(asked, person, colleague):
    staff = asked("王主任", "陈国栋")
    person(colleague).opens("/c/liuyin/todo").sees("核准登录码", "陈国栋")
    person("街道老李").opens("/c/liuyin/todo").sees("核准登录码", "陈国栋")
    staff.opens("/c/liuyin/todo").does_not_see("核准登录码")


# -- 本人知道 ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def released(asked, sheet, account):
    """陈国栋 has a password; 王主任 asked, 街道老李 released: the code."""
    account("陈国栋", "chen")
    asked("王主任", "陈国栋")
    return code_on(sheet("街道老李", "陈国栋").presses("核准并打印登录码"))


def test_the_notice_stays_until_its_person_says_that_they_know_and_the_record_after_it(person, released):
    owner = person("陈国栋").opens("/c/liuyin/todo").sees("有人给您发了登录码", "如非本人要求")
    assert owner.opens(owner.page.select_one("a[href='/account']")["href"]).status == 200
    for _ in range(2):
        owner.opens("/account").sees("如非本人要求")
    owner.presses("是我要的，知道了").does_not_see("如非本人要求").sees("登录码记录", "由王主任申请、街道老李核准")
    owner.opens("/c/liuyin/todo").does_not_see("有人给您发了登录码")


def test_who_took_the_account_over_wipes_no_trace_by_dismissing(person, released, uses):
    thief = uses(released).opens("/account")
    thief.presses("是我要的，知道了")
    person("陈国栋").opens("/account").sees("登录码记录", "由王主任申请、街道老李核准", "用过")


def test_its_person_puts_a_code_out_of_use_that_they_never_asked_for(person, released, uses, found, of):
    person("陈国栋").opens("/account").presses("不是我要的，作废").sees("这个登录码已作废").does_not_see("如非本人要求")
    assert uses(released).sees("这个登录码不对").status == 403
    assert steps(found, of("陈国栋")) == ["ask_code", "release_code", "void_code"]


def test_a_used_code_is_no_more_to_be_put_out_of_use(person, released, uses, found):
    owner = person("陈国栋").opens("/account")
    uses(released)
    again = person("陈国栋").opens("/account").is_not_offered("不是我要的，作废")
    code = found(select(Invitation.id))[0]
    assert again.posts(f"/account/codes/{code}/void").sees("已经用过或者失效").status == 409
    assert owner.opens("/account").status == 401


@pytest.mark.parametrize("act", ["known", "void"])
def test_nobody_answers_for_a_code_of_somebody_else(person, released, found, act):
    code = found(select(Invitation.id))[0]
    assert person("何丽").posts(f"/account/codes/{code}/{act}").status == 404
    assert found(select(Invitation.dismissed_at)) == [None]


def test_a_resident_whose_password_one_official_may_reset_is_told_as_well(person, account, sheet):
    account("林秀兰", "xiulan")
    sheet("王主任", "林秀兰").presses("发登录码")
    person("林秀兰").opens("/account").sees("由王主任发出", "如非本人要求")
    sheet("王主任", "赵春梅").presses("发登录码")
    person("赵春梅").opens("/account").does_not_see("如非本人要求").sees("由王主任发出")


# -- 正在辩论、表决 ----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("debated")
def test_while_the_council_decides_the_second_is_the_street(asked, sheet, colleague, of, found, uses):
    asked("王主任", "陈国栋").sees("街道核准")
    second = sheet(colleague, "陈国栋").is_not_offered("核准并打印登录码")
    second.posts(f"{DESK}/people/{of('陈国栋').id}/code/release").sees("由街道核准")
    assert second.status == 409 and not found(select(Invitation))
    uses(code_on(sheet("街道老李", "陈国栋").presses("核准并打印登录码"))).sees("口令设好了")


@pytest.mark.usefixtures("debated")
def test_the_administrator_is_not_the_street(asked, sheet, of, found):
    asked("王主任", "陈国栋")
    admin = sheet("管理员", "陈国栋").is_not_offered("核准并打印登录码")
    assert admin.posts(f"{DESK}/people/{of('陈国栋').id}/code/release").status == 409 and not found(select(Invitation))


def test_whose_seat_is_over_is_guarded_as_long_as_they_are_on_an_open_roll(poll, sheet, ended, colleague, of, found):
    """The seat ended, the ballot is still theirs: no lone code, and the second is the street."""
    ended("陈国栋", date(2026, 3, 1))
    assert found(select(Elector).filter_by(name="陈国栋"))
    staff = sheet("王主任", "陈国栋").is_not_offered("发登录码")
    assert staff.posts(f"{DESK}/people/{of('陈国栋').id}/code").status == 409
    staff.presses_anyway("申请登录码")
    second = sheet(colleague, "陈国栋")
    assert second.posts(f"{DESK}/people/{of('陈国栋').id}/code/release").status == 409 and not found(select(Invitation))
    assert code_on(sheet("街道老李", "陈国栋").presses("核准并打印登录码"))


def test_a_code_of_two_colleagues_opens_nothing_once_the_council_decides(asked, sheet, colleague, session, home, time, uses):
    """Printed before the debate, kept for the vote."""
    asked("王主任", "陈国栋")
    code = code_on(sheet(colleague, "陈国栋").presses("核准并打印登录码"))
    world.matter(session, home, time.at, state=MatterState.DEBATING, number="柳荫街-柳荫-2026-0009")
    session.commit()
    assert uses(code).sees("这个登录码不对").status == 403


@pytest.mark.usefixtures("debated")
def test_the_street_of_another_street_does_not_stand_for_ours(session, asked, sheet, colleague, of, found):
    """A seat in a foreign street office, beside the one at our workstation, is worth nothing here."""
    above = session.scalars(select(Community).filter_by(slug="shifan")).one()
    other = Community(level=Level.STREET, parent_id=above.id, slug="qiaotou", name="桥头街道", short="桥头", path="")
    session.add(other)
    session.flush()
    other.path = f"{above.path}{other.id}/"
    office = Body(community_id=other.id, kind=BodyKind.STREET_OFFICE, name="桥头街道办事处")
    session.add(office)
    session.flush()
    who = session.scalars(select(Person).filter_by(name=colleague)).one()
    place = {"community_id": other.id, "body_id": office.id, "recorded_at": world.FOUNDED}
    session.add(Seat(**place, person_id=who.id, role=Role.STREET, title="街道", since=world.SINCE))
    session.commit()
    asked("王主任", "陈国栋")
    second = sheet(colleague, "陈国栋")
    assert second.posts(f"{DESK}/people/{of('陈国栋').id}/code/release").status == 409 and not found(select(Invitation))


# -- 先发码、再安排 ----------------------------------------------------------------------------------------------------


def test_a_code_given_first_opens_nothing_once_its_person_decides(sheet, seats, uses):
    code = code_on(sheet("王主任", "林秀兰").presses("发登录码"))
    seats(sheet("王主任", "林秀兰"), "林秀兰").sees("林秀兰已任")
    assert uses(code).sees("这个登录码不对").status == 403


def test_a_code_used_first_is_no_way_in_once_its_person_decides(sheet, seats, uses, person, of, found, browse, visitor):
    """The account was the insider's before it was a councillor's."""
    thief = uses(code_on(sheet("王主任", "林秀兰").presses("发登录码"))).sees("口令设好了")
    seats(person("王主任"), "林秀兰").sees("原来的口令已停用")
    assert thief.opens("/account").status == 401
    again = type(visitor)(browse(), None, "")
    assert again.opens("/sign-in").presses("登录", name="attacker", password=ANOTHER).status == 403
    assert not found(select(SignIn).filter_by(person_id=of("林秀兰").id))
    assert found(select(LedgerEntry).filter_by(step="seat"))[0].given["password_rests"] is True


def test_a_seat_for_later_guards_from_today(sheet, seats, uses, person, of):
    thief = uses(code_on(sheet("王主任", "林秀兰").presses("发登录码")))
    seats(person("王主任"), "林秀兰", since="2026-12-01")
    assert thief.opens("/account").status == 401
    staff = sheet("王主任", "林秀兰").is_not_offered("发登录码")
    assert staff.posts(f"{DESK}/people/{of('林秀兰').id}/code").status == 409


def test_ending_a_seat_and_giving_it_again_is_no_way_in(sheet, seats, ends, uses, person, time, browse, visitor, account):
    account("何丽", "heli")
    staff = person("王主任")
    ends(staff, "何丽", "2026-03-02")
    time.passes(days=1)
    thief = uses(code_on(sheet(staff, "何丽").presses("发登录码"))).sees("口令设好了")
    seats(staff, "何丽", since="2026-03-03").sees("原来的口令已停用")
    assert thief.opens("/account").status == 401
    again = type(visitor)(browse(), None, "")
    assert again.opens("/sign-in").presses("登录", name="heli", password=ANOTHER).status == 403


def test_whoever_got_in_by_two_keeps_the_password_from_seat_to_seat(asked, sheet, seats, ends, uses, person, time):
    asked("王主任", "何丽")
    uses(code_on(sheet("街道老李", "何丽").presses("核准并打印登录码")), username="heli")
    staff = person("王主任")
    ends(staff, "何丽", "2026-03-02")
    time.passes(days=1)
    seats(staff, "何丽", since="2026-03-03").sees("何丽已任居民议事员").does_not_see("已停用")


def test_a_further_seat_shuts_no_councillor_out_of_a_vote(person, account, found, of):
    """Or staff would put a councillor's password out of use by an honour."""
    account("何丽", "heli")
    supervisors = found(select(Seat.body_id).where(Seat.role == Role.SUPERVISOR))[0]
    typed = {"name": "何丽", "role": "supervisor", "title": "居民监督员", "since": "2026-03-02"}
    person("王主任").opens(f"{DESK}/bodies/{supervisors}/seat").presses("安排席位", **typed).sees("何丽已任")
    assert of("何丽").password_hash is not None


def test_an_account_taken_over_gives_no_second_official(sheet, uses, person, found):
    """The street seats, in good faith, a resident whose account is an insider's: the password rests."""
    thief = uses(code_on(sheet("王主任", "林秀兰").presses("发登录码")))
    workstation = found(select(Seat.body_id).where(Seat.role == Role.STAFF).order_by(Seat.id))[0]
    typed = {"name": "林秀兰", "role": "staff", "title": "社区工作人员", "since": "2026-03-02"}
    person("街道老李").opens(f"{DESK}/bodies/{workstation}/seat").presses("安排席位", **typed).sees("原来的口令已停用")
    assert thief.opens(f"{DESK}/people").status == 401


def test_nobody_seats_themself_where_one_decides(seats, person):
    assert seats(person("王主任"), "王主任").sees("自己的席位不由自己安排").status == 409


# -- 别的门 ------------------------------------------------------------------------------------------------------------


def test_the_page_of_the_tree_prints_none_alone(person, found, session):
    """An administrator seats a councillor as staff, to have their code on the sheet of first officials."""
    session.scalars(select(Person).filter_by(name="陈国栋")).one().phone = "13800000061"
    session.commit()
    place = found(select(Community).filter_by(slug="liuyin"))[0]
    admin = person("管理员").opens(f"/admin/places/{place.id}")
    admin.presses("安排并打印登录码", name="陈国栋", phone="13800000061").sees("登录码要两个人办")
    assert not code_on(admin) and not found(select(Invitation))


def test_staff_change_neither_name_nor_number_of_whoever_decides(sheet, of, found):
    staff = sheet("王主任", "陈国栋").presses("保存", name="陈国栋", phone="13800000066").sees("由街道更改")
    assert staff.status == 409 and of("陈国栋").phone is None
    staff = sheet("王主任", "陈国栋").presses("保存", name="别人", phone="").sees("由街道更改")
    assert of("陈国栋").name == "陈国栋"
    sheet("王主任", "陈国栋").presses("保存", name="陈国栋", building="6栋", room="601").sees("已更改：房号")
    sheet("街道老李", "陈国栋").presses("保存", name="陈国栋", phone="13800000066").sees("已更改：手机号")


@pytest.mark.parametrize(
    "row",
    [
        ("陈国栋", "13800000067", "6栋", "601"),
        ("别人", "13800000061", "6栋", "601"),
    ],
)
def test_a_roster_changes_neither_name_nor_number_of_whoever_holds_a_seat(session, sheet, app, found, row):
    it = session.scalars(select(Person).filter_by(name="陈国栋")).one()
    it.phone = "13800000061"
    session.commit()
    parts = litestar_of(app).state.parts
    staff = sheet("王主任", "陈国栋").presses("保存", name="陈国栋", phone="13800000061", building="6栋", room="601")
    staff.opens(f"{DESK}/roster").presses("上传并核对", files={"file": ("r.xlsx", excel(row, ("新来的", "", "7栋", "701")))})
    parts.jobs.finish()
    staff.opens(staff.url).sees("第2行", "任着席位，姓名和手机号不能从名册改")
    kept = found(select(Person).filter_by(id=it.id))[0]
    assert (kept.name, kept.phone) == ("陈国栋", "13800000061") and not found(select(Person).filter_by(name="新来的"))
    assert found(select(RosterImport.phase)) == [Phase.FAULTY]


def test_registering_a_neighbours_councillor_here_brings_no_code(session, home, time):
    chair = session.scalars(select(Person).filter_by(name="望江主持")).one()
    session.add(Residence(community_id=home.id, person_id=chair.id, since=world.SINCE))
    session.flush()
    staff = session.scalars(select(Person).filter_by(name="王主任")).one()
    with pytest.raises(Refused):
        issue(session, chair, staff, time.at)
