"""通过规则 · looked at beside the rules in force, recorded with body, day and decision; old matters keep theirs."""

from functools import partial

import pytest
from sqlalchemy import select

from tests.communities.races import at_once
from yishi.communities.models import Body, BodyKind, Community, RuleSetVersion
from yishi.ledger.models import LedgerEntry
from yishi.matters.models import Matter
from yishi.procedure.difference import Change
from yishi.procedure.rule_difference import rules_changed
from yishi.procedure.rule_set import load, parse, shipped

RULES = "/c/liuyin/desk/rules"
LUOHU = shipped("luohu10")
MORE = LUOHU.replace("[parameters.seconders_needed]\nvalue = 5", "[parameters.seconders_needed]\nvalue = 8")
assert MORE != LUOHU


@pytest.fixture
def council(found):
    return found(
        select(Body)
        .join(Community, Community.id == Body.community_id)
        .where(Body.kind == BodyKind.COUNCIL, Community.slug == "liuyin")
    )[0]


def looks_at(who, text):
    return who.opens(f"{RULES}/new").presses("看看改了什么", text=text)


def adopts(who, council, text=MORE, **typed):
    typed = {"body": council.id, "adopted_on": "2026-03-01", "decision": "第2次会议决议", **typed}
    return looks_at(who, text).presses("记录通过", **typed)


def versions(found, slug="liuyin"):
    return found(
        select(RuleSetVersion)
        .join(Community, Community.id == RuleSetVersion.community_id)
        .where(Community.slug == slug)
        .order_by(RuleSetVersion.id)
    )


def current(found, slug="liuyin"):
    return found(select(Community).filter_by(slug=slug))[0].rule_set_version_id


# -- 改了什么 ----------------------------------------------------------------------------------------------------------


def test_a_figure_is_told_from_and_to():
    changes = rules_changed(parse(LUOHU), parse(MORE))
    [it] = changes.parameters
    assert (it.label, it.before, it.after, it.source) == ("附议人数", "5人", "8人", False)
    assert not changes.articles and not changes.empty


def test_a_figure_in_the_words_of_an_article_changes_the_article():
    changes = rules_changed(parse(LUOHU), parse(LUOHU.replace("value = 120", "value = 180")))
    assert [it.label for it in changes.parameters] == ["每次发言时长"]
    [article] = changes.articles
    assert (article.change, article.before, article.after) == (Change.CHANGED, "第五条", "第五条")
    words = "".join(piece.text for piece in article.text if piece.change is not Change.REMOVED)
    assert words == parse(LUOHU).articles[4].text.replace("2分钟", "3分钟")


def test_articles_come_go_and_move():
    last, more = '[[articles]]\ntitle = "服从裁判"', '[[articles]]\ntitle = "先学规则"\ntext = "没学过规则的，先学。"\n\n'
    swapped = LUOHU.replace('title = "面向主持"', 'title = "看着主持"').replace(last, more + last)
    changes = rules_changed(parse(LUOHU), parse(swapped)).articles
    told = [(it.change, it.before, it.after) for it in changes]
    assert [it.renumbered for it in changes] == [False, False, True]
    assert told == [
        (Change.CHANGED, "第三条", "第三条"),
        (Change.ADDED, "", "第十条"),
        (Change.CHANGED, "第十条", "第十一条"),
    ]
    back = [(it.change, it.before, it.after) for it in rules_changed(parse(swapped), parse(LUOHU)).articles]
    assert (Change.REMOVED, "第十条", "") in back and (Change.CHANGED, "第十一条", "第十条") in back


def test_another_source_and_another_enforcement_are_told():
    source = rules_changed(
        parse(LUOHU), parse(LUOHU.replace('value = 5\nsource = "本规则集默认值"', 'value = 5\nsource = "本社区第1次会议"'))
    )
    assert [(it.after, it.source) for it in source.parameters] == [("本社区第1次会议", True)]
    bound = rules_changed(parse(LUOHU), parse(LUOHU.replace('binds = ["no_attacks"]\n', "")))
    assert [it.enforcement for it in bound.articles] == [("不攻击他人、不质疑动机", "无")]


