"""表决 · lists of polls, the roll, and the record from which anybody counts again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from ..debates.council import council_seats
from ..matters.models import Matter
from ..people.authority import in_force
from ..people.models import Person, Seat
from ..procedure.electorate import Standing
from ..procedure.poll import Choice, PollState
from ..procedure.tally import Base as Share
from .models import Ballot, Elector, Poll


def listed(community_id: int, past: bool) -> Select[Any]:
    """Polls of a community, the running ones or the past ones."""
    wanted = PollState.CLOSED if past else PollState.OPEN
    return select(Poll).where(Poll.community_id == community_id, Poll.state == wanted).options(joinedload(Poll.matter))


def polls_of(matter_id: int) -> Select[Any]:
    """Every poll in which a matter, or a change to it, was voted on; the latest first."""
    return select(Poll).where(Poll.matter_id == matter_id).order_by(Poll.id.desc())


def turnouts(session: Session, poll_ids: list[int]) -> dict[int, int]:
    """How many have voted in each of these polls. How they voted is not looked at."""
    counted = select(Elector.poll_id, func.count(Ballot.id)).join(Ballot).where(
        Elector.poll_id.in_(poll_ids), Elector.state == Standing.ENTITLED
    )  # fmt: skip
    return dict(session.execute(counted.group_by(Elector.poll_id)).all())


def roll(poll: Poll) -> Select[Any]:
    """Name, seat and standing of everybody on the roll; with the choice once the poll is closed, never before."""
    columns: list[Any] = [Elector.id, Elector.name, Elector.title, Elector.weight, Elector.state, Elector.reason, Elector.ruled_by]
    if poll.state is not PollState.CLOSED:
        return select(*columns).where(Elector.poll_id == poll.id)
    told = [Ballot.choice, Ballot.digest, Ballot.salt, Ballot.cast_at]
    return select(*columns, *told).outerjoin(Ballot).where(Elector.poll_id == poll.id)


def seated_later(poll: Poll, day: date) -> Select[int, str, str, datetime]:
    """Name, seat and moment of those who sat in the council on the day of the opening by seats recorded too late for this roll."""
    return (
        council_seats(Person.id, Person.name, Seat.title, Seat.recorded_at)
        .join(Person, Person.id == Seat.person_id)
        .where(
            Seat.community_id == poll.community_id, Seat.recorded_at >= poll.seated_before,
            Seat.recorded_at <= (poll.closed_at or poll.closes_at), in_force(Seat, day),
            ~select(Elector.id).where(Elector.poll_id == poll.id, Elector.person_id == Person.id).exists(),
        )
        .order_by(Seat.id)
        .limit(50)
    )  # fmt: skip


def public_record(session: Session, poll: Poll, at: datetime) -> dict[str, Any]:
    """Everything about a poll that anybody may have: enough to count again once it is closed, and no figure before."""
    matter: Matter = poll.matter
    terms = poll.terms
    record = {
        "format": "yishi-poll-record-1", "matter": matter.number, "title": poll.title, "purpose": poll.purpose.value,
        "question": poll.question, "options": [{"value": it.value, "label": it.label} for it in Choice],
        "digest": poll.digest, "paper": poll.paper, "openness": poll.openness.value, "method": poll.method.value,
        "rule_set": poll.ran_under, "seated_before": _written(poll.seated_before),
        "opened_at": _written(poll.opened_at), "closes_at": _written(poll.closes_at),
        "quorum": {"share": str(terms.quorum.share), "of": Share.MEMBERS.value, "strict": terms.quorum.strict},
        "passing": {"share": str(terms.threshold.share), "of": terms.threshold.of.value, "strict": terms.threshold.strict},
        "terms": _in_words(poll), "state": poll.state.value, "members": poll.members, "as_of": _written(at),
    }  # fmt: skip
    if poll.state is not PollState.CLOSED:
        return {**record, "voted": poll.voted, "result": None, "roll": None}
    lines = [_line(row) for row in session.execute(roll(poll).order_by(Elector.id))]
    if poll.held_at:
        record |= {"held_at": poll.held_at, "counted_in_hall": _counted_in_hall(poll, lines)}
    result = {"closed_at": _written(poll.closed_at), "outcome": poll.outcome, "sum": poll.sum, "figures": poll.figures}
    named = len([it for it in lines if it["choice"]])
    return {**record, "voted": poll.figures["voted"] if poll.held_at and poll.figures else named, "result": result, "roll": lines}


def _in_words(poll: Poll) -> str:
    terms = poll.terms
    return (
        terms.words
        if not poll.held_at
        else f"到会的人须{terms.quorum.words}，少了就什么也不能决定；{terms.threshold.words}就通过。"
    )


def _counted_in_hall(poll: Poll, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """举手、纸票 · what was counted in the hall and has no names; with the ballots on the roll it makes the figures."""
    figures = poll.figures or {}
    rest = {it.value: figures[it.value] - len([line for line in lines if line["choice"] == it.value]) for it in Choice}
    note = "这些票是在会场上举手或用纸票点数的，没有名字；加上名单上记名的票，就是公布的票数。"
    return {"note": note, **rest, "invalid": figures.get("invalid", 0), "present": figures["present"]}


def _line(row: Any) -> dict[str, Any]:
    """Who recused themselves is in no base, so a ballot they had cast is not told."""
    counted = row.state is Standing.ENTITLED and row.choice is not None
    cast = (row.choice.value, row.salt, row.digest, _written(row.cast_at)) if counted else (None,) * 4
    return {
        "elector": row.id, "name": row.name, "seat": row.title, "weight": row.weight, "standing": row.state.value,
        "reason": row.reason, **dict(zip(("choice", "salt", "digest", "cast_at"), cast, strict=True)),
    }  # fmt: skip


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="microseconds") if moment else None
