"""The Z of a shift on paper, and as the till reads it."""

import json
from typing import Any

from sqlmodel import Session

from fair_pos.accounts.models import Person
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import context, shifts
from fair_pos.checkout.context import Place
from fair_pos.checkout.models import Means, PaymentState, Shift, ShiftClose
from fair_pos.core.clock import Clock, format_moment
from fair_pos.core.document import Align, Block, Document, Row, Rule, Size, Text
from fair_pos.core.money import format_vnd
from fair_pos.printing import payload, spool
from fair_pos.printing.models import JobKind

MEANS_WORDS = {
    Means.CASH: "Tiền mặt",
    Means.VIETQR: "VietQR",
    Means.OTHER: "Khác",
}
STATE_WORDS = {
    PaymentState.CONFIRMED_BY_PERSON: "người bán xác nhận",
    PaymentState.CONFIRMED_BY_BANK: "ngân hàng báo",
    PaymentState.SHOWN: "chưa xác nhận",
    PaymentState.CLAIMED: "khách báo đã chuyển",
}


def queue(session: Session, clock: Clock, till: TillIdentity, done: ShiftClose) -> None:
    """Queue the hand-over sheet; a booth without a printer gets none."""
    place = context.place_of(session, till.org_id, till.booth_id)
    if place.printer_id is None:
        return
    shift = shifts.own_shift(session, till, done.id)
    person = session.get(Person, (till.org_id, done.closed_by))
    paper = document(place, shift, done, person.full_name if person else "")
    spool.enqueue(
        session,
        clock,
        spool.NewJob(
            org_id=till.org_id,
            printer_id=place.printer_id,
            booth_id=till.booth_id,
            kind=JobKind.REPORT,
            document_id=done.id,
            payload=payload.dump(paper),
            created_by=done.closed_by,
        ),
    )


def document(place: Place, shift: Shift, done: ShiftClose, closed_by: str) -> Document:
    """Lay out the hand-over sheet."""
    totals = json.loads(done.totals)
    blocks: list[Block] = [
        Text(place.venue_name, align=Align.CENTER),
        Text(place.line, align=Align.CENTER),
        Text("TỜ GIAO CA", size=Size.TITLE, bold=True, align=Align.CENTER),
        Row(f"Z số {done.z_number}", f"Ca {shift.number}", bold=True),
        Row("Mở ca", format_moment(shift.opened_at)),
        Row("Chốt ca", format_moment(done.closed_at)),
        Row("Người chốt", closed_by),
        Rule(),
        Row("Số đơn bán", str(totals["sales"])),
        Row("Tiền bán", format_vnd(totals["sold_vnd"])),
        Row("Số phiếu trả, hủy", str(totals["corrections"])),
        Row("Tiền trả lại", format_vnd(totals["corrected_vnd"])),
        Rule(),
        *(_means_row(row) for row in totals["by_means"]),
        Rule(),
        Row("Tiền lẻ đầu ca", format_vnd(shift.float_vnd)),
        *(Row(move["reason"], format_vnd(move["amount_vnd"])) for move in totals["cash_moves"]),
        Row("Đếm được", format_vnd(done.counted_vnd), bold=True),
        Row("Theo sổ", format_vnd(done.expected_vnd)),
        Row("Chênh lệch", format_vnd(done.difference_vnd), bold=True),
    ]
    if done.explanation:
        blocks.append(Text(f"Vì sao lệch: {done.explanation}"))
    return Document(f"Tờ giao ca Z {done.z_number}", tuple(blocks))


def form(done: ShiftClose) -> dict[str, Any]:
    """Return a Z as the till reads it."""
    return {
        "z_number": done.z_number,
        "counted_vnd": done.counted_vnd,
        "expected_vnd": done.expected_vnd,
        "difference_vnd": done.difference_vnd,
        "explanation": done.explanation,
        "totals": json.loads(done.totals),
    }


def _means_row(row: dict[str, Any]) -> Row:
    words = MEANS_WORDS[Means(row["means"])]
    if row["means"] == Means.VIETQR:
        words = f"{words}, {STATE_WORDS[PaymentState(row['state'])]}"
    return Row(f"{words} ({row['count']})", format_vnd(row["amount_vnd"]))
