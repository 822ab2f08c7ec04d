"""组织 · seats given and ended within one's powers, bodies and units set up, and the tree grown from its root."""

from datetime import date
from functools import partial

import pytest
from sqlalchemy import select

from tests.communities.races import at_once
from tests.world import FOUNDED
from yishi.communities.models import Body, BodyKind, Community, Level, Unit
from yishi.communities.organising import BODIES, SEATS, suggested
from yishi.communities.seating import may_give
from yishi.ledger.models import LedgerEntry
from yishi.people.models import Person, Seat, SignIn
from yishi.procedure.people import Actor, Role

DESK = "/c/liuyin/desk"


@pytest.fixture
def body(found):
    def named(kind, slug="liuyin"):
        return found(
            select(Body).join(Community, Community.id == Body.community_id).where(Body.kind == kind, Community.slug == slug)
        )[0]

    return named


def seats_of(found, name):
    return found(select(Seat).join(Person).where(Person.name == name).order_by(Seat.id))


def seat(who, body, name, **typed):
    """Through the page of the body."""
    slug = "liuyin" if not typed.get("slug") else typed.pop("slug")
    typed = {"name": name, "role": "councillor", "title": "居民议事员", "since": "2026-03-02", **typed}
    return who.opens(f"/c/{slug}/desk/bodies/{body.id}/seat").presses("安排席位", **typed)


# -- 谁安排谁 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("giver", "gives"),
    [
        (Role.STAFF, {"councillor", "chair", "secretary", "supervisor", "liaison"}),
        (Role.STREET, {"councillor", "chair", "secretary", "supervisor", "liaison", "staff"}),
        (Role.DISTRICT, {"councillor", "chair", "secretary", "supervisor", "liaison", "staff", "street"}),
        (Role.ADMIN, {"councillor", "chair", "secretary", "supervisor", "liaison", "staff", "street", "district", "admin"}),
        (Role.CHAIR, set()),
        (Role.RESIDENT, set()),
    ],
)
def test_nobody_gives_a_seat_as_high_as_their_own(giver, gives):
    actor = Actor(1, "某人", frozenset({giver}))
    offered = {role for roles in SEATS.values() for role in roles}
    assert {role.value for role in offered if may_give(actor, role)} == gives


def test_every_body_that_can_be_set_up_has_seats():
    assert {kind for kinds in BODIES.values() for kind in kinds} == set(SEATS)


# -- 安排 --------------------------------------------------------------------------------------------------------------


def test_staff_seat_a_resident_known_by_name(person, found, body):
    seat(person("王主任"), body(BodyKind.COUNCIL), "林秀兰").sees("林秀兰已任居民议事员")
    [it] = seats_of(found, "林秀兰")
    assert (it.role, it.since, it.until) == (Role.COUNCILLOR, date(2026, 3, 2), None)
    [entry] = found(select(LedgerEntry).filter_by(step="seat"))
    assert entry.given["person"] == it.person_id and "林秀兰" not in str(entry.given)


def test_a_liaison_who_lives_elsewhere_is_registered_with_the_seat(person, found, body, session, home):
    unit = session.scalars(select(Unit).filter_by(community_id=home.id)).one()
    session.commit()
    who = person("王主任")
    given = {"phone": "13700000001", "role": "liaison", "title": "联络员"}
    seat(who, body(BodyKind.JOINT_MEETING), "物业小李", **given).sees("联络员要选他代表的单位")
    seat(who, body(BodyKind.JOINT_MEETING), "物业小李", unit=unit.id, **given).sees("物业小李已任联络员")
    assert seats_of(found, "物业小李")[0].unit_id == unit.id


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"name": "没这个人"}, 422, "这里没有登记过没这个人，请填手机号"),
        ({"phone": "123"}, 422, "手机号应是11位数字"),
        ({"until": "2026-03-01"}, 422, "任期的最后一天不能早于第一天"),
        ({"role": "staff"}, 422, "席位请从列出的选项里选"),
        ({"role": "admin"}, 422, "席位请从列出的选项里选"),
        ({"title": ""}, 422, "请填写名义"),
        ({"title": "长" * 41}, 422, "名义最多40个字"),
        ({"since": "0001-01-01"}, 422, "任期第一天请填日期"),
        ({"name": "陈国栋"}, 409, "已有席位"),
    ],
)
def test_what_cannot_be_seated_is_told(person, body, typed, status, sentence):
    who = seat(person("王主任"), body(BodyKind.COUNCIL), typed.pop("name", "林秀兰"), **typed)
    assert who.status == status
    who.sees(sentence)


