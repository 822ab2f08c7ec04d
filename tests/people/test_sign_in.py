"""登录 · who gets in, how, and what those who do not get in can tell from it."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from tests.passwords import WORD
from yishi.app import litestar_of
from yishi.people import passwords, sign_in
from yishi.people.models import Person, SignIn
from yishi.people.throttle import HASHES_AT_ONCE, LOCK_AFTER, MOST_WAITING


def kept(database, name):
    with database.reading() as session:
        return session.scalars(select(Person).where(Person.name == name)).one()


@pytest.mark.parametrize(
    "typed", ["xiulan", "XiuLan", " xiulan ", "13800001234", "138 0000 1234", "+86 138-0000-1234", "１３８００００１２３４"]
)
def test_by_username_or_mobile_number_however_it_is_typed(account, enters, typed):
    account("林秀兰", "xiulan", phone="13800001234")
    assert enters(typed, WORD).sees("林秀兰，您好").url.endswith("/c/liuyin")


def test_the_password_is_taken_as_it_is_but_for_the_width_of_its_letters(account, enters, session):
    account("林秀兰", "xiulan", password_hash=passwords.HASHER.hash("abc 12345"))
    assert enters("xiulan", "ABC 12345").status == 403
    assert enters("xiulan", "abc 12345 ").status == 403
    assert enters("xiulan", "ａｂｃ　１２３４５").status == 200


def test_one_goes_on_to_where_one_wanted_to_go(account, visitor, enters):
    account("林秀兰", "xiulan")
    page = visitor.opens("/account")
    assert page.status == 401
    assert page.presses("登录", name="xiulan", password=WORD).url.endswith("/account")


@pytest.mark.parametrize(
    "next",
    ["//evil.test/", "/\\evil.test", "https://evil.test/", "/\t/evil.test", "javascript:alert(1)", "/no/such/page", "\r\nX: y"],
)
def test_nobody_is_sent_on_to_another_site(account, enters, next):
    account("林秀兰", "xiulan")
    assert enters("xiulan", WORD, next=next).url == "http://yishi.test/c/liuyin"


def test_a_question_in_chinese_survives_the_way_through_the_sign_in(account, enters):
    account("林秀兰", "xiulan")
    assert enters("xiulan", WORD, next="/c/liuyin/search?q=灯").url.endswith("/c/liuyin/search?q=%E7%81%AF")


def test_an_empty_form_says_what_to_write_and_counts_as_nothing(account, enters, database):
    account("林秀兰", "xiulan")
    assert enters("", "").sees("请填写手机号或用户名").status == 422
    assert enters("xiulan", "").sees("请填写口令").status == 422
    assert enters("xiulan", "x" * 129).sees("口令最多128个字符").status == 422
    assert kept(database, "林秀兰").failures == 0


# -- nobody learns whether there is such an account ---------------------------------------------


@pytest.fixture
def refusals(account, visitor, time):
    """Every way not to get in, and the page that came back."""
    account("林秀兰", "wrong")
    account("赵春梅", "suspended", suspended_at=time.at)
    account("孙立", "resting", locked_until=time.at.replace(year=2027))
    account("钱进", "invited", password_hash=None)
    tries = {"nobody": WORD, "wrong": "x" * 12, "suspended": WORD, "resting": WORD, "invited": WORD}

    def seen():
        for name, password in tries.items():
            page = visitor.opens("/sign-in").presses("登录", name=name, password=password)
            yield name, (page.status, page.words, tuple(page.response.headers), page.text.replace(name, ""))

    return lambda: dict(seen())


def test_every_refusal_is_the_same_page(refusals):
    pages = refusals()
    without_key = {name: re.sub(r'name="_key" value="[^"]+"', "", page[3]) for name, page in pages.items()}
    assert {page[:3] for page in pages.values()} == {pages["nobody"][:3]} and len(set(without_key.values())) == 1
    assert pages["nobody"][0] == 403 and "用户名或口令不对" in pages["nobody"][1]


def test_every_refusal_costs_one_comparison(refusals, monkeypatch):
    """Counted, not timed: one argon2id comparison with the same parameters is the whole of the time one could measure."""
    compared = []

    class Counting:
        def verify(self, stored, password):
            compared.append(stored)
            return passwords.PasswordHasher().verify(passwords.NOBODY, password)

        def check_needs_rehash(self, stored):
            return False

    monkeypatch.setattr(passwords, "HASHER", Counting())
    refusals()
    assert len(compared) == 5


def test_the_hash_of_nobody_costs_what_a_fresh_one_costs():
    assert passwords.NOBODY.rpartition("$")[0].rpartition("$")[0] == passwords.hashed("x").rpartition("$")[0].rpartition("$")[0]
    assert not passwords.matches(None, "x") and not passwords.outdated(passwords.NOBODY)


def test_a_password_of_older_parameters_is_hashed_anew_at_sign_in(account, enters, database):
    account("林秀兰", "xiulan")
    assert "m=8,t=1" in kept(database, "林秀兰").password_hash
    enters("xiulan", "x" * 12)
    assert "m=8,t=1" in kept(database, "林秀兰").password_hash
    enters("xiulan", WORD)
    assert kept(database, "林秀兰").password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert enters("xiulan", WORD).status == 200


# -- how often one may try -----------------------------------------------------------------------


def test_five_failures_in_a_row_put_the_account_to_rest_for_a_quarter_of_an_hour(account, enters, time, database):
    account("林秀兰", "xiulan")
    for _ in range(LOCK_AFTER):
        enters("xiulan", "x" * 12)
    assert enters("xiulan", WORD).status == 403
    time.passes(minutes=14)
    assert enters("xiulan", WORD).status == 403
    time.passes(minutes=2)
    assert enters("xiulan", WORD).status == 200
    assert kept(database, "林秀兰").failures == 0


def test_a_good_sign_in_forgets_the_failures_before_it(account, enters):
    account("林秀兰", "xiulan")
    for _ in range(3):
        for _ in range(LOCK_AFTER - 1):
            enters("xiulan", "x" * 12)
        assert enters("xiulan", WORD).status == 200


def test_a_resting_account_is_not_kept_at_rest_by_further_tries(account, enters, time):
    account("林秀兰", "xiulan")
    for _ in range(LOCK_AFTER):
        enters("xiulan", "x" * 12)
    time.passes(minutes=10)
    for _ in range(LOCK_AFTER):
        enters("xiulan", "x" * 12)
    time.passes(minutes=6)
    assert enters("xiulan", WORD).status == 200


def test_the_neighbour_at_the_same_address_is_not_locked_out(account, enters):
    account("林秀兰", "xiulan")
    account("赵春梅", "chunmei")
    for _ in range(LOCK_AFTER + 1):
        enters("xiulan", "x" * 12)
    assert enters("chunmei", WORD).status == 200


@pytest.fixture
def quick(monkeypatch):
    """Comparisons that cost nothing, for tests that need hundreds."""
    monkeypatch.setattr(sign_in, "matches", lambda stored, password: False)


def test_an_address_that_failed_two_hundred_times_waits_for_the_window_to_end(quick, enters, app, time):
    throttle = litestar_of(app).state.parts.throttle
    for n in range(199):
        throttle.failed("127.0.0.1", n, time.at)
    assert enters("a", "x").status == 403
    assert enters("b", "x").sees("失败的次数太多").status == 429
    time.passes(minutes=15)
    assert enters("b", "x").status == 403


def test_an_address_written_into_the_request_is_not_believed(quick, app, browse, time):
    throttle = litestar_of(app).state.parts.throttle
    for n in range(200):
        throttle.failed("127.0.0.1", n, time.at)
    for n in range(5):
        answer = browse()("POST", "/sign-in", data={"name": "a", "password": "x"}, headers={"x-forwarded-for": f"203.0.113.{n}"})
        assert answer.status_code == 429


def test_our_own_proxy_is_believed(quick, app, browse, setting, time):
    setting(proxies=("127.0.0.0/8", "10.0.0.1"))
    throttle = litestar_of(app).state.parts.throttle
    for n in range(200):
        throttle.failed("203.0.113.9", n, time.at)

    def status(told):
        return browse()("POST", "/sign-in", data={"name": "a", "password": "x"}, headers={"x-forwarded-for": told}).status_code

    assert status("203.0.113.9") == 429
    assert status("203.0.113.8") == 403
    assert status("198.51.100.1, 203.0.113.9, 10.0.0.1") == 429
    assert status("203.0.113.9, 198.51.100.1") == 403
    assert status("nonsense") == 403


def test_a_community_under_attack_leaves_failing_addresses_fewer_tries_and_locks_nobody_out(
    account, enters, app, time, home, session
):
    throttle, here = litestar_of(app).state.parts.throttle, home.id
    session.rollback()
    account("林秀兰", "xiulan")
    account("望江主任", "wangjiang")
    for n in range(300):
        throttle.failed(f"203.0.113.{n % 250}", here, time.at)
    assert enters("xiulan", WORD).status == 200
    for _ in range(10):
        assert enters("xiulan", "x" * 12).status == 403
    assert enters("xiulan", WORD).status == 429
    assert enters("wangjiang", WORD).status == 200


# -- hashing starves nobody ----------------------------------------------------------------------


def test_passwords_are_compared_a_few_at_a_time_and_pages_do_not_wait_for_it(account, app, browse, monkeypatch, person, database):
    account("林秀兰", "xiulan")
    at_once, most, go_on = [0], [0], threading.Event()
    gate = threading.Lock()

    def slow(stored, password):
        with gate:
            at_once[0] += 1
            most[0] = max(most[0], at_once[0])
        go_on.wait(20)
        with gate:
            at_once[0] -= 1
        return False

    monkeypatch.setattr(sign_in, "matches", slow)
    lin = person("林秀兰")
    with ThreadPoolExecutor(24) as people:
        tries = [people.submit(browse(), "POST", "/sign-in", data={"name": "xiulan", "password": "x"}) for _ in range(20)]
        while not at_once[0]:
            assert not tries[0].done()
        assert lin.opens("/c/liuyin").status == 200
        assert lin.posts("/account/sign-ins/end").status == 200, "a writer had to wait for passwords"
        go_on.set()
        assert {it.result().status_code for it in tries} == {403}
    assert most[0] <= HASHES_AT_ONCE


def test_beyond_a_long_line_one_is_asked_to_come_back(app, browse, monkeypatch):
    class Crowded:
        def statistics(self):
            return type("", (), {"tasks_waiting": MOST_WAITING})

    monkeypatch.setattr(litestar_of(app).state, "hashers", Crowded())
    answer = browse()("POST", "/sign-in", data={"name": "a", "password": "x"})
    assert answer.status_code == 429 and answer.headers["retry-after"] == "60" and "请稍等" in answer.text


def test_no_more_than_twenty_browsers_are_kept_for_one_person(account, browse, setting, session):
    lin = account("林秀兰", "xiulan", demo=True)
    for _ in range(22):
        browse()("POST", "/sign-in/demo", data={"person": lin.id})
    assert len(session.scalars(select(SignIn)).all()) == 20
