"""A booth card on a receipt printer: for the one booth that lost its card."""

from dataclasses import dataclass

from sqlmodel import Session

from fair_pos.accounts.models import TillCard
from fair_pos.core.clock import Clock, format_moment
from fair_pos.core.document import Align, Block, Boxed, Code, Document, Row, Rule, Size, Text
from fair_pos.core.errors import NotFoundError
from fair_pos.labels.cards import BoothCard, in_two
from fair_pos.printing import payload, queries, spool
from fair_pos.printing.models import JobKind, Printer
from fair_pos.printing.spool import NewJob
from fair_pos.venues.models import Venue


@dataclass(frozen=True, slots=True)
class CardOrder:
    """Which printer prints a card, with which address, for whom."""

    venue: Venue
    printer: Printer
    base_url: str
    by: str


def print_card(session: Session, clock: Clock, order: CardOrder, one: BoothCard) -> None:
    """Print an open card; printed before, it comes as a marked copy.

    Raises:
        NotFoundError: the card was used or taken back.
    """
    card = one.card
    if card is None or not one.is_open:
        raise NotFoundError
    earlier = queries.jobs_of_document(session, card.org_id, card.id)
    if earlier:
        spool.reprint(session, clock, card.org_id, earlier[0].id, order.by)
        return
    new = NewJob(
        org_id=card.org_id,
        printer_id=order.printer.id,
        booth_id=one.booth.id,
        kind=JobKind.REPORT,
        document_id=card.id,
        payload=payload.dump(document(order, one, card.code, clock)),
        created_by=order.by,
    )
    spool.enqueue(session, clock, new)


def document(order: CardOrder, one: BoothCard, code: str, clock: Clock) -> Document:
    """Lay out a card: booth, exhibitor, the code that enrols a device, the three steps."""
    venue, center = order.venue, Align.CENTER
    exhibitor = one.exhibitors[0] if one.exhibitors else ""
    wifi = venue.wifi_name or "của hội chợ"
    blocks: list[Block] = [
        Text(venue.name, align=center),
        Text(f"THẺ GIAN {one.booth.code}", size=Size.TITLE, bold=True, align=center),
        *([Text(exhibitor, size=Size.LARGE, bold=True, align=center)] if exhibitor else []),
        Rule(),
        Code(
            f"{order.base_url.upper()}/T/{code}",
            (Text("Mã ghép máy"), Text(in_two(code), size=Size.LARGE, bold=True)),
        ),
        Rule(),
        Text(f"1. Nối Wi-Fi {wifi}"),
        Text("2. Quét mã bằng máy ảnh điện thoại"),
        Text("3. Chọn tên, nhập mã PIN"),
        *([Text(f"Cần giúp: {venue.help_phone}")] if venue.help_phone else []),
        Row("In lúc", format_moment(clock.now())),
        Boxed("Dùng một lần, thu hồi được. Đưa tận tay người bán."),
    ]
    return Document(f"Thẻ gian {one.booth.code}", tuple(blocks))


def is_card(session: Session, org_id: str, document_id: str) -> bool:
    """Say whether a paper is a booth card: its code lets whoever reads it enrol a device."""
    return session.get(TillCard, (org_id, document_id)) is not None
