"""公示 · what is posted on the notice board, and when it may be objected to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from .asking import Ask
from .lifecycle import Case, rule
from .words import Word


class NoticeKind(Word):
    CONSULTING = "consulting", "征询意见"
    DEBATE = "debate", "公开辩论"
    POLL = "poll", "开始表决"
    RESULT = "result", "结果公示"
    CHANGE = "change", "变更公示"
    ACCEPTANCE = "acceptance", "验收公示"
    CLOSING = "closing", "办结公示"
    OTHER = "other", "公告"


class Notice(Protocol):
    """What the rules may ask of a posted notice."""

    takes_objections: bool
    until: datetime | None
    withdrawn_at: datetime | None

    @property
    def stands(self) -> bool: ...  # the result hangs there and was neither confirmed nor reopened

    def awaits_answer(self, person_id: int | None) -> bool: ...


@rule("这一份公示接受异议", unmet="这一份公示不接受异议")
def takes_objections(it: Notice, case: Case) -> bool:
    return it.takes_objections


@rule("公示还没有撤下", unmet="公示已经撤下")
def still_posted(it: Notice, case: Case) -> bool:
    return it.withdrawn_at is None


@rule("结果还没有确认生效", unmet="结果已经确认生效")
def not_confirmed(it: Notice, case: Case) -> bool:
    return it.stands or it.withdrawn_at is not None


@rule("公示期还没有过", source="罗湖莲塘社区（2016）：通过的事项公示五天", unmet="公示期已经过了")
def within_posting(it: Notice, case: Case) -> bool:
    return it.until is not None and case.at < it.until


@rule("您上一条异议答复以后才能再提", unmet="您上一条异议还在等答复，答复以后才能再提")
def none_waiting(it: Notice, case: Case) -> bool:
    return not it.awaits_answer(case.actor.id)


TO_OBJECT = (takes_objections, still_posted, not_confirmed, within_posting, none_waiting)
OBJECTION = Ask("text", "异议内容", longest=2000, hint="写清楚您认为哪里不对、依据是什么。您的名字和异议会公开，答复也会公开")


def bars(it: Notice, case: Case) -> Sequence[str]:
    """What stands in the way of objecting, as sentences; none when nothing does."""
    return [r.refusal(it, case) for r in TO_OBJECT if not r.holds(it, case)]
