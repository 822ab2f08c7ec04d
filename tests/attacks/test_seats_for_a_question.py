"""席位 · nobody is seated for a question, or unseated because of one, and no day that is past is made up."""

from datetime import date, datetime

import pytest
from sqlalchemy import select, update

from tests import world
from tests.attacks.conftest import DESK
from tests.world import COUNCIL
from yishi.ledger.models import LedgerEntry
from yishi.matters.models import Matter
from yishi.people.models import Person, Seat
from yishi.polls.models import Elector
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role


@pytest.fixture
def proposed(session, home, time):
    """Something was once proposed here: the place is no longer being set up."""
    it = world.matter(session, home, time.at, state=MatterState.SECONDING, number="柳荫街-柳荫-2026-0007")
    session.commit()
    return it


@pytest.fixture
def opens(session, matter, actor, time):
    """`opens()`: 周敏 puts the question; returns the names on the roll."""

    def put():
        matter.open_poll(Case(actor("周敏", Role.CHAIR), time.at), {})
        session.commit()
        return [it.name for it in session.scalars(select(Elector).order_by(Elector.id))]

    return put


# -- 名册 --------------------------------------------------------------------------------------------------------------


def test_who_is_seated_after_the_notice_is_not_on_the_roll_whatever_the_term_says(
    session, seats, person, opens, time, matter, visitor
):
    """By the street, from a paper, since New Year: what counts is when it was written down."""
    session.commit()
    time.passes(minutes=5)
    seats(person("街道老李"), "林秀兰", since="2026-01-01", paper="柳荫街办〔2026〕1号").sees("林秀兰已任")
    seats(person("王主任"), "赵春梅").sees("赵春梅已任")
    time.passes(hours=1)
    assert opens() == list(COUNCIL)
    poll = matter.poll
    session.commit()
    visitor.opens(poll).sees("不在名册上，因为登记的时候，这件事已经公告", "林秀兰（居民议事员", "赵春梅（居民议事员")
    newcomer = person("林秀兰").opens(poll).sees("您不在这次表决的名册上", "从下一件事起，您参加表决")
    assert newcomer.opens(f"{poll.url}/ballot").is_not_offered("下一步：核对")


def test_who_was_seated_before_the_notice_is_on_it(session, seats, person, opens, time, matter):
    session.commit()
    seats(person("王主任"), "林秀兰")
    time.passes(minutes=5)
    session.refresh(matter)
    matter.entered_at = time.at
    assert opens() == [*COUNCIL, "林秀兰"]


def test_a_seat_that_ended_before_the_opening_is_not_on_it(session, opens, time):
    session.scalars(select(Seat).join(Person).where(Person.name == "何丽")).one().until = date(2026, 3, 1)
    assert opens() == [name for name in COUNCIL if name != "何丽"]


def test_the_record_to_count_again_says_from_when_seats_count(session, opens, visitor, matter):
    opens()
    record = visitor.opens(f"{matter.poll.url}/record.json").response.json()
    assert datetime.fromisoformat(record["seated_before"]) == matter.noticed_at
    entry = session.scalars(select(LedgerEntry).filter_by(subject=matter.poll.subject, step="open")).one()
    assert entry.given["seated_before"] == matter.noticed_at.isoformat()


# -- 结束 --------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("debated")
@pytest.mark.parametrize("name", ["陈国栋", "周敏", "郑秘书"])
def test_while_the_council_decides_its_seats_are_not_for_staff_to_end(person, ends, found, of, name):
    staff = ends(person("王主任"), name, "2026-03-02").sees("柳荫街-柳荫-2026-0001正在辩论或表决", "只有街道能动")
    assert staff.status == 409 and found(select(Seat).filter_by(person_id=of(name).id))[0].until is None
    assert not found(select(LedgerEntry).filter_by(step="end_seat"))


@pytest.mark.usefixtures("debated")
def test_nor_from_a_day_after_the_vote(person, ends):
    assert ends(person("王主任"), "陈国栋", "2026-12-31").status == 409


