"""Many open streams in one event loop, read with next to no work: of each message its number, its size and when it was whole."""

import asyncio
import re
from collections.abc import Sequence
from time import perf_counter
from typing import NamedTuple

NUMBER, END = re.compile(rb"^id: (\d+)", re.MULTILINE), re.compile(rb"\n\r?\n")
AT_ONCE = 50  # connections being opened


class Heard(NamedTuple):
    number: int
    when: float
    bytes: int


class Stream(asyncio.Protocol):
    """One browser's stream, and the messages that came."""

    def __init__(self, request: bytes):
        self.request, self.heard, self.closed = request, list[Heard](), False
        self.first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        rest = self._rest + data if self._rest else data
        while end := END.search(rest):
            if number := NUMBER.search(rest, 0, end.start()):
                self.heard.append(Heard(int(number[1]), perf_counter(), end.start() - number.start()))
                if not self.first.done():
                    self.first.set_result(None)
            rest = rest[end.end() :]
        self._rest = rest

    def connection_lost(self, error: Exception | None) -> None:
        self.closed = True
        if not self.first.done():
            self.first.set_exception(ConnectionError("no stream"))

    def came(self, number: int) -> float | None:
        """When the first message of this number, or of a later one, was here."""
        return next((it.when for it in self.heard if it.number >= number), None)


async def opened(port: int, path: str, cookies: Sequence[str]) -> list[Stream]:
    """A stream for each cookie, all of them with their first message."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(cookie: str) -> Stream:
        head = f"Cookie: {cookie}\r\n" if cookie else ""
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n{head}\r\n".encode()
        async with gate:
            _, stream = await asyncio.get_running_loop().create_connection(lambda: Stream(request), "127.0.0.1", port)
            await stream.first
        return stream

    return list(await asyncio.gather(*map(one, cookies)))


async def arrived(streams: Sequence[Stream], number: int, seconds: float = 20) -> list[float]:
    """When a message was at each stream, once it is at all of them."""
    until = perf_counter() + seconds
    while any(it.came(number) is None for it in streams):
        if perf_counter() > until:
            raise TimeoutError(f"not every stream heard of {number}")
        await asyncio.sleep(0.05)
    return [when for it in streams if (when := it.came(number)) is not None]


async def answered(port: int, method: str, path: str, cookie: str = "", form: str = "") -> int:
    """The status of one request, once its answer is here."""
    headers = f"Host: 127.0.0.1:{port}\r\nConnection: close\r\nCookie: {cookie}\r\n"
    headers += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n" if method == "POST" else ""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{method} {path} HTTP/1.1\r\n{headers}\r\n{form}".encode())
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ", 2)[1])
