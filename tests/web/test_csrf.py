"""防冒用 · a form counts only when it comes from a page of ours, and from the sign-in that it was written for."""

import pytest

from yishi.app import PAGES
from yishi.web.handlers import routes

OURS = "http://yishi.test"
FILLED = {"title": "清理后山枯枝", "kind": "micro_project"}
NEW = "/c/liuyin/matters/new"

FOREIGN = [
    {"origin": "https://evil.test"}, {"origin": "null"}, {"origin": "http://yishi.test.evil.test"}, {"origin": "http://evil.test/yishi.test"},
    {"origin": "http://yishi.test:81"}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"},
    {"origin": OURS, "sec-fetch-site": "cross-site"},
]  # fmt: skip


def sent(someone, headers=(), **fields):
    return someone.ask(
        "POST", NEW, data={"_csrf": someone.token, **FILLED, **fields}, headers=dict(headers), follow_redirects=False
    )


@pytest.mark.parametrize(
    "headers", [{}, {"origin": OURS}, {"sec-fetch-site": "same-origin"}, {"origin": OURS, "sec-fetch-site": "none"}]
)
def test_a_form_of_ours_is_taken(person, headers):
    assert sent(person("林秀兰"), headers).status_code == 303


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_form_of_another_site_is_not_and_its_words_are_not_shown(person, headers, database):
    answer = sent(person("林秀兰"), headers)
    assert answer.status_code == 403 and "不是从本站的页面发出的" in answer.text and FILLED["title"] not in answer.text


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_nobody_is_signed_in_from_another_site(browse, headers):
    answer = browse()("POST", "/sign-in", data={"name": "a", "password": "b"}, headers=headers)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize("token", ["", "0" * 64, "é", "x" * 10_000])
def test_without_the_token_of_this_sign_in_it_comes_back_with_everything_typed(person, token):
    answer = sent(person("林秀兰"), _csrf=token)
    assert answer.status_code == 403 and "这一页已经过期" in answer.text and FILLED["title"] in answer.text


def test_the_token_of_somebody_else_is_of_no_use(person):
    assert sent(person("林秀兰"), _csrf=person("赵春梅").token).status_code == 403


def test_the_token_of_an_earlier_sign_in_is_of_no_use(person):
    assert sent(person("林秀兰"), _csrf=person("林秀兰").token).status_code == 403


def test_a_script_of_ours_may_send_the_token_as_a_header(person):
    lin = person("林秀兰")
    assert sent(lin, {"x-csrf-token": lin.token}, _csrf="").status_code == 303
    assert sent(lin, {"x-csrf-token": "x"}).status_code == 403


def test_reading_changes_nothing():
    """Whatever writes is a POST, so that no picture on another site and no preview of a link can act."""
    for handler in routes(*PAGES):
        assert handler.http_methods == {"POST"} if handler.opt["page"].writes else handler.http_methods == {"GET"}
