"""散会以后 · what the sitting decided is carried out: each matter goes its way, with a poll under which the result is posted.

Only now: until the end the same sitting may reconsider, and a chair may take an announcement back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..db import session_of
from ..debates.models import Debate
from ..ledger.models import consequence, fact
from ..matters.models import Matter
from ..matters.plans import PlanVersion
from ..polls.models import Ballot, Elector, Poll
from ..procedure.debate import Stance
from ..procedure.debate_motion import DebateState
from ..procedure.electorate import Standing
from ..procedure.floor.decisions import Decision, Spoken, heard
from ..procedure.lifecycle import Case
from ..procedure.matter import MatterState
from ..procedure.people import SYSTEM
from ..procedure.poll import Choice, PollState, Purpose, paper
from ..procedure.sitting import Outcome
from ..procedure.tally import Outcome as Verdict
from .amended_plans import amended, changes_in_words
from .events import HallSpeech
from .floor import happened, setup
from .models import AgendaItem, Attendee, Sitting

STEPS = MappingProxyType({
    Outcome.CARRIED: "resolve", Outcome.LOST: "resolve", Outcome.REFERRED: "refer_in_hall", Outcome.WITHDRAWN: "withdraw_in_hall",
})  # fmt: skip
MOST_SPEECHES = 300  # of one debate on its page
SEATED_LATE = "席位在这件事公告以后才登记"


@consequence(Sitting)
def conclude(self: Sitting, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """记下会上的决定，各事项照此办理"""
    said = heard(setup(self), happened(self))
    self.presided_by_id = self.floor.chair_id
    settled: list[list[str]] = []
    for item in self.items:
        if not item.prepared or item.matter is None:
            continue
        item.matter.in_hall = False
        _speeches(self, item, [it for it in said.speeches if it.item == item.position])
        plan = amended(self, item.matter, said.amendments.get(item.position, ()), case)
        decision = said.decisions.get(item.position)
        item.outcome = Outcome(decision.how) if decision and decision.whole else Outcome.OPEN
        if decision and item.outcome in STEPS:
            _settle(self, item, decision, plan, case)
        settled.append([item.title, item.outcome.label])
    self.write_minutes()
    return {"events": self.seq, "digest": self.digest, "items": settled}


def _settle(sitting: Sitting, item: AgendaItem, decision: Decision, plan: PlanVersion | None, case: Case) -> None:
    matter, session = item.matter, session_of(sitting)
    assert matter is not None
    assert item.outcome is not None
    item.resolution = f"{decision.question.text}{changes_in_words(decision.question, plan)}"
    if matter.state is not MatterState.DEBATING:
        item.settled_at = case.at
        return
    if item.outcome in (Outcome.CARRIED, Outcome.LOST):
        poll = _poll(sitting, item, matter, decision, plan.digest if plan else (item.prepared or {})["digest"])
        session.add(poll)
        session.flush()
        _roll(sitting, poll, decision, (item.prepared or {})["barred"])
        item.poll_id = poll.id
    session.flush()
    matter.take(STEPS[item.outcome], Case(SYSTEM, case.at))
    debate = matter.debate
    if debate is not None and debate.state is not DebateState.ENDED:
        debate.take("end", Case(SYSTEM, case.at))
    item.settled_at = case.at
    session.flush()


def _poll(sitting: Sitting, item: AgendaItem, matter: Matter, decision: Decision, digest: str) -> Poll:
    """A vote that was taken in the hall, closed from the beginning: its sum, and whoever voted by name."""
    at, tally = datetime.fromtimestamp(decision.at, UTC), decision.tally
    question = item.resolution
    figures = {"members": tally.members, "recused": tally.recused, "voted": tally.ballots, "present": tally.present,
               "invalid": tally.invalid}  # fmt: skip
    marks = zip(Choice, (tally.ayes, tally.noes, tally.abstentions), strict=True)
    return Poll(
        community_id=sitting.community_id, matter=matter, purpose=Purpose.DECISION, about_id=matter.id, title=matter.title,
        question=question, digest=digest, paper=paper(matter.number or "", question, Choice, digest, at),
        seated_before=matter.noticed_at, opened_at=at, closes_at=at, closed_at=at, held_at=sitting.name, members=tally.members,
        state=PollState.CLOSED, outcome=Verdict.CARRIED if decision.result.carried else Verdict.LOST,
        figures={**figures, **{choice.value: number for choice, number in marks}}, sum=decision.result.sentence,
        entered_at=at, touched_at=at,
    )  # fmt: skip


def _roll(sitting: Sitting, poll: Poll, decision: Decision, barred: Sequence[int]) -> None:
    """Whoever was in the hall and might vote; a choice by name where it was given by telephone, hands have none."""
    session, at = session_of(sitting), poll.opened_at
    names: dict[int | None, str] = {line.person_id: f"委托{line.name}投票" for line in sitting.roll}
    for line in _in_the_hall(sitting, decision):
        elector = Elector(
            community_id=sitting.community_id, poll=poll, person_id=line.person_id, name=line.name, title=line.title,
            state=Standing.RECUSED if line.person_id in decision.recused else Standing.ENTITLED, entered_at=at, touched_at=at,
            reason=SEATED_LATE if line.person_id in barred else names.get(decision.proxies.get(line.person_id), ""),
        )  # fmt: skip
        session.add(elector)
        session.flush()
        if choice := decision.votes.get(line.person_id):
            ballot = Ballot(community_id=sitting.community_id, elector=elector)
            ballot.mark(poll.paper, choice, at)
            session.add(ballot)


def _in_the_hall(sitting: Sitting, decision: Decision) -> Sequence[Attendee]:
    """A chair who takes no part is not counted, but where the rules let them vote and they did."""
    neutral = {decision.chair_id} if sitting.rule_set.chair_neutral else set[int]()
    there = decision.present - neutral | set(decision.proxies) | set(decision.votes)
    return [line for line in sitting.roll if line.person_id in there and line.place == "member"]


def _speeches(sitting: Sitting, item: AgendaItem, said: Sequence[Spoken]) -> None:
    """What was said on the plan here counts where the debate goes on."""
    matter = item.matter
    assert matter is not None
    matter.debate.spoken_in_hall += len(said)
    for it in said:
        session_of(sitting).add(
            HallSpeech(
                community_id=sitting.community_id, sitting_id=sitting.id, debate_id=matter.debate.id, speaker_id=it.said.speaker_id,
                stance=it.said.stance, seconds=it.seconds, at=datetime.fromtimestamp(it.at, UTC),
            )
        )  # fmt: skip


# -- what a matter and its debate know of it ---------------------------------------------------------------------------


@fact(Matter)
def hall_outcome(self: Matter) -> str:
    """会上刚刚决定、还没有照办的结果"""
    decided = select(AgendaItem.outcome).where(
        AgendaItem.matter_id == self.id, AgendaItem.outcome.in_(list(STEPS)), AgendaItem.settled_at.is_(None)
    )  # fmt: skip
    outcome = session_of(self).scalar(decided.order_by(AgendaItem.id.desc()).limit(1))
    return outcome.value if outcome else ""


@fact(Poll)
def hall_url(self: Poll) -> str:
    """在哪次会上表决的，在哪里看那次会议"""
    found = select(Sitting).join(AgendaItem, AgendaItem.sitting_id == Sitting.id).where(AgendaItem.poll_id == self.id)
    sitting = session_of(self).scalar(found.limit(1)) if self.held_at else None
    return sitting.record_url if sitting else ""


@fact(Debate)
def hall_speeches(self: Debate) -> Sequence[HallSpeech]:
    """会上的发言"""
    if not self.spoken_in_hall:
        return ()
    said = select(HallSpeech).where(HallSpeech.debate_id == self.id).order_by(HallSpeech.id).limit(MOST_SPEECHES)
    sitting = joinedload(HallSpeech.sitting)
    also = (joinedload(HallSpeech.speaker), sitting.joinedload(Sitting.body), sitting.joinedload(Sitting.community))
    return session_of(self).scalars(said.options(*also)).all()


@dataclass(frozen=True, slots=True)
class SpokenInHall:
    speaker_id: int
    stance: Stance | None
    at: datetime


@fact(Debate)
def said_in_hall(self: Debate) -> Sequence[SpokenInHall]:
    """在会上说过的，计入线上的次数"""
    if not self.spoken_in_hall or not self.rule_set.online_turns_count:
        return ()
    said = select(HallSpeech.speaker_id, HallSpeech.stance, HallSpeech.at).where(HallSpeech.debate_id == self.id)
    return [SpokenInHall(*row) for row in session_of(self).execute(said.order_by(HallSpeech.id))]
