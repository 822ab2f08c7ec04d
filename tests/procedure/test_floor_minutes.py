"""The minutes of a sitting, line by line, as its events give them."""

import pytest
from hypothesis import given, settings

from tests.procedure.floor.hall import (
    AGAINST,
    AYE,
    CHEN,
    CONSENSUS,
    FOR,
    HE,
    HUANG,
    ITEMS,
    LIN,
    LIU,
    NO,
    OBSERVER,
    SECRETARY,
    SETS,
    WU,
    XIE,
    ZHOU,
    Hall,
    debating,
    in_session,
    setup,
)  # fmt: skip
from tests.procedure.floor.test_any_sitting import played, sittings
from yishi.procedure.floor import Item, apply
from yishi.procedure.floor.attendance import Meeting
from yishi.procedure.floor.events import Adjourned
from yishi.procedure.floor.minutes import CLOSING, HEAD, RESOLVED, minutes
from yishi.procedure.floor.questions import Said

HALL = Meeting(place="社区会议室", excused=frozenset({WU}), titles={OBSERVER: "社区工作人员"})


def written(hall, meeting=HALL):
    return minutes(hall.floor.setup, hall.log, meeting).lines


def texts(hall, part="", meeting=HALL):
    return [line.text for line in written(hall, meeting) if part in line.part]


def fact(hall, label, meeting=HALL):
    return next((text.removeprefix(f"{label}：") for text in texts(hall, HEAD, meeting) if text.startswith(label)), None)


def by_the_clock(hall):
    """Nobody closed it."""
    hall.log.append(Adjourned(at=hall.floor.at + 60, by=None))
    hall.floor = apply(hall.floor, hall.log[-1])
    return hall


@pytest.fixture
def hall():
    """Seven of nine when it is opened; 吴桂花 excused herself."""
    return Hall().gathered(CHEN, LIN, ZHOU, HUANG, HE, 6, LIU).does(OBSERVER, "check_in").does(ZHOU, "open")


def test_the_head_says_who_was_there_and_who_was_not(hall):
    hall.does(ZHOU, "adjourn", after=3600)
    assert fact(hall, "时间") == "1970年1月1日08:00开会，09:00散会"
    assert (fact(hall, "地点"), fact(hall, "主持"), fact(hall, "记录")) == ("社区会议室", "周敏", "秘书")
    assert (fact(hall, "应到"), fact(hall, "实到")) == ("9人", "7人：陈国栋、林秀兰、周敏、黄伟强、何丽、郑阿姨、刘洋")
    assert (fact(hall, "请假"), fact(hall, "缺席")) == ("1人：吴桂花", "1人：谢明")
    assert fact(hall, "列席") == "1人：王主任（社区工作人员）"
    assert fact(hall, "法定人数") == "超过应到人数的三分之二；开会时实到7人，已达到"
    assert fact(hall, "中途到会、离会") is None


def test_whoever_excused_themselves_and_came_was_there(hall):
    hall.does(WU, "check_in", after=600).does(CHEN, "leave", after=60).does(CHEN, "check_in", after=60)
    hall.does(LIN, "leave", after=600).does(ZHOU, "adjourn")
    assert "吴桂花" in fact(hall, "实到") and fact(hall, "请假") is None
    assert fact(hall, "中途到会、离会") == "吴桂花08:10到会；陈国栋08:11离会、08:12回来；林秀兰08:22离会"


def test_who_left_before_it_began_was_not_there():
    hall = Hall().gathered().does(XIE, "leave").does(ZHOU, "open").does(ZHOU, "adjourn")
    assert "谢明" not in fact(hall, "实到") and fact(hall, "缺席") == "1人：谢明"


def test_check_ins_hands_and_single_votes_leave_no_lines():
    hall = debating().does(HE, "request", stance=FOR).does(HE, "unrequest").does(ZHOU, "put")
    hall.does(CHEN, "vote", choice=AYE).does(LIN, "vote", choice=NO).does(SECRETARY, "count", ayes=5).does(ZHOU, "announce")
    before = [text for text in texts(hall, "第一项") if "付诸表决" not in text and "决议" not in text]
    assert before == ["进入第一项“南门照明”。", "陈国栋提出动议“南门装照明”。林秀兰附议。"]


def test_the_result_says_its_sum_who_voted_by_name_and_how_the_rest_was_counted():
    hall = debating().does(ZHOU, "put").does(CHEN, "vote", choice=AYE).does(LIN, "vote", choice=NO)
    hall.does(SECRETARY, "count", ayes=4, noes=1).does(ZHOU, "announce")
    *_, result, resolved = texts(hall, "第一项")
    assert result.startswith("动议“南门装照明”付诸表决。应到9人，实到9人；")
    assert result.endswith(
        "赞成5票，反对2票，弃权0票；赞成多于反对，通过。手机记名投票，赞成1人：陈国栋；反对1人：林秀兰。举手点数：赞成4，反对1，弃权0。"
    )
    assert resolved == "决议：南门装照明。"


