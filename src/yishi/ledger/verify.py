"""校验 · walking a community's chain from its first entry, and naming the first link that is broken."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..communities.models import Community
from .models import BEGINNING, LedgerEntry, LedgerHead

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: `broken` is None, or a sentence that names the first broken entry."""

    community: str
    entries: int
    digest: str
    broken: str | None


def verify(session: Session, community: Community) -> Verified:
    """Recompute every digest of a chain, in batches, and compare the end with the head."""
    previous, seq = BEGINNING, 0
    for entry in _entries(session, community.id):
        if entry.seq != seq + 1:
            return Verified(community.name, seq, previous, f"第{seq + 1}号不见了，下一条是第{entry.seq}号")
        if entry.previous != previous:
            return Verified(community.name, seq, previous, f"第{entry.seq}号没有接上前一条")
        if entry.digest != entry.computed():
            return Verified(community.name, seq, previous, f"第{entry.seq}号的内容与指纹不符")
        previous, seq = entry.digest, entry.seq
    head = session.scalar(select(LedgerHead).where(LedgerHead.community_id == community.id))
    if (head.seq, head.digest) != (seq, previous) if head else seq:
        return Verified(community.name, seq, previous, f"第{seq}号之后被截断：账上应有{head.seq if head else 0}条")
    return Verified(community.name, seq, previous, None)


def _entries(session: Session, community_id: int) -> Iterator[LedgerEntry]:
    after = 0
    while batch := session.scalars(
        select(LedgerEntry)
        .where(LedgerEntry.community_id == community_id, LedgerEntry.seq > after)
        .order_by(LedgerEntry.seq)
        .limit(BATCH)
    ).all():
        yield from batch
        after = batch[-1].seq
        session.expunge_all()
