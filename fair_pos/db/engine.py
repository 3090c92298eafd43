"""Engines: one that writes (one connection, BEGIN IMMEDIATE) and one that only reads."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from fair_pos.core.errors import FairPosError

MIN_SQLITE = (3, 51, 3)
"""Versions before can corrupt a WAL file used by two connections.

Source: sqlite.org/wal.html#walresetbug, read 2026-11.
"""

_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
)


class DiskFullError(FairPosError):
    """There was no room to write: nothing is stored, nothing is acknowledged."""

    code = "disk_full"
    status = 507
    vi = "Máy chủ đầy đĩa, chưa ghi được. Đơn vẫn ở quầy và sẽ gửi lại; báo Ban Tổ chức."
    en = "The server's disk is full; sales stay on the till. Tell the organisers."


@dataclass(frozen=True)
class Database:
    """The two engines of one database; on PostgreSQL both have the same address."""

    write: Engine
    read: Engine

    @property
    def is_sqlite(self) -> bool:
        """Say whether this is the embedded database."""
        return self.write.dialect.name == "sqlite"

    def dispose(self) -> None:
        """Close every connection."""
        self.read.dispose()
        self.write.dispose()


def sqlite_driver() -> ModuleType:
    """Return a DB-API module with a SQLite that is safe to use with WAL."""
    if sqlite3.sqlite_version_info >= MIN_SQLITE:
        return sqlite3
    import pysqlite3  # noqa: PLC0415  only where Python's own is too old

    driver: ModuleType = pysqlite3
    return driver


def open_sqlite(file: Path, driver: ModuleType | None = None) -> Database:
    """Open the embedded database, making its folder; WAL, synchronous=FULL, foreign keys on.

    Another DB-API driver is what a test puts under it to record the disk.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    under = driver or sqlite_driver()
    return Database(
        write=_sqlite_engine(file, under, writes=True),
        read=_sqlite_engine(file, under, writes=False),
    )


def open_postgres(url: str) -> Database:
    """Open a PostgreSQL database by its address."""
    address = url.replace("postgresql://", "postgresql+psycopg://", 1)
    return Database(
        write=create_engine(address, pool_size=2, pool_pre_ping=True),
        read=create_engine(
            address,
            pool_pre_ping=True,
            connect_args={"options": "-c default_transaction_read_only=on"},
        ),
    )


def is_disk_full(fault: BaseException) -> bool:
    """Say whether a database's fault means that there is no room left to write."""
    original = getattr(fault, "orig", None) or fault
    return "disk is full" in str(original) or type(original).__name__ == "DiskFull"


def _sqlite_engine(file: Path, driver: ModuleType, *, writes: bool) -> Engine:
    pool: dict[str, Any] = {"poolclass": StaticPool} if writes else {"pool_size": 8}
    engine = create_engine(
        f"sqlite:///{file}", module=driver, connect_args={"check_same_thread": False}, **pool
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if writes:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        else:
            connection.execute("PRAGMA wal_autocheckpoint=0")
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
