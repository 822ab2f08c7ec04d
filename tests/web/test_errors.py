"""出错了 · every failure is a plain sentence on a page of ours; what it was stands in the log, without what anybody typed."""

import io
import json
import sys

import pytest
import structlog
from anyio import sleep_forever
from sqlalchemy.exc import DataError, OperationalError

from tests.passwords import WORD
from yishi import logs
from yishi.app import litestar_of
from yishi.home import pages as home
from yishi.matters.models import Matter
from yishi.people import account, invited, sign_in
from yishi.people.models import Person
from yishi.procedure.matter import MatterState
from yishi.web import errors, gate, handlers

SECRET = "林秀兰 13800001234"


@pytest.fixture
def breaks(monkeypatch):
    """`breaks(home.show, ValueError(...))`: from now on this page raises."""

    def broken(does, error):
        page = does.route.opt["page"]
        before = page.does

        def fails(visit, **_):
            raise error

        object.__setattr__(page, "does", fails)
        undone.append((page, before))

    undone = []
    yield broken
    for page, before in undone:
        object.__setattr__(page, "does", before)


@pytest.fixture
def lines(monkeypatch):
    """What the log holds, as the server writes it."""
    out, before = io.StringIO(), structlog.get_config()
    loggers = [errors.log, gate.log, invited.log, sign_in.log]
    for log in loggers:
        vars(log).pop("bind", None)
    monkeypatch.setattr(sys, "stderr", out)
    logs.configure(json=True)
    yield lambda: out.getvalue().splitlines()
    structlog.configure(**before)
    for log in loggers:
        vars(log).pop("bind", None)


# -- unknown addresses ---------------------------------------------------------------------------


def test_an_unknown_address_in_a_community_keeps_its_dress(visitor, person):
    assert visitor.opens("/c/liuyin/no/such/thing").sees("没有找到这一页", "柳荫社区", "事项", "去搜索").status == 404
    person("林秀兰").opens("/c/liuyin/no/such/thing").sees("林秀兰", "柳荫社区")


def test_an_unknown_community_and_an_unknown_address_are_alike(visitor):
    for address in ("/c/nowhere", "/c/nowhere/matters", "/no/such", "/c/", "/c/%00", "/c/" + "x" * 3000, "/%2e%2e/etc/passwd"):
        assert visitor.opens(address).sees("没有找到这一页").status == 404, address


@pytest.mark.parametrize(
    "address",
    ["/static/..%2f..%2fpyproject.toml", "/static/%2e%2e/pyproject.toml", "/static//etc/passwd", "/static/a%00.css", "/static/"],
)
def test_no_path_leads_out_of_the_static_files(visitor, address):
    answer = visitor.ask("GET", address)
    assert answer.status_code == 404 and "yishi" not in answer.text


# -- broken pages --------------------------------------------------------------------------------


def test_a_broken_page_says_sorry_in_its_communitys_dress_with_a_number(breaks, person, lines):
    breaks(home.show, ValueError(SECRET))
    page = person("林秀兰").opens("/c/liuyin").sees("我们这边出了差错", "什么都没有改动", "柳荫社区")
    assert page.status == 500 and "13800001234" not in page.text and "ValueError" not in page.text
    page.sees(page.response.headers["x-request-id"])
    told = [json.loads(line) for line in lines()]
    failure = next(it for it in told if it["event"] == "unexpected")
    assert failure["error"] == "ValueError" and failure["request"] == page.response.headers["x-request-id"]
    assert any("test_errors.py" in place for place in failure["where"])


def test_a_broken_act_changes_nothing(breaks, person, database):
    breaks(account.end_others, RuntimeError("x"))
    lin = person("林秀兰")
    assert lin.posts("/account/sign-ins/end").sees("什么都没有改动").status == 500
    assert lin.opens("/account").status == 200


def test_without_its_database_the_error_page_is_drawn_without_it(visitor, database, monkeypatch):
    def down(*_, **__):
        raise OperationalError("SELECT 1", {}, Exception("the server closed the connection"))

    monkeypatch.setattr(database, "_read", down)
    for address in ("/", "/c/liuyin", "/healthz"):
        assert visitor.opens(address).sees("我们这边出了差错").status == 500
    assert visitor.opens("/c/liuyin/no/such").sees("没有找到这一页").status == 404


