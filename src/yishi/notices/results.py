"""结果公示 · what is posted when a poll has closed: the verdict, its sum in words, and until when one may object."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import object_session

from ..ledger.models import consequence
from ..matters.models import Matter
from ..polls.models import Poll
from ..procedure.calendar import moment_in_words
from ..procedure.lifecycle import Case
from ..procedure.matter import MatterState
from ..procedure.notice import NoticeKind
from ..procedure.poll import Choice
from ..procedure.tally import Outcome
from ..workdays import calendar
from .models import Notice

WORDS = {
    Outcome.CARRIED: "表决通过。",
    Outcome.LOST: "表决没有通过。",
    Outcome.INQUORATE: "参加的人不够，这次表决无效，要重新表决。",
}


@consequence(Matter)
def post_result(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """张贴表决结果公示"""
    self.poll.announce_result(case, takes_objections=self.state is MatterState.POSTED)


@consequence(Poll)
def announce_result(self: Any, case: Case, takes_objections: bool = False) -> Notice:
    """张贴表决结果公示"""
    _take_down_call(self, case)
    posted: Notice = self.matter.announce(
        case,
        NoticeKind.RESULT,
        f"关于“{self.title}”表决结果的公示",
        _text(self),
        calendar.deadline(case.at, self.rule_set.posting_days),
        figures=_figures(self),
        poll=self,
        takes_objections=takes_objections,
    )
    return posted


def _take_down_call(poll: Poll, case: Case) -> None:
    """A call to vote does not hang on when the voting has ended before its time."""
    session = object_session(poll)
    assert session is not None
    calls = select(Notice).where(Notice.poll_id == poll.id, Notice.kind == NoticeKind.POLL, Notice.until > case.at)
    for call in session.scalars(calls):
        call.withdraw(case, "名册上的人都已投票，表决提前截止，结果另行公示")


def _text(poll: Poll) -> str:
    assert poll.outcome is not None
    if poll.held_at:
        where = f"{poll.held_at}于{moment_in_words(poll.opened_at)}就“{poll.title}”（{poll.matter.number}）进行表决"
        return f"{where}。题目是：{poll.question}\n\n{WORDS[poll.outcome]}{poll.sum}"
    held = f"{moment_in_words(poll.opened_at)}至{moment_in_words(poll.closed_at or poll.closes_at)}"
    return (
        f"本社区居民议事会于{held}就“{poll.title}”（{poll.matter.number}）进行{poll.openness.label}表决。题目是：{poll.question}\n\n"
        f"{WORDS[poll.outcome]}{poll.sum}"
    )


def _figures(poll: Poll) -> list[tuple[str, str]]:
    assert poll.figures is not None
    recused = [("回避", f"{poll.figures['recused']}人")] if poll.figures["recused"] else []
    present = [("到会", f"{poll.figures['present']}人")] if poll.held_at else []
    head = [("应到", f"{poll.figures['members']}人"), *recused, *present, ("参加表决", f"{poll.figures['voted']}人")]
    return [*head, *((choice.label, f"{poll.figures[choice.value]}票") for choice in Choice)]
