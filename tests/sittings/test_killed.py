"""停电 · a real server is killed in the middle of a speech, of a count and of a vote: who comes back finds what was."""

import contextlib
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic

import httpx
import pytest
from sqlalchemy import select

from tests.conftest import Time
from tests.sittings.conftest import MEMBERS, Do, Stance
from tests.sittings.serving import SERVE, Phone, Serving
from yishi import clock
from yishi.people.models import Person, SignIn
from yishi.sittings.events import FloorEvent
from yishi.sittings.models import Sitting
from yishi.web.sign_ins import digest

SOON = 3  # seconds within which everybody is back
HERE = MEMBERS[:10]


@pytest.fixture
def time() -> Time:
    """A server of its own goes by the clock on the wall; the sitting was noticed and opened before that."""
    return Time(clock.now() - timedelta(days=20))


@pytest.fixture
def phone(database):
    """`phone("周敏")`: signed in just now."""

    def enter(name):
        now = clock.now()
        with database.writing() as session:
            id = session.scalars(select(Person.id).where(Person.name == name)).one()
            far = now + timedelta(days=1)
            session.add(
                SignIn(token_digest=digest(f"token-{id}"), person_id=id, created_at=now, seen_at=now, expires_at=far)
            )  # fmt: skip
        return Phone(f"token-{id}")

    return enter


@pytest.fixture
def server(opened, database, tmp_path):
    it = Serving(database.url, tmp_path, SERVE)
    it.start()
    yield it
    it.kill()


@pytest.fixture
def happened(database):
    """The names of all events, in their order."""

    def read():
        with database.reading() as session:
            return [row["event"] for row in session.scalars(select(FloorEvent.event).order_by(FloorEvent.seq))]

    return read


@pytest.fixture
def floor(database):
    def read():
        with database.reading() as session:
            return session.get_one(Sitting, 1).floor

    return read


def test_a_killed_server_loses_nothing_and_everybody_is_soon_back(does, server, phone, happened, floor):
    people = {name: phone(name) for name in HERE}
    zhou, zheng, screen = people["周敏"], phone("郑秘书"), Phone()
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)

    # in the middle of a speech
    assert zhou.presses(server, do="grant")
    told = screen.sees(server)
    server.starts_again()
    began = monotonic()
    again = screen.sees(server, last=told.number)
    assert monotonic() - began < SOON
    assert (again.number, again.ends_at) == (told.number, told.ends_at)
    assert people["陈国栋"].presses(server, do="finish")

    # in the middle of a vote
    assert zhou.presses(server, do="put")
    assert people["何丽"].presses(server, do="vote", choice="no")
    voters = HERE[3:]  # 陈国栋 raises a hand
    kept = everybody_votes_and_it_dies(server, people, voters, at=3)
    server.start()
    it = floor()
    assert kept <= {it.name(id) for id in it.vote.votes}
    assert not people["何丽"].presses(server, do="vote", choice="aye"), "she has voted"
    for name in voters:
        people[name].presses(server, do="vote", choice="aye")

    # in the middle of a count
    assert zheng.presses(server, "say/count", ayes=1, noes=0, abstentions=0)
    server.starts_again()
    assert f"已收到{len(voters) + 2}票" in screen.sees(server, last=told.number).words
    assert zhou.presses(server, do="announce")
    assert happened().count("Voted") == len(voters) + 1
    assert "赞成" in screen.sees(server).words


def everybody_votes_and_it_dies(server, people, voters, at):
    """Four at a time; those whose vote was acknowledged before the server died at that many answers."""
    acknowledged = set()

    def vote(name):
        with contextlib.suppress(httpx.HTTPError):
            assert people[name].presses(server, do="vote", choice="aye")
            acknowledged.add(name)
            if len(acknowledged) >= at:
                server.process.kill()

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(vote, voters))
    server.process.wait()
    assert at <= len(acknowledged) < len(voters)
    return acknowledged


def test_a_server_that_is_asked_to_stop_ends_its_streams(server, phone):
    with Phone().follows(server) as visitor, phone("何丽").follows(server, "member") as member:
        assert next(visitor).parts
        assert next(member).parts
        began = monotonic()
        assert server.stops() == -signal.SIGTERM
        assert monotonic() - began < SOON
        assert not any(told.parts for told in [*visitor, *member])
