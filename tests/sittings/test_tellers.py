"""监票员 in a real hall: the chair asks two, each counts on a telephone, nobody sees a figure before the announcement."""

import json

import pytest

from tests import world
from tests.sittings.conftest import HALL, Choice, Do
from yishi.polls.models import Poll
from yishi.procedure.lifecycle import Refused

FOUND = {"ayes": 6, "noes": 2, "abstentions": 0, "invalid": 1}


@pytest.fixture
def boxed(opened, does):
    """The question is put, the papers are in the box; 何丽 and 吴桂花 are the tellers."""
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.TELLER, to="何丽")
    does("周敏", Do.TELLER, to="吴桂花")
    does("周敏", Do.PUT)
    return opened


def test_two_count_on_their_telephones_and_what_both_found_is_announced(session, opened, does, at_page, visitor):
    does("周敏", Do.CALL_ITEM, item=0)
    zhou = at_page("周敏")
    for name in ("何丽", "吴桂花"):
        teller = next(it.person_id for it in opened.roll if it.name == name)
        session.commit()
        zhou.opens(f"{HALL}/say/teller").presses("请监票员", to=teller).sees("监票", name)
    zhou.presses("付诸表决")
    he = at_page("何丽").opens(f"{HALL}/room").sees("您是监票员").opens(f"{HALL}/say/tally").sees("最多9票")
    he.presses("监票员点票", **FOUND).sees("您点的数已经收到，等另一名监票员点完")
    zhou.opens(f"{HALL}/room").sees("何丽已经点完，等另一名监票员").does_not_see("宣布结果")
    zhou.posts(f"{HALL}/floor", do="announce").sees("等另一名监票员点完、两人一样，才能宣布")
    wu = at_page("吴桂花").opens(f"{HALL}/say/tally").does_not_see("6").presses("监票员点票", **FOUND).sees("两名监票员点的一样")
    wu.does_not_see("赞成6")
    zhou.opens(f"{HALL}/room").does_not_see("赞成6").presses("宣布结果").sees("通过", "赞成6票，反对2票")
    does("周敏", Do.ADJOURN)
    poll = session.query(Poll).one()
    assert (poll.figures["aye"], poll.figures["no"], poll.figures["invalid"], poll.figures["voted"]) == (6, 2, 1, 9)
    at_page("郑秘书").opens(f"{HALL}/minutes").sees("周敏请何丽监票。", "纸票点数：赞成6，反对2，弃权0，废票1")


def test_where_they_differ_both_are_told_to_begin_anew(boxed, does, at_page, session):
    he, wu = at_page("何丽"), at_page("吴桂花")
    he.opens(f"{HALL}/say/tally").presses("监票员点票", **FOUND)
    wu.opens(f"{HALL}/say/tally").presses("监票员点票", **FOUND | {"ayes": 5}).sees("两名监票员点的不一样，都不算")
    he.opens(f"{HALL}/room").sees("两名监票员点的不一样，都不算").does_not_see("您点的数已经收到")
    at_page("郑秘书").opens(f"{HALL}/room").sees("两名监票员点的不一样")
    session.expire_all()
    assert boxed.floor.vote.count is None


def test_a_form_from_before_they_differed_does_not_count(boxed, does, at_page, session):
    he = at_page("何丽").opens(f"{HALL}/say/tally")
    does("何丽", Do.TALLY, ayes=6, paper=True)
    does("吴桂花", Do.TALLY, ayes=5, paper=True)
    he.presses("监票员点票", **FOUND).sees("会上的情形变了，这一下没有算")
    session.expire_all()
    assert boxed.floor.vote.first is None


def test_what_is_wrong_stands_beside_the_figure_and_nothing_is_lost(boxed, at_page):
    he = at_page("何丽").opens(f"{HALL}/say/tally").presses("监票员点票", ayes="", noes="2", abstentions="0").sees("请填写赞成")
    assert he.page.select_one("input[name=noes]")["value"] == "2"
    he.presses("监票员点票", ayes="9", noes="2", abstentions="0").sees("在场可以投纸票的只有9人")


def test_the_secretary_alone_counts_no_papers(boxed, does, at_page):
    with pytest.raises(Refused, match="由两名监票员各点一遍"):
        does("郑秘书", Do.COUNT, ayes=6, paper=True)
    at_page("郑秘书").opens(f"{HALL}/say/count").does_not_see("点的是纸票")
    does("郑秘书", Do.COUNT, ayes=6)
    does("何丽", Do.TALLY, ayes=7, paper=True)
    with pytest.raises(Refused, match="这一次由他们点完"):
        does("郑秘书", Do.COUNT, ayes=6)


def test_a_teller_alone_does_not_count_hands_over_it(boxed, does, at_page, session):
    for teller in ("何丽", "吴桂花"):
        does(teller, Do.TALLY, ayes=8, paper=True)
    at_page("何丽").posts(f"{HALL}/say/count", ayes="0", noes="9", abstentions="0").sees("这一次由他们点完")
    at_page("郑秘书").opens(f"{HALL}/room").sees("共8票").is_not_offered("点票").posts(
        f"{HALL}/say/count", ayes="0", noes="9", abstentions="0"
    )
    session.expire_all()
    assert boxed.floor.tally.ayes == 8


