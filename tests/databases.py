"""Template databases: migrated and seeded once, copied for each test."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from fair_pos.core.clock import FixedClock
from fair_pos.db import store as stores
from fair_pos.payments import reference as banks
from fair_pos.programme import seed
from fair_pos.settings import Settings

SERVER = "FAIR_POS_TEST_POSTGRES_URL"


@dataclass
class Template:
    data: Path
    server: str = ""
    name: str = ""
    made: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def fresh(self, data: Path) -> str:
        """Copy the template; returns the address of the copy, empty for SQLite."""
        if not self.server:
            shutil.copy(self.data / "fair-pos.db", data / "fair-pos.db")
            return ""
        name = f"{self.name}_{next(self.numbers)}"
        _admin(self.server, f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        self.made.append(name)
        return _named(self.server, name)


@contextmanager
def template(kind: str, folder: Path) -> Iterator[Template]:
    if kind == "sqlite":
        _fill(Settings(data=folder))
        yield Template(folder)
        return
    with _server() as server:
        name = f"fair_pos_{os.getpid()}"
        _admin(server, f'CREATE DATABASE "{name}"')
        _fill(Settings(data=folder, database_url=_named(server, name)))
        made = Template(folder, server, name)
        yield made
        for old in [*made.made, name]:
            _admin(server, f'DROP DATABASE "{old}" WITH (FORCE)')


def _fill(settings: Settings) -> None:
    clock = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
    stores.create(settings, clock)
    store = stores.open_store(settings, clock)
    store.lane.run(seed.load)
    store.lane.run(banks.load)
    store.close()
    if not settings.database_url:
        _fold_wal(settings.sqlite_file)


def _fold_wal(file: Path) -> None:
    leftovers = [file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm")]
    assert not any(path.exists() and path.stat().st_size for path in leftovers), "close folds it"


@contextmanager
def _server() -> Iterator[str]:
    """Use the server that is named, else start one of our own."""
    named = os.environ.get(SERVER)
    if named:
        yield named
        return
    from tests.postgres_server import started

    with started() as address:
        yield address


def _named(server: str, database: str) -> str:
    url = make_url(server).set(database=database)
    return url.render_as_string(hide_password=False)


def _admin(server: str, statement: str) -> None:
    address = _named(server, "postgres").replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
