"""辩论的进程与动议 · how a debate goes from its notice to its end, and a motion from being moved to being carried out.

The turns are in `debate`, what is in order in `motions`; these are the two tables which the clock and the buttons read. An
amendment is a motion with a discussion of its own: moved, seconded, discussed, voted on, and only then the plan.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from .asking import Ask, Kind, options
from .lifecycle import Case, Lifecycle, Step, rule
from .motions import MotionKind
from .people import Actor, chair, clock, councillor, of, presider, secretary
from .poll import Choice
from .words import Word

# -- 辩论 ------------------------------------------------------------------------------------------------------------


class DebateState(Word):
    NOTICED = "noticed", "公告"
    SPEAKING = "speaking", "发言"
    EXHAUSTED = "exhausted", "已充分辩论"
    CLOSED = "closed", "已表决结束"
    ENDED = "ended", "已终止"


class Debate(Protocol):
    """What the rules may ask of the record of one debate."""

    state: DebateState
    due_at: datetime | None

    def presided_by(self, actor: Actor) -> bool: ...
    def over(self, at: datetime) -> str: ...  # why there is nothing more to say, or ""
    @property
    def pending(self) -> bool: ...  # the matter is being debated, and this is its present debate
    @property
    def carried(self) -> str: ...  # the kind of a motion that carried and is not carried out yet, or ""
    @property
    def stand_ins(self) -> Sequence[tuple[str, str]]: ...  # who could take the chair: (person's id, name)


member = councillor | chair


@rule("期限已到", gate=True)
def time_is_up(it: Any, case: Case) -> bool:
    return it.due_at is not None and it.due_at <= case.at


@rule("还有没说完的话", facts=lambda it, case: it.over(case.at), source="罗伯特议事规则十二条·充分辩论")
def more_to_say(it: Debate, case: Case) -> bool:
    return not it.over(case.at)


@rule("话都说完了", facts=lambda it, case: it.over(case.at), source="罗伯特议事规则十二条·充分辩论")
def all_said(it: Debate, case: Case) -> bool:
    return bool(it.over(case.at))


@rule("结束辩论的动议已经通过", source="罗伯特议事规则：结束辩论须三分之二")
def closing_carried(it: Debate, case: Case) -> bool:
    return it.carried == MotionKind.CLOSE


@rule("延期的动议已经通过，或事项已退回、撤回")
def called_off(it: Debate, case: Case) -> bool:
    return it.carried == MotionKind.POSTPONE or not it.pending


@rule("有没在这件事上发过言的议事员可以主持", source="罗伯特议事规则十二条·主持中立",
      unmet="没有可以接过主持的人：议事员都在这件事上发过言")  # fmt: skip
def somebody_to_preside(it: Debate, case: Case) -> bool:
    return bool(it.stand_ins)


@rule("事项正在辩论", unmet="事项现在不在辩论")
def pending(it: Any, case: Case) -> bool:
    return bool(it.pending)


D = DebateState
TO = Ask("to", "请谁主持", Kind.CHOICE, choices_from="stand_ins")
hands_over = presider | secretary
CAN_HAND_OVER = (pending, somebody_to_preside)
HANDING = (
    "到这件事表决完为止，都由接过主持的人主持，中途不收回。"
    "规则要求主持人中立的，接过主持的人不发言、不提动议，交出主持的人可以发言。"
)

# fmt: off
DEBATE = Lifecycle("debate", "辩论", initial=D.NOTICED, steps=(
    #    step         button         from         to           by         needs                       then            asks / warns
    Step("begin",     "开始第1轮",   D.NOTICED,   D.SPEAKING,  clock,     (time_is_up,),              "next_round"),
    Step("turn",      "进入下一轮",  D.SPEAKING,  D.SPEAKING,  clock,     (time_is_up, more_to_say),  "next_round"),
    Step("exhaust",   "辩论已充分",  D.SPEAKING,  D.EXHAUSTED, clock,     (time_is_up, all_said)),
    Step("close",     "结束辩论",    D.SPEAKING,  D.CLOSED,    clock,     (closing_carried,)),
    Step("end",       "辩论终止",    D.NOTICED,   D.ENDED,     clock,     (called_off,),              "drop_motions"),
    Step("end",       "辩论终止",    D.SPEAKING,  D.ENDED,     clock,     (called_off,),              "drop_motions"),
    Step("end",       "辩论终止",    D.EXHAUSTED, D.ENDED,     clock,     (called_off,),              "drop_motions"),
    Step("end",       "辩论终止",    D.CLOSED,    D.ENDED,     clock,     (called_off,),              "drop_motions"),
    Step("hand_over", "请别人主持",  D.NOTICED,   D.NOTICED,   hands_over, CAN_HAND_OVER, "hand_over", (TO,), HANDING),
    Step("hand_over", "请别人主持",  D.SPEAKING,  D.SPEAKING,  hands_over, CAN_HAND_OVER, "hand_over", (TO,), HANDING),
    Step("hand_over", "请别人主持",  D.EXHAUSTED, D.EXHAUSTED, hands_over, CAN_HAND_OVER, "hand_over", (TO,), HANDING),
    Step("hand_over", "请别人主持",  D.CLOSED,    D.CLOSED,    hands_over, CAN_HAND_OVER, "hand_over", (TO,), HANDING),
))
# fmt: on

# -- 动议 ------------------------------------------------------------------------------------------------------------


class MotionState(Word):
    SECONDING = "seconding", "待附议"
    DEBATING = "debating", "讨论"
    VOTING = "voting", "表决中"
    CARRIED = "carried", "通过"
    LOST = "lost", "未通过"
    LAPSED = "lapsed", "无人附议"
    TAKEN_BACK = "taken_back", "已收回"
    FELL = "fell", "已失效"


M = MotionState
OPEN = (M.SECONDING, M.DEBATING, M.VOTING)


class Motion(Protocol):
    """What the rules may ask of a motion."""

    state: MotionState
    kind: MotionKind
    mover_id: int
    due_at: datetime | None
    carried_out_at: datetime | None

    @property
    def pending(self) -> bool: ...
    @property
    def seconds_short(self) -> int: ...
    @property
    def seconder_ids(self) -> Sequence[int]: ...
    @property
    def elector_ids(self) -> Sequence[int]: ...
    def directed_by(self, actor: Actor) -> bool: ...  # in the chair, under a rule set whose chair is neutral
    @property
    def chair_article(self) -> str: ...
    def poll_over(self, at: datetime) -> bool: ...
    @property
    def won(self) -> bool: ...  # only asked after the poll is over
    @property
    def poll_sum(self) -> str: ...  # likewise


mover = of("提出动议的人", "mover_id")
elector = of("名册上的人", "elector_ids")


@rule("附议人须是提出动议以外的人", hides=True)
def another_member(it: Motion, case: Case) -> bool:
    return case.actor.id != it.mover_id


@rule("每人只附议一次", hides=True)
def not_yet_seconded(it: Motion, case: Case) -> bool:
    return case.actor.id not in it.seconder_ids


@rule("主持人不附议，要附议请先请别人主持", facts=lambda it, case: it.chair_article)
def not_in_the_chair(it: Motion, case: Case) -> bool:
    return not it.directed_by(case.actor)


@rule("期限还没有到", unmet="期限已经过了")
def in_time(it: Motion, case: Case) -> bool:
    return it.due_at is not None and case.at < it.due_at


@rule("附议人数已够", facts=lambda it, case: f"还差{it.seconds_short}人" if it.seconds_short else "",
      source="本规则集：辩论中动议的附议人数")  # fmt: skip
def seconded(it: Motion, case: Case) -> bool:
    return it.seconds_short == 0


@rule("是修正案，先讨论再表决")
def is_amendment(it: Motion, case: Case) -> bool:
    return it.kind is MotionKind.AMEND


@rule("是程序动议，不讨论，直接表决", source="罗伯特议事规则（1915）：先决动议")
def is_procedural(it: Motion, case: Case) -> bool:
    return it.kind is not MotionKind.AMEND


@rule("投票已经截止，或名册上的人都已投票", gate=True)
def poll_over(it: Motion, case: Case) -> bool:
    return it.poll_over(case.at)


@rule("赞成达到这类动议的门槛", facts=lambda it, case: it.poll_sum)
def won(it: Motion, case: Case) -> bool:
    return it.won


@rule("赞成没有达到这类动议的门槛，或没有达到法定人数", facts=lambda it, case: it.poll_sum)
def not_won(it: Motion, case: Case) -> bool:
    return not it.won


@rule("通过后还没有执行")
def not_carried_out(it: Motion, case: Case) -> bool:
    return it.carried_out_at is None


@rule("辩论已经终止，或要改的段落已经删去")
def no_longer_pending(it: Motion, case: Case) -> bool:
    return not it.pending


MAY_SECOND = (another_member, not_in_the_chair, not_yet_seconded, in_time, pending)
TAKING_BACK = "收回以后不再附议、表决；记录里仍看得到您提过、又收回了。"
CHOICE = Ask("choice", "您的一票", Kind.CHOICE, choices=options(Choice), sealed=True)

# fmt: off
MOTION = Lifecycle("motion", "动议", initial=M.SECONDING, steps=(
    #    step         button          from         to            by       needs                      then         asks / warns
    Step("fall",      "随辩论失效",   M.SECONDING, M.FELL,       clock,   (no_longer_pending,)),
    Step("fall",      "随辩论失效",   M.DEBATING,  M.FELL,       clock,   (no_longer_pending,)),
    Step("fall",      "随辩论失效",   M.VOTING,    M.FELL,       clock,   (no_longer_pending,)),
    Step("second",    "附议",         M.SECONDING, M.SECONDING,  member,  MAY_SECOND,                "add_second"),
    Step("take_back", "收回动议",     M.SECONDING, M.TAKEN_BACK, mover,   warns=TAKING_BACK),
    Step("discuss",   "开始讨论",     M.SECONDING, M.DEBATING,   clock,   (is_amendment, seconded)),
    Step("open",      "开始表决",     M.SECONDING, M.VOTING,     clock,   (is_procedural, seconded), "open_roll"),
    Step("lapse",     "期满无人附议", M.SECONDING, M.LAPSED,     clock,   (time_is_up,)),
    Step("open",      "开始表决",     M.DEBATING,  M.VOTING,     clock,   (time_is_up,),             "open_roll"),
    Step("vote",      "投票",         M.VOTING,    M.VOTING,     elector, (in_time, pending),        "mark",      (CHOICE,)),
    Step("decide",    "宣布结果",     M.VOTING,    M.CARRIED,    clock,   (poll_over, won),          "publish"),
    Step("decide",    "宣布结果",     M.VOTING,    M.LOST,       clock,   (poll_over, not_won),      "publish"),
    Step("carry_out", "执行",         M.CARRIED,   M.CARRIED,    clock,   (not_carried_out,),        "carry_out"),
))
# fmt: on
