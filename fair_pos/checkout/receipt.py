"""What a receipt says: from an entry to a printable document.

A layout changes words and leaves out what may be hidden. It has no say in totals, payments,
number, time, code, title and the not-an-invoice line: they are written whatever it holds.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session

from fair_pos.accounts.models import Person
from fair_pos.checkout import context
from fair_pos.checkout.context import Place
from fair_pos.checkout.entry import Entry, Line, Money
from fair_pos.checkout.models import Means, SaleKind
from fair_pos.core.clock import format_date, format_moment
from fair_pos.core.document import (
    Align,
    Block,
    Boxed,
    Code,
    Document,
    Gap,
    Picture,
    Row,
    Rule,
    Size,
    Text,
)
from fair_pos.core.ids import group_code
from fair_pos.core.money import MINUS, format_vnd, format_vnd_unit
from fair_pos.core.quantity import format_quantity, format_weight
from fair_pos.db.edit import fields_of
from fair_pos.db.memory import recall
from fair_pos.signing import texts
from fair_pos.signing.facts import ReceiptFacts
from fair_pos.signing.keys import Signer
from fair_pos.venues import layouts
from fair_pos.venues.layouts import Layout, Part
from fair_pos.venues.models import Venue

NOT_AN_INVOICE = "Phiếu tính tiền – không phải hóa đơn"
TITLES = {
    SaleKind.SALE: "PHIẾU TÍNH TIỀN",
    SaleKind.REFUND: "PHIẾU TRẢ HÀNG",
    SaleKind.VOID: "PHIẾU HỦY ĐƠN",
}
MEANS_WORDS = {
    Means.CASH: "Tiền mặt",
    Means.VIETQR: "VietQR đã nhận",
    Means.OTHER: "Khác",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """Who sold where, as on the paper."""

    venue_name: str
    exhibitor_name: str
    tax_code: str
    place_line: str
    cashier_name: str
    shift_number: int | None
    address: str
    """Of the server, where receipts open under /R/."""
    is_sample: bool = False
    signer: Signer | None = None
    layout: Layout = layouts.PLAIN

    def shows(self, part: Part) -> bool:
        """Say whether the layout leaves a part on the paper."""
        return part not in self.layout.hidden


def heading_of(
    session: Session, place: Place, cashier_id: str, *, shift_number: int | None, address: str
) -> Heading:
    """Gather a receipt's heading."""
    key = ("heading", place.org_id, place.booth_id, cashier_id)
    heading = recall(session, key, lambda: _read_heading(session, place, cashier_id))
    return replace(heading, shift_number=shift_number, address=address)


def _read_heading(session: Session, place: Place, cashier_id: str) -> Heading:
    exhibitors = context.exhibitors_of(session, place.org_id, place.booth_id)
    person = session.get(Person, (place.org_id, cashier_id))
    first = exhibitors[0] if exhibitors else None
    return Heading(
        venue_name=place.venue_name,
        exhibitor_name=first.name if first else f"Gian {place.booth_code}",
        tax_code=first.tax_code if first else "",
        place_line=place.line,
        cashier_name=person.full_name if person else "",
        shift_number=None,
        address="",
        is_sample=session.get_one(Venue, (place.org_id, place.venue_id)).is_demo,
        layout=layouts.layout_of(session, place.org_id, place.venue_id, place.booth_id),
    )


def layout_form(session: Session, place: Place) -> dict[str, Any]:
    """Return a booth's layout as the till knows it: the fields that say something."""
    layout = layouts.layout_of(session, place.org_id, place.venue_id, place.booth_id)
    return {name: value for name, value in fields_of(layout).items() if value}


def document(heading: Heading, entry: Entry) -> Document:
    """Lay out a sale's, refund's or void's paper."""
    blocks: list[Block] = [
        *_head(heading, entry),
        Rule(),
        *(block for line in entry.lines for block in _line(line)),
        Rule(),
        *_totals(entry),
        *_payments(entry),
        Rule(),
        *(_stars_note(entry) if heading.shows(Part.STARS_NOTE) else []),
        *_foot(heading, entry),
    ]
    return Document(f"{TITLES[entry.kind]} {entry.number}", tuple(blocks))


def _head(heading: Heading, entry: Entry) -> list[Block]:
    center, layout = Align.CENTER, heading.layout
    has_tax_code = heading.tax_code and heading.shows(Part.TAX_CODE)
    shop_name = layout.shop_name or heading.exhibitor_name
    return [
        *([Picture(layout.logo)] if layout.logo else []),
        *(Text(line, align=center) for line in layout.heading or (heading.venue_name,)),
        Text(shop_name, size=Size.LARGE, bold=True, align=center),
        Text(heading.place_line, align=center),
        *([Text(f"MST {heading.tax_code}", align=center)] if has_tax_code else []),
        Text(TITLES[entry.kind], size=Size.TITLE, bold=True, align=center),
        Row(f"Số {entry.number}", format_moment(entry.sold_at), bold=True),
        *_corrects(entry),
        *_seller(heading),
    ]


