"""整理、交出、签认 · what becomes of the minutes: written when it is over, worded, sent round, sealed with a fingerprint."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from ..db import session_of
from ..ledger.models import consequence, fact
from ..people.models import Person
from ..procedure.digest import digest_of
from ..procedure.floor.attendance import Meeting
from ..procedure.floor.minutes import Minutes, minutes
from ..procedure.lifecycle import Case, NotYours, Refused
from ..procedure.sitting import Place, Reply, SittingState
from .floor import happened, setup
from .minutes import MinutesLine
from .models import Sitting

FORMAT = "yishi-minutes-1"


def told(sitting: Sitting) -> Minutes:
    """The minutes as the events give them, and who spoke how long."""
    return minutes(setup(sitting), happened(sitting), _meeting(sitting))


def _meeting(sitting: Sitting) -> Meeting:
    movers = {it.prepared["mover_id"] for it in sitting.items if it.prepared}
    named = session_of(sitting).scalars(select(Person).where(Person.id.in_(movers))) if movers else ()
    return Meeting(
        place=sitting.place,
        excused=frozenset(it.person_id for it in sitting.roll if it.reply is Reply.AWAY),
        titles={it.person_id: it.title for it in sitting.roll if it.place is Place.OBSERVER},
        names={it.id: it.name for it in named},
        talk_only={it.position: it.talk_only for it in sitting.items if it.talk_only},
    )


@consequence(Sitting)
def write_minutes(self: Sitting) -> None:
    """散会时按会上的记录写成纪要"""
    session_of(self).add_all(
        MinutesLine(
            community_id=self.community_id, sitting_id=self.id, position=position, part=line.part, item=line.item,
            at=None if line.at is None else datetime.fromtimestamp(line.at, UTC), written=line.text, text=line.text,
        )
        for position, line in enumerate(told(self).lines, 1)
    )  # fmt: skip
    session_of(self).flush()


def reword(line: MinutesLine, case: Case, words: str) -> None:
    """改文字 · the secretary's, until the minutes go round. The events' own words stay beside it."""
    sitting = line.sitting
    if case.actor.id != sitting.secretary_id:
        raise NotYours("纪要的文字由本次会议的秘书整理")
    if sitting.state is not SittingState.ADJOURNED:
        raise Refused("纪要交出以后，只按到会的人提的意见改")
    if words != line.text:
        before, line.text = line.text, words
        sitting.note(case, "reword", "改纪要的文字", given={"line": line.position, "before": before, "wording": words})


@consequence(Sitting)
def circulate(self: Sitting, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """公开纪要，请到会的人逐条核对"""
    self.circulated_at = case.at
    return {"lines": len(self.minutes_lines), "until": self.due_at, "digest": digest(self)}


@consequence(Sitting)
def seal(self: Sitting, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """归档，指纹记入审计记录"""
    self.sealed_at, self.minutes_digest = case.at, digest(self)
    return {"lines": len(self.minutes_lines), "digest": self.minutes_digest}


def digest(sitting: Sitting) -> str:
    """SHA-256 over the canonical JSON of the lines, and of the end of the chain of events from which they were written."""
    lines = sitting.minutes_lines
    content = {
        "format": FORMAT, "community": sitting.community_id, "sitting": sitting.id, "name": sitting.name,
        "events": sitting.seq, "events_digest": sitting.digest,
        "lines": [[it.position, it.part, it.at.isoformat() if it.at else None, it.written, it.text] for it in lines],
    }  # fmt: skip
    return digest_of(content)


@fact(Sitting)
def minutes_sound(self: Sitting) -> bool:
    """Whether the lines are still those that were signed: as the ledger keeps it, not only as the sitting says."""
    signed = self.taken("approve")
    return signed is not None and signed.given.get("digest") == self.minutes_digest == digest(self)


@fact(Sitting)
def minutes_signed_by(self: Sitting) -> str:
    """谁签认的: as the ledger keeps it"""
    signed = self.taken("approve")
    return signed.actor_name if signed else ""
