"""概要 · what the matter's overview tells of a proposal: its photographs, who stands behind it, where it came from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, or_, select

from ..communities.attachments import Attachment, AttachmentKind, attached
from ..ledger.models import LedgerEntry, fact
from ..people.models import Person
from ..procedure.difference import Change, difference
from ..procedure.merging import OPEN, TAKES_IN
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
    names = select(Person.name).join(Second, Second.person_id == Person.id).where(Second.matter_id == self.id)
    return self._session.scalars(names.order_by(Second.id).limit(MOST_NAMES)).all()


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


@fact(Matter)
def corrections(self: Any) -> Sequence[Sequence[tuple[str, str]]]:
    """For the reviewer: what the text says now that it did not say when it was submitted before; nothing the first time.

    Paragraph by paragraph, each in the pieces that `ui/diff.html` draws.
    """
    found = select(LedgerEntry.given).where(
        LedgerEntry.matter_id == self.id, LedgerEntry.subject == self.subject, LedgerEntry.step == "submit"
    )  # fmt: skip
    two = self._session.scalars(found.order_by(LedgerEntry.seq.desc()).limit(2)).all()
    if len(two) < 2:
        return ()
    changes = difference(two[1].get("need", ""), two[0].get("need", ""))
    if all(change.change is Change.KEPT for change in changes):
        return ()
    return [[(_DRAWN[piece.change], piece.text) for piece in change.pieces] for change in changes]


_DRAWN = {Change.KEPT: "same", Change.ADDED: "in", Change.REMOVED: "out"}