def test_nobody_sits_twice_in_one_body_at_a_time_but_again_after(person, found, body, session):
    it = session.scalars(select(Seat).join(Person).where(Person.name == "何丽")).one()
    it.until = date(2026, 6, 30)
    session.commit()
    who, council = person("王主任"), body(BodyKind.COUNCIL)
    seat(who, council, "何丽", since="2026-06-30").sees("同一时间只能坐一席")
    seat(who, council, "何丽", since="2025-01-01", until="2026-01-01").sees("同一时间只能坐一席")
    seat(who, council, "何丽", since="2026-07-01").sees("何丽已任")
    assert len(seats_of(found, "何丽")) == 2


def test_two_of_one_name_are_told_apart_by_their_telephone(person, found, body, session, home, time):
    twin = Person(name="林秀兰", phone="13700000002", created_at=time.at)
    session.add(twin)
    session.flush()
    session.add(
        Seat(
            community_id=home.id,
            body_id=body(BodyKind.SUPERVISORS).id,
            person_id=twin.id,
            role=Role.SUPERVISOR,
            title="监督员",
            since=date(2026, 1, 1),
            recorded_at=FOUNDED,
        )
    )
    session.commit()
    who = person("王主任")
    seat(who, body(BodyKind.COUNCIL), "林秀兰").sees("不止一位林秀兰，请填手机号")
    seat(who, body(BodyKind.COUNCIL), "林秀兰", phone="13700000002").sees("林秀兰已任")
    assert [it.role for it in seats_of(found, "林秀兰") if it.person_id == twin.id] == [Role.SUPERVISOR, Role.COUNCILLOR]


def test_somebody_elses_telephone_seats_nobody(person, body, session):
    session.scalars(select(Person).filter_by(name="江北人")).one().phone = "13700000003"
    session.commit()
    seat(person("王主任"), body(BodyKind.COUNCIL), "冒名", phone="13700000003").sees("已登记在另一个姓名下").does_not_see("江北人")


def test_a_body_or_unit_of_another_community_does_not_exist(person, body, session):
    who, other = person("王主任"), body(BodyKind.COUNCIL, "wangjiang")
    assert who.opens(f"{DESK}/bodies/{other.id}/seat").status == 404
    assert (
        who.posts(f"{DESK}/bodies/{other.id}/seat", name="林秀兰", role="councillor", title="x", since="2026-03-02").status == 404
    )
    there = session.scalars(select(Community).filter_by(slug="wangjiang")).one()
    unit = Unit(community_id=there.id, name="望江物业", kind="物业")
    session.add(unit)
    session.commit()
    typed = {"role": "liaison", "title": "x", "phone": "13700000004", "unit": unit.id}
    assert seat(who, body(BodyKind.JOINT_MEETING), "某人", **typed).status == 422


def test_the_person_of_another_community_is_not_named_by_their_number(person, body, found):
    stranger = found(select(Person).filter_by(name="江北人"))[0]
    page = person("王主任").opens(f"{DESK}/bodies/{body(BodyKind.COUNCIL).id}/seat?person={stranger.id}")
    page.does_not_see("江北人")
    assert page.status == 200 and "江北人" not in page.text


def test_staff_cannot_make_staff_and_the_street_can(person, found, body):
    workstation = body(BodyKind.WORKSTATION)
    staff = person("王主任").opens(f"{DESK}/bodies/{workstation.id}/seat").sees("由上级安排").is_not_offered("安排席位")
    given = {"name": "林秀兰", "role": "staff", "title": "社区工作人员", "since": "2026-03-02"}
    assert staff.posts(f"{DESK}/bodies/{workstation.id}/seat", **given).status == 422
    seat(person("街道老李"), workstation, "林秀兰", role="staff", title="社区工作人员").sees("林秀兰已任社区工作人员")


