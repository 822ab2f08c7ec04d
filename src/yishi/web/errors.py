"""出错了 · plain sentences for what went wrong outside a page; details go to the log, never to the reader.

An error page is drawn like any other: in a thread, in the dress of its community, for the person who asked. Where the database
does not answer it is drawn without it, and where even that fails there is one last page of plain HTML.
"""

import re
from collections.abc import Callable
from typing import Any

import structlog
from anyio import to_thread
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Receive, Scope, Send

from .serve import error_page
from .visit import Sent, Visit

log = structlog.get_logger("yishi.error")

PAGES = {404: "404", 405: "405", 408: "408", 413: "413", 429: "429", 500: "500"}
TOLD = ("allow", "retry-after")  # headers of an error that are passed on
LAST = """<!doctype html>
<html lang="zh-Hans-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>出了差错 · 议事</title></head>
<body><h1>我们这边出了差错</h1>
<p>这一步没有办成，什么都没有改动。请过一会儿再试；还不行，请告诉社区工作人员。</p><p><a href="/">回到首页</a></p></body></html>
"""


def http_error(request: Request, error: HTTPException) -> Response:
    """An error the framework raised before any page of ours ran: unknown address, body too long."""
    if error.status_code >= 500:
        return unexpected(request, error)
    headers = {name: text for name, text in (error.headers or {}).items() if name.lower() in TOLD}
    return InThread(lambda: _page(request, error.status_code, headers))


def unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected", path=request.url.path, exc_info=error)
    return InThread(lambda: _page(request, 500, {}))


class InThread(Response[bytes]):
    """An answer that is made when it is asked for, away from the event loop."""

    def __init__(self, make: Callable[[], Response]):
        super().__init__(b"")
        self.make = make

    def to_asgi_response(self, *_: Any, request: Request, **__: Any) -> ASGIApp:  # type: ignore[override]
        async def answered(scope: Scope, receive: Receive, send: Send) -> None:
            answer = await to_thread.run_sync(self.make, limiter=request.app.state.readers)
            await answer.to_asgi_response(app=None, request=request)(scope, receive, send)

        return answered


def _page(request: Request, status: int, headers: dict[str, str]) -> Response:
    template = f"errors/{PAGES.get(status, '400')}.html"
    for draw in (_as_usual, _without_database):
        try:
            answer = draw(request, status, template)
        except Exception as error:
            log.error("error_page", status=status, exc_info=error)
        else:
            answer.headers.update(headers)
            return answer
    return Response(LAST.encode(), status_code=status, media_type="text/html", headers=headers)


def _as_usual(request: Request, status: int, template: str) -> Response:
    if within := re.match(r"/c/([^/]+)", request.url.path):
        request.scope["path_params"] = {"community": within[1]}
    return error_page(request, request.app.state.parts, status, template, request_id=_request_id())


def _without_database(request: Request, status: int, template: str) -> Response:
    parts = request.app.state.parts
    visit = Visit(request, None, parts, parts.now(), Sent(), writes=False, status=status)  # type: ignore[arg-type]
    return visit.page(template, request_id=_request_id())


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request", ""))