@pytest.mark.usefixtures("debated")
def test_the_street_may_and_the_ledger_says_that_it_did(person, ends, found):
    ends(person("街道老李"), "陈国栋", "2026-03-02").sees("任期到2026年3月2日为止")
    assert found(select(LedgerEntry.actor_name).filter_by(step="end_seat")) == ["街道老李"]


def test_while_a_poll_is_open_too(session, poll, person, ends):
    """About the budget, say, of works that are under way."""
    session.execute(update(Matter).values(state=MatterState.DELIVERING))
    session.commit()
    assert ends(person("王主任"), "陈国栋", "2026-03-02").sees("正在辩论或表决").status == 409


@pytest.mark.usefixtures("debated")
def test_a_seat_elsewhere_and_a_council_next_door_are_ended_as_ever(person, ends, found, of):
    ends(person("王主任"), "物业小何", "2026-03-02").sees("任期到2026年3月2日为止")
    it = found(select(Seat).where(Seat.person_id == of("望江主持").id))[0]
    page = person("望江主任").opens(f"/c/wangjiang/desk/seats/{it.id}").presses("结束任期", until="2026-03-02")
    page.sees("任期到2026年3月2日为止")


@pytest.mark.usefixtures("debated")
def test_an_account_that_has_a_say_is_suspended_by_the_street_alone(person, sheet, of):
    councillor = person("陈国栋")
    staff = sheet("王主任", "陈国栋").presses("停用账号").sees("只有街道能停用这个账号")
    assert staff.status == 409 and councillor.opens("/account").status == 200
    sheet(staff, "林秀兰").presses("停用账号").sees("账号已停用")
    sheet("街道老李", "陈国栋").presses("停用账号").sees("账号已停用")


@pytest.mark.usefixtures("debated")
def test_no_second_chair_is_put_beside_the_one_who_directs(person, seats, found, session):
    assert seats(person("王主任"), "林秀兰", role="chair", title="主持人").sees("主持人的席位只有街道能动").status == 409
    assert len(found(select(Seat).where(Seat.role == Role.CHAIR))) == 2  # ours and next door's


# -- 日期 --------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("proposed")
def test_staff_record_no_day_that_is_past(person, seats, ends, found, of):
    staff = seats(person("王主任"), "林秀兰", since="2026-03-01").sees("任期从今天或以后算")
    assert staff.status == 422 and not found(select(Seat).filter_by(person_id=of("林秀兰").id))
    assert ends(staff, "何丽", "2026-03-01").sees("任期从今天或以后算").status == 422
    assert not staff.page.select("[name=paper]")


@pytest.mark.usefixtures("proposed")
def test_a_paper_that_staff_send_along_helps_nothing(person, council, found, of):
    typed = {"name": "林秀兰", "role": "councillor", "title": "x", "since": "2026-03-01", "paper": "某号"}
    assert person("王主任").posts(f"{DESK}/bodies/{council.id}/seat", **typed).status == 422


@pytest.mark.usefixtures("proposed")
def test_the_street_records_the_past_from_a_paper(person, seats, ends, found, time):
    who = seats(person("街道老李"), "林秀兰", since="2026-02-01").sees("请写明依据的文件")
    assert who.status == 422
    seats(who, "林秀兰", since="2026-02-01", paper="柳荫街办〔2026〕1号").sees("林秀兰已任")
    ends(who, "何丽", "2026-02-28", paper="柳荫街办〔2026〕2号").sees("任期到2026年2月28日为止")
    told = found(select(LedgerEntry).where(LedgerEntry.step.in_(("seat", "end_seat"))).order_by(LedgerEntry.seq))
    assert [it.given["paper"] for it in told] == ["柳荫街办〔2026〕1号", "柳荫街办〔2026〕2号"]
    [seat] = found(select(Seat).join(Person).where(Person.name == "林秀兰"))
    assert seat.since == date(2026, 2, 1) and seat.recorded_at == time.at


def test_where_nothing_was_ever_proposed_the_place_is_still_being_set_up(person, seats, found, time):
    seats(person("王主任"), "林秀兰", since="2026-01-05").sees("林秀兰已任")
    [seat] = found(select(Seat).join(Person).where(Person.name == "林秀兰"))
    assert seat.recorded_at == time.at, "the moment is true all the same"
