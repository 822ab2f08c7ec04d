"""`python -m tests [lint types unit postgres stories]`: every part that was asked for, then one closing line of counts."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests import cluster

WORKERS = str(min(os.cpu_count() or 2, 8))
PYTEST = ("pytest", "--quiet", f"--numprocesses={WORKERS}")
RECORD = "e2e/stories/test_the_record_covers_every_row.py"

CHECKS = {
    "lint": (("ruff", "check", "--quiet", "."), ("ruff", "format", "--check", "--quiet", ".")),
    "types": (("mypy",),),
}
RUNS = {
    "unit": [(*PYTEST, "--dist=worksteal", "tests")],
    "postgres": [(*PYTEST, "--dist=worksteal", "tests", "--database=postgres")],
    "stories": [  # what all of them left on the ledger is looked at when they have been told
        (*PYTEST, "--dist=loadfile", "e2e", f"--ignore={RECORD}", "--walked={folder}"),
        ("pytest", "--quiet", RECORD, "--walked={folder}"),
    ],
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
    with tempfile.TemporaryDirectory() as folder, cluster.server() if part == "postgres" else nullcontext():
        reports = [Path(folder) / f"report-{n}.xml" for n, _ in enumerate(RUNS[part])]
        answers = [
            _module((*(word.format(folder=folder) for word in command), f"--junitxml={report}"))
            for command, report in zip(RUNS[part], reports, strict=True)
        ]
        counts = [_counts(report) for report in reports]
    total, failed, left_out = (sum(column) for column in zip(*counts, strict=True))
    well = not any(answers) and all(run for run, *_ in counts) and failed == left_out == 0
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
