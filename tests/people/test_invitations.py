"""邀请码 · a printed code opens an account once, for seven days, and only those who may can print one."""

import string
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.passwords import WORD
from tests.world import SINCE
from yishi.app import litestar_of
from yishi.communities.models import Community, Level
from yishi.people import invitations
from yishi.people.invitations import GOOD_FOR, SYMBOLS, AlreadyBegun, first_administrator, issue
from yishi.people.models import Invitation, Person, Residence, Seat, SignIn
from yishi.procedure.lifecycle import Refused
from yishi.procedure.people import Role


@pytest.fixture
def named(session):
    return lambda name: session.scalars(select(Person).where(Person.name == name)).one()


@pytest.fixture
def code(session, named, time):
    """`code("林秀兰")`: as the staff print it."""

    def printed(name, by="王主任"):
        it = issue(session, named(name), named(by), time.at)
        session.commit()
        return it

    return printed


def accepted(visitor, code, **written):
    """Type the code, then a name and the same password twice."""
    visitor.opens("/invitation").presses("下一步", code=code)
    assert visitor.status == 200, visitor.words
    return visitor.presses("设好，进入", **{"username": "xiulan", "password": WORD, "again": WORD, **written})


def test_a_code_is_easy_to_read_aloud_and_hard_to_guess(code):
    it = code("林秀兰")
    assert [len(group) for group in it.split("-")] == [4, 4, 4, 4]
    assert not set("0O1ILU") & set(SYMBOLS) and set(SYMBOLS) <= set(string.ascii_uppercase + string.digits)
    assert len(SYMBOLS) ** 16 > 2**77


def test_only_its_digest_is_kept(code, database, session):
    it = code("林秀兰")
    row = session.scalars(select(Invitation)).one()
    assert row.code_digest == invitations.digest_of(it) and len(row.code_digest) == 32
    session.rollback()
    with database.reading() as reading:
        text = "\n".join(map(str, reading.connection().exec_driver_sql("SELECT * FROM invitations").all()))
    assert it not in text and it.replace("-", "") not in text


@pytest.mark.parametrize("dash", ["-", "", " ", "－", "—", " - "])
def test_however_the_code_is_typed_it_opens_the_account(visitor, code, dash):
    accepted(visitor, f" {code('林秀兰').lower().replace('-', dash)} ").sees("口令设好了").opens("/account").sees(
        "柳荫社区", "xiulan"
    )


def test_the_name_and_the_password_work_afterwards(visitor, code, browse):
    accepted(visitor, code("林秀兰"))
    other = type(visitor)(browse(), None, "")
    assert other.opens("/sign-in").presses("登录", name="xiulan", password=WORD).sees("林秀兰，您好")


def test_used_once_it_is_used_up(visitor, code):
    it = code("林秀兰")
    accepted(visitor, it)
    assert visitor.opens("/invitation").presses("下一步", code=it).sees("这个登录码不对").status == 403
    assert visitor.posts("/invitation/accept", code=it, username="a", password=WORD, again=WORD).status == 403


def test_it_is_good_for_seven_days(visitor, code, time):
    it = code("林秀兰")
    time.at += GOOD_FOR - timedelta(minutes=1)
    page = visitor.opens("/invitation").presses("下一步", code=it)
    assert page.status == 200
    time.passes(minutes=1)
    assert page.presses("设好，进入", username="xiulan", password=WORD, again=WORD).sees("这个登录码不对").status == 403


def test_a_new_code_puts_the_earlier_one_out_of_use(visitor, code):
    first, second = code("林秀兰"), code("林秀兰")
    assert visitor.opens("/invitation").presses("下一步", code=first).status == 403
    accepted(visitor, second).sees("口令设好了")


@pytest.mark.parametrize("typed", ["", "AAAA-AAAA-AAAA-AAAA", "'; DROP TABLE people; --", "😀" * 90])
def test_another_code_opens_nothing(visitor, code, typed):
    code("林秀兰")
    assert visitor.opens("/invitation").presses("下一步", code=typed).status in (403, 422)


def test_a_suspended_person_gets_in_by_no_code(visitor, code, named, session, time):
    it = code("林秀兰")
    named("林秀兰").suspended_at = time.at
    session.commit()
    assert visitor.opens("/invitation").presses("下一步", code=it).status == 403


def test_guessing_codes_from_one_address_comes_to_an_end(visitor, code, app, time):
    it = code("林秀兰")
    for n in range(200):
        litestar_of(app).state.parts.throttle.failed("127.0.0.1", n, time.at)
    assert visitor.opens("/invitation").presses("下一步", code=it).status == 429


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"password": "short", "again": "short"}, "口令至少要8个字符"),
        ({"password": "woaini1314", "again": "woaini1314"}, "太容易猜到"),
        ({"password": "12345678", "again": "12345678"}, "太容易猜到"),
        ({"password": "abcabcabc", "again": "abcabcabc"}, "太容易猜到"),
        ({"password": "qwertyuiop", "again": "qwertyuiop"}, "太容易猜到"),
        ({"password": "linxiulan88", "again": "linxiulan88"}, "不要有您的姓名"),
        ({"password": "林秀兰的花园大门", "again": "林秀兰的花园大门"}, "不要有您的姓名"),
        ({"password": "xiulan2026", "again": "xiulan2026"}, "不要有您的姓名、用户名"),
        ({"again": "不一样的另一遍"}, "两遍口令不一样"),
        ({"password": "字" * 129, "again": "字" * 129}, "口令最多128个字符"),
        ({"username": ""}, "请起一个用户名"),
        ({"username": "a"}, "用户名要有3到32个"),
        ({"username": "13800001234"}, "不能全是数字"),
        ({"username": "<b>lan</b>"}, "用户名要有3到32个"),
        ({"username": "taken"}, "已经有人用了"),
    ],
)
def test_a_choice_that_will_not_do_is_told_and_the_code_stays_good(visitor, code, account, written, says):
    account("赵春梅", "taken")
    page = accepted(visitor, code("林秀兰"), **written).sees(says)
    assert page.status == 422
    page.presses("设好，进入", username="xiulan", password=WORD, again=WORD).sees("口令设好了")