def test_who_is_a_teller_counts_no_hands(boxed, does):
    with pytest.raises(Refused, match="举手由秘书点"):
        does("何丽", Do.COUNT, ayes=5)


def test_nothing_is_announced_without_the_papers(boxed, does, at_page, session):
    does("陈国栋", Do.VOTE, choice=Choice.AYE)
    does("何丽", Do.TALLY, ayes=0, noes=6, paper=True)
    does("周敏", Do.TELLER, to="黄伟强")
    at_page("周敏").opens(f"{HALL}/room").is_not_offered("宣布结果").sees("监票员还没有点成一样的数")
    with pytest.raises(Refused, match="监票员还没有点成一样的数"):
        does("周敏", Do.ANNOUNCE)
    does("何丽", Do.TALLY, ayes=0, noes=6, paper=True)
    does("吴桂花", Do.TALLY, ayes=0, noes=5, paper=True)
    with pytest.raises(Refused, match="监票员还没有点成一样的数"):
        does("周敏", Do.ANNOUNCE)


@pytest.mark.parametrize("begins_anew", ["another teller", "somebody recuses"])
def test_the_box_stays_open_when_they_begin_anew(boxed, does, begins_anew):
    does("何丽", Do.TALLY, ayes=6, paper=True)
    does("吴桂花", Do.TALLY, ayes=6, paper=True)
    if begins_anew == "another teller":
        does("周敏", Do.TELLER, to="黄伟强")
    else:
        does("马小云", Do.RECUSE, reason="是她家的楼")
    with pytest.raises(Refused, match="纸票可能已经投过"):
        does("刘洋", Do.VOTE, choice=Choice.AYE)


def test_a_teller_who_spoils_every_round_is_replaced(boxed, does, at_page, session):
    wu = next(it.person_id for it in boxed.roll if it.name == "吴桂花")
    session.commit()
    at_page("周敏").opens(f"{HALL}/say/release").presses("换下监票员", to=wu)
    does("周敏", Do.TELLER, to="黄伟强")
    for teller in ("何丽", "黄伟强"):
        does(teller, Do.TALLY, ayes=6, paper=True)
    assert does("周敏", Do.ANNOUNCE).result.carried


@pytest.mark.parametrize("rules", ["always", "tie"])
def test_a_chair_who_votes_with_the_rest_does_not_vote_twice(session, home, time, sitting, request, rules):
    world.adopt(session, home, time.at, chair_neutral="false", chair_vote=f'"{rules}"')
    does = request.getfixturevalue("does")
    request.getfixturevalue("boxed")
    does("何丽", Do.TALLY, ayes=4, noes=4, paper=True)
    does("吴桂花", Do.TALLY, ayes=4, noes=4, paper=True)
    with pytest.raises(Refused, match="纸票可能已经投过"):
        does("周敏", Do.VOTE, choice=Choice.AYE)


def test_a_form_from_before_another_teller_came_does_not_count(boxed, does, at_page, session):
    he = at_page("何丽").opens(f"{HALL}/say/tally")
    does("吴桂花", Do.TALLY, ayes=6, paper=True)
    does("周敏", Do.TELLER, to="黄伟强")
    he.presses("监票员点票", **FOUND).sees("会上的情形变了，这一下没有算")
    session.expire_all()
    assert boxed.floor.vote.first is None


@pytest.mark.parametrize("before", [{"first": 1}, {"first": 1, "other": 0}])
def test_once_the_box_is_open_nobody_votes_by_telephone(boxed, does, before):
    does("陈国栋", Do.VOTE, choice=Choice.AYE)
    does("何丽", Do.TALLY, ayes=5, paper=True)
    if "other" in before:
        does("吴桂花", Do.TALLY, ayes=4, paper=True)
    with pytest.raises(Refused, match="监票员已经在点票，纸票可能已经投过"):
        does("刘洋", Do.VOTE, choice=Choice.NO)


def test_nobody_but_a_teller_has_the_form_or_counts(boxed, does, at_page):
    at_page("陈国栋").opens(f"{HALL}/room").does_not_see("您是监票员").posts(f"{HALL}/say/tally", **FOUND).sees("由监票员点票")
    at_page("郑秘书").posts(f"{HALL}/say/tally", **FOUND).sees("由监票员点票")


def test_the_stream_tells_nobody_what_one_teller_found(boxed, does, at_page, visitor):
    does("何丽", Do.TALLY, ayes=6, noes=2, paper=True)
    for someone, kind in (
        (at_page("吴桂花"), "member"),
        (at_page("周敏"), "chair"),
        (at_page("郑秘书"), "desk"),
        (visitor, "screen"),
    ):
        text = someone.opens(f"{HALL}/live?as={kind}").text
        told = json.dumps([json.loads(it.removeprefix("data: ")) for it in text.splitlines() if it.startswith("data: ")])
        assert "赞成6" not in told and "反对2" not in told and "共8票" not in told


def test_the_head_says_who_counts(boxed, visitor):
    visitor.opens(f"{HALL}/room").sees("监票", "何丽", "吴桂花")
