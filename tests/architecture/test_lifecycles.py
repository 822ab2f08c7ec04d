"""Every lifecycle is whole: reachable, bound to a model that can do what the rows say, drawn in the docs."""

import ast
from pathlib import Path

import pytest

import yishi
import yishi.app  # every feature attaches what it knows
from yishi.db import Base
from yishi.ledger.models import Procedural
from yishi.procedure.atlas import LIFECYCLES
from yishi.procedure.lifecycle import Lifecycle
from yishi.procedure.people import clock

SRC = Path(yishi.__file__).parent
MODELS = {m.class_.lifecycle.name: m.class_ for m in Base.registry.mappers if issubclass(m.class_, Procedural)}


def test_the_atlas_holds_every_cycle():
    assert {cycle.name for cycle in LIFECYCLES} == set(MODELS)


@pytest.mark.parametrize("cycle", LIFECYCLES, ids=lambda cycle: cycle.name)
def test_every_state_is_reached(cycle: Lifecycle):
    reached, frontier = set(), {cycle.initial}
    while frontier:
        reached |= frontier
        frontier = {s.target for s in cycle.steps if s.source in frontier} - reached
    assert reached == set(type(cycle.initial))


@pytest.mark.parametrize("cycle", LIFECYCLES, ids=lambda cycle: cycle.name)
def test_every_consequence_is_a_verb_with_a_name_in_chinese(cycle: Lifecycle):
    for step in cycle.steps:
        if step.then:
            verb = getattr(MODELS[cycle.name], step.then)
            said = (verb.__doc__ or "").strip().splitlines()
            assert said and any("\u4e00" <= c <= "\u9fff" for c in said[0]), f"{cycle.name}.{step.then}: {said}"


@pytest.mark.parametrize("cycle", LIFECYCLES, ids=lambda cycle: cycle.name)
def test_one_person_is_never_offered_two_rows_of_one_step_that_both_hold_for_different_ends_by_accident(cycle: Lifecycle):
    """Rows of one name and source are alternatives: they differ in their needs or in who takes them."""
    seen = set()
    for s in cycle.steps:
        row = (s.name, s.source, s.by.label, s.needs)
        assert row not in seen, row
        seen.add(row)


def test_the_clock_takes_rows_without_asking_anybody():
    assert not [(c.name, s.name) for c in LIFECYCLES for s in c.steps if s.by is clock and s.asks]


def assigns_state(source: str) -> bool:
    targets = [
        t for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign))
        for t in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]  # fmt: skip
    return any(isinstance(t, ast.Attribute) and t.attr == "state" for t in targets)


def test_nothing_but_take_assigns_a_state():
    assert assigns_state("it.state = 1") and not assigns_state("it.status = 1")
    found = [p.relative_to(SRC).as_posix() for p in SRC.rglob("*.py") if assigns_state(p.read_text())]
    assert found == ["ledger/models.py"]
