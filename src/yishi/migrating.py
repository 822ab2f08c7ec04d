"""迁移 · bringing a database to the present schema, from any folder."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from . import files
from .db import Database


def migrate(database: Database) -> None:
    """Take every migration that is still to be taken; on a current database, nothing."""
    with database.writer.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


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
