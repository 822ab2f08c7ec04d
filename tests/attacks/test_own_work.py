"""自己验收自己 · whoever speaks for the contractor is of the contractor, whatever other seats they hold."""

import pytest
from sqlalchemy import select

from yishi.clock import today
from yishi.communities.models import Body, BodyKind, Unit
from yishi.people.models import Person, Seat
from yishi.procedure import acceptance, change_order
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import contractor
from yishi.procedure.matter.supervising import not_own_service, not_own_work
from yishi.procedure.people import Role
from yishi.web.sign_ins import actor_in


class Work:
    """Something that a unit carries out."""

    proposer_id = 0
    rule_set = None

    def __init__(self, unit_id):
        self.unit_id = unit_id


@pytest.fixture
def units(session, home):
    """幌子公司 is the older record, 承接公司 the one that does the work."""
    made = [Unit(community_id=home.id, name=name, kind="企业") for name in ("幌子公司", "承接公司")]
    session.add_all(made)
    session.flush()
    return made


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_supervisor_who_speaks_for_two_units_does_not_accept_the_work_of_either(session, home, time, units, order):
    person = session.scalars(select(Person).filter_by(name="监督员甲")).one()
    meeting = session.scalars(select(Body).filter_by(community_id=home.id, kind=BodyKind.JOINT_MEETING)).one()
    seat = {"community_id": home.id, "body_id": meeting.id, "person_id": person.id, "title": "联络员", "recorded_at": time.at}
    for place in order:
        session.add(Seat(**seat, role=Role.LIAISON, since=today(time.at), unit_id=units[place].id))
        session.flush()
    actor = actor_in(session, person, home, today(time.at))
    for unit in units:
        work, case = Work(unit.id), Case(actor, time.at)
        assert contractor.includes(actor, work)
        for rule in (not_own_work, not_own_service, acceptance.not_own_work, change_order.not_own_unit):
            assert not rule.holds(work, case), rule.says


def test_work_that_no_unit_carries_out_is_nobodys_own(session, home, time):
    person = session.scalars(select(Person).filter_by(name="监督员甲")).one()
    actor = actor_in(session, person, home, today(time.at))
    assert not_own_work.holds(Work(None), Case(actor, time.at))
    assert not contractor.includes(actor, Work(None))
