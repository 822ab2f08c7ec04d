"""后台 · long work beside the pages: one thread, first come first served, with a progress that pages can ask for."""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

log = structlog.get_logger("yishi.job")

Told = Callable[[str, int, int], None]


class Stopped(Exception):
    """The server is ending: the work lets go, and its transaction is as if it had never begun."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of work is: what it does just now, and so many of so many (0 of 0 while it waits or cannot say)."""

    doing: str = "排队等候"
    done: int = 0
    of: int = 0


class Jobs:
    """Each piece of work has a ticket, which the record it works for keeps: so a page can tell whether it is still under way."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="yishi-job")
        self._gate = threading.Lock()
        self._running: dict[str, Progress] = {}
        self._ending = False
        self._worker = secrets.token_hex(8)  # this process, among those that share a database

    def ticket(self) -> str:
        return f"{self._worker}-{secrets.token_hex(8)}"

    def ours(self, ticket: str) -> bool:
        """Whether the work was given to this process, and not to another or to one that is gone."""
        return ticket.startswith(self._worker)

    def start(self, ticket: str, work: Callable[[Told], None]) -> None:
        """Do this as soon as what was asked for earlier is done."""
        with self._gate:
            if not self._ending:
                self._running[ticket] = Progress()
                self._pool.submit(self._do, ticket, work)

    def progress(self, ticket: str) -> Progress | None:
        """None when no such work is waiting or under way in this process."""
        with self._gate:
            return self._running.get(ticket)

    def finish(self) -> None:
        """Return when everything asked for until now is done."""
        self._pool.submit(lambda: None).result()

    def close(self) -> None:
        """End at the next chance the work gives; what has not begun is never begun."""
        with self._gate:
            self._ending = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _do(self, ticket: str, work: Callable[[Told], None]) -> None:
        def told(doing: str, done: int, of: int) -> None:
            if self._ending:
                raise Stopped
            with self._gate:
                self._running[ticket] = Progress(doing, done, of)

        try:
            work(told)
        except Stopped:
            log.info("stopped", job=ticket)
        except Exception:
            log.exception("failed", job=ticket)
        finally:
            with self._gate:
                self._running.pop(ticket, None)
