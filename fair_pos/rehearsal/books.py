"""What the database says after a rehearsal: read once, as plain values."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from fair_pos.checkout.models import (
    BoothHour,
    BoothMeans,
    BoothProduct,
    CashMove,
    Payment,
    Sale,
    SaleConflict,
    SaleLine,
    Shift,
    ShiftClose,
    ShiftCount,
)
from fair_pos.db.engine import sqlite_driver
from fair_pos.db.store import open_store
from fair_pos.labels.models import SoldLabel
from fair_pos.printing.models import JobKind, PrintJob
from fair_pos.reports.verify import verify
from fair_pos.settings import Settings

_ROWS = 1_000


@dataclass(frozen=True)
class Document:
    """A stored sale, refund or void with the sums of its parts."""

    id: str
    till_id: str
    booth_id: str
    seq: int
    number: str
    day: date
    flags: frozenset[str]
    total_vnd: int
    lines_vnd: int
    by_means: dict[str, int]
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Job:
    """A paper in the spool."""

    kind: str
    copy_no: int
    state: str
    sha256: str


@dataclass
class Books:
    """Everything that is judged."""

    documents: dict[str, Document] = field(default_factory=dict)
    others: dict[str, set[str]] = field(default_factory=dict)
    """Ids of shifts, cash moves, counts and closes, by kind."""
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    """Sale's id and till of each body that came with a known id."""
    rollups: dict[str, dict[tuple[str, date], int]] = field(default_factory=dict)
    """Sum per booth and day, by rollup."""
    jobs: list[Job] = field(default_factory=list)
    broken: str = ""
    """What the check of the chain and of all sums found; empty when unbroken."""
    epochs: int = 0


def read(settings: Settings) -> Books:
    """Read the database and let it check itself."""
    store = open_store(settings)
    try:
        with store.reading() as session:
            books = _read(session)
            verdict = verify(session, store.org_id)
    finally:
        store.close()
    books.epochs = verdict.epochs
    books.broken = "" if verdict.intact else verdict.sentence()
    return books


def check_aside(file: Path, folder: Path) -> str:
    """Check a database that a restore put aside; returns what is broken, or nothing.

    `folder` is made for a copy: the file itself stays as it is.
    """
    folder.mkdir(parents=True)
    settings = Settings(data=folder, database_url="")
    with closing(sqlite_driver().connect(str(file))) as opened:
        opened.execute("VACUUM INTO ?", (str(settings.sqlite_file),))
    return read(settings).broken


def _read(session: Session) -> Books:
    books = Books()
    lines = dict(_pairs(session, SaleLine.sale_id, SaleLine.amount_vnd))
    money: dict[str, dict[str, int]] = defaultdict(dict)
    means = select(Payment.sale_id, Payment.means, func.sum(Payment.amount_vnd))  # type: ignore[call-overload]
    for sale_id, name, vnd in _all(session, means.group_by(Payment.sale_id, Payment.means)):
        money[sale_id][name] = int(vnd)
    labels: dict[str, set[str]] = defaultdict(set)
    for sale_id, code in _all(session, select(SoldLabel.sale_id, SoldLabel.code)):  # type: ignore[call-overload]
        labels[sale_id].add(code)
    for row in _all(session, select(Sale.__table__)):  # type: ignore[attr-defined]
        one = _document(row, int(lines.get(row.id, 0)), money[row.id])
        books.documents[row.id] = replace(one, labels=frozenset(labels[row.id]))
    books.others = {
        "shifts": _ids(session, Shift.id),
        "cash": _ids(session, CashMove.id),
        "counts": _ids(session, ShiftCount.id),
        "close": _ids(session, ShiftClose.id),
    }
    conflicts = select(SaleConflict.sale_id, SaleConflict.till_id)  # type: ignore[call-overload]
    books.conflicts = [(row[0], row[1]) for row in _all(session, conflicts)]
    for name, model, column in (
        ("hours", BoothHour, BoothHour.total_vnd),
        ("means", BoothMeans, BoothMeans.amount_vnd),
        ("products", BoothProduct, BoothProduct.amount_vnd),
    ):
        books.rollups[name] = _rollup(session, model, column)
    jobs = select(PrintJob.kind, PrintJob.copy_no, PrintJob.state, PrintJob.bytes_sha256)  # type: ignore[call-overload]
    jobs = jobs.where(PrintJob.kind != JobKind.DRAWER)
    books.jobs = [Job(*row) for row in _all(session, jobs)]
    return books


def _document(row: Any, lines_vnd: int, money: dict[str, int]) -> Document:
    return Document(
        id=row.id,
        till_id=row.till_id,
        booth_id=row.booth_id,
        seq=row.seq,
        number=row.number,
        day=row.business_date,
        flags=frozenset(flag for flag in row.flags.split(",") if flag),
        total_vnd=row.total_vnd,
        lines_vnd=lines_vnd,
        by_means=money,
    )


def _pairs(session: Session, key: Any, amount: Any) -> Iterator[tuple[str, int]]:
    for row in _all(session, select(key, func.sum(amount)).group_by(key)):
        yield row[0], int(row[1])


def _ids(session: Session, column: Any) -> set[str]:
    return {row[0] for row in _all(session, select(column))}


def _rollup(session: Session, model: Any, column: Any) -> dict[tuple[str, date], int]:
    statement = select(model.booth_id, model.day, func.sum(column))
    grouped = statement.group_by(model.booth_id, model.day)
    return {(row[0], row[1]): int(row[2]) for row in _all(session, grouped)}


def _all(session: Session, statement: Any) -> Iterator[Any]:
    """Give every row: a judge may not stop at a limit."""
    yield from session.execute(statement.execution_options(yield_per=_ROWS))
