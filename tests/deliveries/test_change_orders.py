"""变更 · a small one is granted by supervisors or staff, a large one by a new vote of the council."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from yishi.deliveries.change_orders import ChangeOrder
from yishi.notices.models import Notice
from yishi.polls.models import Elector, Poll
from yishi.procedure.change_order import ChangeState
from yishi.procedure.lifecycle import Case, NotYours, Refused, Unanswered
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role
from yishi.procedure.poll import Choice


@pytest.fixture
def ask(session, matter, at):
    """`ask("100", line=0)`: a change order for so many yuan more on a line (¥1,000.00 or ¥500.00)."""

    def propose(amount, line=0, who="物业小何"):
        matter.take("change", at(who, line=matter.delivery.lines[line].id, amount=amount, reason="线要加长"))
        session.flush()
        return session.scalars(select(ChangeOrder).order_by(ChangeOrder.id.desc())).first()

    return propose


def test_ten_percent_is_still_small(session, matter, ask, at):
    order = ask("100")
    assert not order.by_vote
    order.take("approve", at("监督员甲"))
    assert (order.state, matter.delivery.lines[0].allowed, matter.delivery.budget) == (ChangeState.APPROVED, 110000, 160000)
    assert "由¥1,000.00增加到¥1,100.00" in session.scalars(select(Notice)).one().text


def test_a_fen_more_is_for_the_council(ask, at):
    order = ask("100.01")
    assert order.by_vote
    with pytest.raises(Refused, match="增加超过10%要重新表决"):
        order.take("approve", at("王主任"))


def test_small_changes_do_not_add_up_unseen(ask, at):
    ask("60").take("approve", at("王主任"))
    second = ask("50")
    assert second.by_vote
    with pytest.raises(Refused):
        second.take("approve", at("王主任"))


def test_a_small_one_is_not_put_to_the_vote(ask, at):
    with pytest.raises(Refused, match="不用表决，由监督员或社区工作人员决定"):
        ask("50").take("put", at("周敏"))


def test_who_may_decide(ask, at, actor, unit, time):
    order = ask("50")
    for who in ("赵春梅", "物业小何", "周敏"):
        with pytest.raises(NotYours):
            order.take("approve", at(who))
    own = Case(actor("监督员甲", Role.SUPERVISOR, unit=unit.id), time.at)
    with pytest.raises(Refused, match="不决定自己的变更"):
        order.take("approve", own)


def test_a_refusal_has_a_reason(matter, ask, at):
    order = ask("50")
    with pytest.raises(Unanswered, match="不同意的理由"):
        order.take("refuse", at("王主任"))
    order.take("refuse", at("王主任", reason="原方案够用"))
    assert (order.state, order.refusal, matter.delivery.budget) == (ChangeState.REFUSED, "原方案够用", 150000)
    ask("40")


def test_the_unit_may_withdraw_it(matter, ask, at):
    ask("50").take("withdraw", at("物业小何"))
    assert matter.change_orders_open == 0


def test_one_at_a_time_on_a_line(session, matter, ask, at):
    ask("50")
    with pytest.raises(Unanswered, match="已有一件变更没有决定"):
        ask("20")
    ask("20", line=1)
    first = session.scalars(select(ChangeOrder)).first()
    session.add(
        ChangeOrder(
            community_id=first.community_id, matter=matter, line=first.line, amount=1, reason="x", proposer_id=first.proposer_id,
            proposed_at=at("物业小何").at, entered_at=at("物业小何").at, touched_at=at("物业小何").at,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(("amount", "says"), [("-1", "金额"), ("0", "不能小于"), ("998501", "上限¥1,000,000.00")])
def test_the_amount_is_positive_and_within_the_class(ask, amount, says):
    with pytest.raises(Unanswered, match=says):
        ask(amount)


def test_acceptance_waits_for_the_decision(matter, ask, at):
    ask("50")
    for milestone in matter.delivery.milestones:
        matter.take("report", at("物业小何", milestone=milestone.id, progress=100, report="好了"))
    with pytest.raises(Refused, match="件变更没有决定"):
        matter.take("finish", at("物业小何"))


def test_money_granted_may_be_spent(matter, ask, at):
    paid = {"line": matter.delivery.lines[0].id, "amount": "1050", "paid_on": "2026-03-02", "payee": "店", "purpose": "灯"}
    with pytest.raises(Unanswered, match="须先办变更"):
        matter.take("spend", at("物业小何", **paid))
    ask("50").take("approve", at("监督员乙"))
    matter.take("spend", at("物业小何", **paid))
    assert matter.delivery.lines[0].left == 0


def vote(session, poll, actor, at, ayes, noes):
    names = session.scalars(select(Elector.name).where(Elector.poll_id == poll.id)).all()
    for name, choice in zip(names, [Choice.AYE] * ayes + [Choice.NO] * noes, strict=False):
        poll.cast(Case(actor(name, Role.COUNCILLOR), at("周敏").at), choice)


def test_the_council_grants_a_large_one(session, matter, ask, at, actor):
    order = ask("300")
    order.take("put", at("周敏"))
    poll = session.scalars(select(Poll)).one()
    assert order.state is ChangeState.VOTING and "由¥1,000.00增加到¥1,300.00" in poll.question
    vote(session, poll, actor, at, ayes=12, noes=0)
    assert order.state is ChangeState.APPROVED and matter.delivery.lines[0].allowed == 130000
    assert matter.state is MatterState.DELIVERING


def test_the_council_refuses_a_large_one(session, matter, ask, at, actor):
    order = ask("300")
    order.take("put", at("周敏"))
    vote(session, session.scalars(select(Poll)).one(), actor, at, ayes=6, noes=6)
    assert order.state is ChangeState.REFUSED and matter.delivery.lines[0].allowed == 100000


def test_without_a_quorum_it_may_be_put_again(database, session, matter, ask, at, actor, time):
    from yishi.ledger.tick import tick

    order = ask("300")
    order.take("put", at("周敏"))
    vote(session, session.scalars(select(Poll)).one(), actor, at, ayes=3, noes=0)
    session.commit()
    time.passes(days=6)
    assert tick(database, time.at) >= 1
    session.expire_all()
    order = session.get(ChangeOrder, order.id)
    assert order.state is ChangeState.PROPOSED
    order.take("put", at("周敏"))


def test_it_is_asked_for_and_decided_on_the_page(person, visitor, session, matter):
    he, tab = person("物业小何"), f"{matter.url}/supervision"
    he.opens(tab).presses("申请变更", line=matter.delivery.lines[0].id, amount="50", reason="线要加长 <b>")
    he.opens(tab).sees("庭院灯，增加¥50.00", "线要加长 <b>", "待决定", "由监督员或社区工作人员决定")
    address = session.scalars(select(ChangeOrder)).one().url
    session.commit()
    boss = person("王主任").opens(tab)
    boss.presses("不同意变更")
    assert boss.status == 422
    boss.sees("请填写不同意的理由")
    boss.presses("同意变更").sees("已办理：同意变更", "+¥50.00", "¥1,050.00")
    boss.posts(f"{address}/approve")
    assert boss.status == 409
    elsewhere = person("望江主任")
    elsewhere.posts(address.replace("liuyin", "wangjiang") + "/approve")
    assert elsewhere.status == 404
    elsewhere.posts(f"{address}/approve")
    assert elsewhere.status in (403, 409)


def test_a_change_order_of_another_matter_is_not_found_under_this_one(person, session, matter, ask):
    order = ask("50")
    session.commit()
    staff = person("王主任")
    staff.posts(f"{matter.url.rpartition('/')[0]}/99999/supervision/change-orders/{order.id}/approve")
    assert staff.status == 404