@pytest.mark.parametrize("name", ["robert", "consensus"])
def test_every_shipped_set_can_be_told_from_every_other(name):
    assert not rules_changed(load("luohu10"), load(name)).empty
    assert rules_changed(load(name), load(name)).empty


# -- 页面 --------------------------------------------------------------------------------------------------------------


def test_the_text_of_the_rules_in_force_is_there_to_be_changed(person, found):
    staff = person("王主任").opens(RULES).sees("罗湖议事十条", "第1版", "罗伯特议事规则", "联席会议")
    staff.opens(f"{RULES}/new")
    assert staff.page.select_one("textarea").get_text().strip() == LUOHU.strip()
    staff.opens(f"{RULES}/new?from=robert")
    assert "罗伯特" in staff.page.select_one("textarea").get_text()
    staff.opens(f"{RULES}/new?from=../../etc/passwd").sees("改规则文本")


def test_what_changes_is_seen_before_anything_is_recorded(person, found):
    looks_at(person("王主任"), MORE).sees("附议人数 5人 8人", "记录通过", "不能改也不能删")
    assert len(versions(found)) == 1


def test_a_version_is_recorded_with_its_body_day_and_decision(person, found, council):
    adopts(person("王主任"), council).sees("已记录：柳荫社区居民议事会通过了罗湖议事十条（据公开资料整理） 第2版")
    first, second = versions(found)
    assert (second.number, second.body_id, second.decision, str(second.adopted_on)) == (
        2,
        council.id,
        "第2次会议决议",
        "2026-03-01",
    )
    assert second.text == MORE and current(found) == second.id and second.rules.seconders_needed == 8
    assert first.text == LUOHU
    [entry] = found(select(LedgerEntry).filter_by(step="adopt_rules"))
    assert (entry.rule_set, entry.given["before"], entry.given["digest"]) == ("luohu10@2", "luohu10@1", second.digest)


def test_matters_opened_before_keep_their_rules_and_later_ones_have_the_new(person, found, council):
    resident = person("林秀兰")
    resident.opens("/c/liuyin/matters/new").presses("下一步：写清楚", title="以前的事", kind="issue")
    adopts(person("王主任"), council)
    resident.opens("/c/liuyin/matters/new").sees("8人").presses("下一步：写清楚", title="以后的事", kind="issue")
    under = {it.title: it.rule_set_version_id for it in found(select(Matter))}
    assert under == {"以前的事": versions(found)[0].id, "以后的事": versions(found)[1].id}


def test_a_shipped_set_adopted_unchanged_is_that_set_to_the_letter(person, found, council):
    staff = person("王主任").opens(f"{RULES}/new?from=robert").presses("看看改了什么")
    staff.presses("记录通过", body=council.id, adopted_on="2026-03-02", decision="x").sees("罗伯特议事规则")
    assert versions(found)[-1].digest == load("robert").digest and versions(found)[-1].number == 1


def test_a_file_may_be_sent_instead(person, found):
    staff = person("王主任").opens(f"{RULES}/new")
    staff.presses("看看改了什么", files={"file": ("r.toml", ("\ufeff" + MORE.replace("\n", "\r\n")).encode())}).sees(
        "附议人数 5人 8人"
    )
    staff.opens(f"{RULES}/new").presses("看看改了什么", files={"file": ("r.toml", MORE.encode("gbk"))}).sees("文件不是 UTF-8 文本")


def test_one_may_go_back_to_the_text_without_losing_it(person):
    staff = looks_at(person("王主任"), MORE).opens(f"{RULES}/new")
    assert staff.page.select_one("textarea").get_text().strip() == MORE.strip()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写规则文本"),
        ("x = [", "规则文本的格式读不懂"),
        (LUOHU.replace("value = 5\n", 'value = "五"\n'), "参数“附议人数”（seconders_needed）写得不对"),
        (LUOHU.replace("[parameters.seconders_needed]", "[parameters.seconders]"), "缺少参数“附议人数”"),
        (LUOHU.replace('name = "luohu10"', 'name = "../x"'), "规则集的代号（name）请用小写字母"),
        ("长" * 100_001, "规则文本最多100000个字"),
        ("[[articles]]\n" * 30_000, "规则文本最多100000个字"),
        ("a = " + "[" * 5_000, "规则文本的格式读不懂"),
    ],
)
def test_what_is_no_rule_set_is_told_in_words_and_the_text_stays(person, found, text, sentence):
    staff = looks_at(person("王主任"), text)
    assert staff.status in (409, 422)
    staff.sees(sentence)
    if text:
        assert staff.page.select_one("textarea").get_text().strip() == text.strip()
    assert len(versions(found)) == 1