def test_new_powers_mean_signing_in_anew(person, found, body):
    councillor = person("林秀兰")
    seat(person("王主任"), body(BodyKind.COUNCIL), "林秀兰", role="secretary", title="秘书")
    assert councillor.opens("/account").status == 401


def test_a_seat_for_later_gives_nothing_yet(person, body, found):
    seat(person("王主任"), body(BodyKind.COUNCIL), "林秀兰", since="2026-12-01").sees("（还没开始）")
    owner = seats_of(found, "林秀兰")[0].person_id
    person("林秀兰")
    assert found(select(SignIn).filter_by(person_id=owner))


# -- 结束 --------------------------------------------------------------------------------------------------------------


def end(who, it, until):
    return who.opens(f"{DESK}/seats/{it.id}").presses("结束任期", until=until)


def test_a_term_ends_on_a_day_and_the_ledger_knows_both_ends(person, found):
    it = seats_of(found, "何丽")[0]
    end(person("王主任"), it, "2026-03-31").sees("何丽的任期到2026年3月31日为止")
    assert seats_of(found, "何丽")[0].until == date(2026, 3, 31)
    assert found(select(LedgerEntry).filter_by(step="end_seat"))[0].given == {"before": None, "until": "2026-03-31", "paper": ""}


@pytest.mark.parametrize(("until", "sentence"), [("2025-12-31", "不能早于第一天"), ("", "请填写最后一天"), ("昨天", "请填日期")])
def test_a_term_runs_forward(person, found, until, sentence):
    end(person("王主任"), seats_of(found, "何丽")[0], until).sees(sentence)
    assert seats_of(found, "何丽")[0].until is None


def test_a_term_with_an_end_is_shortened_and_never_lengthened(person, found, session):
    it = session.scalars(select(Seat).join(Person).where(Person.name == "何丽")).one()
    it.until = date(2026, 12, 31)
    session.commit()
    end(person("王主任"), it, "2027-01-01").sees("只能提前结束")
    end(person("王主任"), it, "2026-06-30").sees("到2026年6月30日为止")


def test_of_two_who_end_one_seat_the_second_is_told_what_the_first_did(person, found):
    it = seats_of(found, "何丽")[0]
    one, two = person("王主任"), person("街道老李")
    one.opens(f"{DESK}/seats/{it.id}")
    two.opens(f"{DESK}/seats/{it.id}")
    one.presses("结束任期", until="2026-03-31")
    two.presses("结束任期", until="2026-03-15").sees("刚刚有人改过这个席位的任期", "到2026年3月31日")
    assert two.status == 409 and seats_of(found, "何丽")[0].until == date(2026, 3, 31)


def test_two_at_the_very_same_moment_end_it_once(person, found):
    it = seats_of(found, "何丽")[0]
    people = [person("王主任"), person("街道老李")]
    for who in people:
        who.opens(f"{DESK}/seats/{it.id}")
    at_once(*(partial(who.presses, "结束任期", until=f"2026-03-{day}") for who, day in zip(people, (20, 25), strict=True)))
    assert sorted(who.status for who in people) == [200, 409]
    assert len(found(select(LedgerEntry).filter_by(step="end_seat"))) == 1


def test_whose_term_is_over_yesterday_is_signed_out_today(person, found):
    chair = person("周敏")
    end(person("王主任"), seats_of(found, "周敏")[0], "2026-03-01")
    assert chair.opens("/account").status == 401


