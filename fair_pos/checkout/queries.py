"""Reads of documents of trade: one sale whole, the sales of a day, the public receipt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from fair_pos.checkout import context, receipt
from fair_pos.checkout.context import Place
from fair_pos.checkout.entry import Entry, Line, Money
from fair_pos.checkout.models import Payment, Sale, SaleKind, SaleLine, Shift
from fair_pos.core.document import Document
from fair_pos.core.errors import NotFoundError
from fair_pos.printing import logos
from fair_pos.printing.models import JobKind, PrintJob
from fair_pos.signing.keys import Signer

LIST_LIMIT = 500

Row = TypeVar("Row", SaleLine, Payment)


@dataclass(frozen=True, slots=True)
class SaleView:
    """A document with everything that hangs on it."""

    sale: Sale
    place: Place
    lines: tuple[SaleLine, ...]
    payments: tuple[Payment, ...]
    corrections: tuple[Sale, ...]
    refunded_milli: dict[int, int]
    """By position, what came back so far."""
    jobs: tuple[PrintJob, ...]

    @property
    def is_voided(self) -> bool:
        """Say whether a void corrects this sale."""
        return any(row.kind == SaleKind.VOID for row in self.corrections)

    @property
    def corrected_vnd(self) -> int:
        """Money given back, negative or zero."""
        return sum(row.total_vnd for row in self.corrections)


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A document in a list."""

    sale: Sale
    means: tuple[str, ...]
    corrected_vnd: int
    is_voided: bool


def sale_view(session: Session, org_id: str, sale_id: str, booth_id: str | None = None) -> SaleView:
    """Return one document whole; with a booth, only one of that booth.

    Raises:
        NotFoundError: unknown, or of another booth.
    """
    sale = session.get(Sale, (org_id, sale_id))
    if sale is None or (booth_id is not None and sale.booth_id != booth_id):
        raise NotFoundError
    corrections = _corrections(session, org_id, [sale_id])
    jobs = session.scalars(
        select(PrintJob)
        .where(
            col(PrintJob.org_id) == org_id,
            col(PrintJob.kind) == JobKind.RECEIPT,
            col(PrintJob.document_id) == sale_id,
        )
        .order_by(col(PrintJob.copy_no))
    )
    return SaleView(
        sale=sale,
        place=context.place_of(session, org_id, sale.booth_id),
        lines=tuple(rows_of(session, SaleLine, org_id, sale_id)),
        payments=tuple(rows_of(session, Payment, org_id, sale_id)),
        corrections=tuple(corrections),
        refunded_milli=_refunded(session, org_id, sale_id),
        jobs=tuple(jobs),
    )


def public_sale(session: Session, org_id: str, public_code: str) -> SaleView:
    """Return the document behind a receipt's QR.

    Raises:
        NotFoundError: no receipt has this code.
    """
    sale_id = session.execute(
        select(Sale.id).where(  # type: ignore[call-overload]
            Sale.org_id == org_id, Sale.public_code == public_code
        )
    ).scalar()
    if sale_id is None:
        raise NotFoundError
    return sale_view(session, org_id, sale_id)


def sales_of_day(session: Session, org_id: str, booth_id: str, day: date) -> list[SaleRow]:
    """Return a booth's documents of a day, newest first, at most 500."""
    sales = list(
        session.scalars(
            select(Sale)
            .where(
                col(Sale.org_id) == org_id,
                col(Sale.booth_id) == booth_id,
                col(Sale.business_date) == day,
            )
            .order_by(col(Sale.sold_at).desc(), col(Sale.id).desc())
            .limit(LIST_LIMIT)
        )
    )
    wanted = [sale.id for sale in sales]
    means = _means(session, org_id, wanted)
    corrections: dict[str, list[Sale]] = {}
    for row in _corrections(session, org_id, wanted):
        corrections.setdefault(row.corrects_id or "", []).append(row)
    return [
        SaleRow(
            sale,
            means.get(sale.id, ()),
            sum(row.total_vnd for row in corrections.get(sale.id, [])),
            any(row.kind == SaleKind.VOID for row in corrections.get(sale.id, [])),
        )
        for sale in sales
    ]


def paper_of(
    session: Session, view: SaleView, address: str, signer: Signer | None = None
) -> Document:
    """Lay out a stored document's receipt again, from its rows, with the logo of today."""
    shift = session.get(Shift, (view.sale.org_id, view.sale.shift_id))
    heading = receipt.heading_of(
        session,
        view.place,
        view.sale.cashier_id,
        shift_number=shift.number if shift else None,
        address=address,
    )
    paper = receipt.document(replace(heading, signer=signer), entry_of(view))
    return logos.fill(session, view.sale.org_id, paper)


def entry_of(view: SaleView) -> Entry:
    """Return a stored document as the value it was written from."""
    sale = view.sale
    return Entry(
        id=sale.id,
        kind=SaleKind(sale.kind),
        till_id=sale.till_id,
        shift_id=sale.shift_id,
        seq=sale.seq,
        number=sale.number,
        public_code=sale.public_code,
        sold_at=sale.sold_at,
        received_at=sale.received_at,
        business_date=sale.business_date,
        hour=sale.hour,
        cashier_id=sale.cashier_id,
        approved_by=sale.approved_by,
        corrects_id=sale.corrects_id,
        note=sale.note,
        reason=sale.reason,
        flags=tuple(flag for flag in sale.flags.split(",") if flag),
        body_sha256=sale.body_sha256,
        lines=tuple(
            Line(**{name: getattr(line, name) for name in Line.__slots__}) for line in view.lines
        ),
        payments=tuple(
            Money(**{name: getattr(money, name) for name in Money.__slots__})
            for money in view.payments
        ),
    )


def rows_of(session: Session, model: type[Row], org_id: str, sale_id: str) -> list[Row]:
    """Return a document's lines or payments in order."""
    statement = (
        select(model)
        .where(col(model.org_id) == org_id, col(model.sale_id) == sale_id)
        .order_by(col(model.position))
    )
    return list(session.scalars(statement))


def _corrections(session: Session, org_id: str, sale_ids: Sequence[str]) -> list[Sale]:
    statement = (
        select(Sale)
        .where(col(Sale.org_id) == org_id, col(Sale.corrects_id).in_(sale_ids))
        .order_by(col(Sale.received_at), col(Sale.id))
    )
    return list(session.scalars(statement))


def _refunded(session: Session, org_id: str, sale_id: str) -> dict[int, int]:
    statement = (
        select(SaleLine.corrects_position, func.sum(SaleLine.quantity_milli))  # type: ignore[call-overload]
        .join(Sale, (col(Sale.org_id) == SaleLine.org_id) & (col(Sale.id) == SaleLine.sale_id))
        .where(Sale.org_id == org_id, Sale.corrects_id == sale_id)
        .group_by(SaleLine.corrects_position)
    )
    return {position: -int(quantity) for position, quantity in session.execute(statement)}


def _means(session: Session, org_id: str, sale_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    statement = (
        select(Payment.sale_id, Payment.means)  # type: ignore[call-overload]
        .where(Payment.org_id == org_id, col(Payment.sale_id).in_(sale_ids))
        .order_by(Payment.sale_id, Payment.position)
    )
    for sale_id, means in session.execute(statement):
        found[sale_id] = (*found.get(sale_id, ()), means)
    return found
