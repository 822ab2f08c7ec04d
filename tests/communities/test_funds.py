"""年度资金 · granted with a reason; committed and paid move as running sums, whoever moves them."""

import pytest
from sqlalchemy import select

from yishi.communities.funds import Fund, commit_money, fund_of, pay_money
from yishi.ledger.models import LedgerEntry

FUNDS = "/c/liuyin/desk/funds"


def grants(who, **typed):
    return who.opens(FUNDS).presses("登记额度", **{"year": "2026", "granted": "800000", "reason": "街道3号文件", **typed})


def test_committed_and_paid_are_running_sums(session, home):
    commit_money(session, home.id, 2026, 300_00)
    commit_money(session, home.id, 2026, 200_00)
    pay_money(session, home.id, 2026, 120_50)
    commit_money(session, home.id, 2026, -50_00)
    pay_money(session, home.id, 2026, -20_50)
    commit_money(session, home.id, 2027, 1)
    fund = fund_of(session, home.id, 2026)
    session.refresh(fund)
    assert (fund.granted, fund.committed, fund.paid, fund.left) == (0, 450_00, 100_00, -450_00)


def test_sums_go_past_what_thirty_two_bits_hold(session, home):
    for _ in range(3):
        commit_money(session, home.id, 2026, 10**12)
    assert session.scalar(select(Fund.committed).filter_by(community_id=home.id, year=2026)) == 3 * 10**12


def test_staff_set_the_grant_with_its_reason(person, found):
    staff = grants(person("王主任")).sees("2026年的额度已记下", "额度 ¥800,000.00", "未安排 ¥800,000.00")
    grants(staff, granted="900000.50", reason="追加").sees("¥900,000.50")
    told = [entry.given for entry in found(select(LedgerEntry).filter_by(step="grant").order_by(LedgerEntry.seq))]
    assert told == [
        {"year": 2026, "before": 0, "granted": 80_000_000, "reason": "街道3号文件"},
        {"year": 2026, "before": 80_000_000, "granted": 90_000_050, "reason": "追加"},
    ]


def test_more_decided_than_granted_is_said(person, session, home):
    commit_money(session, home.id, 2026, 100_000_00)
    session.commit()
    grants(person("王主任"), granted="60000").sees("议定的比额度多¥40,000.00")


def test_the_front_page_of_the_community_shows_it(person, visitor):
    grants(person("王主任"))
    visitor.opens("/c/liuyin").sees("今年的钱", "¥800,000.00")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"year": ""}, "请填写年度"),
        ({"year": "1999"}, "年度不能小于2000"),
        ({"year": "2028"}, "最多可以填到2027年"),
        ({"year": "二〇二六"}, "年度请填整数"),
        ({"granted": "-1"}, "全年额度请填金额"),
        ({"granted": "很多"}, "全年额度请填金额"),
        ({"granted": "999999999999"}, "全年额度不能大于"),
        ({"reason": ""}, "请填写依据"),
        ({"reason": "长" * 201}, "依据最多200个字"),
    ],
)
def test_what_cannot_be_granted_is_told(person, found, typed, sentence):
    staff = grants(person("王主任"), **typed)
    assert staff.status == 422
    staff.sees(sentence)
    assert not found(select(Fund))


def test_the_same_sum_again_and_the_same_form_twice_are_one_grant(person, found):
    staff = person("王主任").opens(FUNDS)
    form, typed = staff.page.select_one("form.form"), {"year": "2026", "granted": "5", "reason": "x"}
    staff.sends(form, **typed).sends(form, **typed)
    assert staff.status == 200
    grants(staff, granted="5").sees("本来就是这个数")
    assert len(found(select(LedgerEntry).filter_by(step="grant"))) == 1


@pytest.mark.parametrize("name", ["林秀兰", "周敏", "郑秘书", "街道老李", "管理员", "望江主任"])
def test_nobody_but_staff_sets_it(person, found, name):
    other = person(name)
    assert other.opens(FUNDS).status == 403
    assert other.posts(FUNDS, year="2026", granted="1", reason="x").status == 403 and not found(select(Fund))


def test_a_street_has_no_fund_of_its_own(person):
    assert person("管理员").opens("/c/liuyin-street/desk/funds").status == 403


def test_the_page_asks_little(person, queries):
    staff = person("王主任")
    with queries() as seen:
        staff.opens(FUNDS)
    assert len(seen) <= 8, seen
