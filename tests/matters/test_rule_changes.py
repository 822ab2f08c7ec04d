"""规则修订 · from the first line to the version in force, and what stands in the way when the rules change meanwhile."""

import hashlib
from functools import partial

import pytest
from sqlalchemy import select

from tests.communities.races import at_once
from tests.matters.proposing import NEIGHBOURS, case, clock_strikes
from tests.matters.rule_changing import (
    LATER,
    LONGER,
    LUOHU,
    NUMBER,
    chen,
    confirmable,
    debated,
    on_paper,
    planned,
    posted,
    published,
    staff,
    voting,
    written,
)
from tests.world import matter as ordinary
from yishi.communities.models import RuleSetVersion
from yishi.debates.moving import movable
from yishi.ledger.models import LedgerEntry
from yishi.ledger.verify import verify
from yishi.matters import drafting
from yishi.matters.models import Matter
from yishi.matters.planning import latest_versions
from yishi.matters.plans import PlanVersion
from yishi.notices.models import Notice, standing_result
from yishi.notices.objections import Objection, file_objection
from yishi.polls.models import Poll
from yishi.procedure.lifecycle import NotYours, Refused, Unanswered
from yishi.procedure.matter import MatterKind, MatterState
from yishi.procedure.motions import MotionKind
from yishi.procedure.objection import ObjectionState
from yishi.procedure.people import Role
from yishi.procedure.plan import Section
from yishi.procedure.tally import Tally

# -- 提出 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["陈国栋", "林秀兰"])
def test_whoever_may_propose_may_propose_a_change_of_the_rules_and_is_asked_only_what_and_why(person, session, who):
    it = person(who).opens("/c/liuyin/matters/new").presses("下一步：写清楚", title="每次发言改为3分钟", kind="rule_change")
    it.sees("要改什么，为什么").does_not_see("地点", "谁受益", "惠及户数", "估算费用", "类别")
    it.presses("下一步：核对", need="").sees("请填写要改什么，为什么")
    it.presses("下一步：核对", need="<b>两分钟</b>说不完🙂").sees("核对一遍", "规则修订", "<b>两分钟</b>说不完🙂")
    it.presses("提交", known="yes").sees("已提交，编号柳荫街-柳荫-2026-0001", "规则生效", "需要5人，已有0人")
    url = it.url
    for name in NEIGHBOURS:
        it = person(name).opens(url).presses("附议")
    person("王主任").opens(url).presses("受理", checked="yes").sees("方案小组正在写方案")
    assert session.scalars(select(Matter.state)).one() is MatterState.PLANNING


def test_who_changes_the_kind_leaves_place_and_money_behind(session, home, time):
    it = drafting.begin(session, home, chen(session, time).actor.id, "每次发言改为3分钟", MatterKind.MICRO_PROJECT, time.at)
    words = {"place": "南门", "beneficiaries": "大家", "households": "9", "project_class": "works", "estimate": "500"}
    drafting.write(it, {name: [text] for name, text in words.items()}, time.at)
    assert it.place and it.estimate
    drafting.write(it, {"kind": ["rule_change"], "need": ["两分钟说不完。"], "estimate": ["500"]}, time.at)
    assert (it.place, it.beneficiaries, it.households, it.project_class, it.estimate) == ("", "", None, None, None)
    assert not drafting.unready(it) and not it.missing


def test_it_is_merged_with_nothing_but_another_change_of_the_rules(session, home, time, matter):
    other = ordinary(session, home, time.at, number="柳荫街-柳荫-2026-0002", state=MatterState.REVIEW)
    with pytest.raises(Unanswered, match="规则修订只能和规则修订合并"):
        other.take("propose_merge", staff(session, time, into=NUMBER, reason="像"))


# -- 写成一版 ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def matter(session, home, time):
    it = planned(session, home, time)
    session.commit()
    return it


