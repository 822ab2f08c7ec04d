"""Real servers of our own over the hall of the tests, people who press there, and the streams they follow."""

import json
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.polls.test_durability import Server
from tests.sittings.conftest import HALL
from yishi.web.sign_ins import csrf_for

SERVE = """
from yishi import logs, settings
from yishi.server import run
logs.configure(json=True)
run(settings.from_environment())
"""
PATIENCE = 10  # seconds after which a stream that says nothing has failed


class Serving(Server):
    def starts_again(self) -> None:
        self.kill()
        self.start()

    def stops(self) -> int:
        """Asked to end, as systemd and docker ask; what it ended with, which is the signal where all went well."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@dataclass(frozen=True)
class Phone:
    """A browser that is signed in, or a visitor's (no token). It knows no server: it goes to whichever there is."""

    token: str = ""

    @property
    def cookies(self) -> dict[str, str]:
        return {"s": self.token} if self.token else {}

    def presses(self, server: Server, path: str = "floor", **fields: Any) -> bool:
        """Whether it was done, and so is kept. Who is refused is led back to the page with the reason (`?…`)."""
        data = {"_csrf": csrf_for(self.token), **fields}
        answer = httpx.post(f"{server.address}{HALL}/{path}", data=data, cookies=self.cookies, timeout=PATIENCE)
        assert answer.status_code == 303, answer.text
        return "?" not in answer.headers["location"]

    @contextmanager
    def follows(self, server: Server, kind: str = "screen", last: int | None = None) -> Iterator[Iterator["Told"]]:
        """The messages of a stream, each as it comes; `last` is what the browser heard before it lost us."""
        headers = {} if last is None else {"Last-Event-ID": str(last)}
        url = f"{server.address}{HALL}/live?as={kind}"
        with httpx.stream("GET", url, headers=headers, cookies=self.cookies, timeout=PATIENCE) as answer:
            assert answer.status_code == 200
            yield _messages(answer)

    def sees(self, server: Server, kind: str = "screen", last: int | None = None) -> "Told":
        """The first message of a stream: how it stands."""
        with self.follows(server, kind, last) as messages:
            return next(messages)


@dataclass(frozen=True)
class Told:
    number: int
    parts: dict[str, str]

    @property
    def words(self) -> str:
        return " ".join(self.parts.values())

    @property
    def ends_at(self) -> int:
        """When the running speech is over, as the clock on the page counts down to it."""
        found = re.search(r'data-ends="(\d+)"', self.words)
        assert found, self.words
        return int(found[1])


def _messages(answer: httpx.Response) -> Iterator[Told]:
    number = 0
    for line in answer.iter_lines():
        if line.startswith("id: "):
            number = int(line[4:])
        elif line.startswith("data: "):
            yield Told(number, json.loads(line[6:]).get("parts", {}))
