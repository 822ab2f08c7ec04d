"""正在议决 · what a community and a person know of what is being decided, for those who keep seats and accounts.

Nobody's account is opened and nobody's seat is taken by one official while they have a say in what is just being decided.
"""

from datetime import date

from sqlalchemy import Select, select

from ..communities.models import Community
from ..db import session_of
from ..debates.council import council_seats
from ..ledger.models import consequence, fact
from ..matters.models import Matter
from ..people.authority import to_come
from ..people.models import Person, Seat
from ..procedure.matter import MatterState
from ..procedure.poll import PollState
from .models import Elector, Poll

DECIDED = (MatterState.DEBATING, MatterState.VOTING)


@fact(Community)
def has_matters(self: Community) -> bool:
    """Whether anything was ever proposed here: until then there is nothing that a date could change."""
    found = select(Matter.id).where(Matter.community_id == self.id, Matter.number.is_not(None)).limit(1)
    return session_of(self).scalar(found) is not None


@fact(Community)
def deciding(self: Community) -> str:
    """The number of a matter that the council debates or votes on now, or ''."""
    debated = select(Matter.number).where(Matter.community_id == self.id, Matter.state.in_(DECIDED))
    voted = select(Matter.number).join(Poll, Poll.matter_id == Matter.id)
    voted = voted.where(Poll.community_id == self.id, Poll.state == PollState.OPEN)
    session = session_of(self)
    return session.scalar(debated.limit(1)) or session.scalar(voted.limit(1)) or ""


@consequence(Person)
def awaited_in(self: Person, day: date) -> frozenset[int]:
    """The communities where this person is on the roll of an open poll, or sits in a council that debates or votes."""
    on_roll: Select[int] = select(Elector.community_id).join(Poll, Poll.id == Elector.poll_id)
    on_roll = on_roll.where(Elector.person_id == self.id, Poll.state == PollState.OPEN)
    sits = (
        council_seats(Seat.community_id)
        .join(Matter, Matter.community_id == Seat.community_id)
        .where(Seat.person_id == self.id, to_come(day), Matter.state.in_(DECIDED))
    )
    return frozenset(session_of(self).scalars(on_roll.union(sits)))
