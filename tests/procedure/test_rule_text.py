"""规则改写 · one place of the text is changed; everything else says what it said."""

import pytest

from yishi.procedure.asking import read
from yishi.procedure.rule_difference import rules_changed
from yishi.procedure.rule_set import SHIPPED, load, parse, shipped
from yishi.procedure.rule_text import (
    article_asks,
    parameter_asks,
    put_together,
    taken_apart,
    typed_value,
    with_article,
    with_parameter,
)

LUOHU = shipped("luohu10")
TEN = len(load("luohu10").articles)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_text_taken_apart_and_put_together_says_the_same(name):
    again = put_together(taken_apart(shipped(name)))
    assert rules_changed(load(name), parse(again)).empty
    assert put_together(taken_apart(again)) == again
    lines = [line for line in shipped(name).splitlines() if not line.startswith("#")]
    assert again.splitlines() == lines


TYPED = ('他说："不行"', "反斜杠\\n", "第一行\n第二行", "制表\t符", "<script>alert(1)</script>", "🏘️", "'''", "# 不是注释")


@pytest.mark.parametrize("text", TYPED)
def test_whatever_is_typed_is_read_again_as_typed(text):
    changed = with_article(LUOHU, 3, {"title": "面向主持", "text": text, "source": ""})
    assert taken_apart(changed)["articles"][2]["text"] == text


def test_an_article_is_rewritten_struck_out_or_added():
    rewritten = parse(with_article(LUOHU, 5, {"title": "限时", "text": "每次{speech_seconds}。", "source": ""}))
    assert rewritten.articles[4].text == "每次2分钟。"
    assert rewritten.articles[4].binds == load("luohu10").articles[4].binds, "what the program executes for it stays"
    assert len(parse(with_article(LUOHU, 6, {"strike": True, "title": "", "text": "", "source": ""})).articles) == TEN - 1
    added = parse(with_article(LUOHU, TEN + 1, {"title": "守时", "text": "到点开会。", "source": "本社区"})).articles[-1]
    assert (added.number, added.title, added.source) == (TEN + 1, "守时", "本社区")


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        ("speech_seconds", {"value": "180"}, "3分钟"), ("posting_days", {"value": "7天"}, "7天"),
        ("chair_neutral", {"value": "false"}, "否"), ("chair_vote", {"value": "never"}, "主持期间不投票"),
        ("satisfaction_share", {"value": "3/4"}, "四分之三"),
        ("class_caps", {"works": "20", "services": "30", "goods": "40"}, "工程类20元，服务类30元，货物类40元"),
    ],
)  # fmt: skip
def test_a_parameter_is_asked_for_in_its_own_kind(name, typed, shown):
    rules = parse(_typed(name, typed))
    assert shown in rules.parameters[name].shown
    assert rules.parameters[name].source == "第2次会议"
    assert [it.label for it in rules_changed(load("luohu10"), rules).parameters] == [rules.parameters[name].label]


def test_a_threshold_is_asked_for_in_its_parts():
    rules = parse(_typed("rule_change_passing", {"share": "3/4", "of": "members", "strict": "true"}))
    threshold = rules.rule_change_passing
    assert (str(threshold.share), threshold.of.value, threshold.strict) == ("3/4", "members", True)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_parameter_but_a_list_has_a_form_that_holds_what_stands_there(name):
    for key, row in taken_apart(shipped(name))["parameters"].items():
        asks = parameter_asks(key, row["value"])
        if asks:
            held = {it: [text] for it, text in typed_value(row).items()}
            answers = read(asks, held)
            assert not answers.problems, (key, answers.problems)
            assert taken_apart(with_parameter(shipped(name), key, answers.values)) == taken_apart(shipped(name)), key
        else:
            assert isinstance(row["value"], list)


def test_the_form_of_a_known_article_can_strike_it():
    assert [ask.name for ask in article_asks(known=True)] == ["title", "text", "source", "strike"]
    assert [ask.name for ask in article_asks(known=False)] == ["title", "text", "source"]


def _typed(name, typed):
    asks = parameter_asks(name, taken_apart(LUOHU)["parameters"][name]["value"])
    answers = read(asks, {key: [text] for key, text in (typed | {"source": "第2次会议"}).items()})
    assert not answers.problems
    return with_parameter(LUOHU, name, answers.values)
