"""议事会开会 · a chair, a secretary, members with their telephones and a hall screen: everybody sees one floor, at every moment."""

import pytest

from e2e.earlier import Earlier
from e2e.keyboard import Keyboard
from e2e.person import ANSWERED
from e2e.reading import faults
from tests.world import COUNCIL
from yishi.procedure.debate import Stance
from yishi.procedure.floor import Do

TELEPHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def matter(town):
    return Earlier(town).debating()


@pytest.fixture
def hall(matter):
    """Its address; it is half past, and nobody has come yet."""
    return matter.on_the_agenda()


@pytest.fixture
def sitting(matter, hall):
    """Twelve of thirteen are there, and the chair has opened it."""
    for name in ("周敏", *COUNCIL[:11]):
        matter.in_hall(hall, "郑秘书", Do.CHECK_IN, to=name)
    matter.in_hall(hall, "周敏", Do.OPEN)
    return hall


def test_thirteen_decide_on_a_plan_and_everybody_sees_one_floor(matter, hall, town, person, visitor):
    周敏, 郑秘书 = (person(name).opens(f"{hall}/room") for name in ("周敏", "郑秘书"))
    墙 = visitor().opens(f"{hall}/screen")
    陈国栋, 何丽, 吴桂花 = (person(name, **TELEPHONE).opens(f"{hall}/room") for name in ("陈国栋", "何丽", "吴桂花"))
    陈国栋.sees("您还没有签到")
    for name in ("周敏", *COUNCIL[:7]):
        郑秘书.presses("签到", near=name)
        郑秘书.sees("离场")
    周敏.sees("到会8 / 13", "人数不够").is_not_offered("宣布开会")
    郑秘书.presses("签到", near=COUNCIL[7])
    周敏.sees("到会9 / 13", "人数够了").presses("宣布开会")
    周敏.presses("进入第1项：南门步道加装路灯")
    for someone in (陈国栋, 郑秘书, 墙):
        someone.sees("是否同意按")

    town.seconds_pass()
    陈国栋.presses("赞成发言")
    周敏.sees("等候发言，1人", "还有人要说：陈国栋").is_not_offered("付诸表决").presses("请陈国栋发言")
    墙.sees("陈国栋", "赞成")
    town.seconds_pass(40)
    陈国栋.presses("我说完了")
    周敏.sees("已发言 赞成1，反对0")

    郑秘书.presses("离场", near=COUNCIL[7])
    周敏.sees("到会8 / 13", "人数不够", "到会人数不够").is_not_offered("付诸表决")
    墙.sees("人数不够")
    郑秘书.presses("签到", near=COUNCIL[7])
    周敏.sees("到会9 / 13")

    何丽.presses("别的动作").presses("提修正案").sees("方案现在的文字").chooses("怎样改", "改写一段").chooses("哪一段", "第2段")
    何丽.fills("新的文字", "每晚六点到十一点亮。").presses("提修正案").sees("改写后的文字和原文一样")
    何丽.fills("新的文字", "每晚六点到十点亮，台阶整夜亮。").presses("提修正案").sees("改写第2段", "等人附议")
    墙.sees("改写第2段", "台阶整夜亮")
    吴桂花.sees("何丽提出", "台阶整夜亮").presses("附议“修正案”")
    周敏.sees("吴桂花附议").presses("宣布议题：修正案").presses("付诸表决")
    陈国栋.sees("投您的一票").presses("赞成")
    郑秘书.presses("点票").fills("赞成", "6").fills("反对", "1").fills("弃权", "0").presses("点票")
    周敏.sees("已收到8票").does_not_see("赞成7").presses("宣布结果")
    陈国栋.sees("已通过的修正：改写第2段")

    town.seconds_pass()
    何丽.presses("反对发言").sees("您排第1位")
    吴桂花.presses("别的动作").presses("动议结束辩论").sees("三分之二").presses("动议结束辩论")
    何丽.presses("附议“结束辩论”")
    周敏.presses("宣布议题：结束辩论").presses("付诸表决")
    郑秘书.presses("点票").fills("赞成", "6").fills("反对", "2").fills("弃权", "0").presses("点票")
    周敏.sees("已收到8票").presses("宣布结果")
    何丽.sees("辩论已经结束")
    周敏.presses("付诸表决")
    for someone, choice in ((陈国栋, "赞成"), (何丽, "反对"), (吴桂花, "赞成")):
        someone.sees("投您的一票").presses(choice).sees(f"您投的是“{choice}”")
    郑秘书.presses("点票").fills("赞成", "4").fills("反对", "1").fills("弃权", "0").presses("点票")
    墙.sees("已收到8票").does_not_see("通过")
    周敏.presses("宣布结果")
    for someone in (墙, 陈国栋, 郑秘书):
        someone.sees("通过", "赞成6票，反对2票")
    周敏.presses("散会").sees("表决通过的事项先公示").presses("散会")
    _minutes_are_signed(hall, town, 郑秘书, 陈国栋, 何丽, 周敏)
    陈国栋.opens(matter).sees("结果公示").opens(matter.url + "/poll").sees("赞成6票，反对2票", "修正后是A方案第2版")
    陈国栋.opens(matter.url + "/plan").sees("每晚六点到十点亮，台阶整夜亮。", "第一次会议修正案一").does_not_see(
        "每晚六点到十一点亮。"
    )


