"""方案表单 · whatever is sent becomes a plan that adds up, or sentences that name a field of the form."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.asking import Ask, Kind, read, read_rows
from yishi.procedure.plan_form import LINES, NAMES, read_lines, read_plan

TODAY = date(2026, 3, 2)
UNITS = (("1", "柳荫物业服务中心"),)
GOOD = {
    "title": ["装灯"], "text": ["第一段\n第二段"], "unit": ["1"], "risks": ["雨天顺延"], "item": ["灯"], "quantity": ["2.5"],
    "measure": ["盏"], "price": ["19.99"], "milestone": ["完工"], "due": ["2026-05-01"],
}  # fmt: skip
scraps = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "0", "-1", "1e9", "NaN", "１２", "2.5", "2026-05-01", "2024-02-30", "1", "9" * 40, "<b>", "\x00", "\u202e"]
    ),
)
sent = st.dictionaries(st.sampled_from([*NAMES, "other"]), st.lists(scraps, max_size=4))


@given(sent)
def test_anything_sent_is_read_or_explained(typed):
    written, problems = read_plan(typed, UNITS, priced=True, cap=50_000_000, today=TODAY)
    assert (written is None) == bool(problems)
    assert {key.partition(".")[0] for key in problems} <= set(NAMES)
    assert all(sentence.strip() for sentence in problems.values())


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(scraps, min_size=1, max_size=2), max_size=3))
def test_a_plan_spoilt_in_a_few_places_still_adds_up_when_it_is_read(spoilt):
    written, _ = read_plan({**GOOD, **spoilt}, UNITS, priced=True, cap=50_000_000, today=TODAY)
    if written:
        assert 0 < sum(line.amount for line in written.lines) <= 50_000_000
        assert list(written.schedule) == sorted(written.schedule, key=lambda it: it.due)
        assert written.text.strip() and written.risks.strip() and written.unit_id == 1


def test_the_good_one_is_good():
    written, problems = read_plan(GOOD, UNITS, priced=True, cap=None, today=TODAY)
    assert problems == {}
    assert [line.amount for line in written.lines] == [4998]


def test_rows_keep_their_place_so_that_a_problem_finds_its_field():
    typed = {"item": ["", "灯", "线"], "quantity": ["", "x", "1"], "measure": ["", "盏"], "price": ["", "1", "2"]}
    lines, problems = read_lines(typed)
    assert lines == ()
    assert set(problems) == {"quantity.1", "measure.2"}


def test_the_last_row_allowed_is_allowed_and_the_next_is_not():
    ask = Ask("name", "名称", Kind.LINE)
    assert read_rows((ask,), {"name": ["甲", "乙"]}, "名单", 2)[1] == {}
    assert read_rows((ask,), {"name": ["甲", "乙", "丙"]}, "名单", 2)[1] == {"name.2": "名单最多2行，请合并一些"}


def test_a_quantity_has_bounds_in_its_own_unit():
    ask = LINES[1]
    assert read((ask,), {"quantity": ["1000000"]}).values["quantity"] == 10**9
    assert "不能大于1,000,000" in read((ask,), {"quantity": ["1000000.001"]}).problems["quantity"]
