"""门面 · what every answer carries, which host is answered, and what no cache may keep."""

import re

import httpx
import pytest

from yishi.app import litestar_of
from yishi.settings import from_environment
from yishi.web.gate import CSP, Gate

ALWAYS = {
    "content-security-policy": CSP, "x-content-type-options": "nosniff", "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin", "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}  # fmt: skip
PAGES = ("/", "/c/liuyin", "/c/liuyin/matters", "/sign-in", "/no/such/page", "/c/nowhere", "/c/liuyin/ledger.json", "/healthz")


@pytest.fixture
def at(app, portal):
    """A browser at the same application behind a gate that is set differently."""

    def opened(**values):
        gate = Gate(litestar_of(app), from_environment({}, **values))
        client = httpx.AsyncClient(transport=httpx.ASGITransport(gate), base_url="http://yishi.test")
        return lambda method="GET", url="/", **options: portal.call(lambda: client.request(method, url, **options))

    return opened


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_guarding_headers_once(visitor, address):
    headers = visitor.ask("GET", address).headers
    for name, value in ALWAYS.items():
        assert headers.get_list(name) == [value]
    assert (
        re.fullmatch("[0-9a-f]{16}", headers["x-request-id"])
        and "server" not in headers
        and "strict-transport-security" not in headers
    )


def test_every_request_has_a_number_of_its_own(visitor):
    assert visitor.ask("GET", "/").headers["x-request-id"] != visitor.ask("GET", "/").headers["x-request-id"]
    assert visitor.ask("GET", "/", headers={"x-request-id": "mine"}).headers["x-request-id"] != "mine"


def test_scripts_and_styles_come_from_us_alone():
    assert "unsafe" not in CSP and "default-src 'none'" in CSP and "frame-ancestors 'none'" in CSP and "base-uri 'none'" in CSP


def test_over_https_browsers_are_told_to_stay_there(at):
    assert at(secure=True)().headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize("address", PAGES)
def test_the_kind_of_content_is_said_once(visitor, address):
    kind = visitor.ask("GET", address).headers["content-type"]
    assert kind in ("text/html; charset=utf-8", "application/json; charset=utf-8")


# -- cookies and caches --------------------------------------------------------------------------


def test_reading_without_an_account_sets_no_cookie(visitor):
    page = visitor.opens("/c/liuyin")
    links = [it["href"] for it in page.page.select("link[href^='/static'], script[src^='/static']") if it.has_attr("href")]
    assert links
    for address in (*PAGES, *links):
        assert "set-cookie" not in visitor.ask("GET", address).headers, address


def test_what_belongs_to_a_person_is_kept_by_no_cache(person, visitor):
    for address in ("/account", "/c/liuyin", "/no/such/page", "/c/liuyin/ledger.json"):
        assert person("林秀兰").opens(address).response.headers["cache-control"] == "no-store", address
    assert visitor.opens("/c/liuyin").response.headers["cache-control"] == "no-cache"
    assert "cookie" in visitor.response.headers["vary"]


def test_pages_on_which_one_signs_in_are_kept_by_no_cache(visitor):
    for address in ("/sign-in", "/invitation", "/account"):
        assert visitor.opens(address).response.headers["cache-control"] == "no-store", address
    assert visitor.posts("/sign-in", name="a", password="b").response.headers["cache-control"] == "no-store"


def test_a_path_that_only_looks_like_another_is_another(person, visitor):
    person("林秀兰").opens("/account")
    for address in ("/ａccount", "/account%00", "/accoun%74/../account", "/%61ccount;x"):
        assert "林秀兰" not in visitor.opens(address).text


# -- the host ------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["yishi.test", "YISHI.test", "yishi.test:8000", "two.test"])
def test_our_own_hosts_are_answered(at, host):
    assert at(hosts=("yishi.test", "two.test"))(url="/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.test", "yishiXtest", "yishi.test.evil.test", "evil.test:yishi.test", "", "yishi.test:80:80", "xyishi.test", "[::1]"],
)
def test_another_host_is_told_so_in_a_sentence(at, host):
    answer = at(hosts=("yishi.test",))(url="/healthz", headers={"host": host, "x-forwarded-host": "yishi.test"})
    assert (
        answer.status_code == 400 and answer.text == "请用公布的网址访问" and answer.headers["x-content-type-options"] == "nosniff"
    )


def test_two_hosts_are_none(app, portal):
    gate = Gate(litestar_of(app), from_environment({}, hosts=("yishi.test",)))
    assert _sent(portal, gate, "GET", "/", (b"host", b"evil.test"))[0]["status"] == 400


# -- methods -------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/c/liuyin", "/no/such/page", "/healthz"])
def test_head_is_get_without_the_body(visitor, app, portal, address):
    get, head = visitor.ask("GET", address), visitor.ask("HEAD", address)
    assert head.status_code == get.status_code and head.headers["content-type"] == get.headers["content-type"]
    assert int(head.headers["content-length"]) > 0
    assert [it.get("body", b"") for it in _sent(portal, app, "HEAD", address)[1:]] == [b""]


def test_head_of_a_file(visitor, app, portal):
    address = visitor.opens("/").page.select_one("link[rel=stylesheet]")["href"]
    start, *rest = _sent(portal, app, "HEAD", address)
    assert start["status"] == 200 and not b"".join(it.get("body", b"") for it in rest)


def test_options_tells_what_may_be_asked(visitor):
    answer = visitor.ask("OPTIONS", "/sign-in")
    assert answer.status_code == 204 and "GET" in answer.headers["allow"]
    assert not [name for name in answer.headers if name.startswith("access-control")], "no other site may read us"


@pytest.mark.parametrize(
    ("method", "address"),
    [("PUT", "/"), ("DELETE", "/c/liuyin"), ("POST", "/healthz"), ("GET", "/sign-out"), ("PATCH", "/sign-in")],
)
def test_another_method_is_told_what_to_do(visitor, method, address):
    answer = visitor.ask(method, address)
    assert answer.status_code == 405 and "请回到那一页" in answer.text and answer.headers["allow"]


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND"])
def test_a_method_that_nobody_uses_is_refused(at, method):
    assert at()(method).status_code == 405


def test_a_part_of_a_page_that_cannot_be_had_stays_as_it_was(visitor):
    """Signed out while typing: no sign-in page in the place of a hint."""
    part = {"hx-request": "true", "hx-request-type": "partial"}
    assert visitor.ask("GET", "/account", headers=part).headers["hx-reswap"] == "none"
    assert "hx-reswap" not in visitor.ask("GET", "/account", headers={**part, "hx-boosted": "true"}).headers
    assert "hx-reswap" not in visitor.ask("GET", "/c/liuyin", headers=part).headers
    assert "hx-reswap" not in visitor.ask("GET", "/account").headers


def _sent(portal, app, method, path, *headers):
    """What goes over the wire, before any client has made something of it."""
    told = []

    async def send(message):
        told.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http", "root_path": "",
        "path": path, "raw_path": path.encode(), "query_string": b"", "headers": [(b"host", b"yishi.test"), *headers],
        "client": ("127.0.0.1", 1), "server": ("yishi.test", 80),
    }  # fmt: skip
    portal.call(app, scope, receive, send)
    return told
