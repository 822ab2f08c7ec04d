"""我的 · what a person sees of themselves, the password, and the browsers they are signed in with."""

import pytest
from sqlalchemy import select

from tests.passwords import WORD
from yishi.people.authority import powers_changed, suspend
from yishi.people.models import Person, Residence, Seat, SignIn
from yishi.people.throttle import LOCK_AFTER

NEW = "换了一个新的 口令"


def changed(someone, **written):
    return someone.opens("/account/password").presses("换成新口令", **{"old": WORD, "password": NEW, "again": NEW, **written})


def test_my_communities_and_seats_with_their_terms(person, session, time):
    chen = person("陈国栋").opens("/account").sees("柳荫社区", "居民议事员", "柳荫社区居民议事会", "1月1日(周四)起", "在任")
    seat = session.scalars(select(Seat).join(Person, Person.id == Seat.person_id).where(Person.name == "陈国栋")).one()
    seat.until = time.at.date().replace(day=1)
    session.commit()
    chen.opens("/account").sees("到3月1日(周日)", "已到期").does_not_see("在任")


def test_whoever_is_registered_nowhere_is_told_what_to_do(person, session):
    for it in session.scalars(select(Residence)):
        session.delete(it)
    session.commit()
    person("林秀兰").opens("/account").sees("请带上证件到社区工作站登记")


def test_a_visitor_is_asked_to_sign_in(visitor):
    assert visitor.opens("/account").status == visitor.opens("/account/password").status == 401


def test_the_page_asks_the_database_little(person, queries):
    chen = person("陈国栋")
    with queries() as seen:
        chen.opens("/account")
    assert len(seen) <= 8, seen


def test_a_name_with_markup_in_it_is_a_name(account, visitor, database):
    evil = "<script>alert(1)</script>"
    account("林秀兰", "xiulan", name=evil, demo=True)
    assert evil in visitor.opens("/sign-in").words
    assert evil in visitor.presses(evil).words and evil in visitor.opens("/account").words and "<script>alert" not in visitor.text


# -- the password --------------------------------------------------------------------------------


def test_a_new_password_ends_every_other_sign_in_and_keeps_this_one(account, person, visitor):
    account("林秀兰", "xiulan")
    here, there = person("林秀兰"), person("林秀兰")
    before = here.ask.cookies["s"]
    changed(here).sees("口令已经换了")
    here.ask.cookies.delete("s", domain="")
    assert here.opens("/account").status == 200, "under a new token"
    assert here.ask.cookies["s"] != before
    assert there.opens("/account").status == 401
    assert visitor.opens("/sign-in").presses("登录", name="xiulan", password=WORD).status == 403
    assert visitor.presses("登录", name="xiulan", password=NEW).status == 200


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"old": ""}, "请填写现在的口令"), ({"old": "不是这一个"}, "现在的口令不对"), ({"again": "另一遍"}, "两遍口令不一样"),
        ({"password": "短", "again": "短"}, "口令至少要8个字符"), ({"password": WORD, "again": WORD}, "和现在的一样"),
        ({"password": "1q2w3e4r5t", "again": "1q2w3e4r5t"}, "太容易猜到"),
    ],
)  # fmt: skip
def test_what_will_not_do_is_told_beside_its_field(account, person, written, says):
    account("林秀兰", "xiulan")
    page = changed(person("林秀兰"), **written).sees(says)
    assert page.status in (403, 422) and page.page.select_one(".error-summary a[href^='#f-']")
    assert not [field for field in page.page.select("input[type=password]") if field.get("value")], "passwords are not written back"


def test_the_old_password_is_not_guessed_from_a_borrowed_browser(account, person, time):
    account("林秀兰", "xiulan")
    lin = person("林秀兰")
    for _ in range(LOCK_AFTER):
        changed(lin, old="不是这一个").sees("现在的口令不对")
    changed(lin).sees("试错太多次")
    time.passes(minutes=16)
    changed(lin).sees("口令已经换了")


def test_nothing_is_done_before_the_password_is_changed(account, person):
    account("林秀兰", "xiulan", must_change=True)
    lin = person("林秀兰")
    for address in ("/", "/c/liuyin", "/account", "/c/liuyin/matters/new", "/c/liuyin/matters"):
        assert lin.opens(address).sees("请先换一个自己的口令").url.endswith("/account/password")
    assert lin.posts("/account/sign-ins/end").url.endswith("/account/password")
    assert lin.posts("/size", size="elder", back="/account/password").url.endswith("/account/password")
    changed(lin).sees("口令已经换了").opens("/c/liuyin").sees("柳荫社区")


