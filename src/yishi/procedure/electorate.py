"""选民名册 · who may vote in a poll. Fixed at the opening: nobody joins it later; who recuses leaves the base."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from .asking import Ask
from .lifecycle import Case, Lifecycle, Step, rule
from .parameter_forms import ChairVote
from .people import Actor, Role, of, presider
from .rule_set import RuleSet
from .words import Word

VOTING = frozenset({Role.COUNCILLOR, Role.CHAIR})


class Held(Protocol):
    """A seat and its term; `until` is the last day, None while open."""

    @property
    def person_id(self) -> int: ...
    @property
    def role(self) -> Role: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Elector:
    """One person on the roll. A person with two seats stands there once."""

    person_id: int
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Electorate:
    """The roll as frozen. `electors` may vote; `recused` are on the roll (应到) but out of every base."""

    electors: tuple[Elector, ...]
    recused: tuple[Elector, ...] = ()

    @property
    def members(self) -> int:
        return len(self.electors) + len(self.recused)

    def includes(self, person_id: int) -> bool:
        return any(elector.person_id == person_id for elector in self.electors)


def freeze(seats: Iterable[Held], day: date, rules: RuleSet, chair_id: int | None = None) -> Electorate:
    """The roll of a poll opened on this day: voting seats in force that day, in the order given.

    Who directs this matter and never votes from the chair is not on the roll at all: presence online is having voted,
    and whoever may not vote must not count against the quorum.
    """
    in_force = [seat for seat in seats if seat.role in VOTING and seat.since <= day and (seat.until is None or day <= seat.until)]
    people = dict.fromkeys(seat.person_id for seat in in_force)
    if rules.chair_vote is ChairVote.NEVER and chair_id is not None:
        people.pop(chair_id, None)
    return Electorate(tuple(Elector(person_id) for person_id in people))


# -- 回避 ------------------------------------------------------------------------------------------------------------


class Standing(Word):
    ENTITLED = "entitled", "可以投票"
    RECUSED = "recused", "已回避"


class OnRoll(Protocol):
    """What the rules may ask of one person on the roll of a poll."""

    state: Standing
    person_id: int

    def presided_by(self, actor: Actor) -> bool: ...  # directs the matter that is voted on
    @property
    def voted(self) -> bool: ...
    @property
    def spare(self) -> int: ...  # how many may still be ruled out while the others reach the quorum of the whole roll
    @property
    def closes_at(self) -> datetime | None: ...  # None once the poll is closed


@rule("表决还没有截止", hides=True)
def still_open(it: OnRoll, case: Case) -> bool:
    return it.closes_at is not None and case.at < it.closes_at


@rule("不裁定自己的回避", hides=True)
def other(it: OnRoll, case: Case) -> bool:
    return case.actor.id != it.person_id


@rule("已经投了票的人不再裁定回避", unmet="这个人已经投了票，不再裁定回避")
def not_voted(it: OnRoll, case: Case) -> bool:
    return not it.voted


@rule("裁定回避以后，留下的人仍要达到全体应到人数的法定人数", facts=lambda it, case: f"还可以裁定{it.spare}人")
def others_reach_quorum(it: OnRoll, case: Case) -> bool:
    return it.spare > 0


S = Standing
himself = of("名册上的本人", "person_id")
INTEREST = Ask("reason", "回避的理由", longest=500, hint="与这件事有什么直接利害关系。理由会公开")
RULING = Ask("reason", "裁定的理由", longest=500, hint="与这件事有什么直接利害关系、依据哪一条。理由会公开")
WITHOUT = "回避的人不投票，已经投的票不计，也不算在法定人数和通过门槛的基数里。"

# fmt: off
ELECTOR = Lifecycle("elector", "名册上的人", initial=S.ENTITLED, steps=(
    Step("recuse",   "申请回避",     S.ENTITLED, S.RECUSED,  himself,  (still_open,),       "leave_base",  (INTEREST,), WITHOUT),
    Step("rule_out", "裁定回避",     S.ENTITLED, S.RECUSED,  presider, (still_open, other, not_voted, others_reach_quorum),
         "leave_base",  (RULING,), WITHOUT),
    Step("restore",  "撤销回避",     S.RECUSED,  S.ENTITLED, presider, (still_open, other), "return_base", (RULING,),
         "这个人可以投票；回避以前投过的票重新计入，截止前可以改。"),
))
# fmt: on
