"""动议页 · moving, seconding, amending and voting at the pages; the clock does the rest."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.debates.conftest import AGAINST, FOR
from tests.matters.planning import matter_in_review
from tests.matters.proposing import someone
from tests.world import COUNCIL
from yishi.clock import today
from yishi.debates.motions import Motion, MotionBallot
from yishi.ledger.tick import tick
from yishi.matters.models import Matter
from yishi.people.models import Seat
from yishi.procedure.amendment import AmendmentForm
from yishi.procedure.motions import MotionKind

CLOSE, REFER, POSTPONE = MotionKind.CLOSE, MotionKind.REFER, MotionKind.POSTPONE


@pytest.fixture
def url(debate):
    return debate.url


def latest(session):
    """What was moved last; and the writer is free again for the pages."""
    session.expire_all()
    found = session.scalars(select(Motion).order_by(Motion.id.desc())).first()
    assert found is None or found.url
    session.commit()
    return found


def test_a_motion_is_moved_seconded_voted_on_and_carried_out(person, url, session, debate):
    chen = person("陈国栋").opens(url)
    chen.presses("提出退回方案小组的动议", reason="预算里没有检测费。")
    chen.sees("已提出：退回方案小组", "动议一：退回方案小组", "待附议", "还差附议 1人").is_not_offered("附议")
    motion = latest(session)
    person("何丽").opens(motion.url).presses("附议").sees("已附议", "表决中", "您是否同意退回方案小组？")
    for name in COUNCIL[:-1]:
        person(name).opens(motion.url).presses("投票", choice="aye").sees("您投了赞成，截止前可以改")
    last = person(COUNCIL[-1]).opens(motion.url)
    last.sees("名册12人，已有11人投票").presses("投票", choice="no")
    last.sees("表决通过", "赞成11票，反对1票，弃权0票", "梁志强 反对")
    session.expire_all()
    assert session.get(Matter, debate.matter_id).state == "planning"
    last.opens(url).sees("辩论已终止")


def test_the_clock_alone_brings_a_matter_back_to_planning(session, database, moved, vote, time, debate, url):
    motion = moved("陈国栋", REFER)
    vote(motion, ayes=9, noes=1)
    time.passes(days=3)
    assert tick(database, time.at) == 2
    session.expire_all()
    assert (session.get(Motion, motion.id).state, session.get(Matter, debate.matter_id).state) == ("carried", "planning")
    session.commit()
    assert tick(database, time.at) == 0


def test_the_clock_alone_takes_a_debate_from_notice_to_its_end(session, database, matter, time, council):
    from yishi.debates.turns import turn

    debate = matter.debate
    for day, state, number in ((2, "noticed", 0), (4, "speaking", 1), (8, "speaking", 2), (12, "exhausted", 2)):
        time.is_here(f"2026-03-{day + 2:02} 09:00")
        tick(database, time.at)
        session.expire_all()
        assert (debate.state, debate.round) == (state, number)
        session.commit()
        if state == "speaking":
            turn(debate, council("陈国栋")).speak(FOR, "好。")
            session.commit()
    assert matter.debate_done
    assert matter.due_at is None
    assert matter.debate_standing == "辩论已经充分：各轮都已结束"


def test_a_round_in_which_nobody_speaks_is_the_last(session, database, debate, time):
    time.passes(days=4)
    tick(database, time.at)
    session.expire_all()
    assert debate.matter.debate_standing == "辩论已经充分：第1轮没有人发言"


@pytest.mark.parametrize("name", ["周敏", "王主任", "郑秘书", "街道老李", "管理员", "何丽", "林秀兰"])
def test_nobody_whatever_their_office_sees_how_the_vote_goes(person, moved, vote, name):
    motion = moved("陈国栋", REFER)
    vote(motion, ayes=3, noes=2, abstentions=1)
    page = person(name).opens(motion.url).sees("已有6人投票")
    page.does_not_see("3票").does_not_see("2票")
    assert not page.page.select(".verdict, .tally, table[aria-label=名册]")
    for one in COUNCIL:
        assert f"{one} 赞成" not in page.words
        assert f"{one} 反对" not in page.words
    record = page.opens(f"{motion.matter.url}/record")
    assert "aye" not in record.text


def test_a_visitor_and_a_resident_are_not_offered_a_ballot(person, visitor, moved):
    motion = moved("陈国栋", REFER)
    visitor.opens(motion.url).is_not_offered("投票")
    lin = person("赵春梅").opens(motion.url).is_not_offered("投票")
    assert lin.posts(f"{motion.url}/vote", choice="aye").status == 403
    assert person("周敏").posts(f"{motion.url}/vote", choice="aye").status == 403
    assert person("望江主持").posts(f"{motion.url}/vote", choice="aye").status == 403


@pytest.mark.parametrize("choice", ["", "maybe", "<script>", "AYE"])
def test_a_ballot_that_says_nothing_is_no_ballot(person, moved, session, choice):
    motion = moved("陈国栋", REFER)
    chen = person("陈国栋").opens(motion.url)
    assert chen.posts(f"{motion.url}/vote", _step="vote", choice=choice).status == 422
    session.expire_all()
    assert session.scalars(select(MotionBallot.choice).where(MotionBallot.choice.is_not(None))).all() == []


def test_the_last_two_at_the_same_instant_are_both_counted(person, moved, vote, session):
    motion = moved("陈国栋", REFER)
    vote(motion, ayes=10)
    people = [person(name).opens(motion.url) for name in COUNCIL[-2:]]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda one: one.posts(f"{motion.url}/vote", choice="no").status, people))
    assert done == [200, 200]
    session.expire_all()
    assert (motion.state, motion.ayes, motion.noes) == ("carried", 10, 2)


def test_a_vote_after_the_time_is_refused(person, moved, time):
    motion = moved("陈国栋", REFER)
    chen = person("陈国栋").opens(motion.url)
    time.passes(days=3)
    chen.presses("投票", choice="aye")
    assert chen.status == 409
    chen.sees("动议现在是“未通过”")


def test_seats_that_change_after_the_opening_change_nothing(person, moved, session, time):
    motion = moved("陈国栋", REFER)
    seat = session.scalars(select(Seat).where(Seat.person_id == someone(session, "梁志强").id)).one()
    seat.until = today(time.at) - timedelta(days=1)
    session.commit()
    assert person("梁志强").opens(motion.url).presses("投票", choice="aye").status == 200


def test_a_second_by_somebody_whose_term_has_ended_is_refused(person, moved, session, time):
    motion = moved("陈国栋", REFER, seconder=None)
    seat = session.scalars(select(Seat).where(Seat.person_id == someone(session, "梁志强").id)).one()
    seat.until = today(time.at) - timedelta(days=1)
    session.commit()
    assert person("梁志强").opens(motion.url).is_not_offered("附议").posts(f"{motion.url}/second").status == 403


def test_a_date_is_asked_for_a_postponement_and_kept_when_it_will_not_do(person, url, session):
    chen = person("陈国栋").opens(url)
    for until in ("", "2026-03-07", "1999-01-01", "明天", "2026-02-30", "9999-12-31"):
        chen.posts(f"{url}/move", _step="move-postpone", kind="postpone", until=until, reason="等报价。")
        assert chen.status == 422
        chen.sees("延期")
    assert latest(session) is None
    chen.opens(url).presses("提出延期再议的动议", until="2026-03-20", reason="等报价。")
    chen.sees("延期到3月20日(周五)")


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({"kind": "refer"}, "请填写理由"),
        ({"kind": "refer", "reason": "字" * 501}, "理由最多500个字"),
        ({"kind": "amend", "reason": "好"}, "请从列出的选项里选"),
        ({"kind": "", "reason": "好"}, "请选择哪一种动议"),
        ({"kind": "coup", "reason": "好"}, "请从列出的选项里选"),
    ],
)
def test_a_motion_that_will_not_do_is_told_why(person, url, session, written, says):
    chen = person("陈国栋").opens(url)
    assert chen.posts(f"{url}/move", _step=f"move-{written['kind']}", **written).status == 422
    chen.sees(says)
    assert latest(session) is None


def test_the_chair_moves_nothing_and_a_resident_neither(person, url, session):
    zhou = person("周敏").opens(url).sees("主持人不提动议").is_not_offered("提出退回方案小组的动议")
    zhou.posts(f"{url}/move", kind="refer", reason="好。")
    assert zhou.status == 409
    zhou.sees("第一条")
    assert person("赵春梅").opens(url).posts(f"{url}/move", kind="refer", reason="好。").status == 409
    assert latest(session) is None


def test_the_proposer_asks_leave_to_withdraw(person, url, session):
    assert person("陈国栋").opens(url).posts(f"{url}/move", kind="withdraw", reason="好。").status == 403
    person("林秀兰").opens(url).presses("请议事会同意撤回", reason="物业已经装好了。").sees("表决中")


def test_an_amendment_is_written_beside_its_paragraph_discussed_and_carried(person, url, session, debate, time, vote, database):
    chen = person("陈国栋").opens(f"{url}/amend?paragraph=2")
    chen.sees("修改第2段", "有1人附议后讨论2天")
    assert chen.page.select_one("#amend-text").text.strip() == "每晚六点到十一点亮，之后降到三成。"
    chen.presses("提出修正案", how="rewrite", text="每晚六点到九点亮，之后降到三成。", reason="省电。")
    chen.sees("改写第2段")
    assert [chen.page.select_one(".diff del").text, chen.page.select_one(".diff ins").text] == ["十一", "九"]
    motion = latest(session)
    person("何丽").opens(motion.url).presses("附议")
    person("谢明").opens(motion.url).presses("发言", stance="against", text="主持人，我反对，九点太早。").sees("1人次·13字")
    time.passes(days=3)
    tick(database, time.at)
    session.expire_all()
    vote(motion, ayes=12)
    chen.opens(motion.url).sees("表决通过", "谢明")
    chen.opens(f"{url}/amend").sees("每晚六点到九点亮")
    assert debate.matter.plan.number == 2


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ({}, "请选择怎样改"),
        ({"how": "rewrite", "paragraph": "2", "reason": "好"}, "请写一段新的文字"),
        ({"how": "rewrite", "paragraph": "9", "text": "好", "reason": "好"}, "没有第9段"),
        ({"how": "rewrite", "paragraph": "-1", "text": "好", "reason": "好"}, "第几段不能小于0"),
        ({"how": "rewrite", "paragraph": "二", "text": "好", "reason": "好"}, "第几段请填整数"),
        ({"how": "insert", "paragraph": "1", "text": "一段\n两段", "reason": "好"}, "不要分段"),
        ({"how": "insert", "paragraph": "1", "text": "字" * 20_001, "reason": "好"}, "新的文字最多20000个字"),
        ({"how": "eat", "paragraph": "1", "text": "字", "reason": "好"}, "请从列出的选项里选"),
    ],
)
def test_an_amendment_that_will_not_do_comes_back_with_what_was_typed(person, url, session, written, says):
    chen = person("陈国栋").opens(f"{url}/amend")
    assert chen.posts(f"{url}/amend", _step="amend", **written).status == 422
    chen.sees(says)
    if 0 < len(written.get("text", "")) < 100:
        assert chen.page.select_one("#amend-text").text.strip() == written["text"]
    assert latest(session) is None


def test_two_who_amend_one_paragraph_at_the_same_instant_are_heard_one_after_the_other(person, url, session):
    people = [person(name).opens(f"{url}/amend?paragraph=2") for name in ("陈国栋", "何丽")]
    with ThreadPoolExecutor(2) as pool:
        new = {"how": "rewrite", "paragraph": "2", "text": "整夜亮。", "reason": "好。"}
        done = sorted(pool.map(lambda one: one.posts(f"{url}/amend", _step="amend", **new).status, people))
    assert done == [200, 422]
    assert latest(session).number == 1


def test_markup_in_an_amendment_is_shown_as_typed(person, amend, visitor):
    motion = amend("陈国栋", AmendmentForm.INSERT, 0, "<img src=x onerror=alert(1)> 👵🏻")
    visitor.opens(motion.url).sees("<img src=x onerror=alert(1)> 👵🏻", "在最前面增加一段")
    assert "<img src=x" not in visitor.text


def test_another_community_and_another_matter_have_no_such_motion(person, moved, url, session, home, time):
    motion = moved("陈国栋", REFER)
    other = matter_in_review(session, home, time, number="柳荫街-柳荫-2026-0002")
    session.commit()
    assert person("望江主持").opens(motion.url.replace("/liuyin/", "/wangjiang/")).status == 404
    assert person("何丽").opens(f"{other.url}/debate/motions/{motion.id}").status == 404
    assert person("何丽").posts(f"{other.url}/debate/motions/{motion.id}/second").status == 404
    assert person("何丽").opens(f"{url}/motions/99999").status == 404


@pytest.mark.parametrize("step", ["decide", "carry_out", "open", "fall", "discuss", "lapse", "nonsense"])
def test_what_the_clock_takes_nobody_takes(person, moved, step, session):
    motion = moved("陈国栋", REFER, seconder=None)
    assert person("何丽").posts(f"{motion.url}/{step}").status in (403, 409)
    session.expire_all()
    assert motion.state == "seconding"


def test_the_pages_of_a_motion_ask_the_database_the_same_however_many_vote(person, moved, vote, queries, session):
    motion = moved("陈国栋", REFER)
    lin = person("林秀兰")
    with queries() as few:
        lin.opens(motion.url)
    vote(motion, ayes=5)
    with queries() as many:
        lin.opens(motion.url)
    assert len(few) == len(many) <= 32


def test_a_debate_resumed_after_the_vote_failed_for_want_of_a_quorum_is_a_new_one(session, debate, council, time, person, says):
    matter = debate.matter
    says("陈国栋", FOR)
    session.commit()
    zhou = person("周敏").opens(debate.url)
    he = next(option["value"] for option in zhou.page.select("#hand_over-to option") if option.text == "何丽")
    zhou.presses("请别人主持", to=he)
    session.expire_all()
    matter.resume_debate(council("周敏"), {})
    session.commit()
    assert [it.state for it in matter.debates] == ["ended", "noticed"]
    assert matter.debate.stand_in.name == "何丽"
    zhou.opens(debate.url).sees("第2次辩论", "以前的辩论", "第1次辩论")
    zhou.opens(f"{debate.url}?number=1").sees("陈国栋").is_not_offered("发言")
    time.passes(days=4)
    from yishi.debates.models import run_on

    run_on(matter.debate, time.at)
    assert says("陈国栋", AGAINST).turn == 1
