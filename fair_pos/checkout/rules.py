"""The sums of a sale: basket → totals, and what a refund gives back. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fair_pos.core.errors import BadQuantityError, FairPosError
from fair_pos.core.money import Vnd, format_vnd, percent_of, round_half_up, split
from fair_pos.core.quantity import Milli, format_quantity, line_amount

WHOLE_PERCENT = 100_000
CLOCK_LIMIT = timedelta(minutes=5)
"""A till's clock may be this far ahead of the server's."""
LATE_LIMIT = timedelta(days=30)
"""A document may arrive this long after it was made."""


class BadDiscountError(FairPosError):
    """A discount that is none: negative, or above the whole."""

    code = "bad_discount"
    status = 422
    vi = "Mức giảm phải từ 0 đến 100%, số tiền giảm không được âm. Đã ghi {detail}."
    en = "A discount is 0 to 100%, an amount is not negative. Written: {detail}."


class RefundTooMuchError(FairPosError):
    """More is given back than was sold; `detail` is what is left to refund."""

    code = "refund_too_much"
    status = 422
    vi = "Trả nhiều hơn số đã bán. Còn trả được {detail}."
    en = "More than was sold. {detail} can still be refunded."


@dataclass(frozen=True, slots=True)
class PercentOff:
    """A discount in thousandths of one per cent: 10% is 10_000."""

    percent_milli: int

    def __post_init__(self) -> None:
        if not 0 <= self.percent_milli <= WHOLE_PERCENT:
            raise BadDiscountError(f"{format_quantity(self.percent_milli)}%")


@dataclass(frozen=True, slots=True)
class AmountOff:
    """A discount in đồng; it never takes more than there is."""

    amount_vnd: Vnd

    def __post_init__(self) -> None:
        if self.amount_vnd < 0:
            raise BadDiscountError(format_vnd(self.amount_vnd))


Discount = PercentOff | AmountOff


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What the price of a line depends on."""

    unit_price_vnd: Vnd
    quantity_milli: Milli
    discount: Discount | None = None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """The sums of a line: gross − line discount − share of the basket's discount = amount."""

    gross_vnd: Vnd
    line_discount_vnd: Vnd
    basket_share_vnd: Vnd
    amount_vnd: Vnd


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a basket, lines in order: subtotal (gross) − discount (all) = total."""

    lines: tuple[PricedLine, ...]
    subtotal_vnd: Vnd
    discount_vnd: Vnd
    total_vnd: Vnd


@dataclass(frozen=True, slots=True)
class Portion:
    """A quantity of one sold line and its net money: sold, or refunded so far."""

    quantity_milli: Milli
    amount_vnd: Vnd


NOTHING = Portion(Milli(0), Vnd(0))


def price_basket(lines: Sequence[OrderLine], basket_discount: Discount | None = None) -> Totals:
    """Return the sums of a basket.

    Each line: price × quantity, half up; less its own discount, half up, at most the line. The
    basket's discount is taken from the sum of the nets and split over the lines by their nets,
    so that the lines' amounts sum to the total. The till computes the same in basket.js.

    >>> lines = [
    ...     OrderLine(Vnd(600_000), Milli(450)),
    ...     OrderLine(Vnd(45_000), Milli(2000), PercentOff(10_000)),
    ...     OrderLine(Vnd(12_000), Milli(3000)),
    ...     OrderLine(Vnd(45_000), Milli(1200)),
    ... ]
    >>> totals = price_basket(lines)
    >>> totals.subtotal_vnd, totals.discount_vnd, totals.total_vnd
    (450000, 9000, 441000)
    >>> [line.basket_share_vnd for line in price_basket(lines, AmountOff(Vnd(10_000))).lines]
    [6122, 1837, 816, 1225]
    """
    grosses = [line_amount(line.unit_price_vnd, line.quantity_milli) for line in lines]
    own = [_discount_on(gross, line.discount) for gross, line in zip(grosses, lines, strict=True)]
    nets = [gross - off for gross, off in zip(grosses, own, strict=True)]
    shares = split(_discount_on(Vnd(sum(nets)), basket_discount), nets)
    priced = tuple(
        PricedLine(gross, off, share, Vnd(gross - off - share))
        for gross, off, share in zip(grosses, own, shares, strict=True)
    )
    subtotal, total = sum(grosses), sum(line.amount_vnd for line in priced)
    return Totals(priced, Vnd(subtotal), Vnd(subtotal - total), Vnd(total))


def refund_amount(sold: Portion, refunded: Portion, quantity: Milli) -> Vnd:
    """Return the money of a quantity given back, after what was refunded before.

    The net amount in proportion to all quantity given back so far, half up, less what was paid
    back before: all refunds of a line together give exactly what was paid for it.

    Raises:
        BadQuantityError: no quantity.
        RefundTooMuchError: more than is left of the line.

    >>> sold = Portion(Milli(3000), Vnd(100_000))
    >>> refund_amount(sold, NOTHING, Milli(1000))
    33333
    >>> refund_amount(sold, Portion(Milli(1000), Vnd(33_333)), Milli(2000))
    66667
    """
    if quantity <= 0:
        raise BadQuantityError(format_quantity(quantity))
    left = sold.quantity_milli - refunded.quantity_milli
    if quantity > left:
        raise RefundTooMuchError(format_quantity(left))
    return refund_share(sold, refunded, quantity)


def refund_share(sold: Portion, refunded: Portion, quantity: Milli) -> Vnd:
    """Return the money of a quantity that was given back, be it more than was sold.

    >>> refund_share(Portion(Milli(1000), Vnd(45_000)), NOTHING, Milli(2000))
    90000
    """
    back = refunded.quantity_milli + quantity
    return Vnd(round_half_up(sold.amount_vnd * back, sold.quantity_milli) - refunded.amount_vnd)


def is_wild(told: datetime, received: datetime, earliest: datetime) -> bool:
    """Say whether a till's clock cannot be right."""
    return told > received + CLOCK_LIMIT or told < earliest


def balance(amounts: Sequence[Vnd], total: Vnd) -> list[Vnd]:
    """Return what each line gives up so that the lines sum to what was really taken.

    >>> balance([Vnd(10_000), Vnd(90_000)], Vnd(50_000))
    [5000, 45000]
    """
    return split(Vnd(sum(amounts) - total), amounts)


def _discount_on(amount: Vnd, discount: Discount | None) -> Vnd:
    if discount is None:
        return Vnd(0)
    if isinstance(discount, PercentOff):
        return percent_of(amount, discount.percent_milli)
    return min(discount.amount_vnd, amount)
