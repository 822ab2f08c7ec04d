"""会场页 · one floor as one person sees it: which parts the page has, and how each is drawn, on the page and in its stream.

What everybody sees alike is drawn once for a change, and a member's card once for all members who stand alike; what belongs to one
person, for that person. No part holds anything that is typed, so a part may be drawn anew at any moment.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from jinja2 import Environment

from ..procedure.debate import Stance, turns_used
from ..procedure.floor import Do, Floor, Phase, queue
from ..procedure.floor.alike import named, standing
from ..procedure.floor.amending import amended
from ..procedure.floor.chairing import following
from ..procedure.floor.console import Offered, to_chair, to_desk, to_member
from ..procedure.floor.deciding import settled
from ..procedure.floor.questions import Question
from ..procedure.floor.seconding import unseconded
from ..procedure.floor.speaking import Place, seconds, turns
from ..procedure.people import Actor
from ..procedure.sitting import SittingState
from ..procedure.tally import Tally
from .models import Sitting

PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "chair": ("head", "agenda", "pending", "speaking", "queue", "moves"),
    "member": ("head", "pending", "speaking", "mine", "queue", "agenda"),
    "desk": ("head", "count", "roll", "pending", "speaking", "queue", "agenda"),
    "watcher": ("head", "pending", "speaking", "queue", "agenda"),
    "screen": ("screen",),
})  # fmt: skip
SHOWN = (SittingState.NOTICED, SittingState.OPEN)
OWN = frozenset({"moves", "mine", "count", "roll"})
TOKEN = secrets.token_hex(32)  # stands for each reader's own in what is drawn for several


@dataclass(frozen=True)
class Hall:
    """A sitting's floor at one moment, read once and drawn for many. `drawn` are the parts that several see alike."""

    id: int
    url: str
    name: str
    state: SittingState
    starts_at: datetime
    opened_at: datetime | None
    seq: int
    at: datetime
    floor: Floor
    minutes: tuple[int | None, ...]  # how long each item is thought to take
    plans: tuple[str, ...]  # where the plan of each item stands
    talk_only: tuple[str, ...]  # of each item why it is not decided though it was to be; ''
    drawn: dict[Hashable, str] = field(default_factory=dict)

    @property
    def by_hand(self) -> bool:
        """Whether there is anything that the secretary may put down for somebody."""
        early = self.floor.phase is Phase.BEFORE and bool(self.floor.rules.proxies_each)
        return self.floor.phase is Phase.SITTING or early

    @cached_property
    def waiting(self) -> tuple[Place, ...]:
        return queue(self.floor)

    @cached_property
    def named(self) -> frozenset[int]:
        return named(self.floor)

    @property
    def question(self) -> Question | None:
        return self.floor.question

    def on(self, do: Do) -> str:
        """What a press is about: it does not count for another question, speech or point that has come up meanwhile."""
        floor, speech = self.floor, self.floor.speech
        about: list[Any] = [floor.pending.id if floor.pending else 0, floor.proposed.id if floor.proposed else 0, floor.item]
        about += [*floor.pending.amendments, floor.pending.reconsidered] if floor.pending else []
        match do:
            case Do.AMEND if floor.stack:
                about += [*floor.stack[0].paragraphs, amended(floor).text]
            case Do.GRANT:
                about += [place.person_id for place in self.waiting[:1]]
            case Do.FINISH:
                about += [speech.person_id, speech.began] if speech else []
            case Do.RULE:
                about += [floor.point]
            case Do.VOTE | Do.ANNOUNCE | Do.COUNT | Do.PUT:
                about += [floor.vote is not None]
            case Do.TALLY:
                about += [floor.vote.round] if floor.vote else []
        return hashlib.sha256(json.dumps(about).encode()).hexdigest()[:12]

    def turns_left(self, person_id: int) -> int:
        it = self.question
        return max(turns(self.floor, it, person_id) - turns_used(it.speeches, person_id), 0) if it else 0

    @property
    def next_item(self) -> int | None:
        return following(self.floor)

    @property
    def sides(self) -> tuple[int, int]:
        """How many speeches there were for and against on the question."""
        said = [it.stance for it in self.question.speeches] if self.question else []
        return said.count(Stance.FOR), said.count(Stance.AGAINST)

    @property
    def needed(self) -> int:
        """How many must be there for anything to be decided."""
        floor = self.floor
        return floor.rules.quorum.needed(Tally(0, 0, 0, len(floor.here), len(floor.members), len(floor.out)))

    def held_by(self, person_id: int) -> tuple[int, ...]:
        """For whom this person votes besides."""
        return tuple(by for by, holder in self.floor.proxies.items() if holder == person_id)

    @property
    def unseconded(self) -> int:
        """How many more must second what was moved last."""
        return unseconded(self.floor)

    @property
    def speech_seconds(self) -> int:
        """How long a speech may be now."""
        return seconds(self.floor)

    @property
    def voters(self) -> int:
        """How many of those who are there may vote on the question."""
        return len(self.floor.counted(paper=False) | self.floor.voted)

    @property
    def ballots(self) -> int:
        """How many votes are in, whatever they say."""
        return self.floor.tally.ballots if self.floor.vote else 0

    def kind_for(self, actor: Actor) -> str:
        """Which page of the hall is this person's."""
        if actor.id is None or actor.id not in self.floor.setup.people:
            return "watcher"
        if actor.id == self.floor.chair_id:
            return "chair"
        return "desk" if actor.id == self.floor.setup.secretary_id else "member"


