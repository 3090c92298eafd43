"""The small fair of the report tests, and its report."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session

from fair_pos.core.clock import FixedClock
from fair_pos.db import store as stores
from fair_pos.db.store import Store
from fair_pos.reports import closing
from fair_pos.reports.figures import ClosingReport
from fair_pos.settings import Settings
from fair_pos.venues.models import Venue
from tests.cast import Cast
from tests.databases import Played, Template
from tests.reports import story
from tests.reports.story import Story
from tests.scenes import MORNING
from tests.web.office import Clerk, sign_in


@pytest.fixture
def scene(request: pytest.FixtureRequest, template: Template) -> Played[Any]:
    """The small fair was played before the tests that ask for it."""
    if "fair" in request.fixturenames:
        return template.after(played)
    return Played(template, None)


def played(settings: Settings) -> Story:
    clock = FixedClock(MORNING)
    store = stores.open_store(settings, clock)
    told = story.tell(store, clock)
    store.close()
    return told


@pytest.fixture
def fair(scene: Played[Story], store: Store, clock: FixedClock) -> Story:
    clock.at = story.END
    return scene.told.again(store, clock)


@pytest.fixture
def cast(fair: Story) -> Cast:
    """The cast of the small fair, for the fixtures that ask for one."""
    return fair.cast


@pytest.fixture
def organiser(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.organiser, cast.venue_code)


@pytest.fixture
def lead(web: TestClient, store: Store, cast: Cast) -> Clerk:
    return sign_in(web, store, cast.lead, cast.venue_code)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.reading() as opened:
        yield opened


@pytest.fixture
def venue(fair: Story, session: Session, store: Store) -> Venue:
    found = session.get(Venue, (store.org_id, fair.cast.venue))
    assert found is not None
    return found


@pytest.fixture
def report(fair: Story, session: Session, clock: FixedClock, venue: Venue) -> ClosingReport:
    return closing.closing_report(session, clock, venue)


@pytest.fixture
def make(fair: Story, store: Store, clock: FixedClock) -> Callable[..., ClosingReport]:
    """Make the report anew from what is stored now."""

    def run(period: tuple[date, date] | None = None) -> ClosingReport:
        with store.reading() as fresh:
            found = fresh.get(Venue, (store.org_id, fair.cast.venue))
            assert found is not None
            return closing.closing_report(fresh, clock, found, period)

    return run


@pytest.fixture
def tamper(store: Store) -> Callable[..., None]:
    """Write past the program, as somebody with the file in hand would."""

    def run(statement: str, **values: object) -> None:
        with store.database.write.begin() as connection:
            if store.database.is_sqlite:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
                connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            result = connection.execute(text(statement), values)
            assert result.rowcount > 0, "the tampering must hit something"

    return run
