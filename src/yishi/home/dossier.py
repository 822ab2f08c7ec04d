"""一事一档 · everything about one matter in one file: to print, and as JSON. Nothing that a page would not yet show is in it."""

from collections.abc import Iterable, Sequence
from typing import Any

from litestar import Response
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from ..debates.models import Debate, Speech
from ..debates.motions import Motion
from ..deliveries.acceptance import AcceptanceCheck, AcceptanceSignature
from ..deliveries.change_orders import ChangeOrder
from ..deliveries.expenses import Expense
from ..deliveries.models import Delivery, Report, SiteVisit
from ..deliveries.ratings import Dispute, RatingRound
from ..ledger.models import LedgerEntry
from ..matters.comments import Comment
from ..matters.models import Matter, Second
from ..matters.plans import PlanVersion
from ..notices.models import Notice
from ..notices.objections import Objection
from ..people.models import Person
from ..polls.models import Poll
from ..polls.queries import public_record
from ..procedure.people import everyone
from ..web.handlers import get
from ..web.visit import Missing, Visit

FORMAT = "yishi-dossier-1"


@get("/c/{community:str}/matters/{matter_id:int}/dossier", only=everyone)
def on_paper(visit: Visit, matter_id: int) -> Response:
    matter = _public(visit, matter_id)
    entries, sittings = _entries(visit, matter), matter.at_sittings
    file = dossier(visit, matter, entries, sittings)
    return visit.page("home/dossier.html", matter=matter, file=file, entries=entries, sittings=sittings)


@get("/c/{community:str}/matters/{matter_id:int}/dossier.json", only=everyone)
def as_json(visit: Visit, matter_id: int) -> Response:
    matter = _public(visit, matter_id)
    return visit.json(dossier(visit, matter, _entries(visit, matter), matter.at_sittings))


def dossier(visit: Visit, matter: Matter, entries: Sequence[LedgerEntry], sittings: Sequence[Any]) -> dict[str, Any]:
    """The file: money in fen, times ISO 8601 in UTC."""
    return {
        "format": FORMAT, "as_of": visit.at.isoformat(), **_matter(visit, matter), "plan": _plan(visit, matter),
        "comments": _comments(visit, matter), "debates": _debates(visit, matter), "sittings": _sittings(sittings),
        "polls": _polls(visit, matter),
        "notices": _notices(visit, matter), "delivery": _delivery(visit, matter),
        "ledger": [{**entry.content(), "digest": entry.digest} for entry in entries],
    }  # fmt: skip


def _public(visit: Visit, matter_id: int) -> Matter:
    """A draft has no number, hence no file."""
    matter = visit.find(Matter, matter_id)
    if matter.number is None:
        raise Missing
    return matter


def _of(visit: Visit, matter: Matter, model: type[Any], *also: Any) -> Iterable[Any]:
    wanted: Select[Any] = select(model).where(model.matter_id == matter.id).options(*also).order_by(model.id)
    return visit.session.scalars(wanted)


def _matter(visit: Visit, matter: Matter) -> dict[str, Any]:
    seconders = select(Person.name, Second.at).join(Second, Second.person_id == Person.id)
    standing = seconders.where(Second.matter_id == matter.id, Second.ended_at.is_(None)).order_by(Second.at, Second.id)
    return {
        "number": matter.number, "title": matter.title, "kind": matter.kind.label, "state": matter.state.label,
        "class": matter.project_class.label if matter.project_class else None,
        "need": matter.need, "place": matter.place, "beneficiaries": matter.beneficiaries, "households": matter.households,
        "estimate": matter.estimate, "proposer": matter.proposer.name, "lead": matter.lead.name if matter.lead else None,
        "unit": matter.unit.name if matter.unit else None, "submitted_at": _iso(matter.submitted_at), "reached": matter.reached,
        "rule_set": matter.ran_under, "rule_set_digest": matter.rule_set_version.digest,
        "seconders": [{"name": name, "at": _iso(at)} for name, at in visit.session.execute(standing)],
        "merged_into": matter.merged_into.number if matter.merged_into else None,
        "merged_from": [other.number for other in matter.merged_from],
    }  # fmt: skip


def _plan(visit: Visit, matter: Matter) -> list[dict[str, Any]]:
    """Published versions; `text` of a frozen one is exactly what its digest covers."""
    versions = (v for v in _of(visit, matter, PlanVersion) if v.published_at is not None)
    return [
        {
            "variant": v.variant, "version": v.number, "published_at": _iso(v.published_at), "frozen_at": _iso(v.frozen_at),
            "total": v.total, "digest": v.digest, "canonical": v.canonical,
        }
        for v in versions
    ]  # fmt: skip


def _comments(visit: Visit, matter: Matter) -> list[dict[str, Any]]:
    return [
        {
            "section": c.section.label, "by": c.person.name, "at": _iso(c.said_at), "text": c.text, "state": c.state.label,
            "disposition": c.disposition.label if c.disposition else None, "answer": c.answer,
        }
        for c in _of(visit, matter, Comment, joinedload(Comment.person))
    ]  # fmt: skip


