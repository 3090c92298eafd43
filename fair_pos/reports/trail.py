"""What the journal says about one document of trade."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from fair_pos.db.journal import JournalLine, chain_hash


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A line of the journal; `matches` says that its body still fits its hash."""

    seq: int
    kind: str
    at: datetime
    hash: str
    matches: bool


def of_sale(session: Session, org_id: str, sale_id: str) -> list[TrailLine]:
    """Return the journal's lines about a document, oldest first."""
    table = JournalLine.metadata.tables["journal"]
    statement = (
        select(table)
        .where(table.c.org_id == org_id, table.c.subject_id == sale_id)
        .order_by(table.c.epoch, table.c.seq)
        .limit(50)
    )
    return [
        TrailLine(row.seq, row.kind, row.at, row.hash, chain_hash(row.prev, row.body) == row.hash)
        for row in session.execute(statement)
    ]
