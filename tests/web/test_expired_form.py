"""过期的表单 · signed out with a form filled in: after signing in again everything typed is there, and one button sends it."""

import json

import pytest
from sqlalchemy import func, select

from tests.matters.proposing import submitted
from tests.passwords import WORD
from tests.web.files import picture
from yishi.matters import proposals
from yishi.matters.models import Matter
from yishi.people.models import Person, SignIn

NEW = "/c/liuyin/matters/new"
LONG = "第一行，“引号”和<b>尖括号</b>\n" + "这是一段很长的话，写了整整一个晚上。\n" * 500 + "最后一行🌿"


@pytest.fixture
def expires(database):
    """Everybody is signed out while their pages stay open."""

    def ended():
        with database.writing() as session:
            for it in session.scalars(select(SignIn)):
                session.delete(it)

    return ended


@pytest.fixture
def draft(person):
    return person("林秀兰").opens(NEW).presses("下一步：写清楚", title="清理后山枯枝", kind="micro_project")


def stored(database):
    with database.reading() as session:
        return session.scalars(select(Matter).order_by(Matter.id.desc())).first()


def test_what_was_typed_goes_through_the_sign_in_and_is_sent_with_one_button(person, expires, database, account):
    account("林秀兰", "xiulan")
    lin = person("林秀兰").opens(NEW)
    expires()
    page = lin.presses("下一步：写清楚", title="清理后山枯枝", kind="micro_project")
    assert page.status == 401
    page.sees("需要重新登录", "刚才写的文字都还在")
    page.presses("登录", name="xiulan", password="wrong password").sees("用户名或口令不对", "刚才写的文字都还在")
    page.presses("登录", name="xiulan", password=WORD).sees("您写的都还在，还没有提交", "要办的事")
    assert page.page.select_one("[name=title]")["value"] == "清理后山枯枝" and stored(database) is None
    assert page.presses("提交").url.endswith("/matters/1/draft")
    assert stored(database).title == "清理后山枯枝"


def test_ten_thousand_characters_survive_to_the_letter(draft, expires, database, account):
    account("林秀兰", "xiulan")
    expires()
    draft.presses("存为草稿", need=LONG)
    page = draft.presses("登录", name="xiulan", password=WORD).sees("您写的都还在")
    assert page.page.select_one("textarea[name=need]").get_text().lstrip("\n") == LONG
    page.presses("提交")
    assert LONG.splitlines()[-1] in page.text, "too long for this field, so it comes back once more, whole"
    page.presses("存为草稿", need=LONG[:1900])
    assert stored(database).need == LONG[:1900].strip()


def test_it_can_be_changed_before_it_is_sent(person, expires, database, account):
    account("林秀兰", "xiulan")
    lin = person("林秀兰").opens(NEW)
    expires()
    lin.presses("下一步：写清楚", title="清理后山枯枝", kind="micro_project").presses("登录", name="xiulan", password=WORD)
    lin.presses("提交", title="清理后山的枯枝和落叶")
    assert stored(database).title == "清理后山的枯枝和落叶"


def test_files_are_named_as_lost_before_and_after(draft, expires, account):
    account("林秀兰", "xiulan")
    expires()
    files = [("photos", ("楼道 <b>.jpg", picture(), "image/jpeg")), ("photos", ("b.jpg", picture(), "image/jpeg"))]
    page = draft.presses("存为草稿", files, need="写了一夜").sees("请再选一次", "b.jpg", "楼道 <b>.jpg")
    page.presses("登录", name="xiulan", password=WORD).sees("没有留住", "b.jpg", "楼道 <b>.jpg")
    assert "<b>.jpg" not in page.text


def test_several_values_of_one_name_go_along(person, expires, visitor, account, database):
    account("林秀兰", "xiulan")
    kept = json.dumps(
        {"title": ["清理后山枯枝"], "kind": ["micro_project"], "more": ["一", "二\n三"], "_step": ["x"], "_csrf": ["forged"]}
    )
    page = visitor.posts("/sign-in", name="xiulan", password=WORD, next=NEW, kept=kept).sees("一；二 三")
    assert [it["value"] for it in page.page.select("[name=more]")] == ["一", "二\n三"]
    assert [it["value"] for it in page.page.select("[name=_csrf]")][-1] != "forged"
    page.presses("提交")
    assert stored(database).title == "清理后山枯枝"


