"""Adds up a shift: the X, and what its cash box should hold."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from fair_pos.checkout.models import CashMove, Means, Payment, Sale, SaleKind, Shift
from fair_pos.core.clock import iso_utc


@dataclass(frozen=True, slots=True)
class MeansTotal:
    """Money of a shift by one means and state."""

    means: str
    state: str
    count: int
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class ShiftTotals:
    """The X of a shift; holds no expected cash."""

    sales: int
    corrections: int
    lines: int
    sold_vnd: int
    corrected_vnd: int
    by_means: tuple[MeansTotal, ...]
    cash_moves: tuple[dict[str, Any], ...]


def totals_of(session: Session, shift: Shift) -> ShiftTotals:
    """Add up a shift so far; late documents of a closed one are not in its Z but are here."""
    kinds = session.execute(
        select(  # type: ignore[call-overload]
            Sale.kind,
            func.count(),
            func.coalesce(func.sum(Sale.line_count), 0),
            func.coalesce(func.sum(Sale.total_vnd), 0),
        )
        .where(
            Sale.org_id == shift.org_id, Sale.shift_id == shift.id, Sale.till_id == shift.till_id
        )
        .group_by(Sale.kind)
    ).all()
    sales = [row for row in kinds if row[0] == SaleKind.SALE]
    others = [row for row in kinds if row[0] != SaleKind.SALE]
    moves = session.scalars(
        select(CashMove)
        .where(col(CashMove.org_id) == shift.org_id, col(CashMove.shift_id) == shift.id)
        .order_by(col(CashMove.moved_at), col(CashMove.id))
    )
    return ShiftTotals(
        sales=sum(row[1] for row in sales),
        corrections=sum(row[1] for row in others),
        lines=sum(int(row[2]) for row in kinds),
        sold_vnd=sum(int(row[3]) for row in sales),
        corrected_vnd=sum(int(row[3]) for row in others),
        by_means=_by_means(session, shift),
        cash_moves=tuple(
            {"amount_vnd": move.amount_vnd, "reason": move.reason, "at": iso_utc(move.moved_at)}
            for move in moves
        ),
    )


def expected_cash(shift: Shift, totals: ShiftTotals) -> int:
    """Return the cash the box should hold: float + cash taken − given back + moves."""
    taken = sum(row.amount_vnd for row in totals.by_means if row.means == Means.CASH)
    moved: int = sum(move["amount_vnd"] for move in totals.cash_moves)
    return shift.float_vnd + taken + moved


def _by_means(session: Session, shift: Shift) -> tuple[MeansTotal, ...]:
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Payment.means, Payment.state, func.count(), func.sum(Payment.amount_vnd)
        )
        .join(Sale, (col(Sale.org_id) == Payment.org_id) & (col(Sale.id) == Payment.sale_id))
        .where(
            Sale.org_id == shift.org_id, Sale.shift_id == shift.id, Sale.till_id == shift.till_id
        )
        .group_by(Payment.means, Payment.state)
        .order_by(Payment.means, Payment.state)
    )
    return tuple(MeansTotal(means, state, n, int(amount)) for means, state, n, amount in rows)
