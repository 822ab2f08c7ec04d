"""人 · who may do what: roles held through seats, and audiences composed of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .words import Word


class Role(Word):
    """What a person is, in one community, on one date. Held through a registration or a seat with a term; never a flag."""

    RESIDENT = "resident", "居民"
    COUNCILLOR = "councillor", "议事员"
    CHAIR = "chair", "主持人"
    SECRETARY = "secretary", "秘书"
    STAFF = "staff", "社区工作人员"
    SUPERVISOR = "supervisor", "居民监督员"
    LIAISON = "liaison", "驻区单位联络员"
    STREET = "street", "街道工作人员"
    DISTRICT = "district", "区工作人员"
    ADMIN = "admin", "平台管理员"
    CLOCK = "clock", "系统"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person as one community sees them at one moment. `id` None is a visitor (访客)."""

    id: int | None
    name: str
    roles: frozenset[Role] = frozenset()
    unit_id: int | None = None  # for which they speak
    units: frozenset[int] = frozenset()  # all of them, where they have several seats

    def has(self, role: Role) -> bool:
        return role in self.roles

    def speaks_for(self, unit_id: int | None) -> bool:
        """Whether they are of this unit (驻区单位), from whichever of their seats."""
        return unit_id is not None and (unit_id == self.unit_id or unit_id in self.units)


VISITOR = Actor(None, "访客")
SYSTEM = Actor(None, "系统", frozenset({Role.CLOCK}))


@dataclass(frozen=True, slots=True)
class Who:
    """An audience: a label, and a test of an actor against a record (None when only the page is asked for)."""

    label: str
    includes: Callable[[Actor, Any], bool]
    of_record: bool = False

    def __or__(self, other: "Who") -> "Who":
        return Who(
            f"{self.label}、{other.label}",
            lambda actor, it: self.includes(actor, it) or other.includes(actor, it),
            self.of_record or other.of_record,
        )


def holder(*roles: Role) -> Who:
    """Whoever holds one of these roles here today."""
    return Who("、".join(role.label for role in roles), lambda actor, it: any(actor.has(role) for role in roles))


def of(label: str, attribute: str) -> Who:
    """The person (or people) whom a record names: `of("提出人", "proposer_id")`. Attributes ending in `_ids` hold many."""

    def includes(actor: Actor, it: Any) -> bool:
        if actor.id is None or it is None:
            return False
        named = getattr(it, attribute)
        return actor.id in named if attribute.endswith("_ids") else actor.id == named

    return Who(label, includes, of_record=True)


everyone = Who("所有人", lambda actor, it: True)
signed_in = Who("登录的人", lambda actor, it: actor.id is not None)
clock = Who("系统", lambda actor, it: actor.has(Role.CLOCK))
resident = holder(Role.RESIDENT)
councillor = holder(Role.COUNCILLOR)
chair = holder(Role.CHAIR)
secretary = holder(Role.SECRETARY)
staff = holder(Role.STAFF)
supervisor = holder(Role.SUPERVISOR)
liaison = holder(Role.LIAISON)
overseer = holder(Role.STREET, Role.DISTRICT)
admin = holder(Role.ADMIN)
desk = holder(Role.STAFF, Role.CHAIR, Role.STREET, Role.DISTRICT, Role.ADMIN)  # 工作台
presider = Who("主持本事项的人", lambda actor, it: it is not None and it.presided_by(actor), of_record=True)