def _minutes_are_signed(hall, town, 郑秘书, 陈国栋, 何丽, 周敏):
    """Written by themselves; one line is put in other words, one is not; the chair signs when everybody has had their days."""
    for someone in (郑秘书, 陈国栋, 何丽):
        someone.sees("看会议纪要")  # the hall has led them out
    郑秘书.opens("/c/liuyin/todo").sees("整理并交出纪要").opens(f"{hall}/minutes").sees("陈国栋第1次发言（赞成），用时40秒", "决议")
    郑秘书.presses("交大家核对纪要").presses("交大家核对纪要").sees("正在核对")
    for someone, line, words in ((陈国栋, "宣布散会", "请写明散会的时间。"), (何丽, "宣布开会", "请写上天气。")):
        someone.opens(f"{hall}/minutes").presses("提意见", near=line)
        someone.fills("哪里不对，应当怎么写", words).presses("提交意见")
    郑秘书.opens("/c/liuyin/todo").presses("答复对纪要的意见").presses("看1条意见", near="宣布散会").presses("陈国栋")
    郑秘书.presses("照改").fills("改成", "九点整，周敏宣布散会。").fills("答复", "已写明。").presses("照改")
    郑秘书.opens(f"{hall}/minutes").presses("看1条意见", near="宣布开会").presses("何丽")
    郑秘书.presses("不照改").fills("答复", "天气与会议无关。").presses("不照改")
    town.waits(days=4)
    周敏.opens("/c/liuyin/todo").presses("签认纪要").presses("签认纪要").presses("签认纪要").sees("与签认时记入审计记录的指纹一致")
    陈国栋.opens(hall).presses("看会议纪要").sees("九点整，周敏宣布散会", "秘书改过")


def test_a_chair_who_wants_to_speak_is_told_to_hand_over(matter, sitting, town, person):
    matter.in_hall(sitting, "周敏", Do.CALL_ITEM, item=0)
    周敏, 何丽 = person("周敏").opens(f"{sitting}/room"), person("何丽", **TELEPHONE).opens(f"{sitting}/room")
    周敏.is_not_offered("赞成发言").sends_anyway(f"{sitting}/floor", do="request", stance="for")
    周敏.sees("主持人不发表意见，要发言请先请别人主持", "第一条")
    周敏.presses("请别人主持").chooses("请谁", "何丽").presses("请别人主持").sees("我要发言")
    何丽.sees("您现在可以")
    周敏.presses("反对发言")
    何丽.sees("请周敏发言").presses("请周敏发言")
    周敏.sees("正在发言").presses("我说完了")


def test_who_has_spoken_twice_is_refused_with_the_fifth_article(matter, sitting, person):
    matter.in_hall(sitting, "周敏", Do.CALL_ITEM, item=0)
    for _ in range(2):
        matter.in_hall(sitting, "何丽", Do.REQUEST, stance=Stance.FOR)
        matter.in_hall(sitting, "周敏", Do.GRANT)
        matter.in_hall(sitting, "何丽", Do.FINISH)
    何丽 = person("何丽", **TELEPHONE).opens(f"{sitting}/room").is_not_offered("赞成发言")
    何丽.sees("现在不能申请发言", "最多发言2次", "第五条").sends_anyway(f"{sitting}/floor", do="request", stance="for")
    何丽.sees("何丽已经说了2次（第五条）")


