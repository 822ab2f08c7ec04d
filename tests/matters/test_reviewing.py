"""受理审查 · staff accept, return or refuse, each with what it takes; overdue is told to the street."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.matters.proposing import NEIGHBOURS, case, chair, clock_strikes, draft, in_review, last_entry, someone, staff, told
from yishi.matters import drafting
from yishi.matters.models import Matter
from yishi.people.models import Seat
from yishi.procedure.lifecycle import NotYours, Refused, Unanswered
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role


@pytest.fixture
def matter(session, home, time):
    return in_review(session, home, time)


@pytest.fixture
def public(session, matter):
    session.commit()
    return matter.url


# -- 受理 ----------------------------------------------------------------------------------------


def test_staff_accept_and_name_a_lead(session, matter, time):
    lead = someone(session, "陈国栋")
    matter.take("accept", staff(session, time, checked="yes", lead=str(lead.id)))
    assert (matter.state, matter.lead_id) == (MatterState.PLANNING, lead.id)


def test_without_a_name_the_proposer_leads(session, matter, time):
    matter.take("accept", staff(session, time, checked="yes"))
    assert matter.lead_id == matter.proposer_id


def test_the_negative_list_is_held_against_it_first(session, matter, time):
    with pytest.raises(Unanswered, match="请勾选“已对照负面清单"):
        matter.take("accept", staff(session, time))


def test_a_lead_is_chosen_among_proposer_councillors_and_seconders(session, matter, time):
    names = {name for _, name in matter.lead_choices}
    assert {"林秀兰", "陈国栋", "苏文", *NEIGHBOURS} <= names
    assert not names & {"许静", "王主任", "望江主任"}
    with pytest.raises(Unanswered, match="从列出的选项里选"):
        matter.take("accept", staff(session, time, checked="yes", lead=str(someone(session, "许静").id)))


def test_whose_seat_has_ended_meanwhile_does_not_lead(session, matter, time):
    lead = someone(session, "陈国栋")
    session.scalars(select(Seat).filter_by(person_id=lead.id, role=Role.COUNCILLOR)).one().until = time.at.date()
    time.passes(days=2)
    with pytest.raises(Unanswered, match="请另选一位"):
        matter.take("accept", staff(session, time, checked="yes", lead=str(lead.id)))


@pytest.mark.parametrize("step", ["accept", "return", "decline", "propose_merge", "merge"])
@pytest.mark.parametrize(("name", "role"), [
    ("周敏", Role.CHAIR), ("陈国栋", Role.COUNCILLOR), ("赵春梅", Role.RESIDENT), ("街道老李", Role.STREET), ("管理员", Role.ADMIN),
    ("郑秘书", Role.SECRETARY),
])  # fmt: skip
def test_nobody_else_reviews(session, matter, time, step, name, role):
    with pytest.raises(NotYours):
        matter.take(step, case(session, name, time, role, checked="yes", reason="理由"))


def test_staff_of_another_community_do_not_review(person, public):
    elsewhere = person("望江主任")
    assert elsewhere.posts(f"{public}/accept", checked="yes").status == 403
    assert elsewhere.posts(public.replace("/liuyin/", "/wangjiang/") + "/accept", checked="yes").status == 404
    elsewhere.opens(public).is_not_offered("受理")


# -- 回避 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["accept", "return", "decline", "propose_merge"])
def test_who_proposed_or_seconded_does_not_review(session, matter, time, step):
    for name in ("林秀兰", "赵春梅"):
        with pytest.raises(Refused, match="利害关系"):
            matter.take(step, case(session, name, time, Role.STAFF, Role.RESIDENT, checked="yes", reason="理由", article="7"))


def test_the_page_says_why_they_may_not(person, session, home, time, public):
    from tests.world import seat
    from yishi.communities.models import BodyKind

    seat(session, home, BodyKind.WORKSTATION, someone(session, "赵春梅"), Role.STAFF, "社区工作人员")
    session.commit()
    person("赵春梅").opens(public).sees("与本事项有利害关系的人不办理受理")
    assert person("赵春梅").posts(f"{public}/accept", checked="yes").status == 409


# -- 退回 ----------------------------------------------------------------------------------------


def test_a_returned_proposal_keeps_number_and_seconders(session, matter, time):
    number = matter.number
    matter.take("return", staff(session, time, reason="写清楚灯的型号"))
    assert (matter.state, matter.number, matter.seconds) == (MatterState.DRAFT, number, 5)
    drafting.write(matter, {"need": ["换成18瓦声控灯。"]}, time.at)
    matter.take("submit", case(session, "林秀兰", time, known="yes"))
    assert (matter.state, matter.number) == (MatterState.REVIEW, number)
    assert [step for step, _ in told(session, matter)][-2:] == ["return", "submit"]
    assert last_entry(session, matter).given["need"] == "换成18瓦声控灯。"


def test_the_reason_is_asked_and_shown(person, visitor, public):
    wang = person("王主任").opens(public)
    assert wang.presses("退回补正").sees("请填写要补正什么").status == 422
    wang.opens(public).presses("退回补正", reason="写清楚灯的型号\n说好谁付电费")
    visitor.opens(public).sees("王主任请提出人补正", "写清楚灯的型号", "说好谁付电费").is_not_offered("提交")
    lin = person("林秀兰").opens(public).sees("去补正")
    lin.opens(f"{public}/draft").sees("写清楚灯的型号", "编号和5位附议人都保留").is_not_offered("删去草稿")
    lin.presses("下一步：核对", need="换成18瓦声控灯。").sees("5位附议人不用再附议")
    lin.presses("重新提交", known="yes").sees("受理审查")


def test_everybody_sees_what_was_corrected(person, visitor, session, matter, time):
    assert matter.changes is None
    matter.take("return", staff(session, time, reason="写清楚"))
    words = {"need": ["3栋的楼道灯坏了9盏。\n把坏灯换成18瓦声控灯。"], "title": ["更换3栋楼道坏灯"], "households": ["90"]}
    drafting.write(matter, words, time.at)
    assert (matter.title, matter.changes) == ("更换3栋楼道灯", None)
    matter.take("submit", case(session, "林秀兰", time, known="yes"))
    assert ("in", "18瓦") in [piece for paragraph in matter.changes.text for piece in paragraph]
    assert matter.changes.fields == [("名称", "更换3栋楼道灯", "更换3栋楼道坏灯"), ("惠及户数", "96户", "90户")]
    session.commit()
    person("王主任").opens(matter.url).sees("受理参考", "补正前后", "负面清单", "没有找到相似的事项")
    visitor.opens(matter.url).sees("补正前后", "更换3栋楼道坏灯", "96户", "90户").does_not_see("受理参考")


def test_edits_of_a_returned_proposal_are_the_proposers_own_until_submitted(person, visitor, session, matter, time, public):
    matter.take("return", staff(session, time, reason="写清楚"))
    session.commit()
    lin = person("林秀兰").opens(f"{public}/draft").sees("重新提交以前，大家看到的还是上次提交的样子")
    lin.presses("下一步：核对", title="更换<3栋>楼道坏灯🏮", place="3栋、4栋楼道").sees(
        "更换<3栋>楼道坏灯🏮", "您改了地点", "要重新征集附议"
    )
    lin.opens(f"{public}/draft").presses("存为草稿", estimate="很多").sees("请填金额")
    assert lin.status == 422
    for path in (public, "/c/liuyin/matters", f"{public}/dossier", f"{public}/dossier.json", f"{public}/record"):
        visitor.opens(path).does_not_see("坏灯🏮", "4栋楼道")
    lin.opens(f"{public}/preview").presses("重新提交", known="yes").sees("征集附议", "还没有人附议")
    visitor.opens(public).sees("更换<3栋>楼道坏灯🏮", "3栋、4栋楼道", "补正前后")


def test_photographs_of_a_returned_proposal_wait_for_its_submission(person, visitor, session, matter, time, public):
    from tests.web.files import picture

    matter.take("return", staff(session, time, reason="写清楚"))
    session.commit()
    lin = person("林秀兰").opens(f"{public}/draft")
    lin.presses("存为草稿", files={"photos": ("夜里.jpg", picture(), "image/jpeg")}).sees("已有的照片（1张")
    address = lin.page.select_one(".figure a")["href"]
    assert visitor.opens(address).status == 404
    assert not visitor.opens(public).page.select(f"a[href='{address}']")
    lin.opens(f"{public}/preview").presses("重新提交", known="yes")
    assert visitor.opens(address).status == 200
    visitor.opens(public).sees("新加的照片")
    person("王主任").opens(public).presses("退回补正", reason="这张照片不清楚")
    lin.opens(f"{public}/draft").presses("存为草稿", drop=address.rpartition("/")[2])
    assert visitor.opens(public).page.select(f"a[href='{address}']")
    lin.opens(f"{public}/preview").presses("重新提交", known="yes")
    assert visitor.opens(address).status == 200
    visitor.opens(public).does_not_see("新加的照片")


def test_a_changed_place_asks_the_seconders_again(person, session, matter, time, public, database):
    matter.take("return", staff(session, time, reason="写清楚"))
    drafting.write(matter, {"place": ["4栋楼道"]}, time.at)
    matter.take("submit", case(session, "林秀兰", time, known="yes"))
    assert (matter.state, matter.seconds) == (MatterState.SECONDING, 0)
    assert last_entry(session, matter).given["seconds_dropped_for"] == ["地点"]
    session.commit()
    zhao = person("赵春梅").opens("/c/liuyin/todo").sees("提案改了地点，请再看是否附议")
    zhao.opens(public).is_not_offered("收回附议").presses("附议")
    with database.reading() as now:
        assert now.get(Matter, 1).seconds == 1
    zhao.opens("/c/liuyin/todo").does_not_see("请再看是否附议")
    person("许静").opens("/c/liuyin/todo").does_not_see("请再看是否附议")


def test_a_second_return_is_as_good_as_the_first(session, matter, time):
    for _ in range(3):
        matter.take("return", staff(session, time, reason="再写清楚些"))
        matter.take("submit", case(session, "林秀兰", time, known="yes"))
    assert matter.state is MatterState.REVIEW


# -- 不予受理 ------------------------------------------------------------------------------------


def test_a_refusal_names_article_item_and_reason(person, visitor, session, public):
    wang = person("王主任").opens(public)
    wang.presses("不予受理", article="negative_list", negative="others-duty", reason="物业合同第三条写明由物业更换")
    visitor.opens(public).sees("不予受理", "物业服务企业或者其他单位按职责", "物业合同第三条写明由物业更换")
    entry = last_entry(session, session.get(Matter, 1))
    assert "负面清单" in entry.given["article"] and entry.given["negative"].startswith("物业服务企业")


@pytest.mark.parametrize(("words", "field"), [
    ({"article": "negative_list", "reason": "物业的事"}, "negative"),
    ({"article": "7", "negative": "duplicate", "reason": "x"}, "article"),
    ({"article": "negative_list", "negative": "none", "reason": "w"}, "negative"),
    ({"reason": "不行"}, "article"), ({"article": "7"}, "reason"), ({"article": "99", "reason": "y"}, "article"),
    ({"article": "negative_list", "negative": "whatever", "reason": "z"}, "negative"),
    ({"article": "7", "reason": "长" * 1001}, "reason"),
], ids=lambda value: value if isinstance(value, str) else "-".join(value.values())[:40])  # fmt: skip
def test_a_refusal_without_its_grounds_is_none(person, public, words, field, database):
    wang = person("王主任").opens(public).presses("不予受理", **words)
    assert wang.status == 422 and wang.page.select_one(f"#decline-{field}, [id^=decline-{field}-]") is not None
    with database.reading() as session:
        assert session.get(Matter, 1).state is MatterState.REVIEW


def test_a_refusal_may_stand_on_an_article_alone(session, matter, time):
    matter.take("decline", staff(session, time, article="7", negative="none", reason="提案里写了三件事"))
    entry = last_entry(session, matter)
    assert (entry.given["article"], entry.given["negative"]) == ("第七条 不跑题", None)


def test_after_a_decision_the_other_decision_is_too_late(person, public):
    late, early = person("王主任").opens(public), person("王主任").opens(public)
    early.presses("退回补正", reason="写清楚型号")
    late.presses("受理", checked="yes").sees("现在是“草稿”")
    assert late.status == 409


# -- 超期 ----------------------------------------------------------------------------------------


def test_five_working_days_and_then_the_street_knows(session, matter, time, database, person):
    due = matter.due_at
    assert clock_strikes(session, database, due - timedelta(seconds=1)) == 0
    assert clock_strikes(session, database, due) == 1
    assert clock_strikes(session, database, due + timedelta(days=3)) == 0
    it = session.get(Matter, matter.id)
    assert (it.state, it.escalated, told(session, it)[-1]) == (MatterState.REVIEW, True, ("escalate", "系统"))
    number, url = it.number, it.url
    session.commit()
    time.at = due + timedelta(days=1)
    person("街道老李").opens("/c/liuyin-street/overdue").sees("更换3栋楼道灯", number, "柳荫社区", "已逾期1天")
    person("王主任").opens(url).sees("受理超过了期限，已上报街道").sees("受理")
    person("王主任").opens("/c/liuyin/overdue").sees(number)
    assert person("林秀兰").opens("/c/liuyin-street/overdue").status == 403
    assert person("望江主任").opens("/c/liuyin-street/overdue").status == 403
    assert person("王主任").opens("/c/liuyin-street/overdue").status == 403


def test_what_was_decided_late_is_overdue_no_more(session, matter, time, database, person):
    clock_strikes(session, database, matter.due_at)
    time.at = matter.due_at + timedelta(hours=1)
    matter.take("return", staff(session, time, reason="写清楚"))
    session.commit()
    person("街道老李").opens("/c/liuyin-street/overdue").sees("没有超期未受理的事项")
    matter.take("submit", case(session, "林秀兰", time, known="yes"))
    assert not matter.escalated and matter.due_at > time.at


def test_review_is_counted_from_the_day_it_came(session, home, time):
    time.is_here("2026-02-13 10:00")  # the Friday before the long holiday of the spring festival
    it = in_review(session, home, time)
    assert it.due_at > time.at + timedelta(days=12)


def test_a_draft_is_not_reviewed(session, home, time):
    it = draft(session, home, time)
    for step in ("accept", "return", "decline", "merge"):
        with pytest.raises(Refused, match="现在是“草稿”"):
            it.take(step, staff(session, time))
    with pytest.raises(Refused):
        it.take("accept", chair(session, time))


def test_markup_in_a_reason_is_shown_as_typed(person, visitor, public):
    person("王主任").opens(public).presses("退回补正", reason="<script>alert(1)</script>")
    assert "<script>alert" not in visitor.opens(public).sees("<script>alert(1)</script>").text


def test_the_page_of_a_reviewer_asks_the_database_little(person, public, queries):
    wang = person("王主任")
    with queries() as seen:
        wang.opens(public)
    assert len(seen) <= 25, len(seen)
