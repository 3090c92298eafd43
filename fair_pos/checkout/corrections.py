"""Refunds and voids: new documents that name the sale they correct; nothing sold is edited."""

from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlmodel import Session, col

from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import claims, context, ledger, queries, rules, sales
from fair_pos.checkout.claims import Stored
from fair_pos.checkout.models import Means, Payment, PaymentState, Sale, SaleKind, SaleLine
from fair_pos.checkout.orders import DocumentOrder, RefundOrder, VoidOrder
from fair_pos.checkout.rules import Portion
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.core.money import Vnd, split
from fair_pos.core.quantity import Milli


class ApprovalNeededError(FairPosError):
    """A booth leader must agree with a PIN."""

    code = "approval_needed"
    status = 403
    vi = "{detail} Cần mã PIN trưởng gian."
    en = "Booth lead's PIN needed."


class AlreadyVoidedError(FairPosError):
    """Nothing is left of this sale to take back."""

    code = "already_voided"
    status = 409
    vi = "Đơn {detail} đã hủy hoặc đã trả hết hàng."
    en = "Sale {detail} was voided or refunded whole."


class NotASaleError(FairPosError):
    """Only a sale can be corrected."""

    code = "not_a_sale"
    status = 409
    vi = "{detail} không phải đơn bán. Chọn đơn bán ban đầu."
    en = "{detail} is no sale. Choose the original sale."


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


def refund(
    session: Session,
    clock: Clock,
    till: TillIdentity,
    order: RefundOrder,
    approved_by: str | None = None,
) -> Stored:
    """Give goods back by line and quantity, never above what was sold.

    Raises:
        NotFoundError: not a sale of this booth, or no such line.
        RefundTooMuchError: more than is left.
        ApprovalNeededError: other means, or a sale of another shift, without a leader's PIN.
    """
    known = claims.claim(session, clock, till, order)
    if known is not None:
        return known
    original = original_of(session, till, order.corrects_id)
    wanted: dict[int, int] = {}
    for line in order.lines:
        wanted[line.position] = wanted.get(line.position, 0) + line.quantity_milli
    lines = _lines_back(original, wanted)
    total = -sum(line.amount_vnd for line in lines)
    means = order.means.value if order.means else ""
    same = original.left_by_means()
    if means and same.get(means, 0) < total:
        _need(approved_by, "Trả bằng cách khác lúc thu tiền.")
    if original.sale.shift_id != order.shift_id:
        _need(approved_by, "Đơn thuộc ca khác.")
    money = {means: total} if means else _spread(same, total)
    entry = _entry(order, SaleKind.REFUND, till, approved_by, (lines, money))
    return _write(session, clock, till, order, entry)


def void(
    session: Session,
    clock: Clock,
    till: TillIdentity,
    order: VoidOrder,
    approved_by: str | None = None,
) -> Stored:
    """Take back all that is left of a sale, by the means it was paid.

    Raises:
        NotFoundError: not a sale of this booth.
        AlreadyVoidedError: nothing is left.
        ApprovalNeededError: a sale of another shift without a leader's PIN.
    """
    known = claims.claim(session, clock, till, order)
    if known is not None:
        return known
    original = original_of(session, till, order.corrects_id)
    wanted = {line.position: original.left(line) for line in original.lines}
    wanted = {position: quantity for position, quantity in wanted.items() if quantity > 0}
    if not wanted:
        raise AlreadyVoidedError(original.sale.number)
    if original.sale.shift_id != order.shift_id:
        _need(approved_by, "Đơn thuộc ca khác.")
    lines = _lines_back(original, wanted)
    total = -sum(line.amount_vnd for line in lines)
    money = _spread(original.left_by_means(), total)
    entry = _entry(order, SaleKind.VOID, till, approved_by, (lines, money))
    return _write(session, clock, till, order, entry)


