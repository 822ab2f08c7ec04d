"""情境 · the scenes that people can practise where a rule set is in force, each read once and set under its rules."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from ..procedure.floor.practice import staged
from ..procedure.floor.scenario import Scenario, read
from ..procedure.floor.shelf import shelf
from ..procedure.rule_set import parse

USUAL = "luohu10"


@lru_cache(maxsize=64)
def scenes(text: str) -> Mapping[str, Scenario]:
    """By name, under the rules of this text. Where no scene was written for them, those of the ten articles, as they are."""
    rules = parse(text)
    written = {it.setup.rules.name for it in _read().values()}
    name = rules.name if rules.name in written else USUAL
    return MappingProxyType({key: staged(it, rules) for key, it in _read().items() if it.setup.rules.name == name})


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Scenario]:
    """In the order in which they are best practised: the shortest first."""
    found = {name: it for name, text in shelf().items() if (it := read(text)).roles}
    return MappingProxyType(dict(sorted(found.items(), key=lambda pair: len(pair[1].steps))))


def role_of(scenario: Scenario, name: str) -> int | None:
    """Whose part it is, by name; None where the scene has no such part."""
    return next((who for who in scenario.roles if scenario.setup.people[who].name == name), None)
