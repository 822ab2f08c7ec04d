"""投出就不丢 · a real server is killed in the middle of casting: no ballot it had acknowledged is lost, and none is doubled.

The other half of every run is a server that answers half a second before it commits: killed at its third answer, it loses what
it had acknowledged, and the same comparison says so. (INT-1 of the integrity catalogue.)
"""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from time import sleep

import httpx
import pytest

from tests.conftest import Time
from tests.polls.crowd import crowd, paper_of, token
from yishi import clock
from yishi.communities.models import Community
from yishi.ledger.models import LedgerEntry
from yishi.ledger.verify import verify
from yishi.polls.models import Ballot, Elector
from yishi.procedure.poll import Choice

ROOT = Path(__file__).resolve().parents[2]
VOTERS = 60
PLAIN = {"verify": False}  # http needs no certificates, and to read them takes longer than to be answered
SERVE = """
import os, uvicorn
from yishi import logs
from yishi.app import create_app
from yishi.settings import from_environment
logs.configure(json=True)
uvicorn.run(create_app(from_environment()), port=int(os.environ["PORT"]), log_level="warning", access_log=False)
"""
ANSWERS_TOO_EARLY = """
from contextlib import contextmanager
from threading import Event, Thread
from yishi.db import Database

@contextmanager
def writing(self):
    self._turn.__enter__()
    session = self._write()
    session.begin()
    try:
        yield session
        session.flush()
    except BaseException:
        session.rollback(); session.close(); self._turn.__exit__()
        raise
    def keep():
        Event().wait(0.5)
        session.commit(); session.close(); self._turn.__exit__()
    Thread(target=keep, daemon=True).start()

Database.writing = writing
"""


@pytest.fixture
def time() -> Time:
    """A server of its own goes by the clock on the wall."""
    return Time(clock.now())


@pytest.fixture
def many(database, time) -> list[str]:
    return crowd(database, time, VOTERS)


class Server:
    """One process of ours, killed without notice and started again."""

    def __init__(self, url: str, home: Path, code: str):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = home / "log"
        self.code = code
        self.environment = {
            **os.environ, "YISHI_DATABASE_URL": url, "YISHI_HOME": str(home), "YISHI_TICKS": "0", "PORT": str(self.port),
            "PYTHONPATH": str(ROOT / "src"),
        }  # fmt: skip
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as written:
            self.process = subprocess.Popen(
                [sys.executable, "-c", self.code], env=self.environment, cwd=ROOT, stdout=written, stderr=written
            )
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()
            sleep(0.05)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz", timeout=2, **PLAIN).status_code == 200
        except httpx.HTTPError:
            return False


@pytest.fixture
def serving(database, tmp_path) -> Iterator[Callable[[str], Server]]:
    started: list[Server] = []

    def serve(code: str) -> Server:
        started.append(Server(database.url, tmp_path, code))
        started[-1].start()
        return started[-1]

    yield serve
    for server in started:
        server.kill()


class Casting:
    """Eight people at a time press "投出选票"; what the server acknowledged is written down as it comes."""

    def __init__(self, server: Server, poll_url: str, names: list[str]):
        self.server, self.url, self.names = server, poll_url, names
        self.acknowledged: dict[str, str] = {}
        self.writing = Lock()

    def run(self, kill_at: int) -> None:
        """Everybody not yet acknowledged casts; the server dies at the answer number `kill_at`."""
        waiting = [name for name in self.names if name not in self.acknowledged]
        enough = Event()
        target = len(self.acknowledged) + kill_at

        def cast(name: str) -> None:
            if enough.is_set() and self.server.process.poll() is not None:
                return
            choice = list(Choice)[self.names.index(name) % 3].value
            try:
                fields = paper_of(name, choice, f"key-{token(name)}")
                url, cookies = f"{self.server.address}{self.url}/cast", {"s": token(name)}
                answer = httpx.post(url, data=fields, cookies=cookies, timeout=20, **PLAIN)
            except httpx.HTTPError:
                return
            assert answer.status_code == 303, answer.text[:2000]
            with self.writing:
                self.acknowledged[name] = choice
                if len(self.acknowledged) >= target:
                    enough.set()
                    self.server.process.kill()

        with ThreadPoolExecutor(8) as hands:
            list(hands.map(cast, waiting))
        if enough.is_set():
            self.server.process.wait()


def kept_ballots(kept: Callable[..., list[object]]) -> dict[str, str]:
    names = {elector.id: elector.name for elector in kept(Elector)}
    ballots = [(names[ballot.elector_id], ballot.choice.value) for ballot in kept(Ballot)]
    assert len(ballots) == len(dict(ballots)), "one ballot to a voter"
    return dict(ballots)


def test_no_acknowledged_ballot_is_lost_when_the_server_is_killed(many, poll, serving, kept, database):
    server = serving(SERVE)
    casting = Casting(server, poll.url, many)
    for kill_at in (3, 11, 7):
        casting.run(kill_at)
        stored = kept_ballots(kept)
        assert casting.acknowledged.items() <= stored.items(), "what was acknowledged is there, as it was cast"
        assert len(stored) - len(casting.acknowledged) <= 8, "what was kept without an answer was under way when it died"
        server.start()
    casting.run(len(many))
    assert kept_ballots(kept) == casting.acknowledged, "whoever had no answer pressed again and has one ballot"
    assert set(casting.acknowledged) == set(many)
    cast = [entry.given["digest"] for entry in kept(LedgerEntry, step="cast")]
    assert sorted(cast) == sorted(ballot.digest for ballot in kept(Ballot)), "an act for each ballot, a ballot for each act"
    with database.reading() as session:
        assert verify(session, session.get_one(Community, poll.community_id)).broken is None


def test_a_server_that_answers_before_it_keeps_is_found_out(many, poll, serving, kept):
    server = serving(ANSWERS_TOO_EARLY + SERVE)
    casting = Casting(server, poll.url, many[:3])
    casting.run(3)
    assert not casting.acknowledged.items() <= kept_ballots(kept).items()


def test_the_log_of_a_real_server_tells_no_choice(many, poll, serving):
    server = serving(SERVE)
    Casting(server, poll.url, many).run(len(many) + 1)
    written = server.log.read_text()
    assert written.count(f"{poll.url}/cast") == VOTERS
    assert not {"aye", "abstain", "赞成", "反对", "弃权", "议员001"} & set(written.replace('"', " ").split())