def original_of(session: Session, till: TillIdentity, sale_id: str) -> Original:
    """Return a sale of the till's booth with what was given back of it.

    Raises:
        NotFoundError: unknown, or of another booth.
        NotASaleError: itself a refund or void.
    """
    sale = session.get(Sale, (till.org_id, sale_id))
    if sale is None or sale.booth_id != till.booth_id:
        raise NotFoundError
    if sale.kind != SaleKind.SALE:
        raise NotASaleError(sale.number)
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


def _need(approved_by: str | None, why: str) -> None:
    if approved_by is None:
        raise ApprovalNeededError(why)


def _lines_back(original: Original, wanted: dict[int, int]) -> tuple[ledger.Line, ...]:
    sold = {line.position: line for line in original.lines}
    if any(position not in sold for position in wanted):
        raise NotFoundError
    return tuple(
        _line_back(sold[position], original.refunded.get(position, rules.NOTHING), Milli(quantity))
        for position, quantity in sorted(wanted.items())
    )


def _line_back(line: SaleLine, before: Portion, quantity: Milli) -> ledger.Line:
    """Turn a sold line round: its net in proportion, so that all parts sum to what was paid."""
    portion = Portion(Milli(line.quantity_milli), Vnd(line.amount_vnd))
    amount = rules.refund_amount(portion, before, quantity)
    return ledger.Line(
        product_id=line.product_id,
        exhibitor_id=line.exhibitor_id,
        name=line.name,
        unit=line.unit,
        sold_by=line.sold_by,
        quantity_milli=-quantity,
        unit_price_vnd=line.unit_price_vnd,
        list_price_vnd=line.list_price_vnd,
        gross_vnd=-amount,
        line_discount_vnd=0,
        line_discount_text="",
        basket_discount_vnd=0,
        amount_vnd=-amount,
        stars=line.stars,
        certificate=line.certificate,
        criteria=line.criteria,
        set_no=line.set_no,
        exhibitor_kind=line.exhibitor_kind,
        corrects_position=line.position,
    )


def _spread(left: dict[str, int], total: int) -> dict[str, int]:
    """Give money back by the means it was taken, in proportion to what is left of each."""
    means = [name for name, vnd in left.items() if vnd > 0]
    parts = split(Vnd(total), [left[name] for name in means])
    return {name: part for name, part in zip(means, parts, strict=True) if part}


def _entry(
    order: RefundOrder | VoidOrder,
    kind: SaleKind,
    till: TillIdentity,
    approved_by: str | None,
    content: tuple[tuple[ledger.Line, ...], dict[str, int]],
) -> ledger.Entry:
    lines, money = content
    return ledger.Entry(
        id=order.id,
        kind=kind,
        till_id=till.till_id,
        shift_id=order.shift_id,
        seq=order.seq,
        number=order.number,
        public_code=order.public_code,
        sold_at=order.sold_at,
        received_at=order.sold_at,
        business_date=order.sold_at.date(),
        cashier_id=order.cashier_id,
        approved_by=approved_by,
        corrects_id=order.corrects_id,
        note="",
        reason=order.reason,
        flags=(),
        body_sha256=order.sha256(),
        lines=lines,
        payments=tuple(
            ledger.Money(
                means=Means(means).value,
                amount_vnd=-vnd,
                state=PaymentState.CONFIRMED_BY_PERSON.value,
                confirmed_at=order.sold_at,
                confirmed_by=order.cashier_id,
            )
            for means, vnd in money.items()
        ),
    )


def _write(
    session: Session,
    clock: Clock,
    till: TillIdentity,
    order: DocumentOrder,
    entry: ledger.Entry,
) -> Stored:
    place = context.place_of(session, till.org_id, till.booth_id)
    moment = sales.moment_of(session, clock, place, till, order)
    flags = {*moment.flags, *sales.person_flags(session, till, order)}
    dated = replace(
        entry,
        received_at=moment.received_at,
        business_date=moment.day,
        flags=tuple(sorted(flags)),
    )
    return sales.write(session, clock, sales.Desk(place, till, moment), dated)
