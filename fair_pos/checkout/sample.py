"""A receipt to look at: a sale of the sample fair, or an invented one where sales are real."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, func, select

from fair_pos.checkout import context, queries, receipt
from fair_pos.checkout.entry import Entry, Line, Money
from fair_pos.checkout.models import Sale, SaleKind, SaleLine
from fair_pos.core.clock import business_date, local
from fair_pos.core.document import Boxed, Document
from fair_pos.db.store import Store
from fair_pos.printing import logos
from fair_pos.signing.keys import Signer
from fair_pos.venues.layouts import Layout, Owner
from fair_pos.venues.models import Venue

MARK = Boxed("PHIẾU MẪU – in thử, không phải đơn bán")
_GOODS = (
    ("Mực một nắng Cô Tô loại 2", "kg", 450, 600_000, None),
    ("Trứng vịt biển Đồng Rui", "vỉ", 2_000, 45_000, 4),
    ("Nước khoáng thiên nhiên Quang Hanh (bổ sung ga chất lượng cao)", "chai", 3_000, 12_000, 4),
    ("Cam Vạn Yên", "kg", 1_200, 45_000, None),
)


def paper(
    session: Session, venue: Venue, address: str, now: datetime, signer: Signer | None = None
) -> Document:
    """Return a receipt with its code, marked as a sample; in the sample fair the code opens."""
    sale_id = _told_sale(session, venue) if venue.is_demo else None
    if sale_id is not None:
        view = queries.sale_view(session, venue.org_id, sale_id)
        document = queries.paper_of(session, view, address, signer)
    else:
        document = receipt.document(replace(_heading(venue, address), signer=signer), invented(now))
    return Document("PHIẾU MẪU", (MARK, *document.blocks))


def styled(session: Session, owner: Owner, layout: Layout, store: Store) -> Document:
    """Return an invented sale's receipt as a layout would make it, at the owner's place."""
    if owner.booth_id:
        place = context.place_of(session, owner.org_id, owner.booth_id)
        heading = receipt.heading_of(
            session, place, "", shift_number=2, address=store.settings.base_url
        )
        heading = replace(heading, cashier_name="Hoàng Thị Hạnh", is_sample=True)
    else:
        venue = session.get_one(Venue, (owner.org_id, owner.venue_id))
        heading = replace(_heading(venue, store.settings.base_url), tax_code="5700000000")
    document = receipt.document(
        replace(heading, layout=layout, signer=store.signer), invented(store.clock.now())
    )
    return logos.fill(session, owner.org_id, document)


def invented(now: datetime) -> Entry:
    """Return a sale that nobody made: the receipt of the manual."""
    lines = tuple(_line(*goods) for goods in _GOODS)
    total = sum(line.amount_vnd for line in lines)
    return Entry(
        id="", kind=SaleKind.SALE, till_id="", shift_id="", seq=123, number="B017-1-000123",
        public_code="B4K7R2XQ9F", sold_at=now, received_at=now, business_date=business_date(now),
        hour=local(now).hour, cashier_id="", approved_by=None, corrects_id=None, note="",
        reason="", flags=(), body_sha256="", lines=lines,
        payments=(Money("cash", total, "confirmed_by_person", 500_000, 500_000 - total),),
    )  # fmt: skip


def _told_sale(session: Session, venue: Venue) -> str | None:
    """Return a late sale of three to six lines, which shows most of what a receipt can say."""
    statement = (
        select(Sale.id)
        .join(SaleLine, (col(SaleLine.org_id) == Sale.org_id) & (col(SaleLine.sale_id) == Sale.id))
        .where(Sale.org_id == venue.org_id, Sale.venue_id == venue.id, Sale.kind == SaleKind.SALE)
        .group_by(col(Sale.id))
        .having(func.count().between(3, 6))
        .order_by(func.max(SaleLine.stars).desc(), col(Sale.id).desc())
        .limit(1)
    )
    return session.exec(statement).first()


def _heading(venue: Venue, address: str) -> receipt.Heading:
    return receipt.Heading(
        venue_name=venue.name,
        exhibitor_name="Trung tâm OCOP Hạ Long",
        tax_code="",
        place_line="Gian B017, khu 1, phường Bãi Cháy",
        cashier_name="Hoàng Thị Hạnh",
        shift_number=2,
        address=address,
        is_sample=True,
    )


def _line(name: str, unit: str, quantity_milli: int, price_vnd: int, stars: int | None) -> Line:
    amount = price_vnd * quantity_milli // 1000
    return Line(
        product_id="", exhibitor_id="", name=name, unit=unit,
        sold_by="weight" if unit == "kg" else "piece",
        quantity_milli=quantity_milli, unit_price_vnd=price_vnd, list_price_vnd=price_vnd,
        gross_vnd=amount, line_discount_vnd=0, line_discount_text="", basket_discount_vnd=0,
        amount_vnd=amount, stars=stars, certificate="", criteria="", set_no=None,
        exhibitor_kind="",
    )  # fmt: skip
