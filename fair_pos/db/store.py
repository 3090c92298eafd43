"""What a running program needs of the database: settings, clock, engines, lane, tenant."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import inspect
from sqlmodel import Session

from fair_pos.core.clock import Clock, SystemClock
from fair_pos.core.errors import FairPosError
from fair_pos.db import journal, migrate
from fair_pos.db.engine import Database, open_postgres, open_sqlite
from fair_pos.db.files import write_secret
from fair_pos.db.lane import WriteLane
from fair_pos.settings import Settings
from fair_pos.signing.keys import Signer


class NoDatabaseError(FairPosError):
    """There is no database in the data folder yet."""

    code = "no_database"
    status = 503
    vi = "Chưa có dữ liệu ở {detail}. Chạy “fair-pos init” trước."
    en = "No database in {detail} yet. Run “fair-pos init” first."


@dataclass(frozen=True)
class Store:
    """An opened database with its one write lane."""

    settings: Settings
    clock: Clock
    database: Database
    lane: WriteLane
    org_id: str
    is_demo: bool
    epoch: str = ""
    """The life of the database when it was opened: tills send all they keep to another one."""
    signer: Signer = field(kw_only=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees the last commit and cannot write."""
        with Session(self.database.read) as session:
            yield session

    def close(self) -> None:
        """Finish what waits in the lane and close the database."""
        self.lane.close()
        self.database.dispose()


def connect(settings: Settings) -> Database:
    """Open the database that the settings name, making the data folder."""
    settings.data.mkdir(parents=True, exist_ok=True)
    if settings.database_url:
        return open_postgres(settings.database_url)
    return open_sqlite(settings.sqlite_file)


def create(settings: Settings, clock: Clock, *, is_demo: bool = False) -> None:
    """Make the schema and the site's row where they are missing; running it twice is harmless."""
    database = connect(settings)
    migrate.upgrade(database.write)
    with Session(database.write) as session:
        if session.get(journal.Site, (settings.org, settings.site)) is None:
            site = journal.start_site(session, clock, settings.org, settings.site)
            site.is_demo = is_demo
        session.commit()
    database.dispose()
    _make_pepper(settings)


def open_store(settings: Settings, clock: Clock | None = None) -> Store:
    """Open an existing database for use.

    Raises:
        NoDatabaseError: `create` was not called yet.
    """
    if not settings.database_url and not settings.sqlite_file.exists():
        raise NoDatabaseError(str(settings.data))
    database = connect(settings)
    if not inspect(database.read).has_table("site"):
        raise NoDatabaseError(str(settings.data))
    migrate.upgrade(database.write)
    return store_over(database, settings, clock)


def store_over(database: Database, settings: Settings, clock: Clock | None = None) -> Store:
    """Make a store of a database that has its schema and its site already."""
    with Session(database.read) as session:
        site = journal.current_site(session)
    return Store(
        settings=settings,
        clock=clock or SystemClock(),
        database=database,
        lane=WriteLane(database.write),
        org_id=site.org_id,
        is_demo=site.is_demo,
        epoch=site.epoch,
        signer=Signer(settings.data),
    )


def pepper(settings: Settings) -> bytes:
    """Return the secret that is mixed into PIN hashes and kept outside the database."""
    given = settings.pepper.get_secret_value()
    return given.encode() if given else (settings.data / "pepper").read_bytes()


def _make_pepper(settings: Settings) -> None:
    file = settings.data / "pepper"
    if not file.exists():
        write_secret(file, secrets.token_hex(32).encode())
