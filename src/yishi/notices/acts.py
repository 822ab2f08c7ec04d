"""公示期内能办的事 · reading the notice, objecting to the result, answering an objection."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from ..matters.acts import Act, acts
from ..procedure.matter import MatterState, neighbour
from ..procedure.notice import bars
from ..procedure.objection import ObjectionState, answerer
from ..web.visit import Visit
from .models import standing_result
from .objections import Objection

MOST = 5  # waiting objections named in the box; the notice has them all


@acts
def objecting(visit: Visit, matter: Any) -> Iterator[Act]:
    if matter.state is not MatterState.POSTED or (notice := standing_result(visit.session, matter)) is None:
        return
    if answerer.includes(visit.actor, None):
        waiting = select(Objection).where(Objection.notice_id == notice.id, Objection.state == ObjectionState.WAITING)
        others = waiting.where(Objection.person_id != visit.actor.id).order_by(Objection.id).limit(MOST)
        for objection in visit.session.scalars(others):
            yield Act("答复异议", objection.url, matter.due_at, owed=True, note=f"{objection.person.name}的异议")
    if neighbour.includes(visit.actor, None) and not bars(notice, visit.case):
        yield Act("提异议", f"{notice.url}/object", notice.until)
    yield Act("看公示", notice.url, aside=True)
