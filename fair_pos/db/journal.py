"""The hash-chained journal: every fact writes one line here, in its own transaction.

A line's hash is SHA-256 over the previous hash, a newline and the line's canonical JSON. The first
line of an epoch follows the genesis `site:epoch`, so that no other site's chain can be passed off
as this one's. An epoch is one life of the database file: a restored backup starts a new one.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, UniqueConstraint, bindparam, insert, select
from sqlmodel import Field, Session, SQLModel

from fair_pos.core.clock import Clock, iso_utc
from fair_pos.core.ids import new_id
from fair_pos.db.fast import Prepared
from fair_pos.db.memory import recall
from fair_pos.db.table import STRICT

VERSION = 1
RESTORED = "site.restored"


class Site(SQLModel, table=True):
    """One row: which site and which epoch this database writes."""

    __tablename__ = "site"
    __table_args__ = (STRICT,)

    org_id: str = Field(primary_key=True)
    site: str = Field(primary_key=True)
    epoch: str
    created_at: datetime
    is_demo: bool = False


class JournalLine(SQLModel, table=True):
    """One fact. `body` is the canonical JSON whose bytes were hashed."""

    __tablename__ = "journal"
    __table_args__ = (
        UniqueConstraint("org_id", "hash"),
        Index("ix_journal_subject", "org_id", "subject_id"),
        STRICT,
    )

    org_id: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime
    kind: str
    subject_id: str
    body: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What to write: `kind` like `sale.sold`, the id of what it is about, and its fields."""

    kind: str
    subject_id: str
    fields: dict[str, Any]


def canonical(value: dict[str, Any]) -> str:
    """Return the one JSON form: sorted keys, no spaces, UTF-8 as it is, no floats."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(prev: str, body: str) -> str:
    """Return the hash of a line, hexadecimal."""
    return hashlib.sha256(f"{prev}\n{body}".encode()).hexdigest()


def genesis(site: str, epoch: str) -> str:
    """Return what the first line of an epoch follows."""
    return hashlib.sha256(f"{site}:{epoch}".encode()).hexdigest()


def start_site(session: Session, clock: Clock, org_id: str, site: str) -> Site:
    """Write the site's row and open its first epoch."""
    row = Site(org_id=org_id, site=site, epoch=new_id(), created_at=clock.now())
    session.add(row)
    session.flush()
    return row


def start_epoch(session: Session) -> dict[str, Any] | None:
    """Begin a new life of a restored database; returns where the one before ended, if anywhere.

    Shape: `{"epoch", "seq", "hash", "at"}` of its last line. Must come first in its action.
    """
    site = current_site(session)
    last = session.scalars(
        select(JournalLine)
        .where(_journal.c.org_id == site.org_id, _journal.c.epoch == site.epoch)
        .order_by(_journal.c.seq.desc())
        .limit(1)
    ).first()
    site.epoch = new_id()
    session.add(site)
    session.flush()
    if last is None:
        return None
    return {"epoch": last.epoch, "seq": last.seq, "hash": last.hash, "at": iso_utc(last.at)}


def restores(session: Session) -> int:
    """Return how many restores lie behind this database."""
    site = current_site(session)
    statement = select(_journal.c.body).where(
        _journal.c.org_id == site.org_id, _journal.c.kind == RESTORED
    )
    return count_restores(session.scalars(statement))


def count_restores(bodies: Iterable[str]) -> int:
    """Return how many restores the facts of restores tell: each may know of others' before it."""
    told: list[int] = [json.loads(body)["data"].get("restores", 0) for body in bodies]
    return max(len(told), *told, 0)


def begin_again(
    session: Session, clock: Clock, fields: dict[str, Any], known: int = 0
) -> dict[str, Any] | None:
    """Start an epoch and write why as its first fact; returns where the one before ended.

    Tills that see another epoch send again all they keep: what this database lacks comes back.
    `known` restores of the database it takes the place of count too, so that no series of numbers
    is given out twice.
    """
    before = start_epoch(session)
    told = {"after": before, "restores": max(restores(session), known) + 1, **fields}
    write(session, clock, Fact(RESTORED, current_site(session).site, told))
    return before


def current_site(session: Session) -> Site:
    """Return the site of this database."""
    return recall(session, "site", lambda: session.scalars(select(Site).limit(1)).one())


def write(session: Session, clock: Clock, fact: Fact) -> None:
    """Append a fact to the chain, inside the caller's transaction."""
    write_all(session, clock, [fact])


def write_all(session: Session, clock: Clock, facts: Sequence[Fact]) -> None:
    """Append several facts in order."""
    site = current_site(session)
    connection = session.connection()
    key = {"org_id": site.org_id, "epoch": site.epoch}
    seq, prev = _HEAD.first(connection, key) or (0, genesis(site.site, site.epoch))
    at = clock.now()
    rows = []
    for number, fact in enumerate(facts, start=seq + 1):
        row = _row(site, number, at, fact, prev)
        prev = row["hash"]
        rows.append(row)
    _INSERT.run(connection, *rows)


def _row(site: Site, number: int, at: datetime, fact: Fact, prev: str) -> dict[str, Any]:
    body = canonical(
        {
            "v": VERSION,
            "org": site.org_id,
            "site": site.site,
            "epoch": site.epoch,
            "seq": number,
            "at": iso_utc(at),
            "kind": fact.kind,
            "id": fact.subject_id,
            "data": fact.fields,
        }
    )
    return {
        "org_id": site.org_id,
        "epoch": site.epoch,
        "seq": number,
        "at": at,
        "kind": fact.kind,
        "subject_id": fact.subject_id,
        "body": body,
        "prev": prev,
        "hash": chain_hash(prev, body),
    }


_journal = JournalLine.__table__  # type: ignore[attr-defined]
_INSERT = Prepared(lambda _: insert(_journal), list(_journal.c.keys()))
_HEAD = Prepared(
    lambda _: (
        select(_journal.c.seq, _journal.c.hash)
        .where(_journal.c.org_id == bindparam("org_id"), _journal.c.epoch == bindparam("epoch"))
        .order_by(_journal.c.seq.desc())
        .limit(1)
    )
)
