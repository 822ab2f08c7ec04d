"""`python -m tests [lint types unit postgres stories]`: every part that was asked for, then one closing line of counts."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests import cluster

WORKERS = str(min(os.cpu_count() or 2, 8))
PYTEST = ("pytest", "--quiet", "--numprocesses", WORKERS, "--dist", "worksteal")

CHECKS = {
    "lint": (("ruff", "check", "--quiet", "."), ("ruff", "format", "--check", "--quiet", ".")),
    "types": (("mypy",),),
}
RUNS = {
    "unit": (*PYTEST, "tests"),
    "postgres": (*PYTEST, "tests", "--database=postgres"),
    "stories": ("pytest", "--quiet", "e2e"),  # in one process: the last of them looks at what all of them left on the ledger
}


@dataclass(frozen=True)
class Outcome:
    """How one part went. A part without a test in it, or with a test left out, has not gone well."""

    part: str
    well: bool
    seconds: float
    passed: int = 0
    failed: int = 0


def main(asked: Sequence[str]) -> int:
    parts = asked or [*CHECKS, *RUNS]
    unknown = set(parts) - {*CHECKS, *RUNS}
    if unknown:
        raise SystemExit(f"no such part: {', '.join(unknown)}; there are {', '.join([*CHECKS, *RUNS])}")
    outcomes = [_checked(part) if part in CHECKS else _run(part) for part in parts]
    say("")
    for it in outcomes:
        counts = f"{it.passed} passed, {it.failed} failed" if it.part in RUNS else ""
        say(f"{it.part:<9} {'well' if it.well else 'NOT WELL':<9} {it.seconds:6.1f} s  {counts}".rstrip())
    if any(it.part in RUNS for it in outcomes):
        say(f"\n{sum(it.passed for it in outcomes)} passed, {sum(it.failed for it in outcomes)} failed")
    return 0 if all(it.well for it in outcomes) else 1


def _checked(part: str) -> Outcome:
    say(f"\n== {part}")
    begun = time.monotonic()
    answers = [_module(command) for command in CHECKS[part]]
    return Outcome(part, not any(answers), time.monotonic() - begun)


def _run(part: str) -> Outcome:
    say(f"\n== {part}")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = (*RUNS[part], f"--junitxml={report}")
        if part == "postgres":
            with cluster.server():
                answer = _module(command)
        else:
            answer = _module(command)
        total, failed, left_out = _counts(report)
    well = answer == 0 and total > 0 and failed == left_out == 0
    return Outcome(part, well, time.monotonic() - begun, total - failed - left_out, failed)


def _counts(report: Path) -> tuple[int, int, int]:
    """Tests run, tests failed (an error in a fixture is a failure), tests skipped or expected to fail."""
    if not report.exists():
        return 0, 0, 0
    suites = list(ElementTree.parse(report).getroot().iter("testsuite"))

    def total(*names: str) -> int:
        return sum(int(suite.get(name, "0")) for suite in suites for name in names)

    return total("tests"), total("failures", "errors"), total("skipped")


def _module(command: Sequence[str]) -> int:
    return subprocess.run([sys.executable, "-m", *command], cwd=cluster.ROOT).returncode


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
