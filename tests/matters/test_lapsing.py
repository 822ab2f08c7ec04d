"""附议未成 · a proposal that too few stand behind ends by the clock, to the second."""

from datetime import timedelta

import pytest

from tests.matters.proposing import NEIGHBOURS, case, submitted, told
from yishi.clock import here
from yishi.ledger.tick import tick
from yishi.matters.models import Matter
from yishi.procedure.lifecycle import NotYours, Refused
from yishi.procedure.matter import MatterState


@pytest.fixture
def matter(session, home, time):
    it = submitted(session, home, time)
    session.commit()
    return it


def test_the_window_is_thirty_days_to_midnight(matter, time):
    assert (str(here(time.at)), str(here(matter.due_at))) == ("2026-03-02 09:00:00+08:00", "2026-04-02 00:00:00+08:00")


def test_the_clock_waits_for_the_last_second(session, matter, database):
    assert tick(database, matter.due_at - timedelta(seconds=1)) == 0
    assert tick(database, matter.due_at) == 1
    session.expire_all()
    it = session.get(Matter, matter.id)
    assert (it.state, it.due_at) == (MatterState.LAPSED, None)
    assert told(session, it) == [("submit", "林秀兰"), ("lapse", "系统")]
    assert tick(database, matter.entered_at + timedelta(days=900)) == 0


def test_in_the_last_second_one_may_still_second(session, matter, time):
    time.at = matter.due_at - timedelta(seconds=1)
    matter.take("second", case(session, "赵春梅", time))
    time.passes(seconds=1)
    with pytest.raises(Refused, match="附议期已经过了"):
        matter.take("second", case(session, "孙立", time))


def test_a_proposal_with_enough_does_not_lapse(session, matter, time, database):
    for name in NEIGHBOURS:
        matter.take("second", case(session, name, time))
    session.commit()
    tick(database, time.at + timedelta(days=60))
    session.expire_all()
    assert session.get(Matter, matter.id).state is MatterState.REVIEW


def test_nobody_lapses_a_proposal_by_hand(session, matter, person, time):
    time.at = matter.due_at
    for name in ("林秀兰", "王主任", "管理员"):
        assert person(name).posts(f"{matter.url}/lapse").status == 403
    with pytest.raises(NotYours):
        matter.take("lapse", case(session, "林秀兰", time))


def test_what_lapsed_may_be_proposed_again(matter, person, visitor, database):
    tick(database, matter.due_at)
    visitor.opens(matter.url).sees("附议期满，人数不够").is_not_offered("照这一件重新提出")
    person("江北人").opens(matter.url).is_not_offered("照这一件重新提出")
    person("王主任").opens(matter.url).is_not_offered("照这一件重新提出")
    person("林秀兰").opens(matter.url).presses("照这一件重新提出").sees("草稿，只有您自己看得到", "3栋的楼道灯坏了9盏")
    visitor.opens(matter.url).does_not_see("重新提出了这件事")
