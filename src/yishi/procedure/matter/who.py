"""谁来办 · who may do what to a matter: those that stand in its record, and offices."""

from typing import Any

from ..people import Actor, Role, Who, councillor, of, resident

proposer = of("提出人", "proposer_id")
plan_lead = of("方案小组牵头人", "plan_lead_id")
plan_group = of("方案小组", "plan_group_ids")


def _reviews(actor: Actor, it: Any) -> bool:
    return actor.has((it.appeal_to or Role.CHAIR) if it is not None and it.appealed else Role.STAFF)


def _delivers(actor: Actor, it: Any) -> bool:
    return it is not None and actor.speaks_for(it.unit_id)


def _keeps_books(actor: Actor, it: Any) -> bool:
    return it is not None and (_delivers(actor, it) or actor.has(Role.STAFF)) and bool(it.line_choices)


reviewer = Who("受理人（社区工作人员；申诉后为主持人，主持人都有利害关系的为街道）", _reviews, of_record=True)
contractor = Who("承接单位", _delivers, of_record=True)
funded_contractor = Who(
    "承接单位（方案有预算的）", lambda actor, it: _delivers(actor, it) and bool(it.line_choices), of_record=True
)
bookkeeper = Who("承接单位、社区工作人员（方案有预算的）", _keeps_books, of_record=True)
neighbour = resident | councillor
