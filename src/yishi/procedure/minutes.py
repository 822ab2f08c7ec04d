"""会议纪要 · an objection to a line of the minutes, by somebody who was there: the secretary changes the line, or says why not."""

from typing import Protocol

from .asking import Ask
from .lifecycle import Case, Lifecycle, Step, rule
from .people import Actor, Who
from .words import Word


class MinutesObjectionState(Word):
    WAITING = "waiting", "等秘书答复"
    ADOPTED = "adopted", "已照改"
    DECLINED = "declined", "没有照改"


M = MinutesObjectionState


class MinutesObjection(Protocol):
    """What the rules may ask of an objection."""

    state: MinutesObjectionState

    def kept_by(self, actor: Actor) -> bool: ...  # the secretary of the sitting
    @property
    def in_circulation(self) -> bool: ...  # the minutes still go round


keeper = Who("本次会议的秘书", lambda actor, it: it is not None and it.kept_by(actor), of_record=True)


@rule("纪要正在核对", unmet="纪要已经签认，不再改动")
def in_circulation(it: MinutesObjection, case: Case) -> bool:
    return it.in_circulation


WORDING = Ask("wording", "改成", longest=2000, hint="这一条在纪要里的文字")
ANSWER = Ask("answer", "答复", longest=500)

MINUTES_OBJECTION = Lifecycle("minutes_objection", "对纪要的意见", initial=M.WAITING, steps=(
    Step("adopt",   "照改",   M.WAITING, M.ADOPTED,  keeper, (in_circulation,), "reword", (WORDING, ANSWER)),
    Step("decline", "不照改", M.WAITING, M.DECLINED, keeper, (in_circulation,), "answer", (ANSWER,)),
))  # fmt: skip
