"""改规则的 · a change of the rules that is in force, and one that was overtaken by a decision taken in the hall."""

from typing import Any

from sqlalchemy import select

from ...clock import today
from ...communities.adopting import adopt
from ...communities.models import Body, BodyKind, Community
from ...matters.rule_changes import in_force
from ...procedure.rule_text import with_parameter
from ..debating import debated, members
from ..planning import commented, frozen, lead_of, rules_saved
from ..proposing import taken_up
from ..voting import decided, voted
from ..walk import Acts, Walk
from .telling import story


def _put_to_vote(w: Walk, parameter: str, value: int, source: str) -> Acts:
    """From the first line to the question: written by the plan group, consulted on, debated."""
    yield from taken_up(w)
    yield w.days(4)
    rules_saved(w, parameter, value, source)
    yield w.days(1)
    w.take("publish", lead_of(w))
    yield from commented(w)
    yield from frozen(w, revised=False)
    yield from debated(w)


@story("wenhua", 78, "turns")
def longer_turns(w: Walk) -> Acts:
    """Adopted: whatever was proposed since has three minutes."""
    w.proposer = members(w)[0]
    yield from _put_to_vote(w, "speech_seconds", 180, "社区议事规则十三条：每次3分钟")
    yield from decided(w, ayes=10, noes=2, abstain=0)


@story("xinnan", 60, "backing")
def more_seconders(w: Walk) -> Acts:
    """Carried, but while it was posted the council changed the rules in a meeting: it goes back to be rewritten."""
    w.proposer = members(w)[1]
    yield from _put_to_vote(w, "seconders_needed", 8, "居民议事会商定")
    yield from voted(w, 11, 1)
    yield w.days(1)
    _decided_in_the_hall(w)
    yield w.after(w.matter.due_at)
    w.take("rewrite", w.cast.staff[0])


def _decided_in_the_hall(w: Walk) -> None:
    matter: Any = w.matter
    home = w.session.get_one(Community, w.cast.community_id)
    council = w.session.scalars(select(Body).where(Body.community_id == home.id, Body.kind == BodyKind.COUNCIL)).one()
    text = with_parameter(in_force(matter).text, "variants_most", {"value": 2, "source": "居民议事会第四次会议商定"})
    adopt(w.session, home, council, text, today(w.at), f"{home.name}居民议事会第四次会议决议", w.case(w.cast.staff[0]))