def test_ten_million_letters_are_refused_whole(person):
    staff = looks_at(person("王主任"), "长" * 3_500_000)
    assert staff.status == 413


def test_markup_in_the_rules_is_only_text(person):
    staff = looks_at(person("王主任"), LUOHU.replace("话都对着主持人说", "<script>alert(1)</script>😀话都对着主持人说"))
    assert "<script>alert" not in staff.text
    staff.sees("<script>alert(1)</script>😀")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": ""}, "请选择由谁通过"),
        ({"body": "999999"}, "由谁通过请从列出的选项里选"),
        ({"adopted_on": "2026-03-03"}, "通过的日期不能在今天以后"),
        ({"adopted_on": "2025-12-31"}, "不能早于现行规则通过的日期"),
        ({"decision": ""}, "请填写决议出处"),
        ({"decision": "长" * 201}, "决议出处最多200个字"),
    ],
)
def test_what_is_missing_is_told_beside_the_changes(person, found, council, typed, sentence):
    staff = adopts(person("王主任"), council, **typed)
    assert staff.status == 422
    staff.sees(sentence, "附议人数 5人 8人")
    assert len(versions(found)) == 1


def test_the_same_text_again_is_no_new_version(person, found, council):
    staff = adopts(person("王主任"), council, text=LUOHU)
    staff.sees("一字不差")
    looks_at(staff, LUOHU).sees("意思上没有改动")
    assert len(versions(found)) == 1


def test_two_who_record_it_at_once_record_it_once(person, found, council):
    people = [person("王主任"), person("王主任")]
    for who in people:
        looks_at(who, MORE)
    typed = {"body": council.id, "adopted_on": "2026-03-01", "decision": "x"}
    at_once(*(partial(who.presses, "记录通过", **typed) for who in people))
    assert sorted(who.status for who in people) == [200, 409] and len(versions(found)) == 2


@pytest.mark.parametrize("name", ["林秀兰", "陈国栋", "周敏", "郑秘书", "街道老李", "望江主任"])
def test_nobody_but_staff_records_it(person, found, council, name):
    other = person(name)
    assert other.opens(RULES).status == 403
    typed = {"text": MORE, "body": council.id, "adopted_on": "2026-03-01", "decision": "x"}
    assert other.posts(RULES, **typed).status == 403 and len(versions(found)) == 1


def test_a_body_of_another_community_adopts_nothing_here(person, found, council):
    there = found(
        select(Body)
        .join(Community, Community.id == Body.community_id)
        .where(Body.kind == BodyKind.COUNCIL, Community.slug == "wangjiang")
    )[0]
    staff = adopts(person("王主任"), council, body=there.id)
    assert staff.status == 422 and len(versions(found, "wangjiang")) == 1


def test_the_pages_ask_little(person, queries):
    staff = person("王主任")
    for url in (RULES, f"{RULES}/new"):
        with queries() as seen:
            staff.opens(url)
        assert len(seen) <= 8, seen


# -- one piece at a time -------------------------------------------------------------------------------------------------


def piece(who, key, **typed):
    return who.opens(f"{RULES}/piece?piece={key}").presses("改好", **typed)


