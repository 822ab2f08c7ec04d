"""直播 · pages that stay open: whoever watches a topic hears when it has changed, in this process and in the others.

A commit that changed a topic wakes those who follow it here; on PostgreSQL it is also told to the other processes (NOTIFY). What
is looked at is read once for a change, however many follow, and changes that come thick and fast are told together. A stream ends
by itself after a while, and the browser comes back: so an account that was closed, or a server that stops, keeps nobody.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import psycopg
import structlog
from anyio import to_thread
from sqlalchemy.engine import make_url

from ..db import CHANNEL

REST = 0.1  # seconds between two tellings of one topic
BREATH = 15.0  # seconds between two signs of life
AGAIN = 1000  # milliseconds after which a browser that lost us comes back
log = structlog.get_logger("yishi.stream")


@dataclass(slots=True)
class _Topic:
    version: int = 0
    followers: set[asyncio.Event] = field(default_factory=set)
    seen_version: int = -1
    seen: Any = None
    looking: asyncio.Task[None] | None = None
    timer: asyncio.TimerHandle | None = None
    telling: asyncio.TimerHandle | None = None
    told_at: float = 0.0


@dataclass
class Wires:
    """Who follows what in this process. Everything but `changed` and `close` is called in the event loop."""

    seconds: float = 600.0  # how long one stream lasts
    closed: bool = False
    _topics: dict[str, _Topic] = field(default_factory=lambda: defaultdict(_Topic))
    _loop: asyncio.AbstractEventLoop | None = None

    def opened(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self.closed = loop, False

    def changed(self, topics: Iterable[str]) -> None:
        """From any thread: these are no longer what they were."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, frozenset(topics))

    def close(self) -> None:
        """From any thread: every stream ends now."""
        self.closed = True
        self.changed(list(self._topics))

    def all_changed(self) -> None:
        """Nobody knows what was missed."""
        self.changed(list(self._topics))

    def _wake(self, topics: frozenset[str]) -> None:
        """At once, or as soon as the last time is long enough ago."""
        for name in topics:
            if (topic := self._topics.get(name)) is not None and self._loop is not None:
                topic.version += 1
                if topic.telling is None:
                    topic.telling = self._loop.call_at(topic.told_at + REST, self._tell, topic)

    def _tell(self, topic: _Topic) -> None:
        topic.telling, topic.told_at = None, self._loop.time() if self._loop else 0.0
        for follower in topic.followers:
            follower.set()

    @contextmanager
    def following(self, name: str) -> Iterator[asyncio.Event]:
        topic, woken = self._topics[name], asyncio.Event()
        topic.followers.add(woken)
        try:
            yield woken
        finally:
            topic.followers.discard(woken)
            if not topic.followers:
                self._topics.pop(name, None)

    def later(self, name: str, seconds: float, work: Callable[[], Any]) -> None:
        """From any thread: do this once the time has passed, if anybody follows then. The last word holds."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._set, name, seconds, work)

    def _set(self, name: str, seconds: float, work: Callable[[], Any]) -> None:
        topic = self._topics.get(name)
        if topic is None or self._loop is None:
            return
        if topic.timer is not None:
            topic.timer.cancel()
        topic.timer = self._loop.call_later(seconds, self._do, name, work)

    def _do(self, name: str, work: Callable[[], Any]) -> None:
        if name in self._topics and self._loop is not None:
            self._loop.run_in_executor(None, _done, work)

    async def look(self, name: str, read: Callable[[], Any]) -> Any:
        """What it is now: read in a thread for the first who asks after a change, and given to all who ask."""
        topic = self._topics[name]
        wanted = topic.version
        while topic.seen_version < wanted:
            if topic.looking is None:
                topic.looking = asyncio.create_task(_look(topic, read))
            await asyncio.shield(topic.looking)  # whoever goes away does not take it from the others
        return topic.seen


async def _look(topic: _Topic, read: Callable[[], Any]) -> None:
    version = topic.version
    try:
        topic.seen = await to_thread.run_sync(read)
        topic.seen_version = version
    finally:
        topic.looking = None


def _done(work: Callable[[], Any]) -> None:
    try:
        work()
    except Exception:
        log.exception("later")


async def follow(wires: Wires, name: str, read: Callable[[], Any], tell: Callable[[Any], bytes]) -> AsyncIterator[bytes]:
    """The messages of one stream: `tell` makes one of what was read, b"" where there is nothing new for this browser."""
    yield f"retry: {AGAIN}\n\n".encode()
    until = monotonic() + wires.seconds
    with wires.following(name) as woken:
        while True:
            woken.clear()
            try:
                told = tell(await wires.look(name, read))
            except Exception:  # the browser comes back and asks again
                log.exception("stream", topic=name)
                return
            yield told or b": \n\n"
            left = until - monotonic()
            if wires.closed or left <= 0:
                return
            try:
                await asyncio.wait_for(woken.wait(), min(BREATH, left))
            except TimeoutError:
                continue


async def hear(wires: Wires, url: str) -> None:
    """Follow what the other processes change, for as long as we run. A broken connection is made anew, and all is read again."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                wires.all_changed()
                async for told in connection.notifies():
                    wires.changed([told.payload])
        except psycopg.Error as error:
            log.warning("listening", error=type(error).__name__)
        await asyncio.sleep(1)
