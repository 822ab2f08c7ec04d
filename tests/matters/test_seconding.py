"""征集附议 · residents stand behind a proposal, or it lapses."""

import pytest
from sqlalchemy import select

from yishi.communities.models import RuleSetVersion
from yishi.ledger.models import LedgerEntry
from yishi.matters.models import Matter
from yishi.people.models import Person
from yishi.procedure.lifecycle import Case, Refused
from yishi.procedure.matter import MatterKind, MatterState
from yishi.procedure.people import Actor, Role


@pytest.fixture
def matter(session, home, time):
    proposer = session.scalars(select(Person).filter_by(name="林秀兰")).one()
    it = Matter(
        community_id=home.id, kind=MatterKind.ISSUE, title="南门照明", need="加灯", place="南门", beneficiaries="全体居民",
        proposer_id=proposer.id, rule_set_version_id=session.scalars(select(RuleSetVersion.id)).first(),
        created_at=time.at, entered_at=time.at, touched_at=time.at,
    )  # fmt: skip
    session.add(it)
    session.flush()
    it.take("submit", Case(Actor(proposer.id, "林秀兰", frozenset({Role.RESIDENT})), time.at))
    return it


def resident(session, name):
    person = session.scalars(select(Person).filter_by(name=name)).one()
    return Actor(person.id, name, frozenset({Role.RESIDENT}))


def test_the_fifth_second_brings_a_proposal_to_review(session, matter, time):
    for name in ("赵春梅", "孙立", "钱进", "李小平"):
        matter.take("second", Case(resident(session, name), time.at))
        assert matter.state is MatterState.SECONDING
    matter.take("second", Case(resident(session, "胡军"), time.at))
    assert matter.state is MatterState.REVIEW
    assert matter.number == "柳荫街-柳荫-2026-0001"
    assert [e.step for e in session.scalars(select(LedgerEntry).order_by(LedgerEntry.seq))] == ["submit", *["second"] * 5]


def test_a_proposer_does_not_second_their_own(session, matter, time):
    with pytest.raises(Refused, match="提出人以外"):
        matter.take("second", Case(resident(session, "林秀兰"), time.at))


def test_pages_answer(visitor):
    assert visitor.opens("/").status == 200
    assert visitor.opens("/nowhere").status == 404