def test_a_chair_does_without_a_mouse(matter, sitting, person):
    周敏 = person("周敏").opens(f"{sitting}/room").sees("进入第1项")
    keys = Keyboard(周敏)
    _presses(keys, 周敏, "1")
    周敏.sees("是否同意按")
    matter.in_hall(sitting, "何丽", Do.REQUEST, stance=Stance.FOR)
    周敏.sees("请何丽发言")
    _presses(keys, 周敏, "Space")
    周敏.sees("请何丽结束")
    _presses(keys, 周敏, "1")
    周敏.page.get_by_role("button", name="付诸表决").wait_for()
    _presses(keys, 周敏, "1")
    周敏.sees("正在表决")
    matter.in_hall(sitting, "郑秘书", Do.COUNT, ayes=8, noes=3)
    周敏.sees("已收到11票")
    _presses(keys, 周敏, "1")
    周敏.sees("赞成8票")


def _presses(keys, someone, key):
    """When what has just appeared has come to rest."""
    someone.page.wait_for_function(ANSWERED)
    keys.press(key)


@pytest.mark.parametrize("js", [True, False], ids=["with scripts", "without scripts"])
def test_in_large_type_a_member_asks_for_the_floor_and_votes(js, matter, sitting, person):
    matter.in_hall(sitting, "周敏", Do.CALL_ITEM, item=0)
    何丽 = person("何丽", js=js, viewport={"width": 320, "height": 700}).opens(f"{sitting}/room")
    何丽.page.get_by_role("button", name="大字").click()
    何丽.sees("标准").presses("提问").sees("您排第1位")
    matter.in_hall(sitting, "周敏", Do.GRANT)
    何丽.opens(f"{sitting}/room").sees("正在发言").presses("我说完了")
    matter.in_hall(sitting, "周敏", Do.PUT)
    何丽.opens(f"{sitting}/room").presses("反对").sees("您投的是“反对”")
    assert 何丽.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_that_lost_the_network_says_so_and_comes_back_right(matter, sitting, person):
    matter.in_hall(sitting, "周敏", Do.CALL_ITEM, item=0)
    何丽 = person("何丽", **TELEPHONE).opens(f"{sitting}/room").sees("我要发言")
    何丽.context.set_offline(True)
    何丽.presses("赞成发言").sees("网络断了")
    matter.in_hall(sitting, "周敏", Do.PUT)
    何丽.context.set_offline(False)
    何丽.sees("投您的一票").does_not_see("网络断了")
    何丽.presses("赞成").sees("您投的是“赞成”")
    何丽.page.reload()
    何丽.sees("您投的是“赞成”")
    何丽.troubles.clear()


def test_a_sitting_is_planned_announced_answered_and_checked_in_to_at_the_door(matter, town, person, visitor):
    郑秘书, 陈国栋 = person("郑秘书"), person("陈国栋", **TELEPHONE)
    郑秘书.opens("/c/liuyin/sittings").presses("筹备一次会议").fills("什么时候开", f"{town.day(6)}T19:30").fills(
        "在哪里开", "社区会议室"
    )
    郑秘书.presses("接着排议程")
    郑秘书.chooses("事项", "南门步道加装路灯").chooses("这一项做什么", "审议表决").fills("大约几分钟", "40").presses("加到议程")
    sitting = 郑秘书.sees("约40分钟").path.removesuffix("/edit")
    郑秘书.presses("发出会议通知").presses("发出会议通知").sees("已办理：发出会议通知", "还没回复 13人")
    陈国栋.opens("/c/liuyin/todo").presses("回复会议通知").presses("参加").sees("您已回复：参加")
    visitor().opens(matter).sees("已列入").opens("/c/liuyin").sees("第一次会议")
    town.until(f"{town.day(6)} 19:00")
    郑秘书.opens(f"{sitting}/door").sees("已签到0人")
    code = town.door_code(sitting)
    陈国栋.opens(f"{sitting}/check-in?code={code}").presses("签到").sees("到会1 / 13")
    陈国栋.opens(f"{sitting}/check-in?code=0123456789").sees("您已经签到")
    person("何丽").opens(f"{sitting}/check-in?code=0123456789").sees("这个签到码已经换了")


