"""Writes one document of trade whole: rows, rollups, paper and journal line, in one transaction.

The hot path of the product: hand-written Core statements over the tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, literal, select, update
from sqlmodel import Session

from fair_pos.accounts.models import Till
from fair_pos.checkout import models
from fair_pos.checkout.context import Place
from fair_pos.checkout.models import SaleKind
from fair_pos.core import ids
from fair_pos.core.clock import Clock, iso_utc, local
from fair_pos.core.document import Document
from fair_pos.db import journal
from fair_pos.db.fast import Prepared
from fair_pos.db.upsert import adding
from fair_pos.printing import payload
from fair_pos.printing.models import JobKind, JobState, PrintJob

FACTS = {
    SaleKind.SALE: "sale.sold",
    SaleKind.REFUND: "sale.refunded",
    SaleKind.VOID: "sale.voided",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line to write; amounts and quantity carry their sign."""

    product_id: str | None
    exhibitor_id: str | None
    name: str
    unit: str
    sold_by: str
    quantity_milli: int
    unit_price_vnd: int
    list_price_vnd: int | None
    gross_vnd: int
    line_discount_vnd: int
    line_discount_text: str
    basket_discount_vnd: int
    amount_vnd: int
    stars: int | None
    certificate: str
    criteria: str
    set_no: int | None
    exhibitor_kind: str
    corrects_position: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """A payment to write; the amount carries its sign."""

    means: str
    amount_vnd: int
    state: str
    tendered_vnd: int | None = None
    change_vnd: int | None = None
    memo: str = ""
    bank_bin: str = ""
    account_number: str = ""
    shown_at: datetime | None = None
    claimed_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sale, refund or void ready to be written."""

    id: str
    kind: SaleKind
    till_id: str
    shift_id: str
    seq: int
    number: str
    public_code: str
    sold_at: datetime
    received_at: datetime
    business_date: date
    cashier_id: str
    approved_by: str | None
    corrects_id: str | None
    note: str
    reason: str
    flags: tuple[str, ...]
    body_sha256: str
    lines: tuple[Line, ...]
    payments: tuple[Money, ...]

    @property
    def subtotal_vnd(self) -> int:
        """Sum of the lines before discounts."""
        return sum(line.gross_vnd for line in self.lines)

    @property
    def total_vnd(self) -> int:
        """Sum of the lines' amounts."""
        return sum(line.amount_vnd for line in self.lines)

    @property
    def ocop_vnd(self) -> int:
        """Part of the total with stars on the day of sale."""
        return sum(line.amount_vnd for line in self.lines if line.stars)

    @property
    def hour(self) -> int:
        """Hour of the Vietnamese day."""
        return local(self.sold_at).hour


def record(session: Session, clock: Clock, place: Place, entry: Entry, paper: Document) -> str:
    """Write an entry with everything that belongs to it; returns its print job's id or ''."""
    connection = session.connection()
    _SALE.run(connection, _sale_row(place, entry))
    _LINES.run(connection, *_line_rows(place.org_id, entry))
    _PAYMENTS.run(connection, *_payment_rows(place.org_id, entry))
    _roll_up(connection, place, entry)
    _remember_number(connection, place.org_id, entry)
    job_id = queue_paper(session, clock, place, entry.id, paper)
    fact = journal.Fact(FACTS[entry.kind], entry.id, journal_form(place, entry))
    journal.write(session, clock, fact)
    return job_id


def queue_paper(
    session: Session, clock: Clock, place: Place, document_id: str, paper: Document
) -> str:
    """Insert the original's print job; a booth without a printer gets none."""
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
            "document_id": document_id,
            "copy_no": 0,
            "payload": payload.dump(paper),
            "state": JobState.QUEUED,
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
            }
            for position, line in enumerate(entry.lines)
        ],
        "payments": [
            {"means": money.means, "state": money.state, "amount_vnd": money.amount_vnd}
            for money in entry.payments
        ],
    }


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


def _roll_up(connection: Connection, place: Place, entry: Entry) -> None:
    keys = {
        "org_id": place.org_id,
        "venue_id": place.venue_id,
        "booth_id": place.booth_id,
        "day": entry.business_date,
    }
    is_sale = entry.kind is SaleKind.SALE
    hour = {
        **keys,
        "hour": entry.hour,
        "sales": int(is_sale),
        "corrections": int(not is_sale),
        "lines": len(entry.lines),
        "total_vnd": entry.total_vnd,
        "ocop_vnd": entry.ocop_vnd,
        "last_at": entry.sold_at,
    }
    _HOUR.run(connection, hour)
    products = [{**keys, **_product_cell(line)} for line in entry.lines]
    _PRODUCTS.run(connection, *_merged(products, _PRODUCT_SUMS))
    means = [
        {
            **keys,
            "means": money.means,
            "state": money.state,
            "payments": 1,
            "amount_vnd": money.amount_vnd,
        }
        for money in entry.payments
    ]
    _MEANS.run(connection, *_merged(means, _MEANS_SUMS))


def _product_cell(line: Line) -> dict[str, Any]:
    return {
        "product_id": line.product_id or "",
        "stars": line.stars or 0,
        "criteria": line.criteria,
        "set_no": line.set_no or 0,
        "exhibitor_kind": line.exhibitor_kind,
        "quantity_milli": line.quantity_milli,
        "lines": 1,
        "amount_vnd": line.amount_vnd,
    }


def _merged(rows: list[dict[str, Any]], sums: Sequence[str]) -> list[dict[str, Any]]:
    """Add rows of the same key together: one statement may not touch a row twice."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(value for name, value in row.items() if name not in sums)
        if key in found:
            for name in sums:
                found[key][name] += row[name]
        else:
            found[key] = dict(row)
    return list(found.values())


def _remember_number(connection: Connection, org_id: str, entry: Entry) -> None:
    row = {"till_org": org_id, "till_id": entry.till_id, "seq": entry.seq}
    _NUMBER.run(connection, row)


def number_is_taken(session: Session, org_id: str, till_id: str, seq: int) -> bool:
    """Say whether another document of the till carries this number."""
    row = {"org_id": org_id, "till_id": till_id, "seq": seq}
    return _TAKEN.first(session.connection(), row) is not None


def _inserting(model: Any, *, without: Sequence[str] = ()) -> Prepared:
    columns = [column.name for column in _table(model).c if column.name not in without]
    return Prepared(lambda _: insert(_table(model)), columns)


_PRODUCT_SUMS = ("quantity_milli", "lines", "amount_vnd")
_MEANS_SUMS = ("payments", "amount_vnd")

_SALE = _inserting(models.Sale)
_LINES = _inserting(models.SaleLine)
_PAYMENTS = _inserting(models.Payment)
_JOB = _inserting(PrintJob, without=("lease_until", "first_byte_at", "sent_at", "confirmed_at"))
_HOUR = adding(
    _table(models.BoothHour),
    sums=("sales", "corrections", "lines", "total_vnd", "ocop_vnd"),
    latest=("last_at",),
)
_PRODUCTS = adding(_table(models.BoothProduct), sums=_PRODUCT_SUMS)
_MEANS = adding(_table(models.BoothMeans), sums=_MEANS_SUMS)
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