def test_when_nothing_can_be_drawn_there_is_one_last_page(visitor, app, monkeypatch):
    def torn(*_):
        raise RuntimeError("no templates")

    monkeypatch.setattr(litestar_of(app).state.parts.templates, "get_template", torn)
    page = visitor.opens("/c/liuyin").sees("我们这边出了差错", "回到首页")
    assert page.status == 500 and page.response.headers["content-type"] == "text/html; charset=utf-8"


def test_when_even_that_fails_the_gate_answers(visitor, monkeypatch):
    monkeypatch.setattr(errors, "_page", lambda *_: 1 // 0)
    answer = visitor.ask("GET", "/no/such")
    assert answer.status_code == 500 and "我们这边出了差错" in answer.text and answer.headers["x-content-type-options"] == "nosniff"


# -- forms that cannot be read -------------------------------------------------------------------


def multipart(*parts, boundary="b"):
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + text + b"\r\n" for name, text in parts
    )
    return {
        "content": body + f"--{boundary}--\r\n".encode(),
        "headers": {"content-type": f"multipart/form-data; boundary={boundary}"},
    }


TOO_LARGE = b"x" * (11 * 1024 * 1024)


@pytest.mark.parametrize("address", ["/sign-in", "/invitation", "/size", "/c/liuyin/matters/new"])
@pytest.mark.parametrize("sent", [
    {"content": b"name=" + TOO_LARGE, "headers": {"content-type": "application/x-www-form-urlencoded"}},
    multipart(("name", TOO_LARGE)),
    {"content": TOO_LARGE, "headers": {"content-type": "application/octet-stream"}},
], ids=["urlencoded", "multipart", "neither"])  # fmt: skip
def test_eleven_megabytes_are_too_much_and_the_page_says_so(visitor, address, sent):
    page = visitor._read(visitor.ask("POST", address, **sent))
    assert page.status == 413
    page.sees("发来的内容太大", "没有收下")


