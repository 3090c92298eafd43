"""A migration that is killed leaves the old schema or the new one, never something between."""

import shutil
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from alembic import command
from sqlalchemy import event

from fair_pos.db import checkup, migrate
from fair_pos.db.engine import Database, open_sqlite, sqlite_driver
from tests.db.power import driver
from tests.db.power.cuts import integrity, lay_out
from tests.db.power.disk import Recording, RecordingVfs, image

FIRST = "0001"
SITE = "INSERT INTO site (org_id, site, epoch, created_at, is_demo) VALUES ('o', 's', 'e', 't', 0)"


class KilledError(Exception):
    """The process ended here."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database of the first schema, with a row."""
    file = tmp_path / "old" / "fair-pos.db"
    database = open_sqlite(file)
    with database.write.connect() as connection:
        command.upgrade(migrate.config(connection), FIRST)
        connection.exec_driver_sql(SITE)
        connection.commit()
    database.dispose()
    return file


def schema(file: Path) -> list[Any]:
    with closing(sqlite_driver().connect(str(file))) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY 1, 2").fetchall()
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        return [tables, revision, connection.execute("SELECT site FROM site").fetchall()]


def kill_after(database: Database, last: int) -> None:
    """Let so many statements run and no more."""
    allowed = iter(range(last))

    @event.listens_for(database.write, "before_cursor_execute")
    def count(*_: Any) -> None:
        if next(allowed, None) is None:
            raise KilledError


def upgraded(old: Path, folder: Path, last: int) -> list[Any]:
    """Upgrade a copy until a statement; returns the schema it is left with."""
    shutil.copytree(old.parent, folder)
    database = open_sqlite(folder / old.name)
    kill_after(database, last)
    try:
        migrate.upgrade(database.write)
    except KilledError:
        database.write.pool.dispose()
    database.dispose()
    return schema(folder / old.name)


def test_killed_at_every_statement(old: Path, tmp_path: Path) -> None:
    before, after = schema(old), upgraded(old, tmp_path / "whole", 10_000)
    assert before != after
    found = []
    while not found or found[-1] != after:
        found.append(upgraded(old, tmp_path / f"{len(found)}", len(found)))
        assert found[-1] in (before, after), f"statement {len(found)}"
    assert len(found) > 10, "the kill falls into the migration"


def test_power_cut_at_every_write(old: Path, tmp_path: Path) -> None:
    before, chance = schema(old), Random(7)
    vfs = RecordingVfs(old.parent)
    database = open_sqlite(old, driver)  # type: ignore[arg-type]
    migrate.upgrade(database.write)
    steps = list(vfs.recording.steps)
    database.dispose()
    after = schema(old)
    recording = Recording(vfs.recording.start, steps)
    seen = []
    for cut in range(len(steps) + 1):
        file = lay_out(image(recording, cut, chance), tmp_path / "cut")
        assert integrity(file) == ""
        seen.append(schema(file))
        assert seen[-1] in (before, after), f"step {cut}"
    assert (seen[0], seen[-1]) == (before, after)
    assert checkup.damage(old) == ""
