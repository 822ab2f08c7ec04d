"""The notice of a sitting: sent in time or not at all, seen by everybody, answered by those on the roll, and proved."""

import pytest
from sqlalchemy import select

from tests.matters.proposing import someone
from tests.world import COUNCIL
from yishi.ledger.models import LedgerEntry
from yishi.procedure.sitting import Place, Reply, SittingState
from yishi.sittings.models import Attendee

HERE = "/c/liuyin/sittings"


@pytest.fixture
def told(session, sitting, by):
    """The notice is out; the sitting is days away."""
    sitting.take("announce", by("郑秘书"))
    session.commit()
    return sitting


def line_of(session, sitting, name):
    return session.scalars(select(Attendee).filter_by(sitting_id=sitting.id, name=name)).one()


# -- sending it --------------------------------------------------------------------------------------------------------


def test_the_consequence_is_named_before_the_notice_is_sent(secretary, sitting, visitor):
    secretary.opens(sitting.url).sees("还在筹备", "到会名册就定下来，不再改").presses("发出会议通知").sees("已办理：发出会议通知")
    assert sitting.state is SittingState.NOTICED
    assert [it.place for it in sitting.roll] == [Place.MEMBER] * (1 + len(COUNCIL))
    assert all(it.told_at == sitting.noticed_at for it in sitting.roll)
    visitor.opens(HERE).sees(sitting.title, sitting.place, "已通知")
    visitor.opens(sitting.url).sees("夏天怎么乘凉", "约60分钟", "成员13人", "13人").does_not_see("按姓名看", "陈国栋")


def test_it_is_too_late_when_the_days_of_notice_have_gone(secretary, sitting, time, session):
    time.at = sitting.starts_at.replace(hour=1)
    secretary.opens(sitting.url).sees("来不及了：最早")
    assert secretary.page.select_one("#step-announce") is None
    assert secretary.posts(f"{sitting.url}/announce").status == 409 and "请把时间往后改" in secretary.words
    assert sitting.state is SittingState.PLANNED


def test_an_empty_agenda_is_not_announced(secretary, sitting, session):
    for item in list(sitting.items):
        secretary.opens(item.url).presses("拿下这一项")
    secretary.opens(f"{sitting.url}/edit").sees("议程还是空的，请先加一项")
    assert secretary.posts(f"{sitting.url}/announce").status == 409


def test_pressed_twice_everybody_is_told_once(secretary, sitting, session):
    form = secretary.opens(sitting.url)._button("发出会议通知").find_parent("form")
    secretary.sends(form).sends(form)
    assert secretary.status == 200
    assert len(sitting.roll) == 13
    assert session.scalars(select(LedgerEntry).filter_by(step="announce", subject=sitting.subject)).one()


def test_called_off_it_says_why(secretary, told, visitor):
    secretary.opens(told.url).presses("取消会议", reason="")
    assert secretary.status == 422 and "为什么取消" in secretary.page.select_one("#cancel-reason-wrong").get_text()
    secretary.presses("取消会议", reason="会议室漏水")
    visitor.opens(told.url).sees("这次会议已取消：会议室漏水", "已取消")
    visitor.opens(HERE).sees("以往的会议")
    visitor.opens("/c/liuyin").does_not_see(told.title)


def test_what_was_called_off_before_anybody_was_told_is_nobodys(secretary, sitting, visitor):
    secretary.opens(sitting.url).presses("取消会议", reason="不开了")
    assert visitor.opens(sitting.url).status == 404
    visitor.opens(HERE).does_not_see(sitting.title)


@pytest.mark.parametrize("name", ["陈国栋", "林秀兰", "江北人"])
def test_whoever_does_not_convene_neither_sends_nor_cancels(name, at_page, told):
    it = at_page(name).opens(told.url)
    it.is_not_offered("取消会议")
    assert it.posts(f"{told.url}/cancel", reason="不想去").status == 403
    assert it.opens(f"{told.url}/roll").status == 403
    assert told.state is SittingState.NOTICED


# -- answering it ------------------------------------------------------------------------------------------------------


def test_a_member_owes_an_answer_and_gives_it(at_page, told, session):
    member = at_page("陈国栋")
    member.opens("/c/liuyin/todo").sees("回复会议通知", told.title)
    member.opens(told.url).sees("请您回复", "居民议事员").presses("参加").sees("已回复：参加", "您已回复： 参加")
    line = line_of(session, told, "陈国栋")
    assert (line.reply, line.seen_at, line.replied_at) == (Reply.COMING, line.replied_at, line.replied_at)
    member.opens("/c/liuyin/todo").does_not_see("回复会议通知")


def test_who_stays_away_says_why_and_may_think_again(at_page, told, session):
    member = at_page("何丽").opens(told.url)
    member.presses("提交请假", remark="")
    assert member.status == 422 and "请填写请假的原因" in member.page.select_one("#away-remark-wrong").get_text()
    assert member.page.select_one("#step-away").has_attr("open")
    member.presses("提交请假", remark="出差").sees("您已回复： 请假 （出差）")
    member.presses("参加").sees("您已回复： 参加")
    line = line_of(session, told, "何丽")
    assert (line.reply, line.remark) == (Reply.COMING, "")
    steps = session.scalars(select(LedgerEntry.label).filter_by(step="reply", subject=told.subject).order_by(LedgerEntry.seq)).all()
    assert steps == ["请假", "参加"]


