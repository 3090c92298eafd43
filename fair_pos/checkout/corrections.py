"""Refunds and voids: new documents that name the sale they correct; nothing sold is edited."""

from dataclasses import dataclass

from sqlmodel import Session

from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import claims, context, desk, originals, rules
from fair_pos.checkout.claims import Stored
from fair_pos.checkout.desk import Desk
from fair_pos.checkout.entry import Entry, Line, Money
from fair_pos.checkout.models import Means, PaymentState, SaleKind, SaleLine
from fair_pos.checkout.orders import RefundOrder, VoidOrder
from fair_pos.checkout.originals import Original
from fair_pos.checkout.rules import Portion
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.core.money import Vnd, split
from fair_pos.core.quantity import Milli


class ApprovalNeededError(FairPosError):
    """A booth leader must agree with a PIN."""

    code = "approval_needed"
    status = 403
    vi = "Cần mã PIN trưởng gian."
    en = "Booth lead's PIN needed."


class OtherMeansError(ApprovalNeededError):
    """The money goes back by another means than it came."""

    vi = "Trả bằng cách khác với lúc thu tiền. Cần mã PIN trưởng gian."
    en = "Not the means it was paid by. Booth lead's PIN needed."


class OtherShiftError(ApprovalNeededError):
    """The sale belongs to a shift that may be counted already."""

    vi = "Đơn thuộc ca khác. Cần mã PIN trưởng gian."
    en = "A sale of another shift. Booth lead's PIN needed."


class AlreadyVoidedError(FairPosError):
    """Nothing is left of this sale to take back."""

    code = "already_voided"
    status = 409
    vi = "Đơn {detail} đã hủy hoặc đã trả hết hàng. Chọn đơn khác."
    en = "Sale {detail} was voided or refunded whole. Choose another."


@dataclass(frozen=True, slots=True)
class Back:
    """What comes back: goods with negative amounts, money by means as positive đồng."""

    kind: SaleKind
    lines: tuple[Line, ...]
    money: dict[str, int]
    approved_by: str | None


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
    original = originals.original_of(session, till, order.corrects_id)
    wanted: dict[int, int] = {}
    for line in order.lines:
        wanted[line.position] = wanted.get(line.position, 0) + line.quantity_milli
    lines = _lines_back(original, wanted)
    total = -sum(line.amount_vnd for line in lines)
    means = order.means.value if order.means else ""
    same = original.left_by_means()
    if means and same.get(means, 0) < total:
        _need(approved_by, OtherMeansError())
    if original.sale.shift_id != order.shift_id:
        _need(approved_by, OtherShiftError())
    money = {means: total} if means and total else _spread(same, total)
    return _write(session, clock, till, order, Back(SaleKind.REFUND, lines, money, approved_by))


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
    original = originals.original_of(session, till, order.corrects_id)
    wanted = {line.position: original.left(line) for line in original.lines}
    wanted = {position: quantity for position, quantity in wanted.items() if quantity > 0}
    if not wanted:
        raise AlreadyVoidedError(original.sale.number)
    if original.sale.shift_id != order.shift_id:
        _need(approved_by, OtherShiftError())
    lines = _lines_back(original, wanted)
    total = -sum(line.amount_vnd for line in lines)
    money = _spread(original.left_by_means(), total)
    return _write(session, clock, till, order, Back(SaleKind.VOID, lines, money, approved_by))


def _need(approved_by: str | None, otherwise: ApprovalNeededError) -> None:
    if approved_by is None:
        raise otherwise


def _lines_back(original: Original, wanted: dict[int, int]) -> tuple[Line, ...]:
    sold = {line.position: line for line in original.lines}
    if any(position not in sold for position in wanted):
        raise NotFoundError
    return tuple(
        _line_back(sold[position], original.refunded.get(position, rules.NOTHING), Milli(quantity))
        for position, quantity in sorted(wanted.items())
    )


def _line_back(line: SaleLine, before: Portion, quantity: Milli) -> Line:
    """Turn a sold line round: its net in proportion, so that all parts sum to what was paid."""
    portion = Portion(Milli(line.quantity_milli), Vnd(line.amount_vnd))
    amount = rules.refund_amount(portion, before, quantity)
    return Line(
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


def _write(
    session: Session, clock: Clock, till: TillIdentity, order: RefundOrder | VoidOrder, back: Back
) -> Stored:
    place = context.place_of(session, till.org_id, till.booth_id)
    moment = desk.moment_of(session, clock, place, till, order)
    entry = Entry(
        id=order.id,
        kind=back.kind,
        till_id=till.till_id,
        shift_id=order.shift_id,
        seq=order.seq,
        number=order.number,
        public_code=order.public_code,
        sold_at=order.sold_at,
        received_at=moment.received_at,
        business_date=moment.day,
        hour=moment.hour,
        cashier_id=order.cashier_id,
        approved_by=back.approved_by,
        corrects_id=order.corrects_id,
        note="",
        reason=order.reason,
        flags=tuple(sorted(moment.flags)),
        body_sha256=order.sha256(),
        lines=back.lines,
        payments=_payments(order, back.money),
    )
    return desk.write(session, clock, Desk(place, till, moment), entry)


def _payments(order: RefundOrder | VoidOrder, money: dict[str, int]) -> tuple[Money, ...]:
    return tuple(
        Money(
            means=Means(means).value,
            amount_vnd=-vnd,
            state=PaymentState.CONFIRMED_BY_PERSON.value,
            confirmed_at=order.sold_at,
            confirmed_by=order.cashier_id,
        )
        for means, vnd in money.items()
    )
