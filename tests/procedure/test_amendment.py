import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.amendment import Amendment, AmendmentForm, amended, amendment_refusals, renumbered

TEXT = ("南门加装路灯八盏。", "由物业日常维护。", "五月完工。")
INSERT, STRIKE, REWRITE = AmendmentForm.INSERT, AmendmentForm.STRIKE, AmendmentForm.REWRITE
amendments = st.builds(Amendment, st.sampled_from(AmendmentForm), st.integers(1, 3), st.just("新的一段。"))


@pytest.mark.parametrize(
    ("amendment", "text"),
    [
        (Amendment(INSERT, 0, "为方便居民夜间出行，"), ("为方便居民夜间出行，", *TEXT)),
        (Amendment(INSERT, 3, "完工后公示。"), (*TEXT, "完工后公示。")),
        (Amendment(INSERT, 1, "另加北门两盏。"), (TEXT[0], "另加北门两盏。", *TEXT[1:])),
        (Amendment(STRIKE, 2), (TEXT[0], TEXT[2])),
        (Amendment(REWRITE, 1, "南门加装路灯十盏。"), ("南门加装路灯十盏。", *TEXT[1:])),
    ],
)
def test_a_carried_amendment_changes_its_paragraph(amendment, text):
    assert amendment_refusals(TEXT, amendment) == ()
    assert amended(TEXT, amendment) == text


@pytest.mark.parametrize(
    ("amendment", "says"),
    [
        (Amendment(STRIKE, 0), "方案一共有3段，没有第0段"),
        (Amendment(REWRITE, 4, "新"), "方案一共有3段，没有第4段"),
        (Amendment(INSERT, -1, "新"), "方案一共有3段，没有第-1段"),
        (Amendment(REWRITE, 1, " \n"), "请写一段新的文字，不要分段"),
        (Amendment(INSERT, 1, "一\n二"), "请写一段新的文字，不要分段"),
        (Amendment(REWRITE, 1, " 南门加装路灯八盏。\n"), "改写后的文字和原文一样"),
        (Amendment(STRIKE, 1, "多余的字"), "删去一段不用写新的文字"),
    ],
)
def test_an_amendment_must_change_a_paragraph_that_is_there(amendment, says):
    assert amendment_refusals(TEXT, amendment) == (says,)


def test_a_paragraph_has_one_undecided_amendment_at_a_time():
    undecided = [Amendment(REWRITE, 2, "由社区日常维护。")]
    assert amendment_refusals(TEXT, Amendment(STRIKE, 2), undecided) == ("第2段已有一件修正案没有决定，请等它有结果再提",)
    assert amendment_refusals(TEXT, Amendment(STRIKE, 3), undecided) == ()
    assert amendment_refusals(TEXT, Amendment(INSERT, 2, "另设报修电话。"), undecided) == ()


@pytest.mark.parametrize(
    ("undecided", "carried", "place"),
    [
        (Amendment(REWRITE, 3, "六月完工。"), Amendment(INSERT, 0, "新"), 4),
        (Amendment(REWRITE, 3, "六月完工。"), Amendment(INSERT, 3, "新"), 3),
        (Amendment(REWRITE, 3, "六月完工。"), Amendment(STRIKE, 1), 2),
        (Amendment(REWRITE, 1, "南门六盏。"), Amendment(STRIKE, 2), 1),
        (Amendment(INSERT, 2, "新"), Amendment(STRIKE, 2), 1),
        (Amendment(INSERT, 1, "新"), Amendment(STRIKE, 2), 1),
        (Amendment(REWRITE, 2, "新"), Amendment(REWRITE, 1, "新"), 2),
    ],
)
def test_an_undecided_amendment_keeps_to_its_paragraph(undecided, carried, place):
    assert renumbered(undecided, carried).paragraph == place


def test_an_amendment_falls_with_the_paragraph_it_would_change():
    assert renumbered(Amendment(REWRITE, 2, "新"), Amendment(STRIKE, 2)) is None


@given(amendments, amendments)
def test_a_rewriting_still_finds_its_paragraph_after_another_amendment(undecided, carried):
    if undecided.form is not REWRITE or undecided.paragraph == carried.paragraph:
        return
    moved = renumbered(undecided, carried)
    assert amended(TEXT, carried)[moved.paragraph - 1] == TEXT[undecided.paragraph - 1]
