"""Writes one document of trade whole: rows, rollups, paper and journal line, in one transaction.

The hot path of the product: hand-written Core statements over the tables.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, literal, select, update
from sqlmodel import Session

from fair_pos.accounts.models import Till
from fair_pos.checkout import models, rollups, sold_labels
from fair_pos.checkout.context import Place
from fair_pos.checkout.entry import Entry, Line, Money
from fair_pos.checkout.models import SaleKind
from fair_pos.core import ids
from fair_pos.core.clock import Clock, iso_utc
from fair_pos.core.document import Document
from fair_pos.db import journal
from fair_pos.db.fast import Prepared
from fair_pos.printing import payload
from fair_pos.printing.models import JobKind, JobState, PrintJob

FACTS = {
    SaleKind.SALE: "sale.sold",
    SaleKind.REFUND: "sale.refunded",
    SaleKind.VOID: "sale.voided",
}


def record(session: Session, clock: Clock, place: Place, entry: Entry, paper: Document) -> str:
    """Write an entry with everything that belongs to it; returns its print job's id or ''."""
    connection = session.connection()
    _SALE.run(connection, _sale_row(place, entry))
    _LINES.run(connection, *_line_rows(place.org_id, entry))
    _PAYMENTS.run(connection, *_payment_rows(place.org_id, entry))
    rollups.add(connection, place, entry)
    if entry.labels:
        sold_labels.write(connection, place.org_id, entry)
    _remember_number(connection, place.org_id, entry)
    job_id = queue_paper(session, clock, place, entry, paper)
    fact = journal.Fact(FACTS[entry.kind], entry.id, journal_form(place, entry))
    journal.write(session, clock, fact)
    return job_id


def queue_paper(session: Session, clock: Clock, place: Place, entry: Entry, paper: Document) -> str:
    """Insert the original's print job; a booth without a printer gets none.

    One that was printed before a restore is not printed again: wanted all the same, it comes as a
    marked copy.
    """
    if place.printer_id is None:
        return ""
    job_id = ids.new_id()
    _JOB.run(
        session.connection(),
        {
            "org_id": place.org_id,
            "id": job_id,
            "printer_id": place.printer_id,
            "booth_id": place.booth_id,
            "kind": JobKind.RECEIPT,
            "document_id": entry.id,
            "copy_no": 0,
            "payload": payload.dump(paper),
            "state": JobState.CANCELLED if entry.was_printed else JobState.QUEUED,
            "attempts": 0,
            "bytes_sha256": "",
            "created_at": clock.now(),
            "created_by": "",
            "error": "",
        },
    )
    return job_id


def journal_form(place: Place, entry: Entry) -> dict[str, Any]:
    """Return the entry as it stands in the journal: enough to add up the fair again."""
    return {
        "kind": entry.kind.value,
        "number": entry.number,
        "venue": place.venue_code,
        "booth": place.booth_code,
        "till": entry.till_id,
        "shift": entry.shift_id,
        "seq": entry.seq,
        "sold_at": iso_utc(entry.sold_at),
        "business_date": entry.business_date.isoformat(),
        "hour": entry.hour,
        "cashier": entry.cashier_id,
        "corrects": entry.corrects_id,
        "reason": entry.reason,
        "flags": list(entry.flags),
        "subtotal_vnd": entry.subtotal_vnd,
        "discount_vnd": entry.subtotal_vnd - entry.total_vnd,
        "total_vnd": entry.total_vnd,
        "ocop_vnd": entry.ocop_vnd,
        "lines": [
            {
                "position": position,
                "product": line.product_id,
                "name": line.name,
                "quantity_milli": line.quantity_milli,
                "unit_price_vnd": line.unit_price_vnd,
                "amount_vnd": line.amount_vnd,
                "stars": line.stars,
                **_labels(entry, position),
            }
            for position, line in enumerate(entry.lines)
        ],
        "payments": [
            {"means": money.means, "state": money.state, "amount_vnd": money.amount_vnd}
            for money in entry.payments
        ],
    }


def _labels(entry: Entry, position: int) -> dict[str, list[str]]:
    """Return a line's labels; a line without any stays as it was before there were some."""
    codes = entry.labels.get(position)
    return {"labels": list(codes)} if codes else {}


def _table(model: Any) -> Table:
    table: Table = model.__table__
    return table


def _sale_row(place: Place, entry: Entry) -> dict[str, Any]:
    same = (
        "id", "kind", "till_id", "shift_id", "seq", "number", "public_code", "corrects_id",
        "sold_at", "received_at", "business_date", "hour", "cashier_id", "approved_by",
        "subtotal_vnd", "total_vnd", "ocop_vnd", "note", "reason", "body_sha256",
    )  # fmt: skip
    return {
        **{name: getattr(entry, name) for name in same},
        "org_id": place.org_id,
        "venue_id": place.venue_id,
        "booth_id": place.booth_id,
        "discount_vnd": entry.subtotal_vnd - entry.total_vnd,
        "line_count": len(entry.lines),
        "flags": ",".join(entry.flags),
    }


def _line_rows(org_id: str, entry: Entry) -> list[dict[str, Any]]:
    return [
        {"org_id": org_id, "sale_id": entry.id, "position": position, **_fields(line)}
        for position, line in enumerate(entry.lines)
    ]


def _payment_rows(org_id: str, entry: Entry) -> list[dict[str, Any]]:
    return [
        {"org_id": org_id, "sale_id": entry.id, "position": position, **_fields(money)}
        for position, money in enumerate(entry.payments)
    ]


def _fields(value: Line | Money) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}


def _remember_number(connection: Connection, org_id: str, entry: Entry) -> None:
    row = {"till_org": org_id, "till_id": entry.till_id, "seq": entry.seq}
    _NUMBER.run(connection, row)


def number_is_taken(session: Session, org_id: str, till_id: str, seq: int) -> bool:
    """Say whether another document of the till carries this number."""
    row = {"org_id": org_id, "till_id": till_id, "seq": seq}
    return _TAKEN.first(session.connection(), row) is not None


def code_is_taken(session: Session, org_id: str, public_code: str) -> bool:
    """Say whether another receipt carries this code."""
    row = {"org_id": org_id, "public_code": public_code}
    return _CODE_TAKEN.first(session.connection(), row) is not None


def _inserting(model: Any, *, without: Sequence[str] = ()) -> Prepared:
    columns = [column.name for column in _table(model).c if column.name not in without]
    return Prepared(lambda _: insert(_table(model)), columns)


_SALE = _inserting(models.Sale)
_LINES = _inserting(models.SaleLine)
_PAYMENTS = _inserting(models.Payment)
_JOB = _inserting(
    PrintJob,
    without=("lease_until", "first_byte_at", "sent_at", "confirmed_at", "released_at"),
)
_till = _table(Till)
_NUMBER = Prepared(
    lambda _: (
        update(_till)
        .where(
            _till.c.org_id == bindparam("till_org"),
            _till.c.id == bindparam("till_id"),
            _till.c.last_seq < bindparam("seq"),
        )
        .values(last_seq=bindparam("seq"))
    )
)
_sale = _table(models.Sale)
_TAKEN = Prepared(
    lambda _: (
        select(literal(1))
        .where(
            _sale.c.org_id == bindparam("org_id"),
            _sale.c.till_id == bindparam("till_id"),
            _sale.c.seq == bindparam("seq"),
        )
        .limit(1)
    )
)
_CODE_TAKEN = Prepared(
    lambda _: (
        select(literal(1))
        .where(
            _sale.c.org_id == bindparam("org_id"),
            _sale.c.public_code == bindparam("public_code"),
        )
        .limit(1)
    )
)
