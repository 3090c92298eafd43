"""The booth's day on a slip: what a vendor takes home in the evening."""

from datetime import datetime
from typing import Any

from fair_pos.checkout.context import Place
from fair_pos.checkout.day_sheet import DaySheet, ProductRow
from fair_pos.checkout.shift_paper import head, means_row
from fair_pos.core.clock import format_date, format_moment
from fair_pos.core.document import Block, Document, Row, Rule, Size, Text
from fair_pos.core.money import MINUS, format_vnd, format_vnd_unit
from fair_pos.core.quantity import Milli, format_quantity


def document(place: Place, sheet: DaySheet, at: datetime) -> Document:
    """Lay out a booth's day: money, means, goods, shifts."""
    day = format_date(sheet.day)
    blocks: list[Block] = [
        *head(place, "BẢNG BÁN TRONG NGÀY"),
        Row(f"Ngày {day}", f"in lúc {format_moment(at)}", bold_left=True),
        Rule(),
        Row("Số đơn bán", str(sheet.sales)),
        Row("Số phiếu trả, hủy", str(sheet.corrections)),
        Row("Tổng cộng", format_vnd_unit(sheet.total_vnd), size=Size.TOTAL, bold=True),
        Row("Trong đó OCOP", format_vnd(sheet.ocop_vnd)),
        Rule(),
        *(means_row(row) for row in sheet.by_means),
        Rule(),
        *(block for row in sheet.by_product for block in _goods(row)),
        *([] if sheet.by_product else [Text("Chưa bán gì trong ngày.")]),
        *([Rule()] if sheet.shifts else []),
        *(_shift(row) for row in sheet.shifts),
    ]
    return Document(f"Bảng bán ngày {day}", tuple(blocks))


def _goods(row: ProductRow) -> list[Block]:
    sign = MINUS if row.quantity_milli < 0 else ""
    quantity = f"{sign}{format_quantity(Milli(abs(row.quantity_milli)))} {row.unit}".strip()
    return [
        Text(row.name, stars=row.stars or 0),
        Row(quantity, format_vnd(row.amount_vnd), indent=True),
    ]


def _shift(row: dict[str, Any]) -> Row:
    if row["z_number"] is None:
        return Row(f"Ca {row['number']}", "chưa chốt")
    return Row(f"Ca {row['number']}, Z số {row['z_number']}", _difference(row["difference_vnd"]))


def _difference(vnd: int) -> str:
    return f"lệch {format_vnd(vnd)}" if vnd else "khớp"
