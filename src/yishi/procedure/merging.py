"""合并提议 · two proposals for one thing: put together only when both proposers say yes.

Support is not moved: who stood behind a proposal stands behind that text and no other. So a proposal is merged only into
one that has its own seconders already, and both keep the names of those who seconded them.
"""

from collections.abc import Sequence
from typing import Protocol

from .asking import Ask
from .lifecycle import Case, Lifecycle, Step, rule
from .matter import MatterState
from .matter.reviewing import window_over
from .people import chair, clock, of, staff
from .words import Word


class MergeState(Word):
    PROPOSED = "proposed", "等提出人答复"
    AGREED = "agreed", "都已同意"
    DONE = "done", "已合并"
    REFUSED = "refused", "提出人不同意"
    RETRACTED = "retracted", "已收回"
    LAPSED = "lapsed", "逾期没有答复"


M = MergeState
OPEN = (M.PROPOSED, M.AGREED)

TAKES_IN = frozenset({MatterState.REVIEW, MatterState.PLANNING, MatterState.CONSULTING})
"""States in which a matter may take another in: seconded already, its plan not yet frozen."""


class Merge(Protocol):
    @property
    def proposer_ids(self) -> Sequence[int]: ...  # of both matters; one person when both are theirs
    @property
    def agreed_ids(self) -> Sequence[int]: ...
    @property
    def hindrance(self) -> str: ...  # why the other matter cannot take this one in any more, or ""
    @property
    def in_review(self) -> bool: ...  # the matter to be merged still is
    @property
    def merged(self) -> bool: ...


proposers = of("两件事项的提出人", "proposer_ids")


@rule("您还没有答复", hides=True)
def not_yet_agreed(it: Merge, case: Case) -> bool:
    return case.actor.id not in it.agreed_ids


@rule("另一位提出人已经同意", unmet="另一位提出人还没有同意")
def last_agreement(it: Merge, case: Case) -> bool:
    return len(it.agreed_ids) + 1 >= len(it.proposer_ids)


@rule("这件事项还在受理审查", unmet="这件事项已经不在受理审查")
def still_in_review(it: Merge, case: Case) -> bool:
    return it.in_review


@rule("另一件事项还能并入", facts=lambda it, case: it.hindrance, unmet=lambda it, case: it.hindrance)
def possible(it: Merge, case: Case) -> bool:
    return not it.hindrance


@rule("事项已经合并")
def merged(it: Merge, case: Case) -> bool:
    return it.merged


WHY_NOT = Ask("reason", "为什么不同意", longest=500)
WHY_BACK = Ask("reason", "为什么收回", longest=500)

# fmt: off
ANSWERABLE = (not_yet_agreed, still_in_review, possible)

MERGE = Lifecycle("merge", "合并提议", initial=M.PROPOSED, steps=(
    #    step       button          from        to           by             needs                           then / asks
    Step("agree",   "同意合并",     M.PROPOSED, M.AGREED,    proposers,     (*ANSWERABLE, last_agreement),  "add_agreement"),
    Step("agree",   "同意合并",     M.PROPOSED, M.PROPOSED,  proposers,     ANSWERABLE,                     "add_agreement"),
    Step("refuse",  "不同意合并",   M.PROPOSED, M.REFUSED,   proposers,     asks=(WHY_NOT,)),
    Step("refuse",  "改为不同意",   M.AGREED,   M.REFUSED,   proposers,     (still_in_review,),             asks=(WHY_NOT,)),
    Step("retract", "收回合并提议", M.PROPOSED, M.RETRACTED, staff | chair, asks=(WHY_BACK,)),
    Step("retract", "收回合并提议", M.AGREED,   M.RETRACTED, staff | chair, (still_in_review,),             asks=(WHY_BACK,)),
    Step("lapse",   "逾期没有答复", M.PROPOSED, M.LAPSED,    clock,         (window_over,)),
    Step("close",   "合并完成",     M.AGREED,   M.DONE,      clock,         (merged,)),
))
# fmt: on
