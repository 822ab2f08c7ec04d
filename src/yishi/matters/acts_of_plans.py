"""方案上能办的事 · writing it, answering comments, saying something about it, joining the group."""

from collections.abc import Iterator
from typing import Any

from ..procedure.comment import commenter
from ..procedure.matter import MatterState
from ..procedure.plan_group import Membership, joiner
from ..web.visit import Visit
from .acts import Act, acts
from .plan_group import asking, place_of
from .plans import OPEN

S = MatterState


@acts
def planning(visit: Visit, matter: Any) -> Iterator[Act]:
    me = visit.actor.id
    if me is None or matter.state not in OPEN:
        return
    if me in matter.plan_group_ids:
        yield from _in_the_group(visit, matter)
    if matter.state is S.CONSULTING and commenter.includes(visit.actor, matter) and _in_time(visit, matter):
        yield Act("提意见", f"{matter.url}/comments/new", matter.due_at)
    if me not in matter.plan_group_ids and joiner.includes(visit.actor, matter):
        asked = place_of(matter, me)
        waiting = asked is not None and asked.state is Membership.ASKED
        yield Act(
            "看我的申请" if waiting else "参加方案小组",
            f"{matter.url}/plan/group",
            note="等牵头人同意" if waiting else "",
            aside=True,
        )


def _in_the_group(visit: Visit, matter: Any) -> Iterator[Act]:
    if matter.state is S.PLANNING:
        yield Act("写方案", f"{matter.url}/plan#work", owed=bool(matter.plan_gaps))
    elif waiting := matter.unanswered_comments:
        yield Act("答复意见", f"{matter.url}/comments?answer=waiting", matter.due_at, owed=True, note=f"还有{waiting}条没有答复")
    if visit.actor.id == matter.plan_lead_id:
        if matter.state is S.CONSULTING and not matter.variant_chosen:
            yield Act("选定一个备选方案", f"{matter.url}/plan/variants")
        if waiting := asking(matter):
            yield Act("同意加入小组", f"{matter.url}/plan/group", note=f"{waiting}人等您同意")
    if matter.state is S.CONSULTING:
        yield Act("改写方案", f"{matter.url}/plan#work")


def _in_time(visit: Visit, matter: Any) -> bool:
    return matter.due_at is None or visit.at < matter.due_at
