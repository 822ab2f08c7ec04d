"""The hall: how soon a press is on every screen, how many may watch, and how long a long sitting takes to open."""

import asyncio
import os
import resource
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlencode

from yishi.web.sign_ins import csrf_for

from . import servers
from .assembly import Assembly, Reader, assembled
from .streams import Stream, answered, arrived, opened

WATCHERS = 2_000
ROUNDS = 6  # of three who ask, are called and finish
PAUSE = 0.2  # seconds between two presses
OPENINGS = 5


@dataclass
class Waits:
    """From a press to its message: over all presses and streams, and of each press until the last stream has it."""

    all: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    bytes: int = 0

    def add(self, pressed: float, moments: Sequence[float]) -> None:
        waits = [(it - pressed) * 1000 for it in moments]
        self.all += waits
        self.last.append(max(waits))

    def row(self, name: str) -> str:
        ranked = sorted(self.all)
        figures = (ranked[len(ranked) // 2], ranked[len(ranked) * 95 // 100], ranked[-1], statistics.median(self.last))
        return f"| {name} | {self.bytes:,} | {' | '.join(f'{it:.0f}' for it in figures)} |"


def hall() -> Iterator[str]:
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield f"A good part of every figure is the client's own reading. The load when it began was {os.getloadavg()[0]:.1f}."
    yield ""
    with TemporaryDirectory() as folder:
        it = assembled(Path(folder))
        yield from asyncio.run(_followed(it))
        yield from asyncio.run(_reopened(it))


async def _followed(it: Assembly) -> list[str]:
    """The sitting with two thousand who watch, then with everybody's telephone on it, and a vote by all of them."""
    table = [
        "| from a press to its message at | bytes | p50 ms | p95 ms | max ms | at all, ms |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    with servers.running(*servers.ours(it.folder)) as (port, process):
        watching, visitor = await _opened(port, process, it, "watcher", [""] * WATCHERS)
        waits = await _pressed(port, it, watching, _debate(it, 0))
        table += [waits.row(f"{WATCHERS:,} who watch"), await _bare(WATCHERS, waits)]
    with servers.running(*servers.ours(it.folder)) as (port, process):
        phones, member = await _opened(port, process, it, "member", [reader.cookie for reader in it.phones])
        waits = await _pressed(port, it, phones, _debate(it, 3 * ROUNDS))
        table += [waits.row(f"{len(phones)} members' telephones"), await _bare(len(phones), waits)]
        voted = await _everybody_votes(port, it, phones)
    return [
        *table, "",
        f"{len(it.phones)} votes cast at once: all kept, all answered, and on every screen, after {voted:.1f} s.",
        f"Memory of the server for each stream: {member / 1000:.0f} kB of a member's, {visitor / 1000:.0f} kB of a visitor's.", "",
    ]  # fmt: skip


async def _opened(port: int, process: int, it: Assembly, kind: str, cookies: Sequence[str]) -> tuple[list[Stream], int]:
    """The streams, and how much the server has grown for each of them."""
    await answered(port, "GET", f"{it.url}/room")
    before = servers.resident(process)
    streams = await opened(port, f"{it.url}/live?as={kind}", cookies)
    return streams, (servers.resident(process) - before) // len(streams)


Act = tuple[Reader, dict[str, str]]


def _debate(it: Assembly, first: int) -> Iterator[Act]:
    for begins in range(first, first + 3 * ROUNDS, 3):
        for reader, stance in zip(it.phones[begins : begins + 3], ("for", "against", "ask"), strict=True):
            yield reader, {"do": "request", "stance": stance}
        for _ in range(3):
            yield it.chair, {"do": "grant"}
            yield it.chair, {"do": "finish"}


async def _pressed(port: int, it: Assembly, streams: Sequence[Stream], acts: Iterator[Act]) -> Waits:
    """One press after another; whoever pressed then loads the page again, as the browser does."""
    waits, number = Waits(), streams[0].heard[-1].number
    for reader, fields in acts:
        number += 1
        began = perf_counter()
        page = asyncio.create_task(_press(port, it, reader, fields))
        waits.add(began, await arrived(streams, number))
        await page
        await asyncio.sleep(PAUSE)
    waits.bytes = round(statistics.mean(message.bytes for stream in streams for message in stream.heard[1:]))
    return waits


async def _press(port: int, it: Assembly, reader: Reader, fields: dict[str, str]) -> None:
    form = urlencode({"_csrf": csrf_for(reader.token), **fields})
    status = await answered(port, "POST", f"{it.url}/floor", reader.cookie, form)
    assert status == 303, (status, fields)
    await answered(port, "GET", f"{it.url}/room", reader.cookie)


async def _everybody_votes(port: int, it: Assembly, streams: Sequence[Stream]) -> float:
    await _press(port, it, it.chair, {"do": "put"})
    await asyncio.sleep(1)
    number, began = streams[0].heard[-1].number + len(it.phones), perf_counter()
    pages = [_press(port, it, reader, {"do": "vote", "choice": "aye"}) for reader in it.phones]
    _, moments = await asyncio.gather(asyncio.gather(*pages), arrived(streams, number, 60))
    await _press(port, it, it.chair, {"do": "announce"})
    return max(moments) - began


async def _bare(count: int, ours: Waits) -> str:
    """As many streams and presses of the bare framework, with messages as long."""
    waits = Waits(bytes=ours.bytes)
    with servers.running(*servers.bare_hall(ours.bytes)) as (port, _):
        streams = await opened(port, "/live", [""] * count)
        for number in range(1, len(ours.last) + 1):
            began = perf_counter()
            press = asyncio.create_task(answered(port, "POST", f"/{number}"))
            waits.add(began, await arrived(streams, number))
            await press
            await asyncio.sleep(PAUSE)
    return waits.row(f"{count:,} of a bare Litestar broadcast")


# -- a long sitting ----------------------------------------------------------------------------------------------------


async def _reopened(it: Assembly) -> list[str]:
    """The room of a sitting with all its events behind it, in a server that has not seen it yet, and again."""
    cold, warm = [], []
    for _ in range(OPENINGS):
        with servers.running(*servers.ours(it.folder)) as (port, _):
            await _opens(port, f"{it.url}/room", it.chair)  # the templates are read, and the first connections made
            cold.append(await _opens(port, f"{it.long_url}/room", it.chair))
            warm += [await _opens(port, f"{it.long_url}/room", it.chair) for _ in range(OPENINGS)]
    return [
        f"The chair's page of a sitting of {it.events:,} events: {statistics.median(cold):.0f} ms the first time after a start, "
        f"{statistics.median(warm):.0f} ms from then on."
    ]


async def _opens(port: int, path: str, reader: Reader) -> float:
    began = perf_counter()
    assert await answered(port, "GET", path, reader.cookie) == 200
    return (perf_counter() - began) * 1000
