"""监督页 · everything the supervision tab of a matter tells, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..communities.attachments import Attachment, AttachmentKind, attached, attached_to_all
from ..matters.models import Matter
from ..polls.models import Poll
from ..procedure.acceptance import CheckState
from ..procedure.matter import MatterState
from ..procedure.parameter_forms import Grade
from ..web.paging import Paged, paged
from ..web.visit import Visit
from .acceptance import AcceptanceCheck, checks_now, signatures_now
from .change_orders import ChangeOrder
from .expenses import Expense
from .models import Delivery, Report, SiteVisit
from .ratings import Dispute, Rating, counts, earlier_rounds

FEW, SOME = 6, 20  # entries with photographs, and rows of a table, on one page


def told(visit: Visit, matter: Any) -> Mapping[str, Any]:
    delivery: Delivery | None = matter.delivery
    if delivery is None:
        return {"delivery": None}
    reports = _of(visit, matter, Report, FEW, "reports", Report.milestone, Report.person)
    visits = _of(visit, matter, SiteVisit, FEW, "visits", SiteVisit.person)
    expenses = _of(visit, matter, Expense, SOME, "expenses", Expense.line, Expense.corrects)
    orders = _of(visit, matter, ChangeOrder, SOME, "changes", ChangeOrder.line, ChangeOrder.proposer, ChangeOrder.decided_by)
    checks = checks_now(delivery)
    return {
        "delivery": delivery, "reports": reports, "visits": visits, "expenses": expenses, "orders": orders,
        "files": attached_to_all(visit.session, [*reports.rows, *visits.rows, *expenses.rows]),
        "polls": _polls(visit, orders.rows), "order_offers": {order.id: order.offers(visit.case) for order in orders.rows},
        "checks": checks, "signatures": signatures_now(delivery), "earlier": _earlier(delivery),
        "checking": any(not offer.reasons for it in checks[:1] for offer in it.offers(visit.case)),
        "before": next(iter(attached(visit.session, matter, AttachmentKind.PHOTO)), None), "after": _latest_photo(visit, matter),
        "disputes": _of(visit, matter, Dispute, FEW, "disputes", Dispute.person), "signed": matter.disputes_signed,
        "rounds": _rounds(matter), **_rated(visit, matter),
    }  # fmt: skip


def _of(visit: Visit, matter: Matter, model: Any, size: int, name: str, *with_: Any) -> Paged[Any]:
    statement = select(model).where(model.matter_id == matter.id).options(*(joinedload(it) for it in with_))
    return paged(visit, statement, model.id, size=size, name=name)


def _polls(visit: Visit, orders: Sequence[ChangeOrder]) -> Mapping[int, Poll]:
    """The latest poll about each change order that was put to the vote."""
    about = select(Poll).where(Poll.purpose == ChangeOrder.poll_purpose, Poll.about_id.in_([it.id for it in orders]))
    return {poll.about_id: poll for poll in visit.session.scalars(about.order_by(Poll.id))} if orders else {}


def _rated(visit: Visit, matter: Any) -> Mapping[str, Any]:
    """What the residents thought: nothing at all while the window is open, whoever asks."""
    if matter.state is not MatterState.CLOSED:
        return {"tally": (), "rated": 0, "remarks": None}
    found = counts(matter)
    tones = {Grade.GOOD: "for", Grade.FAIR: "wait", Grade.BAD: "against"}
    said = select(Rating).where(Rating.matter_id == matter.id, Rating.round == matter.delivery.round, Rating.remark != "")
    return {
        "tally": [(grade.label, found.get(grade, 0), tones[grade]) for grade in Grade], "rated": sum(found.values()),
        "remarks": paged(visit, said, Rating.place, size=SOME, name="remarks"),
    }  # fmt: skip


def _rounds(matter: Any) -> list[tuple[Any, list[str]]]:
    """Earlier rounds of ratings; how people rated in one that was interrupted is told when no later one can be swayed by it."""
    closed = matter.state is MatterState.CLOSED
    return [(it, _graded(counts(matter, it.round)) if closed and it.interrupted_at else []) for it in earlier_rounds(matter)]


def _graded(found: Mapping[Grade, int]) -> list[str]:
    return [f"{grade.label}{found.get(grade, 0)}人" for grade in Grade] if found else []


def _earlier(delivery: Any) -> list[tuple[int, list[AcceptanceCheck]]]:
    """What did not pass in earlier acceptances, latest first."""
    return [
        (n, [it for it in delivery.checks if it.round == n and it.state is not CheckState.PASSED])
        for n in range(delivery.round - 1, 0, -1)
    ]


def _latest_photo(visit: Visit, matter: Matter) -> Attachment | None:
    reported = (Attachment.matter_id == matter.id) & Attachment.subject.startswith(f"{Report.__tablename__}/")
    photos = select(Attachment).where(reported, Attachment.kind == AttachmentKind.PHOTO)
    return visit.session.scalar(photos.order_by(Attachment.id.desc()).limit(1))
