from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.similar import bigrams, closeness, pairs

texts = st.text(alphabet="楼道照明改造电动车充电棚A栋2026，。 \n", max_size=40)


def test_a_text_becomes_its_neighbouring_pairs():
    assert pairs("楼道照明") == ("楼道", "道照", "照明")


def test_latin_words_and_numbers_stay_whole_and_marks_part_the_runs():
    assert pairs("ＬＥＤ楼灯，3栋24盏") == ("led", "楼灯", "3", "栋", "24", "盏")


@pytest.mark.parametrize("nothing", ["", " ", "，。！", "\n\t_"])
def test_a_text_without_words_has_no_pairs(nothing):
    assert bigrams(nothing) == ""
    assert closeness(nothing, "楼道照明") == 0


def test_the_search_column_is_found_by_its_pairs_alone():
    column = bigrams("文华花园楼道照明改造")
    assert all(f" {pair} " in column for pair in pairs("楼道照明"))
    assert not all(f" {pair} " in column for pair in pairs("楼顶照明"))


def test_a_pair_is_written_once():
    assert bigrams("楼道楼道") == " 楼道 道楼 "


def test_closeness_is_exact():
    assert closeness("楼道照明改造", "楼道灯照明更换") == Fraction(4, 11)
    assert closeness("楼道照明", "楼道照明。") == 1
    assert closeness("楼道照明", "充电棚") == 0


@given(texts, texts)
def test_closeness_is_the_same_from_either_side_and_between_nought_and_one(one, other):
    assert closeness(one, other) == closeness(other, one)
    assert 0 <= closeness(one, other) <= 1


@given(texts)
def test_a_text_is_wholly_like_itself(text):
    assert closeness(text, text) == (1 if pairs(text) else 0)
