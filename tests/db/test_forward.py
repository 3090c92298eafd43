"""Forward migrations on a filled database of an earlier release lose nothing."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlmodel import Session, select

from fair_pos.accounts.models import Till, TillCard
from fair_pos.checkout.models import Shift, ShiftClose, ShiftCount
from fair_pos.db import migrate
from fair_pos.db.store import Store
from tests.cast import Cast
from tests.checkout.books import agree
from tests.checkout.test_shifts import FLOAT, close, count, eggs
from tests.labels.test_actions import Desk
from tests.tills import TillClient

ADDED = {
    "shift": ["flags"],
    "cash_move": ["flags"],
    "shift_count": ["flags"],
    "shift_close": ["flags"],
    "till": ["app_version", "offline", "persisted", "clock_skew_s", "oldest_waiting_at"],
    "till_card": ["expires_at"],
    "sale_conflict": ["looked_at", "looked_by"],
}
"""What 0002 adds: taken away again to have a database as release 0.1 left it."""


@pytest.fixture
def version_1(till: TillClient, cast: Cast, store: Store) -> Store:
    """A day of trade, then the schema of the first release under it."""
    till.sell(eggs(till, cast))
    close(till, count(till, {**FLOAT, "20000": 2, "5000": 1})["count_id"])
    with store.database.write.connect() as connection:
        for table, columns in ADDED.items():
            for column in columns:
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        _stamp(connection, "0001")
        connection.commit()
    return store


def _stamp(connection: Connection, revision: str) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": revision})


def test_a_filled_database_of_the_first_release_comes_forward(version_1: Store, cast: Cast) -> None:
    store = version_1
    assert migrate.revision(store.database.read) == "0001"
    with store.database.write.connect() as connection:
        command.upgrade(migrate.config(connection), "0002")
        connection.commit()
    with Session(store.database.read) as session:
        shift, done = session.exec(select(Shift)).one(), session.exec(select(ShiftClose)).one()
        till = session.exec(select(Till)).one()
        assert (shift.flags, done.flags) == ("", "")
        assert session.exec(select(ShiftCount.flags)).all() == [""]
        assert (till.app_version, till.offline, till.persisted, till.clock_skew_s) == (
            "", "", None, None,
        )  # fmt: skip
        assert session.exec(select(TillCard.expires_at)).all() == [None]
    assert agree(store) == 45_000


def test_labels_of_before_keep_their_numbers_and_go_without_a_key(store: Store, cast: Cast) -> None:
    Desk(store, cast).print({cast.eggs: 3})
    with store.database.write.connect() as connection:
        connection.execute(text("DROP TABLE label_scan"))
        connection.execute(text("DROP INDEX ix_label_print_line_serial"))
        for column in ("key_id", "epoch", "lot", "made_on", "use_by"):
            connection.execute(text(f"ALTER TABLE label_print_line DROP COLUMN {column}"))
        _stamp(connection, "0003")
        connection.commit()
        command.upgrade(migrate.config(connection), "0004")
        connection.commit()
    line = Desk(store, cast).log()[0].lines[0].line
    assert (line.first_serial, line.last_serial, line.key_id, line.lot) == (1, 3, "", "")
    assert (line.made_on, line.use_by) == (None, None)
    Desk(store, cast).print({cast.eggs: 1})
    assert Desk(store, cast).log()[0].lines[0].line.first_serial == 4


def test_there_is_one_newest_schema() -> None:
    assert len(ScriptDirectory.from_config(migrate.config()).get_heads()) == 1