def test_a_body_that_does_not_say_how_long_it_is_ends_where_it_must(visitor):
    async def pieces():
        for _ in range(11):
            yield b"x" * (1024 * 1024)

    answer = visitor.ask("POST", "/size", content=pieces(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413 and "太大" in answer.text


BROKEN = {
    "too many parts": multipart(*((f"n{n}", b"") for n in range(1200))),
    "too many fields": {
        "content": "&".join(f"a{n}=1" for n in range(3000)),
        "headers": {"content-type": "application/x-www-form-urlencoded"},
    },
    "no boundary": {"content": b"x", "headers": {"content-type": "multipart/form-data"}},
    "cut off": {
        "content": multipart(("a", b"x" * 100))["content"][:60],
        "headers": {"content-type": "multipart/form-data; boundary=b"},
    },
    "wrong boundary": {
        "content": multipart(("a", b"x"))["content"],
        "headers": {"content-type": "multipart/form-data; boundary=other"},
    },
    "not utf-8": multipart(("name", b"\xff\xfe")),
    "json": {"content": b'{"name": 1}', "headers": {"content-type": "application/json"}},
    "no kind": {"content": b"name=x", "headers": {"content-type": ""}},
    "nonsense": {"content": b"\x00\x01", "headers": {"content-type": "é/\x7f".encode()}},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_form_that_cannot_be_read_is_told_what_to_do(visitor, name):
    page = visitor._read(visitor.ask("POST", "/sign-in", **BROKEN[name]))
    assert page.status in (400, 413), name
    page.sees("返回")


def test_ill_encoded_text_is_taken_as_far_as_it_goes(visitor):
    answer = visitor.ask(
        "POST", "/sign-in", content=b"name=%ff%fe&password=%00", headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code in (403, 422)


def test_a_body_that_never_ends_is_given_up(app, portal, monkeypatch):
    monkeypatch.setattr(handlers, "SLOWEST", 0)
    monkeypatch.setattr(handlers, "SLOWEST_LINE", 10**9)
    answer = portal.call(_trickles, app, None)
    assert answer[0] == 408 and "网络太慢" in answer[1]


def test_a_browser_that_goes_away_is_no_error_of_ours(app, portal, lines):
    portal.call(_trickles, app, {"type": "http.disconnect"})
    assert not [line for line in lines() if '"error"' in line or '"unexpected"' in line]


async def _trickles(app, then):
    """A POST of which only the beginning arrives."""
    beginning = [{"type": "http.request", "body": b"name=", "more_body": True}]
    told = []

    async def receive():
        if not beginning and then is None:
            await sleep_forever()
        return beginning.pop() if beginning else then

    async def send(message):
        told.append(message)

    headers = [(b"host", b"yishi.test"), (b"content-type", b"application/x-www-form-urlencoded")]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http", "root_path": "",
        "path": "/size", "raw_path": b"/size", "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1),
        "server": ("yishi.test", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return told[0]["status"], b"".join(it.get("body", b"") for it in told).decode()


# -- the log -------------------------------------------------------------------------------------


def test_the_log_holds_no_names_no_words_no_passwords_and_no_addresses(visitor, account, breaks, lines):
    account("林秀兰", "xiulan", phone="13800001234")
    visitor.opens("/sign-in").presses("登录", name="13800001234", password="一个错的口令")
    visitor.presses("登录", name="xiulan", password=WORD)
    visitor.opens("/c/liuyin/search?q=林秀兰的灯")
    visitor.opens("/invitation").presses("下一步", code="AAAA-BBBB-CCCC-DDDD")
    breaks(home.show, ValueError(SECRET))
    visitor.opens("/c/liuyin")
    text = "\n".join(lines())
    for word in (
        "林秀兰",
        "13800001234",
        "xiulan",
        "口令",
        "稻草人",
        "的灯",
        "AAAA",
        "BBBB",
        "127.0.0.1",
        visitor.ask.cookies["s"],
    ):
        assert word not in text, word
    assert '"signed_in"' in text and '"sign_in_refused"' in text and '"unexpected"' in text


@pytest.mark.parametrize("failure", [OperationalError, DataError])
def test_what_the_database_complains_of_is_not_quoted(visitor, breaks, lines, failure):
    breaks(
        home.districts, failure("UPDATE people SET phone = :phone", {"phone": "13800001234"}, Exception("(phone)=(13800001234)"))
    )
    visitor.opens("/").sees("我们这边出了差错")
    text = "\n".join(lines())
    assert failure.__name__ in text and "13800001234" not in text and "UPDATE people" not in text


@pytest.mark.parametrize("evil", ["%0d%0aevent=forged", "%0a{}", "%1b[31m", "%c2%9b31m", "%e2%80%ae", "%e2%80%a8x", "%00"])
def test_one_request_is_one_line_whatever_it_asks_for(visitor, lines, evil):
    visitor.ask("GET", f"/no/{evil}")
    written = [line for line in lines() if '"request"' in line]
    assert len(written) == 1 and json.loads(written[0])["status"] == 404
    assert written[0].isprintable()


def test_plain_lines_for_a_person_at_a_terminal_are_as_safe():
    event = {"event": "unexpected", "path": "/\x1b[2J\r\nforged", "exc_info": ValueError(SECRET)}
    for processor in (logs.where, logs.one_line):
        event = processor(None, "error", event)
    assert event == {"event": "unexpected", "path": "/\\u001b[2J\\u000d\\u000aforged", "error": "ValueError", "where": []}


def test_nothing_of_ours_runs_in_debug_mode(app):
    assert litestar_of(app).debug is False


# -- a page that was only opened -----------------------------------------------------------------------------------------


def test_a_page_for_others_says_so_and_offers_ways_on(person):
    lin = person("林秀兰").opens("/c/liuyin/desk/rules/new")
    assert lin.status == 403
    links = {link.get_text(): link["href"] for link in lin.page.select("main .acts a")}
    assert links == {
        "回到首页": "/c/liuyin", "我的待办": "/c/liuyin/todo", "换个身份登录": "/sign-in?next=/c/liuyin/desk/rules/new",
    }  # fmt: skip


def test_a_mere_visit_that_is_not_for_this_person_is_no_failed_act(person, session, home, time):
    he = Person(name="何提出", created_at=time.at)
    session.add(he)
    session.flush()
    it = Matter(
        community_id=home.id, kind="issue", title="楼道堆物", need="", place="", beneficiaries="", proposer_id=he.id,
        rule_set_version_id=home.rule_set_version_id, created_at=time.at, entered_at=time.at, touched_at=time.at,
        state=MatterState.PLANNING, number="柳荫2026-099",
    )  # fmt: skip
    session.add(it)
    session.commit()
    lin = person("林秀兰").opens(f"{it.url}/plan/edit?variant=A")
    assert lin.status == 403 and not lin.page.title.get_text().startswith("错误")
    lin.sees("这一页现在打不开").does_not_see("没有办成", "什么都没有改动")
    assert lin.page.select_one("main .acts a")["href"] == f"{it.url}/plan"
