from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.difference import Change, difference, paragraphs, words_changed

OLD = "文华花园南门加装照明。\n共安装路灯8盏，每盏1200元。\n由物业公司负责日常维护。\n完工后由居民监督员验收。"
NEW = "文华花园南门、北门加装照明。\n共安装路灯12盏，每盏1,150.50元。\n新增夜间巡查。\n完工后由居民监督员验收。"
texts = st.text(alphabet="楼道照明改造1a。\n", max_size=60)


def marked(pieces) -> str:
    marks = {Change.KEPT: "{}", Change.ADDED: "[+{}]", Change.REMOVED: "[-{}]"}
    return "".join(marks[piece.change].format(piece.text) for piece in pieces)


def side(change, keep: Change) -> str:
    return "".join(piece.text for piece in change.pieces if piece.change in (Change.KEPT, keep))


def test_a_difference_reads_paragraph_by_paragraph():
    assert [(p.change, p.old, p.new, marked(p.pieces)) for p in difference(OLD, NEW)] == [
        (Change.CHANGED, 1, 1, "文华花园南门[+、北门]加装照明。"),
        (Change.CHANGED, 2, 2, "共安装路灯[-8][+12]盏，每盏[-1200][+1,150.50]元。"),
        (Change.REMOVED, 3, None, "[-由物业公司负责日常维护。]"),
        (Change.ADDED, None, 3, "[+新增夜间巡查。]"),
        (Change.KEPT, 4, 4, "完工后由居民监督员验收。"),
    ]


def test_the_same_text_is_all_kept():
    assert {p.change for p in difference(OLD, OLD)} == {Change.KEPT}


def test_a_text_written_from_nothing_is_all_added():
    assert [p.change for p in difference("", OLD)] == [Change.ADDED] * 4
    assert [p.change for p in difference(OLD, "")] == [Change.REMOVED] * 4
    assert difference("", "") == ()


def test_a_moved_number_is_changed_whole():
    assert marked(words_changed("共10盏", "共100盏")) == "共[-10][+100]盏"


def test_a_single_character_between_two_changes_is_not_left_standing():
    assert marked(words_changed("甲乙丙丁", "子乙丑丁")) == "[-甲乙丙][+子乙丑]丁"


def test_blank_lines_are_not_paragraphs():
    assert paragraphs(" 一 \n\n\r\n  \n二\n") == ("一", "二")


def test_a_long_rewriting_without_likeness_is_shown_whole_and_at_once():
    old, new = "甲乙" * 2000 + "完", "丙丁" * 2000 + "完"
    assert [piece.change for piece in words_changed(old, new)] == [Change.REMOVED, Change.ADDED, Change.KEPT]


@given(texts, texts)
def test_both_texts_can_be_read_off_their_difference(old, new):
    changes = difference(old, new)
    assert tuple(side(p, Change.REMOVED) for p in changes if p.old) == paragraphs(old)
    assert tuple(side(p, Change.ADDED) for p in changes if p.new) == paragraphs(new)
    assert [p.old for p in changes if p.old] == list(range(1, len(paragraphs(old)) + 1))
    assert [p.new for p in changes if p.new] == list(range(1, len(paragraphs(new)) + 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n".join(["一二" * 350] * 28), "\n".join(["二一三" * 233] * 28)),
        ("\n".join(["一二" * 125] * 80), "\n".join(["二一三" * 83] * 80)),
        ("一" * 20_000, "二一" * 10_000),
        ("\n".join("甲" * 20_000), "\n".join("乙甲" * 10_000)),
    ],
    ids=["long paragraphs", "many paragraphs", "one paragraph", "one character to a paragraph"],
)
def test_a_text_made_to_be_slow_is_told_within_seconds_and_whole(old, new):
    started = process_time()
    changes = difference(old, new)
    assert process_time() - started < 15
    assert [c.old for c in changes if c.old] == list(range(1, len(paragraphs(old)) + 1))
    assert [c.new for c in changes if c.new] == list(range(1, len(paragraphs(new)) + 1))
