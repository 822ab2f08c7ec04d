import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from yishi.procedure.calendar import Span
from yishi.procedure.parameter_forms import Grade, ProjectClass
from yishi.procedure.parameters import labels
from yishi.procedure.rule_set import SHIPPED, Unsound, load, parse, shipped
from yishi.procedure.tally import Base, Quorum, Threshold

FOR_ABOVE_AGAINST = Threshold(Fraction(1, 2), Base.CAST, strict=True)
LUOHU = shipped("luohu10")


def refused(text: str) -> str:
    with pytest.raises(Unsound) as refusal:
        parse(text)
    return "；".join(refusal.value.reasons)


def without(name: str) -> str:
    return re.sub(rf"\[parameters\.{name}\]\n(.+\n)+", "", LUOHU)


def valued(name: str, value: str) -> str:
    """The shipped text with one value written differently."""
    text, found = re.subn(rf"(?s)(\[parameters\.{name}\]\nvalue = ).+?(\nsource)", lambda m: m[1] + value + m[2], LUOHU)
    assert found == 1
    return text


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_rule_set_is_sound(name):
    rules = load(name)
    assert rules.name == name
    assert rules.note
    assert set(rules.parameters) == set(labels())
    assert [article.number for article in rules.articles] == list(range(1, len(rules.articles) + 1))
    assert all(article.text.endswith("。") and "{" not in article.text and article.source for article in rules.articles)
    assert all(parameter.source and parameter.shown for parameter in rules.parameters.values())


def test_the_ten_articles_of_luohu_stand_in_their_order():
    rules = load("luohu10")
    assert [article.title for article in rules.articles] == [
        "主持中立", "举手发言", "面向主持", "表明立场", "限时限次", "不打断", "不跑题", "不攻击", "机会均等", "服从裁判",
    ]  # fmt: skip
    assert "据公开资料整理，非正式文本" in rules.note
    assert all(article.binds for article in rules.articles)


def test_the_numbers_of_luohu_are_those_of_the_sources():
    rules = load("luohu10")
    assert rules.class_caps == {
        ProjectClass.WORKS: 100_000_000, ProjectClass.SERVICES: 50_000_000, ProjectClass.GOODS: 50_000_000,
    }  # fmt: skip
    assert (rules.seconders_needed, rules.seconding_days) == (5, Span(30))
    assert (rules.review_days, rules.appeal_days, rules.appeals_allowed) == (Span(5, working=True), Span(5, working=True), 1)
    assert (rules.consulting_days, rules.notice_days, rules.posting_days) == (Span(7), Span(3), Span(5))
    assert rules.quorum == Quorum(Fraction(2, 3), strict=True)
    assert rules.passing == FOR_ABOVE_AGAINST
    assert rules.close_debate == Threshold(Fraction(2, 3), Base.CAST, strict=False)
    assert (rules.speech_seconds, rules.speeches_per_question, rules.online_speech_characters) == (120, 2, 400)
    assert (rules.change_order_vote_percent, rules.acceptance_signatures) == (10, 3)
    assert (rules.rating_days, rules.dispute_days) == (Span(15), Span(30))
    assert (rules.satisfaction_share, rules.satisfaction_passes) == (Fraction(1, 2), {Grade.GOOD, Grade.FAIR})
    assert [item.key for item in rules.negative_list] == ["others-duty", "duplicate"]


def test_robert_gives_ten_minutes_and_asks_for_more_than_half():
    rules = load("robert")
    assert (rules.speech_seconds, rules.speeches_per_question, rules.stance_first) == (600, 2, False)
    assert rules.quorum == Quorum(Fraction(1, 2), strict=True)
    assert "10分钟" in rules.articles[3].text


def test_consensus_passes_only_without_a_no():
    assert load("consensus").passing == Threshold(Fraction(1), Base.CAST, strict=False)


def test_a_refusal_cites_the_article_that_binds_the_parameter():
    rules = load("luohu10")
    assert rules.cites("speech_seconds") == "第五条"
    assert rules.quotes("stance_first") == "《罗湖议事十条（据公开资料整理）》第四条“表明立场”"
    assert rules.cites("quorum") == "附表“法定人数”"
    assert rules.quotes("quorum") == "《罗湖议事十条（据公开资料整理）》附表“法定人数”"


def test_the_figures_in_an_article_follow_the_parameters():
    rules = parse(valued("speech_seconds", "90"))
    assert "每次发言不超过1分30秒" in rules.articles[4].text
    assert "每人最多说2次" in rules.articles[4].text


def test_one_changed_character_is_another_version():
    assert parse(LUOHU).digest == parse(LUOHU).digest
    assert parse(LUOHU).digest != parse(LUOHU + "\n").digest


def test_an_adopted_rule_set_cannot_be_changed_in_place():
    rules = load("luohu10")
    with pytest.raises(AttributeError):
        rules.seconders_needed = 1
    with pytest.raises(TypeError):
        rules.parameters["seconders_needed"] = None


def test_a_missing_parameter_is_named():
    assert refused(without("quorum")) == "缺少参数“法定人数”（quorum）"


