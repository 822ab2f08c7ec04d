"""异议 · a written objection to a posted result is answered with a reason before the result takes effect."""

from typing import Protocol

from .asking import Ask
from .lifecycle import Case, Lifecycle, Step, rule
from .people import chair, clock, staff
from .words import Word


class ObjectionState(Word):
    WAITING = "waiting", "待答复"
    DISMISSED = "dismissed", "不成立"
    UPHELD = "upheld", "成立"
    OVERTAKEN = "overtaken", "随重新辩论处理"


class Objection(Protocol):
    """What the rules may ask of an objection."""

    state: ObjectionState
    person_id: int

    @property
    def result_stands(self) -> bool: ...  # the notice hangs, and the result was neither confirmed nor reopened


@rule("不答复自己提的异议", source="罗伯特议事规则（1915）第46条：有直接个人利益者不表决")
def not_ones_own(it: Objection, case: Case) -> bool:
    return case.actor.id != it.person_id


@rule("结果还在公示，没有确认生效", unmet="结果已经确认生效，或者公示已经撤下")
def result_stands(it: Objection, case: Case) -> bool:
    return it.result_stands


@rule("公示已因另一条异议成立而撤下")
def result_reopened(it: Objection, case: Case) -> bool:
    return not it.result_stands


S = ObjectionState
answerer = staff | chair
ANSWER = Ask("answer", "答复和理由", longest=2000, hint="写给提出人，也写给所有人看：查了什么、结论是什么、依据哪一条")

# fmt: off
OBJECTION = Lifecycle("objection", "异议", initial=S.WAITING, steps=(
    Step("dismiss",  "异议不成立",     S.WAITING, S.DISMISSED, answerer, (not_ones_own, result_stands), "record_answer", (ANSWER,)),
    Step("uphold",   "异议成立",       S.WAITING, S.UPHELD,    answerer, (not_ones_own, result_stands), "record_answer", (ANSWER,),
         "这次表决的结果不再生效，公示撤下，事项回到公开辩论。"),
    Step("overtake", "随重新辩论处理", S.WAITING, S.OVERTAKEN, clock,    (result_reopened,)),
))
# fmt: on
