"""`get` and `post` that cannot be written without saying who the page is for."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import litestar
from anyio import CapacityLimiter, fail_after, to_thread
from litestar import Request, Response
from litestar.exceptions import ClientException, HTTPException, InternalServerException, TooManyRequestsException
from litestar.handlers import HTTPRouteHandler

from ..people.throttle import MOST_WAITING
from ..procedure.people import Who
from .forms import received
from .parts import Parts
from .serve import serve
from .visit import Sent

Does = Callable[..., Response]

MEGABYTE = 1024 * 1024
SLOWEST = 60  # seconds in which a form arrives, and for a long one:
SLOWEST_LINE = 50_000  # bytes a second


@dataclass(frozen=True)
class Page:
    """A function of a visit, with its address and its audience."""

    does: Does
    only: Who
    writes: bool
    back: "Does | None" = None  # the page to show again, with what was typed, when a form is refused
    body: int = MEGABYTE  # the longest request body, in bytes
    first: "Callable[[Any], None] | None" = None  # long work on what was sent, for one who may enter, before the writer's turn
    hashes: bool = False  # waits in the line of those whose password is being compared, apart from all others
    takes: frozenset[str] = frozenset()  # the path parameters that `back` wants
    unkept: frozenset[str] = frozenset()  # what is never kept while the form is shown again, such as a choice on a ballot


def get(path: str, *, only: Who) -> Callable[[Does], Does]:
    return _routed(litestar.get, path, only=only, writes=False)


def post(
    path: str, *, only: Who, back: Does | None = None, body: int = MEGABYTE, first: Callable[[Any], None] | None = None,
    hashes: bool = False, unkept: tuple[str, ...] = (),
) -> Callable[[Does], Does]:  # fmt: skip
    return _routed(
        litestar.post, path, only=only, writes=True, back=back, body=body, first=first, hashes=hashes, unkept=frozenset(unkept)
    )


def routes(*modules: ModuleType) -> list[HTTPRouteHandler]:
    """Every page that these modules hold."""
    return [f.route for module in modules for f in vars(module).values() if hasattr(f, "route") and f.__module__ == module.__name__]


def _routed(verb: Any, path: str, *, back: Does | None = None, **options: Any) -> Callable[[Does], Does]:
    def decorate(does: Does) -> Does:
        takes = frozenset(inspect.signature(back).parameters) if back else frozenset()
        page = Page(does, back=back, takes=takes, **options)

        async def endpoint(request: Request) -> Response:
            return await (_written if page.writes else _read)(page, request)

        endpoint.__name__ = does.__name__
        endpoint.__module__ = does.__module__
        does.route = verb(  # type: ignore[attr-defined]
            path, status_code=200, opt={"only": page.only, "page": page}, request_max_body_size=page.body, include_in_schema=False
        )(endpoint) if page.writes else verb(
            path, status_code=200, opt={"only": page.only, "page": page}, include_in_schema=False
        )(endpoint)  # fmt: skip
        return does

    return decorate


async def _written(page: Page, request: Request) -> Response:
    sent = await _in_time(request, page)
    return await to_thread.run_sync(serve, page, request, request.app.state.parts, sent, limiter=_line(request, page))


async def _read(page: Page, request: Request) -> Response:
    parts: Parts = request.app.state.parts
    asked = parts.kept.asked(request, page.only, parts)
    if asked is not None and (answer := parts.kept.find(asked)):
        return answer
    answer = await to_thread.run_sync(serve, page, request, parts, None, limiter=request.app.state.readers)
    if asked is not None:
        parts.kept.keep(asked, answer)
    return answer


async def _in_time(request: Request, page: Page) -> Sent:
    """What was sent, from a browser that keeps sending."""
    try:
        with fail_after(SLOWEST + page.body // SLOWEST_LINE):
            return await received(request)
    except TimeoutError:
        raise HTTPException(status_code=408) from None
    except InternalServerException:  # the browser went away in the middle of it
        raise ClientException from None


def _line(request: Request, page: Page) -> CapacityLimiter:
    """Where a form waits for a thread: those with a password to compare apart from all others."""
    state = request.app.state
    if not page.hashes:
        return state.writers
    if state.hashers.statistics().tasks_waiting >= MOST_WAITING:
        raise TooManyRequestsException(headers={"retry-after": "60"})
    return state.hashers
