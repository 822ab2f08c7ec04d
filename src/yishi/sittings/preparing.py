"""上会的事项 · what is before the assembly when a sitting is opened: the plan, who moved it, what was said online."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from ..db import session_of
from ..debates.amendments import plan_paragraphs
from ..debates.models import Speech
from ..ledger.models import consequence
from ..matters.models import Matter
from ..polls.questions import question_of
from ..procedure.digest import digest_of
from ..procedure.lifecycle import Case, Refused
from ..procedure.matter import MatterKind
from ..procedure.sitting import ItemKind
from .models import Sitting, undecided_among


@consequence(Sitting)
def begin(self: Sitting, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """定下会前的一切，记下它的指纹: from now on a matter is talked about here and not online, until the sitting is adjourned.

    A matter that can no longer be decided stays on the agenda to be talked about, with the reason.
    """
    session = session_of(self)
    undecided = undecided_among(session, {item.matter_id for item in self.items if item.matter_id})
    for item in self.items:
        item.talk_only = item.barred_with(undecided, "开会时")
        if item.kind is ItemKind.DECIDE and item.matter is not None and not item.talk_only:
            try:
                item.prepared = _prepared(self, item.matter)
                item.matter.in_hall = True
            except Refused as refused:
                item.talk_only = str(refused)
    session.flush()
    return {"setup": settled_before(self)}


def settled_before(sitting: Sitting) -> str:
    """SHA-256 over what the events rest on: who may vote, who presides, what is before the assembly, and under which rules."""
    roll = [[it.person_id, it.name, it.place.value, it.unit] for it in sitting.roll]
    items = [[it.position, it.kind.value, it.title, it.prepared, *([it.talk_only] if it.talk_only else [])] for it in sitting.items]
    return digest_of([sitting.id, sitting.ran_under, sitting.chair_id, sitting.secretary_id, roll, items])


def _prepared(sitting: Sitting, matter: Matter) -> dict[str, Any]:
    """Raises `Refused` where there is nothing to decide on."""
    plan = matter.plan
    if matter.in_hall:
        raise Refused("开会时正在另一次会议上议，那次散会以后才能上会表决")
    motion = question_of(matter)
    assert plan is not None
    return {
        "motion": motion,
        "digest": plan.digest,
        "paragraphs": list(plan_paragraphs(matter.debate)),
        "mover_id": matter.lead_id or matter.proposer_id,
        "passing": "rule_change_passing" if matter.kind is MatterKind.RULE_CHANGE else "passing",
        "said": _said_online(matter) if sitting.rule_set.online_turns_count else [],
        "barred": [it.person_id for it in sitting.roll if it.seated_at is not None and it.seated_at >= matter.noticed_at],
    }


def _said_online(matter: Matter) -> list[Any]:
    """Each speech on the plan in the present debate: who, and for which side."""
    rows = select(Speech.speaker_id, Speech.stance).where(Speech.debate_id == matter.debate.id, Speech.motion_id.is_(None))
    found = session_of(matter).execute(rows.order_by(Speech.id))
    return [[speaker, stance.value if stance else None] for speaker, stance in found]
