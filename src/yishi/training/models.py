"""演练记录 · what somebody practised, for that person alone. Nothing of it stands on the ledger or touches a matter."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Base, CommunityId, Line, PersonId
from ..procedure.people import Actor

QUIZ = "quiz"


class Practice(Base):
    """One scene in one part; or the quiz, of which only the best result is kept.

    `commands`: what was pressed, in order (of the quiz: the answers). `mistakes`: what of it was in vain, each with `answer`
    ("refused" or "other"), `says` and `parameter` (of the quiz: the articles that were missed).
    """

    __tablename__ = "practices"
    person_id: Mapped[PersonId]
    community_id: Mapped[CommunityId]
    scenario: Mapped[str] = mapped_column(String(64))
    role: Mapped[Line]
    commands: Mapped[list[Any]]
    mistakes: Mapped[list[Any]]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    def visible_to(self, actor: Actor) -> bool:
        return actor.id == self.person_id

    @property
    def done(self) -> int:
        """What was done right."""
        return len(self.commands) - len(self.mistakes)

    @property
    def breaches(self) -> list[Any]:
        return [it for it in self.mistakes if it["answer"] == "refused"]

    @property
    def points(self) -> int:
        return max(self.done - len(self.breaches), 0)
