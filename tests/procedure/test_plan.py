import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.difference import Change
from yishi.procedure.plan import (
    Line,
    Milestone,
    Plan,
    budget_difference,
    canonical,
    fingerprint,
    gaps,
    schedule_difference,
    total,
)

LAMPS = Line("路灯", 8_000, "盏", 120_000)
CABLE = Line("电缆", 152_500, "米", 1_855)
WORK = Line("施工", 1_000, "项", 300_000)
PLAN = Plan(
    matter="黄贝-柳荫-2026-0007", variant="A", version=2, title="柳荫花园南门加装照明",
    text="在南门加装路灯八盏。\n\n由物业日常维护。", lines=(LAMPS, CABLE),
    schedule=(Milestone("进场", date(2026, 4, 1)), Milestone("完工", date(2026, 5, 1))),
    unit="柳荫物业服务中心", risks="雨天顺延。",
)  # fmt: skip
lines = st.builds(Line, st.just("甲"), st.integers(1, 10**9), st.just("件"), st.integers(0, 10**9))


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        (1_000, 100, 100),
        (2_500, 100, 250),
        (1, 499, 0),  # a thousandth of ¥4.99 is less than half a fen
        (1, 500, 1),  # exactly half a fen goes up
        (333, 1, 0),
        (500, 1, 1),
        (1_500, 1, 2),
        (0, 100, 0),
    ],
)
def test_an_amount_is_rounded_to_the_fen_half_upwards(quantity, price, amount):
    assert Line("甲", quantity, "件", price).amount == amount


def test_a_line_says_its_sum():
    assert LAMPS.sum == "8盏 × ¥1,200.00 = ¥9,600.00"
    assert CABLE.sum == "152.5米 × ¥18.55 = ¥2,828.88"


def test_the_total_is_the_sum_of_the_amounts_as_printed():
    thirds = [Line("甲", 333, "件", 1_000), Line("乙", 333, "件", 1_000), Line("丙", 334, "件", 1_000)]
    assert total(thirds) == sum(line.amount for line in thirds) == 1_000
    assert PLAN.total == 960_000 + 282_888
    assert total([]) == 0


@given(lines)
def test_no_amount_is_off_by_more_than_half_a_fen(line):
    assert abs(line.amount * 1000 - line.quantity * line.unit_price) <= 500


def test_a_whole_plan_lacks_nothing():
    assert gaps(PLAN) == ()


def test_a_plan_says_all_that_it_lacks():
    assert gaps(Plan("", "A", 1, "", "")) == (
        "请写方案正文",
        "请至少写一行预算明细",
        "请至少写一个进度节点",
        "请写责任单位",
        "请写风险与对策",
    )
    assert gaps(replace(PLAN, text=" \n", unit="　")) == ("请写方案正文", "请写责任单位")
    assert gaps(replace(PLAN, lines=(replace(LAMPS, unit_price=0),))) == ("预算明细的金额不能全是零",)


def test_an_issue_without_money_needs_no_budget():
    assert gaps(replace(PLAN, lines=()), priced=False) == ()


def test_the_canonical_text_is_as_documented():
    written = json.loads(canonical(PLAN))
    assert list(written) == sorted(written)
    assert written["format"] == "yishi-plan-1"
    assert written["text"] == ["在南门加装路灯八盏。", "由物业日常维护。"]
    assert written["total"] == 1_242_888
    assert written["lines"][0] == {"amount": 960_000, "name": "路灯", "quantity": 8_000, "unit": "盏", "unit_price": 120_000}
    assert written["schedule"][1] == {"due": "2026-05-01", "name": "完工"}
    assert " " not in canonical(PLAN)
    assert "南门" in canonical(PLAN)


def test_the_fingerprint_is_the_sha256_of_the_canonical_text():
    assert fingerprint(PLAN) == hashlib.sha256(canonical(PLAN).encode("utf-8")).hexdigest()
    assert fingerprint(PLAN) == "bdede66e098124d3674ba37536e85f534481abff3afea166188aaaf3ff223bb3"


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAN, text="在南门加装路灯九盏。\n由物业日常维护。"),
        replace(PLAN, lines=(CABLE, LAMPS)),
        replace(PLAN, lines=(replace(LAMPS, unit_price=120_001), CABLE)),
        replace(PLAN, schedule=PLAN.schedule[:1]),
        replace(PLAN, version=3),
        replace(PLAN, variant="B"),
        replace(PLAN, matter="黄贝-柳荫-2026-0008"),
        replace(PLAN, unit="别的单位"),
        replace(PLAN, risks=""),
        replace(PLAN, title="北门"),
    ],
)
def test_any_change_is_another_fingerprint(other):
    assert fingerprint(other) != fingerprint(PLAN)


def test_blank_lines_and_the_way_a_character_is_composed_are_not_changes():
    assert fingerprint(replace(PLAN, text="在南门加装路灯八盏。\r\n由物业日常维护。\n")) == fingerprint(PLAN)
    assert fingerprint(replace(PLAN, title="caf\u00e9")) == fingerprint(replace(PLAN, title="cafe\u0301"))


def test_two_budgets_differ_line_by_line():
    dearer = replace(LAMPS, unit_price=130_000)
    changes = budget_difference([LAMPS, CABLE], [dearer, WORK])
    assert [(c.change, c.by) for c in changes] == [
        (Change.CHANGED, 80_000),
        (Change.ADDED, 300_000),
        (Change.REMOVED, -282_888),
    ]
    assert budget_difference([LAMPS], [LAMPS])[0].change is Change.KEPT


def test_lines_of_one_name_are_paired_in_their_order():
    changes = budget_difference([LAMPS, replace(LAMPS, quantity=1_000)], [LAMPS])
    assert [c.change for c in changes] == [Change.KEPT, Change.REMOVED]


@given(st.lists(lines, max_size=6), st.lists(lines, max_size=6))
def test_the_changes_of_the_lines_add_up_to_the_change_of_the_total(old, new):
    assert sum(change.by for change in budget_difference(old, new)) == total(new) - total(old)


def test_two_schedules_differ_step_by_step():
    begin, end = PLAN.schedule
    later = replace(end, due=date(2026, 6, 1))
    changes = schedule_difference(PLAN.schedule, [later, Milestone("验收", date(2026, 6, 9))])
    assert [(c.change, c.old, c.new) for c in changes] == [
        (Change.CHANGED, end, later),
        (Change.ADDED, None, Milestone("验收", date(2026, 6, 9))),
        (Change.REMOVED, begin, None),
    ]
    assert {c.change for c in schedule_difference(PLAN.schedule, PLAN.schedule)} == {Change.KEPT}
