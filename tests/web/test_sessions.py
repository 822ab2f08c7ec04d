"""登录状态 · a sign-in is a token the browser cannot choose, that lasts as long as it should and no longer."""

import hashlib

import pytest
from sqlalchemy import select

from yishi.people.models import Person, SignIn
from yishi.web.sign_ins import SEEN_EVERY

FIXED = "ATTACKER-CHOSE-THIS-TOKEN"


@pytest.fixture
def ready(database):
    """林秀兰 and 王主任 can sign in by one press."""
    with database.writing() as session:
        people = {it.name: it for it in session.scalars(select(Person).where(Person.name.in_(("林秀兰", "王主任"))))}
        for it in people.values():
            it.demo = True
    return {name: it.id for name, it in people.items()}


@pytest.fixture
def enters(browse, visitor, ready):
    """`enters("林秀兰")`: through the sign-in page, so with the limits of a real sign-in."""

    def entered(name, cookies=None):
        someone = type(visitor)(browse(cookies), ready[name], name)
        return someone.posts("/sign-in/demo", person=ready[name])

    return entered


def test_a_token_planted_before_the_sign_in_is_not_adopted(enters, browse):
    lin = enters("林秀兰", {"s": FIXED})
    assert lin.opens("/account").status == 200
    assert FIXED not in [it.value for it in lin.ask.cookies.jar if it.domain]
    assert browse({"s": FIXED})("GET", "/account").status_code == 401


def test_every_sign_in_gets_a_new_token_and_kills_the_browsers_old_one(enters, browse):
    lin = enters("林秀兰")
    first = lin.ask.cookies["s"]
    lin.posts("/sign-in/demo", person=lin.id)
    assert lin.ask.cookies["s"] != first
    assert browse({"s": first})("GET", "/account").status_code == 401


def test_only_the_digest_of_a_token_is_kept(enters, database):
    token = enters("林秀兰").ask.cookies["s"]
    assert len(token) >= 43  # 256 bits
    with database.reading() as session:
        assert session.scalars(select(SignIn.token_digest)).one() == hashlib.sha256(token.encode()).digest()


def test_reading_keeps_a_resident_signed_in(enters, time):
    lin = enters("林秀兰")
    for _ in range(6):
        time.passes(days=13)
        assert lin.opens("/account").status == 200
    time.passes(days=14)
    assert lin.opens("/account").status == 401


def test_nobody_stays_for_more_than_ninety_days(enters, time):
    lin = enters("林秀兰")
    for _ in range(89):
        time.passes(days=1)
        assert lin.opens("/account").status == 200
    time.passes(days=1)
    assert lin.opens("/account").status == 401


def test_an_office_is_left_after_twelve_idle_hours_and_after_seven_days(enters, time):
    wang = enters("王主任")
    time.passes(hours=11, minutes=59)
    assert wang.opens("/account").status == 200
    time.passes(hours=12)
    assert wang.opens("/account").status == 401
    wang = enters("王主任")
    for _ in range(16):
        time.passes(hours=10)
        assert wang.opens("/account").status == 200
    time.passes(hours=8)
    assert wang.opens("/account").status == 401


def test_reading_writes_next_to_nothing(enters, time, queries):
    lin = enters("林秀兰")
    time.passes(minutes=4)
    with queries() as seen:
        lin.opens("/account")
    assert not [it for it in seen if it.startswith(("UPDATE", "INSERT", "DELETE"))]
    time.at += SEEN_EVERY
    with queries() as seen:
        lin.opens("/account")
    assert [it.split()[:2] for it in seen if it.startswith(("UPDATE", "INSERT", "DELETE"))] == [["UPDATE", "sign_ins"]]
    with queries() as seen:
        lin.opens("/account")
    assert not [it for it in seen if it.startswith("UPDATE")]


def test_a_visitor_is_looked_up_nowhere(visitor, queries):
    with queries() as seen:
        visitor.opens("/sign-in")
    assert not [it for it in seen if "sign_ins" in it]


@pytest.mark.parametrize("token", ["x", "' OR 1=1 --", "a" * 5000, "%00", "é"])
def test_nonsense_for_a_token_is_a_visitor(browse, token):
    assert browse()("GET", "/account", headers={"cookie": f"s={token}".encode()}).status_code == 401


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(visitor, ready, setting, app, browse):
    answer = browse()("POST", "/sign-in/demo", data={"person": ready["林秀兰"]}, follow_redirects=False)
    attributes = _cookies(answer)["s"]
    assert {"httponly", "samesite=lax", "path=/", "max-age=7776000"} == attributes
    setting(secure=True)
    cookies = _cookies(browse()("POST", "/sign-in/demo", data={"person": ready["林秀兰"]}, follow_redirects=False))
    assert set(cookies) == {"__Host-s", "__Host-say"}
    assert all({"secure", "httponly", "samesite=lax", "path=/"} <= attributes for attributes in cookies.values())


def test_over_https_a_cookie_without_the_prefix_is_nobodys(enters, setting, browse):
    token = enters("林秀兰").ask.cookies["s"]
    setting(secure=True)
    assert browse()("GET", "/account", headers={"cookie": f"s={token}"}).status_code == 401
    assert browse()("GET", "/account", headers={"cookie": f"__Host-s={token}"}).status_code == 200
    assert "您已当选" not in browse()("GET", "/", headers={"cookie": "say=%E6%82%A8%E5%B7%B2%E5%BD%93%E9%80%89"}).text


def _cookies(answer):
    """Name → attributes in small letters."""
    return {
        name: {part.strip().lower() for part in rest}
        for (name, *_), rest in (
            (it.split("=", 1), more) for it, *more in (line.split(";") for line in answer.headers.get_list("set-cookie"))
        )
    }
