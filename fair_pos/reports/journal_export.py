"""The journal as a file: one event a line, canonical JSON, with the hashes that chain it."""

import json
from collections.abc import Iterator
from typing import IO

from sqlalchemy import select
from sqlmodel import Session

from fair_pos.db.journal import JournalLine, canonical

_BATCH = 1000


def export(session: Session, org_id: str, file: IO[str]) -> int:
    """Write every line of the journal, oldest first; returns how many.

    A line is the fact's fields with `prev` and `hash` beside them; without those two its canonical
    form is exactly what was hashed.
    """
    count = 0
    for text in lines(session, org_id):
        file.write(text + "\n")
        count += 1
    return count


def lines(session: Session, org_id: str) -> Iterator[str]:
    """Give the exported lines, oldest first."""
    table = JournalLine.metadata.tables["journal"]
    statement = (
        select(table.c.body, table.c.prev, table.c.hash)
        .where(table.c.org_id == org_id)
        .order_by(table.c.epoch, table.c.seq)
        .execution_options(yield_per=_BATCH)
    )
    with session.execute(statement) as rows:
        for body, prev, digest in rows:
            yield canonical({**_fields(body), "prev": prev, "hash": digest})


def _fields(body: str) -> dict[str, object]:
    """Read a body; one that is no JSON object any more stands as text and fails the check."""
    try:
        fields = json.loads(body)
    except ValueError:
        return {"body": body}
    return fields if isinstance(fields, dict) else {"body": body}