def test_an_office_asks_for_twelve_characters(visitor, code):
    accepted(visitor, code("郑秘书"), username="mishu", password="十一个字符的口令啊呀", again="十一个字符的口令啊呀").sees(
        "口令至少要12个字符"
    )
    visitor.presses("设好，进入", username="mishu", password="十二个字符的口令足够长了", again="十二个字符的口令足够长了").sees(
        "郑秘书，您好"
    )


def test_a_phone_number_is_name_enough(visitor, code, account, session):
    account("林秀兰", None, phone="13800001234", password_hash=None)
    accepted(visitor, code("林秀兰")).sees("口令设好了")
    session.expire_all()
    assert session.scalars(select(Person).where(Person.phone == "13800001234")).one().username in (None, "xiulan")


def test_a_forgotten_password_is_replaced_and_every_old_sign_in_ends(visitor, code, account, person):
    account("林秀兰", "xiulan", failures=4, must_change=True)
    elsewhere = person("林秀兰")
    it = code("林秀兰")
    assert elsewhere.opens("/account").status != 401, "printing a code alone ends nothing"
    accepted(visitor, it, password="换了一个新的 口令", again="换了一个新的 口令").sees("口令设好了")
    assert elsewhere.opens("/account").status == 401


def test_the_code_stands_in_no_address_and_is_kept_by_no_cache(visitor, code):
    it = code("林秀兰")
    page = visitor.opens("/invitation").presses("下一步", code=it)
    assert it not in page.url and page.response.headers["cache-control"] == "no-store"


# -- who may print one ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "whom", "may"),
    [
        ("王主任", "林秀兰", True), ("王主任", "陈国栋", False), ("王主任", "郑秘书", True), ("街道老李", "王主任", True),
        ("街道老李", "江北人", True), ("管理员", "街道老李", True), ("管理员", "林秀兰", True), ("管理员", "管理员", True),
        ("林秀兰", "林秀兰", False), ("陈国栋", "林秀兰", False), ("周敏", "林秀兰", False), ("郑秘书", "林秀兰", False),
        ("物业小何", "林秀兰", False), ("王主任", "江北人", False), ("王主任", "望江主任", False), ("王主任", "街道老李", False),
        ("王主任", "管理员", False), ("街道老李", "街道老李", False), ("街道老李", "管理员", False),
    ],
)  # fmt: skip
def test_only_an_office_over_every_place_of_the_person_prints_a_code(session, named, time, by, whom, may):
    if may:
        assert issue(session, named(whom), named(by), time.at)
    else:
        with pytest.raises(Refused):
            issue(session, named(whom), named(by), time.at)


def test_registering_a_stranger_here_gives_no_power_over_their_account(session, named, time, home):
    session.add(Residence(community_id=home.id, person_id=named("望江主任").id, since=SINCE))
    session.flush()
    with pytest.raises(Refused, match="望江社区"):
        issue(session, named("望江主任"), named("王主任"), time.at)


def test_a_seat_that_is_over_prints_nothing(session, named, time):
    session.scalars(select(Seat).where(Seat.person_id == named("王主任").id)).one().until = SINCE
    session.flush()
    with pytest.raises(Refused):
        issue(session, named("林秀兰"), named("王主任"), time.at)


def test_whoever_lives_nowhere_is_the_platforms_matter(session, named, time):
    session.add(Person(name="路人", created_at=time.at))
    session.flush()
    with pytest.raises(Refused):
        issue(session, named("路人"), named("王主任"), time.at)
    assert issue(session, named("路人"), named("管理员"), time.at)


# -- the very first one --------------------------------------------------------------------------


def test_the_first_administrator_stands_above_everything(session, visitor, time):
    for table in (SignIn, Invitation):
        assert not session.scalars(select(table)).all()
    session.scalars(select(Seat).where(Seat.role == Role.ADMIN)).one().role = Role.DISTRICT
    session.flush()
    it = first_administrator(session, "首位", "Shouwei", time.at)
    seat = session.scalars(select(Seat).where(Seat.role == Role.ADMIN)).one()
    assert session.get(Community, seat.community_id).parent_id is None
    again = first_administrator(session, "首位", "shouwei", time.at)
    session.commit()
    assert visitor.opens("/invitation").presses("下一步", code=it).status == 403
    visitor.presses("下一步", code=again).sees("shouwei")
    visitor.presses("设好，进入", password="够长的一个口令 给平台管理员", again="够长的一个口令 给平台管理员").sees("口令设好了")
    session.expire_all()
    with pytest.raises(AlreadyBegun):
        first_administrator(session, "首位", "shouwei", time.at)


def test_an_empty_installation_gets_its_root(session):
    root = invitations._root(session)
    assert (root.level, root.path, root.parent_id) == (Level.DISTRICT, f"/{root.id}/", None)
