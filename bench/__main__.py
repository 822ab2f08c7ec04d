"""python -m bench · pages a second against the bare framework and against Django, in one run; the results go to RESULTS.md.

`python -m bench hall` measures the live hall instead (`hall.py`); each has a chapter of its own there.

Every figure is from this machine in this run; read ratios, not digits. The servers take turns, round after round, so that what the
machine does meanwhile falls on all of them.
"""

import os
import platform
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import brotli
import click
import httpx

from yishi import files

from . import servers
from .data import Home, cookie, multiplied, prepared
from .hall import hall
from .load import Measured, measure

RESULTS = Path(__file__).with_name("RESULTS.md")


@click.command()
@click.argument("part", type=click.Choice(["pages", "hall"]), default="pages")
@click.option("--matters", default=1_000, help="How many matters are told.")
@click.option("--times", default=100, help="How many times as many the second database holds.")
@click.option("--seconds", default=4.0, help="How long each page is asked for in a round.")
@click.option("--rounds", default=3, help="How often the servers take turns.")
def main(part: str, matters: int, times: int, seconds: float, rounds: int) -> None:
    if part == "hall":
        _keep("# The live hall", ["`python -m bench hall`, " + _machine(), "", *hall()])
        return
    few = prepared(matters)
    many = multiplied(few, times)
    _keep("# Results", [*_head(), *_against(few, seconds, rounds), *_with_more(few, many, times, seconds, rounds)])


def _keep(chapter: str, lines: list[str]) -> None:
    """Write this chapter anew, and leave the others as they are."""
    text = "\n".join([chapter, "", *lines]).rstrip() + "\n"
    click.echo(text)
    kept = re.split(r"^(?=# )", RESULTS.read_text(encoding="utf-8"), flags=re.MULTILINE) if RESULTS.exists() else []
    chapters = {it.partition("\n")[0]: it.rstrip() + "\n" for it in kept if it.strip()} | {chapter: text}
    RESULTS.write_text("\n".join(chapters.values()), encoding="utf-8")


def _machine() -> str:
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores shared by server and client"
    return f"on {machine}, Python {sys.version.split()[0]}."


def _head() -> Iterator[str]:
    yield f"`make bench` {_machine()}"
    yield "16 readers in a closed loop over loopback, one server process, SQLite with `synchronous=FULL`. Read ratios, not digits."
    yield ""


def _against(home: Home, seconds: float, rounds: int) -> Iterator[str]:
    yield "## One process against the bare framework and against Django with Jinja2"
    yield ""
    yield "A visitor's page is kept until the next commit, two seconds at most; a resident's is made anew for every request."
    yield ""
    yield "| page | reader | bytes | ours r/s | p50 ms | p99 ms | bare r/s | ours : bare | Django r/s | ours : Django |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    sizes, first_load = _weighed(home)
    shell = ",".join(f"{name}={max(size - 9000, 0)}" for name, size in sizes.items())
    memory, signed_in = 0, cookie(home)
    for name, path in home.pages.items():
        wanted = home.folder / f"{name}.size"
        wanted.write_text(str(sizes[name]))
        visitor, resident, bare, django = [], [], [], []
        for _ in range(rounds):
            with servers.running(*servers.ours(home.folder)) as (port, process):
                visitor.append(measure(port, path, seconds))
                resident.append(measure(port, path, seconds, signed_in))
                memory = max(memory, servers.resident(process))
            with servers.running(*servers.bare(wanted)) as (port, _):
                bare.append(measure(port, "/", seconds))
            with servers.running(*servers.django(home.folder, shell)) as (port, _):
                django.append(measure(port, path, seconds))
        yield _row(f"{name} | visitor", visitor, bare, django)
        yield _row(f"{name} | resident", resident, bare, django)
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


def _row(name: str, ours: list[Measured], bare: list[Measured], django: list[Measured]) -> str:
    def middle(runs: list[Measured], what: str) -> float:
        return statistics.median(getattr(run, what) for run in runs)

    speed, framework, other = (middle(runs, "per_second") for runs in (ours, bare, django))
    cells = [
        name, f"{ours[0].bytes:,}", f"{speed:.0f}", f"{middle(ours, 'p50'):.1f}", f"{middle(ours, 'p99'):.1f}", f"{framework:.0f}",
        f"{speed / framework:.2f}", f"{other:.0f}", f"{speed / other:.2f}",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _with_more(few: Home, many: Home, times: int, seconds: float, rounds: int) -> Iterator[str]:
    yield f"## {times} times as many matters"
    yield ""
    yield "A resident's pages. The further matters are copies of the told ones, row by row (`bench/multiply.py`)."
    yield ""
    yield f"| page | p50 ms | p50 ms with {times} times as many | ratio |"
    yield "| --- | --- | --- | --- |"
    cookies = {home.folder: cookie(home) for home in (few, many)}
    for name in few.pages:
        waits: dict[Path, list[float]] = {few.folder: [], many.folder: []}
        for _ in range(rounds):
            for home in (few, many):
                with servers.running(*servers.ours(home.folder)) as (port, _):
                    waits[home.folder].append(measure(port, home.pages[name], seconds, cookies[home.folder]).p50)
        before, after = (statistics.median(runs) for runs in waits.values())
        yield f"| {name} | {before:.1f} | {after:.1f} | {after / before:.2f} |"
    yield ""


main()
