"""`yishi verify ledger` walks what happened at each sitting too, and names the first thing that was tampered with."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tests.sittings.conftest import Do
from yishi import cli
from yishi.communities.models import Community
from yishi.procedure.sitting import SittingState
from yishi.sittings.chain import broken, broken_floors
from yishi.sittings.events import FloorEvent


@pytest.fixture
def adjourned(session, opened, does, decides):
    does("周敏", Do.CALL_ITEM, item=0)
    decides(ayes=7, noes=2)
    does("周敏", Do.ADJOURN)
    session.commit()
    return opened


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ('UPDATE floor_events SET event = \'{"event": "Opened", "at": 1, "by": 2}\' WHERE seq = 13', "会上的第13件事与指纹不符"),
        (
            "UPDATE floor_events SET at = (SELECT at FROM floor_events AS e WHERE e.seq = 9) WHERE seq = 1",
            "会上的第1件事与指纹不符",
        ),
        ("DELETE FROM floor_events WHERE seq = 5", "会上的第5件事不见了，下一件是第6件"),
        ("DELETE FROM floor_events WHERE seq > 14", "会上的第14件事之后被截断：应有16件"),
    ],
)
def test_the_first_broken_thing_is_named(session, adjourned, tamper, statement, sentence):
    assert broken(session, adjourned) == ""
    tamper(statement)
    assert broken(session, adjourned) == sentence


def test_a_chain_made_anew_to_its_end_does_not_fit_the_ledger(session, adjourned, tamper):
    """Whoever recomputes every digest would also have to rewrite the ledger's own entry."""
    tamper("UPDATE floor_events SET event = json_set(event, '$.ayes', 9) WHERE seq = 14" if session.bind.dialect.name == "sqlite"
           else "UPDATE floor_events SET event = jsonb_set(event::jsonb, '{ayes}', '9')::json WHERE seq = 14")  # fmt: skip
    previous = "0" * 64
    for row in session.scalars(select(FloorEvent).order_by(FloorEvent.seq)):
        row.digest = previous = row.computed(previous)
    adjourned.digest = previous
    session.commit()
    assert broken(session, adjourned) == "会上的记录与散会时记入审计记录的指纹不符"


def test_signed_minutes_are_checked_as_well(session, adjourned, tamper, by, time):
    adjourned.take("circulate", by("郑秘书"))
    time.at = adjourned.due_at
    adjourned.take("approve", by("周敏"))
    session.commit()
    assert (adjourned.state, broken(session, adjourned)) == (SittingState.SEALED, "")
    tamper("UPDATE minutes_lines SET text = '别的' WHERE position = 4")
    assert broken(session, adjourned) == "纪要与签认时的指纹不符"


def test_the_sitting_that_runs_is_walked_too(session, opened, home, tamper):
    session.commit()
    assert list(broken_floors(session, home)) == []
    tamper("DELETE FROM floor_events WHERE seq = 2")
    assert list(broken_floors(session, home)) == ["柳荫社区居民议事会第一次会议：会上的第2件事不见了，下一件是第3件"]
    assert list(broken_floors(session, session.scalars(select(Community).filter_by(slug="wangjiang")).one())) == []


def test_the_command_names_it_and_fails(session, database, adjourned, tamper, monkeypatch):
    monkeypatch.setattr(cli, "_opened", lambda: (None, database))
    said = CliRunner().invoke(cli.main, ["verify", "ledger"])
    assert (said.exit_code, "接续完好" in said.output) == (0, True)
    tamper("DELETE FROM floor_events WHERE seq = 5")
    said = CliRunner().invoke(cli.main, ["verify", "ledger"])
    assert said.exit_code == 1 and "柳荫社区：柳荫社区居民议事会第一次会议：会上的第5件事不见了，下一件是第6件" in said.output


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attendees SET place = 'observer' WHERE name = '何丽'",
        "UPDATE agenda_items SET title = '别的事' WHERE position = 1",
        "UPDATE agenda_items SET prepared = NULL WHERE position = 0",
        "UPDATE agenda_items SET talk_only = '开会时是“征求意见”' WHERE position = 0",
    ],
)
def test_what_the_events_rest_on_is_fixed_when_the_sitting_is_opened(session, adjourned, tamper, statement):
    assert broken(session, adjourned) == ""
    tamper(statement)
    assert broken(session, adjourned) == "名册、议程或所依的规则与开会时记入审计记录的指纹不符"
