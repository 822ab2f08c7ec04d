"""工作台 · what waits, for whom; finding people, their sheets, codes and accounts; nobody beyond their reach."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from yishi.communities.models import Community, Household
from yishi.ledger.models import LedgerEntry
from yishi.matters.models import Matter
from yishi.people.invitations import digest_of
from yishi.people.models import Invitation, Person, Residence, Seat, SignIn
from yishi.procedure.matter import MatterKind, MatterState, Stage
from yishi.procedure.people import Role

DESK = "/c/liuyin/desk"


def matter(session, home, time, title, due, state=MatterState.REVIEW, appeals=0):
    proposer = session.scalars(select(Person).filter_by(name="林秀兰")).one()
    it = Matter(
        community_id=home.id, kind=MatterKind.ISSUE, title=title, need="要办", place="南门", beneficiaries="居民", state=state,
        stage=Stage.PROPOSE, number=f"柳荫街-柳荫-2026-{title}", proposer_id=proposer.id, appeals=appeals,
        rule_set_version_id=home.rule_set_version_id, created_at=time.at, entered_at=time.at, touched_at=time.at, due_at=due,
    )  # fmt: skip
    session.add(it)
    session.flush()
    return it


@pytest.fixture
def waiting(session, home, time):
    """Three proposals to review, one of them late, and one appeal."""
    for n, (title, days, appeals) in enumerate((("新的", 4, 0), ("旧的", 2, 0), ("晚了的", -3, 0), ("申诉的", 1, 1))):
        matter(session, home, time, title, time.at + timedelta(days=days, minutes=n), appeals=appeals)
    matter(session, home, time, "期满的", time.at - timedelta(days=1), MatterState.POSTED)
    session.commit()


def sheet_of(who, name):
    who.opens(f"{DESK}/people?q={name}")
    link = next(a for a in who.page.select("ul.entries .title a") if a.get_text() == name)
    return who.opens(link["href"])


# -- 首页和队列 --------------------------------------------------------------------------------------------------------


def test_staff_see_what_waits_and_how_much_of_it_is_late(person, waiting):
    staff = person("王主任").opens(DESK).sees("受理审查 对照规则看提案：受理、退回补正、不予受理 逾期1件 3件")
    staff.sees("确认生效 公示期满、异议都已答复的结果 1件").does_not_see("复核申诉")


def test_the_chair_sees_appeals_and_nothing_else_of_the_desk(person, waiting):
    chair = person("周敏").opens(DESK).sees("复核申诉", "1件").does_not_see("受理审查", "导入居民名册", "年度资金")
    assert chair.opens(f"{DESK}/queues/review").status == 404
    chair.opens(f"{DESK}/queues/appeals").sees("申诉的").does_not_see("晚了的")


def test_the_queue_begins_with_the_longest_overdue_and_goes_on_page_by_page(person, session, home, time):
    for n in range(23):
        matter(session, home, time, f"第{n}件", time.at + timedelta(hours=50 - n % 7))
    session.commit()
    staff = person("王主任").opens(f"{DESK}/queues/review")
    seen = [a.get_text() for a in staff.page.select(".title a")]
    staff.opens(staff.page.select_one("nav.pager a")["href"])
    seen += [a.get_text() for a in staff.page.select(".title a")]
    assert sorted(seen) == sorted(f"第{n}件" for n in range(23)) and seen[0] == "第6件"
    assert staff.opens(f"{DESK}/queues/review?after=rubbish").status == 200
    assert staff.opens(f"{DESK}/queues/nothing").status == 404


def test_the_front_page_counts_in_one_statement(person, waiting, queries):
    staff = person("王主任")
    with queries() as seen:
        staff.opens(DESK)
    assert len(seen) <= 8, seen


@pytest.mark.parametrize("name", ["林秀兰", "陈国栋", "郑秘书", "监督员甲", "物业小何", "望江主任", "江北人"])
def test_whoever_has_no_work_there_does_not_enter_and_sees_no_link(person, visitor, name):
    it = person(name)
    assert it.opens(DESK).status == 403
    assert not it.opens("/c/liuyin").page.select("a[href$='/desk']")
    assert visitor.opens(DESK).status == 401


@pytest.mark.parametrize("name", ["王主任", "周敏", "街道老李", "管理员"])
def test_whoever_has_finds_the_link_on_every_page(person, name):
    assert person(name).opens("/c/liuyin/people").page.select("a[href='/c/liuyin/desk']")


def test_the_street_sees_the_communities_below_it(person):
    person("街道老李").opens("/c/liuyin-street/desk").sees("下面的社区", "柳荫社区", "望江社区")


# -- 找人 --------------------------------------------------------------------------------------------------------------


def test_nobody_leafs_through_the_roster(person):
    person("王主任").opens(f"{DESK}/people").does_not_see("林秀兰", "赵春梅")


@pytest.mark.parametrize("words", ["秀兰", "林秀兰 3栋", "3栋302", "302", "0042", "13800000042"])
def test_a_person_is_found_by_name_phone_or_room(person, session, words):
    session.scalars(select(Person).filter_by(name="林秀兰")).one().phone = "13800000042"
    session.commit()
    person("王主任").opens(f"{DESK}/people?q={words}").sees("林秀兰", "138****0042").does_not_see("13800000042 ", "江北人")


@pytest.mark.parametrize("words", ["江北人", "%", "_", "<script>", "😀", "林秀兰 9栋", "0", "'; --"])
def test_nobody_of_another_community_is_found_and_signs_are_only_signs(person, words):
    page = person("王主任").opens(f"{DESK}/people?q={words}")
    assert page.status == 200 and not page.page.select("ul.entries .title a")


def test_seat_holders_who_live_elsewhere_are_found_too(person):
    person("王主任").opens(f"{DESK}/people?q=物业").sees("物业小何", "驻区单位联络员")


def test_many_of_one_name_come_page_by_page(person, session, home, time):
    people = [Person(name=f"同名{n:02}", created_at=time.at) for n in range(25)]
    session.add_all(people)
    session.flush()
    session.add_all([Residence(community_id=home.id, person_id=it.id, since=date(2026, 1, 1)) for it in people])
    session.commit()
    staff = person("王主任").opens(f"{DESK}/people?q=同名").sees("同名00", "同名19").does_not_see("同名20")
    staff.opens(staff.page.select_one("nav.pager a")["href"]).sees("同名20", "同名24").does_not_see("同名19")


def test_finding_asks_little(person, queries):
    staff = person("王主任")
    with queries() as seen:
        staff.opens(f"{DESK}/people?q=3栋")
    assert len(seen) <= 9, seen


def test_the_full_number_stands_only_on_the_sheet(person, session):
    session.scalars(select(Person).filter_by(name="林秀兰")).one().phone = "13800000042"
    session.commit()
    sheet_of(person("王主任"), "林秀兰").sees("13800000042", "3栋302", "还没有登录过")


def test_a_sheet_asks_little(person, queries):
    staff = sheet_of(person("王主任"), "陈国栋")
    with queries() as seen:
        staff.opens(staff.url)
    assert len(seen) <= 18, seen


# -- 登记 --------------------------------------------------------------------------------------------------------------


def test_a_resident_is_registered_by_hand(person, found):
    staff = person("王主任").opens(f"{DESK}/people/new")
    staff.presses("登记", name="新来的", phone="138 0000 0077", building="5栋", room="101", grid="第一网格", since="2026-02-01")
    staff.sees("已登记新来的", "13800000077", "5栋101")
    [it] = found(select(Residence).join(Person).where(Person.name == "新来的"))
    assert it.since == date(2026, 2, 1)
    [entry] = found(select(LedgerEntry).filter_by(step="register"))
    assert entry.subject == f"people/{it.person_id}" and "新来的" not in str(entry.content())


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"name": "长" * 41}, "姓名最多40个字"),
        ({"phone": "12345"}, "手机号应是11位数字"),
        ({"building": "5栋"}, "楼栋和房号要么都填，要么都不填"),
        ({"grid": "没有的"}, "网格请从列出的选项里选"),
        ({"since": "昨天"}, "入住日期请填日期"),
        ({"name": "林秀兰", "building": "3栋", "room": "302"}, "这位居民已经登记了"),
    ],
)
def test_what_cannot_be_registered_is_told_beside_its_field(person, typed, sentence):
    staff = person("王主任").opens(f"{DESK}/people/new").presses("登记", **{"name": "某人", **typed})
    assert staff.status == 422
    staff.sees(sentence)


def test_markup_in_a_name_is_only_text(person):
    staff = person("王主任").opens(f"{DESK}/people/new").presses("登记", name="<b>某😀</b>")
    assert "<b>某" not in staff.text
    staff.sees("<b>某😀</b>")


def test_somebody_elses_phone_makes_no_resident_under_another_name(person, session):
    session.scalars(select(Person).filter_by(name="江北人")).one().phone = "13900000001"
    session.commit()
    staff = person("王主任").opens(f"{DESK}/people/new")
    staff.presses("登记", name="冒名", phone="13900000001").sees("这个手机号已登记在另一个姓名下").does_not_see("江北人")


def test_the_same_form_sent_twice_registers_once(person, found):
    staff = person("王主任").opens(f"{DESK}/people/new")
    form = staff.page.select_one("form.form")
    staff.sends(form, name="只一次").sends(form, name="只一次")
    assert len(found(select(Person).filter_by(name="只一次"))) == 1


def test_what_is_registered_can_be_changed_and_the_ledger_says_which_fields(person, found):
    staff = sheet_of(person("王主任"), "赵春梅").presses("保存", name="赵春梅", phone="13800000055", building="6栋", room="601")
    staff.sees("已更改：手机号、房号", "6栋601")
    assert len(found(select(Household).filter_by(building="6栋", room="601"))) == 1
    assert found(select(LedgerEntry).filter_by(step="change_person"))[0].given == {"changed": ["手机号", "房号"]}
    staff.presses("保存").sees("没有改动")


def test_a_phone_that_somebody_has_is_not_given_away(person, session):
    session.scalars(select(Person).filter_by(name="林秀兰")).one().phone = "13800000042"
    session.commit()
    sheet_of(person("王主任"), "赵春梅").presses("保存", phone="13800000042").sees("这个手机号已经登记给另一位")


def test_who_moves_out_is_no_resident_any_more(person):
    resident = person("赵春梅")
    assert resident.opens("/c/liuyin/matters/new").status == 200
    staff = sheet_of(person("王主任"), "赵春梅").presses("登记迁出", until="2025-01-01").sees("不能早于入住的日期")
    staff.presses("登记迁出", until="2026-03-01").sees("已登记迁出", "住到").is_not_offered("登记迁出")
    assert resident.opens("/c/liuyin/matters/new").status == 403


# -- 登录码和账号 ------------------------------------------------------------------------------------------------------


def test_a_code_is_printed_once_and_the_ledger_knows_for_whom(person, found, of):
    staff = sheet_of(person("王主任"), "林秀兰").presses("发登录码").sees("林秀兰的登录码")
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", staff.words)
    assert code and staff.response.headers["cache-control"] == "no-store"
    owner = of("林秀兰")
    assert len(found(select(Invitation).filter_by(person_id=owner.id))) == 1
    assert found(select(LedgerEntry.subject).filter_by(step="issue_code")) == [f"people/{owner.id}"]
    sheet_of(staff, "林秀兰").sees("等本人设口令").does_not_see(code[0])


def test_a_second_press_or_a_reload_never_puts_a_printed_sheet_out_of_use(person, found, of):
    staff = sheet_of(person("王主任"), "林秀兰")
    form = staff._button("发登录码").find_parent("form")
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", staff.sends(form).words)
    for _ in range(2):
        staff.sends(form).sees("已经打印过一张登录码", "王主任打印", "还没有用")
        assert staff.status == 200 and staff.response.request.method == "GET"
    assert [it.code_digest for it in found(select(Invitation).filter_by(person_id=of("林秀兰").id))] == [digest_of(code[0])]
    sheet_of(staff, "林秀兰").is_not_offered("发登录码").sees("另发一张登录码")


def test_another_sheet_is_printed_when_somebody_says_so_and_then_only_once(person, found, of):
    staff = sheet_of(person("王主任"), "林秀兰").presses("发登录码")
    staff.opens(f"{DESK}/people/{of('林秀兰').id}/code")
    form = staff.page.select_one("main form")
    assert staff.sends(form).sees("林秀兰的登录码").status == 200
    staff.sends(form).sees("已经打印过一张登录码")
    assert len(found(select(Invitation).filter_by(person_id=of("林秀兰").id))) == 2
    assert staff.posts(f"{DESK}/people/{of('林秀兰').id}/code", replaces="x").sees("已经打印过一张登录码")


def test_a_suspended_account_is_signed_out_everywhere_and_comes_back(person, found, of):
    resident = person("林秀兰")
    assert resident.opens("/account").status == 200
    staff = sheet_of(person("王主任"), "林秀兰").presses("停用账号").sees("账号已停用", "不能登录")
    owner = of("林秀兰")
    assert not found(select(SignIn).filter_by(person_id=owner.id))
    assert resident.opens("/account").status == 401
    staff.is_not_offered("发登录码").presses("恢复账号").sees("账号已恢复")
    steps = found(select(LedgerEntry.step).filter_by(subject=f"people/{owner.id}").order_by(LedgerEntry.seq))
    assert steps == ["suspend", "restore"]


def test_nobody_suspends_themself_or_a_colleague(person, of):
    staff = sheet_of(person("王主任"), "王主任").is_not_offered("停用账号").sees("账号由上级办理")
    me = of("王主任")
    for act in ("suspend", "code", "change"):
        assert staff.posts(f"{DESK}/people/{me.id}/{act}", name="x").status == 409


def test_the_street_keeps_the_accounts_of_the_staff_below_it(person):
    sheet_of(person("街道老李"), "王主任").presses("发登录码").sees("王主任的登录码")


def test_who_also_lives_elsewhere_is_kept_by_the_platform(person, session):
    neighbour = session.scalars(select(Community).filter_by(slug="wangjiang")).one()
    it = session.scalars(select(Person).filter_by(name="林秀兰")).one()
    session.add(Residence(community_id=neighbour.id, person_id=it.id, since=date(2026, 1, 1)))
    session.commit()
    staff = sheet_of(person("王主任"), "林秀兰").sees("由平台管理员办理").is_not_offered("发登录码")
    for act in ("suspend", "code", "change"):
        assert staff.posts(f"{DESK}/people/{it.id}/{act}", name="x").status == 409
    sheet_of(person("管理员"), "林秀兰").presses("停用账号").sees("账号已停用")


def test_an_official_who_lives_here_is_out_of_reach_of_the_staff(person, session, home, found):
    boss = session.scalars(select(Person).filter_by(name="街道老李")).one()
    session.add(Residence(community_id=home.id, person_id=boss.id, since=date(2026, 1, 1)))
    session.commit()
    staff = sheet_of(person("王主任"), "街道老李").is_not_offered("发登录码")
    assert staff.posts(f"{DESK}/people/{boss.id}/code").status == 409
    assert not found(select(Invitation).filter_by(person_id=boss.id))


@pytest.mark.parametrize("act", ["", "/change", "/code", "/suspend", "/restore", "/move-out"])
def test_people_of_another_community_do_not_exist_here(person, of, act):
    staff, url = person("王主任"), f"{DESK}/people/{of('江北人').id}{act}"
    assert (staff.posts(url, name="x", until="2026-03-01") if act else staff.opens(url)).status == 404


@pytest.mark.parametrize("name", ["林秀兰", "陈国栋", "周敏", "郑秘书", "物业小何", "望江主任"])
def test_nobody_but_staff_and_those_above_reads_a_sheet(person, of, name):
    it, other = of("赵春梅"), person(name)
    for url in (f"{DESK}/people?q=赵", f"{DESK}/people/new", f"{DESK}/people/{it.id}"):
        assert other.opens(url).status == 403
    assert other.posts(f"{DESK}/people/{it.id}/code").status == 403


def test_a_seat_that_is_over_gives_no_desk(person, session):
    seat = session.scalars(select(Seat).join(Person).where(Person.name == "王主任", Seat.role == Role.STAFF)).one()
    seat.until = date(2026, 3, 1)
    session.commit()
    assert person("王主任").opens(DESK).status == 403
