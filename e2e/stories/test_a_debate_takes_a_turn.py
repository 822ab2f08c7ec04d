"""辩论转了向 · debates sent back, put off, called off or presided over by another, and motions that come to nothing."""

from e2e.earlier import Earlier


def test_a_plan_is_sent_back_and_every_open_amendment_falls_with_the_debate(town, 陈国栋, 何丽, 吴桂花, 刘洋, 林秀兰, 周敏):
    matter = Earlier(town).debating()
    debate = matter.url + "/debate"
    何丽.opens(debate).chooses("先表明立场", "赞成").fills("发言", "南门台阶晚上看不清。").presses("发言")
    being_voted_on = _amends(吴桂花, debate, 1, "沿步道装10盏庭院灯。")
    刘洋.opens(being_voted_on).presses("附议")
    town.waits(days=3)
    being_discussed = _amends(吴桂花, debate, 2, "每晚六点到十点亮。")
    刘洋.opens(being_discussed).presses("附议").sees("讨论")
    unseconded = _amends(陈国栋, debate, 3, "由物业每天巡查。")
    陈国栋.opens(debate + "/amend?paragraph=3").fills("新的文字", "由物业每周巡查。").fills("理由", "每天太多。")
    陈国栋.presses("提出修正案")
    陈国栋.sees("第3段已有一件修正案没有决定")
    陈国栋.opens(being_voted_on).sees("表决中")

    back = _moves(陈国栋, debate, "退回方案小组", "灯的位置还没有和一栋商量。")
    刘洋.opens(back).presses("附议").chooses("您是否同意退回方案小组？", "赞成").presses("投票").sees("已投票")
    matter.marks(back, ayes=9, noes=2, but=["刘洋"])
    林秀兰.opens(matter).sees("正在写方案").opens(debate).sees("辩论已终止")
    for amendment in (being_voted_on, being_discussed, unseconded):
        林秀兰.opens(amendment).sees("已失效").is_not_offered("附议")
    林秀兰.opens(matter.url + "/plan").sees("这一版退回方案小组重写了").presses("改写")
    林秀兰.fills("方案正文", "沿步道装12盏灯，一栋一侧加罩。")
    林秀兰.presses("存草稿，看样子").presses("存为第2版").sees("已存为")
    周敏.opens(matter).is_not_offered("提付表决")


def test_a_debate_is_put_off_and_the_chair_changes_hands(town, 陈国栋, 何丽, 吴桂花, 刘洋, 周敏, 郑秘书, 林秀兰):
    matter = Earlier(town).noticed()
    debate = matter.url + "/debate"
    _hands_over(周敏, debate, "陈国栋")
    town.waits(days=4)
    陈国栋.opens(debate).sees("主持人不发表意见").is_not_offered("发言")
    周敏.opens(debate).chooses("先表明立场", "提问").fills("发言", "请问保修几年？").presses("发言").sees("已发言")
    _hands_over(郑秘书, debate, "何丽")
    陈国栋.opens(debate).chooses("先表明立场", "赞成").fills("发言", "三年保修写在合同里。").presses("发言").sees("已发言")
    kept = _amends(吴桂花, debate, 2, "每晚六点到十点亮。")

    late = 刘洋.opens(debate).presses("提出：延期再议").fills("延期到哪一天", town.day(1)).fills("理由", "等街道的通知。")
    late.presses("提出延期再议的动议").sees("延期的日子请选")
    motion = 刘洋.fills("延期到哪一天", town.day(10)).presses("提出延期再议的动议").sees("已提出：延期再议").path
    吴桂花.opens(motion).presses("附议")
    matter.marks(motion, ayes=12)
    林秀兰.opens(debate).sees("第2次辩论", "以前的辩论", "何丽，代主持人主持")
    刘洋.opens(kept).sees("待附议").presses("附议").sees("讨论")

    town.waits(days=14)  # 修正案表决过了，第1轮没有人发言
    林秀兰.opens(kept).sees("未通过").opens(debate).sees("辩论已经充分")
    _hands_over(何丽, debate, "吴桂花")
    何丽.opens(matter).is_not_offered("提付表决")
    吴桂花.opens(matter).presses("提付表决").presses("提付表决").sees("民主表决")


