"""静态文件 · read once, compressed once, named by digest, cached for ever."""

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import brotli
from litestar import asgi
from litestar.enums import ScopeType
from litestar.handlers import ASGIRouteHandler
from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent, Receive, Scope, Send

PREFIX = "/static"


@dataclass(frozen=True, slots=True)
class Kept:
    media_type: str
    etag: str
    bodies: dict[bytes, bytes]  # content encoding (b"" for none) → body


def build(root: Path) -> tuple[ASGIRouteHandler, Callable[[str], str]]:
    """The handler of everything under `root`, and `asset("css/20-base.css")` → its address with the digest."""
    kept: dict[str, Kept] = {}
    address: dict[str, str] = {}
    for relative, content in _contents(root).items():
        digest = hashlib.sha256(content).hexdigest()[:10]
        named = relative.with_name(f"{relative.stem}.{digest}{relative.suffix}").as_posix()
        kept[f"/{named}"] = Kept(_media_type(relative), f'"{digest}"', _bodies(relative, content))
        address[relative.as_posix()] = f"{PREFIX}/{named}"

    @asgi(PREFIX, is_mount=True, copy_scope=False)
    async def files(scope: Scope, receive: Receive, send: Send) -> None:
        file = kept.get("/" + scope["path"].removeprefix(PREFIX).strip("/"))
        status, headers, body = _answer(file, dict(scope["headers"])) if file else (404, [(b"content-length", b"0")], b"")
        if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD":
            body = b""
        await send(HTTPResponseStartEvent(type="http.response.start", status=status, headers=headers))
        await send(HTTPResponseBodyEvent(type="http.response.body", body=body, more_body=False))

    return files, address.__getitem__


def _contents(root: Path) -> dict[Path, bytes]:
    """Every file, and the style sheets in their order as one, `css/all.css`: forty requests are one."""
    paths = sorted(p for p in root.rglob("*") if p.is_file() and not p.name.startswith("."))
    files = {path.relative_to(root): path.read_bytes() for path in paths}
    return files | {Path("css/all.css"): b"".join(files[name] for name in files if name.suffix == ".css")}


def _answer(file: Kept, asked: dict[bytes, bytes]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    accepted = asked.get(b"accept-encoding", b"")
    encoding = next((e for e in (b"br", b"gzip") if e in file.bodies and e in accepted), b"")
    headers = [
        (b"content-type", file.media_type.encode()),
        (b"cache-control", b"public, max-age=31536000, immutable"),
        (b"etag", file.etag.encode()),
    ]
    if len(file.bodies) > 1:
        headers.append((b"vary", b"accept-encoding"))
    if asked.get(b"if-none-match") == file.etag.encode():
        return 304, headers, b""
    if encoding:
        headers.append((b"content-encoding", encoding))
    body = file.bodies[encoding]
    return 200, [*headers, (b"content-length", str(len(body)).encode())], body


def _media_type(path: Path) -> str:
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{media_type}; charset=utf-8" if _is_text(media_type) else media_type


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type.endswith(("javascript", "json", "svg+xml"))


def _bodies(path: Path, content: bytes) -> dict[bytes, bytes]:
    if not _is_text(mimetypes.guess_type(path.name)[0] or ""):
        return {b"": content}
    return {b"": content, b"br": brotli.compress(content), b"gzip": gzip.compress(content, 9, mtime=0)}
