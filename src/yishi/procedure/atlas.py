"""图谱 · every lifecycle in the order of the process, and the page of docs drawn from them."""

from .acceptance import CHECK
from .change_order import CHANGE_ORDER
from .comment import COMMENT
from .debate_motion import DEBATE, MOTION
from .electorate import ELECTOR
from .lifecycle import Lifecycle
from .matter import MATTER
from .merging import MERGE
from .minutes import MINUTES_OBJECTION
from .objection import OBJECTION
from .plan_group import MEMBERSHIP
from .poll import POLL
from .sitting import SITTING

LIFECYCLES: tuple[Lifecycle, ...] = (
    MATTER, MERGE, MEMBERSHIP, COMMENT, DEBATE, MOTION, POLL, ELECTOR, OBJECTION, SITTING, MINUTES_OBJECTION, CHANGE_ORDER, CHECK,
)  # fmt: skip


def page(cycles: tuple[Lifecycle, ...] = LIFECYCLES) -> str:
    """`docs/procedure.md`: for each cycle its diagram and its table."""
    whence = "Drawn from the tables in `src/yishi/procedure/` by `yishi docs`; a test keeps it current."
    head = ["# 议事流程 Procedure", "", whence, ""]
    return "\n".join([*head, *(line for cycle in cycles for line in _section(cycle))])


def _section(cycle: Lifecycle) -> list[str]:
    head = ["| step | 步骤 | 状态 | 由谁办理 | 条件 | 要填写 | 结果 |", "| --- | --- | --- | --- | --- | --- | --- |"]
    rows = [
        f"| `{s.name}` | {s.label} | {s.source.label} → {s.target.label} | {s.by.label} "
        f"| {'；'.join(r.says for r in s.needs) or '—'} | {'、'.join(a.label for a in s.asks) or '—'} "
        f"| {f'`{s.then}`' if s.then else '—'} |"
        for s in cycle.steps
    ]
    return [f"## {cycle.label} `{cycle.name}`", "", "```mermaid", cycle.mermaid(), "```", "", *head, *rows, ""]