def test_two_thirds_close_the_debate_and_another_puts_the_question(town, 陈国栋, 何丽, 周敏, 方敏):
    matter = Earlier(town).debating()
    debate = matter.url + "/debate"
    closing = _moves(陈国栋, debate, "结束辩论", "没有人要再说了。")
    何丽.opens(closing).presses("附议")
    matter.marks(closing, ayes=8, noes=4)
    _hands_over(周敏, debate, "方敏")
    周敏.opens(matter).is_not_offered("提付表决")
    方敏.opens(matter).presses("提付表决").presses("提付表决").sees("民主表决")
    poll = matter.url + "/poll"
    方敏.opens(poll).is_not_offered("去投票")
    周敏.opens(poll).sees("名册12人").presses("去投票").sees("是否同意按")


def test_the_proposer_asks_for_leave_to_withdraw_before_the_debate_has_begun(town, 林秀兰, 陈国栋, 何丽):
    matter = Earlier(town).noticed()
    debate = matter.url + "/debate"
    陈国栋.opens(debate).sees("辩论还没有开始，开始以后才能提").is_not_offered("请求撤回这件事项")
    林秀兰.opens(debate).presses("请求撤回这件事项").fills("理由", "区里已经列入改造计划。").presses("请议事会同意撤回")
    motion = 林秀兰.sees("表决中").path
    何丽.opens("/c/liuyin/todo").sees("南门步道加装路灯").opens(motion).sees("不需要附议")
    何丽.chooses("您是否同意提出人撤回这件事项？", "赞成").presses("投票")
    matter.marks(motion, ayes=10, noes=1, but=["何丽"])
    林秀兰.opens(matter).sees("议事会同意提出人撤回").opens(debate).sees("辩论已终止")


def test_motions_come_to_nothing(town, 陈国栋, 何丽, 吴桂花, 林秀兰, 周敏):
    matter = Earlier(town).debating()
    debate = matter.url + "/debate"
    何丽.opens(debate).chooses("先表明立场", "反对").fills("发言", "先看看预算够不够。").presses("发言")
    周敏.opens(debate).is_not_offered("提修正案").sees("主持人不提动议")
    taken_back = _moves(陈国栋, debate, "退回方案小组", "再写一稿。")
    周敏.opens(taken_back).cannot_press("附议", because="主持人不附议")
    陈国栋.opens(taken_back).presses("收回动议").presses("收回动议").sees("已收回")
    lost = _moves(吴桂花, debate, "延期再议", "天太冷。", 延期到哪一天=town.day(20))
    何丽.opens(lost).presses("附议")
    matter.marks(lost, ayes=3, noes=9)
    吴桂花.opens(lost).sees("未通过").opens(debate).cannot_press("提出：延期再议", because="有了新的发言以后才能再提")
    forgotten = _moves(陈国栋, debate, "退回方案小组", "还是再写一稿。")
    town.waits(days=3)
    林秀兰.opens(forgotten).sees("无人附议")


def _moves(person, debate, kind, reason, **more):
    person.opens(debate).presses(f"提出：{kind}").fills("理由", reason)
    for label, words in more.items():
        person.fills(label, words)
    return person.presses(f"提出{kind}的动议").sees(f"已提出：{kind}").path


def _amends(person, debate, paragraph, words):
    person.opens(f"{debate}/amend?paragraph={paragraph}").fills("新的文字", words).fills("理由", "更合适。")
    person.presses("提出修正案")
    return person.sees("修正案已提出").path


def _hands_over(person, debate, to):
    person.opens(debate).presses("请别人主持").chooses("请谁主持", to).presses("请别人主持").sees(f"从现在起由{to}主持")
