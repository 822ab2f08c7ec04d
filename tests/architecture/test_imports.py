"""Two rings and no layers: who may import whom."""

import ast
from pathlib import Path

import pytest

import yishi
from yishi import app

SRC = Path(yishi.__file__).parent
FEATURES = ("matters", "debates", "polls", "notices", "training", "sittings", "deliveries", "home")  # in the order of the process
GROUND = ("people", "communities", "ledger", "web")
COMMON = {"procedure", "db", "clock", "workdays", "files", "settings", *GROUND}
APART = {"procedure", "demo"}  # the rulebook is tested on its own; the demo may play every part
PAGES = {tuple(module.__name__.split(".")[1:]) for module in app.PAGES}


def imports(path: Path) -> list[tuple[str, str]]:
    """(package, module) of our own that a file imports, from relative imports."""
    package = path.relative_to(SRC).parts[:-1]
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            target = [*base, *(node.module or "").split(".")] if node.module else list(base)
            parts = [part for part in target if part]
            names = [alias.name for alias in node.names] if len(parts) < 2 else [parts[1]]
            found += [(parts[0] if parts else name, name) for name in names]
    return found


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_imports_only_what_comes_before_it(feature):
    allowed = COMMON | set(FEATURES[: FEATURES.index(feature) + 1])
    for path in (SRC / feature).glob("*.py"):
        assert {package for package, _ in imports(path)} <= allowed, path.name


@pytest.mark.parametrize("feature", FEATURES)
def test_nobody_imports_the_pages_of_another_feature(feature):
    for path in (SRC / feature).glob("*.py"):
        foreign = [(package, module) for package, module in imports(path) if package not in (feature, "web")]
        assert not set(foreign) & PAGES, path.name


@pytest.mark.parametrize("package", GROUND)
def test_the_ground_knows_no_feature(package):
    for path in (SRC / package).glob("*.py"):
        assert not {package for package, _ in imports(path)} & {*FEATURES, "demo"}, path.name


def test_every_package_has_its_place():
    assert {path.parent.name for path in SRC.glob("*/__init__.py")} == {*FEATURES, *GROUND, *APART}


def test_every_module_with_pages_is_in_the_application():
    routed = {path.relative_to(SRC).with_suffix("").parts for path in SRC.rglob("*.py") if _has_pages(path)}
    assert routed == PAGES


def test_the_reader_sees_what_is_there():
    assert ("ledger", "models") in imports(SRC / "matters" / "models.py")
    assert ("procedure", "matter") in imports(SRC / "matters" / "models.py")
    assert ("home", "pages") in imports(SRC / "app.py")


def _has_pages(path: Path) -> bool:
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    calls = [mark.func for function in functions for mark in function.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(call, ast.Name) and call.id in ("get", "post") for call in calls)
