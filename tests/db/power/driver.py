"""A DB-API driver over apsw, as much of it as SQLAlchemy asks for: its files are the recording's.

SQLAlchemy's SQLite dialect wants a module with the names of `sqlite3`; apsw is the binding that
can put Python under SQLite's files.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from sqlite3 import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    Warning,  # noqa: A004  DB-API's own name
)
from typing import Any

import apsw

from tests.db.power.disk import VFS

__all__ = (
    "Connection", "Cursor", "DataError", "DatabaseError", "Error", "IntegrityError",
    "InterfaceError", "InternalError", "NotSupportedError", "OperationalError",
    "ProgrammingError", "Warning", "connect",
)  # fmt: skip

apilevel, paramstyle, threadsafety = "2.0", "qmark", 1
sqlite_version = apsw.sqlite_lib_version()
sqlite_version_info = tuple(map(int, sqlite_version.split(".")))
PARSE_DECLTYPES, PARSE_COLNAMES = 1, 2
Binary = bytes


def connect(file: str, **_: Any) -> "Connection":
    """Open a database whose files are recorded."""
    return Connection(apsw.Connection(file, vfs=VFS))


class Cursor:
    """Runs one statement at a time, to its end."""

    arraysize = 1
    lastrowid = 0

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._cursor.exec_trace = self._describe  # a cursor without rows tells no columns later
        self._cursor.convert_binding = _as_sqlite3_writes
        self.description: Any = None
        self.rowcount = -1
        self._rows: Iterator[Any] = iter(())

    def execute(self, sql: str, parameters: Any = ()) -> "Cursor":
        before = self._connection.total_changes()
        with _named():
            self._rows = iter(list(self._cursor.execute(sql, parameters)))
        self.rowcount = self._connection.total_changes() - before
        self.lastrowid = self._connection.last_insert_rowid()
        return self

    def executemany(self, sql: str, rows: Sequence[Any]) -> "Cursor":
        with _named():
            self._cursor.executemany(sql, rows)
        return self

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[Any]:
        return list(islice(self._rows, size))

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def close(self) -> None:
        self._cursor.close(force=True)

    def _describe(self, cursor: apsw.Cursor, _sql: str, _bound: Any) -> bool:
        columns = cursor.get_description()
        self.description = [(name, *(None,) * 6) for name, *_ in columns] or None
        return True


class Connection:
    """A connection that begins nothing by itself: the engine's own BEGIN decides."""

    isolation_level: str | None = None

    def __init__(self, opened: apsw.Connection) -> None:
        self._opened = opened

    def cursor(self) -> Cursor:
        return Cursor(self._opened)

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        return self.cursor().execute(sql, parameters)

    def create_function(self, name: str, count: int, call: Any, **_: Any) -> None:
        self._opened.create_scalar_function(name, call, count)

    def commit(self) -> None:
        if self._opened.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self._opened.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        self._opened.close(force=True)


def _as_sqlite3_writes(_cursor: Any, _number: int, value: Any) -> str:
    return value.isoformat(" ") if isinstance(value, datetime) else str(value.isoformat())


@contextmanager
def _named() -> Iterator[None]:
    """Raise apsw's faults by the names that SQLAlchemy knows."""
    try:
        yield
    except apsw.ConstraintError as fault:
        raise IntegrityError(str(fault)) from fault
    except apsw.Error as fault:
        raise OperationalError(str(fault)) from fault
