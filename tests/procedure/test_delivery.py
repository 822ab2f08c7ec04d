import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.delivery import (
    LineStanding,
    Need,
    change_need,
    exceeded,
    satisfaction,
)
from yishi.procedure.parameter_forms import Grade
from yishi.procedure.rule_set import load

RULES = load("luohu10")


@pytest.mark.parametrize(
    ("planned", "allowed", "spent", "need"),
    [
        (100_000, 100_000, 0, Need.NOTHING),
        (100_000, 100_000, 100_000, Need.NOTHING),
        (100_000, 100_000, 100_001, Need.CHANGE_ORDER),
        (100_000, 100_000, 110_000, Need.CHANGE_ORDER),
        (100_000, 100_000, 110_001, Need.VOTE),
        (100_000, 110_000, 110_000, Need.NOTHING),  # a change order has been approved
        (100_000, 110_000, 110_001, Need.VOTE),  # the next one counts from the plan as voted
        (100_000, 150_000, 150_000, Need.NOTHING),  # a new vote has been held
        (0, 0, 1, Need.VOTE),  # nothing was voted for this line
        (100_000, 90_000, 95_000, Need.CHANGE_ORDER),
    ],
)
def test_spending_above_a_line_asks_for_a_change_order_and_far_above_for_a_vote(planned, allowed, spent, need):
    assert LineStanding("路灯", planned, allowed, spent).need(RULES) is need


def test_an_expense_is_weighed_before_it_is_booked():
    line = LineStanding("路灯", 960_000, 960_000, 900_000)
    assert line.left == 60_000
    assert line.refusal(RULES, more=60_000) == ""
    assert line.refusal(RULES, more=70_000) == (
        "“路灯”可用¥9,600.00，支出¥9,700.00，超出¥100.00，须先办变更（附表“支出超过预算明细须办变更”）"
    )


def test_every_exceeded_line_is_named():
    lines = [LineStanding("路灯", 100, 100, 101), LineStanding("电缆", 100, 100, 100), LineStanding("施工", 100, 100, 150)]
    assert [sentence.split("”")[0] for sentence in exceeded(lines, RULES)] == ["“路灯", "“施工"]
    assert "须重新表决" in exceeded(lines, RULES)[1]


def test_small_changes_cannot_add_up_past_the_vote():
    assert change_need(100_000, 105_000, RULES) is Need.CHANGE_ORDER
    assert change_need(100_000, 110_000, RULES) is Need.CHANGE_ORDER
    assert change_need(100_000, 115_000, RULES) is Need.VOTE
    assert change_need(100_000, 60_000, RULES) is Need.CHANGE_ORDER


@pytest.mark.parametrize(
    ("good", "fair", "bad", "grade"),
    [
        (25, 0, 25, Grade.GOOD),  # exactly half: the better word
        (24, 1, 25, Grade.FAIR),
        (24, 0, 25, Grade.BAD),  # 24 of 49 is less than half
        (24, 2, 25, Grade.FAIR),
        (0, 1, 1, Grade.FAIR),
        (1, 0, 1, Grade.GOOD),
        (0, 1, 2, Grade.BAD),
        (1, 1, 1, Grade.FAIR),
        (1, 0, 0, Grade.GOOD),
        (0, 0, 1, Grade.BAD),
        (0, 5, 0, Grade.FAIR),
    ],
)
def test_the_verdict_of_the_residents(good, fair, bad, grade):
    outcome = satisfaction({Grade.GOOD: good, Grade.FAIR: fair, Grade.BAD: bad}, RULES)
    assert outcome.grade is grade
    assert outcome.passes is (grade is not Grade.BAD)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((25, 10, 15), "共50人评价：满意25人，基本满意10人，不满意15人；满意25人，达到半数（25人），结论为满意。"),
        (
            (20, 10, 20),
            "共50人评价：满意20人，基本满意10人，不满意20人；满意没有达到半数（25人），满意和基本满意合计30人，已经达到，结论为基本满意。",
        ),
        ((1, 1, 3), "共5人评价：满意1人，基本满意1人，不满意3人；满意和基本满意合计2人，没有达到半数（3人），结论为不满意。"),
        ((0, 0, 0), "没有人评价，不作结论。"),
    ],
)
def test_the_verdict_says_its_sum(counts, words):
    assert satisfaction(dict(zip(Grade, counts, strict=True)), RULES).sum == words


def test_without_a_rating_there_is_no_verdict():
    assert (satisfaction({}, RULES).grade, satisfaction({}, RULES).passes) == (None, False)


ratings = st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))


@given(ratings)
def test_one_more_good_rating_never_makes_the_verdict_worse(counts):
    good, fair, bad = counts
    before = satisfaction({Grade.GOOD: good, Grade.FAIR: fair, Grade.BAD: bad}, RULES).grade
    after = satisfaction({Grade.GOOD: good + 1, Grade.FAIR: fair, Grade.BAD: bad}, RULES).grade
    order = [None, Grade.BAD, Grade.FAIR, Grade.GOOD]
    assert order.index(after) >= order.index(before)
