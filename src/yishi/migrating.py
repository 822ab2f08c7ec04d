"""迁移 · bringing a database to the present schema, from any folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from . import files
from .db import Database


def migrate(database: Database) -> None:
    """Take every migration that is still to be taken; on a current database, nothing."""
    with database.writer.connect() as connection, _references_resting(connection):
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _whole(connection)
        connection.commit()


@contextmanager
def _references_resting(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, and would take every reference to the old one for broken."""
    driver: Any = connection.connection.driver_connection
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        if sqlite:
            driver.execute("PRAGMA foreign_keys=ON")


def _whole(connection: Connection) -> None:
    """No reference may lead nowhere when the migrations are over."""
    if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
        raise RuntimeError(f"the migration breaks a reference: {tuple(broken)}")


def pending(database: Database) -> bool:
    """Whether the schema is behind the program."""
    with database.writer.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() != latest()


def latest() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(files.MIGRATIONS))
    config.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(slug)s")
    return config