def test_it_may_be_acknowledged_first(at_page, told, session):
    member = at_page("何丽").opens(told.url).presses("收到了，稍后回复").is_not_offered("收到了，稍后回复")
    assert line_of(session, told, "何丽").seen_at is not None
    member.opens("/c/liuyin/todo").sees("回复会议通知")


def test_an_observer_is_told_and_answers_too(at_page, secretary, sitting, session):
    secretary.opens(f"{sitting.url}/edit").presses("请林秀兰列席")
    secretary.opens(sitting.url).presses("发出会议通知")
    lin = at_page("林秀兰")
    lin.opens("/c/liuyin/todo").sees("回复会议通知")
    lin.opens(sitting.url).sees("列席").presses("参加")
    assert line_of(session, sitting, "林秀兰").reply is Reply.COMING


def test_whoever_was_not_told_answers_nothing(at_page, told, session):
    lin = at_page("林秀兰").opens(told.url)
    lin.does_not_see("请您回复").is_not_offered("参加")
    assert lin.posts(f"{told.url}/reply", _step="coming").status == 403
    assert lin.posts(f"{told.url}/seen").status == 200
    assert session.scalar(select(Attendee.id).where(Attendee.seen_at.is_not(None))) is None


def test_after_it_was_called_off_nobody_answers(at_page, told, session, by):
    told.take("cancel", by("郑秘书", reason="停电"))
    session.commit()
    member = at_page("陈国栋")
    assert member.posts(f"{told.url}/reply", _step="coming").status == 409
    member.opens("/c/liuyin/todo").does_not_see("回复会议通知")


def test_those_who_convene_see_by_name_who_answered(at_page, told, session):
    at_page("陈国栋").opens(told.url).presses("参加")
    at_page("何丽").opens(told.url).presses("提交请假", remark="出差")
    office = at_page("王主任").opens(told.url).sees("按姓名看")
    office.opens(f"{told.url}/roll").sees("陈国栋", "请假：出差", "还没回复 11", "参加 1")
    office.opens(f"{told.url}/roll?which=away").sees("何丽").does_not_see("吴桂花")
    office.opens(f"{told.url}/roll?which=waiting").sees("吴桂花").does_not_see("何丽")


# -- where else it shows -----------------------------------------------------------------------------------------------


def test_it_hangs_at_the_door_and_on_the_board(visitor, told):
    sheet = visitor.opens(f"{told.url}/notice").sees("会议通知", told.title, told.place, "夏天怎么乘凉", "周敏")
    assert sheet.page.select_one(".door svg") is not None
    visitor.opens("/c/liuyin/notices").sees("会议通知", told.title)
    visitor.opens("/c/liuyin/notices?all=1").does_not_see(told.title)


def test_a_sheet_without_an_address_of_ours_has_no_code(visitor, told, setting):
    setting(demo=False)
    sheet = visitor.opens(f"{told.url}/notice").sees("这里没有印二维码")
    assert sheet.page.select_one(".door svg") is None


def test_what_is_only_planned_hangs_nowhere(visitor, secretary, sitting):
    assert visitor.opens(f"{sitting.url}/notice").status == 404
    assert secretary.opens(f"{sitting.url}/notice").status == 404
    for page in ("/c/liuyin", "/c/liuyin/notices", HERE, sitting.items[0].matter.url):
        visitor.opens(page).does_not_see(sitting.title, "会议议程")


def test_the_front_page_says_when_people_meet(visitor, told, time):
    visitor.opens("/c/liuyin").sees("近日开会", told.title)
    time.at = told.starts_at.replace(hour=1)
    visitor.opens("/c/liuyin").sees("今天开会")


def test_the_front_page_and_the_matter_lead_into_the_hall(visitor, opened):
    assert visitor.opens("/c/liuyin").sees("正在开会").page.find("a", string="进会场")["href"] == f"{opened.url}/room"
    visitor.opens(HERE).sees("进会场")
    visitor.opens(opened.items[0].matter.url).sees("看会场", "第一次会议正在社区会议室开")


def test_a_matter_says_when_it_will_be_decided(visitor, told):
    visitor.opens(told.items[0].matter.url).sees("已列入第一次会议议程，3月11日19:30在社区会议室")


# -- cost --------------------------------------------------------------------------------------------------------------


def test_the_page_asks_the_database_little(at_page, visitor, told, queries):
    member, office = at_page("陈国栋"), at_page("王主任")
    page = told.url
    for someone_, most in ((visitor, 12), (member, 17), (office, 24)):
        with queries() as seen:
            assert someone_.opens(page).status == 200
        assert len(seen) <= most, (len(seen), seen)


def test_next_door_answers_nothing(at_page, told):
    for path in ("", "/notice", "/roll", "/again", "/door", "/check-in"):
        assert at_page("望江主任").opens(f"/c/wangjiang/sittings/{told.id}{path}").status == 404, path
    assert at_page("望江主任").posts(f"/c/wangjiang/sittings/{told.id}/reply").status == 404


def test_a_chair_who_has_no_office_sees_the_plan(at_page, sitting, session):
    sitting.chair_id = someone(session, "何丽").id
    session.commit()
    stand_in = at_page("何丽").opens(sitting.url).sees("还在筹备").is_not_offered("发出会议通知")
    stand_in.opens(HERE).sees(sitting.title)
