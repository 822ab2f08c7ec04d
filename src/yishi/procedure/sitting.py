"""会议 · one meeting of a body, from its being planned to its minutes being sealed. What happens in between is the floor's.

A sitting that nobody opens by the end of its time has failed (流会). One in which nothing is done for the hours of the rule set is
over, whether or not somebody said so; in a recess (休会) six times as long, so that it may go on the next morning. What it decided
holds from its adjournment on: until then the same sitting may reconsider it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from .asking import Ask
from .calendar import moment_in_words
from .lifecycle import Case, Lifecycle, Step, rule
from .people import chair, clock, of, secretary, staff
from .words import Word

RECESS_TIMES = 6  # as long may a recess be as a sitting may be without an act


class SittingState(Word):
    PLANNED = "planned", "筹备"
    NOTICED = "noticed", "已通知"
    OPEN = "open", "开会中"
    FAILED = "failed", "流会"
    CANCELLED = "cancelled", "已取消"
    ADJOURNED = "adjourned", "已散会，整理纪要"
    CIRCULATED = "circulated", "纪要核对"
    SEALED = "sealed", "纪要已归档"


S = SittingState
AHEAD = (S.PLANNED, S.NOTICED)
HELD = (S.ADJOURNED, S.CIRCULATED, S.SEALED)


class Place(Word):
    """As what somebody is on the roll of a sitting."""

    MEMBER = "member", "成员"
    OBSERVER = "observer", "列席"


class ItemKind(Word):
    """What an item of the agenda is for."""

    DECIDE = "decide", "审议表决"
    DISCUSS = "discuss", "讨论"
    REPORT = "report", "通报"


class Outcome(Word):
    """What a sitting made of a matter that it was to decide."""

    CARRIED = "carried", "通过"
    LOST = "lost", "未通过"
    REFERRED = "referred", "退回方案小组"
    WITHDRAWN = "withdrawn", "同意撤回"
    OPEN = "open", "没有决定"


class Reply(Word):
    """What somebody on the roll answered to the notice."""

    COMING = "coming", "参加"
    AWAY = "away", "请假"


class Sitting(Protocol):
    """What the rules may ask of the record of a sitting."""

    state: SittingState
    starts_at: datetime
    due_at: datetime | None
    chair_id: int
    presided_by_id: int | None  # who had the chair when it was over
    secretary_id: int

    @property
    def item_titles(self) -> Sequence[str]: ...
    @property
    def unready(self) -> Sequence[str]: ...  # matters on the agenda that cannot be talked about now, each with why
    @property
    def unseated(self) -> str: ...  # why the chair or the secretary cannot serve, or ""
    def notice_over(self, at: datetime) -> datetime: ...  # when a notice sent now would have hung long enough
    @property
    def gathered(self) -> bool: ...  # somebody was checked in
    @property
    def opened(self) -> bool: ...  # the chair opened it
    @property
    def closed(self) -> bool: ...  # the floor is adjourned
    @property
    def written_minutes(self) -> bool: ...
    @property
    def open_objections(self) -> int: ...  # to lines of the minutes, not yet answered


convener = chair | secretary | staff
keeper = of("本次会议的秘书", "secretary_id")
sitting_chair = of("本次会议的主持人", "chair_id")
presided = of("散会时主持的人", "presided_by_id")


@rule("议程上至少有一项", unmet="议程还是空的，请先加一项")
def has_items(it: Sitting, case: Case) -> bool:
    return bool(it.item_titles)


@rule("议程上的事项都能上会", facts=lambda it, case: "；".join(it.unready), unmet=lambda it, case: "；".join(it.unready))
def items_ready(it: Sitting, case: Case) -> bool:
    return not it.unready


@rule("主持人在议事会有席位，秘书没有表决席位", facts=lambda it, case: it.unseated, unmet=lambda it, case: it.unseated)
def officers_seated(it: Sitting, case: Case) -> bool:
    return not it.unseated


@rule("通知要按规则提前发出", facts=lambda it, case: f"现在发出，最早{moment_in_words(it.notice_over(case.at))}以后开会",
      source="本规则集：会议、辩论提前公告",
      unmet=lambda it, case: f"来不及了：最早{moment_in_words(it.notice_over(case.at))}以后才能开会，请把时间往后改")  # fmt: skip
def notice_in_time(it: Sitting, case: Case) -> bool:
    return it.notice_over(case.at) <= it.starts_at


@rule("主持人宣布了开会", unmet="主持人还没有宣布开会", gate=True)
def was_opened(it: Sitting, case: Case) -> bool:
    return it.opened


@rule("没有开成：到时候没有人宣布开会，或者没有开会就散了", gate=True)
def was_not_held(it: Sitting, case: Case) -> bool:
    return not it.opened and (it.closed or it.due_at is not None and it.due_at <= case.at)


@rule("已经散会", unmet="还没有散会", gate=True)
def was_adjourned(it: Sitting, case: Case) -> bool:
    return it.closed


@rule("很久没有动静，当作已经散会", gate=True)
def was_left_open(it: Sitting, case: Case) -> bool:
    return it.due_at is not None and it.due_at <= case.at


@rule("纪要已经整理", unmet="请先整理纪要")
def minutes_written(it: Sitting, case: Case) -> bool:
    return it.written_minutes


@rule("核对期已满", unmet=lambda it, case: f"核对期到{moment_in_words(it.due_at)}" if it.due_at else "")
def reading_over(it: Sitting, case: Case) -> bool:
    return it.due_at is not None and it.due_at <= case.at


@rule("每一条意见都已答复", facts=lambda it, case: f"还有{it.open_objections}条没有答复" if it.open_objections else "",
      unmet=lambda it, case: f"还有{it.open_objections}条意见没有答复")  # fmt: skip
def objections_settled(it: Sitting, case: Case) -> bool:
    return it.open_objections == 0


@rule("还没有人签到", unmet="已经有人签到，这次会议不能再取消；开不成的，由主持人宣布")
def nobody_came(it: Sitting, case: Case) -> bool:
    return not it.gathered


WHY = Ask("reason", "为什么取消", longest=500)
CALLING = "通知发出以后，时间、地点、议程和到会名册就定下来，不再改；要改只能取消重来。"
CANCELS = "取消以后这次会议不再开，名册上的人会看到原因。"
ROUND = "交出以后，到会的人可以逐条提意见，期满由主持人签认。"
SEALING = "签认以后纪要不再改动，它的指纹记入审计记录。"

READY = (has_items, items_ready, officers_seated, notice_in_time)
APPROVABLE = (reading_over, objections_settled)

# fmt: off
SITTING = Lifecycle("sitting", "会议", initial=S.PLANNED, steps=(
    #    step         button            from         to             by             needs               then / asks / warns
    Step("announce",  "发出会议通知",   S.PLANNED,   S.NOTICED,     convener,      READY,              "call", (), CALLING),
    Step("cancel",    "取消会议",       S.PLANNED,   S.CANCELLED,   convener,      (),                 "call_off", (WHY,), CANCELS),
    Step("cancel",    "取消会议",       S.NOTICED,   S.CANCELLED,   convener,      (nobody_came,),     "call_off", (WHY,), CANCELS),
    Step("open",      "开会",           S.NOTICED,   S.OPEN,        clock,         (was_opened,),      "begin"),
    Step("fail",      "没有开成",       S.NOTICED,   S.FAILED,      clock,         (was_not_held,)),
    Step("adjourn",   "散会",           S.OPEN,      S.ADJOURNED,   clock,         (was_adjourned,),   "conclude"),
    Step("adjourn",   "散会",           S.OPEN,      S.ADJOURNED,   clock,         (was_left_open,),   "break_off"),
    Step("circulate", "交大家核对纪要", S.ADJOURNED, S.CIRCULATED,  keeper,        (minutes_written,), "circulate", (), ROUND),
    Step("approve",   "签认纪要",       S.CIRCULATED, S.SEALED,     sitting_chair | presided, APPROVABLE, "seal", (), SEALING),
))
# fmt: on