def test_one_figure_is_changed_in_a_form_of_its_own_looked_at_and_kept(person, visitor, session, matter):
    chen = person("陈国栋").opens(f"{matter.url}/plan/edit?variant=A").sees("意思上没有改动", "第五条", "每次发言时长", "2分钟")
    chen.opens(f"{matter.url}/plan/piece?variant=A&piece=speech_seconds").sees("改每次发言时长")
    assert chen.page.select_one("[name=value]")["value"] == "120"
    chen.presses("改好，存进草稿", value="180", source="第2次会议商定")
    chen.sees("草稿已存：每次发言时长", "2分钟", "3分钟", "执行参数，1处")
    chen.opens(f"{matter.url}/plan/draft?variant=A").sees("规则的改动", "对照罗湖议事十条（据公开资料整理） 第1版")
    chen.presses("存为第1版").sees("已存为A方案第1版")
    chen.presses("公布方案草案")
    session.expire_all()
    plan = matter.plan
    assert plan.base_id == matter.rule_set_version_id and plan.unit_id is None and plan.rules.speech_seconds == 180
    visitor.opens(f"{matter.url}/plan").sees("每次发言时长", "2分钟", "3分钟", "方案指纹", plan.digest)
    visitor.opens(f"{plan.url}/text")
    assert hashlib.sha256(visitor.response.content).hexdigest() == plan.digest


@pytest.mark.parametrize("path", ["/plan/edit?variant=A", "/plan/piece?variant=A&piece=5", "/plan"])
def test_the_pages_ask_the_database_a_few_things_only(person, queries, matter, path):
    url, chen = matter.url, person("陈国栋")
    chen.opens(f"{url}{path}")
    with queries() as seen:
        assert chen.opens(f"{url}{path}").status == 200
    assert len(seen) <= 25, len(seen)


def test_an_article_is_rewritten_added_and_struck_out(person, session, matter):
    url = f"{matter.url}/plan/piece?variant=A&piece="
    chen = person("陈国栋").opens(f"{url}6").presses("改好，存进草稿", text="别人说话，<i>听完</i>。")
    chen.sees("草稿已存：第六条", "<i>听完</i>")
    chen.opens(f"{url}11").presses("改好，存进草稿", title="", text="").sees("请填写名称", "请填写内容")
    chen.presses("改好，存进草稿", title="守时", text="到点开会🕘").sees("草稿已存：第十一条", "到点开会🕘")
    chen.opens(f"{url}11").presses("改好，存进草稿", strike="yes").does_not_see("到点开会🕘")
    assert chen.opens(f"{url}13").status == 404
    assert chen.opens(f"{url}no_such_thing").status == 404


@pytest.mark.parametrize(("piece", "typed", "says"), [
    ("speech_seconds", {"value": ""}, "请填写每次发言时长"), ("speech_seconds", {"value": "两分钟"}, "请填整数"),
    ("speech_seconds", {"value": "0"}, "请写1到86400之间的整数"), ("speech_seconds", {"value": "180", "source": ""}, "请填写出处"),
    ("posting_days", {"value": "几天"}, "请写天数"), ("posting_days", {"value": "<script>"}, "请写天数"),
    ("quorum", {"share": "3/2"}, "请写分数"), ("quorum", {"share": "1", "strict": "true"}, "超过全部人数是做不到的"),
    ("rule_change_passing", {"of": "trees"}, "请从列出的选项里选"), ("5", {"text": "{没有这个}"}, "提到的参数“没有这个”不存在"),
    ("5", {"text": "长" * 4001}, "最多4000个字"), ("chair_vote", {"value": "sometimes"}, "请从列出的选项里选"),
])  # fmt: skip
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_stays(person, session, matter, piece, typed, says):
    chen = person("陈国栋").opens(f"{matter.url}/plan/piece?variant=A&piece={piece}")
    chen.presses("改好，存进草稿", **typed).sees(says)
    assert chen.status == 422
    name, value = next(iter(typed.items()))
    if (field := chen.page.select_one(f"input.input[name={name}]")) is not None:
        assert field["value"] == value
    chen.opens(f"{matter.url}/plan/edit?variant=A").sees("意思上没有改动")


