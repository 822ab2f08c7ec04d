"""提案上能办的事 · the draft, asking neighbours for their second, answering a merge, taking up again what was stopped."""

from collections.abc import Iterator
from typing import Any

from ..procedure.matter import MatterState, neighbour, reviewer
from ..procedure.merging import TAKES_IN, MergeState
from ..web.visit import Visit
from .acts import Act, acts
from .urging import urged_today, urger

S = MatterState


@acts
def writing(visit: Visit, matter: Any) -> Iterator[Act]:
    if matter.state is S.DRAFT and visit.actor.id == matter.proposer_id:
        yield Act("去补正" if matter.number else "接着写", f"{matter.url}/draft", owed=matter.number is not None)


@acts
def inviting(visit: Visit, matter: Any) -> Iterator[Act]:
    if matter.state is not S.SECONDING or not neighbour.includes(visit.actor, None):
        return
    if matter.due_at is None or visit.at < matter.due_at:
        missing = max(matter.rule_set.seconders_needed - matter.seconds, 0)
        mine = visit.actor.id == matter.proposer_id
        yield Act("请邻居附议" if mine else "请别的邻居附议", f"{matter.url}/invite", matter.due_at, note=f"还差{missing}人")


@acts
def reviewing(visit: Visit, matter: Any) -> Iterator[Act]:
    """A merge waits for its proposers; a review that is overdue for the street's word."""
    me = visit.actor.id
    if me is None or matter.state not in TAKES_IN:
        return
    for merge in matter.open_merges:
        if merge.state is MergeState.PROPOSED and me in merge.proposer_ids and me not in merge.agreed_ids:
            yield Act("答复合并提议", merge.url, merge.due_at, owed=True)
        elif me in merge.proposer_ids or reviewer.includes(visit.actor, matter):
            yield Act("看合并提议", merge.url, merge.due_at, aside=True)
    if matter.state is S.REVIEW and matter.escalated and urger.includes(visit.actor, matter):
        if urged_today(matter, visit.at):
            yield Act("看督促记录", f"{matter.url}/urge", note="今天已经督促过", aside=True)
        else:
            yield Act("督促受理", f"{matter.url}/urge", matter.due_at, owed=True)


@acts
def taking_up_again(visit: Visit, matter: Any) -> Iterator[Act]:
    if matter.number and matter.may_be_taken_up and neighbour.includes(visit.actor, None):
        yield Act("照这一件重新提出", f"{matter.url}#take-up")
