"""实施中的波折 · money that does not suffice, work that must be done again, and residents for whom it is not done."""

from e2e.earlier import Earlier
from e2e.town import photo


def test_small_changes_are_decided_on_the_spot_and_large_ones_by_a_new_vote(town, 物业小何, 监督员甲, 周敏, 王主任, 何丽):
    matter = Earlier(town).delivering()
    site = matter.url + "/supervision"
    监督员甲.opens(_asks_for(物业小何, matter, "安装", "300", "想换好一点的线管。")).presses("不同意变更")
    监督员甲.fills("不同意的理由", "方案里的线管够用。").presses("不同意变更").sees("监督员甲不同意：方案里的线管够用。")
    _asks_for(物业小何, matter, "安装", "200", "多一个接线盒。")
    物业小何.opens(site).presses("撤回变更").sees("已撤回")

    _asks_for(物业小何, matter, "安装", "1500", "一栋一侧要加罩。")
    监督员甲.opens(site).cannot_press("同意变更", because="增加超过10%要重新表决")
    何丽.opens(_put(周敏, site, "¥1,500.00")).presses("去投票").sees("由¥3,000.00增加到¥4,500.00")
    何丽.chooses(何丽.question, "赞成")
    何丽.presses("下一步：核对").sees("题目所依据的文本").presses("投出选票").sees("您的票已收到")
    物业小何.opens(matter).cannot_press("申请验收", because="还有1件变更没有决定")
    town.waits(days=6)
    物业小何.opens(site).sees("未达法定人数", "待决定")
    _put(周敏, site, "¥1,500.00")
    matter.votes(ayes=9, noes=3)
    物业小何.opens(site).sees("已同意", "+¥1,500.00")

    _asks_for(物业小何, matter, "庭院灯", "9000", "想多装三盏。")
    _put(周敏, site, "¥9,000.00")
    matter.votes(ayes=4, noes=8)
    物业小何.opens(site).sees("未同意", "赞成4票，反对8票")

    物业小何.opens(matter).presses("记一笔支出").chooses("哪一项预算", "安装").fills("金额", "4500")
    物业小何.fills("哪天付的", town.today)
    物业小何.fills("付给谁", "顺达安装队").fills("用来做什么", "安装").attaches("凭证", "收据.png", photo())
    物业小何.presses("记一笔支出")
    王主任.opens(matter).presses("更正支出").fills("更正第几笔", "1").fills("正确的金额", "4200")
    王主任.fills("为什么更正", "多打了三百元。")
    王主任.presses("更正支出").opens(site).sees("更正第1笔：多打了三百元。", "¥4,200.00")


def test_work_is_sent_back_until_every_item_passes(town, 物业小何, 监督员甲, 监督员乙, 监督员丙, 林秀兰):
    matter = Earlier(town).accepting()
    site = matter.url + "/supervision"
    监督员甲.opens(matter).presses("记录走访").fills("哪天去的", town.today).chooses("现场怎么样", "有问题")
    监督员甲.fills("看到了什么", "三号灯杆是歪的。").presses("记录走访").sees("已记下走访", "有问题")
    wrong, right = "2. 已完成：装好通电", "1. 已完成：灯具进场"
    监督员甲.opens(site).chooses(right, "通过").chooses(wrong, "不通过").presses("记下这些").sees("请填写哪里不通过")
    监督员甲.fills("哪里不通过", "三号灯杆歪了。", near=wrong).presses("记下这些").sees("已记下2项")
    监督员乙.opens(site).fills("哪里不通过", "三号、五号灯杆都歪了。", near=wrong).presses("记下这些").sees("已记下1项")
    监督员乙.chooses(wrong, "通过").presses("记下这些").sees("已记下1项")
    监督员丙.opens(site).chooses(wrong, "不通过").fills("哪里不通过", "五号灯不亮。", near=wrong).presses("记下这些")
    监督员丙.sees("已记下1项")
    监督员甲.opens(matter).cannot_press("验收签字", because="没有通过").presses("要求整改")
    监督员甲.fills("要整改什么", "扶正三号、五号灯杆，接好五号灯。").fills("哪天以前改好", town.day(7)).presses("要求整改")
    监督员甲.sees("正在实施")
    物业小何.opens(matter).cannot_press("申请验收", because="还有1个里程碑没有报告").presses("报告进展")
    物业小何.chooses("哪一个里程碑", "整改1").fills("做到百分之几", "100").fills("做了什么", "都扶正了，灯也亮了。")
    物业小何.presses("报告进展")
    物业小何.opens(matter).presses("申请验收").presses("申请验收")
    林秀兰.opens(site).sees("第1次验收没有通过的", "已整改：扶正三号、五号灯杆")
    监督员甲.opens(matter).cannot_press("验收签字", because="还有8项没有通过")
    matter.passes()
    林秀兰.opens(matter).sees("请居民评价")


def test_residents_for_whom_it_is_not_done_have_it_looked_at_again(town, 赵春梅, 孙立, 胡军, 监督员甲, 钱进):
    matter = Earlier(town).rating()
    site = matter.url + "/supervision"
    _disputes(赵春梅, matter, "三栋门口那盏从来没亮过。").sees("请居民评价", "需要3人，已有1人")
    赵春梅.opens(matter).cannot_press("没办好，要求重新验收", because="每人在一次验收以后只提一次")
    _disputes(胡军, matter, "五号灯也不亮。").sees("这一次已有2人，满3人就中断评价，重新验收")
    _disputes(孙立, matter, "路面没有补平。").sees("正在验收", "第1次验收以后的评价：中断")
    监督员甲.opens(site).sees("居民反映的已解决：三栋门口那盏从来没亮过。", "第2次")
    matter.passes()
    赵春梅.opens(matter).presses("提交评价").chooses("您觉得办得怎么样", "基本满意").presses("提交评价").sees("已办理：提交评价")
    town.waits(days=16)
    孙立.opens(matter).sees("已经办结")
    for neighbour in (赵春梅, 胡军):
        _disputes(neighbour, matter, "路面还是不平。").sees("已经办结")
    _disputes(孙立, matter, "路面没有补平，绊过人。").sees("正在验收").opens(site).sees(
        "居民说没办好", "三栋门口那盏", "路面没有补平"
    )
    matter.passes()
    town.waits(days=16)
    孙立.opens(site).sees("没有人评价，不作结论")
    town.waits(days=31)
    钱进.opens(matter).cannot_press("没办好，要求重新验收", because="可以提出的期限已经过了")


def _disputes(person, matter, words):
    person.opens(matter).presses("没办好，要求重新验收").fills("哪里没有办好", words)
    return person.presses("没办好，要求重新验收")


def _asks_for(物业小何, matter, line, more, why):
    物业小何.opens(matter).presses("申请变更").chooses("哪一项预算", line).fills("增加多少", more).fills("为什么要增加", why)
    物业小何.presses("申请变更").sees("已办理：申请变更")
    return matter.url + "/supervision"


def _put(周敏, site, more):
    """Before the council; where the poll is."""
    周敏.opens(site).presses("提交议事会表决").presses("提交议事会表决").sees("正在表决")
    周敏.presses("看这次表决", near=f"增加{more}")
    return 周敏.path