def test_the_whole_text_may_be_typed_and_is_read_before_it_is_kept(person, session, matter):
    chen = person("陈国栋").opens(f"{matter.url}/plan/edit?variant=A")
    chen.presses("存草稿，看样子", text="name = 1").sees("请写规则集的代号", "缺少参数")
    chen.is_not_offered("看样子，存成一版").presses("存草稿，看样子", text=LONGER).sees("规则的改动", "3分钟").presses("存为第1版")
    chen.sees("已存为A方案第1版").opens(f"{matter.url}/plan/edit?variant=A").presses("存草稿，看样子", text=LUOHU)
    chen.sees("没有不同，请先改要改的地方")
    chen.presses("存草稿，看样子", text="").sees("请填写规则全文")
    chen.posts(f"{matter.url}/plan/keep", variant="A", _revision="1").sees("请填写规则全文")
    assert session.scalars(select(PlanVersion.number).filter_by(matter_id=matter.id)).all() == [1]


def test_two_who_write_at_a_time_do_not_undo_each_other(person, session, matter, time):
    place = matter.ask_to_join("我管过秘书。", case(session, "林秀兰", time))
    place.take("confirm", chen(session, time))
    session.commit()
    one, other = (person(name).opens(f"{matter.url}/plan/piece?variant=A&piece=speech_seconds") for name in ("陈国栋", "林秀兰"))
    one.presses("改好，存进草稿", value="180").sees("3分钟")
    other.presses("改好，存进草稿", value="300").sees("陈国栋在您打开以后改过这份草稿")
    assert other.status == 409 and other.page.select_one("[name=value]")["value"] == "300"


def test_nobody_outside_the_group_writes(person, session, matter):
    for name in ("林秀兰", "王主任", "周敏"):
        it = person(name)
        assert it.opens(f"{matter.url}/plan/piece?variant=A&piece=5").status == 403
        assert it.posts(f"{matter.url}/plan/piece", variant="A", piece="5", title="x", text="y").status == 403
        assert it.posts(f"{matter.url}/plan/draft", variant="A", text=LONGER).status == 403
    assert person("江北人").opens(f"/c/wangjiang/matters/{matter.id}/plan/piece?variant=A&piece=5").status in (403, 404)


def test_an_ordinary_plan_has_no_pieces(person, session, home, time):
    it = ordinary(session, home, time.at, number="柳荫街-柳荫-2026-0002", state=MatterState.REVIEW, seconds=5)
    it.take("accept", staff(session, time, checked="yes"))
    session.commit()
    lin = person("林秀兰")
    assert lin.opens(f"{it.url}/plan/piece?variant=A&piece=5").status == 404
    assert lin.posts(f"{it.url}/plan/piece", variant="A", piece="5", title="x", text="y").status == 404


def test_once_frozen_no_piece_is_changed(person, session, database, home, time):
    url = debated(session, database, home, time).url
    session.commit()
    chen = person("陈国栋")
    assert chen.opens(f"{url}/plan/piece?variant=A&piece=5").status == 409
    assert chen.posts(f"{url}/plan/piece", variant="A", piece="5", title="x", text="y").status == 409


def test_several_texts_stand_side_by_side_and_two_versions_are_compared(person, visitor, session, matter, time):
    written(session, matter, time)
    written(session, matter, time, LATER, variant="B")
    matter.take("publish", chen(session, time))
    written(session, matter, time, LONGER.replace("value = 180", "value = 240"))
    session.commit()
    visitor.opens(f"{matter.url}/plan/variants").sees("4分钟", "8人")
    visitor.opens(f"{matter.url}/plan/compare").sees("3分钟", "4分钟")
    comment = matter.comment_on(matter.plan, Section.TEXT, "三分钟太长。", case(session, "赵春梅", time))
    session.commit()
    visitor.opens(f"{matter.url}/plan").sees("1条意见", "三分钟太长。")
    person("陈国栋").opens(comment.url).presses("答复", disposition="declined", answer="试过了。").sees("试过了。")
    person("钱进").opens(f"{matter.url}/comments/new?section=text").sees("对规则的改动提意见", "4分钟")


