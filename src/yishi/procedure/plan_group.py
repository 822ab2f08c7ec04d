"""方案小组 · who writes the plan of a matter: the proposer, whoever joins with the lead's consent, and one lead."""

from typing import Protocol

from .asking import Ask
from .lifecycle import Case, Lifecycle, Step, rule
from .matter import plan_lead
from .people import Who, councillor, liaison, of, resident, staff
from .words import Word


class Membership(Word):
    ASKED = "asked", "申请加入"
    MEMBER = "member", "小组成员"
    OUT = "out", "不在小组"


M = Membership


class Member(Protocol):
    """What the rules may ask of a person's place in the group."""

    state: Membership
    person_id: int

    @property
    def plan_lead_id(self) -> int | None: ...
    @property
    def plan_open(self) -> bool: ...  # the plan is being written or is out for comment


joiner = resident | councillor | liaison
oneself = of("本人", "person_id")
other_lead = Who(
    plan_lead.label, lambda actor, it: plan_lead.includes(actor, it) and not oneself.includes(actor, it), of_record=True
)


@rule("方案还没有定稿", unmet="方案已经定稿")
def plan_open(it: Member, case: Case) -> bool:
    return it.plan_open


@rule("牵头人先把牵头交给别的成员，再退出", unmet="您是牵头人，先把牵头交给别的成员，再退出")
def not_the_lead(it: Member, case: Case) -> bool:
    return it.person_id != it.plan_lead_id


@rule("这一位现在不是牵头人", unmet="这一位现在就是牵头人")
def another_lead(it: Member, case: Case) -> bool:
    return it.person_id != it.plan_lead_id


REASON = Ask("reason", "理由", longest=500, hint="会公开")

# fmt: off
MEMBERSHIP = Lifecycle("plan_member", "方案小组成员", initial=M.ASKED, steps=(
    #    step         button          from      to        by            needs                       then         asks / warns
    Step("confirm",   "同意加入",     M.ASKED,  M.MEMBER, plan_lead,    (plan_open,)),
    Step("decline",   "不同意加入",   M.ASKED,  M.OUT,    plan_lead,    (plan_open,),               "",          (REASON,)),
    Step("take_back", "收回申请",     M.ASKED,  M.OUT,    oneself),
    Step("leave",     "退出小组",     M.MEMBER, M.OUT,    oneself,      (plan_open, not_the_lead),  "",          (),
         "退出以后不能再改方案、答复意见。"),
    Step("remove",    "移出小组",     M.MEMBER, M.OUT,    other_lead,   (plan_open,),                "",          (REASON,)),
    Step("lead",      "改由这一位牵头", M.MEMBER, M.MEMBER, other_lead | staff, (plan_open, another_lead), "take_lead", (REASON,),
         "只有牵头人能选定备选方案、把方案定稿。"),
    Step("ask",       "申请加入",     M.OUT,    M.ASKED,  oneself,      (plan_open,)),
))
# fmt: on
