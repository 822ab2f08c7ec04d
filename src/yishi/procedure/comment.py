"""征询意见 · a comment on one part of a draft plan, and the public answer it must get before the plan is frozen."""

from datetime import datetime
from typing import Protocol

from .asking import Ask, Kind, options
from .lifecycle import Case, Lifecycle, Step, rule
from .matter import plan_group
from .people import councillor, liaison, of, resident
from .plan import Section
from .words import Word


class CommentState(Word):
    OPEN = "open", "等待答复"
    ANSWERED = "answered", "已答复"
    TAKEN_BACK = "taken_back", "已收回"


class Disposition(Word):
    ADOPTED = "adopted", "采纳"
    PARTLY = "partly", "部分采纳"
    DECLINED = "declined", "不采纳"


C = CommentState


class Comment(Protocol):
    """What the rules may ask of a comment."""

    state: CommentState
    person_id: int

    @property
    def plan_group_ids(self) -> list[int]: ...
    @property
    def consulting(self) -> bool: ...  # the plan is out for comment and not yet frozen
    @property
    def consulted_until(self) -> datetime | None: ...


commenter = resident | councillor | liaison
author = of("提意见的人", "person_id")


@rule("方案还在公开征询", unmet="方案现在不在公开征询")
def consulting(it: Comment, case: Case) -> bool:
    return it.consulting


@rule("征询期还没有过", source="本规则集：公开征询期限", unmet="征询期已经过了")
def period_open(it: Comment, case: Case) -> bool:
    return it.consulted_until is not None and case.at < it.consulted_until


@rule("自己提的意见，由小组里的其他人答复", unmet="这是您自己提的意见，由小组里的其他人答复")
def another_person(it: Comment, case: Case) -> bool:
    return case.actor.id != it.person_id or it.plan_group_ids == [it.person_id]


SECTION = Ask("section", "对哪一部分", Kind.CHOICE, choices=options(Section))
TEXT = Ask("text", "您的意见", longest=1000, hint="写清楚哪里要改、为什么。会和您的名字一起公开")
REWRITTEN = Ask("text", "改写意见", longest=1000, hint="原来的写法留在记录里")
DISPOSITION = Ask("disposition", "怎样处理", Kind.CHOICE, choices=options(Disposition))
ANSWER = Ask("answer", "理由", longest=1000, hint="会公开：采纳的写改在哪里，不采纳的写为什么")
ANSWERED = (DISPOSITION, ANSWER)

# fmt: off
COMMENT = Lifecycle("comment", "征询意见", initial=C.OPEN, steps=(
    #    step         button      from        to            by          needs                         then          asks / warns
    Step("answer",    "答复",     C.OPEN,     C.ANSWERED,   plan_group, (consulting, another_person), "answer_it",  ANSWERED),
    Step("reanswer",  "改答复",   C.ANSWERED, C.ANSWERED,   plan_group, (consulting, another_person), "answer_it",  ANSWERED),
    Step("rewrite",   "改写意见", C.OPEN,     C.OPEN,       author,     (consulting, period_open),    "rewrite_it", (REWRITTEN,)),
    Step("take_back", "收回意见", C.OPEN,     C.TAKEN_BACK, author,     (consulting,),                "",           (),
         "收回以后不再答复；记录里仍看得到您提过、又收回了。"),
))
# fmt: on