def test_staff_do_not_end_what_came_from_above_nor_a_seat_elsewhere(person, found, body):
    mine = seats_of(found, "王主任")[0]
    staff = person("王主任").opens(f"{DESK}/seats/{mine.id}").is_not_offered("结束任期").sees("由上级安排")
    assert staff.posts(f"{DESK}/seats/{mine.id}/end", until="2026-03-31", seen="").status == 403
    there = seats_of(found, "望江主持")[0]
    assert staff.opens(f"{DESK}/seats/{there.id}").status == 404
    assert staff.posts(f"{DESK}/seats/{there.id}/end", until="2026-03-31", seen="").status == 404


def test_the_last_administrator_stays(person, found):
    it = seats_of(found, "管理员")[0]
    who = person("管理员").opens(f"/c/shifan/desk/seats/{it.id}").presses("结束任期", until="2026-03-31")
    who.sees("至少要有一位平台管理员")


def test_two_administrators_do_not_end_each_other(person, found, session):
    first = session.scalars(select(Seat).join(Person).where(Person.name == "管理员")).one()
    other = session.scalars(select(Person).filter_by(name="街道老李")).one()
    place = {"community_id": first.community_id, "body_id": first.body_id}
    second = Seat(**place, person_id=other.id, role=Role.ADMIN, title="平台管理员", since=first.since, recorded_at=FOUNDED)
    session.add(second)
    session.commit()
    one, two = person("管理员"), person("街道老李")
    one.opens(f"/c/shifan/desk/seats/{second.id}")
    two.opens(f"/c/shifan/desk/seats/{first.id}")
    at_once(partial(one.presses, "结束任期", until="2026-03-31"), partial(two.presses, "结束任期", until="2026-03-31"))
    assert sorted([one.status, two.status]) == [200, 409]
    assert len(found(select(Seat).where(Seat.role == Role.ADMIN, Seat.until.is_(None)))) == 1


def test_two_who_seat_one_person_at_a_time_seat_them_once(person, found, body):
    council = body(BodyKind.COUNCIL)
    people = [person("王主任"), person("街道老李")]
    typed = {"name": "林秀兰", "role": "councillor", "title": "居民议事员", "since": "2026-03-02"}
    for who in people:
        who.opens(f"{DESK}/bodies/{council.id}/seat")
    at_once(*(partial(who.presses, "安排席位", **typed) for who in people))
    assert sorted(who.status for who in people) == [200, 409] and len(seats_of(found, "林秀兰")) == 1


@pytest.mark.parametrize(
    ("button", "address", "typed"),
    [
        ("设立", f"{DESK}/seats", {"kind": "party_committee", "name": "柳荫社区党委"}),
        ("登记", f"{DESK}/units", {"name": "柳荫小学", "kind": "学校"}),
        ("新设", f"{DESK}/units", {"name": "第二网格"}),
        ("登记", f"{DESK}/people/new", {"name": "新来的"}),
    ],
)
def test_what_two_set_up_at_a_time_stands_once(person, found, button, address, typed):
    people = [person("王主任"), person("王主任")]
    for who in people:
        who.opens(address)
    at_once(*(partial(who.presses, button, **typed) for who in people))
    assert sorted(who.status for who in people) == [200, 422]


@pytest.mark.parametrize("name", ["林秀兰", "陈国栋", "周敏", "监督员甲", "望江主任"])
def test_nobody_else_comes_to_the_seats(person, name, body):
    other = person(name)
    council = body(BodyKind.COUNCIL)
    assert other.opens(f"{DESK}/seats").status == 403
    assert other.posts(f"{DESK}/bodies/{council.id}/seat", name="林秀兰", role="chair", title="x", since="2026-03-02").status == 403


# -- 组织、单位、网格 --------------------------------------------------------------------------------------------------


def test_a_body_is_set_up_once_under_one_name(person, found):
    who = (
        person("王主任")
        .opens(f"{DESK}/seats")
        .presses("设立", kind="party_committee", name="柳荫社区党委")
        .sees("已设立柳荫社区党委")
    )
    who.presses("设立", kind="party_committee", name="柳荫社区党委").sees("已经有“柳荫社区党委”了")
    who.presses("设立", kind="council", name="第二个议事会").sees("只有一个居民议事会")
    assert who.posts(f"{DESK}/bodies", kind="platform", name="平台").status == 422
    assert found(select(LedgerEntry.label).filter_by(step="add_body")) == ["设立组织"]


