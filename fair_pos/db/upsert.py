"""Adds to counters: insert the row or add to the one that is there, on both databases."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, case
from sqlalchemy.dialects import postgresql, sqlite


def add_up(
    connection: Connection,
    table: Table,
    rows: Iterable[Mapping[str, Any]],
    *,
    sums: Sequence[str],
    latest: Sequence[str] = (),
) -> None:
    """Add rows to a rollup: `sums` are added, `latest` keep the later value."""
    values = list(rows)
    if not values:
        return
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    keys = [column.name for column in table.primary_key]
    changes: dict[str, Any] = {name: table.c[name] + insert.excluded[name] for name in sums}
    for name in latest:
        later = insert.excluded[name] > table.c[name]
        changes[name] = case((later, insert.excluded[name]), else_=table.c[name])
    connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changes), values)