def test_sittings_that_come_to_nothing(matter, town, person):
    郑秘书 = person("郑秘书")
    for place in ("会议室", "活动室"):
        郑秘书.opens("/c/liuyin/sittings/new").fills("什么时候开", f"{town.day(8)}T19:30").fills("在哪里开", place).presses(
            "接着排议程"
        )
        郑秘书.chooses("事项", "南门步道加装路灯").chooses("这一项做什么", "审议表决").presses("加到议程")
        if place == "活动室":
            郑秘书.presses("发出会议通知").presses("发出会议通知")
        郑秘书.presses("取消会议").fills("为什么取消", "台风预警。").presses("取消会议").sees("这次会议已取消：台风预警。")
    empty = matter.on_the_agenda(number=3)
    town.waits(days=1)
    郑秘书.opens(empty).sees("流会")
    for number, (do, ends) in enumerate(((Do.REFER, "退回方案小组"), (Do.WITHDRAW, "同意撤回"), (None, "未通过")), 4):
        other = Earlier(town, f"北门加{number}条长椅").debating()
        hall = other.on_the_agenda(number=number)
        for name in ("周敏", *COUNCIL[:11]):
            other.in_hall(hall, "郑秘书", Do.CHECK_IN, to=name)
        other.in_hall(hall, "周敏", Do.OPEN)
        other.in_hall(hall, "周敏", Do.CALL_ITEM, item=0)
        if do is Do.REFER:
            other.in_hall(hall, "陈国栋", do, body="方案小组")
            other.in_hall(hall, "何丽", Do.SECOND)
        if do is Do.WITHDRAW:
            other.in_hall(hall, "郑秘书", Do.CHECK_IN, to="林秀兰")
            other.in_hall(hall, "林秀兰", do)
        if do is not None:
            other.in_hall(hall, "周敏", Do.STATE)
        other.in_hall(hall, "周敏", Do.PUT)
        other.in_hall(hall, "郑秘书", Do.COUNT, ayes=8 if do else 3, noes=3 if do else 8)
        other.in_hall(hall, "周敏", Do.ANNOUNCE)
        other.in_hall(hall, "周敏", Do.ADJOURN)
        郑秘书.opens(hall).sees(ends)


def test_the_hall_can_be_read_by_everybody_at_every_size(matter, sitting, person, visitor):
    """In the middle of a debate, and of a vote."""
    matter.in_hall(sitting, "周敏", Do.CALL_ITEM, item=0)
    for name, stance in (("何丽", Stance.FOR), ("吴桂花", Stance.AGAINST), ("刘洋", Stance.ASK)):
        matter.in_hall(sitting, name, Do.REQUEST, stance=stance)
    matter.in_hall(sitting, "周敏", Do.GRANT)
    people = [person(name) for name in ("周敏", "陈国栋", "郑秘书")]
    found = []
    for voting in (False, True):
        if voting:
            for name in ("何丽", "吴桂花", "刘洋"):
                matter.in_hall(sitting, "周敏", Do.FINISH)
                if name != "刘洋":
                    matter.in_hall(sitting, "周敏", Do.GRANT)
            matter.in_hall(sitting, "周敏", Do.PUT)
        for someone in people:
            found += [f"{someone.name}: {it}" for it in faults(someone.opens(f"{sitting}/room").page)]
        found += [
            f"screen: {it}" for it in faults(visitor(viewport={"width": 1280, "height": 720}).opens(f"{sitting}/screen").page)
        ]
    assert not found, "\n".join(found)


def test_a_change_of_the_plan_can_be_written_and_read_by_everybody_at_every_size(matter, sitting, person, visitor):
    matter.in_hall(sitting, "周敏", Do.CALL_ITEM, item=0)
    何丽, 周敏, 墙 = person("何丽", **TELEPHONE), person("周敏"), visitor(viewport={"width": 1280, "height": 720})
    found = list(faults(何丽.opens(f"{sitting}/say/amend?paragraph=2").page))
    何丽.presses("提修正案").sees("改写后的文字和原文一样")
    found += faults(何丽.page)
    何丽.fills("新的文字", "每晚六点到十点亮。").presses("提修正案").sees("改写第2段")
    for someone, page in ((何丽, "room"), (周敏, "room"), (墙, "screen")):
        found += [f"{someone.name}: {it}" for it in faults(someone.opens(f"{sitting}/{page}").page)]
    assert not found, "\n".join(found)


def test_without_scripts_a_member_amends_the_plan(matter, sitting, person):
    matter.in_hall(sitting, "周敏", Do.CALL_ITEM, item=0)
    何丽 = person("何丽", js=False, **TELEPHONE).opens(f"{sitting}/say/amend").presses("改写这一段", near="由物业日常维护。")
    何丽.fills("新的文字", "").presses("提修正案").sees("请写一段新的文字，不要分段")
    何丽.chooses("怎样改", "删去一段").presses("提修正案").sees("删去第3段", "等人附议")
