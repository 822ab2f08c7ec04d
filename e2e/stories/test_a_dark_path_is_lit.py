"""一条黑路亮了 · one matter from a resident's photograph to the residents' verdict, by everybody who has a part in it."""

from e2e.earlier import Earlier
from e2e.town import photo
from yishi.procedure.acceptance import standard_items
from yishi.procedure.parameter_forms import ProjectClass

TEXT = (
    "在南门到3栋的步道装12盏庭院灯，灯杆高三米。",
    "每晚六点到十一点全亮，之后降到三成，不照住户的窗。",
    "由柳荫物业服务中心日常维护，坏灯两天内修好。",
)


def test_a_dark_path_is_lit(
    town, visitor, 林秀兰, 赵春梅, 孙立, 钱进, 李小平, 周阿婆, 陈国栋, 何丽, 吴桂花, 黄伟强, 刘洋, 周敏, 王主任,
    监督员甲, 监督员乙, 监督员丙, 物业小何, 管理员,
):  # fmt: skip
    council, 访客 = [陈国栋, 何丽, 吴桂花, 黄伟强, 刘洋], visitor()
    matter = proposed(town, 林秀兰, [赵春梅, 孙立, 钱进, 李小平, 陈国栋], 王主任)
    planned(town, matter, 陈国栋, 赵春梅, 林秀兰, 孙立, 物业小何)
    debated(town, matter, council, 周敏, 陈国栋, 林秀兰)
    decided(town, matter, council, 周敏, [周敏, 王主任, 管理员, 林秀兰, 访客], 周阿婆, 王主任)
    delivered(town, matter, 物业小何, [监督员甲, 监督员乙, 监督员丙], 王主任)
    rated(town, matter, {林秀兰: "满意", 赵春梅: "满意", 孙立: "基本满意", 周阿婆: "不满意"}, 钱进, 访客)


def proposed(town, 林秀兰, neighbours, 王主任):
    """提出项目 · written with a photograph, looked at once more, seconded by five, accepted."""
    林秀兰.opens("/c/liuyin").presses("提出事项")
    林秀兰.fills("要办的事", "南门步道加装路灯").chooses("种类", "微项目").presses("下一步：写清楚")
    林秀兰.fills("地点", "南门到3栋的步道").fills("谁受益", "1、2、3栋的住户，尤其是老人").fills("惠及户数", "326")
    林秀兰.fills("为什么要办，办成什么样", "晚上看不清台阶，去年摔了两位老人。请沿步道装十二盏庭院灯。")
    林秀兰.chooses("类别", "工程类").fills("估算费用", "1200000").sees("超过工程类上限¥1,000,000.00")
    林秀兰.fills("估算费用", "40000").sees("没有超过").attaches("加照片", "晚上的步道.jpg", photo(30))
    林秀兰.presses("下一步：核对").sees("核对一遍", "南门到3栋的步道", "¥40,000.00").sees_picture("第1张照片：晚上的步道.jpg")
    林秀兰.presses("提交").sees("请勾选")
    林秀兰.ticks("我知道提交以后事项公开，任何人都能看到我的名字和内容").presses("提交")
    林秀兰.sees("已提交，编号柳荫街-柳荫-2026-0001")
    林秀兰.is_not_offered("附议").sees("请邻居附议")
    matter = 林秀兰.path

    for n, neighbour in enumerate(neighbours, 1):
        neighbour.opens(matter).sees(f"需要5人，已有{n - 1}人").presses("附议").sees("已办理：附议")
    neighbours[0].sees("征集附议").opens(matter).sees("受理审查")

    town.waits(days=1)
    王主任.opens("/c/liuyin/todo").sees("南门步道加装路灯")
    王主任.opens(matter).sees("受理参考", "负面清单").presses("受理")
    王主任.ticks("已对照负面清单，不在清单内").chooses("方案小组牵头人", "陈国栋").presses("受理")
    王主任.sees("已办理：受理", "制定方案")
    return matter


