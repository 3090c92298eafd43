"""The JSON forms of what a till reads back."""

from dataclasses import asdict
from typing import Any

from fair_pos.checkout.day_sheet import DaySheet
from fair_pos.checkout.models import Payment, SaleLine
from fair_pos.checkout.queries import SaleRow, SaleView
from fair_pos.core.clock import iso_utc


def sale_row_form(row: SaleRow) -> dict[str, Any]:
    """Return a document of a list."""
    sale = row.sale
    return {
        "id": sale.id,
        "number": sale.number,
        "kind": sale.kind,
        "sold_at": iso_utc(sale.sold_at),
        "total_vnd": sale.total_vnd,
        "line_count": sale.line_count,
        "shift_id": sale.shift_id,
        "means": list(row.means),
        "flags": _flags(sale.flags),
        "corrects_id": sale.corrects_id,
        "voided": row.is_voided,
        "refunded_vnd": -row.corrected_vnd,
    }


def sale_form(view: SaleView) -> dict[str, Any]:
    """Return a document whole."""
    sale = view.sale
    return {
        "id": sale.id,
        "number": sale.number,
        "kind": sale.kind,
        "public_code": sale.public_code,
        "sold_at": iso_utc(sale.sold_at),
        "received_at": iso_utc(sale.received_at),
        "business_date": sale.business_date.isoformat(),
        "shift_id": sale.shift_id,
        "cashier_id": sale.cashier_id,
        "corrects_id": sale.corrects_id,
        "reason": sale.reason,
        "note": sale.note,
        "subtotal_vnd": sale.subtotal_vnd,
        "discount_vnd": sale.discount_vnd,
        "total_vnd": sale.total_vnd,
        "ocop_vnd": sale.ocop_vnd,
        "flags": _flags(sale.flags),
        "voided": view.is_voided,
        "refunded_vnd": -view.corrected_vnd,
        "lines": [
            _line_form(line, view.refunded_milli.get(line.position, 0)) for line in view.lines
        ],
        "payments": [_payment_form(money) for money in view.payments],
        "corrections": [
            {
                "id": row.id,
                "number": row.number,
                "kind": row.kind,
                "sold_at": iso_utc(row.sold_at),
                "total_vnd": row.total_vnd,
            }
            for row in view.corrections
        ],
        "jobs": [{"id": job.id, "state": job.state, "copy_no": job.copy_no} for job in view.jobs],
    }


def _line_form(line: SaleLine, refunded_milli: int) -> dict[str, Any]:
    same = (
        "position", "product_id", "name", "unit", "sold_by", "quantity_milli", "unit_price_vnd",
        "gross_vnd", "line_discount_vnd", "line_discount_text", "basket_discount_vnd",
        "amount_vnd", "stars", "note",
    )  # fmt: skip
    return {**{name: getattr(line, name) for name in same}, "refunded_milli": refunded_milli}


def _payment_form(money: Payment) -> dict[str, Any]:
    same = ("means", "amount_vnd", "tendered_vnd", "change_vnd", "state", "memo")
    return {name: getattr(money, name) for name in same}


def day_sheet_form(sheet: DaySheet) -> dict[str, Any]:
    """Return a booth's day."""
    return {**asdict(sheet), "day": sheet.day.isoformat()}


def _flags(flags: str) -> list[str]:
    return [flag for flag in flags.split(",") if flag]
