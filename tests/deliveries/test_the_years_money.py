"""年度资金 · what was decided and what was paid move the community's year, so that no page adds it up."""

import pytest
from sqlalchemy import select

from yishi.communities.funds import Fund


@pytest.fixture
def fund(session):
    return lambda: session.execute(select(Fund.committed, Fund.paid).where(Fund.year == 2026)).one()


def test_a_decision_commits_the_plans_total(session, matter, fund):
    assert fund() == (150000, 0)


def test_an_expense_is_paid_from_it_and_a_correction_goes_back(session, matter, at, fund):
    line = str(matter.delivery.lines[0].id)
    paid = {"line": line, "amount": "300", "paid_on": "2026-03-02", "payee": "灯具店", "purpose": "灯具"}
    matter.take("spend", at("物业小何", **paid))
    assert fund() == (150000, 30000)
    matter.take("correct", at("物业小何", expense="1", amount="250", reason="写错了"))
    assert fund() == (150000, 25000)
