"""附件 · photographs and documents that belong to a record: who may see the record may see them.

The files lie in the uploads folder under random names; the row says what they are and whose.
"""

import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Index, String, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session, relationship

from ..db import Base, CommunityId, Line, PersonId
from ..procedure.people import Actor
from .models import Community
from .received_files import AttachmentKind, Made


class Attachment(Base):
    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_subject_id", "subject", "id"),)

    community_id: Mapped[CommunityId]
    subject: Mapped[Line]  # "matter/12": the record that decides who may see it
    matter_id: Mapped[int | None] = mapped_column(index=True)  # whose file it belongs to
    person_id: Mapped[PersonId]  # who sent it
    at: Mapped[datetime]
    kind: Mapped[AttachmentKind]
    name: Mapped[Line]  # as the sender called it, made harmless
    key: Mapped[str] = mapped_column(String(32), unique=True)  # 128 random bits: the name on disk and in the address
    media_type: Mapped[Line]
    size: Mapped[int]  # bytes
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file as kept
    width: Mapped[int | None]  # pixels, of a photograph
    height: Mapped[int | None]
    taken_at: Mapped[datetime | None]  # by the camera's clock
    community: Mapped[Community] = relationship()

    @property
    def url(self) -> str:
        return f"{self.community.url}/files/{self.key}"

    @property
    def small_url(self) -> str:
        """The thumbnail of a photograph."""
        return f"{self.url}/small"

    @property
    def is_photo(self) -> bool:
        return self.kind is AttachmentKind.PHOTO

    @property
    def told(self) -> dict[str, Any]:
        """What the ledger keeps of it."""
        return {"name": self.name, "sha256": self.digest, "bytes": self.size}

    def visible_to(self, actor: Actor) -> bool:
        """As much as the record it belongs to; a file whose record is gone is nobody's."""
        it = self.record
        return it is not None and it.visible_to(actor)

    @property
    def record(self) -> Base | None:
        session = object_session(self)
        name, _, number = self.subject.partition("/")
        model = _kinds().get(name)
        it = session.get(model, int(number)) if session and model and number.isdecimal() else None
        return it if getattr(it, "community_id", None) == self.community_id else None


def subject_of(it: Base) -> str:
    return getattr(it, "subject", "") or f"{it.__tablename__}/{it.id}"


def attached(session: Session, it: Base, kind: AttachmentKind | None = None) -> list[Attachment]:
    """What belongs to one record, oldest first."""
    return attached_to_all(session, [it], kind)[subject_of(it)]


def attached_to_all(session: Session, records: Iterable[Base], kind: AttachmentKind | None = None) -> dict[str, list[Attachment]]:
    """By subject, for many records in one query."""
    found: dict[str, list[Attachment]] = {subject_of(it): [] for it in records}
    statement = select(Attachment).where(Attachment.subject.in_(found)).order_by(Attachment.id)
    for attachment in session.scalars(statement.where(Attachment.kind == kind) if kind else statement) if found else ():
        found[attachment.subject].append(attachment)
    return found


def add(session: Session, folder: Path, of: Base, person_id: int, at: datetime, made: Made) -> Attachment:
    """Keep a file. It is on disk before its row can be committed, and off it again if the row never is."""
    key = secrets.token_hex(16)
    attachment = Attachment(
        community_id=of.community_id, subject=subject_of(of), matter_id=_matter_of(of), person_id=person_id, at=at,  # type: ignore[attr-defined]
        kind=made.kind, name=made.name, key=key, media_type=made.media_type, size=len(made.content), digest=made.digest,
        width=made.width, height=made.height, taken_at=made.taken_at,
    )  # fmt: skip
    _write(session, path_of(folder, key), made.content)
    if made.small:
        _write(session, path_of(folder, key, small=True), made.small)
    session.add(attachment)
    return attachment


def copy(session: Session, folder: Path, attachment: Attachment, to: Base, person_id: int, at: datetime) -> Attachment:
    """The same file under another record, with a name of its own on disk."""
    small = path_of(folder, attachment.key, small=True)
    made = Made(
        attachment.kind, attachment.name, attachment.media_type, path_of(folder, attachment.key).read_bytes(),
        small.read_bytes() if small.exists() else b"", attachment.width, attachment.height, attachment.taken_at,
    )  # fmt: skip
    return add(session, folder, to, person_id, at, made)


def remove(session: Session, folder: Path, attachment: Attachment) -> None:
    """Take a file away: its row now, the file itself once that is committed."""
    session.delete(attachment)
    session.info.setdefault("removed", []).extend((path_of(folder, attachment.key), path_of(folder, attachment.key, small=True)))


def path_of(folder: Path, key: str, small: bool = False) -> Path:
    return folder / key[:2] / (f"{key}-small" if small else key)


def _matter_of(it: Base) -> int | None:
    """The matter itself, or the one it belongs to."""
    return getattr(it, "matter_number", None) or getattr(it, "matter_id", None)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, type[Base]]:
    """By the first half of a subject: the lifecycle's name, or the table's."""
    classes = [mapper.class_ for mapper in Base.registry.mappers]
    return {it.lifecycle.name if hasattr(it, "lifecycle") else it.__tablename__: it for it in classes}


def _write(session: Session, path: Path, content: bytes) -> None:
    """To the disk itself, not only to the system's memory of it, before anything is acknowledged."""
    path.parent.mkdir(parents=True, exist_ok=True)
    session.info.setdefault("written", []).append(path)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@event.listens_for(Session, "after_commit")
def _kept(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("written", None)
        _unlink(session.info.pop("removed", ()))


@event.listens_for(Session, "after_rollback")
def _given_up(session: Session) -> None:
    session.info.pop("removed", None)
    _unlink(session.info.pop("written", ()))


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
