"""异议 · a resident objects in writing; each objection is answered before the result takes effect."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests import world
from yishi.ledger.models import LedgerEntry
from yishi.matters.models import Matter
from yishi.notices.models import Notice, post_notice
from yishi.notices.objections import Objection, file_objection
from yishi.procedure.lifecycle import Case, NotYours, Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.notice import NoticeKind
from yishi.procedure.objection import ObjectionState
from yishi.procedure.people import SYSTEM, Role

WORDS = "新灯杆会不会占消防通道？"


@pytest.fixture
def objection(session, notice, actor, time):
    it = file_objection(notice, Case(actor("赵春梅", Role.RESIDENT), time.at), WORDS)
    session.commit()
    return it


def test_a_resident_objects_and_everybody_reads_the_answer(person, visitor, notice):
    zhao = person("赵春梅")
    zhao.opens(notice)
    zhao.opens(zhao.page.find("a", string="提异议")["href"]).presses("提交异议", text=WORDS)
    zhao.sees("异议已收到", WORDS, "赵春梅", "待答复", "您上一条异议还在等答复，答复以后才能再提")
    wang = person("王主任")
    wang.opens(notice)
    wang.opens(wang.page.find("a", string="去答复")["href"]).sees(WORDS)
    wang.presses("异议不成立", answer="不占，灯杆离通道2.4米，见方案第3页。").sees("答复已公开")
    visitor.opens(notice).sees("不成立", "不占，灯杆离通道2.4米", "答复 · 王主任").does_not_see("去答复")


def test_a_result_does_not_take_effect_while_an_objection_waits(session, matter, objection, actor, time):
    staff = actor("王主任", Role.STAFF)
    assert matter.open_objections == 1
    time.at = matter.due_at
    with pytest.raises(Refused, match="还有1条异议没有答复"):
        matter.take("confirm", Case(staff, time.at))
    objection.take("dismiss", Case(staff, time.at, {"answer": ["不占。"]}))
    assert (matter.open_objections, matter.objection_upheld) == (0, False)
    assert "条异议没有答复" not in str([o.reasons for o in matter.offers(Case(staff, time.at))])


def test_an_upheld_objection_takes_the_result_down_and_the_matter_back_to_debate(session, matter, notice, objection, actor, time):
    other = file_objection(notice, Case(actor("孙立", Role.RESIDENT), time.at), "旧灯怎么办？")
    chair = actor("周敏", Role.CHAIR)
    objection.take("uphold", Case(chair, time.at, {"answer": ["确实占道，须重议。"]}))
    assert matter.state is MatterState.DEBATING
    assert notice.withdrawn_at == time.at
    assert (objection.state, other.state) == (ObjectionState.UPHELD, ObjectionState.OVERTAKEN)
    assert (matter.open_objections, matter.objection_upheld) == (0, False), "the next result starts with a clean docket"
    steps = [(e.step, e.actor_name) for e in session.scalars(select(LedgerEntry).order_by(LedgerEntry.seq))]
    assert [s for s in steps if s[0] in ("uphold", "reopen", "withdraw_notice", "overtake")] == [
        ("uphold", "周敏"), ("reopen", "系统"), ("withdraw_notice", "系统"), ("overtake", "系统"),
    ]  # fmt: skip
    with pytest.raises(Refused, match="公示已经撤下"):
        file_objection(notice, Case(actor("钱进", Role.RESIDENT), time.at), "还有一条")


def test_the_sheet_says_that_it_was_taken_down(person, visitor, notice, objection):
    person("周敏").opens(objection).presses("异议成立", answer="须重议。")
    visitor.opens(notice).sees("撤下：异议成立，事项回到公开辩论", "成立")
    visitor.opens("/c/liuyin/notices").does_not_see("表决结果的公示")


def test_only_neighbours_object_and_only_in_time(person, visitor, notice, time):
    form = f"{notice.url}/object"
    for name in ("江北人", "望江主任", "管理员", "物业小何"):
        assert person(name).opens(form).status in (403, 404), name
        assert person(name).posts(form, text=WORDS).status in (403, 404), name
    assert visitor.opens(form).status == 401
    hu, late = person("胡军"), person("许静")
    hu.opens(form)
    time.at = notice.until
    late.opens(form).sees("公示期已经过了")
    assert late.page.select_one("main form") is None
    hu.presses("提交异议", text=WORDS).sees("公示期已经过了", "您写的内容", WORDS)
    assert hu.status == 409


def test_a_confirmed_result_takes_no_objection_however_long_it_was_under_way(session, home, actor, time):
    """The objection was sent before the period ended, and had to wait while the result was confirmed."""
    confirmed = world.matter(session, home, time.at, number="柳荫街-柳荫-2026-0009", state=MatterState.DELIVERING)
    until = time.at + timedelta(days=5)
    notice = post_notice(
        session, Case(SYSTEM, time.at), confirmed, NoticeKind.RESULT, "结果", "通过。", until, takes_objections=True
    )
    with pytest.raises(Refused, match="结果已经确认生效"):
        file_objection(notice, Case(actor("赵春梅", Role.RESIDENT), time.at), WORDS)
    assert session.scalars(select(Objection)).all() == []


def test_two_who_answer_at_once_give_one_answer(person, session, objection):
    both = [person("王主任"), person("周敏")]
    for who in both:
        who.opens(objection)
    presses = (("异议不成立", "不占。"), ("异议成立", "占了。"))
    session.rollback()
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda who, press: who.presses_anyway(press[0], answer=press[1]), both, presses))
    assert sorted(who.status for who in both) in ([200, 403], [200, 409])
    session.expire_all()
    assert (objection.state, objection.answer) in ((ObjectionState.DISMISSED, "不占。"), (ObjectionState.UPHELD, "占了。"))


def test_nobody_answers_their_own_objection(session, notice, actor, time):
    own = file_objection(notice, Case(actor("王主任", Role.STAFF, Role.RESIDENT), time.at), WORDS)
    with pytest.raises(Refused, match="不答复自己提的异议"):
        own.take("dismiss", Case(actor("王主任", Role.STAFF), time.at, {"answer": ["好的"]}))


@pytest.mark.parametrize("name", ["赵春梅", "陈国栋", "郑秘书", "监督员甲", "管理员", "街道老李", "望江主任"])
def test_only_staff_and_the_chair_answer(person, objection, name):
    him = person(name)
    assert him.posts(f"{objection.url}/dismiss", answer="好的").status in (403, 404)
    him.opens(objection).is_not_offered("异议不成立")


def test_an_answered_objection_is_not_answered_twice(person, session, objection):
    wang, zhou = person("王主任"), person("周敏")
    wang.opens(objection)
    zhou.opens(objection).presses("异议不成立", answer="不占。")
    wang.presses_anyway("异议成立", answer="占。").sees("现在是“不成立”")
    assert wang.status == 409
    session.expire_all()
    assert (objection.state, objection.answer) == (ObjectionState.DISMISSED, "不占。")


def test_an_answer_needs_its_reason(person, objection):
    wang = person("王主任")
    wang.opens(objection).presses("异议不成立", answer="  ").sees("请填写答复和理由")
    assert wang.status == 422


@pytest.mark.parametrize(
    ("typed", "says"), [("", "请填写异议内容"), ("长" * 2001, "最多2000个字"), (" \n\t\u202e ", "请填写异议内容")]
)
def test_what_is_written_wrongly_comes_back_with_a_sentence(person, notice, typed, says):
    zhao = person("赵春梅")
    zhao.opens(f"{notice.url}/object").presses("提交异议", text=typed).sees(says)
    assert zhao.status == 422
    assert zhao.page.select_one("textarea").get_text().strip() == typed.strip()


def test_markup_and_emoji_are_kept_as_typed(person, visitor, notice):
    person("赵春梅").opens(f"{notice.url}/object").presses("提交异议", text="<script>alert(1)</script>👴🏽")
    visitor.opens(notice).sees("<script>alert(1)</script>👴🏽")


def test_the_same_submit_twice_is_one_objection(person, session, notice):
    zhao = person("赵春梅")
    zhao.opens(f"{notice.url}/object")
    form, page = zhao.page.select_one("main form"), zhao.page
    zhao.sends(form, text=WORDS)
    zhao.page = page
    zhao.sends(form, text=WORDS)
    assert zhao.status == 200
    assert session.scalars(select(Objection)).one().text == WORDS


def test_the_database_keeps_one_waiting_objection_to_a_person(session, notice, objection):
    session.add(
        Objection(
            community_id=notice.community_id, notice_id=notice.id, matter_id=notice.matter_id,
            person_id=objection.person_id, text="又一条", filed_at=notice.posted_at,
            entered_at=notice.posted_at, touched_at=notice.posted_at,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_after_the_answer_the_same_person_may_object_again(session, notice, objection, actor, time):
    objection.take("dismiss", Case(actor("王主任", Role.STAFF), time.at, {"answer": ["不占。"]}))
    file_objection(notice, Case(actor("赵春梅", Role.RESIDENT), time.at), "还有一个问题")
    assert session.get(Matter, notice.matter_id).open_objections == 1


def test_a_record_of_another_community_is_not_there(person, notice, objection):
    away = objection.url.replace("/liuyin/", "/wangjiang/")
    assert person("望江主任").opens(away).status == 404
    assert person("望江主任").posts(f"{away}/dismiss", answer="好").status == 404
    misplaced = objection.url.replace(f"/notices/{notice.id}/", "/notices/9999/")
    assert person("王主任").posts(f"{misplaced}/dismiss", answer="好").status == 404


def test_an_unknown_step_is_refused(person, objection):
    assert person("王主任").posts(f"{objection.url}/overtake", answer="好").status == 403
    assert person("王主任").posts(f"{objection.url}/sing", answer="好").status == 409


def test_ordinary_notices_take_no_objections(person, session, matter, time, actor):
    plain = post_notice(session, Case(actor("王主任", Role.STAFF), time.at), matter, NoticeKind.OTHER, "停水通知", "明天停水。")
    session.commit()
    assert person("赵春梅").opens(f"{plain.url}/object").status == 404
    assert person("赵春梅").posts(f"{plain.url}/object", text="不行").status == 404


def test_the_docket_turns_its_pages(session, visitor, notice, actor, time):
    names = [r[0] for r in session.execute(text("SELECT name FROM people ORDER BY id LIMIT 25"))]
    for name in names:
        file_objection(notice, Case(actor(name, Role.RESIDENT), time.at), f"{name}的话")
    session.commit()
    visitor.opens(notice)
    assert len(visitor.page.select("[id^=objection-]")) == 20
    visitor.opens(visitor.page.select_one(".pager a")["href"])
    assert len(visitor.page.select("[id^=objection-]")) == 5


def test_a_visitor_is_led_to_sign_in(visitor, session, notice):
    visitor.opens(notice)
    assert visitor.page.select_one(f"a[href='/sign-in?next={notice.url}']")
    assert session.get(Notice, notice.id).awaits_answer(None) is False


def test_not_yours(objection, actor, time):
    with pytest.raises(NotYours):
        objection.take("dismiss", Case(actor("陈国栋", Role.COUNCILLOR), time.at, {"answer": ["好"]}))