def _seller(heading: Heading) -> list[Block]:
    has_shift = heading.shift_number and heading.shows(Part.SHIFT)
    person = f"Người bán: {heading.cashier_name}" if heading.shows(Part.CASHIER) else ""
    shift = f"Ca {heading.shift_number}" if has_shift else ""
    return [Row(person, shift)] if person or shift else []


def _corrects(entry: Entry) -> list[Block]:
    return [Text(f"Lý do: {entry.reason}")] if entry.kind is not SaleKind.SALE else []


def _line(line: Line) -> list[Block]:
    is_weight = line.sold_by == "weight"
    written = format_weight if is_weight else format_quantity
    sign = MINUS if line.quantity_milli < 0 else ""
    quantity = f"{sign}{written(abs(line.quantity_milli))} {line.unit}".strip()
    rows: list[Block] = [
        Text(line.name, bold=True, stars=line.stars or 0),
        Row(
            f"{quantity} × {format_vnd(line.unit_price_vnd)}",
            format_vnd(line.gross_vnd),
            indent=True,
        ),
    ]
    if line.line_discount_vnd:
        text = line.line_discount_text or "Giảm giá"
        rows.append(Row(text, format_vnd(-line.line_discount_vnd), indent=True))
    if line.note:
        rows.append(Text(f"  ({line.note})"))
    return rows


def _totals(entry: Entry) -> list[Block]:
    discount = entry.subtotal_vnd - entry.total_vnd
    rows: list[Block] = []
    if discount:
        rows.append(Row("Tạm tính", format_vnd(entry.subtotal_vnd)))
        rows.append(Row("Giảm giá", format_vnd(-discount)))
    rows.append(Row("Tổng cộng", format_vnd_unit(entry.total_vnd), size=Size.TOTAL, bold=True))
    return rows


def _payments(entry: Entry) -> list[Block]:
    return [row for money in entry.payments for row in _payment(entry.kind, money)]


def _payment(kind: SaleKind, money: Money) -> list[Block]:
    if kind is not SaleKind.SALE:
        words = f"Trả lại khách, {MEANS_BACK[Means(money.means)]}"
        return [Row(words, format_vnd(-money.amount_vnd), bold=True)]
    if money.means == Means.CASH and money.tendered_vnd is not None:
        return [
            Row("Khách đưa tiền mặt", format_vnd(money.tendered_vnd)),
            Row("Trả lại khách", format_vnd(money.change_vnd or 0), bold=True),
        ]
    return [Row(MEANS_WORDS[Means(money.means)], format_vnd(money.amount_vnd))]


MEANS_BACK = {
    Means.CASH: "tiền mặt",
    Means.VIETQR: "chuyển khoản",
    Means.OTHER: "cách khác",
}


def _stars_note(entry: Entry) -> list[Block]:
    if entry.kind is not SaleKind.SALE or not any(line.stars for line in entry.lines):
        return []
    words = f"★ Sản phẩm OCOP còn hạn sao ngày {format_date(entry.business_date)}"
    return [Text(words, size=Size.SMALL)]  # at body size the date of 80 mm falls off the line


def _foot(heading: Heading, entry: Entry) -> list[Block]:
    lines = (
        Text("Quét để xem lại phiếu", bold=True),
        Text("Mã kiểm tra"),
        Text(group_code(entry.public_code), bold=True),
        *([Text("Cảm ơn quý khách!")] if heading.shows(Part.THANKS) else []),
    )
    words: list[Block] = [Text(line, align=Align.CENTER) for line in heading.layout.footer]
    footer = [Gap(), *words] if words else []
    address = f"{heading.address}/R/{_signed(heading, entry)}".upper()
    short = f"{heading.address}/R/{entry.public_code}".upper()
    code = Code(address, lines, typed="" if short == address else short)
    return [code, *footer, Gap(), Boxed(NOT_AN_INVOICE)]


def _signed(heading: Heading, entry: Entry) -> str:
    """Return the receipt's code, and behind it facts and signature where the server has a key."""
    facts = ReceiptFacts(
        code=entry.public_code,
        form=entry.kind.value,
        is_sample=heading.is_sample,
        at=entry.sold_at,
        total_vnd=abs(entry.total_vnd),
        number=entry.number,
    )
    return texts.signed(heading.signer.key if heading.signer else None, facts)
