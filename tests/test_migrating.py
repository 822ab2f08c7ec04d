"""迁移 · an empty database is brought to exactly what the models say, on both engines, with the ledger guarded."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from tests import databases, world
from yishi import migrating
from yishi.db import Base, Database
from yishi.ledger.models import record
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")  # SQLAlchemy cannot read them back


@pytest.fixture
def migrated(kind, tmp_path_factory):
    with databases.empty(kind, tmp_path_factory) as url:
        database = Database(url)
        migrating.migrate(database)
        yield database
        database.close()


def test_migrations_and_models_agree(migrated, kind):
    with migrated.writer.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata)
    assert differences == []


def test_every_constraint_and_index_of_the_models_is_there(migrated, kind, tmp_path_factory):
    with databases.empty(kind, tmp_path_factory) as url:
        made = Database(url)
        Base.metadata.create_all(made.writer)
        assert _shape(migrated) == _shape(made)
        made.close()


def _shape(database: Database) -> dict[str, list[str]]:
    seen = inspect(database.writer)
    tables = sorted(set(seen.get_table_names()) - {"alembic_version"})
    return {
        table: sorted(
            [f"check {c['name']}" for c in seen.get_check_constraints(table)]
            + [f"unique {c['name']} {c['column_names']}" for c in seen.get_unique_constraints(table)]
            + [f"index {c['name']} {c['column_names']} {c['unique']}" for c in seen.get_indexes(table)]
            + [f"foreign {c['name']} {c['constrained_columns']}" for c in seen.get_foreign_keys(table)]
            + [f"column {c['name']} {c['nullable']}" for c in seen.get_columns(table)]
        )
        for table in tables
    }


def test_the_migrated_ledger_refuses_changes(migrated, kind):
    with migrated.writing() as session:
        world.build(session)
        record(session, Case(Actor(1, "王主任"), world.MORNING), community_id=1, subject="test/1", step="do", label="动作")
    for statement in ("UPDATE ledger_entries SET label = 'x'", "DELETE FROM ledger_entries"):
        with pytest.raises(DBAPIError, match="append-only"), migrated.writing() as session:
            session.execute(text(statement))


def test_migrating_twice_changes_nothing(migrated, kind):
    assert not migrating.pending(migrated)
    migrating.migrate(migrated)
    assert not migrating.pending(migrated)
