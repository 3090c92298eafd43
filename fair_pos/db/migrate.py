"""Brings a database to the newest schema."""

import functools
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

FOLDER = Path(__file__).parent / "migrations"


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, without an ini file."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def upgrade(engine: Engine) -> None:
    """Apply every missing migration in one transaction; on SQLite with foreign keys off.

    With them on, SQLite's copy-and-rename would delete child rows; they are checked before commit.
    """
    if revision(engine) == head():
        return
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        command.upgrade(config(connection), "head")
        if sqlite:
            broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
            assert not broken, f"migration broke references: {broken[:5]}"
        connection.commit()
    engine.dispose()


def revision(engine: Engine) -> str | None:
    """Return the revision a database is at."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@functools.cache
def head() -> str | None:
    """Return the newest revision the code knows."""
    return ScriptDirectory.from_config(config()).get_current_head()
