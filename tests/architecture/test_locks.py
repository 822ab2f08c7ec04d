"""Locks pin everything by digest and name no host; the tree names no folder of anybody's machine."""

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt", "requirements-node.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())

WHENCE = re.compile(r"://|--(extra-)?index-url|--find-links|--trusted-host|^\s*registry\s*=|\bfile:", re.M)
MACHINE = re.compile(r"(?<![\w.\-/}])/(work|farm|root|tmp|home|Users|opt)/|\bpypi\.org|python[h]osted|npm[j]s\b|deb\.debian")


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pinned(lock: str) -> dict[str, str]:
    """Requirement → its whole entry, hashes and all."""
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().replace("\\\n", " "))
    return {_normal(found[1]): entry for entry in entries if (found := re.match(r"([\w.\-]+)(\[.*\])?==\S+", entry))}


def _named(requirements: list[str]) -> set[str]:
    return {_normal(re.match(r"[\w.\-]+", line)[0]) for line in requirements}  # type: ignore[index]


def _tracked() -> list[Path]:
    """Every file that git keeps or would keep."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_is_pinned_by_version_and_digest(lock: str) -> None:
    pinned = _pinned(lock)
    assert pinned
    for line in (ROOT / lock).read_text().splitlines():
        assert re.match(r"(\s+--hash=sha256:[0-9a-f]{64}( \\)?|[\w.\-]+(\[[\w,]+\])?==\S+( ; .+)? \\)$", line), f"{lock}: {line}"
    assert all("--hash=sha256:" in entry for entry in pinned.values())


@pytest.mark.parametrize("lock", [*LOCKS, ".npmrc", "package-lock.json", "package.json", "pyproject.toml"])
def test_no_lock_says_where_a_package_comes_from(lock: str) -> None:
    assert not WHENCE.search((ROOT / lock).read_text()), f"{lock} names an address"


def test_the_front_end_lock_has_digests_and_no_addresses() -> None:
    packages: dict[str, Any] = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    libraries = {name: package for name, package in packages.items() if name}
    assert libraries
    for name, package in libraries.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_what_pyproject_asks_for_is_in_its_lock() -> None:
    groups = PROJECT["dependency-groups"]
    runtime, dev = _pinned("requirements.txt"), _pinned("requirements-dev.txt")
    assert _named(PROJECT["project"]["dependencies"]) | _named(groups["build"]) <= runtime.keys()
    assert _named(groups["dev"]) <= dev.keys()
    assert _named(groups["bench"]) <= _pinned("requirements-bench.txt").keys()
    assert _named(groups["node"]) <= _pinned("requirements-node.txt").keys()


def test_tests_run_on_the_versions_that_people_run() -> None:
    runtime, dev = _pinned("requirements.txt"), _pinned("requirements-dev.txt")
    assert {name: entry for name, entry in dev.items() if name in runtime} == runtime


def test_no_file_names_a_folder_of_somebodys_machine_or_a_package_host() -> None:
    found = []
    for path in _tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT)}:{n}: {line.strip()[:120]}"
            for n, line in enumerate(text.splitlines(), 1)
            if MACHINE.search(line)
        ]
    assert found == []


def test_nothing_that_was_installed_is_kept_in_git() -> None:
    kept = [path.relative_to(ROOT).as_posix() for path in _tracked()]
    assert [name for name in kept if re.search(r"(^|/)(node_modules|vendor|\.venv)/|\.min\.(js|css)$", name)] == []
