"""The database is set as promised, read back from the application's own sessions."""

import threading
from collections.abc import Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from fair_pos.db import engine
from fair_pos.db.store import Store
from fair_pos.db.tables import all_tables
from fair_pos.printing.models import Printer
from tests.cast import raise_curtain

REFERENCE = {
    "bank",
    "commune",
    "product_set",
    "published_fair",
    "published_fair_locality",
    "published_figure",
}
"""Facts of the country and the programme: the same for every tenant, never growing by trade."""


@pytest.fixture
def sqlite(store: Store) -> Store:
    if not store.database.is_sqlite:
        pytest.skip("settings of the embedded database")
    return store


def pragma(session: Session, name: str) -> object:
    return session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


def test_the_write_session_is_durable(sqlite: Store) -> None:
    def read(session: Session) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "query_only")
        return {name: pragma(session, name) for name in names}

    assert sqlite.lane.run(read) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "query_only": 0,
    }


def test_the_read_session_cannot_write(sqlite: Store) -> None:
    with sqlite.reading() as session:
        assert (pragma(session, "query_only"), pragma(session, "foreign_keys")) == (1, 1)
        assert pragma(session, "wal_autocheckpoint") == 0


def test_the_sqlite_is_one_without_the_wal_bug(sqlite: Store) -> None:
    with sqlite.reading() as session:
        version = session.connection().exec_driver_sql("SELECT sqlite_version()").scalar()
    assert tuple(int(part) for part in version.split(".")) >= (3, 51, 3)
    assert engine.sqlite_driver().sqlite_version == version


def test_every_table_is_strict(sqlite: Store) -> None:
    with sqlite.reading() as session:
        rows = session.connection().exec_driver_sql("PRAGMA table_list").all()
    loose = {row.name for row in rows if row.schema == "main" and not row.strict}
    assert loose - {"sqlite_schema", "alembic_version"} == set()


def test_a_text_in_a_number_column_is_refused(sqlite: Store) -> None:
    wrong = text("INSERT INTO site VALUES ('o', 's', 'e', 'now', 'many')")
    with pytest.raises(Exception, match="cannot store TEXT"):
        sqlite.lane.run(lambda session: session.execute(wrong))


def test_two_writers_wait_for_each_other(sqlite: Store) -> None:
    """With BEGIN DEFERRED both would read 0 and one would fail or be lost."""
    other = engine.open_sqlite(sqlite.settings.sqlite_file)
    sqlite.lane.run(lambda session: session.execute(text("CREATE TABLE purse (held INT)")))
    sqlite.lane.run(lambda session: session.execute(text("INSERT INTO purse VALUES (0)")))

    def add_one(session: Session) -> None:
        held = session.execute(text("SELECT held FROM purse")).scalar_one()
        session.execute(text("UPDATE purse SET held = :new"), {"new": held + 1})

    def beside_the_lane() -> None:
        for _ in range(25):
            with Session(other.write) as session:
                add_one(session)
                session.commit()

    beside = threading.Thread(target=beside_the_lane)
    beside.start()
    for _ in range(25):
        sqlite.lane.run(add_one)
    beside.join()
    with sqlite.reading() as session:
        assert session.execute(text("SELECT held FROM purse")).scalar_one() == 50
    other.dispose()


def test_the_migration_makes_what_the_models_say(store: Store) -> None:
    with store.database.write.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, all_tables()) == []


def test_every_key_that_can_grow_carries_its_tenant() -> None:
    tables = all_tables().tables
    for name in sorted(set(tables) - REFERENCE):
        keys = [key for key in _unique_keys(tables[name]) if "org_id" not in key]
        assert keys == [], name


def test_the_list_of_reference_tables_is_true() -> None:
    without = {name for name, table in all_tables().tables.items() if "org_id" not in table.c}
    assert without == REFERENCE


def _unique_keys(table) -> list[set[str]]:
    keys = [{column.name for column in table.primary_key}]
    keys += [
        {column.name for column in constraint.columns}
        for constraint in table.constraints
        if type(constraint).__name__ == "UniqueConstraint"
    ]
    keys += [{column.name for column in index.columns} for index in table.indexes if index.unique]
    return keys


def test_a_printer_is_reached_in_no_other_way_than_the_newest_schema_knows(store: Store) -> None:
    def of_driver(name: str) -> Callable[[Session], object]:
        row = Printer(
            org_id=store.org_id, id=f"p-{name}", venue_id=cast.venue, name=name,
            driver=name, changed_at=store.clock.now(),
        )  # fmt: skip
        return lambda session: session.add(row)

    cast = raise_curtain(store)
    store.lane.run(of_driver("usb"))
    with pytest.raises(IntegrityError):
        store.lane.run(of_driver("pigeon"))
