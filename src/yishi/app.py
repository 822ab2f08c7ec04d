"""应用 · the only place where things are put together."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType

from anyio import CapacityLimiter
from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp

from . import files
from .db import Database
from .home import pages as home
from .home.todo import owed
from .matters import web as matters
from .people import account
from .settings import Settings
from .web import errors
from .web.gate import Gate
from .web.handlers import routes
from .web.parts import Parts
from .web.static import build
from .web.templating import environment

PAGES: tuple[ModuleType, ...] = (home, account, matters)


def create_app(settings: Settings, database: Database | None = None) -> ASGIApp:
    """The whole application as one ASGI callable; `litestar_of` reaches the framework's object inside."""
    static, asset = build(files.STATIC)
    parts = Parts(settings, database or Database(settings.database_url), environment(files.TEMPLATES, asset), owed)
    app = Litestar(
        [static, *routes(*PAGES)],
        state=State({"parts": parts}),
        lifespan=[_running],
        openapi_config=None,
        exception_handlers={HTTPException: errors.http_error, Exception: errors.unexpected},
        logging_config=None,
        request_max_body_size=1024 * 1024,
    )
    return Gate(app, settings)


def litestar_of(app: ASGIApp) -> Litestar:
    assert isinstance(app, Gate)
    assert isinstance(app.app, Litestar)
    return app.app


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    app.state.readers = CapacityLimiter(32)
    app.state.writers = CapacityLimiter(16)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    yield
    app.state.parts.database.close()


