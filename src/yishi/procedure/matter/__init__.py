"""事项 · the five stages: what may happen to a matter, by whom, and what must hold first.

提出项目 → 制定方案 → 公开辩论 → 民主表决 → 跟踪监督. `table` is to be read first; its rules stand beside it, stage by stage.
"""

from .states import OVER, STAGE_OF, STOPPED, MatterKind, MatterState, Stage
from .table import MATTER, span_of
from .who import bookkeeper, contractor, neighbour, plan_group, plan_lead, proposer, reviewer

__all__ = [
    "MATTER", "OVER", "STAGE_OF", "STOPPED", "MatterKind", "MatterState", "Stage", "bookkeeper", "contractor", "neighbour",
    "plan_group", "plan_lead", "proposer", "reviewer", "span_of",
]  # fmt: skip
