"""A long agenda costs no more queries than a short one."""

import pytest

from tests.debates.conftest import council, moved  # noqa: F401
from tests.world import matter
from yishi.people.models import Person
from yishi.procedure.lifecycle import Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.motions import MotionKind
from yishi.procedure.sitting import ItemKind
from yishi.sittings.agenda import parted, ready
from yishi.sittings.models import AgendaItem


@pytest.fixture
def more(session, home, sitting, time):
    """`more(20)` matters in debate, each of its own proposer."""

    def put_on(number):
        for _ in range(number):
            here = len(sitting.items)
            proposer = Person(name=f"居民{here}", created_at=time.at)
            session.add(proposer)
            session.flush()
            made = matter(session, home, time.at, title=f"第{here}件", state=MatterState.DEBATING, number=f"柳荫{here}")
            made.proposer_id = proposer.id
            where = {"community_id": home.id, "sitting_id": sitting.id, "position": here}
            session.add(AgendaItem(**where, kind=ItemKind.DECIDE, title=made.title, matter_id=made.id))
            session.flush()
            session.expire(sitting, ["items"])
        session.commit()

    return put_on


@pytest.mark.parametrize("path", ["", "/edit"])
def test_twenty_items_cost_no_more_queries_than_two(secretary, sitting, more, queries, path):
    more(2)
    secretary.opens(sitting.url + path)
    with queries() as few:
        secretary.opens(sitting.url + path)
    more(20)
    with queries() as many:
        secretary.opens(sitting.url + path).sees("第20件")
    assert len(many) <= len(few) <= 40


def test_what_waits_for_a_decision_online_is_not_decided_in_the_hall(session, sitting, more, by, request):
    more(1)
    session.expire_all()
    assert sitting.unready == []
    request.getfixturevalue("moved")("陈国栋", MotionKind.REFER, seconder=None)
    assert sitting.unready == ["“南门照明”在线上还有动议没有决定，决定以后才能上会表决"] == [sitting.items[0].unready]
    assert sitting.items[2].unready == ""
    with pytest.raises(Refused, match="还有动议没有决定"):
        sitting.take("announce", by("郑秘书"))


def test_nor_offered_as_if_it_could_be(session, sitting, request):
    lamp = sitting.items[0].matter
    session.delete(sitting.items[0])
    session.commit()
    session.expire_all()
    assert parted(ready(sitting)) == ([lamp], [])
    request.getfixturevalue("moved")("陈国栋", MotionKind.REFER, seconder=None)
    assert parted(ready(sitting)) == ([], [lamp])
