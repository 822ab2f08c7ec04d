"""公示与“您现在可以”· from the matter to its notice: objecting, answering, and whose turn it is once the period is over."""

import pytest
from sqlalchemy import select

from yishi.notices.objections import file_objection
from yishi.people.models import Person, Seat
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Role


def boxed(somebody) -> dict[str, str]:
    return {it.get_text(strip=True): it["href"] for it in somebody.page.select(".now-box a.button")}


@pytest.fixture
def objection(session, notice, actor, time):
    it = file_objection(notice, Case(actor("赵春梅", Role.RESIDENT), time.at), "会不会占消防通道？")
    session.commit()
    return it


def test_a_resident_objects_from_the_matter(person, notice, matter):
    lin = person("林秀兰").opens(matter.url)
    assert boxed(lin) == {"提异议": f"{notice.url}/object", "看公示": notice.url}
    lin.opens(boxed(lin)["提异议"]).presses("提交异议", text="太亮。").sees("异议已收到")
    assert boxed(lin.opens(matter.url)) == {"看公示": notice.url}


def test_everybody_finds_the_notice(visitor, notice, matter):
    assert boxed(visitor.opens(matter.url))["看公示"] == notice.url


def test_the_chair_owes_the_answer_too_but_never_to_an_objection_of_their_own(person, objection, session):
    person("周敏").opens("/c/liuyin/todo").sees("答复异议", "您是主持人")
    objection.person_id = session.scalars(select(Person.id).filter_by(name="周敏")).one()
    session.commit()
    person("周敏").opens("/c/liuyin/todo").does_not_see("答复异议")


def test_two_offices_in_one_hand_owe_one_answer(person, objection, session):
    offices = select(Seat).join(Person).where(Seat.role == Role.CHAIR, Person.name == "周敏")
    session.scalars(offices).one().person_id = session.scalars(select(Person.id).filter_by(name="王主任")).one()
    session.commit()
    assert person("王主任").opens("/c/liuyin/todo").text.count("答复异议") == 1
    person("王主任").opens("/c/liuyin/desk").sees("答复异议")


def test_the_chair_finds_the_queue_at_the_desk(person, objection, matter):
    person("周敏").opens("/c/liuyin/desk/queues/objections").sees(matter.title)


def test_staff_answer_from_the_matter_and_from_the_inbox(person, objection, matter):
    wang = person("王主任").opens(matter.url).sees("还有1条异议没有答复", "公示期到", "才满", "赵春梅的异议")
    assert boxed(wang)["答复异议"] == objection.url
    wang.opens("/c/liuyin/todo")
    assert wang.page.select_one(f"a.button[href='{objection.url}']")
    wang.opens(objection.url).presses("异议不成立", answer="不占。").sees("答复已公开")
    wang.opens("/c/liuyin/todo").does_not_see("答复异议")


def test_once_the_period_is_over_staff_owe_the_next_step(person, visitor, matter, notice, time):
    visitor.opens(matter.url).sees("居民可以书面提出异议")
    time.at = matter.due_at
    time.passes(days=2)
    visitor.opens(matter.url).sees("公示期满，等确认生效", "社区工作人员").does_not_see("居民可以书面提出异议", "已逾期")
    assert "提异议" not in boxed(person("林秀兰").opens(matter.url))
