"""表决中能办的事 · casting a ballot or changing it, leaving the roll, ruling on who leaves it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from ..matters.acts import Act, acts
from ..procedure.electorate import Standing
from ..procedure.matter import MatterState
from ..procedure.poll import PollState
from ..web.visit import Visit
from .models import Ballot, Elector, Poll

VOTED_ON = (MatterState.VOTING, MatterState.DELIVERING)  # the matter itself, or a change to its budget


@acts
def voting(visit: Visit, matter: Any) -> Iterator[Act]:
    if visit.actor.id is None or matter.state not in VOTED_ON:
        return
    mine: Any = select(Poll, Elector.id, Ballot.id).join(Elector, Elector.poll_id == Poll.id).outerjoin(Ballot)
    mine = mine.where(
        Poll.matter_id == matter.id, Poll.state == PollState.OPEN, Poll.closes_at > visit.at,
        Elector.person_id == visit.actor.id, Elector.state == Standing.ENTITLED,
    )  # fmt: skip
    for poll, elector_id, ballot_id in visit.session.execute(mine):
        if ballot_id is None:
            yield Act("去投票", f"{poll.url}/ballot", poll.closes_at, owed=True)
            yield Act("申请回避", f"{poll.url}/roll/{elector_id}", aside=True)
        else:
            yield Act("看我的回执", f"{poll.url}/receipt", note="您的票已收到")
            yield Act("改票", f"{poll.url}/ballot", poll.closes_at)
    if matter.state is MatterState.VOTING and matter.presided_by(visit.actor):
        yield Act("裁定回避", f"{matter.url}/poll#roll", aside=True)
