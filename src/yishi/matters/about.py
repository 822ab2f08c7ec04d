"""概要 · what the matter's overview tells of a proposal: its photographs, who stands behind it, where it came from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from ..communities.attachments import Attachment, AttachmentKind, attached
from ..ledger.models import fact
from ..people.models import Person
from ..procedure.merging import OPEN, TAKES_IN
from . import changes as _changes  # noqa: F401  what was corrected, as the page tells it
from .drafting import TAKEN_UP
from .merging import Merge
from .models import Matter, Second
from .similar import Similar, similar

MOST_NAMES = 60


@fact(Matter)
def photos(self: Any) -> Sequence[Attachment]:
    return attached(self._session, self, AttachmentKind.PHOTO)


@fact(Matter)
def seconders(self: Any) -> Sequence[str]:
    """Names, in the order in which they seconded."""
    if not self.seconds:
        return ()
    names = select(Person.name).join(Second, Second.person_id == Person.id).where(
        Second.matter_id == self.id, Second.ended_at.is_(None)
    )  # fmt: skip
    return self._session.scalars(names.order_by(Second.at, Second.id).limit(MOST_NAMES)).all()


@fact(Matter)
def kin(self: Any) -> Sequence[Row[Any]]:
    """Public matters that were put into this one or took it up again: id, number, title, seconds, merge_into_id."""
    columns = select(Matter.id, Matter.number, Matter.title, Matter.seconds, Matter.merge_into_id)
    near = columns.where(or_(Matter.merge_into_id == self.id, Matter.origin_id == self.id), Matter.number.is_not(None))
    return self._session.execute(near.order_by(Matter.id).limit(MOST_NAMES)).all()


@fact(Matter)
def open_merges(self: Any) -> Sequence[Merge]:
    """Proposals to merge that still want an answer, in either direction."""
    if self.state not in TAKES_IN:
        return ()
    either = or_(Merge.matter_id == self.id, Merge.into_id == self.id)
    return self._session.scalars(select(Merge).where(either, Merge.state.in_(OPEN)).order_by(Merge.id)).all()


@fact(Matter)
def may_be_taken_up(self: Any) -> bool:
    return self.state in TAKEN_UP


@fact(Matter)
def lookalikes(self: Any) -> Sequence[Similar]:
    """For the reviewer: what else is about this."""
    return similar(self._session, self.community_id, self.rule_set.similar_percent, self.title, self.place, self.id)
