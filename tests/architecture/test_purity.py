"""The rulebook is pure, exact, and imports nothing of ours but itself."""

import ast
import sys
from pathlib import Path

import pytest

import yishi

SRC = Path(yishi.__file__).parent
BOOK = SRC / "procedure"
RULEBOOK = sorted(BOOK.rglob("*.py"))
FORBIDDEN = {"os", "io", "socket", "sqlite3", "time", "random", "secrets", "pathlib", "subprocess", "threading", "urllib", "http"}


def faults(source: str, depth: int = 1) -> list[str]:
    """What a rulebook file may not hold. `depth`: 1 in the rulebook itself, 2 in a package of it."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names if not _standard(a.name)]
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0 and not _standard(node.module or "") or node.level > depth:
                found.append(f"from {'.' * node.level}{node.module or ''}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, float) or isinstance(node, ast.Name) and node.id == "float":
            found.append("float")
        elif isinstance(node, ast.Div):
            found.append("/")
        elif isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"):
            found.append(f".{node.attr}")
    return found


def _standard(module: str) -> bool:
    return module.split(".")[0] in sys.stdlib_module_names - FORBIDDEN


@pytest.mark.parametrize("path", RULEBOOK, ids=lambda path: path.relative_to(BOOK).as_posix())
def test_the_rulebook_is_pure_and_exact(path):
    assert faults(path.read_text(), depth=len(path.relative_to(BOOK).parts)) == []


BAD = (
    "import os", "import sqlalchemy", "from random import random", "from ..db import Base",
    "x = 1.5", "x = a / b", "x = float(a)", "x = datetime.now()",
)  # fmt: skip


@pytest.mark.parametrize("bad", BAD)
def test_the_reader_finds_what_it_looks_for(bad):
    assert faults(bad)


def test_a_package_of_the_rulebook_reaches_no_further_than_the_rulebook():
    assert faults("from ..tally import Tally", depth=2) == []
    assert faults("from ...db import Base", depth=2)


def test_there_is_a_rulebook():
    files = {path.relative_to(BOOK).as_posix() for path in RULEBOOK}
    assert {"matter/table.py", "lifecycle.py", "tally.py", "rule_set.py", "floor/deciding.py"} <= files
