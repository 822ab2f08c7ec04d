"""规则小测 · what is asked is what the rules in force say; the share that passes is theirs."""

from fractions import Fraction

import pytest

from yishi.procedure.parameters import labels
from yishi.procedure.quiz import marked, questions, written
from yishi.procedure.rule_set import SHIPPED, load, parse, shipped

LUOHU = load("luohu10")


def changed(name: str, value: str, was: str):
    old = f"[parameters.{name}]\nvalue = {was}"
    assert old in shipped("luohu10")
    return parse(shipped("luohu10").replace(old, f"[parameters.{name}]\nvalue = {value}"))


@pytest.mark.parametrize("row", written(), ids=lambda row: row["article"])
def test_a_question_is_written_whole(row):
    assert set(row) <= {"article", "where", "unless", "asks", "options", "right", "why"}
    assert row["article"] in labels()
    assert 1 <= row["right"] <= len(row["options"]) == len(set(row["options"])) == 3


def test_there_are_enough_and_the_right_answer_does_not_always_stand_in_one_place():
    assert 10 <= len(questions(LUOHU)) <= 15
    places = [it.right for it in questions(LUOHU)]
    assert all(places.count(place) >= 2 for place in range(3))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_article_asked_about_is_in_force_and_no_figure_is_left_out(name):
    rules = load(name)
    assert len(questions(rules)) >= 8
    for it in questions(rules):
        assert it.article in rules.articles
        assert "{" not in "".join((it.asks, *it.options, it.why))


def test_all_ten_articles_are_asked_about():
    assert {it.article.number for it in questions(LUOHU)} == set(range(1, 11))


def test_the_figures_are_those_in_force():
    three = changed("speeches_per_question", "3", "2")
    assert any("最多3次" in option for it in questions(three) for option in it.options)


def test_what_the_rules_do_not_ask_for_is_not_asked():
    free = changed("stance_first", "false", "true")
    assert len(questions(free)) == len(questions(LUOHU)) - 1


@pytest.mark.parametrize(("right", "passes"), [(13, True), (11, True), (10, False), (0, False)])
def test_four_fifths_pass_and_a_part_of_a_question_counts_as_a_whole_one(right, passes):
    asked = questions(LUOHU)
    given = [it.right if n < right else (it.right + 1) % 3 for n, it in enumerate(asked)]
    result = marked(LUOHU, given)
    assert (result.right, result.needed, result.passed) == (right, 11, passes)
    assert len(result.wrong) == len(asked) - right


def test_the_share_is_a_parameter_of_the_rule_set():
    assert LUOHU.quiz_share == Fraction(4, 5)
    assert LUOHU.parameters["quiz_share"].source == "本规则集默认值"
    everything = changed("quiz_share", '"1"', '"4/5"')
    assert marked(everything, ()).needed == len(questions(everything))
    older = shipped("luohu10").replace('[parameters.quiz_share]\nvalue = "4/5"\nsource = "本规则集默认值"\n', "")
    assert parse(older).quiz_share == Fraction(4, 5)


def test_what_is_left_out_is_wrong():
    result = marked(LUOHU, [])
    assert result.right == 0 and all(mark.given is None for mark in result.wrong)
