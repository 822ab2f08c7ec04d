"""The demo's district, built once on a day in November, and a fresh copy of it for each test."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests import databases
from tests.conftest import Time
from yishi.demo.build import build

NOW = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tmp_path_factory.mktemp("uploads")


@pytest.fixture(scope="session")
def _prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, uploads: Any) -> Iterator[Any]:
    kind = request.config.getoption("--database")
    with databases.prepared(kind, tmp_path_factory, lambda session: build(session, uploads, NOW)) as fresh:
        yield fresh


@pytest.fixture
def time() -> Time:
    return Time(NOW)
