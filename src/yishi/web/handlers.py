"""`get` and `post` that cannot be written without saying who the page is for."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import litestar
from anyio import CapacityLimiter, to_thread
from litestar import Request, Response
from litestar.handlers import HTTPRouteHandler

from ..procedure.people import Who
from .forms import received
from .serve import serve

Does = Callable[..., Response]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Page:
    """A function of a visit, with its address and its audience."""

    does: Does
    only: Who
    writes: bool
    back: "Does | None" = None  # the page to show again, with what was typed, when a form is refused
    body: int = MEGABYTE  # the longest request body, in bytes
    first: "Callable[[Any], None] | None" = None  # long work on sent files, for one who may enter, before the writer's turn
    takes: frozenset[str] = frozenset()  # the path parameters that `back` wants


def get(path: str, *, only: Who) -> Callable[[Does], Does]:
    return _routed(litestar.get, path, only=only, writes=False)


def post(
    path: str, *, only: Who, back: Does | None = None, body: int = MEGABYTE, first: Callable[[Any], None] | None = None
) -> Callable[[Does], Does]:
    return _routed(litestar.post, path, only=only, writes=True, back=back, body=body, first=first)


def routes(*modules: ModuleType) -> list[HTTPRouteHandler]:
    """Every page that these modules hold."""
    return [f.route for module in modules for f in vars(module).values() if hasattr(f, "route") and f.__module__ == module.__name__]


def _routed(verb: Any, path: str, *, back: Does | None = None, **options: Any) -> Callable[[Does], Does]:
    def decorate(does: Does) -> Does:
        takes = frozenset(inspect.signature(back).parameters) if back else frozenset()
        page = Page(does, back=back, takes=takes, **options)

        async def endpoint(request: Request) -> Response:
            sent = await received(request) if page.writes else None
            parts = request.app.state.parts
            limit: CapacityLimiter = request.app.state.writers if page.writes else request.app.state.readers
            return await to_thread.run_sync(serve, page, request, parts, sent, limiter=limit)

        endpoint.__name__ = does.__name__
        endpoint.__module__ = does.__module__
        does.route = verb(  # type: ignore[attr-defined]
            path, status_code=200, opt={"only": page.only, "page": page}, request_max_body_size=page.body, include_in_schema=False
        )(endpoint) if page.writes else verb(
            path, status_code=200, opt={"only": page.only, "page": page}, include_in_schema=False
        )(endpoint)  # fmt: skip
        return does

    return decorate
