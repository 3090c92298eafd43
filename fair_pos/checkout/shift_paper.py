"""The slips of a shift: the hand-over (Z), the shift so far (X); the Z as the till reads it."""

import json
from datetime import datetime
from typing import Any

from fair_pos.checkout.context import Place
from fair_pos.checkout.models import Means, PaymentState, Shift, ShiftClose
from fair_pos.core.clock import format_moment
from fair_pos.core.document import Align, Block, Document, Row, Rule, Size, Text
from fair_pos.core.money import format_vnd

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


def hand_over(place: Place, shift: Shift, done: ShiftClose, closed_by: str) -> Document:
    """Lay out the hand-over sheet, the Z."""
    totals = json.loads(done.totals)
    blocks: list[Block] = [
        *head(place, "TỜ GIAO CA"),
        Row(f"Z số {done.z_number}", f"Ca {shift.number}", bold=True),
        Row("Mở ca", format_moment(shift.opened_at)),
        Row("Chốt ca", format_moment(done.closed_at)),
        Row("Người chốt", closed_by),
        Rule(),
        *_sums(totals),
        *_cash(shift, totals),
        Row("Đếm được", format_vnd(done.counted_vnd), bold=True),
        Row("Theo sổ", format_vnd(done.expected_vnd)),
        Row("Chênh lệch", format_vnd(done.difference_vnd), bold=True),
    ]
    if done.explanation:
        blocks.append(Text(f"Vì sao lệch: {done.explanation}"))
    return Document(f"Tờ giao ca Z {done.z_number}", tuple(blocks))


def so_far(place: Place, shift: Shift, totals: dict[str, Any], at: datetime) -> Document:
    """Lay out the shift so far, the X; it never tells the cash that should be there."""
    blocks: list[Block] = [
        *head(place, "CA ĐANG BÁN (X)"),
        Row(f"Ca {shift.number}", "chưa chốt", bold=True),
        Row("Mở ca", format_moment(shift.opened_at)),
        Row("In lúc", format_moment(at)),
        Rule(),
        *_sums(totals),
        *_cash(shift, totals),
    ]
    return Document(f"Ca đang bán {shift.number} (X)", tuple(blocks))


def head(place: Place, title: str) -> list[Block]:
    """Begin a slip of a booth."""
    return [
        Text(place.venue_name, align=Align.CENTER),
        Text(place.line, align=Align.CENTER),
        Text(title, size=Size.TITLE, bold=True, align=Align.CENTER),
    ]


def means_row(row: dict[str, Any]) -> Row:
    """Write the money of one means and state."""
    words = MEANS_WORDS[Means(row["means"])]
    if row["means"] == Means.VIETQR:
        words = f"{words}, {STATE_WORDS[PaymentState(row['state'])]}"
    return Row(f"{words} ({row['count']})", format_vnd(row["amount_vnd"]))


def _sums(totals: dict[str, Any]) -> list[Block]:
    return [
        Row("Số đơn bán", str(totals["sales"])),
        Row("Tiền bán", format_vnd(totals["sold_vnd"])),
        Row("Số phiếu trả, hủy", str(totals["corrections"])),
        Row("Tiền trả lại", format_vnd(totals["corrected_vnd"])),
        Rule(),
        *(means_row(row) for row in totals["by_means"]),
        Rule(),
    ]


def _cash(shift: Shift, totals: dict[str, Any]) -> list[Block]:
    return [
        Row("Tiền lẻ đầu ca", format_vnd(shift.float_vnd)),
        *(Row(move["reason"], format_vnd(move["amount_vnd"])) for move in totals["cash_moves"]),
    ]


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
