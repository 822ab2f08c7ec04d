"""表决有别的结果 · too few come, too many say no, somebody stands aside, and an objection that turns out to be right."""

from e2e.earlier import Earlier


def test_too_few_vote_and_the_matter_goes_back_to_the_debate(town, 陈国栋, 林秀兰, 周敏):
    matter = Earlier(town).voting()
    ballot = 陈国栋.opens(matter.url + "/poll").presses("去投票")
    ballot.chooses(陈国栋.question, "赞成").presses("下一步：核对").presses("投出选票").sees("您的票已收到")
    陈国栋.presses("改票").sees("您已经投过一票").chooses(陈国栋.question, "弃权").presses("下一步：核对")
    陈国栋.sees("改票以后，原来那一票不再计入").presses("投出选票").sees("您投的是 弃权")
    matter.votes(ayes=7, but=["陈国栋"])
    town.waits(days=6)
    林秀兰.opens(matter).sees("公开辩论").opens(matter.url + "/poll").sees("未达法定人数", "参加表决8人", "至少9人")
    林秀兰.opens(matter.url + "/debate").sees("第2次辩论", "公告到", "以前的辩论")
    周敏.opens(matter).cannot_press("提付表决", because="辩论还没有结束")


def test_most_vote_against_and_that_is_the_end_of_it(town, 林秀兰, 何丽, 赵春梅):
    matter = Earlier(town).voting()
    何丽.opens(matter.url + "/poll").presses("去投票").chooses(何丽.question, "反对").presses("下一步：核对")
    何丽.presses("投出选票")
    matter.votes(ayes=6, noes=5, but=["何丽"])
    林秀兰.opens(matter).sees("表决没有通过").opens(matter.url + "/poll")
    林秀兰.sees("表决未通过", "赞成6票，反对6票", "何丽 居民议事员 反对")
    林秀兰.opens("/c/liuyin/notices").presses("关于“南门步道加装路灯”表决结果的公示").sees("表决没有通过")
    林秀兰.is_not_offered("提异议")
    赵春梅.opens(matter).presses("照这一件重新提出").sees("已复制成您的新草稿")


def test_who_has_an_interest_stands_aside(town, 何丽, 吴桂花, 刘洋, 周敏):
    matter = Earlier(town).voting()
    poll = matter.url + "/poll"
    何丽.opens(poll).presses("申请回避").presses("申请回避").fills("回避的理由", "承接单位是我女儿开的。").presses("申请回避")
    何丽.sees("您已回避这件事，不参加表决").is_not_offered("去投票")
    for name, reason in (("吴桂花", "灯装在她家门口。"), ("刘洋", "他是施工队长。")):
        周敏.opens(poll).presses(name).presses("裁定回避").fills("裁定的理由", reason).presses("裁定回避")
        周敏.sees("已办理：裁定回避")
    周敏.opens(poll).presses("吴桂花").presses("撤销回避").fills("裁定的理由", "路灯人人受益，不算直接利害。")
    周敏.presses("撤销回避")
    吴桂花.opens(poll).presses("去投票").chooses(吴桂花.question, "赞成").presses("下一步：核对").presses("投出选票")
    刘洋.opens(poll).sees("您已回避这件事")
    matter.votes(ayes=9, but=["吴桂花"])
    刘洋.opens(poll).sees("表决通过", "应到12人", "回避2人", "刘洋 居民议事员 回避")


def test_an_objection_is_upheld_and_the_matter_is_debated_again(town, 陈国栋, 何丽, 周敏, 王主任, 赵春梅, 孙立):
    matter = Earlier(town).debating()
    陈国栋.opens(matter.url + "/debate").presses("提出：结束辩论").fills("理由", "没有人要再说。").presses("提出结束辩论的动议")
    何丽.opens(陈国栋.path).presses("附议")
    matter.marks(陈国栋.path, ayes=12)
    matter.take("put", "周敏").votes(ayes=9, noes=3)
    for person, words in ((赵春梅, "公告贴在门里面，我们三栋没有人看到。"), (孙立, "预算里没有拆旧灯的钱。")):
        person.opens("/c/liuyin/notices").presses("关于“南门步道加装路灯”表决结果的公示").presses("提异议")
        person.fills("异议内容", words).presses("提交异议").sees("异议已收到")
        person.cannot_press("提异议", because="答复以后才能再提")
    王主任.opens("/c/liuyin/todo").sees("南门步道加装路灯").opens(matter).cannot_press("确认生效", because="还有2条异议没有答复")
    周敏.opens(赵春梅.path).presses("去答复", near="公告贴在门里面")
    周敏.presses("异议成立")
    周敏.fills("答复和理由", "查过了，三栋的公告确实没有贴出来。").presses("异议成立").sees("答复已公开", "撤下")
    孙立.opens(赵春梅.path).sees("公示已于", "随重新辩论处理", "查过了").is_not_offered("提异议")
    赵春梅.opens(matter).sees("公开辩论").opens(matter.url + "/debate").sees("第2次辩论")
    王主任.opens(matter).is_not_offered("确认生效")
