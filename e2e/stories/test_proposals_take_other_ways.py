"""不是每件都一路顺 · proposals that are returned, refused, withdrawn, left lying or forgotten, and what their people can do."""

from e2e.earlier import Earlier


def test_a_proposal_is_returned_mended_and_taken_up(town, 林秀兰, 王主任, 赵春梅):
    matter = Earlier(town).in_review()
    王主任.opens(matter).presses("退回补正").fills("要补正什么", "请写清楚装几盏、装在哪几处。").presses("退回补正")
    王主任.sees("已办理：退回补正")
    林秀兰.opens("/c/liuyin/todo").sees("南门步道加装路灯").opens(matter).sees("请提出人补正", "请写清楚装几盏")
    林秀兰.presses("去补正")
    林秀兰.fills("为什么要办，办成什么样", "南门台阶到3栋门口，每隔八米一盏，共十二盏。").presses("下一步：核对")
    林秀兰.sees("编号柳荫街-柳荫-2026-0001不变，5位附议人不用再附议")
    林秀兰.ticks("我知道提交以后事项公开，任何人都能看到我的名字和内容").presses("重新提交").sees("受理审查")
    赵春梅.opens(matter).sees("每隔八米一盏").is_not_offered("附议")
    王主任.opens(matter).sees("补正前后").presses("受理").ticks("已对照负面清单，不在清单内").presses("受理").sees("正在写方案")


def test_a_refusal_names_its_article_and_is_appealed_to_the_chair(town, 林秀兰, 王主任, 周敏):
    matter = Earlier(town).in_review()
    王主任.opens(matter).presses("不予受理").chooses("依据的规则条款", "附表“负面清单”").fills("理由", "路灯由区里统一装。")
    王主任.presses("不予受理").sees("请选择是清单的哪一项")
    王主任.chooses("属于负面清单哪一项", "与政府已建或者计划建设的投资项目重复的")
    王主任.presses("不予受理").sees("不予受理。", "与政府已建或者计划建设的投资项目重复的")
    林秀兰.opens(matter).sees("路灯由区里统一装。").presses("申诉").fills("理由", "区里的计划没有这一段，附上批复号。")
    林秀兰.presses("申诉")
    林秀兰.sees("已办理：申诉")
    王主任.opens(matter).is_not_offered("受理")
    周敏.opens("/c/liuyin/todo").sees("南门步道加装路灯").opens(matter).sees("提出人已申诉", "区里的计划没有这一段")
    周敏.presses("受理").ticks("已对照负面清单，不在清单内").presses("受理").sees("正在写方案")


def test_too_few_second_in_time_and_a_neighbour_takes_it_up_again(town, 林秀兰, 赵春梅, 孙立, 胡军):
    matter = Earlier(town).seconding(["孙立", "钱进"])
    赵春梅.opens(matter).presses("附议").sees("需要5人，已有3人").cannot_press("附议", because="每人只附议一次")
    赵春梅.presses("收回附议").sees("需要5人，已有2人")
    town.waits(days=31)
    林秀兰.opens(matter).sees("附议期满，人数不够", "附议未成").is_not_offered("附议")
    胡军.opens(matter).presses("照这一件重新提出")
    胡军.sees("已复制成您的新草稿", "由柳荫街-柳荫-2026-0001 南门步道加装路灯复制而来")
    胡军.presses("下一步：核对").ticks("我知道提交以后事项公开，任何人都能看到我的名字和内容").presses("提交")
    胡军.sees("柳荫街-柳荫-2026-0002")
    孙立.opens(matter).sees("柳荫街-柳荫-2026-0002", "重新提出了这件事")


def test_a_proposer_withdraws_while_it_is_being_seconded_and_while_it_is_reviewed(town, 林秀兰, 赵春梅, 孙立):
    first, second = Earlier(town).seconding(), Earlier(town, "北门加一条长椅", "赵春梅").in_review()
    孙立.opens(second).presses("收回附议").sees("4人附议，需要5人").is_not_offered("收回附议")
    for proposer, matter in ((林秀兰, first), (赵春梅, second)):
        proposer.opens(matter).presses("撤回提案").sees("撤回后这个编号不再使用").fills("理由", "物业已经答应来办。")
        proposer.presses("撤回提案").sees("已撤回", "物业已经答应来办。").is_not_offered("撤回提案")
    赵春梅.opens(first).sees("已撤回").is_not_offered("附议")


def test_a_review_that_takes_too_long_is_told_to_the_street(town, 林秀兰, 街道老李, 王主任):
    matter = Earlier(town).in_review()
    街道老李.opens("/c/liuyin-street/overdue").sees("没有超期未受理的事项")
    town.waits(days=8)
    林秀兰.opens(matter).sees("受理超过了期限，已上报街道")
    街道老李.opens("/c/liuyin-street/overdue").sees("南门步道加装路灯", "柳荫社区", "已逾期")
    王主任.opens("/c/liuyin/todo").sees("已逾期").opens(matter).presses("受理")
    王主任.ticks("已对照负面清单，不在清单内").presses("受理").sees("正在写方案")
    街道老李.opens("/c/liuyin-street/overdue").sees("没有超期未受理的事项")
