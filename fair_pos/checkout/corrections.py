"""Refunds and voids: new documents that name the sale they correct; nothing sold is edited."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import claims, context, desk, originals, rules
from fair_pos.checkout.claims import Stored
from fair_pos.checkout.desk import Desk
from fair_pos.checkout.entry import Entry, Line, Money
from fair_pos.checkout.happened import excused
from fair_pos.checkout.models import Flag, Means, PaymentState, SaleKind, SaleLine
from fair_pos.checkout.orders import CorrectionOrder, RefundOrder, VoidOrder
from fair_pos.checkout.originals import Original
from fair_pos.checkout.rules import Portion, RefundTooMuchError
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.core.money import MAX_VND, Vnd, format_vnd, split
from fair_pos.core.quantity import MAX_MILLI, Milli

AmountOf = Callable[[Portion, Portion, Milli], Vnd]


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


@dataclass(frozen=True, slots=True)
class Back:
    """What comes back: goods with negative amounts, money by means as positive đồng."""

    kind: SaleKind
    lines: tuple[Line, ...]
    money: dict[str, int]
    approved_by: str | None
    flags: frozenset[Flag]


def refund(
    session: Session,
    clock: Clock,
    till: TillIdentity,
    order: RefundOrder,
    approved_by: str | None = None,
) -> Stored:
    """Give goods back by line and quantity, never above what was sold; unless it happened.

    Raises:
        NotFoundError: not a sale of this booth, or no such line.
        NotASaleError: itself a refund or void.
        RefundTooMuchError: more than is left; or, happened or not, more than can be counted.
        ApprovalNeededError: other means, or a sale of another shift, without a leader's PIN.
    """
    known = claims.claim(session, clock, till, order)
    if known is not None:
        return known
    original = originals.original_of(session, till, order.corrects_id)
    wanted: dict[int, int] = {}
    for line in order.lines:
        wanted[line.position] = wanted.get(line.position, 0) + line.quantity_milli
    flags = _odd_kind(original, order)
    try:
        lines = () if flags else _lines_back(original, wanted, rules.refund_amount)
    except (NotFoundError, RefundTooMuchError) as refusal:
        flags.add(excused(Flag.REFUND_ABOVE_SOLD, refusal, happened=order.happened))
        lines = _lines_back(original, _sold_only(original, wanted), rules.refund_share)
    total = -sum(line.amount_vnd for line in lines)
    if total > MAX_VND or max(wanted.values()) > MAX_MILLI:
        raise RefundTooMuchError(format_vnd(original.sale.total_vnd))
    means = order.means.value if order.means else ""
    if means and original.left_by_means().get(means, 0) < total and approved_by is None:
        flags.add(excused(Flag.NOT_APPROVED, OtherMeansError(), happened=order.happened))
    flags |= _odd_shift(original, order, approved_by)
    money = {means: total} if means and total else _spread(original, total)
    back = Back(SaleKind.REFUND, lines, money, approved_by, frozenset(flags))
    return _write(session, clock, till, order, back)


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
        NotASaleError: itself a refund or void.
        AlreadyVoidedError: nothing is left; one that happened is stored with no lines, 0 đồng.
        ApprovalNeededError: a sale of another shift without a leader's PIN.
    """
    known = claims.claim(session, clock, till, order)
    if known is not None:
        return known
    original = originals.original_of(session, till, order.corrects_id)
    flags = _odd_kind(original, order)
    wanted = {line.position: original.left(line) for line in original.lines}
    wanted = {position: quantity for position, quantity in wanted.items() if quantity > 0}
    if not wanted and not flags:
        refusal = originals.AlreadyVoidedError(original.sale.number)
        flags.add(excused(Flag.ALREADY_VOIDED, refusal, happened=order.happened))
    flags |= _odd_shift(original, order, approved_by)
    lines = _lines_back(original, wanted, rules.refund_amount)
    money = _spread(original, -sum(line.amount_vnd for line in lines))
    back = Back(SaleKind.VOID, lines, money, approved_by, frozenset(flags))
    return _write(session, clock, till, order, back)


def _odd_kind(original: Original, order: CorrectionOrder) -> set[Flag]:
    if original.sale.kind == SaleKind.SALE:
        return set()
    refusal = originals.NotASaleError(original.sale.number)
    return {excused(Flag.NOT_A_SALE, refusal, happened=order.happened)}


def _odd_shift(original: Original, order: CorrectionOrder, approved_by: str | None) -> set[Flag]:
    if original.sale.shift_id == order.shift_id or approved_by is not None:
        return set()
    return {excused(Flag.NOT_APPROVED, OtherShiftError(), happened=order.happened)}


def _lines_back(
    original: Original, wanted: dict[int, int], amount_of: AmountOf
) -> tuple[Line, ...]:
    """Turn sold lines round; raises for what was never sold or is not left."""
    sold = {line.position: line for line in original.lines}
    if any(position not in sold for position in wanted):
        raise NotFoundError
    return tuple(
        _line_back(sold[position], original, Milli(quantity), amount_of)
        for position, quantity in sorted(wanted.items())
    )


def _sold_only(original: Original, wanted: dict[int, int]) -> dict[int, int]:
    sold = {line.position for line in original.lines}
    return {position: quantity for position, quantity in wanted.items() if position in sold}


def _line_back(line: SaleLine, original: Original, quantity: Milli, amount_of: AmountOf) -> Line:
    """Turn a sold line round: its net in proportion, so that all parts sum to what was paid."""
    portion = Portion(Milli(line.quantity_milli), Vnd(line.amount_vnd))
    amount = amount_of(portion, original.refunded.get(line.position, rules.NOTHING), quantity)
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


def _spread(original: Original, total: int) -> dict[str, int]:
    """Give money back by the means it was taken, in proportion to what is left of each.

    Where more was given back than was taken, it came out of the cash box.
    """
    left = original.left_by_means()
    means = [name for name, vnd in left.items() if vnd > 0] or [Means.CASH.value]
    parts = split(Vnd(total), [left.get(name, 0) for name in means])
    return {name: part for name, part in zip(means, parts, strict=True) if part}


def _write(
    session: Session, clock: Clock, till: TillIdentity, order: CorrectionOrder, back: Back
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
        flags=tuple(sorted({*moment.flags, *back.flags})),
        body_sha256=order.sha256(),
        lines=back.lines,
        payments=_payments(order, back.money),
        was_printed=order.again,
    )
    return desk.write(session, clock, Desk(place, till, moment), entry)


def _payments(order: CorrectionOrder, money: dict[str, int]) -> tuple[Money, ...]:
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
