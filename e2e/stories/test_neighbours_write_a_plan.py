"""邻居们写方案 · a plan group whose people come and go, two variants side by side, and comments that are taken seriously."""

from e2e.earlier import Earlier


def test_people_join_and_leave_the_plan_group_and_the_lead_passes_on(town, 林秀兰, 赵春梅, 孙立, 钱进, 陈国栋, 王主任):
    group = Earlier(town).planning().url + "/plan/group"
    孙立.opens(group).fills("您能帮上什么", "我想了解一下。").presses("申请加入").sees("等牵头人同意")
    林秀兰.opens(group).presses("去答复孙立的申请").presses("不同意加入").fills("理由", "小组够人了，欢迎提意见。").presses(
        "不同意加入"
    )
    孙立.opens(group).sees("不在小组").presses("申请加入").sees("申请加入").opens(group).presses("收回申请")
    孙立.opens(group).presses("申请加入")
    林秀兰.opens(group).presses("去答复孙立的申请").presses("同意加入").sees("同意加入：孙立")
    for person, helps in ((陈国栋, "我会看图纸"), (赵春梅, "我在供电所干过")):
        person.opens(group).fills("您能帮上什么", helps).presses("申请加入")
        林秀兰.opens(group).presses(f"去答复{person.name}的申请").presses("同意加入")
    孙立.opens(group).presses("退出小组").sees("退出以后不能再改方案").presses("退出小组").sees("不在小组")

    林秀兰.opens(group).presses("陈国栋").presses("改由这一位牵头").fills("理由", "我下个月出差。").presses("改由这一位牵头")
    林秀兰.sees("改由这一位牵头：陈国栋")
    钱进.opens(group).fills("您能帮上什么", "我有时间").presses("申请加入")
    林秀兰.opens(group).is_not_offered("钱进")
    陈国栋.opens(group).presses("去答复钱进的申请").presses("同意加入")
    陈国栋.opens(group).presses("钱进").presses("移出小组").fills("理由", "两次碰头都没有来。").presses("移出小组")
    陈国栋.sees("移出小组：钱进")
    王主任.opens(group).presses("赵春梅").presses("改由这一位牵头").fills("理由", "陈国栋住院了。").presses("改由这一位牵头")
    王主任.sees("改由这一位牵头：赵春梅")
    陈国栋.opens(group).presses("退出小组").presses("退出小组").sees("不在小组")


def test_every_comment_is_answered_and_one_of_two_variants_is_chosen(town, 林秀兰, 赵春梅, 孙立, 钱进):
    matter = Earlier(town).planning()
    matter.writes()
    matter.writes("B", title=["步道加装草坪灯"], item=["草坪灯", "安装"], price=["900", "2000"])
    matter.take("publish", "林秀兰")
    plan = matter.url + "/plan"
    赵春梅.opens(plan).sees("一共有2个备选方案").presses("并排比较").sees("步道加装草坪灯", "¥12,800.00", "¥36,600.00")

    comment = _says(赵春梅, plan, "方案正文", "请写明坏了几天修好。")
    赵春梅.opens(plan).presses("提意见，对方案正文").fills("您的意见", "还有一条。").presses("提交意见")
    赵春梅.sees("上一条意见还在等答复")
    赵春梅.opens(comment).presses("改写意见").fills("改写意见", "请写明坏灯两天内修好。").presses("改写意见")
    赵春梅.sees("坏灯两天内修好")
    mistaken = _says(孙立, plan, "进度安排", "五月太早。")
    孙立.opens(mistaken).presses("收回意见").presses("收回意见").sees("提意见的人已收回")
    _says(钱进, plan, "风险与对策", "开挖会断水。")

    林秀兰.opens(matter.url + "/comments").presses("去答复", near="坏灯两天内修好").presses("答复")
    林秀兰.chooses("怎样处理", "不采纳").fills("理由", "物业合同已有。").presses("答复").sees("不采纳")
    林秀兰.presses("改答复").chooses("怎样处理", "采纳").fills("理由", "写进正文第三段。").presses("改答复")
    林秀兰.sees("采纳", "写进正文第三段。")
    赵春梅.opens(comment).sees("写进正文第三段。").is_not_offered("改写意见")
    town.waits(days=8)
    钱进.opens(plan).is_not_offered("提意见，对方案正文")
    林秀兰.opens(matter).cannot_press("方案定稿", because="还有1条意见没有答复")
    林秀兰.opens(matter.url + "/comments").presses("去答复", near="开挖会断水").presses("答复")
    林秀兰.chooses("怎样处理", "部分采纳").fills("理由", "开挖安排在夜里，断水提前三天贴通知。").presses("答复")
    林秀兰.opens(matter).cannot_press("方案定稿", because="牵头人还没有选定")
    林秀兰.opens(plan + "/variants").chooses("选定哪一个", "B方案：步道加装草坪灯").fills("理由", "便宜三分之二，也够亮。")
    林秀兰.presses("选定并公布理由").sees("已选定B方案，理由已公布")
    林秀兰.opens(matter).presses("方案定稿").presses("方案定稿").sees("已办理：方案定稿")
    赵春梅.opens(plan).sees("步道加装草坪灯", "定稿", "便宜三分之二").presses("看两版之间改了什么").sees("庭院灯", "草坪灯")


def _says(person, plan, section, words):
    return person.opens(plan).presses(f"提意见，对{section}").fills("您的意见", words).presses("提交意见").sees("意见已提交").path
