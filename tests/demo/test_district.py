"""The district is a year of real procedure: every state, every row, nothing that the rules forbid, something for everybody."""

import re
from datetime import datetime, timedelta
from itertools import groupby

import pytest
from sqlalchemy import func, select

from tests.rows import rows_there_are, rows_walked
from yishi.clock import at_here
from yishi.communities.attachments import Attachment, path_of
from yishi.communities.funds import Fund
from yishi.communities.models import Body, Community
from yishi.db import Base
from yishi.deliveries.expenses import Expense
from yishi.demo import names
from yishi.demo.sitting import soon
from yishi.demo.welcome import doors
from yishi.ledger.models import LedgerEntry, Procedural
from yishi.ledger.verify import verify
from yishi.matters.models import Matter
from yishi.people.models import Person, Seat
from yishi.procedure.matter import MatterKind, MatterState
from yishi.procedure.people import Role
from yishi.procedure.sitting import SittingState
from yishi.sittings.models import Sitting

TABS = ("", "/plan", "/debate", "/poll", "/supervision", "/record")


def test_there_are_matters_in_every_state(session):
    assert set(session.scalars(select(Matter.state))) == set(MatterState)


def test_every_chain_verifies(session):
    found = [verify(session, community) for community in session.scalars(select(Community)).all()]
    assert [it.broken for it in found if it.broken] == []
    assert sum(it.entries > 500 for it in found) == len(names.ALIVE)


def test_the_year_walks_every_row_of_every_table(session):
    assert rows_there_are() - rows_walked(session) == set()


def test_no_record_moved_but_along_a_row(session):
    """From its first state to the one it is in, each move begins where the last one ended."""
    told = select(LedgerEntry).where(LedgerEntry.source != "").order_by(LedgerEntry.subject, LedgerEntry.seq)
    rows, at = rows_there_are(), {}
    for subject, entries in groupby(session.scalars(told), key=lambda it: it.subject):
        cycle = subject.partition("/")[0]
        for it in entries:
            assert (cycle, it.step, it.source, it.target) in rows, it.subject
            assert it.source == at.get(subject, it.source), (subject, it.seq)
            at[subject] = it.target
    for model in (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Procedural)):
        for record in session.scalars(select(model)):
            assert record.state == at.get(record.subject, record.state)


def test_the_acts_stand_in_the_order_of_time(session):
    told = select(LedgerEntry.community_id, LedgerEntry.at).order_by(LedgerEntry.community_id, LedgerEntry.seq)
    for _, entries in groupby(session.execute(told), key=lambda it: it[0]):
        moments = [at for _, at in entries]
        assert moments == sorted(moments)


def test_the_money_adds_up(session):
    paid = select(func.sum(Expense.amount)).scalar_subquery()
    assert session.scalar(select(func.sum(Fund.paid))) == session.scalar(select(paid)) > 0


def test_every_picture_is_there_and_says_that_it_is_drawn(session, uploads):
    pictures = session.scalars(select(Attachment)).all()
    assert len(pictures) > 50
    assert all("示意图" in it.name and path_of(uploads, it.key).exists() for it in pictures)


@pytest.mark.parametrize("name", [name for name in names.READY if name != names.ADMIN])
def test_something_waits_for_everybody_who_may_be_chosen(person, name):
    somebody = person(name)
    somebody.opens("/c/wenhua/todo").does_not_see("现在没有欠着的事")


def test_what_the_terminal_offers_can_be_opened(person, session, time):
    there = doors(session, time.at)
    session.rollback()
    assert [it.name for it in there] == list(names.READY)
    for door in there:
        assert "todo" not in door.path
        assert person(door.name).opens(door.path).status == 200, door


def test_the_sitting_begins_soon_and_takes_whoever_comes(person, session, time):
    sitting = session.scalars(select(Sitting).where(Sitting.state == SittingState.NOTICED)).one()
    assert time.at + timedelta(minutes=30) <= sitting.starts_at < time.at + timedelta(minutes=45)
    assert sitting.starts_at.minute % 15 == sitting.starts_at.second == 0
    url, somebody = sitting.url, sitting.roll[0].person_id
    assert {door.role for door in doors(session, time.at) if door.path == f"{url}/room"} == {"主持人", "秘书"}
    session.rollback()
    secretary = person(names.SECRETARY).opens(f"{url}/room").sees("已到0人")
    secretary.posts(f"{url}/floor", do="check_in", to=somebody)
    secretary.opens(f"{url}/room").sees("已到1人")


@pytest.mark.parametrize("clock", ["00:00", "09:01", "13:14", "13:15", "13:16", "23:31", "23:59"])
def test_it_begins_at_a_quarter_of_an_hour(clock):
    at = at_here(datetime.fromisoformat(f"2026-11-21 {clock}")) + timedelta(seconds=7)
    begins = soon(at)
    assert timedelta(minutes=30) <= begins - at < timedelta(minutes=45)
    assert begins.minute % 15 == begins.second == begins.microsecond == 0


def test_the_ready_made_people_are_the_only_ones_who_may_be_chosen(session):
    home = select(Community.id).where(Community.slug == names.ALIVE[0][0]).scalar_subquery()
    by_hand = select(Person.name).join(Seat).where(Seat.community_id == home, Seat.role.in_((Role.COUNCILLOR, Role.SUPERVISOR)))
    expected = {*names.READY, *names.NEIGHBOURS, *session.scalars(by_hand)}
    assert set(session.scalars(select(Person.name).where(Person.demo))) == expected
    rules = session.scalars(select(Community).where(Community.slug == names.ALIVE[0][0])).one().rule_set_version.rules
    assert len(names.NEIGHBOURS) >= rules.seconders_needed, "one visitor gathers the seconds"


def test_no_organisation_is_named_twice_over(session):
    assert not [name for name in session.scalars(select(Body.name)) if "社区社区" in name or "街道街道" in name]


@pytest.mark.parametrize("state", list(MatterState))
def test_every_page_of_a_matter_opens(visitor, session, state):
    url = session.scalars(select(Matter).where(Matter.state == state, Matter.number.is_not(None)).limit(1)).one().url
    session.rollback()
    for tab in TABS:
        assert visitor.opens(f"{url}{tab}").status == 200, f"{url}{tab}"


def test_the_rules_were_changed_by_a_matter_and_say_so(visitor, session):
    changed = session.scalars(select(Matter).where(Matter.kind == MatterKind.RULE_CHANGE, Matter.state == MatterState.CLOSED)).one()
    url, number = changed.url, changed.number
    assert (changed.rule_set.speech_seconds, changed.adopted_rules.rules.speech_seconds) == (120, 180)
    session.rollback()
    visitor.opens("/c/wenhua/rules").sees("第2版", "和上一版相比", "2分钟", "3分钟", number)
    assert visitor.page.find("a", href=url)


@pytest.mark.parametrize("page", ["", "/matters", "/polls", "/notices", "/supervision", "/ledger", "/people", "/rules"])
def test_every_page_of_a_community_opens(visitor, page):
    visitor.opens(f"/c/wenhua{page}")
    assert visitor.status == 200
    assert not re.search(r"None|Undefined", visitor.words)
