"""重演 · stories told in the order in which their moments come, and between them the clock's rows at the moment each is due."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Any, Protocol

from sqlalchemy import event
from sqlalchemy.orm import Session

from ..ledger.models import Procedural
from ..procedure.lifecycle import Case
from ..procedure.people import SYSTEM


class Telling(Protocol):
    """A story under way: at every moment that it names it is woken, does what happens then, and names the next."""

    at: datetime
    acts: Iterator[datetime]


@dataclass
class Replay:
    """Everything up to and including `until`; what would come later is left to the people at the demo."""

    session: Session
    until: datetime
    _order: Iterator[int] = field(default_factory=count)
    _queue: list[tuple[datetime, bool, int, Any]] = field(default_factory=list)
    _deadlines: dict[Procedural, datetime] = field(default_factory=dict)

    def play(self, stories: Iterable[Telling]) -> None:
        for story in stories:
            self._await(story, story.at)
        event.listen(self.session, "after_flush", self._notice)
        try:
            while self._queue and self._queue[0][0] <= self.until:
                at, is_deed, _, it = heappop(self._queue)
                if is_deed:
                    self._wake(it, at)
                else:
                    self._clock(it, at)
        finally:
            event.remove(self.session, "after_flush", self._notice)

    def _wake(self, story: Telling, at: datetime) -> None:
        story.at = at
        following = next(story.acts, None)
        if following is not None:
            assert following > at, "a story goes forward"
            self._await(story, following)

    def _await(self, story: Telling, at: datetime) -> None:
        heappush(self._queue, (at, True, next(self._order), story))

    def _clock(self, it: Any, at: datetime) -> None:
        """Whatever the clock may do to a record at this moment, as `yishi tick` would have done it."""
        if self._deadlines.get(it) != at:
            return
        case = Case(SYSTEM, at)
        while step := it.lifecycle.due(it, case):
            it.take(step.name, case)
        self.session.flush()

    def _notice(self, session: Session, context: object) -> None:
        """Every deadline that was set or moved."""
        for it in (*session.new, *session.dirty):
            if isinstance(it, Procedural) and it.state in it.lifecycle.timed and it.due_at != self._deadlines.get(it):
                if it.due_at is None:
                    self._deadlines.pop(it)
                else:
                    self._deadlines[it] = it.due_at
                    heappush(self._queue, (it.due_at, False, next(self._order), it))
