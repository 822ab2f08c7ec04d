"""迁移旧数据 · a database of an earlier version, with people and matters in it, comes through with everything it had."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import inspect, text

from tests import databases
from yishi import migrating
from yishi.communities.models import RuleSetVersion
from yishi.db import Database
from yishi.deliveries.ratings import Dispute, RatingRound
from yishi.matters.models import Matter
from yishi.people.models import Invitation, Residence, Seat, Vouched
from yishi.polls.models import Poll
from yishi.procedure.matter import MatterState
from yishi.sittings.models import AgendaItem, Attendee

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")  # SQLAlchemy cannot read them back
THEN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SPECIMENS = {"INTEGER": 0, "BIGINT": 0, "BOOLEAN": False, "DATE": THEN.date(), "JSON": "{}", "BLOB": b"x", "BYTEA": b"x"}


@pytest.fixture
def old(kind, tmp_path_factory, request):
    """A database as the foundation left it, or another version."""
    with databases.empty(kind, tmp_path_factory) as url:
        database = Database(url)
        with database.writer.connect() as connection:
            config = migrating._config()
            config.attributes["connection"] = connection
            command.upgrade(config, getattr(request, "param", "2026_11_21_foundation"))
            connection.commit()
        yield database
        database.close()


@pytest.fixture
def put(old):
    """`put("people", id=1, name="林秀兰")`: a row of the old table; whatever else it must have is made up."""

    def row(table, **given):
        with old.writer.begin() as connection:
            made_up = {
                column["name"]: _specimen(column["type"])
                for column in inspect(connection).get_columns(table)
                if not column["nullable"] and column["name"] not in given
            }
            values = {**made_up, **given}
            names = ", ".join(f'"{name}"' for name in values)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values)

    return row


def _specimen(kind):
    name = str(kind).partition("(")[0]
    if name in ("DATETIME", "TIMESTAMP"):
        return str(THEN.replace(tzinfo=None)) + ".000000" if name == "DATETIME" else THEN
    return SPECIMENS.get(name, "x")


def test_what_was_there_is_there(old, put):
    put("people", id=1, name="林秀兰")
    put("people", id=2, name="赵春梅")
    put("communities", id=1, level="community", slug="liuyin", path="1/")
    put("bodies", id=1, community_id=1, kind="council")
    put("rule_set_versions", id=1, community_id=1, body_id=1, name="luohu10", number=1)
    put("seats", id=1, community_id=1, person_id=1, body_id=1, role="councillor", since="2025-01-01")
    put("residences", id=1, community_id=1, person_id=1, since="2025-01-01")
    put("invitations", id=1, person_id=1)
    matter = {"community_id": 1, "proposer_id": 1, "rule_set_version_id": 1, "stage": "supervise"}
    put("matters", id=1, state="closed", kind="micro_project", number="柳荫-2026-0001", **matter)
    put("matters", id=2, state="draft", kind="issue", **matter)
    put("seconds", id=1, community_id=1, matter_id=1, person_id=2)
    put("polls", id=1, community_id=1, matter_id=1, state="open", method="yes_no", openness="open", purpose="decision")
    put("units", id=1, community_id=1)
    put("deliveries", id=1, community_id=1, matter_id=1, unit_id=1, round=3, verdict="good")
    for person in (1, 2):
        put("disputes", id=person, community_id=1, matter_id=1, person_id=person, reason="不亮")
        put("ratings", id=person, community_id=1, matter_id=1, person_id=person, round=3, grade="good", place=person)

    migrating.migrate(old)

    with old.reading() as session:
        seat, home = session.get(Seat, 1), session.get(Residence, 1)
        assert seat.recorded_at.date() == seat.since
        assert home.recorded_at.date() == home.since
        assert session.get(Invitation, 1).vouched is Vouched.ALONE
        matter = session.get(Matter, 1)
        assert (matter.state, matter.number, matter.submissions) == (MatterState.CLOSED, "柳荫-2026-0001", 1)
        assert session.get(Matter, 2).submissions == 0
        assert session.get(Poll, 1).seated_before == THEN
        assert [session.get(Dispute, id).round for id in (1, 2)] == [1, 2]
        round = session.query(RatingRound).one()
        assert (round.round, round.rated, round.verdict) == (3, 2, "good")
        assert session.get(RuleSetVersion, 1).name == "luohu10"


@pytest.mark.parametrize("old", ["2026_11_21_sittings"], indirect=True)
def test_a_sitting_that_was_held_is_there(old, put):
    for id, name in ((1, "何丽"), (2, "陈国栋")):
        put("people", id=id, name=name)
    here = {"community_id": 1, "sitting_id": 1}
    put("communities", id=1, level="community", slug="liuyin", path="1/")
    put("bodies", id=1, community_id=1, kind="council")
    put("rule_set_versions", id=1, community_id=1, body_id=1, name="luohu10", number=1)
    put("sittings", id=1, community_id=1, body_id=1, rule_set_version_id=1, chair_id=1, secretary_id=2, state="circulated")
    put("agenda_items", id=1, kind="decide", **here)
    for person in (1, 2):
        put("attendees", id=person, person_id=person, place="member", **here)
    put("minutes_lines", id=1, **here)
    for id, state in ((1, "declined"), (2, "waiting")):
        put("minutes_objections", id=id, line_id=1, person_id=1, state=state, **here)

    migrating.migrate(old)

    with old.reading() as session:
        assert session.get(AgendaItem, 1).talk_only == ""
        assert [session.get(Attendee, id).read_at for id in (1, 2)] == [THEN, None], "who objected had read"