@pytest.mark.parametrize("rules", SETS)
def test_who_spoke_in_what_order_on_which_side_and_how_long(rules):
    hall = debating(rules).speaks(CHEN, FOR, 80).speaks(HE, AGAINST, 15)
    said = [text for text in texts(hall) if "发言" in text]
    assert said[:2] == ["陈国栋第1次发言（赞成），用时1分20秒。", "何丽第1次发言（反对），用时15秒。"]
    turns = minutes(hall.floor.setup, hall.log, HALL).turns
    assert [(it.person_id, it.stance, it.item, it.seconds) for it in turns] == [(CHEN, FOR, 0, 80), (HE, AGAINST, 0, 15)]


def test_a_speech_ends_by_the_clock_by_a_motion_or_by_going_away():
    hall = debating().does(CHEN, "request", stance=FOR).does(ZHOU, "grant").passes(200)
    hall.does(HE, "request", stance=AGAINST).does(ZHOU, "grant").does(HE, "refer", body="物业小组", after=7)
    hall.does(WU, "second").does(ZHOU, "state").does(XIE, "request", stance=FOR).does(ZHOU, "grant")
    hall.does(XIE, "leave", after=6)
    said = [text for text in texts(hall) if "发言" in text]
    assert said == [
        "陈国栋第1次发言（赞成），用时2分钟，时间用完。",
        "何丽第1次发言（反对），用时7秒。",
        "谢明就委托第1次发言（赞成），用时6秒。",
    ]  # fmt: skip


def test_a_speech_that_an_appeal_interrupts_is_one_speech():
    hall = debating().does(CHEN, "request", stance=FOR).does(ZHOU, "grant")
    hall.does(HE, "point_of_order", text="跑题", after=10).does(ZHOU, "rule", sustained=False).does(HE, "appeal").stated(WU)
    hall.decided(6, 1).does(CHEN, "finish", after=20)
    assert [it.seconds for it in minutes(hall.floor.setup, hall.log, HALL).turns] == [hall.log[-1].seconds]
    assert any(text.startswith("是否维持主持人的裁定“程序问题不成立”付诸表决。") for text in texts(hall))


def test_why_somebody_spoke_before_their_turn():
    hall = debating().does(CHEN, "request", stance=FOR).does(HE, "request", stance=AGAINST)
    hall.does(ZHOU, "grant", to=HE, reason="要先走").does(HE, "finish")
    assert "何丽第1次发言（反对），用时1秒。主持人请其先说，理由：要先走。" in texts(hall)


def test_rulings_and_reminders_are_told_and_not_judged():
    hall = debating().does(HE, "point_of_order", text="跑题了").does(ZHOU, "rule", sustained=True, text="请回到正题")
    hall.does(ZHOU, "remind", to=LIU, article="8", reason="插话").does(LIU, "recuse", reason="亲戚承包")
    hall.does(ZHOU, "recuse", to=HUANG, reason="同上").does(ZHOU, "hand_over", to=WU)
    assert texts(hall, "第一项")[2:] == [
        "何丽提程序问题“跑题了”。", "主持人周敏裁定程序问题成立：请回到正题。", "主持人周敏提醒刘洋（第八条）：插话。",
        "刘洋回避：亲戚承包。", "主持人周敏裁定黄伟强回避：同上。", "周敏请吴桂花主持。",
    ]  # fmt: skip


def test_an_amendment_carried_stands_in_the_resolution():
    hall = debating().does(HE, "amend", text="装三盏").stated(WU).decided(6, 1).decided(7, 0).does(ZHOU, "adjourn")
    lines = texts(hall, "第一项")
    assert "何丽对“南门装照明”提出修正案“装三盏”。吴桂花附议。" in lines
    assert any(line.startswith("修正案“装三盏”付诸表决。") and line.endswith("照此修正。") for line in lines)
    assert lines[-1] == "决议：南门装照明；修正：装三盏。"


def test_what_was_undone_leaves_no_line():
    hall = debating().does(CHEN, "request", stance=FOR).does(ZHOU, "grant")
    before = texts(hall)
    hall.does(ZHOU, "undo")
    assert len(texts(hall)) == len(before) - 1 and not any("发言" in text for text in texts(hall))
    hall = in_session().does(ZHOU, "remind", to=LIU, reason="插话").does(ZHOU, "undo").does(ZHOU, "recess").does(ZHOU, "undo")
    assert texts(hall, "第一项") == ["进入第一项“南门照明”。"]


def test_what_others_did_since_stays():
    hall = in_session().does(ZHOU, "remind", to=LIU, reason="插话").does(CHEN, "move", text="装灯").does(ZHOU, "undo")
    assert texts(hall, "第一项")[1:] == ["陈国栋提出动议“装灯”。"]


