"""规则也由大家改 · two minutes become three, from the first line to the version in force; and a vote that came too late."""

from sqlalchemy import select

from e2e.earlier import Earlier
from yishi.clock import today
from yishi.communities.adopting import adopt
from yishi.communities.models import Body, BodyKind, Community
from yishi.matters import drafting
from yishi.matters.rule_changes import in_force
from yishi.procedure.matter import MatterKind
from yishi.procedure.rule_text import with_parameter

TITLE = "每次发言从2分钟改为3分钟"


class ARuleChange(Earlier):
    """A matter whose plan is the rules in force with three minutes in them."""

    def seconding(self, seconded_by=()):
        with self.town.meanwhile() as session:
            home = session.scalars(select(Community).filter_by(slug="liuyin")).one()
            by = self.case(session, self.proposer, known="yes")
            matter = drafting.begin(session, home, by.actor.id, TITLE, MatterKind.RULE_CHANGE, by.at)
            assert not drafting.write(matter, {"need": ["两分钟说不完一件事。"]}, by.at)
            matter.take("submit", by)
            self.id = matter.id
        for name in seconded_by:
            self.take("second", name)
        return self

    def writes(self, variant="A", **changed):
        with self.town.meanwhile() as session:
            matter, by = self.matter(session), self.case(session, self.lead)
            rules = in_force(matter)
            text = with_parameter(rules.text, "speech_seconds", {"value": 180, "source": "第2次会议商定"})
            matter.keep_draft(variant, {"text": [text], "base": [str(rules.id)]}, (0, 0), by)
            matter.save_draft(variant, 1, today(by.at), by)


def test_two_minutes_become_three(
    town, visitor, 林秀兰, 赵春梅, 孙立, 钱进, 李小平, 胡军, 陈国栋, 何丽, 吴桂花, 周敏, 王主任
):  # fmt: skip
    matter = proposed(town, 林秀兰, [赵春梅, 孙立, 钱进, 李小平, 陈国栋], 王主任)
    planned(town, matter, 陈国栋, 赵春梅)
    decided(town, matter, [陈国栋, 何丽, 吴桂花], 周敏, 胡军, 王主任)
    in_effect(matter, visitor(), 王主任, 赵春梅)


def proposed(town, 林秀兰, neighbours, 王主任):
    """提出项目 · what should change and why; nothing is asked about places or money."""
    林秀兰.opens("/c/liuyin/matters/new").fills("要办的事", TITLE).chooses("种类", "规则修订").presses("下一步：写清楚")
    林秀兰.does_not_see("估算费用", "谁受益").fills("要改什么，为什么", "第五条的两分钟说不完一件事，想改成三分钟。")
    林秀兰.presses("下一步：核对").sees("核对一遍", "规则修订")
    林秀兰.ticks("我知道提交以后事项公开，任何人都能看到我的名字和内容").presses("提交").sees("已提交，编号", "规则生效")
    matter = 林秀兰.path
    for neighbour in neighbours:
        neighbour.opens(matter).presses("附议").sees("已办理：附议")
    town.waits(days=1)
    王主任.opens(matter).presses("受理").ticks("已对照负面清单，不在清单内").chooses("方案小组牵头人", "陈国栋").presses("受理")
    return matter


def planned(town, matter, 陈国栋, 赵春梅):
    """制定方案 · one figure in a form of its own, seen beside what is in force; a comment, its answer, the fixed text."""
    陈国栋.opens(matter + "/plan").presses("动笔写").sees("意思上没有改动").presses("改每次发言时长")
    陈国栋.fills("每次发言时长", "三分钟").presses("改好，存进草稿").sees("请填整数")
    陈国栋.fills("每次发言时长", "180").fills("出处", "议事十三条：3分钟").presses("改好，存进草稿")
    陈国栋.sees("草稿已存：每次发言时长", "2分钟", "3分钟").presses("看样子，存成一版").sees("规则的改动").presses("存为第1版")
    赵春梅.opens(matter + "/plan").does_not_see("规则的改动")
    陈国栋.opens(matter).presses("公布方案草案").presses("公布方案草案").sees("公开征询")
    赵春梅.opens(matter + "/plan").sees("2分钟", "3分钟", "方案指纹").presses("提意见，对规则的改动")
    赵春梅.fills("您的意见", "请把线上字数也写清楚。").presses("提交意见").sees("意见已提交")
    陈国栋.opens(matter + "/comments").presses("去答复", near="线上字数").presses("答复").chooses("怎样处理", "不采纳")
    陈国栋.fills("理由", "线上字数不变，第五条里已经写着。").presses("答复").sees("已答复")
    town.waits(days=8)
    陈国栋.opens(matter).presses("方案定稿").presses("方案定稿").sees("公开辩论")


