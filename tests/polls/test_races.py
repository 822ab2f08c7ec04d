"""同时 · many at once: one ballot to a voter, and whoever was told "received" is counted.

Seen to fail on PostgreSQL. Without the lock in `Visit.find` the count at the closing held 79 of 90 acknowledged ballots; without
that lock and the uniqueness of `Ballot.elector_id` twenty casts of one voter were acknowledged ten times, another time twenty.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event
from typing import Any

import httpx
import pytest
from anyio.from_thread import BlockingPortal

from tests.polls.conftest import NO
from tests.polls.crowd import crowd, paper_of, token
from yishi.app import create_app, litestar_of
from yishi.db import Database
from yishi.ledger.models import LedgerEntry
from yishi.ledger.tick import tick
from yishi.polls.models import Ballot, Elector, Poll
from yishi.procedure.lifecycle import Case, Refused
from yishi.procedure.poll import Choice, PollState


@pytest.fixture
def many(database, time) -> list[str]:
    """Before the poll is opened, so that they stand on its roll."""
    return crowd(database, time, 200)


@pytest.fixture
def both(app, database: Database, time, portal: BlockingPortal) -> Iterator[tuple[Any, Any]]:
    """The application, and a second instance of it with connections of its own to the same database."""
    other = create_app(litestar_of(app).state.parts.settings, Database(database.url))
    litestar_of(other).state.parts.now = time.now
    with portal.wrap_async_context_manager(litestar_of(other).lifespan()):
        yield app, other


def sender(app: Any, portal: BlockingPortal) -> Any:
    """`send(name, url, fields)`: a POST by this person, from any thread, not followed."""

    def send(name: str, url: str, fields: dict[str, str]) -> httpx.Response:
        async def post() -> httpx.Response:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://yishi.test", cookies={"s": token(name)}) as client:
                return await client.post(url, data=fields)

        return portal.call(post)

    return send


def received(answer: httpx.Response) -> bool:
    """Whether the voter was told that the ballot is in; a refusal leads back to the page, under another address."""
    assert answer.status_code == 303, answer.status_code
    return answer.headers["location"].endswith("/receipt")


def test_one_voter_casting_twenty_times_at_once_through_two_instances_leaves_one_ballot(many, poll, both, portal, person, kept):
    url = f"{poll.url}/cast"
    sends = [sender(app, portal) for app in both]

    def cast(turn: int) -> httpx.Response:
        choice = list(Choice)[turn % 3].value
        return sends[turn % 2]("议员001", url, paper_of("议员001", choice, f"key-{turn}"))

    with ThreadPoolExecutor(20) as hands:
        answers = list(hands.map(cast, range(20)))
    assert Counter(map(received, answers)) == {True: 1, False: 19}
    (ballot,) = kept(Ballot)
    accepted = next(turn for turn, answer in enumerate(answers) if received(answer))
    assert ballot.choice is list(Choice)[accepted % 3]
    told = [person("议员001").opens(answer.headers["location"]) for answer in answers if not received(answer)]
    assert all(ballot.receipt in it.response.text for it in told), "the others see the one receipt"
    assert [entry.given["digest"] for entry in kept(LedgerEntry, step="cast")] == [ballot.digest]


def test_the_same_submit_sent_twenty_times_at_once_is_answered_alike(many, poll, both, portal, kept):
    sends = [sender(app, portal) for app in both]

    def cast(turn: int) -> httpx.Response:
        return sends[turn % 2]("议员002", f"{poll.url}/cast", paper_of("议员002", "aye", "one-key"))

    with ThreadPoolExecutor(20) as hands:
        answers = list(hands.map(cast, range(20)))
    assert {(answer.status_code, answer.headers["location"]) for answer in answers} == {(303, f"{poll.url}/receipt")}
    assert len(kept(Ballot)) == len(kept(LedgerEntry, step="cast")) == 1


def test_whoever_was_told_received_at_the_closing_is_counted_and_nobody_else(many, poll, both, portal, database, time, kept):
    """Two hundred casts around the closing: the clock strikes somewhere among them, and another thread takes its row."""
    url = f"{poll.url}/cast"
    sends = [sender(app, portal) for app in both]
    time.at = poll.closes_at - timedelta(seconds=1)
    striking = Event()

    def cast(place: int) -> str | None:
        if place == 90:
            striking.set()
        name = many[place]
        answer = sends[place % 2](name, url, paper_of(name, list(Choice)[place % 3].value, "once"))
        return name if received(answer) else None

    def close() -> None:
        striking.wait(60)
        time.at = poll.closes_at
        assert tick(database, time.at) >= 1

    with ThreadPoolExecutor(17) as hands:
        clock = hands.submit(close)
        acknowledged = {name for name in hands.map(cast, range(200)) if name}
        clock.result()
    (closed,) = kept(Poll)
    names = {elector.id: elector.name for elector in kept(Elector)}
    assert {names[ballot.elector_id] for ballot in kept(Ballot)} == acknowledged
    assert closed.state is PollState.CLOSED
    assert closed.figures["voted"] == len(acknowledged) == sum(closed.figures[choice.value] for choice in Choice)
    assert 0 < len(acknowledged) < 200, "the clock struck among them"
    cast_at = [entry.seq for entry in kept(LedgerEntry, subject=closed.subject, step="cast")]
    assert max(cast_at) < kept(LedgerEntry, subject=closed.subject, step="close")[0].seq


def test_the_last_two_voters_at_once_close_the_poll_once(poll, votes, both, portal, person, kept):
    votes(6, 4)
    last = [person("方敏"), person("梁志强")]
    for councillor in last:
        councillor.opens(f"{poll.url}/ballot").presses("下一步：核对", choice="aye")
    with ThreadPoolExecutor(2) as hands:
        list(hands.map(lambda councillor: councillor.presses("投出选票"), last))
    assert all(councillor.url.endswith("/receipt") for councillor in last)
    (closed,) = kept(Poll)
    assert (closed.state, closed.figures["voted"]) == (PollState.CLOSED, 12)
    assert len(kept(LedgerEntry, subject=closed.subject, step="close")) == 1


def test_a_cast_and_a_recusal_at_once_agree(many, poll, both, portal, kept, database):
    """However they fall, who has recused is not counted."""
    name = "议员003"
    line = next(it for it in kept(Elector) if it.name == name)
    with ThreadPoolExecutor(2) as hands:
        voting = hands.submit(sender(both[0], portal), name, f"{poll.url}/cast", paper_of(name, "aye", "k1"))
        fields = {**paper_of(name, "", "k2"), "reason": "有利害"}
        leaving = hands.submit(sender(both[1], portal), name, f"{poll.url}/roll/{line.id}/recuse", fields)
        assert voting.result().status_code == 303
        assert leaving.result().status_code == 303
    with database.reading() as session:
        assert session.get(Poll, poll.id).voted == 0


def test_a_poll_read_before_it_closed_takes_nothing_afterwards(session, database, poll, actor, time):
    """The row is read again, locked, before a ballot is taken: what another instance closed in the meantime is closed."""
    tick(database, poll.closes_at)
    session.expire_all()
    with pytest.raises(Refused, match="截止"):
        poll.cast(Case(actor("陈国栋"), time.at), NO)