def test_a_unit_is_registered_renamed_and_closed(person, found):
    who = person("王主任").opens(f"{DESK}/units").presses("登记", name="柳荫小学", kind="学校").sees("已登记柳荫小学")
    it = found(select(Unit).filter_by(name="柳荫小学"))[0]
    who.presses("登记", name="柳荫小学", kind="学校").sees("已经有“柳荫小学”了")
    who.opens(f"{DESK}/units/{it.id}").presses("保存", name="柳荫第一小学", kind="学校").sees("柳荫第一小学")
    who.opens(f"{DESK}/units/{it.id}").presses("保存").sees("没有改动")
    who.presses("停用这个单位").sees("已停用")
    assert who.posts(f"{DESK}/units/{it.id}/close").status == 409
    assert found(select(LedgerEntry.step).filter_by(subject=f"units/{it.id}").order_by(LedgerEntry.seq)) == [
        "add_unit", "change_unit", "close_unit",
    ]  # fmt: skip


def test_a_unit_with_a_liaison_is_not_closed_and_a_closed_one_gets_none(person, found, body):
    it = found(select(Unit).filter_by(name="柳荫物业服务中心"))[0]
    who = person("王主任").opens(f"{DESK}/units/{it.id}").presses("停用这个单位").sees("还有1个联络员席位没有到期")
    end(who, seats_of(found, "物业小何")[0], "2026-03-02")
    who.opens(f"{DESK}/units/{it.id}").presses("停用这个单位").sees("已停用")
    who.opens(f"{DESK}/bodies/{body(BodyKind.JOINT_MEETING).id}/seat").does_not_see("柳荫物业服务中心")


def test_a_grid_is_added_by_the_staff_and_named_once(person, found):
    who = person("王主任").opens(f"{DESK}/units").presses("新设", name="第二网格").sees("已新设第二网格")
    who.presses("新设", name="第二网格").sees("下面已经有“第二网格”了")
    assert found(select(Community.slug).filter_by(name="第二网格")) == ["liuyin-dier"]


def test_the_units_of_another_community_are_not_touched(person, session):
    there = session.scalars(select(Community).filter_by(slug="wangjiang")).one()
    unit = Unit(community_id=there.id, name="望江物业", kind="物业")
    session.add(unit)
    session.commit()
    who = person("王主任")
    assert who.opens(f"{DESK}/units/{unit.id}").status == 404
    assert who.posts(f"{DESK}/units/{unit.id}/close").status == 404


# -- 组织树 ------------------------------------------------------------------------------------------------------------


def places(found, name):
    return found(select(Community).filter_by(name=name))


def test_the_administrator_grows_the_tree(person, found):
    who = person("管理员").opens("/admin").sees("示范区", "下面的街道", "柳荫街道")
    who.presses("新设街道", name="翠竹街道").sees("已新设翠竹街道", "没有人在席")
    street = places(found, "翠竹街道")[0]
    assert (street.slug, street.short, street.level, street.parent_line) == ("cuizhu", "翠竹", Level.STREET, "示范区")
    who.presses("新设社区", name="翠达社区", short="翠达", slug="cuida").sees(
        "已新设翠达社区", "翠达社区居民议事会", "翠达社区工作站"
    )
    it = places(found, "翠达社区")[0]
    assert it.ancestor_ids == (*street.ancestor_ids, it.id) and it.parent_line == "示范区 翠竹街道"
    who.presses("新设网格", name="第一网格").sees("已新设第一网格")
    steps = found(select(LedgerEntry).filter_by(step="add_place").order_by(LedgerEntry.id))
    assert {entry.given["slug"] for entry in steps} == {"cuizhu", "cuida", "cuida-diyi"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请填写全称"),
        ({"name": "柳荫街道"}, "下面已经有“柳荫街道”了"),
        ({"slug": "liuyin"}, "“liuyin”已经有别处用了"),
        ({"slug": "Wen Hua"}, "网址代号用小写字母"),
        ({"slug": "../x"}, "网址代号用小写字母"),
        ({"slug": "x"}, "网址代号用小写字母"),
        ({"slug": "文华"}, "网址代号用小写字母"),
        ({"name": "长" * 41}, "全称最多40个字"),
    ],
)
def test_what_cannot_be_a_place_is_told(person, found, typed, sentence):
    who = person("管理员").opens("/admin").presses("新设街道", **{"name": "新街道", **typed})
    assert who.status == 422
    who.sees(sentence)
    assert not places(found, "新街道")