def test_a_figure_is_changed_in_a_form_of_its_own_and_the_rest_stays_word_for_word(person, found, council):
    staff = person("王主任").opens(f"{RULES}/new").sees("附议人数")
    staff.opens(next(a["href"] for a in staff.page.select("#figures ~ * a, section a") if a.get_text() == "改附议人数"))
    assert staff.page.select_one("[name=value]")["value"] == "5"
    staff.presses("改好", value="8", source="第2次会议决议").sees("已改：附议人数", "附议人数 5人 8人")
    staff.opens(f"{RULES}/changes").presses("记录通过", body=council.id, adopted_on="2026-03-01", decision="x")
    new = versions(found)[-1].rules
    assert new.seconders_needed == 8 and [it.text for it in new.articles][1:] != [] and new.name == "luohu10"
    assert staff.opens(f"{RULES}/changes").url.endswith("/desk/rules"), "there is nothing to be recorded any more"


def test_days_shares_yes_and_no_and_articles_have_their_forms(person, found):
    staff = person("王主任")
    piece(staff, "review_days", value="3个工作日", source="x").sees("已改：")
    piece(staff, "close_debate", share="2/3", source="x").sees("已改：")
    piece(staff, "1", title="主持中立", text="主持人不表态。").sees("已改：第一条")
    piece(staff, "11", title="新的一条", text="散会以前念一遍决议。").sees("已改：第十一条")
    assert len(versions(found)) == 1, "nothing is adopted yet"


@pytest.mark.parametrize(("key", "typed"), [
    ("seconders_needed", {"value": "五"}), ("review_days", {"value": "很久"}),
    ("close_debate", {"share": "3/2"}), ("1", {"title": "", "text": ""}),
])  # fmt: skip
def test_what_cannot_be_is_told_at_the_field_and_stays_there(person, key, typed):
    staff = piece(person("王主任"), key, source="x", **typed)
    assert staff.status == 422 and staff.response.request.method == "GET"
    for name, text in typed.items():
        field = staff.page.select_one(f"[name={name}]")
        assert (field.get("value") if field.name == "input" else field.get_text().strip()) == text


def test_going_back_to_a_form_that_went_through_in_the_end_finds_the_piece_again(person):
    staff = piece(person("王主任"), "seconders_needed", value="五", source="x")
    back = staff.url
    staff.presses("改好", value="8").sees("已改：附议人数")
    assert staff.opens(back).page.select_one("[name=value]")["value"] == "8" and staff.status == 200


def test_there_is_no_piece_of_another_name(person):
    for key in ("", "0", "12", "999", "x", "negative_list", "../1"):
        assert person("王主任").opens(f"{RULES}/piece?piece={key}").status == 404, key


def test_what_one_of_the_staff_writes_is_no_others(person, account):
    piece(person("王主任"), "seconders_needed", value="8", source="x")
    assert person("街道老李").opens(f"{RULES}/piece?piece=seconders_needed").status == 403
    assert person("望江主任").opens("/c/wangjiang/desk/rules").does_not_see("还没有记录通过").status == 200


def test_a_piece_that_was_changed_in_another_window_is_looked_at_again(person):
    staff = person("王主任").opens(f"{RULES}/piece?piece=seconders_needed")
    form = staff.page.select_one("main form")
    piece(staff, "seconders_needed", value="9", source="y")
    assert staff.sends(form, value="8", source="x").sees("您在别处又改过").status == 409


def test_begun_afresh_from_a_shipped_set_what_was_changed_before_makes_room(person):
    staff = person("王主任")
    piece(staff, "seconders_needed", value="9", source="y")
    staff.opens(f"{RULES}/piece?from=luohu10&piece=seconders_needed").presses("改好", value="7", source="y")
    staff.sees("附议人数 5人 7人")
    staff.opens(RULES).sees("还没有记录通过", "接着改")


def test_a_line_that_cannot_be_read_is_quoted(person):
    looks_at(person("王主任"), LUOHU.replace("value = 5\n", "value = ture\n", 1)).sees("那一行写的是“value = ture”")


def test_a_cap_is_an_amount_as_people_write_it_and_of_whole_yuan(person):
    staff = piece(person("王主任"), "class_caps", works="80万", services="500,000元", goods="¥ 50万", source="x")
    staff.sees("工程类1,000,000元", "工程类800,000元", "服务类500,000元")
    assert piece(staff, "class_caps", works="80.000001万", services="1", goods="1", source="x").status == 422
    staff.sees("工程类上限请写整元")
