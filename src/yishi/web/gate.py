"""大门 · around every answer, errors included: host check, request id, security headers, compression, one log line."""

import re
import secrets
import time
from typing import Any

import brotli
import structlog
from litestar.enums import HttpMethod
from litestar.types import ASGIApp, Receive, Scope, Send

from ..settings import Settings

log = structlog.get_logger("yishi.request")

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
SMALLEST = 800  # bytes below which compression does not pay


class Gate:
    """HEAD is GET without the body: no page has to know of it."""

    def __init__(self, app: ASGIApp, settings: Settings):
        self.app, self.hosts = app, frozenset(host.lower() for host in settings.hosts)
        self.headers = [
            (b"content-security-policy", CSP.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
        ]
        if settings.secure:
            self.headers.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.hosts and _host(scope) not in self.hosts:
            await _plain(send, 400, "请用公布的网址访问", self.headers)
            return
        asked: Any = scope
        method, path = asked["method"], asked["path"]
        if method == HttpMethod.HEAD:
            asked["method"] = HttpMethod.GET
        answer = _Answer(send, self.headers, dict(asked["headers"]), method)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=answer.id):
            try:
                await self.app(scope, receive, answer.send)
            except Exception as error:
                log.error("unexpected", exc_info=error)
                if not answer.status:
                    await _plain(answer.send, 500, "我们这边出了差错，什么都没有改动，请过一会儿再试", [])
            finally:
                spent = int((time.perf_counter() - started) * 1000)
                log.info("request", method=method, path=path, status=answer.status, ms=spent)


class _Answer:
    """Holds the start of an answer back until its first body is known, so that it may be compressed whole."""

    def __init__(self, send: Send, headers: list[tuple[bytes, bytes]], asked: dict[bytes, bytes], method: str):
        self.id = secrets.token_hex(8)
        self.status = 0
        self._send, self._headers, self._head = send, headers, method == HttpMethod.HEAD
        self._compress = b"br" in asked.get(b"accept-encoding", b"")
        self._part = method == HttpMethod.GET and b"hx-request" in asked and b"hx-boosted" not in asked
        self._start: Any = None

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", []), *self._headers, (b"x-request-id", self.id.encode())]
            if self._part and self.status >= 400:  # a part of a page that cannot be had stays as it was
                message["headers"].append((b"hx-reswap", b"none"))
            self._start = message
            return
        if message["type"] == "http.response.body" and self._start is not None:
            start, self._start = self._start, None
            if (
                self._compress
                and not message.get("more_body")
                and len(message.get("body", b"")) >= SMALLEST
                and _compressible(start)
            ):
                message["body"] = brotli.compress(message["body"], quality=4)
                start["headers"] = [(k, v) for k, v in start["headers"] if k.lower() != b"content-length"] + [
                    (b"content-length", str(len(message["body"])).encode()),
                    (b"content-encoding", b"br"),
                    (b"vary", b"accept-encoding"),
                ]
            await self._send(start)
        if self._head:
            message["body"] = b""
        await self._send(message)


def _host(scope: Scope) -> str:
    """The host asked for, without its port; "" when there is none, or more than one."""
    named = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
    return re.sub(r":\d*$", "", named[0]) if len(named) == 1 else ""


def _compressible(start: Any) -> bool:
    headers = {k.lower(): v for k, v in start["headers"]}
    if b"content-encoding" in headers:
        return False
    return headers.get(b"content-type", b"").startswith((b"text/html", b"application/json", b"text/csv"))


async def _plain(send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]]) -> None:
    body = text.encode()
    start = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body, "more_body": False})