def planned(town, matter, 陈国栋, 赵春梅, 林秀兰, 孙立, 物业小何):
    """制定方案 · a group of three, two versions, two comments with their answers, and the text that is fixed."""
    赵春梅.opens(matter + "/plan").presses("想参加小组").fills("您能帮上什么", "我在供电所干过").presses("申请加入")
    陈国栋.opens(matter + "/plan").sees("1人等您同意").opens(matter + "/plan/group")
    陈国栋.presses("去答复赵春梅的申请").presses("同意加入").sees("同意加入：赵春梅")

    陈国栋.opens(matter + "/plan").presses("动笔写").fills("方案名称", "步道加装庭院灯").fills("方案正文", "\n".join(TEXT))
    lines = (("庭院灯", "12", "盏", "2850"), ("电缆", "152.5", "米", "18"), ("安装", "1", "项", "3000"))
    for row, line in enumerate(lines, 1):
        for label, words in zip(("项目", "数量", "单位", "单价"), line, strict=True):
            陈国栋.fills(label, words, row=row)
        陈国栋.presses("加一行", near="预算明细")
    陈国栋.sees("¥39,945.00")
    for row, (name, day) in enumerate((("灯具进场", town.day(40)), ("装好通电", town.day(60))), 1):
        陈国栋.fills("做到哪一步", name, row=row).fills("哪天完成", day, row=row).presses("加一行", near="进度安排")
    陈国栋.chooses("责任单位", "柳荫物业服务中心").fills("风险与对策", "雨天顺延。\n开挖时留出半边路给人走。")
    陈国栋.presses("存草稿，看样子").sees("草稿已存", "¥39,945.00").presses("存为第1版").sees("公布以前只有方案小组看得到")
    孙立.opens(matter + "/plan").does_not_see("庭院灯")
    陈国栋.opens(matter).presses("公布方案草案").presses("公布方案草案").sees("公开征询")

    town.waits(days=2)
    孙立.opens(matter + "/plan").sees("步道加装庭院灯", "第1版").presses("提意见，对预算明细")
    孙立.fills("您的意见", "安装费没有算清理路面的钱，请写进去。").presses("提交意见").sees("意见已提交")
    物业小何.opens(matter + "/plan").presses("提意见，对责任单位")
    物业小何.fills("您的意见", "我们愿意承接，电费请明确由公共照明账户出。").presses("提交意见").sees("意见已提交")
    陈国栋.opens(matter).cannot_press("方案定稿", because="条意见没有答复")
    answers = (
        ("清理路面", "采纳", "第2版写进安装一项，加五百元。"),
        ("愿意承接", "部分采纳", "电费由公共照明账户出，账户余额每月公布。"),
    )
    for about, how, why in answers:
        陈国栋.opens(matter + "/comments").presses("去答复", near=about).presses("答复")
        陈国栋.chooses("怎样处理", how).fills("理由", why).presses("答复").sees("已答复", why)
    孙立.opens(matter + "/plan").sees("采纳", "第2版写进安装一项")

    林秀兰.opens(matter + "/plan").presses("改写").fills("单价", "3500", row=3).presses("存草稿，看样子")
    林秀兰.sees("预算的改动", "+¥500.00").presses("存为第2版").sees("所有人都看得到")
    town.waits(days=6)
    陈国栋.opens(matter).presses("方案定稿").presses("方案定稿").sees("公开辩论")
    林秀兰.opens(matter).is_not_offered("方案定稿")


def debated(town, matter, council, 周敏, lead, 林秀兰):
    """公开辩论 · stance first, sides in turn, an amendment before the question, two thirds to close."""
    debate, others = matter + "/debate", Earlier.of(town, matter)
    陈国栋, 何丽, 吴桂花, 黄伟强, 刘洋 = council
    before = _digest(林秀兰.opens(matter + "/plan"))
    何丽.opens(debate).sees("辩论还没有开始")
    town.waits(days=4)
    周敏.opens(debate).sees("主持人不发表意见，要发言请先请别人主持（第一条）")
    周敏.sends_anyway(debate + "/speak", _step="speak", stance="for", text="我也赞成。")
    周敏.sees("主持人不发表意见", "第一条“主持中立”", "您刚才写的")
    assert 周敏.status == 409
    林秀兰.opens(debate).sees("在辩论里发言的是议事员")

    何丽.opens(debate).fills("发言", "南门台阶晚上看不清，去年摔了两位老人。").presses("发言").sees("请先表明立场")
    何丽.chooses("先表明立场", "赞成").presses("发言").sees("已发言：这是您在这件事上的第1次发言")
    吴桂花.opens(debate).chooses("先表明立场", "反对").fills("发言", "灯太亮会照进我家窗户，全亮到十一点太晚。").presses("发言")
    吴桂花.sees("已发言")
    黄伟强.opens(debate).chooses("先表明立场", "提问").fills("发言", "请问电费一年多少，由谁出？").presses("发言")
    lead.opens(debate).presses("答复").fills("答复", "一年约九百元，从公共照明账户出。").presses("提交答复")
    lead.sees("已答复，记录在提问下面")
    周敏.opens(debate).presses("提醒", near="灯太亮").chooses("提醒什么", "跑题", near="灯太亮")
    周敏.presses("提醒发言人", near="灯太亮")
    周敏.sees("主持人提醒：请回到正在讨论的这件事上来")

    吴桂花.opens(debate).presses("提修正案").presses("改这一段", near="第2段").sees("修改第2段")
    吴桂花.fills("新的文字", "每晚六点到十点全亮，之后降到两成，不照住户的窗。").fills("理由", "十点以后路上很少有人。")
    吴桂花.presses("提出修正案")
    amendment = 吴桂花.sees("修正案已提出", "待附议").path
    吴桂花.is_not_offered("附议")
    刘洋.opens(amendment).presses("附议").sees("已附议", "讨论")
    刘洋.chooses("先表明立场", "赞成").fills("发言", "两成足够看清台阶，也省电。").presses("发言")
    刘洋.sees("您在这件修正案上的第1次发言")
    周敏.opens(matter).cannot_press("提付表决", because="件修正案没有决定")

    town.waits(days=4)  # 第2轮，修正案正在表决
    何丽.opens(debate).chooses("先表明立场", "赞成").fills("发言", "改成十点我也同意，请早日办。").presses("发言")
    何丽.sees("第2次发言")
    何丽.sends_anyway(debate + "/speak", stance="for", text="再说一句。")
    何丽.sees("同一件事每人最多发言2次，您已经说了2次（第五条）", "第五条“限时限次”")
    for member, choice in zip(council, ("赞成", "赞成", "赞成", "反对", "赞成"), strict=True):
        _votes(member, amendment, choice)
    others.marks(amendment, ayes=4, noes=2, but=[it.name for it in council])
    林秀兰.opens(amendment).sees("名册12人，已有11人投票").does_not_see("表决通过")
    town.waits(days=2)
    林秀兰.opens(amendment).sees("表决通过", "赞成8票，反对3票")
    assert _digest(林秀兰.opens(matter + "/plan").sees("每晚六点到十点全亮")) != before

    陈国栋.opens(debate).presses("提出：结束辩论").fills("理由", "两边都说清楚了。").presses("提出结束辩论的动议")
    closing = 陈国栋.sees("已提出：结束辩论").path
    何丽.opens(closing).presses("附议").sees("表决中")
    for member in council:
        _votes(member, closing, "赞成")
    others.marks(closing, ayes=3, noes=4, but=[it.name for it in council])
    何丽.opens(debate).sees("议事会已表决结束辩论")


