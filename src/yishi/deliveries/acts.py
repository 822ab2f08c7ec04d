"""监督中能办的事 · going through the checklist, deciding a change."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from ..matters.acts import Act, acts
from ..procedure.acceptance import CheckState
from ..procedure.change_order import ChangeState
from ..procedure.change_order import contractor as withdraws
from ..procedure.matter import MatterState
from ..procedure.people import Role, chair, staff, supervisor
from ..web.visit import Visit
from .acceptance import checks_now
from .change_orders import ChangeOrder

MOST = 5  # changes named in the box; the tab has them all
decides = supervisor | staff | chair


@acts
def accepting(visit: Visit, matter: Any) -> Iterator[Act]:
    """Looking comes before signing."""
    actor = visit.actor
    if matter.state is not MatterState.ACCEPTING or not supervisor.includes(actor, None) or actor.speaks_for(matter.unit_id):
        return
    checks = checks_now(matter.delivery)
    left = sum(it.state is not CheckState.PASSED for it in checks)
    own = sum(it.checked_by_id == actor.id for it in checks)
    note = f"共{len(checks)}项，还有{left}项没有通过" if left else f"共{len(checks)}项都已通过，您亲自看过{own}项"
    signed = actor.id in matter.signature_ids
    yield Act("逐项验收", f"{matter.url}/supervision#checklist", owed=not signed and (left > 0 or own == 0), note=note)


@acts
def deciding(visit: Visit, matter: Any) -> Iterator[Act]:
    if matter.state is not MatterState.DELIVERING or not (
        decides.includes(visit.actor, None) or visit.actor.speaks_for(matter.unit_id)
    ):
        return
    waiting = select(ChangeOrder).where(ChangeOrder.matter_id == matter.id, ChangeOrder.state == ChangeState.PROPOSED)
    for order in visit.session.scalars(waiting.order_by(ChangeOrder.id).limit(MOST)):
        open_to = {offer.step.name for offer in order.offers(visit.case) if not offer.reasons}
        place, note = f"{matter.url}/supervision#change-{order.id}", order.line.name
        if "put" in open_to:
            yield Act("把变更提交表决", place, order.due_at, note=note)
        elif open_to & {"approve", "refuse"}:
            yield Act("决定变更", place, order.due_at, owed=visit.actor.has(Role.SUPERVISOR), note=note)
        elif withdraws.includes(visit.actor, order):
            yield Act("看变更申请", place, note=note, aside=True)
