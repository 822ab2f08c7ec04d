"""补正前后 · what a proposal that was submitted again says that it did not say when people seconded it, for everybody to read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from ..communities.attachments import Attachment
from ..db import session_of
from ..ledger.models import LedgerEntry, fact
from ..procedure.difference import Change, difference
from ..procedure.matter import MatterKind, MatterState, Stage
from ..procedure.numerals import yuan
from ..procedure.parameter_forms import ProjectClass
from ..web.formats import drawn
from .correcting import CORE
from .models import Matter

LABELS = {"title": "名称", **CORE, "beneficiaries": "谁受益", "households": "惠及户数"}
LOOKED_THROUGH = 30  # submissions of one proposal, the latest first


@dataclass(frozen=True, slots=True)
class Changes:
    """Each short field as it was and is, the text paragraph by paragraph as `ui/diff.html` draws it, and the photographs."""

    fields: Sequence[tuple[str, str, str]]
    text: Sequence[Sequence[tuple[str, str]]]
    added: Sequence[str]
    removed: Sequence[Attachment]

    @property
    def core(self) -> bool:
        """Whether what people seconded is another thing now."""
        return any(label in CORE.values() for label, _, _ in self.fields)

    @property
    def nothing(self) -> bool:
        return not (self.fields or self.text or self.added or self.removed)


@fact(Matter)
def changes(self: Any) -> Changes | None:
    """Against what people were asked to second, however often it was returned since. None while nothing was corrected."""
    if self.submissions < 2 or self.stage is not Stage.PROPOSE or self.state is MatterState.DRAFT:
        return None
    found = select(LedgerEntry.given).where(
        LedgerEntry.matter_id == self.id, LedgerEntry.subject == self.subject, LedgerEntry.step == "submit"
    )  # fmt: skip
    now, *before = session_of(self).scalars(found.order_by(LedgerEntry.seq.desc()).limit(LOOKED_THROUGH)).all() or [None]
    if now is None or not before:
        return None
    then = next((given for given in before if given.get("fresh")), before[0])
    it = Changes(list(_fields(then, now)), _text(then, now), _added(then, now), _removed(self, then, now))
    return None if it.nothing else it


def _fields(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name, label in LABELS.items():
        if then.get(name) != now.get(name):
            yield label, _shown(name, then.get(name)), _shown(name, now.get(name))


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return "没有填"
    match name:
        case "kind":
            return MatterKind(value).label
        case "project_class":
            return ProjectClass(value).label
        case "estimate":
            return yuan(value)
        case "households":
            return f"{value}户"
        case _:
            return str(value)


def _text(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[tuple[tuple[str, str], ...]]:
    paragraphs = difference(then.get("need", ""), now.get("need", ""))
    if all(it.change is Change.KEPT for it in paragraphs):
        return []
    return [drawn(it.pieces) for it in paragraphs]


def _added(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    known = {photo["sha256"] for photo in then.get("photos", ())}
    return [photo["name"] for photo in now.get("photos", ()) if photo["sha256"] not in known]


def _removed(matter: Any, then: Mapping[str, Any], now: Mapping[str, Any]) -> Sequence[Attachment]:
    gone = {photo["sha256"] for photo in then.get("photos", ())} - {photo["sha256"] for photo in now.get("photos", ())}
    if not gone:
        return ()
    kept = select(Attachment).where(Attachment.matter_id == matter.id, Attachment.digest.in_(gone)).order_by(Attachment.id)
    photos: Sequence[Attachment] = session_of(matter).scalars(kept).all()
    return photos
