"""题目 · what the demo's matters are about: read from the catalogue, and told of one estate and one building."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from ..procedure.matter import MatterKind
from ..procedure.parameter_forms import ProjectClass

Texts = tuple[str, ...]
Typed = dict[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """All that is said about one matter from its proposal to its rating. Money is yuan as people type it."""

    key: str
    title: str
    need: str
    place: str = ""
    beneficiaries: str = ""
    households: int = 0
    unit: str = ""  # who carries it out
    kind: MatterKind = MatterKind.MICRO_PROJECT
    project_class: ProjectClass | None = None
    estimate: int | None = None
    plan: str = ""
    text: Texts = ()
    lines: tuple[Texts, ...] = ()  # name, quantity, unit, price
    schedule: tuple[tuple[str, int], ...] = ()  # a step, and how many days after the plan was written
    risks: Texts = ()
    revised_text: tuple[int, str] | None = None  # what the plan group writes anew after the consultation
    revised_lines: tuple[Texts, ...] = ()
    for_: Texts = ()
    against: Texts = ()
    asks: tuple[Texts, ...] = ()  # question, answer
    comments: tuple[Texts, ...] = ()  # section, text, disposition, answer
    amendment: tuple[str, int, str, str] = ("", 0, "", "")  # form, paragraph, text, reason
    reports: Texts = ()
    scene: str = "square"  # what its pictures show; "" where there is nothing to be seen

    @property
    def proposal(self) -> Typed:
        """The proposal as somebody types it; of a change of the rules only what and why is asked."""
        if self.kind is MatterKind.RULE_CHANGE:
            return {"title": [self.title], "kind": [self.kind.value], "need": [self.need]}
        written = {
            "title": self.title, "kind": self.kind.value, "project_class": self.project_class or "", "need": self.need,
            "place": self.place, "beneficiaries": self.beneficiaries, "households": self.households,
            "estimate": self.estimate or "",
        }  # fmt: skip
        return {name: [str(value)] for name, value in written.items()}

    def written(self, unit_id: int, today: date, revised: bool = False) -> Typed:
        """The plan as the group types it, the second time with what the consultation changed."""
        text, lines = list(self.text), {line[0]: line for line in self.lines}
        if revised and self.revised_text:
            text[self.revised_text[0] - 1] = self.revised_text[1]
        if revised:
            lines |= {line[0]: line for line in self.revised_lines}
        columns = list(zip(*lines.values(), strict=True)) or [(), (), (), ()]
        return {
            "title": [self.plan], "text": ["\n".join(text)], "unit": [str(unit_id)], "risks": ["\n".join(self.risks)],
            **{name: list(column) for name, column in zip(("item", "quantity", "measure", "price"), columns, strict=True)},
            "milestone": [name for name, _ in self.schedule],
            "due": [(today + timedelta(days=days)).isoformat() for _, days in self.schedule],
        }  # fmt: skip

    @property
    def revises(self) -> bool:
        return bool(self.revised_text or self.revised_lines)


@lru_cache(maxsize=2048)
def told(key: str, estate: str, n: int, short: str) -> Topic:
    """One topic with the names of its place put in."""
    row = _put(_catalogue()["topics"][key], {"estate": estate, "n": str(n), "short": short})
    project_class = ProjectClass(row.pop("class")) if "class" in row else None
    return Topic(kind=MatterKind(row.pop("kind", "micro_project")), project_class=project_class, for_=row.pop("for", ()), **row)


def whole() -> list[str]:
    """The topics that are told to the end."""
    return [key for key, row in _catalogue()["topics"].items() if "text" in row]


def brief() -> list[str]:
    """The topics that never come to a plan; how the rules change is told in full."""
    rows = _catalogue()["topics"].items()
    return [key for key, row in rows if "text" not in row and row.get("kind") != MatterKind.RULE_CHANGE]


def common(name: str) -> list[str]:
    """What anybody might say of anything."""
    return list(_catalogue()["common"][name])


@cache
def _catalogue() -> dict[str, Any]:
    read = tomllib.loads(resources.files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8"))
    return {"topics": {row["key"]: row for row in read["topics"]}, "common": read["common"]}


def _put(value: Any, words: dict[str, str]) -> Any:
    """Names into every text; lists become tuples, so that a topic never changes."""
    if isinstance(value, dict):
        return {name: _put(it, words) for name, it in value.items()}
    if isinstance(value, list):
        return tuple(_put(it, words) for it in value)
    return value.format_map(words) if isinstance(value, str) else value
