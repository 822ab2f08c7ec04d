"""一件事的路 · one matter on its way through the stages: who is at it, at which moment, and the hours people keep."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from ..clock import here, now
from ..communities.attachments import add
from ..communities.models import Community
from ..communities.received_files import Made, made_of
from ..db import Base
from ..matters import drafting
from ..matters.models import Matter
from ..procedure.lifecycle import Case
from ..procedure.people import Actor
from . import drawings, names
from .cast import Cast
from .topics import Topic

Acts = Iterator[datetime]


class Walk:
    """`at` is the moment of the act at hand; `uploads` is None where no pictures are made; `known` are the other walks by name."""

    matter: Matter
    written_on: date  # the day from which the plan's schedule counts

    def __init__(
        self, session: Session, cast: Cast, topic: Topic, start: datetime, script: Callable[["Walk"], Acts], seed: str,
        *, uploads: Path | None = None, known: dict[str, "Walk"] | None = None, begun: Callable[[], None] = lambda: None,
    ):  # fmt: skip
        self.session, self.cast, self.topic, self.uploads, self.begun = session, cast, topic, uploads, begun
        self.known = {} if known is None else known
        self.at, self.by_chance = start, Random(seed)
        self.crowd = [it for it in cast.residents if it.name not in (*names.READY, *names.NEIGHBOURS)]
        self.by_chance.shuffle(self.crowd)
        self.proposer = self.crowd.pop()
        self.acts = script(self)

    # -- time -------------------------------------------------------------------------------------

    def days(self, count: int) -> datetime:
        """So many days on, at an hour at which people are up; later the same day for nought."""
        hour, minute = self.by_chance.randrange(8, 21), self.by_chance.randrange(60)
        wall = (here(self.at) + timedelta(days=count)).replace(hour=hour, minute=minute, second=0)
        return max(wall.astimezone(UTC), self.soon())

    def soon(self) -> datetime:
        """A few minutes on."""
        return self.at + timedelta(minutes=self.by_chance.randrange(3, 25))

    def after(self, deadline: datetime | None) -> datetime:
        """The morning on which a deadline has passed."""
        assert deadline is not None
        return max(deadline + timedelta(hours=9, minutes=self.by_chance.randrange(5, 120)), self.soon())

    # -- acts -------------------------------------------------------------------------------------

    def case(self, actor: Actor, **typed: Any) -> Case:
        return Case(actor, self.at, {name: [str(value)] for name, value in typed.items()})

    def take(self, step: str, actor: Actor, **typed: Any) -> None:
        self.matter.take(step, self.case(actor, **typed))

    def begin(self) -> None:
        """The draft, written in one go, with a picture of what is wrong."""
        home, it = self.session.get_one(Community, self.cast.community_id), self.topic
        assert self.proposer.id is not None
        self.matter = drafting.begin(self.session, home, self.proposer.id, it.title, it.kind, self.at)
        problems = drafting.write(self.matter, it.proposal, self.at)
        assert not problems, problems
        self.picture(self.matter, self.proposer, after=False)
        self.begun()

    # -- people -----------------------------------------------------------------------------------

    def others(self, count: int) -> list[Actor]:
        """Residents who had no part in this yet; each is had once."""
        return [self.crowd.pop() for _ in range(count)]

    def called(self, name: str) -> Actor:
        return self.cast.called(name)

    def choose(self, from_: Sequence[Any]) -> Any:
        return self.by_chance.choice(from_)

    # -- pictures ---------------------------------------------------------------------------------

    def picture(self, of: Base, by: Actor, after: bool) -> list[dict[str, Any]]:
        """A drawing of the place, before or after. Returns what the ledger keeps of it."""
        return self._attach(of, by, self.topic.scene, after)

    def voucher(self, of: Base, by: Actor) -> list[dict[str, Any]]:
        return self._attach(of, by, "receipt", after=True)

    def _attach(self, of: Base, by: Actor, scene: str, after: bool) -> list[dict[str, Any]]:
        if self.uploads is None or not scene:
            return []
        assert by.id is not None
        kept = add(self.session, self.uploads, of, by.id, self.at, _drawn(scene, after))
        self.session.flush()
        return [kept.told]


@cache
def _drawn(scene: str, after: bool) -> Made:
    """A drawing as it is kept, looked at as if somebody had sent it."""
    name = "收据" if scene == "receipt" else "做好以后" if after else "现状"
    return made_of(f"{name}（示意图）.png", drawings.drawn(scene, after), now())