def test_an_announcement_taken_back_is_told_and_decides_nothing():
    hall = by_the_clock(debating().decided(5, 2).does(ZHOU, "undo").does(ZHOU, "announce", after=5).does(ZHOU, "undo"))
    lines = texts(hall, "第一项")
    assert [text for text in lines if "收回" in text] == ["主持人周敏收回刚才宣布的结果，表决继续进行。"] * 2
    assert not any(text.startswith("决议") for text in lines)
    assert texts(hall, RESOLVED)[0] == "第一项“南门照明”：没有作出决议。"
    assert lines[-1] == "动议“南门装照明”的表决没有宣布结果，已投的票作废。"


def test_quorum_lost_and_regained():
    hall = in_session()
    for person in (CHEN, LIN, HE):
        hall.does(person, "leave")
    hall.does(HE, "check_in")
    assert texts(hall, "第一项")[1:] == [
        "实到6人，应到9人，未达法定人数，不能作决定。", "实到7人，应到9人，已达法定人数。",
    ]  # fmt: skip


def test_one_list_of_what_was_decided():
    hall = debating().decided(6, 2).does(ZHOU, "call_item", item=1).does(ZHOU, "adjourn")
    assert texts(hall, RESOLVED) == [
        "第一项“南门照明”：南门装照明（通过，赞成6票，反对2票，弃权0票）。",
        "第二项“东门通报”：通报，没有表决。",
        "第三项“凉亭修缮”：没有议到。",
    ]  # fmt: skip
    last = written(hall)[-1]
    assert (last.part, last.text, last.at) == (CLOSING, "周敏宣布散会。", hall.floor.at)


def test_what_is_reconsidered_is_decided_by_the_last_vote():
    hall = debating().decided(6, 2).does(CHEN, "reconsider").stated(HE).decided(6, 2).decided(1, 7).does(ZHOU, "adjourn")
    assert texts(hall, RESOLVED)[0] == "第一项“南门照明”：南门装照明（未通过，赞成1票，反对7票，弃权0票）。"


def test_what_is_put_aside_and_taken_up_again():
    hall = debating().does(HE, "table").stated(WU).decided(6, 1)
    assert texts(hall, RESOLVED)[0] == "第一项“南门照明”：搁置，暂时搁下，可以取回。"
    hall.does(HE, "take_from_table").stated(WU).decided(6, 1)
    assert texts(hall, RESOLVED)[0] == "第一项“南门照明”：没有作出决议。"
    hall.does(HE, "refer", body="方案小组").stated(WU).decided(6, 1)
    assert texts(hall, RESOLVED)[0] == "第一项“南门照明”：委托，交方案小组研究。"


def test_a_matter_that_comes_to_the_hall_with_its_motion():
    asked = "是否同意按第1版方案办理“南门照明”，费用不超过¥100.00？"
    item = Item("南门照明", motion=asked, mover_id=99, said=(Said(CHEN, FOR),), barred=frozenset({XIE}))
    hall = Hall(items=(item,)).opened().decided(6, 1).does(ZHOU, "adjourn")
    lines = texts(hall, "第一项", Meeting(names={99: "李提案"}))
    inside = asked.replace("“", "‘").replace("”", "’")
    assert lines[1] == f"动议：“{inside}”事项已由李提案提出并附议。线上辩论的1段发言计入各人的次数。"
    assert lines[2] == "谢明的席位在这件事公告以后才登记，不参加这一项的表决。"
    assert lines[-1] == "决议：同意按第1版方案办理“南门照明”，费用不超过¥100.00。"


def test_where_units_are_the_members_units_are_counted():
    people = setup(CONSENSUS).people
    units = {it.id: type(it)(it.id, it.name, it.seat, "物业公司" if it.id < 4 else "") for it in people.values()}
    hall = Hall(CONSENSUS, people=units, items=ITEMS).gathered(CHEN, ZHOU, HUANG, HE, 6, LIU)
    hall.does(ZHOU, "open").does(ZHOU, "adjourn")
    assert fact(hall, "应到") == "7家" and fact(hall, "实到").startswith("5家：")
    assert "林秀兰" not in (fact(hall, "缺席") or "")


def test_the_clock_closes_what_nobody_closed():
    assert texts(by_the_clock(in_session()), CLOSING) == ["没有人宣布散会，会上很久没有动静，按时间记为散会。"]


@pytest.mark.parametrize("rules", SETS)
def test_every_line_keeps_its_moment(rules):
    hall = debating(rules).speaks(CHEN).decided(6, 1).does(ZHOU, "adjourn")
    assert all(line.at is not None for line in written(hall) if line.part not in (HEAD, RESOLVED))


@settings(max_examples=200)
@given(sittings)
def test_any_sitting_has_minutes_and_every_second_spoken_is_somebodys(sitting):
    origin, log, _, end = played(sitting)
    found = minutes(origin.setup, log, HALL)
    spoken: dict[int, int] = {}
    for turn in found.turns:
        spoken[turn.person_id] = spoken.get(turn.person_id, 0) + turn.seconds
    assert {person: time for person, time in spoken.items() if time} == {
        person: time for person, time in end.spoken.items() if time
    }
    assert all(line.text and line.part for line in found.lines)
    assert all(line.item is None or line.item < len(origin.setup.items) for line in found.lines)
