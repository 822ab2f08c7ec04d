"""样子 · the components are drawn, light enough for a slow phone, and hold to the strict content policy."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import brotli
import pytest

from yishi.files import STATIC, TEMPLATES
from yishi.home.gallery import samples
from yishi.procedure.people import Actor, Role
from yishi.web.templating import environment

PAGES = environment(TEMPLATES, lambda name: f"/static/{name}")
SHEETS = sorted((STATIC / "css").glob("*.css"))
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|\bjs:|hx-on|hx-vals=['\"]js", re.I)


def a_visit(**what):
    community = SimpleNamespace(level="community", name="柳荫社区", slug="liuyin", url="/c/liuyin", parent_line="罗湖区 黄贝街道")
    usual = {
        "actor": Actor(1, "林秀兰", frozenset({Role.COUNCILLOR})), "community": community, "elder": False, "owed": 4, "path": "/ui",
        "demo": True, "csrf": "c", "key": "k", "notice": "", "problems": {}, "reasons": (), "typed": {}, "again": "", "above": "",
        "at": datetime(2026, 11, 20, 6, 38, tzinfo=UTC), "area": "matters", "keeps_desk": False,
    }  # fmt: skip
    return SimpleNamespace(**usual | what)


def drawn(source, **what):
    """A template text drawn as a page would be."""
    return PAGES.from_string(source).render(visit=a_visit(**what), samples=samples())


def gallery(**what):
    return PAGES.get_template("gallery/show.html").render(visit=a_visit(**what), samples=samples())


def test_every_macro_file_is_in_the_gallery_or_used_by_another():
    texts = {path: path.read_text("utf-8") for path in TEMPLATES.rglob("*.html")}
    for path in (TEMPLATES / "ui").glob("*.html"):
        assert any(f'"ui/{path.name}"' in text for other, text in texts.items() if other != path), path.name


def test_the_gallery_is_drawn_for_everybody():
    assert "构件一览" in gallery()
    assert 'data-size="elder"' in gallery(elder=True)
    assert "社区议事" in gallery(community=None, actor=Actor(None, "访客"))


def test_ids_are_unique_and_every_reference_leads_to_one():
    page = gallery()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    named = " ".join(re.findall(r'(?:aria-describedby|aria-labelledby|\sfor)="([^"]+)"', page)).split()
    assert set(named) <= set(ids)


def test_no_template_needs_more_than_the_strict_content_policy():
    for path in TEMPLATES.rglob("*.html"):
        assert not INLINE.search(path.read_text("utf-8")), path


def test_the_style_sheets_are_one_small_download():
    whole = b"".join(sheet.read_bytes() for sheet in SHEETS)
    assert len(brotli.compress(whole)) <= 14 * 1024
    assert "</" not in whole.decode()
    assert "@import" not in whole.decode()
    assert "http" not in whole.decode()


def test_our_own_script_stays_short():
    lines = (STATIC / "js" / "app.js").read_text("utf-8").splitlines()
    assert len(lines) < 400
    assert not [line for line in lines if re.search(r"\beval\b|new Function|innerHTML|document\.write", line)]


def test_every_icon_named_is_drawn_in_the_sprite():
    sprite = (STATIC / "img" / "icons.svg").read_text("utf-8")
    for path in TEMPLATES.rglob("*.html"):
        for name in re.findall(r"""icon(?:=|\()"([a-z]+)\"""", path.read_text("utf-8")):
            assert f'id="{name}"' in sprite, (path, name)


def test_a_field_comes_back_with_what_was_typed_and_the_sentence_beside_it():
    page = drawn(
        '{% from "ui/form.html" import form %}{{ form("/x", "提交", samples.asks) }}',
        typed={"cost": ["一万二"], "kind": ["goods"], "title": ["<b>灯</b>"]}, problems={"cost": "请填金额"},
    )  # fmt: skip
    assert 'value="一万二" aria-describedby="f-cost-hint f-cost-wrong" aria-invalid="true"' in page
    assert 'value="goods" id="f-kind-3" checked' in page
    assert 'value="&lt;b&gt;灯&lt;/b&gt;"' in page


def test_an_unticked_box_comes_back_unticked():
    ticked = '{% from "ui/field.html" import field %}{{ field(samples.by_name.public, True) }}'
    assert " checked" in drawn(ticked)
    assert " checked" not in drawn(ticked, typed={"title": ["灯"]})


def test_what_was_typed_in_one_form_stays_out_of_the_other():
    page = drawn(
        '{% from "shared/_steps.html" import steps %}{{ steps(samples.it, samples.offers, visit) }}',
        typed={"_step": ["return"], "reason": ["没写清楚地点"]}, problems={"reason": "理由太短"},
    )  # fmt: skip
    returning, declining = page.split('id="step-return"')[1].split('id="step-decline"')
    assert "没写清楚地点</textarea>" in returning and "理由太短" in returning
    assert "没写清楚地点" not in declining and "理由太短" not in declining
    assert page.count(" open>") == 1


def test_a_step_that_the_rules_forbid_stays_visible_with_its_reasons():
    page = drawn('{% from "shared/_steps.html" import steps %}{{ steps(samples.it, samples.offers, visit) }}')
    assert page.count('data-kind="primary"') == 3  # the first act, and the button inside each opened one
    assert 'aria-disabled="true" aria-describedby="why-vote"' in page
    assert "辩论充分以后才能提付表决（需要2轮，已有1轮）<br>先决定修正案" in page
    assert 'action="/ui/vote"' not in page


def test_the_summary_at_the_top_leads_to_the_field():
    page = drawn(
        '{% extends "layouts/public.html" %}', typed={"_step": ["return"]}, problems={"reason": "理由太短", "": "请把照片再选一次"}
    )
    assert '<a href="#return-reason">理由太短</a>' in page
    assert "<li>请把照片再选一次</li>" in page
    assert "<title>错误：" in page


def test_rows_come_back_with_every_line_typed_and_their_own_problems():
    page = drawn(
        '{% from "ui/rows.html" import rows %}{{ rows("预算明细", samples.line_asks, samples.lines) }}',
        typed={"item": ["灯", "椅", "桌"], "quantity": ["一", "2", "3"], "unit": ["", "", ""], "price": ["1", "2", "3"]},
        problems={"quantity.0": "数量请填整数"},
    )
    assert page.count('class="line"') == 5
    assert 'id="f-item.2" name="item" type="text" value="桌"' in page
    assert page.count("数量请填整数") == 1


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "429", "500", "refused"])
def test_an_error_page_says_what_to_do_next(name):
    for community in (None, a_visit().community):
        visit = a_visit(community=community, actor=Actor(None, "访客"), demo=False)
        page = PAGES.get_template(f"errors/{name}.html").render(visit=visit, who="社区工作人员")
        assert "<h1>" in page
        assert "回到首页" in page
