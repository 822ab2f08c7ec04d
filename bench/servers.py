"""The servers that are measured, each one process of its own on a free port."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[tuple[int, int]]:
    """(port, process id) of a server that answers; `{port}` in the command is filled in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, **environment, "PORT": str(port), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    process = subprocess.Popen(
        [part.format(port=port) for part in command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _answers(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def ours(home: Path) -> tuple[list[str], dict[str, str]]:
    return [sys.executable, "-m", "yishi.cli", "serve"], {"YISHI_HOME": str(home), "YISHI_TICKS": "0"}


def bare(page: Path) -> tuple[list[str], dict[str, str]]:
    """The framework alone: one handler in a thread, one template of the same size."""
    command = [sys.executable, "-m", "uvicorn", "bench.bare:app", "--port", "{port}", "--log-level", "error", "--no-access-log"]
    return command, {"BENCH_PAGE": str(page)}


def bare_hall(size: int) -> tuple[list[str], dict[str, str]]:
    """The framework alone, with its own channels: a message of so many bytes to every open stream."""
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "bench.bare_hall:app",
        "--port",
        "{port}",
        "--log-level",
        "error",
        "--no-access-log",
    ]
    return [*command, "--timeout-graceful-shutdown", "2"], {"BENCH_SIZE": str(size)}


def django(home: Path, shell: str) -> tuple[list[str], dict[str, str]]:
    """The same page data through Django's ORM and Jinja2, with its default middleware, one synchronous worker."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "bench.django_pages:application",
        "-b",
        "127.0.0.1:{port}",
        "-w",
        "1",
        "--log-level",
        "error",
    ]
    return command, {"YISHI_HOME": str(home), "BENCH_SHELL": shell}


def resident(pid: int) -> int:
    """Resident memory of a process, in bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _answers(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not answer")
