"""The wheel alone is the whole program: installed far from the checkout, it opens with its pages, styles and scripts."""

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120  # seconds until a start that hangs is given up


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def yishi(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of an environment that has the wheel, and of the rest only what the wheel depends on."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--isolated", "--python", python, "install", "--quiet", "--no-index", "--no-deps", wheel]
    subprocess.run(pip, check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    # A path file read from another path file is not followed, so this checkout stays out of reach.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    where = subprocess.run(
        [python, "-c", "import yishi; print(yishi.__file__)"],
        cwd=folder,
        env=_environment(),
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(where.stdout.strip()).is_relative_to(folder)
    return folder / "bin" / "yishi"


def test_the_wheel_carries_every_page_style_script_and_migration(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for shared in ("templates", "static", "migrations"):
        files = [path for path in (ROOT / shared).rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        assert files
        assert {f"yishi/_share/{path.relative_to(ROOT).as_posix()}" for path in files} <= inside
    for path in (ROOT / "src" / "yishi").rglob("*.toml"):
        assert path.relative_to(ROOT / "src").as_posix() in inside
    assert "yishi/_share/static/vendor/htmx.min.js" in inside
    assert not [name for name in inside if name.endswith(".pyc")]


def test_the_demo_opens_from_the_wheel_and_opens_again(yishi: Path, tmp_path: Path) -> None:
    for _ in ("the first time, with a district to seed", "the second time, with its data there"):
        with _running([yishi, "demo"], tmp_path) as address, httpx.Client(transport=httpx.HTTPTransport(retries=6)) as browser:
            home = browser.get(address, follow_redirects=True)
            assert home.status_code == 200
            page = BeautifulSoup(home.text, "html.parser")
            assert page.h1 is not None
            styles = [str(tag["href"]) for tag in page.select("link[rel=stylesheet]")]
            scripts = [str(tag["src"]) for tag in page.select("script[src]")]
            assert styles
            for part in styles + scripts:
                assert browser.get(urljoin(str(home.url), part)).status_code == 200, part
            (htmx,) = [part for part in scripts if "htmx" in part]
            assert "htmx" in browser.get(urljoin(str(home.url), htmx)).text
    assert (tmp_path / "var").is_dir()


@contextmanager
def _running(command: list[str | Path], folder: Path) -> Iterator[str]:
    """Starts a server on a free port, waits until it says where it is, and stops it as Ctrl-C does: it ends well."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    with log.open("wb") as complaints:
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(PORT=str(port)), stdout=subprocess.PIPE, stderr=complaints, text=True
        )
    too_long = threading.Timer(PATIENCE, process.kill)
    too_long.start()
    try:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if f":{port}" in line:
                break
        else:
            raise AssertionError("".join(said) + log.read_text())
        yield f"http://127.0.0.1:{port}/"
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, log.read_text()
    finally:
        too_long.cancel()
        process.kill()
        process.wait()


def _environment(**also: str) -> dict[str, str]:
    """Nothing of ours: neither where this checkout is nor how it is set up."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", **also}
