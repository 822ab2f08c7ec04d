"""出错了 · plain sentences for what went wrong outside a page; details go to the log, never to the reader."""

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from .visit import Sent, Visit

log = structlog.get_logger("yishi.error")

PAGES = {400: "errors/400.html", 404: "errors/404.html", 405: "errors/404.html", 413: "errors/413.html", 429: "errors/429.html"}


def http_error(request: Request, error: HTTPException) -> Response:
    """An error the framework raised before any page of ours ran: unknown address, body too long."""
    status = error.status_code
    if status >= 500:
        return unexpected(request, error)
    return _page(request, status, PAGES.get(status, "errors/400.html"))


def unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected", path=request.url.path, kind=type(error).__name__, exc_info=error)
    return _page(request, 500, "errors/500.html")


def _page(request: Request, status: int, template: str) -> Response:
    parts = request.app.state.parts
    with parts.database.reading() as session:
        visit = Visit(request, session, parts, parts.now(), Sent(), writes=False)
        visit.status = status
        return visit.page(template)
