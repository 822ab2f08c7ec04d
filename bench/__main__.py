"""python -m bench · pages a second against the bare framework and against Django, in one run; the results go to RESULTS.md.

Every figure is from this machine in this run; read ratios, not digits. The servers take turns, round after round, so that what the
machine does meanwhile falls on all of them.
"""

import os
import platform
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import brotli
import click
import httpx

from yishi import files

from . import servers
from .data import Home, prepared
from .load import Measured, measure

RESULTS = Path(__file__).with_name("RESULTS.md")


@click.command()
@click.option("--matters", "sizes", type=int, multiple=True, default=(1_000, 100_000), help="How many matters; may be repeated.")
@click.option("--seconds", default=4.0, help="How long each page is asked for in a round.")
@click.option("--rounds", default=3, help="How often the servers take turns.")
def main(sizes: tuple[int, ...], seconds: float, rounds: int) -> None:
    homes = {size: prepared(size) for size in sorted(sizes)}
    text = "\n".join([*_head(), *_against(homes[min(homes)], seconds, rounds), *_with_more(homes, seconds, rounds)])
    RESULTS.write_text(text, encoding="utf-8")
    click.echo(text)


def _head() -> Iterator[str]:
    yield "# Results"
    yield ""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores shared by server and client"
    yield f"`make bench` on {machine}, Python {sys.version.split()[0]}."
    yield "16 readers in a closed loop over loopback, one server process, SQLite with `synchronous=FULL`. Read ratios, not digits."
    yield ""


def _against(home: Home, seconds: float, rounds: int) -> Iterator[str]:
    yield "## One process against the bare framework and against Django with Jinja2"
    yield ""
    yield "| page | bytes | ours r/s | p50 ms | p99 ms | bare r/s | ours : bare | Django r/s | ours : Django |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    sizes, first_load = _weighed(home)
    shell = ",".join(f"{name}={max(size - 9000, 0)}" for name, size in sizes.items())
    memory = 0
    for name, path in home.pages.items():
        wanted = home.folder / f"{name}.size"
        wanted.write_text(str(sizes[name]))
        ours, bare, django = [], [], []
        for _ in range(rounds):
            with servers.running(*servers.ours(home.folder)) as (port, process):
                ours.append(measure(port, path, seconds))
                memory = max(memory, servers.resident(process))
            with servers.running(*servers.bare(wanted)) as (port, _):
                bare.append(measure(port, "/", seconds))
            with servers.running(*servers.django(home.folder, shell)) as (port, _):
                django.append(measure(port, path, seconds))
        yield _row(name, sizes[name], ours, bare, django)
    yield ""
    yield f"First page load, compressed: {first_load:,} bytes (page, style sheet, scripts, icons)."
    yield f"Resident memory: {memory // 1_000_000} MB."
    yield ""


def _weighed(home: Home) -> tuple[dict[str, int], int]:
    """The size of each page, and of everything that a first visit to the front page loads, compressed."""
    with servers.running(*servers.ours(home.folder)) as (port, _), httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        sizes = {name: len(client.get(path).content) for name, path in home.pages.items()}
        with client.stream("GET", home.pages["home"], headers={"Accept-Encoding": "br"}) as answer:
            page = b"".join(answer.iter_raw())
    loaded = len(page) + sum(len(brotli.compress(content)) for content in _assets())
    return sizes, loaded


def _assets() -> Iterator[bytes]:
    yield b"".join(path.read_bytes() for path in sorted((files.STATIC / "css").glob("*.css")))
    for name in ("vendor/htmx.min.js", "js/app.js", "img/icons.svg", "img/seal.svg"):
        yield (files.STATIC / name).read_bytes()


def _row(name: str, size: int, ours: list[Measured], bare: list[Measured], django: list[Measured]) -> str:
    def middle(runs: list[Measured], what: str) -> float:
        return statistics.median(getattr(run, what) for run in runs)

    speed, framework, other = (middle(runs, "per_second") for runs in (ours, bare, django))
    cells = [
        name, f"{size:,}", f"{speed:.0f}", f"{middle(ours, 'p50'):.1f}", f"{middle(ours, 'p99'):.1f}", f"{framework:.0f}",
        f"{speed / framework:.2f}", f"{other:.0f}", f"{speed / other:.2f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _with_more(homes: dict[int, Home], seconds: float, rounds: int) -> Iterator[str]:
    fewest, most = min(homes), max(homes)
    if fewest == most:
        return
    yield f"## {most:,} matters against {fewest:,}"
    yield ""
    yield f"| page | p50 ms with {fewest:,} | p50 ms with {most:,} | ratio |"
    yield "| --- | --- | --- | --- |"
    for name in homes[fewest].pages:
        waits: dict[int, list[float]] = {fewest: [], most: []}
        for _ in range(rounds):
            for size, runs in waits.items():
                with servers.running(*servers.ours(homes[size].folder)) as (port, _):
                    runs.append(measure(port, homes[size].pages[name], seconds).p50)
        few, many = (statistics.median(waits[size]) for size in (fewest, most))
        yield f"| {name} | {few:.1f} | {many:.1f} | {many / few:.2f} |"
    yield ""


main()
