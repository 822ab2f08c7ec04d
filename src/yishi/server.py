"""服务 · the embedded server: one process, one event loop, pages in threads, the clock beside them."""

from contextlib import suppress
from types import FrameType

import uvicorn

from .app import create_app, litestar_of
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
        Server(config).run()


class Server(uvicorn.Server):
    """Asked to stop, it ends the streams first: nobody else would."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        litestar_of(self.config.app).state.parts.wires.close()  # type: ignore[arg-type]
        super().handle_exit(sig, frame)
