"""验收 · the checklist of a finished matter: one item a milestone, and the standard items of its class."""

from collections.abc import Sequence
from typing import Protocol

from .asking import Ask
from .lifecycle import Case, Lifecycle, Step, rule
from .parameter_forms import ProjectClass
from .people import supervisor
from .words import Word

_ALWAYS = ("和定稿方案一致", "每笔支出都有凭证，账目已公开")
_OF_CLASS = {
    ProjectClass.WORKS: ("质量合格，没有安全隐患", "现场已清理，周边已恢复", "保修期限和报修电话已公布"),
    ProjectClass.SERVICES: ("服务次数和人数达到方案要求", "有签到或服务记录"),
    ProjectClass.GOODS: ("数量、规格与方案一致", "合格证、说明书和保修卡齐全", "保管和使用的人已定"),
}


def standard_items(project_class: ProjectClass | None) -> Sequence[str]:
    """What is looked at in every matter of a class, whatever its plan says."""
    return (*_ALWAYS, *(_OF_CLASS[project_class] if project_class else ()))


class CheckState(Word):
    OPEN = "open", "待验"
    PASSED = "passed", "通过"
    FAILED = "failed", "不通过"


class Check(Protocol):
    """What the rules may ask of one item of a checklist."""

    state: CheckState

    @property
    def unit_id(self) -> int | None: ...
    @property
    def is_current(self) -> bool: ...  # of the acceptance that is going on now


@rule("验收正在进行", unmet="现在不在验收")
def accepting_now(it: Check, case: Case) -> bool:
    return it.is_current


@rule("承接单位的人不验收自己的工程", unmet="您是承接单位的人，不验收自己的工程")
def not_own_work(it: Check, case: Case) -> bool:
    return not case.actor.speaks_for(it.unit_id)


S = CheckState
NEEDS = (accepting_now, not_own_work)
FAULT = Ask("remark", "哪里不通过", longest=300)

# fmt: off
CHECK = Lifecycle("check", "验收项", initial=S.OPEN, steps=(
    Step("pass", "通过",   S.OPEN,   S.PASSED, supervisor, NEEDS, "record_check"),
    Step("fail", "不通过", S.OPEN,   S.FAILED, supervisor, NEEDS, "record_check", (FAULT,)),
    Step("pass", "通过",   S.FAILED, S.PASSED, supervisor, NEEDS, "record_check"),
    Step("fail", "不通过", S.FAILED, S.FAILED, supervisor, NEEDS, "record_check", (FAULT,)),
    Step("fail", "不通过", S.PASSED, S.FAILED, supervisor, NEEDS, "record_check", (FAULT,)),
))
# fmt: on