def test_whoever_must_change_may_also_leave(account, person):
    account("林秀兰", "xiulan", must_change=True)
    lin = person("林秀兰")
    assert lin.posts("/sign-out").sees("已退出登录").url == "http://yishi.test/"


# -- where I am signed in ------------------------------------------------------------------------


@pytest.fixture
def twice(account, browse, visitor, time):
    """Signed in at home yesterday, here today."""
    account("林秀兰", "xiulan")
    there = type(visitor)(browse(), None, "")
    there.opens("/sign-in").presses("登录", name="xiulan", password=WORD)
    time.passes(hours=20)
    here = type(visitor)(browse(), None, "")
    here.opens("/sign-in").presses("登录", name="xiulan", password=WORD)
    return here, there


def test_every_browser_is_listed_with_its_times(twice):
    here, _ = twice
    here.opens("/account").sees("登录于3月2日(周一)09:00", "最近一次3月2日(周一)09:00", "登录于3月3日(周二)05:00", "正在用")


def test_another_browser_is_made_to_leave(twice):
    here, there = twice
    here.opens("/account").presses("让它退出").sees("那里已经退出").is_not_offered("让它退出")
    assert there.opens("/account").status == 401
    assert here.opens("/account").status == 200


def test_all_others_leave_at_once(twice):
    here, there = twice
    here.opens("/account").presses("别处全部退出").sees("别处都已退出")
    assert there.opens("/account").status == 401 and here.opens("/account").status == 200


def test_nobody_ends_the_sign_in_of_somebody_else(twice, person, session):
    wanted = session.scalars(select(SignIn.id)).all()
    session.rollback()
    for id in wanted:
        assert person("赵春梅").posts(f"/account/sign-ins/{id}/end").status == 404
    assert all(it.opens("/account").status == 200 for it in twice)


def test_leaving_ends_the_sign_in_on_the_server(twice, browse):
    here, _ = twice
    token = here.ask.cookies["s"]
    here.opens("/account").presses("退出登录").sees("已退出登录")
    assert "s" not in here.ask.cookies
    assert browse({"s": token})("GET", "/account").status_code == 401
    assert here.posts("/sign-out").sees("已退出登录"), "pressed once more it is no error"


# -- what others change about me -----------------------------------------------------------------


def test_a_suspended_account_is_out_at_once(twice, database, time, enters):
    with database.writing() as session:
        suspend(session, session.scalars(select(Person).where(Person.name == "林秀兰")).one(), time.at)
    assert all(it.opens("/account").status == 401 for it in twice)
    assert enters("xiulan", WORD).status == 403


def test_suspension_alone_is_enough(person, database, time):
    lin = person("林秀兰")
    with database.writing() as session:
        session.scalars(select(Person).where(Person.name == "林秀兰")).one().suspended_at = time.at
    assert lin.opens("/account").status == 401


def test_whoever_comes_into_an_office_signs_in_anew_and_chooses_a_longer_password(twice, database, time, enters):
    with database.writing() as session:
        lin = session.scalars(select(Person).where(Person.name == "林秀兰")).one()
        model = session.scalars(select(Seat).join(Person, Person.id == Seat.person_id).where(Person.name == "王主任")).one()
        session.add(
            Seat(
                community_id=model.community_id, body_id=model.body_id, person_id=lin.id, role=model.role, title=model.title,
                since=time.at.date(), recorded_at=time.at,
            )
        )  # fmt: skip
        powers_changed(session, lin, time.at)
    assert all(it.opens("/account").status == 401 for it in twice)
    page = enters("xiulan", WORD).sees("请先换一个自己的口令")
    changed(page).sees("口令至少要12个字符")
    changed(page, password="一个够十二个字符的口令吧", again="一个够十二个字符的口令吧").sees("口令已经换了")


def test_another_seat_only_asks_to_sign_in_anew(twice, database, time, enters):
    with database.writing() as session:
        powers_changed(session, session.scalars(select(Person).where(Person.name == "林秀兰")).one(), time.at)
    assert all(it.opens("/account").status == 401 for it in twice)
    enters("xiulan", WORD).sees("林秀兰，您好").does_not_see("换一个自己的口令")
