"""Runs the migrations on the connection that `yishi migrate` opened, all in one transaction."""

from alembic import context

import yishi.app  # noqa: F401  every model is known once the application is
from yishi.db import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
