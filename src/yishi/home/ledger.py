"""审计记录 · the community's chain of acts as a page and as JSON, so that anybody can recompute it."""

from typing import Any

from litestar import Response
from sqlalchemy import select

from ..communities.models import RuleSetVersion
from ..ledger.models import BEGINNING, LedgerEntry, LedgerHead
from ..matters.models import Matter
from ..procedure.asking import Ask
from ..procedure.atlas import LIFECYCLES
from ..procedure.people import everyone
from ..web.handlers import get
from ..web.visit import Visit

BATCH = 500


@get("/c/{community:str}/ledger", only=everyone)
def show(visit: Visit) -> Response:
    wanted = (
        select(LedgerEntry, Matter.number, Matter.title)
        .outerjoin(Matter, Matter.id == LedgerEntry.matter_id)
        .where(LedgerEntry.community_id == visit.here.id)
    )
    before = visit.number("after")
    if before is not None:
        wanted = wanted.where(LedgerEntry.seq < before)
    rows = visit.session.execute(wanted.order_by(LedgerEntry.seq.desc()).limit(51)).all()
    more = f"{visit.path}?after={rows[49][0].seq}" if len(rows) > 50 else ""
    head = visit.session.scalar(select(LedgerHead).where(LedgerHead.community_id == visit.here.id))
    return visit.page("home/ledger.html", rows=rows[:50], head=head, more=more, first=visit.path if before is not None else "")


@get("/c/{community:str}/ledger/{seq:int}", only=everyone)
def entry(visit: Visit, seq: int) -> Response:
    found = visit.session.scalar(select(LedgerEntry).where(LedgerEntry.community_id == visit.here.id, LedgerEntry.seq == seq))
    kept = visit.existing(found)
    return visit.page(
        "home/ledger_entry.html", entry=kept, sound=kept.digest == kept.computed(), given=_given(kept),
        source=_state(kept, kept.source), target=_state(kept, kept.target), rules=_rules(visit, kept.rule_set),
    )  # fmt: skip


@get("/c/{community:str}/ledger.json", only=everyone)
def as_json(visit: Visit) -> Response:
    """Entries in order from `?from=`; `next` is the address of the following batch."""
    start = visit.number("from") or 1
    wanted = select(LedgerEntry).where(LedgerEntry.community_id == visit.here.id, LedgerEntry.seq >= start)
    entries = visit.session.scalars(wanted.order_by(LedgerEntry.seq).limit(BATCH)).all()
    return visit.json(
        {
            "community": visit.here.slug,
            "beginning": BEGINNING,
            "rule": "digest = SHA-256 of the UTF-8 JSON of the other fields: keys sorted, separators ',' and ':', no blanks, "
            "not escaped",
            "entries": [{**e.content(), "digest": e.digest} for e in entries],
            "next": f"{visit.path}?from={entries[-1].seq + 1}" if len(entries) == BATCH else None,
        }
    )


def _state(entry: LedgerEntry, code: str) -> str:
    """A state as people call it; in the chain it stands as its code."""
    steps = [step for cycle in LIFECYCLES if cycle.name == entry.subject.partition("/")[0] for step in cycle.steps]
    return next((word.label for step in steps for word in (step.source, step.target) if word.value == code), code)


def _given(entry: LedgerEntry) -> list[tuple[str, Any]]:
    """What was filled in, under the labels of the form; what no form asked for stands under its name in the chain."""
    asks = {ask.name: ask for cycle in LIFECYCLES for step in cycle.steps if step.name == entry.step for ask in step.asks}
    return [(asks[name].label if name in asks else name, _shown(asks.get(name), value)) for name, value in entry.given.items()]


def _shown(ask: Ask | None, value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "；".join("：".join(map(str, it)) if isinstance(it, list) else str(it) for it in value)
    return dict(ask.choices).get(value, value) if ask and isinstance(value, str) else value


def _rules(visit: Visit, reference: str) -> RuleSetVersion | None:
    """luohu10@1 as the version that it is here."""
    name, _, number = reference.partition("@")
    if not number.isdigit():
        return None
    wanted = select(RuleSetVersion).where(RuleSetVersion.community_id == visit.here.id, RuleSetVersion.name == name)
    return visit.session.scalar(wanted.where(RuleSetVersion.number == int(number)))
