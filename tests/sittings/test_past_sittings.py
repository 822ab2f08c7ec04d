"""以往的会议 · the list of what was, by the moment it began, page by page."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from yishi.procedure.sitting import SittingState
from yishi.sittings.models import Sitting

HERE = "/c/liuyin/sittings"


@pytest.fixture
def held(session, sitting):
    """`held(7, 8)`: sittings that began so many days before the planned one, entered in this order."""
    same = ("community_id", "body_id", "rule_set_version_id", "place", "chair_id", "secretary_id", "secret", "created_at")
    usual = {name: getattr(sitting, name) for name in same}
    then = dict.fromkeys(("entered_at", "touched_at", "noticed_at"), sitting.created_at)

    def put(*days, **other):
        for day in days:
            number = session.query(Sitting).count() + 1
            at = sitting.starts_at - timedelta(days=day)
            it = {"state": SittingState.SEALED, "title": f"{day}天前", "number": number, "starts_at": at, **other}
            session.add(Sitting(**usual, **{**then, **it}))
            session.flush()
        session.commit()

    return put


def past(person):
    return [it.get_text() for it in person.page.select("[aria-labelledby=past] .entry .title a")]


def test_what_began_last_comes_first_whenever_it_was_entered(held, visitor):
    held(3, 9, 1, 5)
    assert past(visitor.opens(HERE)) == ["1天前", "3天前", "5天前", "9天前"]


def test_every_past_sitting_is_met_once_while_pages_are_turned(held, visitor, session):
    held(*range(2, 70, 2), *range(1, 71, 2))
    held(60, title="同一时刻的另一次")
    seen = past(visitor.opens(HERE))
    held(0, title="刚开完的")  # while somebody reads
    while more := visitor.page.find("a", string="更多"):
        seen += past(visitor.opens(more["href"]))
    days = [f"{day}天前" for day in range(1, 70)]
    days.insert(59, "同一时刻的另一次")  # of two at one moment, the one entered last
    assert seen == days


def test_a_place_in_the_list_tells_nothing_of_what_is_only_planned(held, visitor, sitting):
    held(1, 2)
    assert past(visitor.opens(f"{HERE}?after={sitting.id}")) == []
    assert past(visitor.opens(f"{HERE}?after=999")) == []


def test_the_database_finds_them_in_their_order(held, visitor, queries, session, database):
    held(*range(1, 40))
    visitor.opens(HERE)
    with queries() as seen:
        visitor.opens(visitor.page.find("a", string="更多")["href"])
    asked = next(it for it in seen if "NOT IN" in it and "ORDER BY" in it)
    explained = re.sub(r"\?|%\(\w+\)s(::\w+)?", "'1'", asked)
    if not database.is_sqlite:
        session.execute(text("SET LOCAL enable_seqscan = off"))  # it reads a small table whole
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    plan = " ".join(str(row) for row in session.execute(text(f"{explain} {explained}")))
    assert "ix_sittings_community_id_starts_at" in plan and "TEMP B-TREE" not in plan, plan
