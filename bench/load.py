"""A closed loop of readers: each keeps one connection and asks again as soon as it is answered."""

import asyncio
import time
from dataclasses import dataclass

READERS = 16


@dataclass(frozen=True)
class Measured:
    """Answers a second, and the middle and slowest hundredth of the waits, in milliseconds."""

    per_second: float
    p50: float
    p99: float
    bytes: int


def measure(port: int, path: str, seconds: float, headers: dict[str, str] | None = None) -> Measured:
    """Ask for one page over and over; a warm-up second is not counted."""
    return asyncio.run(_measure(port, path, seconds, headers or {}))


async def _measure(port: int, path: str, seconds: float, headers: dict[str, str]) -> Measured:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: identity\r\n{lines}\r\n".encode()
    await asyncio.gather(*(_reader(port, request, time.perf_counter() + 1, []) for _ in range(READERS)))
    waits: list[float] = []
    started = time.perf_counter()
    sizes = await asyncio.gather(*(_reader(port, request, started + seconds, waits) for _ in range(READERS)))
    spent = time.perf_counter() - started
    waits.sort()
    return Measured(len(waits) / spent, waits[len(waits) // 2] * 1000, waits[len(waits) * 99 // 100] * 1000, max(sizes))


async def _reader(port: int, request: bytes, until: float, waits: list[float]) -> int:
    size = 0
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (started := time.perf_counter()) < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        status, length, closes = _read(head)
        if status != 200:
            raise RuntimeError(head.decode("latin-1"))
        size = len(await reader.readexactly(length))
        waits.append(time.perf_counter() - started)
        if closes:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    return size


def _read(head: bytes) -> tuple[int, int, bool]:
    lines = head.lower().split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length:"))
    return int(lines[0].split()[1]), length, b"connection: close" in lines
