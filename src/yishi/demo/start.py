"""演示 · from nothing to a running district: the data made once, a free port, the address, and who one may be."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from sqlalchemy import inspect, text

from .. import clock
from ..db import Database
from ..home.passing import PassingClock
from ..migrating import migrate
from ..server import run
from ..settings import Settings
from .welcome import doors, tell

PORTS = 100  # tried one after another


class NotADemo(SystemExit):
    """The database holds something that the demo has not made, and must not touch: the sentence is all there is to say."""


def start(settings: Settings, matters: int = 0) -> None:
    """Serve the demo until Ctrl-C; so many further matters are made before."""
    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url)
    with suppress(KeyboardInterrupt):
        prepare(settings, database, matters)
        settings = replace(settings, demo=True, port=free_port(settings.host, settings.port))
        with database.reading() as session:
            tell(Console(), f"http://{settings.host}:{settings.port}", doors(session, PassingClock(settings.home).now()))
        run(settings, database)


def prepare(settings: Settings, database: Database, matters: int = 0) -> None:
    """A demo's database in the present schema with the district in it. Whoever stopped halfway left an empty one."""
    seeded = is_demo(database)
    migrate(database)
    if not seeded:
        from .build import build
        from .stories import STORIES

        with _progress("造一个虚构的区", len(STORIES)) as told, database.writing() as session:
            build(session, settings.uploads, clock.now(), told)
    if matters:
        from .populate import populate

        with _progress("再造一些事项", matters) as told:
            populate(database, matters, clock.now(), told)


def is_demo(database: Database) -> bool:
    """True where the ready-made people are, False where there is nobody yet; anything else is refused."""
    with database.writer.connect() as connection:
        tables = inspect(connection).get_table_names()
        people = connection.scalar(text("SELECT max(CASE WHEN demo THEN 1 ELSE 0 END) FROM people")) if "people" in tables else None
    if people == 0 or (tables and "people" not in tables):
        raise NotADemo(
            "这个数据库里已经有别的数据，演示不会动它。请换一个空目录（YISHI_HOME=…），或者去掉 YISHI_DATABASE_URL 再运行"
        )
    return people == 1


def free_port(host: str, first: int) -> int:
    """The port asked for, or the next one that nobody listens at."""
    for port in range(first, first + PORTS):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise SystemExit(f"从{first}起的{PORTS}个端口都有人在用，请用 PORT=… 另选一个")


@contextmanager
def _progress(words: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on the error channel; what it yields is called once for each that is done."""
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
        console=Console(stderr=True),
    )  # fmt: skip
    with bar:
        task = bar.add_task(words, total=total)
        yield lambda: bar.advance(task)
