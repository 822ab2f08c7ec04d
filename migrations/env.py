"""Runs the migrations on the connection that `yishi migrate` opened, all in one transaction."""

from typing import Any

from alembic import context

import yishi.app  # noqa: F401  every model is known once the application is
from yishi.db import Base, Moment


def plainly(kind: str, it: Any, _: Any) -> str | bool:
    """Our own types are written as what they are in the database: a migration outlives the code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(it, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_item=plainly,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
