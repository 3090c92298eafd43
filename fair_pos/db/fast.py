"""Core statements compiled once and run on the driver's cursor: for the sale's path only.

Compiling, caching and event hooks of SQLAlchemy cost several times what SQLite needs for a row.
The connection must be inside a transaction already; faults are the driver's own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql.expression import ClauseElement

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement for one dialect: its text, and its parameters with how each is written."""

    sql: str
    names: tuple[str, ...]
    converts: tuple[Convert | None, ...]
    constants: Mapping[str, Any]
    """Values that stand in the statement itself, such as a limit."""
    positional: bool

    def parameters(self, row: Mapping[str, Any]) -> Any:
        given = {**self.constants, **row} if self.constants else row
        values = [
            convert(given[name]) if convert is not None else given[name]
            for name, convert in zip(self.names, self.converts, strict=True)
        ]
        return tuple(values) if self.positional else dict(zip(self.names, values, strict=True))


class Prepared:
    """A statement with its compiled forms; `make` builds it for a dialect."""

    def __init__(
        self, make: Callable[[Dialect], ClauseElement], columns: Sequence[str] | None = None
    ) -> None:
        self._make = make
        self._columns = columns
        self._forms: dict[str, _Form] = {}

    def run(self, connection: Connection, *rows: Mapping[str, Any]) -> None:
        """Write one or more rows."""
        form = self._form(connection.dialect)
        cursor = connection.connection.cursor()
        if len(rows) == 1:
            cursor.execute(form.sql, form.parameters(rows[0]))
        elif rows:
            cursor.executemany(form.sql, [form.parameters(row) for row in rows])
        cursor.close()

    def first(self, connection: Connection, row: Mapping[str, Any]) -> Any:
        """Read the first row as the driver gives it, or None."""
        form = self._form(connection.dialect)
        cursor = connection.connection.cursor()
        cursor.execute(form.sql, form.parameters(row))
        found = cursor.fetchone()
        cursor.close()
        return found

    def _form(self, dialect: Dialect) -> _Form:
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = self._compiled(dialect)
        return form

    def _compiled(self, dialect: Dialect) -> _Form:
        compiled: Any = self._make(dialect).compile(dialect=dialect, column_keys=self._columns)
        names = tuple(compiled.positiontup or compiled.binds)
        converts = tuple(
            compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
            for name in names
        )
        constants = {
            name: compiled.binds[name].value for name in names if not compiled.binds[name].required
        }
        return _Form(str(compiled), names, converts, constants, bool(compiled.positional))