def decided(town, matter, council, 周敏, curious, 周阿婆, 王主任):
    """民主表决 · a roll frozen at the opening, nobody who knows the count, names at the end, an objection and its answer."""
    周敏.opens(matter).presses("提付表决").sees("选民名册在这一刻确定").presses("提付表决").sees("民主表决")
    poll = (
        council[0].opens(matter + "/poll").sees("是否同意按", "费用不超过¥40,445.00").presses("去投票").path.removesuffix("/ballot")
    )
    choices = ("赞成", "赞成", "弃权", "反对", "赞成")
    for member, choice in zip(council, choices, strict=True):
        member.opens(poll + "/ballot").presses("下一步：核对").sees("请选择")
        member.chooses(member.question, choice).presses("下一步：核对").sees("核对您的选票", choice)
        member.presses("投出选票").sees("您的票已收到", f"您投的是 {choice}")
    Earlier.of(town, matter).votes(ayes=5, noes=1, but=[it.name for it in council])
    周敏.opens(poll + "/ballot").sees("您不在这次表决的名册里")
    for person in curious:
        person.opens(poll).sees("名册12人，已有11人投票").does_not_see("表决通过", "赞成8", "没有投票")
        told = person.context.request.get(f"{town.address}{poll}/record.json").json()
        assert told["result"] is None and told["roll"] is None
    周敏.opens(matter).is_not_offered("宣布结果")

    访客 = curious[-1]
    town.waits(days=6)
    访客.opens(matter + "/poll").sees("表决通过", "赞成8票，反对2票", "计票名单")
    names = [*zip((member.name for member in council), choices, strict=True), ("梁志强", "没有投票")]
    for name, choice in names:
        assert 访客.page.locator("tr", has_text=name).inner_text().split()[-1] == choice
    访客.opens(matter).sees("结果公示")

    周阿婆.opens("/c/liuyin/notices").presses("关于“南门步道加装路灯”表决结果的公示").presses("提异议")
    周阿婆.fills("异议内容", "我不会上网，没有人来问过我。").presses("提交异议").sees("异议已收到")
    王主任.opens(matter).cannot_press("确认生效", because="才满")
    王主任.opens(周阿婆.path).presses("去答复").presses("异议不成立")
    王主任.fills("答复和理由", "表决的是议事员，名册和方案都张贴过；已上门说明，您的意见记下了。").presses("异议不成立")
    王主任.sees("答复已公开")
    周阿婆.opens(王主任.path).sees("不成立", "已上门说明")
    town.waits(days=6)
    王主任.opens(matter).presses("确认生效").sees("已办理：确认生效", "正在实施")


