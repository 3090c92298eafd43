"""The booth's day: what a vendor takes home in the evening."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from fair_pos.checkout.models import (
    BoothHour,
    BoothMeans,
    Sale,
    SaleLine,
    Shift,
    ShiftAddendum,
    ShiftClose,
)


@dataclass(frozen=True, slots=True)
class ProductRow:
    """What was sold of a product, refunds taken off; largest amount first."""

    name: str
    unit: str
    stars: int | None
    quantity_milli: int
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class DaySheet:
    """All of one booth and day."""

    day: date
    sales: int
    corrections: int
    total_vnd: int
    ocop_vnd: int
    by_means: tuple[dict[str, Any], ...]
    by_hour: tuple[dict[str, Any], ...]
    by_product: tuple[ProductRow, ...]
    shifts: tuple[dict[str, Any], ...]


def day_sheet(session: Session, org_id: str, booth_id: str, day: date) -> DaySheet:
    """Add up a booth's day."""
    hours = session.scalars(
        select(BoothHour)
        .where(
            col(BoothHour.org_id) == org_id,
            col(BoothHour.booth_id) == booth_id,
            col(BoothHour.day) == day,
        )
        .order_by(col(BoothHour.hour))
    ).all()
    return DaySheet(
        day=day,
        sales=sum(row.sales for row in hours),
        corrections=sum(row.corrections for row in hours),
        total_vnd=sum(row.total_vnd for row in hours),
        ocop_vnd=sum(row.ocop_vnd for row in hours),
        by_means=_by_means(session, org_id, booth_id, day),
        by_hour=tuple(
            {"hour": row.hour, "sales": row.sales, "total_vnd": row.total_vnd} for row in hours
        ),
        by_product=_by_product(session, org_id, booth_id, day),
        shifts=_shifts(session, org_id, booth_id, day),
    )


def _by_means(
    session: Session, org_id: str, booth_id: str, day: date
) -> tuple[dict[str, Any], ...]:
    rows = session.scalars(
        select(BoothMeans)
        .where(
            col(BoothMeans.org_id) == org_id,
            col(BoothMeans.booth_id) == booth_id,
            col(BoothMeans.day) == day,
        )
        .order_by(col(BoothMeans.means), col(BoothMeans.state))
    )
    return tuple(
        {
            "means": row.means,
            "state": row.state,
            "count": row.payments,
            "amount_vnd": row.amount_vnd,
        }
        for row in rows
    )


def _by_product(session: Session, org_id: str, booth_id: str, day: date) -> tuple[ProductRow, ...]:
    amount = func.sum(SaleLine.amount_vnd)
    rows = session.execute(
        select(  # type: ignore[call-overload]
            SaleLine.name,
            SaleLine.unit,
            SaleLine.stars,
            func.sum(SaleLine.quantity_milli),
            amount,
        )
        .join(Sale, (col(Sale.org_id) == SaleLine.org_id) & (col(Sale.id) == SaleLine.sale_id))
        .where(Sale.org_id == org_id, Sale.booth_id == booth_id, Sale.business_date == day)
        .group_by(SaleLine.name, SaleLine.unit, SaleLine.stars)
        .order_by(amount.desc(), SaleLine.name)
        .limit(500)
    )
    return tuple(ProductRow(n, u, s, int(q), int(a)) for n, u, s, q, a in rows)


def _shifts(session: Session, org_id: str, booth_id: str, day: date) -> tuple[dict[str, Any], ...]:
    rows = session.execute(
        select(Shift, ShiftClose, func.coalesce(func.sum(ShiftAddendum.total_vnd), 0))
        .outerjoin(
            ShiftClose,
            (col(ShiftClose.org_id) == Shift.org_id) & (col(ShiftClose.id) == Shift.id),
        )
        .outerjoin(
            ShiftAddendum,
            (col(ShiftAddendum.org_id) == Shift.org_id) & (col(ShiftAddendum.shift_id) == Shift.id),
        )
        .where(
            col(Shift.org_id) == org_id,
            col(Shift.booth_id) == booth_id,
            col(Shift.business_date) == day,
        )
        .group_by(Shift.org_id, Shift.id, ShiftClose.org_id, ShiftClose.id)
        .order_by(col(Shift.opened_at), col(Shift.id))
    )
    return tuple(
        {
            "number": shift.number,
            "z_number": done.z_number if done else None,
            "difference_vnd": done.difference_vnd if done else None,
            "addenda_vnd": int(late),
        }
        for shift, done, late in rows
    )