def test_an_address_is_made_from_the_sound_and_is_free(session, home):
    street = session.get_one(Community, home.parent_id)
    assert suggested(session, street, "柳荫社区", Level.COMMUNITY) == "liuyin-2"
    assert suggested(session, street, "新秀社区", Level.COMMUNITY) == "xinxiu"
    assert suggested(session, street, "😀", Level.COMMUNITY) == "community"
    assert suggested(session, home, "第一网格", Level.GRID) == "liuyin-diyi"


def test_another_name_is_told_to_everything_beneath(person, found):
    who = person("管理员").opens("/admin").presses("更名", name="罗湖区", short="罗湖", slug="luohu").sees("已更名", "罗湖区")
    assert places(found, "柳荫社区")[0].parent_line == "罗湖区 柳荫街道"
    who.presses("更名").sees("没有改动")
    home = places(found, "柳荫社区")[0]
    who.opens(f"/admin/places/{home.id}").presses("更名", slug="other").sees("不能再改")


def test_the_first_official_gets_a_seat_and_a_code(person, found):
    who = person("管理员").opens("/admin").presses("新设街道", name="翠竹街道")
    who.presses("安排并打印登录码", name="老赵", phone="13600000001").sees("老赵的登录码")
    assert [it.role for it in seats_of(found, "老赵")] == [Role.STREET]
    street = places(found, "翠竹街道")[0]
    who.opens(f"/admin/places/{street.id}").sees("翠竹街道办事处", "1人在席")
    who.presses("安排并打印登录码", name="老赵", phone="13600000001").sees("已有席位")


def test_an_official_who_can_sign_in_already_keeps_the_password(person, found, session):
    it = session.scalars(select(Person).filter_by(name="街道老李")).one()
    it.password_hash, it.phone = "x", "13600000002"
    session.commit()
    home = places(found, "望江社区")[0]
    who = person("管理员").opens(f"/admin/places/{home.id}")
    who.presses("安排并打印登录码", name="街道老李", phone="13600000002").sees("用原来的口令登录")


@pytest.mark.parametrize("name", ["街道老李", "王主任", "周敏", "林秀兰"])
def test_the_tree_is_for_the_platform_alone(person, visitor, name, found):
    root = found(select(Community).where(Community.parent_id.is_(None)))[0]
    other = person(name)
    assert other.opens("/admin").status == 403 and visitor.opens("/admin").status == 401
    for act in ("below", "rename", "official"):
        assert other.posts(f"/admin/places/{root.id}/{act}", name="x", phone="13600000003").status == 403


def test_a_platform_seat_below_the_root_is_not_the_platform(person, session, home, found):
    it = session.scalars(select(Person).filter_by(name="林秀兰")).one()
    council = session.scalars(select(Body).filter_by(community_id=home.id, kind=BodyKind.COUNCIL)).one()
    seat = {"community_id": home.id, "body_id": council.id, "person_id": it.id, "recorded_at": FOUNDED}
    session.add(Seat(**seat, role=Role.ADMIN, title="x", since=date(2026, 1, 1)))
    session.commit()
    assert person("林秀兰").opens("/admin").status == 403


def test_the_tree_asks_little(person, queries):
    who = person("管理员")
    with queries() as seen:
        who.opens("/admin")
    assert len(seen) <= 12, seen


def test_the_seats_ask_little(person, queries):
    who = person("王主任")
    with queries() as seen:
        who.opens(f"{DESK}/seats")
    assert len(seen) <= 8, seen