# -- 现行规则换了 ------------------------------------------------------------------------------------------------------


def test_a_draft_begun_before_the_rules_changed_is_compared_first(person, session, home, matter, time):
    chen = person("陈国栋").opens(f"{matter.url}/plan/piece?variant=A&piece=speech_seconds").presses("改好，存进草稿", value="180")
    new = on_paper(session, home, time)
    session.commit()
    chen.opens(f"{matter.url}/plan/edit?variant=A").sees("现行规则已经换了", "附议人数", "5人", "8人")
    chen.opens(f"{matter.url}/plan/draft?variant=A").sees(f"动笔以后现行规则换成了{new.label}")
    chen.posts(f"{matter.url}/plan/keep", variant="A", _revision="1").sees("请先对照")
    chen.opens(f"{matter.url}/plan/piece?variant=A&piece=seconders_needed").presses("改好，存进草稿", value="8")
    chen.presses(f"已对照，照{new.label}修订").sees("照现行规则修订").does_not_see("现行规则已经换了")
    chen.opens(f"{matter.url}/plan/draft?variant=A").presses("存为第1版").sees("已存为A方案第1版")
    session.expire_all()
    [version] = latest_versions(matter, unpublished=True)
    assert [it.label for it in version.rule_changes.parameters] == ["每次发言时长"] and version.base_id == new.id


def test_a_base_made_up_by_hand_is_none(session, home, matter, time):
    other = session.scalars(select(RuleSetVersion).where(RuleSetVersion.community_id != home.id)).first()
    for base in (other.id, 999, "x", ""):
        typed = {"text": [LONGER], "base": [str(base)]}
        draft = matter.keep_draft("A", typed, (1 if base != other.id else 0, 0), chen(session, time))
        with pytest.raises(Unanswered, match="请先对照"):
            matter.save_draft("A", draft.revision, time.at.date(), chen(session, time))


def test_publishing_and_freezing_wait_until_the_text_follows_the_rules_in_force(session, home, matter, time):
    first = written(session, matter, time)
    new = on_paper(session, home, time)
    with pytest.raises(Refused, match="所照的规则已经不是现行规则.*请对照现行规则再存一版"):
        matter.take("publish", chen(session, time))
    again = written(session, matter, time, LATER.replace("value = 120", "value = 180"))
    assert (first.base_id, again.base_id) != (new.id, new.id)
    matter.take("publish", chen(session, time))
    time.passes(days=9)
    on_paper(session, home, time, LATER.replace("value = 400", "value = 500"))
    with pytest.raises(Refused, match="所照的规则已经不是现行规则"):
        matter.take("freeze", chen(session, time))
    assert matter.state is MatterState.CONSULTING


def test_the_lead_reads_why_it_cannot_be_frozen(person, session, home, time):
    it = published(session, home, time)
    time.passes(days=9)
    new = on_paper(session, home, time)
    session.commit()
    chen = person("陈国栋").opens(it.url).sees(f"现行的是{new.label}", "请对照现行规则再存一版")
    assert chen.posts(f"{it.url}/freeze").status == 409
    chen.sees("请对照现行规则再存一版")


def test_the_question_is_not_put_on_an_outdated_text(session, database, home, time):
    it = debated(session, database, home, time)
    on_paper(session, home, time)
    with pytest.raises(Refused, match="所照的规则已经不是现行规则"):
        it.take("put", case(session, "周敏", time, Role.CHAIR))