def decided(town, matter, council, 周敏, 胡军, 王主任):
    """辩论与表决 · two thirds are needed; eight of twelve are two thirds. One resident objects and is answered."""
    town.waits(days=4)
    council[1].opens(matter + "/debate").chooses("先表明立场", "赞成").fills("发言", "三分钟刚好说清一件事。").presses("发言")
    council[1].sees("已发言").sees("规则的条文和数字互相牵连，不逐段修正")
    town.waits(days=8)
    周敏.opens(matter).presses("提付表决").presses("提付表决").sees("民主表决")
    ballot = council[0].opens(matter + "/poll").sees("修订议事规则", "三分之二").presses("去投票").path
    for member, choice in zip(council, ("赞成", "赞成", "反对"), strict=True):
        member.opens(ballot).chooses(member.question, choice).presses("下一步：核对").presses("投出选票").sees("您的票已收到")
    Earlier.of(town, matter).votes(ayes=6, noes=3, but=[it.name for it in council])
    胡军.opens("/c/liuyin/notices").presses(f"关于“{TITLE}”表决结果的公示").presses("提异议")
    胡军.fills("异议内容", "会会拖长。").presses("提交异议").sees("异议已收到")
    王主任.opens(胡军.path).presses("去答复").presses("异议不成立").fills("答复和理由", "每人仍是最多两次。").presses("异议不成立")
    王主任.opens(matter).cannot_press("确认生效", because="才满")
    town.waits(days=6)


def in_effect(matter, 访客, 王主任, 赵春梅):
    """生效 · the version in force has three minutes, and says which matter it came out of; the matter keeps its own version."""
    王主任.opens(matter).presses("确认生效").sees("新规则马上生效").presses("确认生效").sees("第2版", "今后提出的事项按它办")
    访客.opens("/c/liuyin/rules").sees("第2版", "和上一版相比", "2分钟", "3分钟", TITLE)
    访客.presses(访客.page.locator(f"a[href='{matter}']").inner_text()).sees("新规则已经生效", "第1版")
    访客.opens("/c/liuyin/notices").sees("生效的公告")
    赵春梅.opens(matter).is_not_offered("没办好，要求重新验收")
    赵春梅.opens("/c/liuyin/matters/new").fills("要办的事", "修好南门台阶").chooses("种类", "公共议题").presses("下一步：写清楚")
    赵春梅.opens(赵春梅.path.replace("/draft", "/preview")).sees("第2版")


def test_a_result_that_the_rules_have_overtaken_is_written_anew(town, 陈国栋, 赵春梅, 王主任):
    matter = ARuleChange(town, lead="陈国栋").posted()
    赵春梅.opens("/c/liuyin/notices").presses(f"关于“{TITLE}”表决结果的公示").presses("提异议")
    赵春梅.fills("异议内容", "太长。").presses("提交异议").sees("异议已收到")
    王主任.opens(matter).is_not_offered("退回方案小组重写")
    decided_in_the_hall(matter)
    town.waits(days=6)
    王主任.opens(matter).cannot_press("确认生效", because="请对照现行规则再存一版").presses("退回方案小组重写")
    王主任.sees("这次表决的结果不再生效").presses("退回方案小组重写").sees("方案小组正在写方案")
    赵春梅.opens(赵春梅.path).sees("撤下", "随重新辩论处理")
    陈国栋.opens(matter).cannot_press("公布方案草案", because="请对照现行规则再存一版").opens(matter.url + "/plan")
    陈国栋.presses("改写").sees("现行规则已经换了", "附议人数", "8人").presses("改附议人数")
    陈国栋.fills("附议人数", "8").fills("出处", "第2次会议").presses("改好，存进草稿")
    陈国栋.page.locator("button", has_text="已对照，照").click()
    陈国栋.sees("照现行规则修订").does_not_see("现行规则已经换了").presses("看样子，存成一版")
    陈国栋.does_not_see("附议人数 5人").presses("存为第2版").opens(matter)
    陈国栋.presses("公布方案草案").presses("公布方案草案").sees("公开征询")


def decided_in_the_hall(matter):
    """The council adopts another version at a meeting; the staff put it down."""
    with matter.town.meanwhile() as session:
        it, by = matter.matter(session), matter.case(session, "王主任")
        body = session.scalars(select(Body).filter_by(community_id=it.community_id, kind=BodyKind.COUNCIL)).one()
        text = with_parameter(in_force(it).text, "seconders_needed", {"value": 8, "source": "第2次会议"})
        adopt(session, it.community, body, text, today(by.at), "第2次会议决议", by)
