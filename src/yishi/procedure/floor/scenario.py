"""情境 · a sitting written down step by step in a file, with what is expected of each step. Format: docs/floor.md.

A file that cannot be read is `Malformed`, which names the key and the line.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..rule_set import RuleSet, Unsound, load, varied
from .setup import Item, Person, Setup
from .steps import EVERYBODY, Lines, Malformed, Step, read_steps

SECRETARY = "秘书"
RULE_SETS = MappingProxyType({"luohu10": "luohu10", "ronr": "robert", "robert": "robert", "consensus": "consensus"})
KNOWN = frozenset({
    "title", "rule_set", "members", "chair", "observers", "items", "tellers", "units", "rules", "source", "note", "step",
    "about", "roles",
})  # fmt: skip


ITEM = frozenset({"title", "report", "motion"})


@dataclass(frozen=True, slots=True)
class Scenario:
    """`ids` are by name; the secretary is always among them. `roles`: whose part somebody may take in a practice."""

    title: str
    source: str
    note: str
    setup: Setup
    steps: tuple[Step, ...]
    ids: Mapping[str, int]
    about: str = ""
    roles: tuple[int, ...] = ()


def read(text: str) -> Scenario:
    try:
        row = tomllib.loads(text.removeprefix("\ufeff"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line ([0-9]+)", str(error))
        raise Malformed("TOML", int(found[1]) if found else len(text.splitlines()), "格式读不懂，请检查引号、括号和等号") from None
    head = _Head(row, Lines(text))
    for key in row:
        if key not in KNOWN:
            raise head.wrong(key, "没有这一项，请检查拼写")
    setup, ids = head.setup()
    steps = row.get("step")
    if not isinstance(steps, list) or not steps:
        raise head.wrong("step", "请至少写一步 [[step]]")
    return Scenario(
        title=head.words("title"), source=head.words("source", ""), note=head.words("note", ""), setup=setup,
        steps=read_steps(steps, setup, ids, head.lines), ids=ids, about=head.words("about", ""), roles=head.roles(setup, ids),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Head:
    row: Mapping[str, Any]
    lines: Lines

    def wrong(self, key: str, says: str) -> Malformed:
        return Malformed(key, self.lines.of(key), says)

    def words(self, key: str, unwritten: str | None = None) -> str:
        written = self.row.get(key, unwritten)
        if not isinstance(written, str) or unwritten is None and not written.strip():
            raise self.wrong(key, "请写文字")
        return written

    def names(self, key: str, taken: Sequence[str] = ()) -> list[str]:
        written = self.row.get(key, [])
        if not isinstance(written, list) or not all(isinstance(name, str) and name.strip() for name in written):
            raise self.wrong(key, "请列出姓名")
        twice = [name for name in written if written.count(name) > 1 or name in taken]
        if twice:
            raise self.wrong(key, f"“{twice[0]}”已经用过，请换一个称呼")
        return written

    def setup(self) -> tuple[Setup, Mapping[str, int]]:
        reserved = (SECRETARY, EVERYBODY)
        members = self.names("members", reserved)
        if not members:
            raise self.wrong("members", "请列出成员")
        observers = self.names("observers", (*reserved, *members))
        tellers = self.names("tellers")
        others = [name for name in tellers if name not in (*members, *observers, SECRETARY)]
        everybody = [*members, *observers, *others, SECRETARY]
        ids = {name: number for number, name in enumerate(everybody, 1)}
        if self.words("chair") not in members:
            raise self.wrong("chair", "主持人须在成员（members）里")
        units = self.units(members)
        setup = Setup(
            rules=self.rules(),
            people={ids[name]: Person(ids[name], name, name in members, units.get(name, "")) for name in everybody},
            chair_id=ids[self.row["chair"]],
            secretary_id=ids[SECRETARY],
            items=self.items(),
            teller_ids=frozenset(ids[name] for name in tellers),
        )
        return setup, MappingProxyType(ids)

    def roles(self, setup: Setup, ids: Mapping[str, int]) -> tuple[int, ...]:
        names = self.names("roles")
        for name in names:
            if name not in ids or not setup.seated(ids[name]):
                raise self.wrong("roles", f"成员里没有“{name}”")
        return tuple(ids[name] for name in names)

    def units(self, members: Sequence[str]) -> Mapping[str, str]:
        units = self.row.get("units", {})
        if not isinstance(units, dict) or not all(isinstance(unit, str) and unit.strip() for unit in units.values()):
            raise self.wrong("units", "请写成 units = { 姓名 = “单位” }")
        for name in units:
            if name not in members:
                raise self.wrong("units", f"成员里没有“{name}”")
        return units

    def items(self) -> tuple[Item, ...]:
        written = self.row.get("items", [])
        if not isinstance(written, list):
            raise self.wrong("items", "请列出议题")
        items = tuple(self.item(it) for it in written)
        if len({item.title for item in items}) < len(items):
            raise self.wrong("items", "两个议题不能同名")
        return items

    def item(self, written: Any) -> Item:
        """A title; or { title = …, report = true } for one only reported on; { …, motion = "…" } for what is moved already."""
        row: Any = {"title": written} if isinstance(written, str) else written
        sound = isinstance(row, dict) and {"title"} <= set(row) <= ITEM and type(row.get("report", False)) is bool
        if not sound or not isinstance(row["title"], str) or not row["title"].strip():
            raise self.wrong("items", "请写议题的名称")
        if not isinstance(row.get("motion", ""), str):
            raise self.wrong("items", "motion 请写文字")
        return Item(row["title"], row.get("report", False), motion=row.get("motion", ""))

    def rules(self) -> RuleSet:
        """A shipped rule set; `[rules]` may set some of its parameters otherwise."""
        name, otherwise = self.words("rule_set"), self.row.get("rules", {})
        if name not in RULE_SETS:
            raise self.wrong("rule_set", f"没有名为“{name}”的规则集，现有：luohu10、ronr、consensus")
        if not isinstance(otherwise, dict):
            raise self.wrong("rules", "请写成 [rules] 和各个参数")
        try:
            return varied(RULE_SETS[name], otherwise) if otherwise else load(RULE_SETS[name])
        except Unsound as unsound:
            raise self.wrong("rules", "；".join(unsound.reasons)) from None