def delivered(town, matter, 物业小何, supervisors, 王主任):
    """跟踪监督 · reports, visits, money held to its lines, a checklist and three signatures."""
    监督员甲, 监督员乙, 监督员丙 = supervisors
    site = matter + "/supervision"
    物业小何.opens(matter).cannot_press("申请验收", because="还有2个里程碑没有报告").presses("报告进展")
    物业小何.chooses("哪一个里程碑", "灯具进场（已报0%）").fills("做到百分之几", "100")
    物业小何.fills("做了什么", "十二盏灯到了，放在物业仓库。")
    物业小何.attaches("现场照片", "仓库.jpg", photo(90)).presses("报告进展").sees("已记下进展", "总进度50%")
    物业小何.sees_picture("灯具进场，照片1")
    监督员甲.opens(matter).presses("记录走访").fills("哪天去的", town.today).chooses("现场怎么样", "没有问题")
    监督员甲.fills("看到了什么", "仓库里十二盏，型号和方案一致。").presses("记录走访").sees("已记下走访", "型号和方案一致")

    _spends(town, 物业小何, matter, "庭院灯", "34500").sees("“庭院灯”可用¥34,200.00，支出¥34,500.00，超出¥300.00")
    物业小何.fills("金额", "34200").attaches("凭证", "发票.jpg", photo(200)).presses("记一笔支出")
    物业小何.sees("已记下支出", "¥34,200.00")
    voucher = 王主任.opens(site).sees("第1笔").page.get_by_role("link", name="凭证").get_attribute("href")
    assert 王主任.context.request.get(town.address + voucher).headers["content-type"] == "image/jpeg"
    物业小何.opens(matter).presses("申请变更").chooses("哪一项预算", "安装").fills("增加多少", "300")
    物业小何.fills("为什么要增加", "路口多挖两米。").presses("申请变更").opens(site).sees("由监督员或社区工作人员决定")
    物业小何.opens(matter).cannot_press("申请验收", because="还有1件变更没有决定")
    监督员乙.opens(site).presses("同意变更").sees("已办理：同意变更", "监督员乙同意")
    _spends(town, 物业小何, matter, "安装", "3800").sees("已记下支出")

    town.waits(days=20)
    物业小何.opens(matter).presses("报告进展").chooses("哪一个里程碑", "装好通电（已报0%）").fills("做到百分之几", "100")
    物业小何.fills("做了什么", "全部通电。").attaches("现场照片", "亮了.jpg", photo(230)).presses("报告进展").sees("总进度100%")
    物业小何.sees_picture("最近一次报告的照片").opens(matter).presses("申请验收").presses("申请验收").sees("正在验收")
    监督员甲.opens(matter).cannot_press("验收签字", because="还有7项没有通过").opens(site)
    items = ("已完成：灯具进场", "已完成：装好通电", *standard_items(ProjectClass.WORKS))
    for n, item in enumerate(items, 1):
        监督员甲.chooses(f"{n}. {item}", "通过")
    监督员甲.presses("记下这些").sees("已记下7项")
    for supervisor in supervisors:
        supervisor.opens(matter).presses("验收签字").fills("想说的话", "逐项看过。").presses("验收签字")
        supervisor.sees("已办理：验收签字")
    物业小何.opens(matter).is_not_offered("提交评价")


def rated(town, matter, grades, 钱进, 访客):
    """居民评价 · unseen until the time is over, then a verdict with its sum in words."""
    for person, grade in grades.items():
        person.opens(matter).presses("提交评价").chooses("您觉得办得怎么样", grade).fills("想说的话", f"我看是{grade}。")
        person.presses("提交评价").sees("已办理：提交评价")
        person.opens(matter).cannot_press("提交评价", because="每人只评价一次")
    钱进.opens(matter + "/supervision").sees("截止以前谁也看不到结果").does_not_see("我看是")
    town.waits(days=16)
    访客.opens(matter + "/supervision").sees("满意", "共4人评价：满意2人，基本满意1人，不满意1人", "结论为满意", "我看是不满意")
    访客.opens(matter).sees("办结").opens(matter + "/record").sees("评价期满办结")
    acts = 访客.words
    while 访客.page.get_by_role("link", name="更早的记录").count():
        acts += 访客.presses("更早的记录").words
    told = "提交 附议 受理 公布方案草案 方案定稿 公告辩论 提付表决 投票 提出异议 确认生效 报告进展 同意变更 验收签字 提交评价"
    for act in told.split():
        assert act in acts
    assert "我看是" not in acts


def _votes(member, motion, choice):
    member.opens(motion).chooses(member.question, choice).presses("投票").sees("已投票")


def _digest(reader):
    return reader.page.locator("[data-digest]").text_content()


def _spends(town, person, matter, line, yuan):
    person.opens(matter).presses("记一笔支出").chooses("哪一项预算", line).fills("金额", yuan).fills("哪天付的", town.today)
    person.fills("付给谁", "明光灯具店").fills("用来做什么", line).attaches("凭证", "发票.jpg", photo(int(yuan) % 200))
    return person.presses("记一笔支出")
