"""Migrations: up on an empty database and on a filled one, keeping what is there."""

from pathlib import Path

from sqlmodel import Session, func, select

from fair_pos.core.clock import FixedClock
from fair_pos.db import migrate
from fair_pos.db import store as stores
from fair_pos.db.journal import JournalLine, Site
from fair_pos.db.store import Store
from fair_pos.settings import Settings
from tests.cast import Cast
from tests.checkout.books import agree
from tests.tills import TillClient, line


def test_an_empty_database_comes_to_the_newest_schema(tmp_path: Path, clock: FixedClock) -> None:
    settings = Settings(data=tmp_path / "new")
    stores.create(settings, clock)
    store = stores.open_store(settings, clock)
    assert migrate.revision(store.database.read) == migrate.head()
    store.close()


def test_making_it_twice_changes_nothing(settings: Settings, clock: FixedClock) -> None:
    secret = (settings.data / "pepper").read_bytes()
    stores.create(settings, clock)
    store = stores.open_store(settings, clock)
    with store.reading() as session:
        assert session.exec(select(func.count()).select_from(Site)).one() == 1
    assert (settings.data / "pepper").read_bytes() == secret
    store.close()


def test_a_filled_database_keeps_everything(
    till: TillClient, cast: Cast, store: Store, settings: Settings, clock: FixedClock
) -> None:
    till.sell(till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000))
    with Session(store.database.read) as session:
        before = session.exec(select(func.count()).select_from(JournalLine)).one()
    again = stores.open_store(settings, clock)
    with again.reading() as session:
        after = session.exec(select(func.count()).select_from(JournalLine)).one()
    assert (after, agree(again), migrate.revision(again.database.read)) == (
        before,
        45_000,
        migrate.head(),
    )
    again.close()
