from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.asking import Ask, Kind, Unreadable, options, quantity_in_words, read, read_quantity, read_rows, tidy
from yishi.procedure.words import Word


class Colour(Word):
    RED = "red", "红"
    BLUE = "blue", "蓝"


def one(ask: Ask, *typed: str):
    """The value read from one field, or the sentence about it."""
    answers = read([ask], {ask.name: list(typed)})
    return answers.problems.get(ask.name) or answers.values[ask.name]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (Kind.LINE, " 南门加装路灯 ", "南门加装路灯"),
        (Kind.LINE, "南门\r\n加装  路灯", "南门 加装 路灯"),
        (Kind.TEXT, "一\r\n\r\n二\r三", "一\n\n二\n三"),
        (Kind.TEXT, "<script>alert(1)</script>", "<script>alert(1)</script>"),
        (Kind.TEXT, "👨‍👩‍👧 一家", "👨‍👩‍👧 一家"),
        (Kind.NUMBER, "12", 12),
        (Kind.NUMBER, "１，２００", 1200),
        (Kind.MONEY, "12300.5", 1_230_050),
        (Kind.MONEY, "¥12,300.50", 1_230_050),
        (Kind.MONEY, "￥ 100 元", 10_000),
        (Kind.MONEY, "0.01", 1),
        (Kind.QUANTITY, "2.5", 2_500),
        (Kind.DATE, "2026-11-20", date(2026, 11, 20)),
        (Kind.DATE, "2026/11/20", date(2026, 11, 20)),
        (Kind.MOMENT, "2026-11-20T19:30", datetime.fromisoformat("2026-11-20T19:30")),
        (Kind.MOMENT, "2026-11-20 19:30", datetime.fromisoformat("2026-11-20T19:30")),
        (Kind.CHOICE, "red", "red"),
        (Kind.YES, "on", True),
    ],
)
def test_what_is_typed_is_read_as_people_write_it(kind, typed, value):
    assert one(Ask("it", "内容", kind, choices=options(Colour)), typed) == value


