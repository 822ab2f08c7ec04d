"""The hall on the page: everybody has their own buttons, a press is an act, and the stream tells what has changed."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.sittings.conftest import HALL, MEMBERS, Choice, Do, Stance
from yishi.app import litestar_of
from yishi.procedure.amendment import AmendmentForm
from yishi.procedure.floor import Phase
from yishi.procedure.people import Actor
from yishi.sittings.events import FloorEvent
from yishi.sittings.room import Watching, hall
from yishi.sittings.timing import keep_time


@pytest.fixture
def events(noticed):
    """`events(person, "chair")`: what the stream of a page tells whoever connects now."""

    def told(someone, kind):
        text = someone.opens(f"{HALL}/live?as={kind}").text
        return [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")]

    return told


def test_a_chair_goes_through_an_item_with_the_buttons(opened, session, person):
    zhou = person("周敏").opens(f"{HALL}/room").sees("到会10 / 13", "人数够了")
    zhou.presses("进入第1项：南门照明").sees("现在要决定的是", "是否同意按")
    chen = person("陈国栋").opens(f"{HALL}/room").presses("赞成发言").sees("您排第1位", "只有这一位在等")
    zhou.opens(f"{HALL}/room").sees("等候发言，1人", "还不能付诸表决：还有人要说：陈国栋").presses("请陈国栋发言")
    chen.opens(f"{HALL}/room").sees("正在发言").presses("我说完了")
    zhou.opens(f"{HALL}/room").presses("付诸表决").sees("正在表决", "已收到0票，可以投票的9人")
    chen.opens(f"{HALL}/room").presses("赞成").sees("您投的是“赞成”")
    zheng = person("郑秘书").opens(f"{HALL}/say/count").presses("点票", ayes=6, noes=2, abstentions=0)
    zheng.sees("已收到9票")
    zhou.opens(f"{HALL}/room").does_not_see("赞成7").presses("宣布结果").sees("通过", "赞成7票")


def test_nobody_sees_how_a_vote_stands_before_it_is_announced(opened, does, person, visitor, events):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    does("陈国栋", Do.VOTE, choice=Choice.NO)
    does("郑秘书", Do.COUNT, ayes=7)
    for someone, kind in ((person("周敏"), "chair"), (person("郑秘书"), "desk"), (person("何丽"), "member"), (visitor, "screen")):
        [told] = events(someone, kind)
        assert "已收到8票" in json.dumps(told, ensure_ascii=False)
        assert "反对1" not in str(told)
        assert "赞成7" not in str(told)


def test_what_the_rules_forbid_is_not_offered_and_is_refused_with_the_article(opened, does, person):
    does("周敏", Do.CALL_ITEM, item=0)
    he = person("何丽").opens(f"{HALL}/room")
    assert [it["value"] for it in he.page.select("button[name=do]")] == ["request"] * 3
    for _ in range(2):
        does("何丽", Do.REQUEST, stance=Stance.FOR)
        does("周敏", Do.GRANT)
        does("何丽", Do.FINISH)
    he.presses("赞成发言").sees("每人最多发言2次", "第五条")
    assert he.status == 409
    zhou = person("周敏")
    zhou.posts(f"{HALL}/floor", do="request", stance="for").sees("主持人不发表意见，要发言请先请别人主持", "第一条")


def test_a_press_for_a_question_that_has_passed_does_not_count_for_the_next(session, opened, does, person):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    he = person("何丽").opens(f"{HALL}/room")
    does("周敏", Do.UNDO)
    does("陈国栋", Do.CLOSE_DEBATE)
    does("吴桂花", Do.SECOND)
    does("周敏", Do.STATE)
    does("周敏", Do.PUT)
    he.presses("赞成").sees("会上的情形变了，这一下没有算")
    session.expire_all()
    assert not opened.floor.vote.votes


def test_a_form_brings_back_what_was_typed(opened, does, person):
    does("周敏", Do.CALL_ITEM, item=1, reason="热，先说这一件")
    he = person("何丽").opens(f"{HALL}/room")
    he.opens(f"{HALL}/say/move").presses("提出动议", text="").sees("请填写动议")
    he.presses("提出动议", text="在凉亭旁边种两棵榕树").sees("有人提出", "种两棵榕树")
    wu = person("吴桂花").opens(f"{HALL}/say/move").presses("提出动议", text="买两把遮阳伞")
    assert wu.status == 409
    assert "买两把遮阳伞" in wu.text
    wu.opens(f"{HALL}/room").presses("附议“动议”").sees("吴桂花附议")


def test_the_stream_tells_everything_to_whoever_connects(opened, visitor, person, events):
    [told] = events(visitor, "watcher")
    assert set(told["parts"]) == {"head", "pending", "speaking", "queue", "agenda"}
    assert "到会10" in told["parts"]["head"]
    [told] = events(person("周敏"), "chair")
    assert "进入第1项" in told["parts"]["moves"]


def test_who_does_not_preside_is_not_shown_the_console(opened, person, events):
    [told] = events(person("何丽"), "chair")
    assert told["reload"]


def test_the_secretary_checks_people_in_from_the_list(noticed, session, person):
    zheng = person("郑秘书").opens(f"{HALL}/room").sees("已到0人")
    chen = next(it for it in noticed.roll if it.name == "陈国栋")
    session.commit()
    zheng.posts(f"{HALL}/floor", do="check_in", to=chen.person_id).sees("已到1人")
    session.expire_all()
    assert noticed.floor.present == {chen.person_id}
    assert noticed.floor.phase is Phase.BEFORE


def test_nobody_checks_themselves_in_from_home(noticed, person):
    person("陈国栋").posts(f"{HALL}/floor", do="check_in").sees("请扫会场上的签到码")


def test_a_visitor_watches_and_presses_nothing(opened, visitor, person):
    visitor.opens(f"{HALL}/room").sees("到会10 / 13")
    assert not visitor.page.select("[data-part] button")
    stranger = person("林秀兰").opens(f"{HALL}/room")
    assert not stranger.page.select("[data-part] button")
    assert stranger.posts(f"{HALL}/floor", do="open").status == 403


def test_the_hall_screen_has_nothing_to_press(opened, does, visitor):
    does("周敏", Do.CALL_ITEM, item=0)
    visitor.opens(f"{HALL}/screen").sees("是否同意按", "到会10/13，可以表决")
    assert not visitor.page.select("form, a, button")


def test_the_room_costs_few_queries(opened, does, person, queries, session):
    does("周敏", Do.CALL_ITEM, item=0)
    zhou = person("周敏")
    with queries() as seen:
        zhou.opens(f"{HALL}/room")
    assert len(seen) <= 16, "\n".join(seen)


def test_a_sitting_next_door_is_not_found(opened, person):
    assert person("望江主任").opens(f"{HALL}/room".replace("liuyin", "wangjiang")).status == 404


def test_a_card_drawn_for_several_carries_the_token_of_each(opened, does, person, events):
    does("周敏", Do.CALL_ITEM, item=0)
    he, wu = person("何丽"), person("吴桂花")
    cards = [events(it, "member")[0]["parts"]["mine"] for it in (he, wu)]
    assert he.token in cards[0]
    assert wu.token in cards[1]
    assert cards[0].replace(he.token, wu.token) == cards[1]


def test_a_card_drawn_for_several_is_what_each_would_have_been_drawn(opened, does, app, time):
    parts = litestar_of(app).state.parts
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)
    shared = hall(opened, time.at)
    for it in opened.roll:
        watching = Watching(parts.templates, time.now, "member", Actor(it.person_id, it.name), "token")
        assert watching.draw(shared, "mine") == watching.draw(hall(opened, time.at), "mine"), it.name
    assert len([seen for seen in shared.drawn if "mine" in seen]) == 1


def test_the_secretary_puts_down_what_somebody_without_a_telephone_said(opened, does, session, person):
    does("周敏", Do.CALL_ITEM, item=1, reason="热")
    zheng = person("郑秘书").opens(f"{HALL}/room")
    chen, he = (next(it.person_id for it in opened.roll if it.name == name) for name in ("陈国栋", "何丽"))
    session.commit()
    zheng.opens(f"{HALL}/by-hand").presses("下一步", **{"for": chen, "act": "move"}).sees("替陈国栋登记")
    zheng.presses("提出动议", text="在凉亭旁边种两棵榕树").sees("陈国栋提出")
    zheng.opens(f"{HALL}/by-hand").presses("下一步", **{"for": he, "act": "second"}).presses("附议").sees("何丽附议")
    session.expire_all()
    last = session.scalars(select(FloorEvent).order_by(FloorEvent.seq.desc())).first()
    assert (last.event["by"], last.event["entered_by"]) == (he, zheng.id)
    assert opened.floor.proposed.seconders == (he,)


@pytest.mark.parametrize("act", ["vote", "check_in", "announce", "leave"])
def test_nobody_votes_or_presides_for_somebody_else(opened, does, person, session, act):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    chen = next(it.person_id for it in opened.roll if it.name == "陈国栋")
    before = opened.seq
    session.commit()
    person("郑秘书").posts(f"{HALL}/say/{act}?for={chen}", choice="aye")
    person("何丽").posts(f"{HALL}/say/second?for={chen}")
    session.expire_all()
    assert not opened.floor.vote.votes and opened.seq == before


def test_a_press_for_a_question_that_was_amended_since_does_not_count(session, opened, does, decides, person):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    he = person("何丽").opens(f"{HALL}/room")
    does("周敏", Do.UNDO)
    does("陈国栋", Do.AMEND, form=AmendmentForm.REWRITE, paragraph=1, text="灯杆改用木头。")
    does("吴桂花", Do.SECOND)
    does("周敏", Do.STATE)
    decides(ayes=8)
    does("周敏", Do.PUT)
    he.presses("赞成").sees("会上的情形变了，这一下没有算")
    session.expire_all()
    assert not opened.floor.vote.votes


def test_the_button_comes_when_the_hour_does(noticed, does, app, time, person):
    time.at = noticed.starts_at - timedelta(minutes=20)
    for name in MEMBERS[:10]:
        does("郑秘书", Do.CHECK_IN, to=name)
    time.at = noticed.starts_at - timedelta(minutes=5)
    zhou = person("周敏").opens(f"{HALL}/room").is_not_offered("宣布开会")
    waiting = []
    parts = litestar_of(app).state.parts
    parts.wires.seconds, parts.wires.later = 600, lambda topic, delay, then: waiting.append((topic, delay))
    keep_time(parts, noticed, time.at)
    assert [(topic, round(delay)) for topic, delay in waiting] == [(noticed.subject, 300)]
    time.at = noticed.starts_at
    zhou.opens(f"{HALL}/room").presses("宣布开会")
