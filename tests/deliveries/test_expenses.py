"""支出 · every fen against a line of the plan, never over it, never edited."""

import pytest
from sqlalchemy import func, select

from yishi.deliveries.expenses import Expense
from yishi.procedure.lifecycle import NotYours, Refused, Unanswered


def spend(matter, case_of, amount, line=0, who="物业小何", paid_on="2026-03-02"):
    matter.take(
        "spend",
        case_of(who, line=matter.delivery.lines[line].id, amount=amount, paid_on=paid_on, payee="示例灯具店", purpose="买灯"),
    )


def test_the_rows_add_up_to_what_the_line_says(session, matter, at):
    spend(matter, at, "300.05")
    spend(matter, at, "0.01")
    spend(matter, at, "500", line=1)
    assert [it.spent for it in matter.delivery.lines] == [30006, 50000]
    assert matter.delivery.spent == session.scalar(select(func.sum(Expense.amount))) == 80006
    assert [it.number for it in session.scalars(select(Expense).order_by(Expense.id))] == [1, 2, 3]


@pytest.mark.parametrize("amount", ["1000.01", "99999999999", "600.00"])
def test_a_line_is_not_overspent(matter, at, amount):
    spend(matter, at, "400.01")
    with pytest.raises(Unanswered, match="超出"):
        spend(matter, at, amount)
    assert matter.delivery.spent == 40001 and matter.lines_exceeded == ()


def test_a_line_may_be_spent_to_the_last_fen(matter, at):
    spend(matter, at, "1000.00")
    assert matter.delivery.lines[0].left == 0
    with pytest.raises(Unanswered, match="超出¥0.01"):
        spend(matter, at, "0.01")


@pytest.mark.parametrize("amount", ["-5", "0", "0.001", "1e3", "一百", "99999999999999999999", "<script>", "😀", ""])
def test_only_an_amount_of_money_is_an_amount_of_money(matter, at, amount):
    with pytest.raises(Unanswered, match="金额"):
        spend(matter, at, amount)
    assert matter.delivery.spent == 0


@pytest.mark.parametrize("day", ["2026-03-03", "2026-03-01", "2062-03-02", "三月二日"])
def test_money_is_paid_between_the_beginning_and_today(matter, at, day):
    with pytest.raises(Unanswered):
        spend(matter, at, "1", paid_on=day)


def test_a_correction_is_a_row_with_a_reason(session, matter, at):
    spend(matter, at, "500")
    matter.take("correct", at("王主任", expense=1, amount="450.50", reason="发票写错了"))
    matter.take("correct", at("王主任", expense=1, amount="460", reason="又找到一张"))
    matter.take("correct", at("王主任", expense=1, amount="0", reason="整笔退货"))
    rows = session.scalars(select(Expense).order_by(Expense.id)).all()
    assert [(it.number, it.amount, it.corrects_id and it.corrects.number) for it in rows] == [
        (1, 50000, None),
        (2, -4950, 1),
        (3, 950, 1),
        (4, -46000, 1),
    ]
    assert matter.delivery.lines[0].spent == 0


def test_a_correction_does_not_get_round_the_line(matter, at):
    spend(matter, at, "500")
    with pytest.raises(Unanswered, match="超出"):
        matter.take("correct", at("物业小何", expense=1, amount="1000.01", reason="其实更多"))


def test_what_cannot_be_corrected_is_said(matter, at):
    with pytest.raises(Refused, match="还没有记过支出"):
        matter.take("correct", at("物业小何", expense=1, amount="1", reason="x"))
    spend(matter, at, "500")
    matter.take("correct", at("物业小何", expense=1, amount="400", reason="写错"))
    for number, amount, says in ((9, "1", "没有第9笔"), (2, "1", "第1笔"), (1, "400", "不用更正")):
        with pytest.raises(Unanswered, match=says):
            matter.take("correct", at("物业小何", expense=number, amount=amount, reason="x"))


def test_nobody_spends_once_acceptance_has_begun(finished, at):
    with pytest.raises(Refused, match="现在是“验收”"):
        spend(finished, at, "1")


def test_residents_and_supervisors_record_no_expenses(matter, at):
    for who in ("赵春梅", "监督员甲"):
        with pytest.raises(NotYours):
            spend(matter, at, "1", who=who)


def test_a_line_of_another_matter_is_no_choice(matter, at):
    with pytest.raises(Unanswered, match="从列出的选项里选"):
        matter.take("spend", at("物业小何", line=999, amount="1", paid_on="2026-03-02", payee="x", purpose="x"))