@pytest.mark.parametrize(
    ("kind", "typed", "says"),
    [
        (Kind.NUMBER, "十二", "内容请填整数，例如 12"),
        (Kind.NUMBER, "1.5", "内容请填整数，例如 12"),
        (Kind.NUMBER, "1e3", "内容请填整数，例如 12"),
        (Kind.NUMBER, "9" * 16, "内容请填整数，例如 12"),
        (Kind.NUMBER, "-1", "内容不能小于0"),
        (Kind.MONEY, "很多", "内容请填金额，单位元，最多到分，例如 12300.50 或 1.2万"),
        (Kind.MONEY, "1.234", "内容请填金额，单位元，最多到分，例如 12300.50 或 1.2万"),
        (Kind.MONEY, "-5", "内容请填金额，单位元，最多到分，例如 12300.50 或 1.2万"),
        (Kind.MONEY, "999999999999.99", "内容不能大于¥100,000,000,000.00"),
        (Kind.QUANTITY, "一些", "数量请填数字，最多三位小数，例如 24 或 2.5"),
        (Kind.DATE, "2026-02-30", "内容请填日期，例如 2026-11-20"),
        (Kind.DATE, "明天", "内容请填日期，例如 2026-11-20"),
        (Kind.MOMENT, "2026-11-20 25:00", "内容请填日期和时间，例如 2026-11-20 19:30"),
        (Kind.MOMENT, "2026-11-20T19:30+09:00", "内容请填日期和时间，例如 2026-11-20 19:30"),
        (Kind.CHOICE, "green", "内容请从列出的选项里选"),
        (Kind.CHOICES, "green", "内容请从列出的选项里选"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_write(kind, typed, says):
    assert one(Ask("it", "内容", kind, choices=options(Colour)), typed) == says


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (Kind.LINE, "请填写内容"), (Kind.TEXT, "请填写内容"), (Kind.NUMBER, "请填写内容"), (Kind.MONEY, "请填写内容"),
        (Kind.DATE, "请填写内容"), (Kind.CHOICE, "请选择内容"), (Kind.CHOICES, "请选择内容"), (Kind.YES, "请勾选“内容”"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("typed", [[], [""], ["  \n "], ["\u200b\u202e"]])
def test_a_required_field_left_empty_says_so(kind, says, typed):
    assert one(Ask("it", "内容", kind), *typed) == says


@pytest.mark.parametrize(
    ("kind", "nothing"),
    [
        (Kind.LINE, ""), (Kind.TEXT, ""), (Kind.NUMBER, None), (Kind.MONEY, None), (Kind.DATE, None), (Kind.MOMENT, None),
        (Kind.CHOICE, None), (Kind.CHOICES, ()), (Kind.YES, False), (Kind.FILES, ()),
    ],
)  # fmt: skip
def test_an_optional_field_left_empty_has_its_own_nothing(kind, nothing):
    assert read([Ask("it", "内容", kind, required=False)], {}).values == {"it": nothing}


def test_a_text_too_long_says_by_how_much():
    assert one(Ask("it", "理由", longest=5), "灯" * 5) == "灯" * 5
    assert one(Ask("it", "理由", longest=5), "灯" * 8) == "理由最多5个字，现在有8个字，请删短一些"


def test_bounds_are_shown_in_the_unit_of_the_field():
    assert one(Ask("it", "金额", Kind.MONEY, highest=5_000_000), "50000.01") == "金额不能大于¥50,000.00"
    assert one(Ask("it", "进度", Kind.NUMBER, highest=100), "101") == "进度不能大于100"
    assert one(Ask("it", "数量", Kind.QUANTITY, highest=2_500), "2.501") == "数量不能大于2.5"


def test_several_choices_are_kept_in_the_order_sent():
    assert one(Ask("it", "颜色", Kind.CHOICES, choices=options(Colour)), "blue", "red") == ("blue", "red")


def test_of_a_field_sent_twice_the_last_counts():
    assert one(Ask("it", "人数", Kind.NUMBER), "3", "4") == 4


def test_every_problem_is_told_and_what_was_understood_is_kept():
    answers = read([Ask("name", "名称"), Ask("cost", "费用", Kind.MONEY)], {"name": ["路灯"], "cost": ["贵"]})
    assert answers.values == {"name": "路灯"}
    assert list(answers.problems) == ["cost"]


def test_characters_that_nobody_types_are_taken_out():
    assert tidy("\ufeff路\u202e灯\x00\u200b\x07 ") == "路灯"
    assert tidy("一\t二") == "一\t二"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.integers(0, 10**13))
def test_money_written_on_a_page_is_read_back_to_the_fen(fen):
    assert one(Ask("it", "金额", Kind.MONEY), f"¥{fen // 100:,}.{fen % 100:02}") == fen


@given(st.sampled_from(Kind), st.text(max_size=40))
def test_no_text_breaks_a_reader(kind, typed):
    read([Ask("it", "内容", kind, choices=options(Colour))], {"it": [typed]})


@pytest.mark.parametrize(
    ("typed", "quantity"), [("24", 24_000), ("2.5", 2_500), ("0.001", 1), ("１，２００", 1_200_000), (" 3.14 ", 3_140)]
)
def test_a_quantity_is_read_to_the_thousandth(typed, quantity):
    assert read_quantity(typed) == quantity


@pytest.mark.parametrize("typed", ["", "很多", "1.2345", "-1", "1e3", "0", "0.000", "1.", "99999999999"])
def test_what_is_not_a_quantity_is_not_guessed(typed):
    with pytest.raises(Unreadable):
        read_quantity(typed)


@given(st.integers(1, 10**12 - 1))
def test_a_quantity_shown_is_the_quantity_read(quantity):
    assert read_quantity(quantity_in_words(quantity)) == quantity


ROW = (Ask("item", "项目", Kind.LINE), Ask("price", "单价", Kind.MONEY))


def test_rows_are_read_one_by_one_and_empty_ones_are_no_rows():
    typed = {"item": ["路灯", "", "电缆"], "price": ["1200", " ", "18.55"]}
    assert read_rows(ROW, typed, "预算明细", most=9) == (
        {0: {"item": "路灯", "price": 120_000}, 2: {"item": "电缆", "price": 1_855}},
        {},
    )


def test_a_row_half_written_is_named_by_its_number():
    rows, problems = read_rows(ROW, {"item": ["路灯", "电缆"], "price": ["1200"]}, "预算明细", most=9)
    assert list(rows) == [0]
    assert problems == {"price.1": "预算明细第2行：请填写单价"}


def test_too_many_rows_are_refused():
    _, problems = read_rows(ROW, {"item": ["甲"] * 3, "price": ["1"] * 3}, "预算明细", most=2)
    assert "预算明细最多2行，请合并一些" in problems.values()


def test_a_form_without_rows_has_none():
    assert read_rows(ROW, {}, "预算明细", most=9) == ({}, {})


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1.2万", 1_200_000),
        ("1.2万元", 1_200_000),
        ("¥ 12 万", 12_000_000),
        ("１.２３４５６７万", 1_234_567),
        ("0.000001万", 1),
        ("1,000万", 10**9),
    ],
)
def test_an_amount_may_be_written_in_ten_thousands_and_is_exact_to_the_fen(typed, fen):
    assert read((Ask("cost", "费用", Kind.MONEY),), {"cost": [typed]}).values == {"cost": fen}


@pytest.mark.parametrize(
    "typed", ["1.2345678万", "万", "1万2千", "1.万", ".5万", "-1万", "1万万", "12.345", "1e3万", "999999999999万"]
)
def test_what_is_no_exact_amount_is_not_guessed_at(typed):
    assert "请填金额" in read((Ask("cost", "费用", Kind.MONEY),), {"cost": [typed]}).problems["cost"] or "999" in typed