def hall(sitting: Sitting, at: datetime) -> Hall:
    """As it stands, with what the clock has done by now."""
    return Hall(
        id=sitting.id, url=sitting.url, name=sitting.name, state=sitting.state, starts_at=sitting.starts_at,
        opened_at=sitting.opened_at, seq=sitting.seq, at=at, floor=settled(sitting.floor, int(at.timestamp())),
        minutes=tuple(item.minutes for item in sitting.items),
        plans=tuple(f"{sitting.community.url}/matters/{it.matter_id}/plan" if it.prepared else "" for it in sitting.items),
        talk_only=tuple(item.talk_only for item in sitting.items),
    )  # fmt: skip


@dataclass
class Watching:
    """Whose page it is: what the parts and their forms ask of a visit, for as long as the stream lasts."""

    templates: Environment
    now: Callable[[], datetime]
    kind: str
    actor: Actor
    csrf: str
    sent: dict[str, str] = field(default_factory=dict)

    def offered(self, it: Hall) -> Offered:
        if self.kind == "chair":
            return to_chair(it.floor)
        if self.kind == "desk":
            return to_desk(it.floor)
        assert self.actor.id is not None
        return to_member(it.floor, self.actor.id)

    def draw(self, it: Hall, part: str) -> str:
        seen = self._seen_as(it, part)
        html = it.drawn.get(seen) if seen else None
        if html is None:
            own = {"offered": self.offered(it)} if part in ("moves", "mine", "count") else {}
            template = self.templates.get_template(f"sittings/room/_{part}.html")
            html = template.render(visit=replace(self, csrf=TOKEN), hall=it, floor=it.floor, me=self.actor.id, **own)
            if seen:
                it.drawn[seen] = html
        return html.replace(TOKEN, self.csrf) if part in OWN else html

    def _seen_as(self, it: Hall, part: str) -> Hashable:
        """Whoever has the same sees the same. None: nobody else does."""
        if part not in OWN:
            return part
        me = self.actor.id
        like = standing(it.floor, me) if part == "mine" and me is not None and me not in it.named else None
        return (part, like) if like else None

    def tell(self, it: Hall) -> bytes:
        """What has changed for this page since the last message, as one server-sent event."""
        now = int(self.now().timestamp() * 1000)
        if it.state not in SHOWN or self.kind != "screen" and it.kind_for(self.actor) != self.kind:
            return _event(it.seq, {"now": now, "reload": True})
        parts = {part: self.draw(it, part) for part in PARTS[self.kind]}
        changed = {part: html for part, html in parts.items() if self.sent.get(part) != html}
        self.sent |= changed
        return _event(it.seq, {"now": now, "parts": changed})


def _event(seq: int, told: Mapping[str, Any]) -> bytes:
    return f"id: {seq}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n".encode()
