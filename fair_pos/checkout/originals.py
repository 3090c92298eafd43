"""The sale that a refund or void corrects, with what was given back of it so far."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import queries, rules
from fair_pos.checkout.happened import NotHereYetError
from fair_pos.checkout.models import Payment, Sale, SaleLine
from fair_pos.checkout.rules import Portion
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.core.money import Vnd
from fair_pos.core.quantity import Milli


class NotASaleError(FairPosError):
    """Only a sale can be corrected."""

    code = "not_a_sale"
    status = 409
    vi = "{detail} không phải đơn bán. Chọn đơn bán ban đầu."
    en = "{detail} is no sale. Choose the original sale."


class AlreadyVoidedError(FairPosError):
    """Nothing is left of this sale to take back."""

    code = "already_voided"
    status = 409
    vi = "Đơn {detail} đã hủy hoặc đã trả hết hàng. Chọn đơn khác."
    en = "Sale {detail} was voided or refunded whole. Choose another."


@dataclass(frozen=True, slots=True)
class Original:
    """The sale to correct and what was given back of it so far."""

    sale: Sale
    lines: tuple[SaleLine, ...]
    payments: tuple[Payment, ...]
    refunded: dict[int, Portion]
    """By position; quantity and money as positive numbers."""
    given_back: dict[str, int]
    """Đồng by means, positive."""

    def left(self, line: SaleLine) -> int:
        """Return how much of a line can still come back."""
        return line.quantity_milli - self.refunded.get(line.position, rules.NOTHING).quantity_milli

    def left_by_means(self) -> dict[str, int]:
        """Return how much money of each means is still with the booth."""
        taken: dict[str, int] = {}
        for payment in self.payments:
            taken[payment.means] = taken.get(payment.means, 0) + payment.amount_vnd
        return {means: vnd - self.given_back.get(means, 0) for means, vnd in taken.items()}


def original_of(session: Session, till: TillIdentity, sale_id: str) -> Original:
    """Return a document of the till's booth with what was given back of it.

    Raises:
        NotHereYetError: unknown.
        NotFoundError: of another booth.
    """
    sale = session.get(Sale, (till.org_id, sale_id))
    if sale is None:
        raise NotHereYetError(sale_id)
    if sale.booth_id != till.booth_id:
        raise NotFoundError
    return Original(
        sale,
        tuple(queries.rows_of(session, SaleLine, till.org_id, sale_id)),
        tuple(queries.rows_of(session, Payment, till.org_id, sale_id)),
        refunded_of(session, till.org_id, sale_id),
        _given_back(session, till.org_id, sale_id),
    )


def refunded_of(session: Session, org_id: str, sale_id: str) -> dict[int, Portion]:
    """Return what came back of each line of a sale, as positive numbers."""
    statement = (
        select(  # type: ignore[call-overload]
            SaleLine.corrects_position,
            func.sum(SaleLine.quantity_milli),
            func.sum(SaleLine.amount_vnd),
        )
        .join(Sale, (col(Sale.org_id) == SaleLine.org_id) & (col(Sale.id) == SaleLine.sale_id))
        .where(Sale.org_id == org_id, Sale.corrects_id == sale_id)
        .group_by(SaleLine.corrects_position)
    )
    return {
        position: Portion(Milli(-int(quantity)), Vnd(-int(amount)))
        for position, quantity, amount in session.execute(statement)
    }


def _given_back(session: Session, org_id: str, sale_id: str) -> dict[str, int]:
    statement = (
        select(Payment.means, func.sum(Payment.amount_vnd))  # type: ignore[call-overload]
        .join(Sale, (col(Sale.org_id) == Payment.org_id) & (col(Sale.id) == Payment.sale_id))
        .where(Sale.org_id == org_id, Sale.corrects_id == sale_id)
        .group_by(Payment.means)
    )
    return {means: -int(amount) for means, amount in session.execute(statement)}
