"""A real database for every test: a copy of one migrated, seeded template."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fair_pos.core.clock import FixedClock
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.settings import Settings
from tests import databases

MORNING = datetime(2027, 1, 30, 3, 42, tzinfo=UTC)
"""30/01/2027 10:42 in Vietnam: the fifth day of the fair of the cast."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture(scope="session")
def template(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[databases.Template]:
    kind = request.config.getoption("--database")
    with databases.template(kind, tmp_path_factory.mktemp("template")) as made:
        yield made


@pytest.fixture
def settings(template: databases.Template, tmp_path: Path) -> Settings:
    """Settings of a fresh database with the reference facts and nothing else."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(template.data / "pepper", data / "pepper")
    return Settings(data=data, database_url=template.fresh(data), public_url="http://pos.test")


@pytest.fixture
def store(settings: Settings, clock: FixedClock) -> Iterator[Store]:
    opened = stores.open_store(settings, clock)
    yield opened
    opened.close()