def _debates(visit: Visit, matter: Matter) -> list[dict[str, Any]]:
    motions = list(_of(visit, matter, Motion, joinedload(Motion.mover)))
    return [
        {
            "number": debate.number, "state": debate.state.label, "speeches": _speeches(visit, debate),
            "hall": [
                {"by": s.speaker.name, "stance": s.stance.label if s.stance else None, "seconds": s.seconds, "at": _iso(s.at),
                 "sitting": s.sitting.name}
                for s in debate.hall_speeches
            ],
            "motions": [
                {
                    "label": m.label, "mover": m.mover.name, "reason": m.reason, "paragraph": m.paragraph, "from": m.original,
                    "to": m.text, "state": m.state.label, "sum": m.sum,
                }
                for m in motions
                if m.debate_id == debate.id
            ],
        }
        for debate in _of(visit, matter, Debate)
    ]  # fmt: skip


def _speeches(visit: Visit, debate: Debate) -> list[dict[str, Any]]:
    wanted = select(Speech).where(Speech.debate_id == debate.id).order_by(Speech.seq)
    eager = wanted.options(joinedload(Speech.speaker), joinedload(Speech.reminder), joinedload(Speech.answer))
    return [
        {
            "seq": s.seq, "round": s.round, "by": s.speaker.name, "seat": s.seat, "stance": s.stance.label if s.stance else None,
            "at": _iso(s.at), "text": s.text, "reminder": s.reminder.words if s.reminder else None,
            "answer": s.answer.text if s.answer else None,
        }
        for s in visit.session.scalars(eager)
    ]  # fmt: skip


def _sittings(items: Sequence[Any]) -> list[dict[str, Any]]:
    """Those that talked about it, the last one first, and where each is read."""
    return [
        {"name": it.sitting.name, "at": _iso(it.sitting.starts_at), "outcome": it.outcome.label if it.outcome else None,
         "url": it.sitting.record_url}
        for it in items
    ]  # fmt: skip


def _polls(visit: Visit, matter: Matter) -> list[dict[str, Any]]:
    return [public_record(visit.session, poll, visit.at) for poll in _of(visit, matter, Poll)]


def _notices(visit: Visit, matter: Matter) -> list[dict[str, Any]]:
    objections = list(_of(visit, matter, Objection, joinedload(Objection.person)))
    return [
        {
            **n.content(), "digest": n.digest, "withdrawn_at": _iso(n.withdrawn_at),
            "objections": [
                {"by": o.person.name, "at": _iso(o.filed_at), "text": o.text, "state": o.state.label, "answer": o.answer}
                for o in objections
                if o.notice_id == n.id
            ],
        }
        for n in _of(visit, matter, Notice)
    ]  # fmt: skip


def _delivery(visit: Visit, matter: Matter) -> dict[str, Any] | None:
    """Ratings are in it only as the verdict, which exists only once they are over."""
    it = visit.session.scalar(select(Delivery).where(Delivery.matter_id == matter.id))
    if it is None:
        return None
    signatures = select(AcceptanceSignature).where(AcceptanceSignature.delivery_id == it.id).order_by(AcceptanceSignature.id)
    return {
        "budget": it.budget, "spent": it.spent, "progress": it.progress,
        "lines": [{"name": x.name, "planned": x.planned, "added": x.added, "spent": x.spent} for x in it.lines],
        "milestones": [
            {"name": m.name, "due": str(m.due), "progress": m.progress, "done_at": _iso(m.reported_at)} for m in it.milestones
        ],
        "reports": [
            {"by": r.person.name, "at": _iso(r.at), "milestone": r.milestone.name, "progress": r.progress, "text": r.text}
            for r in _of(visit, matter, Report, joinedload(Report.person), joinedload(Report.milestone))
        ],
        "visits": [
            {"by": v.person.name, "on": str(v.visited_on), "sound": v.sound, "findings": v.findings}
            for v in _of(visit, matter, SiteVisit, joinedload(SiteVisit.person))
        ],
        "expenses": [
            {"number": e.number, "line": e.line.name, "amount": e.amount, "paid_on": str(e.paid_on), "payee": e.payee,
             "purpose": e.purpose, "corrects": e.corrects.number if e.corrects else None, "reason": e.reason}
            for e in _of(visit, matter, Expense, joinedload(Expense.line), joinedload(Expense.corrects))
        ],
        "change_orders": [
            {"line": c.line.name, "amount": c.amount, "reason": c.reason, "state": c.state.label, "refusal": c.refusal}
            for c in _of(visit, matter, ChangeOrder, joinedload(ChangeOrder.line))
        ],
        "checks": [
            {"round": c.round, "text": c.text, "state": c.state.label, "remark": c.remark}
            for c in _of(visit, matter, AcceptanceCheck)
        ],
        "signatures": [
            {"round": s.round, "by": s.person.name, "at": _iso(s.at)}
            for s in visit.session.scalars(signatures.options(joinedload(AcceptanceSignature.person)))
        ],
        "disputes": [
            {"round": d.round, "by": d.person.name, "at": _iso(d.at), "reason": d.reason}
            for d in _of(visit, matter, Dispute, joinedload(Dispute.person))
        ],
        "ratings": [
            {"round": r.round, "opened_at": _iso(r.opened_at), "concluded_at": _iso(r.concluded_at),
             "interrupted_at": _iso(r.interrupted_at), "rated": r.rated, "verdict_sum": r.verdict_sum}
            for r in _of(visit, matter, RatingRound)
        ],
        "verdict": it.verdict.label if it.verdict else None, "verdict_sum": it.verdict_sum,
    }  # fmt: skip


def _entries(visit: Visit, matter: Matter) -> Sequence[LedgerEntry]:
    return visit.session.scalars(select(LedgerEntry).where(LedgerEntry.matter_id == matter.id).order_by(LedgerEntry.seq)).all()


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
