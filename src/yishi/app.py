"""应用 · the only place where things are put together."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import ModuleType

import structlog
from anyio import CapacityLimiter, to_thread
from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp

from . import files
from .communities import desk_codes, desk_funds, desk_people, desk_rules, desk_seats, desk_tree, desk_units, roster_pages
from .communities import pages as organisations
from .db import Database
from .debates import motion_pages as debate_motions
from .debates import web as debates
from .deliveries import web as deliveries
from .home import desk, dossier, ledger, mine, passing, rules, todo
from .home import pages as home
from .matters import (
    comment_pages,
    inviting_pages,
    listing,
    merge_pages,
    overdue,
    plan_group_pages,
    plan_pages,
    plan_writing_pages,
    proposals,
    rule_change_pages,
    urging_pages,
)
from .matters import web as matters
from .notices import web as notices
from .people import account, invited, sign_in
from .people.throttle import HASHES_AT_ONCE
from .polls import web as polls
from .settings import Settings
from .sittings import agenda_pages, door_pages, minutes_pages, planning_pages, room_pages
from .sittings import pages as sittings
from .training import practice_pages
from .training import web as training
from .upkeep import upkeep
from .web import errors, uploads
from .web.gate import Gate
from .web.handlers import routes
from .web.parts import Parts
from .web.static import build
from .web.stream import hear
from .web.templating import environment

PAGES: tuple[ModuleType, ...] = (
    home,
    ledger,
    rules,
    todo,
    mine,
    dossier,
    passing,
    sign_in,
    invited,
    account,
    organisations,
    desk,
    desk_people,
    desk_codes,
    desk_seats,
    desk_units,
    desk_rules,
    desk_funds,
    desk_tree,
    roster_pages,
    listing,
    matters,
    proposals,
    inviting_pages,
    merge_pages,
    overdue,
    urging_pages,
    plan_pages,
    plan_writing_pages,
    plan_group_pages,
    rule_change_pages,
    comment_pages,
    debates,
    debate_motions,
    polls,
    notices,
    training,
    practice_pages,
    sittings,
    room_pages,
    planning_pages,
    agenda_pages,
    door_pages,
    minutes_pages,
    deliveries,
    uploads,
)

TICK_SECONDS = 30
log = structlog.get_logger("yishi.tick")


def create_app(settings: Settings, database: Database | None = None) -> ASGIApp:
    """The whole application as one ASGI callable; `litestar_of` reaches the framework's object inside."""
    static, asset = build(files.STATIC)
    templates = environment(files.TEMPLATES, asset)
    parts = Parts(settings, database or Database(settings.database_url), templates, sign_in.asked_to_sign_in, todo.owed)
    if settings.demo:
        passing_clock = passing.PassingClock(settings.home)
        parts.now, parts.passes = passing_clock.now, passing_clock.passes
    app = Litestar(
        [static, *routes(*PAGES)],
        state=State({"parts": parts}),
        lifespan=[_running],
        openapi_config=None,
        debug=False,
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
    app.state.writers = CapacityLimiter(16)
    app.state.hashers = CapacityLimiter(HASHES_AT_ONCE)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    parts: Parts = app.state.parts
    app.state.readers = CapacityLimiter(parts.database.readers_at_once)
    parts.wires.opened(asyncio.get_running_loop())
    parts.database.changed = parts.wires.changed
    hearing = None if parts.database.is_sqlite else asyncio.create_task(hear(parts.wires, parts.settings.database_url))
    ticking = asyncio.create_task(_tick_along(parts)) if parts.settings.ticks else None
    yield
    for task in filter(None, (ticking, hearing)):
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    await to_thread.run_sync(parts.jobs.close)
    parts.database.close()


async def _tick_along(parts: Parts) -> None:
    """What time does is done while the server runs, as `yishi tick` would."""

    while True:
        try:
            await to_thread.run_sync(lambda: upkeep(parts.database, parts.settings.uploads, parts.now()))
        except Exception:  # whatever it was, the next time comes
            log.exception("tick")
        await asyncio.sleep(TICK_SECONDS)
