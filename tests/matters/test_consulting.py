"""公开征询 · anybody of the community comments on a part; each comment gets a public answer with a reason."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.matters.planning import accepted, matter_in_review, published, saved
from tests.matters.proposing import case, someone
from yishi.communities.models import Unit
from yishi.ledger.models import LedgerEntry
from yishi.matters.comments import Comment
from yishi.matters.plan_group import place_of
from yishi.procedure.comment import CommentState, Disposition
from yishi.procedure.lifecycle import Case, NotYours, Refused, Unanswered
from yishi.procedure.people import Actor, Role
from yishi.procedure.plan import Section


@pytest.fixture
def matter(session, home, time):
    it = accepted(session, matter_in_review(session, home, time), time)
    saved(session, it, time)
    return published(session, it, time)


@pytest.fixture
def comment(session, matter, time):
    return matter.comment_on(matter.plan, Section.BUDGET, "灯太贵", case(session, "赵春梅", time))


def answered(session, comment, time, by="林秀兰", disposition="partly", answer="换一种便宜的"):
    comment.take("answer", case(session, by, time, disposition=disposition, answer=answer))


def test_a_resident_comments_on_one_part(session, matter, comment):
    assert matter.unanswered_comments == 1
    assert (comment.section, comment.plan_version.number, comment.state) == (Section.BUDGET, 1, CommentState.OPEN)


def test_a_liaison_speaks_for_the_unit(session, matter, time):
    unit = session.scalars(select(Unit).where(Unit.name == "柳荫物业服务中心")).one()
    he = someone(session, "物业小何")
    actor = Actor(he.id, he.name, frozenset({Role.LIAISON}), unit.id)
    comment = matter.comment_on(matter.plan, Section.UNIT, "我们能接", Case(actor, time.at))
    assert comment.unit.name == "柳荫物业服务中心"


def test_people_of_elsewhere_and_visitors_do_not_comment(session, matter, time):
    with pytest.raises(NotYours):
        matter.comment_on(matter.plan, Section.TEXT, "路过", case(session, "江北人", time, Role.STREET))


def test_an_answer_says_which_disposition_and_why(session, matter, comment, time):
    with pytest.raises(Unanswered) as refused:
        answered(session, comment, time, disposition="", answer="")
    assert set(refused.value.problems) == {"disposition", "answer"}
    with pytest.raises(Unanswered):
        answered(session, comment, time, disposition="maybe")
    answered(session, comment, time)
    assert (comment.disposition, comment.answer, comment.state) == (Disposition.PARTLY, "换一种便宜的", CommentState.ANSWERED)
    assert matter.unanswered_comments == 0


def test_only_the_plan_group_answers(session, comment, time):
    with pytest.raises(NotYours):
        answered(session, comment, time, by="陈国栋")


def test_an_answer_may_be_mended_until_the_freeze_and_both_stay_on_record(session, matter, comment, time):
    answered(session, comment, time)
    comment.take("reanswer", case(session, "林秀兰", time, disposition="adopted", answer="想了想，全采纳"))
    assert comment.disposition is Disposition.ADOPTED
    entries = session.scalars(select(LedgerEntry).where(LedgerEntry.label.like("%答复")).order_by(LedgerEntry.seq)).all()
    assert [entry.given["answer"] for entry in entries] == ["换一种便宜的", "想了想，全采纳"]


def test_nobody_answers_their_own_comment_while_others_can(session, matter, time):
    own = matter.comment_on(matter.plan, Section.TEXT, "我自己也有意见", case(session, "林秀兰", time))
    matter.ask_to_join("", case(session, "何丽", time))
    place_of(matter, someone(session, "何丽").id).take("confirm", case(session, "林秀兰", time))
    with pytest.raises(Refused, match="由小组里的其他人答复"):
        answered(session, own, time)
    answered(session, own, time, by="何丽")


def test_a_group_of_one_answers_all_by_itself(session, matter, time):
    answered(session, matter.comment_on(matter.plan, Section.TEXT, "补一句", case(session, "林秀兰", time)), time)
    assert matter.unanswered_comments == 0


def test_the_next_comment_to_a_part_waits_for_the_answer(session, matter, comment, time):
    with pytest.raises(Refused, match="还在等答复"):
        matter.comment_on(matter.plan, Section.BUDGET, "还有电缆", case(session, "赵春梅", time))
    matter.comment_on(matter.plan, Section.RISKS, "雨天呢", case(session, "赵春梅", time))
    answered(session, comment, time)
    matter.comment_on(matter.plan, Section.BUDGET, "还有电缆", case(session, "赵春梅", time))
    assert matter.unanswered_comments == 2


def test_the_database_knows_it_too(session, matter, comment, time):
    session.add(
        Comment(
            community_id=matter.community_id, matter_id=matter.id, plan_version_id=comment.plan_version_id, section=Section.BUDGET,
            text="两人同时按", person_id=comment.person_id, said_at=time.at, entered_at=time.at, touched_at=time.at,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_comment_is_rewritten_or_taken_back_by_its_author_only(session, matter, comment, time):
    with pytest.raises(NotYours):
        comment.take("rewrite", case(session, "孙立", time, text="改成别的"))
    comment.take("rewrite", case(session, "赵春梅", time, text="灯每盏贵三百"))
    assert comment.text == "灯每盏贵三百"
    comment.take("take_back", case(session, "赵春梅", time))
    assert matter.unanswered_comments == 0
    matter.comment_on(matter.plan, Section.BUDGET, "重新提", case(session, "赵春梅", time))


def test_no_comment_after_the_last_day_but_answers_go_on(session, matter, comment, time):
    time.passes(days=9)
    with pytest.raises(Refused, match="征询期已经结束"):
        matter.comment_on(matter.plan, Section.TEXT, "晚了", case(session, "孙立", time))
    with pytest.raises(Refused, match="征询期已经过了"):
        comment.take("rewrite", case(session, "赵春梅", time, text="晚改"))
    answered(session, comment, time)


def test_no_comment_before_publication(session, home, time):
    it = accepted(session, matter_in_review(session, home, time, number="号-2"), time)
    version = saved(session, it, time)
    with pytest.raises(Refused, match="不在公开征询"):
        it.comment_on(version, Section.TEXT, "早了", case(session, "孙立", time))


# -- on the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def url(session, matter):
    session.commit()
    return matter.url


def test_a_comment_and_its_answer_are_public(person, visitor, url):
    zhao = person("赵春梅").opens(f"{url}/plan").sees("还没有人提意见")
    zhao.opens(str(zhao.page.select_one("a[href$='section=budget']")["href"])).sees("对预算明细提意见", "庭院灯")
    zhao.presses("提交意见", text="灯太贵\n换一种").sees("意见已提交，方案小组会公开答复", "等待答复")
    lin = person("林秀兰").opens(f"{url}/comments").sees("共1条：等待答复1")
    lin.opens(str(lin.page.find("a", string="去答复")["href"])).presses("答复", disposition="partly", answer="换便宜两成的")
    visitor.opens(f"{url}/plan").sees("灯太贵", "部分采纳", "换便宜两成的", "共1条：部分采纳1", "1条意见")


def test_a_liaison_comments_for_the_unit_on_the_page(person, url):
    he = person("物业小何").opens(f"{url}/comments/new?section=unit").presses("提交意见", text="我们能接")
    he.opens(f"{url}/comments").sees("物业小何（柳荫物业服务中心）")


def test_who_has_no_place_here_is_told_so(person, visitor, url):
    assert visitor.opens(f"{url}/comments/new?section=text").status == 401
    for name in ("王主任", "管理员", "江北人"):
        assert person(name).opens(f"{url}/comments/new?section=text").status == 403
        assert person(name).posts(f"{url}/comments", section="text", text="x").status == 403


@pytest.mark.parametrize(
    ("text", "says"), [("", "请填写您的意见"), ("  \u200b\n", "请填写您的意见"), ("长" * 1001, "最多1000个字，现在有1001个字")]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(person, url, text, says):
    zhao = person("赵春梅").opens(f"{url}/comments/new?section=budget").presses("提交意见", text=text).sees(says)
    assert zhao.status == 422
    assert zhao.page.select_one("[name=text]").get_text().strip("\n") == text.strip("\n")


def test_a_part_must_be_named(person, url):
    zhao = person("赵春梅").opens(f"{url}/comments/new").presses("提交意见", text="没说哪里").sees("请选择对哪一部分")
    zhao.presses("提交意见", section="elsewhere", text="x").sees("请从列出的选项里选")
    zhao.presses("提交意见", section="risks", text="雨天呢").sees("意见已提交")


def test_the_next_comment_finds_the_waiting_one_on_the_page(person, url):
    zhao = person("赵春梅").opens(f"{url}/comments/new?section=budget").presses("提交意见", text="灯太贵")
    zhao.opens(f"{url}/comments/new?section=budget").sees("您还在等答复的意见", "灯太贵")
    zhao.presses("提交意见", text="电缆也贵").sees("上一条意见还在等答复")
    assert zhao.status == 409
    assert "电缆也贵" in zhao.page.select_one("[name=text]").get_text()


def test_a_second_press_is_the_same_comment(person, url, session):
    zhao = person("赵春梅").opens(f"{url}/comments/new?section=budget")
    page = zhao.page
    zhao.presses("提交意见", text="灯太贵")
    zhao.page = page
    zhao.presses("提交意见", text="灯太贵").sees("灯太贵")
    assert zhao.status == 200
    assert len(session.scalars(select(Comment)).all()) == 1


def test_two_members_who_answer_at_once_do_not_lose_the_first_answer(person, session, matter, comment, time):
    matter.ask_to_join("", case(session, "何丽", time))
    place_of(matter, someone(session, "何丽").id).take("confirm", case(session, "林秀兰", time))
    session.commit()
    lin, he = person("林秀兰").opens(comment.url), person("何丽").opens(comment.url)
    lin.presses("答复", disposition="adopted", answer="采纳了")
    he.presses("答复", disposition="declined", answer="不行")
    he.sees("现在是“已答复”", "您刚才写的", "不行", "采纳了")
    assert he.status == 409


def test_markup_in_comment_and_answer_is_text(person, visitor, session, matter, time, url):
    it = matter.comment_on(matter.plan, Section.TEXT, "<script>alert(1)</script>💡", case(session, "赵春梅", time))
    answered(session, it, time, answer="<img src=x onerror=alert(1)>")
    session.commit()
    for path in (f"{url}/plan", f"{url}/comments", it.url):
        visitor.opens(path).sees("<script>alert(1)</script>💡", "<img src=x onerror=alert(1)>")
        assert not visitor.page.select("main script, main img[src=x]")


def test_comments_of_another_matter_or_community_are_not_found(person, session, matter, comment, time):
    other = matter_in_review(session, matter.community, time, number="号-2")
    session.commit()
    assert person("林秀兰").opens(comment.url.replace(f"/matters/{matter.id}/", f"/matters/{other.id}/")).status == 404
    assert person("江北人").opens(comment.url.replace("/liuyin/", "/wangjiang/")).status == 404
    assert person("林秀兰").posts(f"{comment.url}/answer", disposition="adopted", answer="").status == 422
    assert person("林秀兰").posts(f"{comment.url}/explode").status == 409
    assert person("赵春梅").opens(f"{matter.url}/comments/new?section=text&version=999999").status == 404
    assert person("赵春梅").posts(f"{matter.url}/comments", section="text", _version=999999, text="x").status == 404


def test_a_comment_is_about_the_version_it_was_made_on(person, visitor, session, matter, comment, time):
    saved(session, matter, time, text="改过的正文。")
    session.commit()
    visitor.opens(comment.url).sees("针对 A方案第1版")
    visitor.opens(f"{matter.url}/plan").sees("改过的正文。", "第2版：")


def test_comments_are_found_by_part_and_by_answer(visitor, session, matter, comment, time):
    it = matter.comment_on(matter.plan, Section.RISKS, "雨天呢", case(session, "赵春梅", time))
    answered(session, it, time, disposition="adopted", answer="写进去了")
    session.commit()
    visitor.opens(f"{matter.url}/comments?section=risks").sees("雨天呢").does_not_see("灯太贵")
    visitor.opens(f"{matter.url}/comments?answer=waiting").sees("灯太贵").does_not_see("雨天呢")
    visitor.opens(f"{matter.url}/comments?answer=adopted").sees("雨天呢").does_not_see("灯太贵")
    visitor.opens(f"{matter.url}/comments?answer=declined").sees("没有这样的意见")
    assert visitor.opens(f"{matter.url}/comments?section='--&answer=%00&after=x").status == 200


def test_the_list_is_paged_and_asks_little(visitor, session, matter, time, queries):
    for name in ("孙立", "钱进", "李小平", "周阿婆", "胡军", "许静", "林秀兰", "赵春梅"):
        for section in Section:
            matter.comment_on(matter.plan, section, f"{name}说{section.label}", case(session, name, time))
    session.commit()
    with queries() as seen_by_all:
        visitor.opens(f"{matter.url}/comments")
    assert len(seen_by_all) <= 6, "\n".join(seen_by_all)
    assert len(visitor.page.select(".entries > li")) == 30
    visitor.opens(str(visitor.page.find("a", string="更早的意见")["href"]))
    assert len(visitor.page.select(".entries > li")) == 10


def test_who_took_a_comment_back_is_on_record_but_not_the_words(person, visitor, session, matter, comment):
    session.commit()
    person("赵春梅").opens(comment.url).presses("收回意见").sees("提意见的人已收回")
    visitor.opens(f"{matter.url}/comments").sees("已收回").does_not_see("灯太贵")
