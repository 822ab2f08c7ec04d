"""委托 in a real hall, where the council's rules allow it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import world
from tests.matters.proposing import someone
from tests.sittings.conftest import HALL, MEMBERS, Choice, Do
from yishi.people.models import Seat
from yishi.polls.models import Elector
from yishi.procedure.floor import Command
from yishi.procedure.lifecycle import Case, NotYours, Refused
from yishi.procedure.people import Actor
from yishi.sittings.events import FloorEvent

AWAY = "谢明"


@pytest.fixture
def sitting(session, home, sitting, time, request):
    """Of a council whose rules let one member vote for one other, unless the test says otherwise."""
    world.adopt(session, home, time.at, proxies_each=getattr(request, "param", "1"))
    return sitting


def on_roll(sitting, name):
    return next(it.person_id for it in sitting.roll if it.name == name)


def away(sitting):
    """Somebody who has not come."""
    return next(it.name for it in sitting.roll if it.person_id not in sitting.floor.present)


def test_who_stays_away_entrusts_somebody_when_they_answer(session, noticed, at_page, time):
    time.at -= timedelta(days=1)
    session.commit()
    he, wu = on_roll(noticed, "何丽"), at_page("吴桂花")
    session.commit()
    wu.opens(HALL).presses("提交请假", remark="出差").sees("委托别人投票").opens(f"{HALL}/say/proxy").sees("每人最多受1位成员委托")
    wu.presses("委托别人投票", to=he)
    wu.opens(HALL).sees("您委托了何丽代您投票")
    wu.opens(f"{HALL}/room").sees("您委托了何丽代您投票", "收回投票委托")


@pytest.mark.parametrize("sitting", ["0"], indirect=True)
def test_where_the_rules_forbid_it_it_is_not_offered(session, noticed, at_page):
    at_page("吴桂花").opens(HALL).does_not_see("委托别人").opens(f"{HALL}/room").does_not_see("委托别人")
    he = on_roll(noticed, "何丽")
    session.commit()
    at_page("吴桂花").posts(f"{HALL}/say/proxy", to=he).sees("本规则集不许委托别人投票")


def test_a_proxy_votes_for_both_and_it_stands_in_the_record(session, opened, does, at_page, visitor):
    absent = away(opened)
    does(absent, Do.PROXY, to="何丽")
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    he = at_page("何丽").opens(f"{HALL}/room").sees(f"代{absent}投票")
    he.posts(f"{HALL}/floor", do="vote", choice="aye").sees("您投的是“赞成”")
    he.posts(f"{HALL}/floor", do="vote", choice="no", to=on_roll(opened, absent)).sees(f"您代{absent}投的是“反对”")
    session.commit()
    visitor.opens(f"{HALL}/room").sees("其中委托1人")
    does("郑秘书", Do.COUNT, ayes=8)
    does("周敏", Do.ANNOUNCE)
    does("周敏", Do.ADJOURN)
    elector = session.scalars(select(Elector).filter_by(name=absent)).one()
    assert elector.reason == "委托何丽投票" and elector.ballot.choice is Choice.NO
    at_page("郑秘书").opens(f"{HALL}/minutes").sees(f"委托投票 1人：{absent}（何丽代）", f"反对1人：{absent}（何丽代）")


def test_nobody_votes_for_who_did_not_ask_them(opened, does, at_page, session):
    absent = away(opened)
    does(absent, Do.PROXY, to="何丽")
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    whose = on_roll(opened, absent)
    session.commit()
    at_page("吴桂花").posts(f"{HALL}/floor", do="vote", choice="no", to=whose).sees("没有受这个人的委托")
    at_page("郑秘书").posts(f"{HALL}/floor", do="vote", choice="no", to=whose)
    session.expire_all()
    assert not opened.floor.vote.votes


def test_a_proxy_in_writing_is_put_down_by_the_secretary(session, opened, does, at_page):
    absent = away(opened)
    whose, he = on_roll(opened, absent), on_roll(opened, "何丽")
    session.commit()
    zheng = at_page("郑秘书").opens(f"{HALL}/by-hand").sees(f"{absent}（没有到）")
    zheng.presses("下一步", **{"for": whose, "act": "proxy"}).sees(f"替{absent}登记").presses("委托别人投票", to=he)
    session.expire_all()
    last = session.scalars(select(FloorEvent).order_by(FloorEvent.seq.desc())).first()
    assert (last.event["event"], last.event["by"], last.event["entered_by"]) == ("ProxyGiven", whose, zheng.id)
    at_page("何丽").posts(f"{HALL}/say/proxy?for={whose}", to=he)  # nobody else puts it down for others
    session.expire_all()
    assert opened.floor.proxies == {whose: he}


def test_whose_seat_has_run_out_entrusts_nobody(session, opened, does, at_page, time):
    absent = away(opened)
    whose, he = on_roll(opened, absent), on_roll(opened, "何丽")
    for seat in session.scalars(select(Seat).where(Seat.person_id == whose)):
        seat.until = time.at.date() - timedelta(days=1)
    session.commit()
    at_page(absent).posts(f"{HALL}/say/proxy", to=he).sees("席位已经到期")


def test_whoever_is_not_on_the_roll_entrusts_nobody(session, opened):
    he = on_roll(opened, "何丽")
    session.commit()
    lin = someone(session, "林秀兰").id
    with pytest.raises(NotYours, match="不在这次会议的名册上"):
        opened.act(Command(do=Do.PROXY, by=lin, to=he), Case(Actor(lin, "林秀兰"), opened.opened_at))


def test_who_was_represented_stands_on_the_roll_where_hands_were_counted(session, opened, does, decides):
    absent = away(opened)
    does(absent, Do.PROXY, to="何丽")
    does("周敏", Do.CALL_ITEM, item=0)
    assert decides(ayes=8, noes=2).result.carried
    does("周敏", Do.ADJOURN)
    elector = session.scalars(select(Elector).filter_by(name=absent)).one()
    assert (elector.reason, elector.ballot) == ("委托何丽投票", None)
    assert elector.poll.figures["present"] == 11


def test_who_voted_for_somebody_stays_on_the_record(session, opened, does, at_page):
    absent = away(opened)
    does(absent, Do.PROXY, to="何丽")
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    does("何丽", Do.VOTE, to=absent, choice=Choice.NO)
    does("郑秘书", Do.CHECK_IN, to=absent)
    does("何丽", Do.LEAVE)
    does("郑秘书", Do.COUNT, ayes=7)
    does("周敏", Do.ANNOUNCE)
    does("周敏", Do.ADJOURN)
    assert session.scalars(select(Elector.reason).filter_by(name=absent)).one() == "委托何丽投票"
    at_page("郑秘书").opens(f"{HALL}/minutes").sees(f"反对1人：{absent}（何丽代）")
    poll = opened.items[0].matter.poll.url
    session.commit()
    at_page("郑秘书").opens(poll).sees("委托何丽投票")


def test_a_proxy_ends_with_the_seat(session, noticed, does, time):
    begins, absent = time.at, "梁志强"
    time.at = begins - timedelta(days=2)
    does(absent, Do.PROXY, to="何丽")
    for seat in session.scalars(select(Seat).where(Seat.person_id == on_roll(noticed, absent))):
        seat.until = (begins - timedelta(days=1)).date()
    session.commit()
    time.at = begins
    for name in MEMBERS[:8]:
        does("郑秘书", Do.CHECK_IN, to=name)
    assert noticed.floor.quorate
    with pytest.raises(Refused, match="到会人数不够"):
        does("周敏", Do.OPEN)
    session.rollback()
    does("郑秘书", Do.CHECK_IN, to=MEMBERS[8])
    assert not does("周敏", Do.OPEN).proxies


def test_a_proxy_is_no_check_in(noticed, does, time, by):
    time.at -= timedelta(days=2)
    does("梁志强", Do.PROXY, to="何丽")
    noticed.take("cancel", by("郑秘书", reason="下雨"))


def test_the_chair_rules_on_a_represented_member(session, opened, does, at_page):
    absent = away(opened)
    does(absent, Do.PROXY, to="何丽")
    does("周敏", Do.CALL_ITEM, item=0)
    whose = on_roll(opened, absent)
    session.commit()
    at_page("周敏").opens(f"{HALL}/say/recuse").sees(f"{absent}（委托）").presses("回避", to=whose, reason="是他家的楼")
    session.expire_all()
    assert opened.floor.recused == {whose}


def test_before_the_opening_the_secretary_has_a_way_to_put_one_down(noticed, at_page):
    at_page("郑秘书").opens(f"{HALL}/room").sees("替没有手机的人登记")


def test_a_proxy_from_home_does_not_keep_a_sitting_open(opened, does, time):
    due = opened.due_at
    time.at += timedelta(hours=1)
    does(away(opened), Do.PROXY, to="何丽")
    assert opened.due_at == due
    does("何丽", Do.LEAVE)
    assert opened.due_at > due
