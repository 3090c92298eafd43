"""A real database for every test: a copy of one migrated, seeded template."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from fair_pos.core.clock import FixedClock
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.settings import Settings
from fair_pos.web.app import create_app
from tests import databases
from tests.cast import LEADER_PIN, Cast, enrol
from tests.databases import PUBLIC_URL, Played, Template
from tests.scenes import MORNING, OpenTill, curtain, open_till
from tests.tills import TillClient

hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")
"""A loaded machine is slow; that is no fault of the code under test."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database; the rest cannot tell the two apart."""
    if config.getoption("--database") == "sqlite":
        return
    pure = [one for one in items if "template" not in getattr(one, "fixturenames", ())]
    items[:] = [one for one in items if "template" in getattr(one, "fixturenames", ())]
    config.hook.pytest_deselected(items=pure)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MORNING)


@pytest.fixture(scope="session")
def template(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Template]:
    kind = request.config.getoption("--database")
    with databases.template(kind, tmp_path_factory.mktemp("template")) as made:
        yield made


@pytest.fixture
def scene(request: pytest.FixtureRequest, template: Template) -> Played[Any]:
    """The database that is copied for this test, and who is in it."""
    if "till" in request.fixturenames:
        return template.after(open_till)
    if "cast" in request.fixturenames:
        return template.after(curtain)
    return Played(template, None)


@pytest.fixture
def settings(scene: Played[Any], tmp_path: Path) -> Settings:
    """Settings of a fresh database: the reference facts and what the scene holds."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(scene.template.data / "pepper", data / "pepper")
    return Settings(data=data, database_url=scene.template.fresh(data), public_url=PUBLIC_URL)


@pytest.fixture
def store(settings: Settings, clock: FixedClock) -> Iterator[Store]:
    opened = stores.open_store(settings, clock)
    yield opened
    opened.close()


@pytest.fixture
def cast(scene: Played[Any], store: Store) -> Cast:
    told: Cast | OpenTill = scene.told
    return told.cast if isinstance(told, OpenTill) else told


@pytest.fixture
def web(settings: Settings, clock: FixedClock, cast: Cast) -> Iterator[TestClient]:
    """The application over the database of the cast."""
    with TestClient(create_app(settings, clock), base_url=PUBLIC_URL) as client:
        yield client


@pytest.fixture
def till(web: TestClient, scene: Played[OpenTill]) -> TillClient:
    """Hạnh's till at B017, signed in, shift open with 200.000."""
    return scene.told.client(web)


@pytest.fixture
def stranger(web: TestClient, store: Store, cast: Cast) -> TillClient:
    """A till of another booth, C01, signed in, its shift open."""
    new = enrol(store, cast.lao_booth)
    client = TillClient(web, new.token, new.series, "C01", cast.stranger)
    assert client.sign_in(LEADER_PIN).status_code == 200
    client.open_shift()
    return client
