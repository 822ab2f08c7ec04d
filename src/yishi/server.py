"""服务 · the embedded server: one process, one event loop, pages in threads, the clock beside them."""

from contextlib import suppress

import uvicorn

from .app import create_app
from .db import Database
from .settings import Settings


def run(settings: Settings, database: Database | None = None) -> None:
    """Serve until told to stop; open streams are given five seconds to end."""
    config = uvicorn.Config(
        create_app(settings, database),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        lifespan="on",
    )
    with suppress(KeyboardInterrupt):  # raised again by the server once everything has ended
        uvicorn.Server(config).run()
