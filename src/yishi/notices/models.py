"""公示 · sheets on the notice board: what was posted, about which matter, and until when."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from ..communities.models import Community
from ..db import Base, CommunityId, Line, session_of
from ..ledger.models import consequence
from ..matters.models import Matter
from ..polls.models import Poll
from ..procedure.digest import digest_of
from ..procedure.lifecycle import Case
from ..procedure.matter import MatterState
from ..procedure.notice import NoticeKind


class Notice(Base):
    """A posted sheet. Never edited: a result that no longer stands is withdrawn, and the sheet stays readable."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_community_id_id", "community_id", "id"),
        Index("ix_notices_community_id_until", "community_id", "until"),
        Index("ix_notices_matter_id_id", "matter_id", "id"),
    )
    community_id: Mapped[CommunityId]
    matter_id: Mapped[int] = mapped_column(ForeignKey("matters.id"))
    poll_id: Mapped[int | None] = mapped_column(ForeignKey("polls.id"))  # whose result or opening it tells
    kind: Mapped[NoticeKind]
    title: Mapped[Line]
    text: Mapped[str]
    figures: Mapped[list[Any]]  # [label, value] pairs, set as a table between title and text
    sign: Mapped[Line]  # who posts it (落款)
    posted_at: Mapped[datetime]
    until: Mapped[datetime | None]  # the moment at which the posting period is over
    takes_objections: Mapped[bool]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(String(64))

    matter: Mapped[Matter] = relationship()
    poll: Mapped[Poll | None] = relationship()
    community: Mapped[Community] = relationship()

    @property
    def url(self) -> str:
        return f"{self.community.url}/notices/{self.id}"

    def posted(self, at: datetime) -> bool:
        """Whether it hangs on the board at this moment."""
        return self.withdrawn_at is None and (self.until is None or at < self.until)

    @property
    def stands(self) -> bool:
        """Whether the posted result holds and can still be objected to: neither taken down nor confirmed."""
        return self.withdrawn_at is None and self.matter.state is MatterState.POSTED

    if TYPE_CHECKING:

        def awaits_answer(self, person_id: int | None) -> bool: ...  # given by the docket

    def withdraw(self, case: Case, why: str) -> None:
        """撤下公示"""
        self.withdrawn_at, self.withdrawn_why = case.at, why
        self.matter.note(case, "withdraw_notice", "撤下公示", given={"notice": self.id, "title": self.title, "why": why})

    def content(self) -> dict[str, Any]:
        """Everything the digest covers: what stands on the sheet."""
        return {
            "format": "yishi-notice-1", "community": self.community_id, "matter": self.matter.number, "kind": self.kind.value,
            "title": self.title, "text": self.text, "figures": self.figures, "sign": self.sign,
            "posted_at": _written(self.posted_at), "until": _written(self.until), "takes_objections": self.takes_objections,
        }  # fmt: skip

    def computed(self) -> str:
        """SHA-256 over the canonical JSON of the content."""
        return digest_of(self.content())


def post_notice(
    session: Session, case: Case, matter: Matter, kind: NoticeKind, title: str, text: str, until: datetime | None = None,
    *, figures: Iterable[tuple[str, str]] = (), poll: Poll | None = None, takes_objections: bool = False,
) -> Notice:  # fmt: skip
    """Post a sheet about a matter; the act is on the matter's record with the sheet's digest."""
    notice = Notice(
        community_id=matter.community_id, matter=matter, poll=poll, kind=kind, title=title[:200], text=text,
        figures=[[label, value] for label, value in figures], sign=f"{matter.community.name}居民议事会",
        posted_at=case.at, until=until, takes_objections=takes_objections,
    )  # fmt: skip
    notice.digest = notice.computed()
    session.add(notice)
    session.flush()
    matter.note(case, "post_notice", "张贴公示", given=_told(notice))
    return notice


@consequence(Matter)
def announce(
    self: Matter, case: Case, kind: NoticeKind, title: str, text: str, until: datetime | None = None, **more: Any
) -> Notice:
    """张贴公示"""
    return post_notice(session_of(self), case, self, kind, title, text, until, **more)


def standing_result(session: Session, matter: Matter) -> Notice | None:
    """The posted result that the matter now stands on, if there is one."""
    return session.scalar(
        select(Notice)
        .where(Notice.matter_id == matter.id, Notice.takes_objections, Notice.withdrawn_at.is_(None))
        .order_by(Notice.id.desc())
        .limit(1)
    )


def _told(notice: Notice) -> Mapping[str, Any]:
    told = {"notice": notice.id, "kind": notice.kind.label, "title": notice.title, "digest": notice.digest}
    return {**told, "until": _written(notice.until)}


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="microseconds") if moment else None
