"""Template databases: migrated, seeded and played into once, copied for each test."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

import psycopg
from sqlalchemy import make_url

from fair_pos.core.clock import FixedClock
from fair_pos.db import store as stores
from fair_pos.payments import reference as banks
from fair_pos.programme import seed
from fair_pos.settings import Settings

SERVER = "FAIR_POS_TEST_POSTGRES_URL"
PUBLIC_URL = "http://pos.test"


T = TypeVar("T")
OPEN_AT_ONCE = 8
"""Most copies that one test uses; older ones are dropped, so that they never reach the disk."""


@dataclass
class Server:
    """A PostgreSQL server that copies databases."""

    address: str
    admin: psycopg.Connection[Any]
    prefix: str = field(default_factory=lambda: f"fair_pos_{os.getpid()}")
    copies: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def make(self, origin: str = "template1") -> str:
        """Make a database like another that nobody is connected to; returns its address."""
        name = f"{self.prefix}_{next(self.numbers)}"
        self.admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{origin}" STRATEGY FILE_COPY')
        return make_url(self.address).set(database=name).render_as_string(hide_password=False)

    def copy(self, origin: str) -> str:
        """Make a database for one test; the oldest copy gives way."""
        address = self.make(origin)
        self.copies.append(address)
        if len(self.copies) > OPEN_AT_ONCE:
            self.drop(self.copies.pop(0))
        return address

    def drop(self, address: str) -> None:
        self.admin.execute(f'DROP DATABASE "{make_url(address).database}" WITH (FORCE)')


@dataclass
class Template:
    """A database at rest: a file, or a name on a server."""

    data: Path
    server: Server | None = None
    address: str = ""
    played: dict[Callable[[Settings], Any], "Played[Any]"] = field(default_factory=dict)

    def fresh(self, data: Path) -> str:
        """Copy the template; returns the address of the copy, empty for SQLite."""
        if not self.server:
            shutil.copy(self.data / "fair-pos.db", data / "fair-pos.db")
            return ""
        return self.server.copy(str(make_url(self.address).database))

    def after(self, act: Callable[[Settings], T]) -> "Played[T]":
        """Play an act on this template once; what it told stands beside the new template."""
        if act not in self.played:
            self.played[act] = self._play(act)
        return self.played[act]

    def _play(self, act: Callable[[Settings], T]) -> "Played[T]":
        folder = self.data / f"after-{len(self.played)}"
        folder.mkdir()
        shutil.copy(self.data / "pepper", folder / "pepper")
        address = ""
        if self.server:
            address = self.server.make(str(make_url(self.address).database))
        else:
            self.fresh(folder)
        settings = Settings(data=folder, database_url=address, public_url=PUBLIC_URL, prints=False)
        told = act(settings)
        _rest(settings)
        return Played(Template(folder, self.server, address), told)


@dataclass(frozen=True)
class Played(Generic[T]):
    """A template after an act, and what the act told."""

    template: Template
    told: T


@contextmanager
def template(kind: str, folder: Path) -> Iterator[Template]:
    if kind == "sqlite":
        _fill(Settings(data=folder))
        yield Template(folder)
        return
    with _address() as address, psycopg.connect(address, autocommit=True) as admin:
        server = Server(address, admin)
        bare = server.make()
        _fill(Settings(data=folder, database_url=bare))
        made = Template(folder, server, bare)
        yield made
        for old in [bare, *server.copies, *(one.template.address for one in made.played.values())]:
            server.drop(old)


def _fill(settings: Settings) -> None:
    clock = FixedClock(datetime(2027, 1, 1, tzinfo=UTC))
    stores.create(settings, clock)
    store = stores.open_store(settings, clock)
    store.lane.run(seed.load)
    store.lane.run(banks.load)
    store.close()
    _rest(settings)


def _rest(settings: Settings) -> None:
    """Check that a file that is copied has nothing beside it."""
    file = settings.sqlite_file
    leftovers = [file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm")]
    assert not any(path.exists() and path.stat().st_size for path in leftovers), "close folds it"


@contextmanager
def _address() -> Iterator[str]:
    """Use the server that is named, else start one of our own."""
    named = os.environ.get(SERVER)
    if named:
        yield named
        return
    from tests.postgres_server import started

    with started() as address:
        yield address