def test_an_outdated_result_is_not_confirmed_but_goes_back_to_be_rewritten(person, session, database, home, time):
    it = posted(session, database, home, time)
    notice = standing_result(session, it)
    objection = file_objection(notice, case(session, "赵春梅", time), "三分钟太长。")
    wang = case(session, "王主任", time, Role.STAFF)
    with pytest.raises(Refused):
        it.take("rewrite", wang)
    on_paper(session, home, time)
    time.passes(days=7)
    session.commit()
    staff = person("王主任").opens(it.url).sees("所照的规则已经不是现行规则")
    assert staff.posts(f"{it.url}/confirm").status == 409
    staff.sees("请对照现行规则再存一版").opens(it.url).presses("退回方案小组重写").sees("方案小组正在写方案")
    session.expire_all()
    assert it.state is MatterState.PLANNING
    assert notice.withdrawn_at is not None and standing_result(session, it) is None
    assert session.get(Objection, objection.id).state is ObjectionState.OVERTAKEN
    assert written(session, it, time, LATER.replace("value = 120", "value = 180")).number == 2
    it.take("publish", chen(session, time))
    assert it.state is MatterState.CONSULTING


def test_nobody_sends_back_what_still_stands(person, session, database, home, time):
    it = confirmable(session, database, home, time)
    session.commit()
    staff = person("王主任").opens(it.url).is_not_offered("退回方案小组重写")
    assert staff.posts(f"{it.url}/rewrite").status == 409
    assert person("陈国栋").posts(f"{it.url}/rewrite").status == 403


# -- 辩论、表决、生效 --------------------------------------------------------------------------------------------------


def test_the_text_is_not_amended_line_by_line(person, session, database, home, time):
    it = published(session, home, time)
    time.passes(days=9)
    it.take("freeze", chen(session, time))
    time.passes(days=4)
    clock_strikes(session, database, time.at)
    assert movable(it.debate, chen(session, time).actor, time.at)[MotionKind.AMEND] == (
        "规则的条文和数字互相牵连，不逐段修正；要改写，请动议退回方案小组",
    )
    assert not movable(it.debate, chen(session, time).actor, time.at)[MotionKind.REFER]
    url = it.url
    session.commit()
    he = person("何丽").opens(f"{url}/debate/amend").sees("不逐段修正").is_not_offered("提出修正案")
    he.posts(f"{url}/debate/amend", how="rewrite", paragraph="1", text="# 空的", reason="试试").sees("不逐段修正")
    assert he.status == 409


def test_the_vote_goes_by_the_threshold_of_rule_changes_and_binds_the_text(session, database, home, time):
    it = voting(session, database, home, time)
    poll = session.scalars(select(Poll).filter_by(matter_id=it.id)).one()
    assert poll.terms.threshold == it.rule_set.rule_change_passing != it.rule_set.passing
    assert poll.digest == hashlib.sha256(LONGER.encode()).hexdigest()
    assert poll.question == "是否同意按A方案第1版修订议事规则：“每次发言改为3分钟”？"


def test_what_would_carry_an_ordinary_matter_does_not_carry_a_change_of_the_rules(session, database, home, time):
    it = posted(session, database, home, time, ayes=7)
    assert it.rule_set.passing.met_by(Tally(7, 5, 0, 12, 12)) and it.state is MatterState.REJECTED


