"""付诸表决 · how a question is put: what it asks word for word, who may answer, and who hears of the result."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..clock import today
from ..db import session_of
from ..debates import of_matter  # noqa: F401  who directs a matter
from ..debates.council import seats
from ..ledger.models import consequence, fact
from ..matters.models import Matter
from ..procedure.digest import digest_of
from ..procedure.electorate import freeze
from ..procedure.lifecycle import Case, Refused
from ..procedure.matter import MatterKind, MatterState
from ..procedure.notice import NoticeKind
from ..procedure.numerals import yuan
from ..procedure.people import SYSTEM
from ..procedure.poll import Choice, PollState, Purpose, paper
from ..procedure.tally import Outcome
from ..workdays import calendar
from .models import ABOUT, Elector, Poll


def put_to_vote(matter: Matter, case: Case, purpose: Purpose, about: Any, *, title: str, question: str, digest: str) -> Poll:
    """Open a poll of the council: the question bound to a digest, the roll frozen now, the ballots open until the deadline."""
    session = session_of(matter)
    roll = _roll(session, matter, case, about.noticed_at)
    if not roll:
        raise Refused("议事会现在没有在任的议事员，不能开始表决")
    closes_at = calendar.deadline(case.at, matter.rule_set.poll_days)
    poll = Poll(
        community_id=matter.community_id, matter=matter, purpose=purpose, about_id=about.id, title=title[:200],
        question=question, digest=digest, paper=paper(matter.number or "", question, Choice, digest, closes_at),
        members=len(roll), seated_before=about.noticed_at, opened_at=case.at, closes_at=closes_at, due_at=closes_at,
        entered_at=case.at, touched_at=case.at,
    )  # fmt: skip
    session.add(poll)
    for elector in roll:
        elector.poll = poll
    session.add_all(roll)
    session.flush()
    poll.note(case, "open", "开放表决", target=PollState.OPEN, given={
        "question": question, "digest": digest, "paper": poll.paper, "closes_at": closes_at,
        "members": poll.members, "roll": _fingerprint(roll), "seated_before": poll.seated_before,
    })  # fmt: skip
    told = f"{question}\n\n{poll.terms.words}\n\n{poll.openness.label}表决，名册{poll.members}人。"
    matter.announce(case, NoticeKind.POLL, f"关于“{title}”开始表决的公告", told, closes_at, poll=poll)
    return poll


def _roll(session: Session, matter: Matter, case: Case, noticed_at: datetime) -> list[Elector]:
    """Whoever holds a voting seat of the council today that was recorded before everybody knew what would be decided.

    Once each, and without the chair who directs and does not vote. Nobody is seated for a question.
    """
    day = today(case.at)
    sitting = seats(session, matter.community_id, day, noticed_at)
    electorate = freeze(sitting, day, matter.rule_set, chair_id=matter.presiding_id(case.at) or case.actor.id)
    held = {seat.person_id: seat for seat in reversed(sitting)}
    return [
        Elector(
            community_id=matter.community_id, person_id=it.person_id, name=held[it.person_id].person.name,
            title=held[it.person_id].title, weight=it.weight, entered_at=case.at, touched_at=case.at,
        )
        for it in electorate.electors
    ]  # fmt: skip


def _fingerprint(roll: list[Elector]) -> str:
    """SHA-256 of the roll as frozen: nobody joins it, leaves it or changes weight unseen."""
    return digest_of([[it.person_id, it.name, it.title, it.weight] for it in roll])


# -- what a record that is put to the vote knows -------------------------------------------------------------------------


def _poll(it: Any) -> Poll | None:
    """The latest poll about it."""
    about = select(Poll).where(Poll.purpose == it.poll_purpose, Poll.about_id == it.id)
    return session_of(it).scalar(about.order_by(Poll.id.desc()).limit(1))


def _over(it: Any) -> bool:
    return it.poll is not None and it.poll.state is PollState.CLOSED


def _has_quorum(it: Any) -> bool:
    return _over(it) and it.poll.outcome is not Outcome.INQUORATE


def _carried(it: Any) -> bool:
    return _over(it) and it.poll.outcome is Outcome.CARRIED


def _sum(it: Any) -> str:
    return it.poll.sum if _over(it) else ""


class PutToVote:
    """A record that polls of its own purpose decide. Its lifecycle has `close` rows by the clock for each outcome."""

    poll_purpose: ClassVar[Purpose]
    poll = property(_poll)
    poll_over = property(_over)
    poll_has_quorum = property(_has_quorum)
    poll_carried = property(_carried)
    poll_sum = property(_sum)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        ABOUT[cls.poll_purpose] = cls

    def poll_closed(self, poll: Poll, case: Case) -> None:
        """Take the row that the outcome opens, and tell everybody."""
        self.take("close", Case(SYSTEM, case.at))  # type: ignore[attr-defined]
        poll.announce_result(case)


# -- a matter's own poll -------------------------------------------------------------------------------------------------

DECIDED = (MatterState.POSTED, MatterState.DELIVERING, MatterState.ACCEPTING, MatterState.RATING, MatterState.CLOSED)
AMENDED = "（会上修正："  # with this a question goes on that was amended before it was put, in a hall

Matter.poll_purpose = Purpose.DECISION
ABOUT[Purpose.DECISION] = Matter


@fact(Matter)
def poll(self: Matter) -> Poll | None:
    """最近一次表决"""
    return _poll(self)


@fact(Matter)
def amended_in_hall(self: Matter) -> tuple[str, str]:
    """会上修正了什么，和那次表决的地址"""
    poll = _poll(self) if self.state in DECIDED else None
    if poll is None or poll.outcome is not Outcome.CARRIED:
        return "", ""
    return poll.question.partition(AMENDED)[2].removesuffix("）"), poll.url


@fact(Matter)
def poll_over(self: Matter) -> bool:
    """表决已经截止"""
    return _over(self)


@fact(Matter)
def poll_has_quorum(self: Matter) -> bool:
    """达到法定人数"""
    return _has_quorum(self)


@fact(Matter)
def poll_carried(self: Matter) -> bool:
    """表决通过"""
    return _carried(self)


@fact(Matter)
def poll_sum(self: Matter) -> str:
    """怎样算出来的"""
    return _sum(self)


@consequence(Matter)
def open_poll(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """冻结选民名册，开放表决"""
    question = question_of(self)
    put_to_vote(self, case, Purpose.DECISION, self, title=self.title, question=question, digest=self.plan.digest)


def question_of(matter: Matter) -> str:
    """What the council decides on a matter, word for word."""
    plan = matter.plan
    if plan is None:
        raise Refused("方案还没有定稿，不能提付表决")
    if not plan.sound:
        raise Refused("定稿方案的内容与它的指纹对不上，不能提付表决，请管理员先查明原因")
    cost = f"，费用不超过{yuan(plan.total)}" if plan.total else ""
    act = "修订议事规则：" if matter.kind is MatterKind.RULE_CHANGE else "办理"
    return f"是否同意按{plan.label}{act}“{matter.title}”{cost}？"


@consequence(Matter)
def poll_closed(self: Any, poll: Poll, case: Case) -> None:
    """宣布结果"""
    self.take("close", Case(SYSTEM, case.at))
    if poll.outcome is Outcome.INQUORATE:
        poll.announce_result(case)
