"""Adds to counters: insert the row or add to the one that is there, on both databases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Dialect, Table, case
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.expression import ClauseElement

from fair_pos.db.fast import Prepared


def adding(table: Table, *, sums: Sequence[str], latest: Sequence[str] = ()) -> Prepared:
    """Make the statement that adds rows to a rollup.

    `sums` are added to what is there, `latest` keep the later value.
    """

    def make(dialect: Dialect) -> ClauseElement:
        insert = (postgresql if dialect.name == "postgresql" else sqlite).insert(table)
        changes: dict[str, Any] = {name: table.c[name] + insert.excluded[name] for name in sums}
        for name in latest:
            later = insert.excluded[name] > table.c[name]
            changes[name] = case((later, insert.excluded[name]), else_=table.c[name])
        keys = [column.name for column in table.primary_key]
        statement: ClauseElement = insert.on_conflict_do_update(index_elements=keys, set_=changes)
        return statement

    return Prepared(make, [column.name for column in table.c])