def test_when_the_posting_is_over_it_becomes_the_version_in_force(person, visitor, session, database, home, time):
    it = confirmable(session, database, home, time)
    before, url, title = home.rule_set_version, it.url, it.title
    session.commit()
    visitor.opens(f"{it.url}/supervision").sees("新规则还没有生效")
    wang = person("王主任").opens(it.url).presses("确认生效").sees("第2版", "今后提出的事项按它办", "3分钟")
    assert wang.posts(f"{url}/confirm").status == 409
    session.expire_all()
    made = home.rule_set_version
    assert len(session.scalars(select(RuleSetVersion).filter_by(community_id=home.id)).all()) == 2
    assert it.state is MatterState.CLOSED and it.due_at is None and it.adopted_rules is made
    assert (made.number, made.text, made.digest, made.decision) == (2, LONGER, it.plan.digest, NUMBER)
    assert it.rule_set_version is before
    assert not verify(session, home).broken
    assert session.scalars(select(LedgerEntry.step).filter_by(subject=f"rules/{made.id}")).all() == ["adopt_rules"]
    entry = session.scalars(select(LedgerEntry).filter_by(matter_id=it.id, step="confirm")).one()
    assert entry.given["digest"] == made.digest
    assert session.scalars(select(Notice.title).order_by(Notice.id.desc())).first().endswith("生效的公告")
    visitor.opens("/c/liuyin/rules").sees("第2版", "和上一版相比", "2分钟", "3分钟", f"{NUMBER} {title}", "历次版本")
    assert visitor.page.find("a", href=url)
    visitor.opens(f"/c/liuyin/rules/{before.id}").does_not_see("和上一版相比")
    visitor.opens(url).sees("规则生效", "新规则已经生效").does_not_see("没办好")
    visitor.opens(f"{url}/dossier").sees("3分钟")
    visitor.opens("/c/liuyin/matters?kind=rule_change&over=1").sees(title)


def test_it_is_not_confirmed_early_or_by_anybody_else(person, session, database, home, time):
    it = posted(session, database, home, time)
    session.commit()
    wang = person("王主任").opens(it.url).sees("公示期到")
    assert wang.posts(f"{it.url}/confirm").status == 409 and wang.sees("公示期到")
    time.passes(days=7)
    assert person("陈国栋").posts(f"{it.url}/confirm").status == 403


def test_nothing_is_disputed_after_it_is_closed(person, session, database, home, time):
    it = confirmable(session, database, home, time)
    it.take("confirm", staff(session, time))
    session.commit()
    zhao = person("赵春梅").opens(it.url).is_not_offered("没办好，要求重新验收")
    assert zhao.posts(f"{it.url}/dispute", reason="不好").status == 409
    with pytest.raises(Refused, match="不是修订议事规则"):
        it.take("dispute", case(session, "赵春梅", time, reason="不好"))


def test_what_is_under_way_keeps_its_version_and_what_comes_after_has_the_new_one(session, database, home, time):
    old = ordinary(session, home, time.at, number="柳荫街-柳荫-2026-0008", state=MatterState.SECONDING)
    it = confirmable(session, database, home, time)
    it.take("confirm", staff(session, time))
    session.flush()
    new = drafting.begin(session, home, chen(session, time).actor.id, "修路", MatterKind.ISSUE, time.at)
    assert (old.rule_set.speech_seconds, new.rule_set.speech_seconds) == (120, 180)
    assert old.rule_set_version_id != new.rule_set_version_id


def test_of_two_changes_confirmed_at_once_one_takes_effect(person, session, database, home, time):
    urls = [posted(session, database, home, time, number=f"柳荫街-柳荫-2026-000{n}").url for n in (1, 2)]
    time.passes(days=7)
    session.commit()
    staff = [person("王主任") for _ in urls]
    at_once(*(partial(wang.posts, f"{url}/confirm") for wang, url in zip(staff, urls, strict=True)))
    assert sorted(it.status for it in staff) == [200, 409]
    assert sorted(session.scalars(select(Matter.state))) == [MatterState.CLOSED, MatterState.POSTED]
    assert session.scalars(select(RuleSetVersion.number).filter_by(community_id=home.id)).all() == [1, 2]


def test_an_ordinary_matter_is_confirmed_as_ever(session, home, time):
    it = ordinary(session, home, time.at, number="柳荫街-柳荫-2026-0003", state=MatterState.POSTED)
    it.due_at = time.at
    [offer] = it.offers(staff(session, time))
    assert (offer.step.name, offer.step.target) == ("confirm", MatterState.DELIVERING)
    with pytest.raises(NotYours):
        it.take("confirm", chen(session, time))