def test_everything_wrong_is_said_at_once():
    reasons = refused(without("quorum") + '\n[parameters.quorom]\nvalue = 1\nsource = "x"\n')
    assert "没有“quorom”这个参数，请检查拼写" in reasons
    assert "缺少参数“法定人数”" in reasons


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("seconders_needed", '"五"', "请写0到10000之间的整数"),
        ("seconders_needed", "true", "请写0到10000之间的整数"),
        ("seconders_needed", "2.5", "请写0到10000之间的整数"),
        ("seconders_needed", "-1", "请写0到10000之间的整数"),
        ("review_days", "5", "请写天数，例如 “7天” 或 “5个工作日”"),
        ("review_days", '"五天"', "请写天数，例如 “7天” 或 “5个工作日”"),
        ("review_days", '"9999天"', "请写天数，例如 “7天” 或 “5个工作日”"),
        ("stance_first", '"yes"', "请写 true（是）或 false（否）"),
        ("quorum", '"2/3"', "strict 表示须超过而不是达到"),
        ("quorum", '{ share = "3/2", strict = true }', "请写分数，例如 “2/3”，不大于1"),
        ("quorum", '{ share = "1/0", strict = true }', "请写分数，例如 “2/3”，不大于1"),
        ("quorum", '{ share = "0/3", strict = true }', "请写分数，例如 “2/3”，不大于1"),
        ("quorum", "{ share = 0.67, strict = true }", "请写分数，例如 “2/3”，不大于1"),
        ("quorum", '{ share = "1", strict = true }', "超过全部人数是做不到的"),
        ("passing", '{ share = "1/2", of = "people", strict = true }', "of 请写 cast（赞成票与反对票之和）"),
        ("passing", '{ share = "1", of = "cast", strict = true }', "超过全部票数是做不到的"),
        ("passing", '{ share = "1/2", of = "cast" }', "请写 { share ="),
        ("class_caps", "{ works = 1 }", "各写一个金额，单位元"),
        ("class_caps", '{ works = 1, services = 2, goods = "3" }', "整数"),
        ("negative_list", '"无"', "请列出各项，没有就写 []"),
        ("negative_list", '[{ key = "a" }]', "每一项请写 key（代号）、text（内容）和 source（出处）"),
        ("negative_list", '[{ key = "a", text = "甲" }, { key = "a", text = "乙" }]', "不能相同"),
        ("satisfaction_passes", '["fine"]', "请列出合格的评价"),
        ("chair_vote", "true", "请写 never（主持期间不投票）"),
        ("satisfaction_passes", "[]", "请列出合格的评价"),
        ("satisfaction_passes", "[[1]]", "请列出合格的评价"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_what_to_write(name, value, says):
    reason = refused(valued(name, value))
    assert says in reason
    assert f"（{name}）写得不对" in reason


def test_a_parameter_without_its_source_is_refused():
    assert "请写 value（值）和 source（出处）两项" in refused(LUOHU.replace('value = 5\nsource = "本规则集默认值"', "value = 5", 1))


def test_an_empty_negative_list_is_allowed():
    assert parse(valued("negative_list", "[]")).parameters["negative_list"].shown == "无"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace('"hands_first", "first', '"hands_frist", "first'), "第二条提到的参数“hands_frist”不存在"),
        (lambda text: text.replace("{speech_seconds}", "{speech_hours}"), "第五条提到的参数“speech_hours”不存在"),
        (lambda text: text.replace('binds = ["stance_first"]', 'binds = ["address_chair"]'), "参数“address_chair”被两条规则引用"),
        (lambda text: text.replace('binds = ["stance_first"]', "binds = 4"), "第四条的 binds 请写参数名的列表"),
        (lambda text: text.replace('title = "表明立场"\n', ""), "第四条请写名称（title）和内容（text）"),
        (lambda text: text.replace('title = "表明立场"', 'titel = "表明立场"'), "第四条只能写 title"),
        (lambda text: text.replace('name = "luohu10"', 'name = "罗湖"'), "代号（name）请用小写字母"),
        (lambda text: text.replace("name =", "nam =", 1), "没有“nam”这一项"),
        (lambda text: text.replace("[[articles]]", "[[items]]"), "请至少写一条规则"),
        (lambda text: "parameters = 1\n" + text.split("[parameters", 1)[0], "缺少参数"),
        (lambda text: "= " + text, "第1行"),
        (lambda text: text + "a" * 100_000, "规则文本太长"),
        (lambda text: "", "请写规则集的名称（title）"),
    ],
)  # fmt: skip
def test_a_text_that_is_not_a_rule_set_says_where_and_why(change: Callable[[str], str], says):
    assert says in refused(change(LUOHU))


def test_toml_that_nests_without_end_is_refused():
    assert "读不懂" in refused("a = " + "[" * 50_000)


def test_a_name_that_does_not_ship_is_refused():
    with pytest.raises(Unsound, match="没有名为“../../secret”的规则集"):
        shipped("../../secret")


def test_a_date_is_not_a_number_of_days():
    assert "请写天数" in refused(valued("review_days", str(date(2026, 1, 1))))