def test_a_button_without_words_leads_back_to_its_page(person, session, home, time, expires, account, database):
    url = submitted(session, home, time).url
    session.commit()
    account("赵春梅", "chunmei")
    zhao = person("赵春梅").opens(url)
    expires()
    page = zhao.presses("附议").sees("先要登录")
    assert page.presses("登录", name="chunmei", password=WORD).url.endswith(url)
    page.presses("附议")
    assert page.status == 200


@pytest.mark.parametrize(
    "target",
    ["https://evil.test/x", "//evil.test/x", "/\\evil.test", "/sign-in", "/sign-in/demo", "/sign-out", "/size", "/no/such",
     "/static/x", "", "/c/liuyin/matters", "/c/liuyin/matters/new?x=y", "javascript:alert(1)", "/account/../sign-in"],
)  # fmt: skip
def test_only_a_form_of_ours_is_sent_on(visitor, account, target):
    account("林秀兰", "xiulan")
    page = visitor.posts("/sign-in", name="xiulan", password=WORD, next=target, kept='{"title": ["x"]}')
    assert page.status == 200 and "您写的都还在" not in page.words
    assert not [form for form in page.page.select("form") if "evil" in form["action"] or "javascript" in form["action"]]


@pytest.mark.parametrize(
    "kept", ["", "x", "[]", '{"a": 1}', '{"a": [1]}', '{"a": "b"}', "[" * 100_000, '"x"', "null", '{"a": ["\\ud800"]}']
)
def test_nonsense_in_place_of_what_was_typed_is_passed_over(visitor, account, kept):
    account("林秀兰", "xiulan")
    assert visitor.posts("/sign-in", name="xiulan", password=WORD, next=NEW, kept=kept, lost=kept).status == 200


def test_markup_in_what_was_typed_is_shown_as_typed(visitor, account):
    account("林秀兰", "xiulan")
    evil = '"><script>alert(1)</script>'
    kept = json.dumps({"title": [evil], 'x"><img src=x>': [evil, evil]})
    page = visitor.posts("/sign-in", name="xiulan", password=WORD, next=NEW, kept=kept, lost=json.dumps([evil]))
    assert "<script>alert" not in page.text and "<img src=x" not in page.text and page.sees("您写的都还在")


def test_somebody_else_may_sign_in_and_sends_it_as_themselves(person, expires, database, account):
    account("赵春梅", "chunmei")
    lin = person("林秀兰").opens(NEW)
    expires()
    lin.presses("下一步：写清楚", title="清理后山枯枝", kind="micro_project")
    lin.presses("登录", name="chunmei", password=WORD).sees("您现在的身份是赵春梅").presses("提交")
    with database.reading() as session:
        assert session.scalar(select(Person.name).join(Matter, Matter.proposer_id == Person.id)) == "赵春梅"


def test_a_stale_token_on_a_page_that_cannot_be_drawn_again_costs_no_words(person, database):
    """Signed in anew in another window: the old form is refused, and offered once more under the new token."""
    page = proposals.begin.route.opt["page"]
    object.__setattr__(page, "back", None)
    try:
        lin = person("林秀兰")
        answer = lin._read(lin.ask("POST", NEW, data={"_csrf": "x", "title": "清理后山枯枝", "kind": "micro_project"}))
        assert answer.status == 403
        answer.sees("这一页已经过期", "您写的都还在").presses("提交")
    finally:
        object.__setattr__(page, "back", proposals.start)
    assert stored(database).title == "清理后山枯枝"


def test_nothing_is_kept_on_the_server(person, expires, database, account):
    lin = person("林秀兰").opens(NEW)
    expires()
    lin.presses("下一步：写清楚", title="清理后山枯枝", kind="micro_project")
    assert lin.response.headers["cache-control"] == "no-store"
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Matter)) == 0
