"""Sells: claim the id, price the basket, freeze what is true now, write it whole."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from fair_pos.accounts.models import Role
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import claims, context, desk, rules, sold_labels
from fair_pos.checkout.claims import Stored
from fair_pos.checkout.context import Goods, Place
from fair_pos.checkout.desk import Desk
from fair_pos.checkout.entry import Entry, Line, Money
from fair_pos.checkout.models import Flag, SaleKind
from fair_pos.checkout.orders import SaleLineOrder, SaleOrder
from fair_pos.checkout.rules import OrderLine, PricedLine
from fair_pos.core.clock import Clock
from fair_pos.core.money import Vnd, format_vnd
from fair_pos.core.quantity import Milli, format_quantity, line_amount


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at before the write: a leader's PIN, the proofs of labels."""

    approved_by: str | None = None
    has_foreign_label: bool = False


PLAIN = Checked()
"""Of a sale without a PIN and without labels."""


def sell(
    session: Session, clock: Clock, till: TillIdentity, order: SaleOrder, checked: Checked = PLAIN
) -> Stored:
    """Store a sale that happened; odd things are flagged, never refused.

    The same id with the same body gives the stored answer again; with another body the answer's
    status is `conflict` and the body is kept.
    """
    known = claims.claim(session, clock, till, order)
    if known is not None:
        return known
    place = context.place_of(session, till.org_id, till.booth_id)
    moment = desk.moment_of(session, clock, place, till, order)
    product_ids = [line.product_id for line in order.lines]
    goods = context.goods_of(session, till.org_id, product_ids, moment.at, moment.day)
    lines, total_differs = _lines(order, goods)
    flags = {
        *moment.flags,
        *_goods_flags(order, goods),
        *_discount_flags(session, place, till, order, checked.approved_by),
        *_label_flags(session, till, order, checked),
        *([Flag.TOTAL_DIFFERS] if total_differs else []),
    }
    entry = Entry(
        id=order.id,
        kind=SaleKind.SALE,
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
        approved_by=checked.approved_by,
        corrects_id=None,
        note=order.note,
        reason=order.discount_reason,
        flags=tuple(sorted(flags)),
        body_sha256=order.sha256(),
        lines=lines,
        payments=_payments(order),
        was_printed=order.again,
        labels=_labels(order),
    )
    return desk.write(session, clock, Desk(place, till, moment), entry)


def _lines(order: SaleOrder, goods: dict[str, Goods]) -> tuple[tuple[Line, ...], bool]:
    """Price the lines; what the till took other than the rule says is booked as discount.

    Says whether the till took something else.
    """
    totals = rules.price_basket(
        [
            OrderLine(
                Vnd(line.unit_price_vnd),
                Milli(line.quantity_milli),
                line.discount.off() if line.discount else None,
            )
            for line in order.lines
        ],
        order.discount.off() if order.discount else None,
    )
    parts = rules.balance([line.amount_vnd for line in totals.lines], Vnd(order.total_vnd))
    lines = tuple(
        _line(line, _less(priced, part), goods.get(line.product_id))
        for line, priced, part in zip(order.lines, totals.lines, parts, strict=True)
    )
    return lines, totals.total_vnd != order.total_vnd


def _less(priced: PricedLine, part: Vnd) -> PricedLine:
    return replace(
        priced,
        basket_share_vnd=Vnd(priced.basket_share_vnd + part),
        amount_vnd=Vnd(priced.amount_vnd - part),
    )


def _line(line: SaleLineOrder, priced: PricedLine, goods: Goods | None) -> Line:
    stars = goods.stars if goods else None
    return Line(
        product_id=goods.product_id if goods else None,
        exhibitor_id=goods.exhibitor_id if goods else None,
        name=line.name,
        unit=line.unit,
        sold_by=line.sold_by,
        quantity_milli=line.quantity_milli,
        unit_price_vnd=line.unit_price_vnd,
        list_price_vnd=goods.price_vnd if goods else line.list_price_vnd,
        gross_vnd=priced.gross_vnd,
        line_discount_vnd=priced.line_discount_vnd,
        line_discount_text=discount_text(line),
        basket_discount_vnd=priced.basket_share_vnd,
        amount_vnd=priced.amount_vnd,
        stars=stars.stars if stars else None,
        certificate=stars.decision_no if stars and stars.stars else "",
        criteria=goods.criteria if goods else "",
        set_no=goods.set_no if goods else None,
        exhibitor_kind=goods.exhibitor_kind if goods else "",
        note=line.note,
    )


def discount_text(line: SaleLineOrder) -> str:
    """Write a line's discount as on the paper: `Giảm 10%` or `Giảm 5.000`."""
    if line.discount is None:
        return ""
    off = line.discount.off()
    if isinstance(off, rules.PercentOff):
        return f"Giảm {format_quantity(off.percent_milli)}%"
    return f"Giảm {format_vnd(off.amount_vnd)}"


def _labels(order: SaleOrder) -> dict[int, tuple[str, ...]]:
    """Return the labels by the line's position; one that stands on two lines is the first one's."""
    lines: dict[str, int] = {}
    for position, line in enumerate(order.lines):
        for code in line.labels:
            lines.setdefault(code, position)
    found: dict[int, tuple[str, ...]] = {}
    for code in sorted(lines):
        found[lines[code]] = (*found.get(lines[code], ()), code)
    return found


def _payments(order: SaleOrder) -> tuple[Money, ...]:
    return tuple(
        Money(
            means=payment.means.value,
            amount_vnd=payment.amount_vnd,
            state=payment.state.value,
            tendered_vnd=payment.tendered_vnd,
            change_vnd=payment.change_vnd,
            memo=payment.memo,
            bank_bin=payment.bank_bin,
            account_number=payment.account_number,
            shown_at=payment.shown_at,
            claimed_at=payment.claimed_at,
            confirmed_at=payment.confirmed_at or order.sold_at,
            confirmed_by=order.cashier_id,
            note=payment.note,
        )
        for payment in order.payments
    )


def _goods_flags(order: SaleOrder, goods: dict[str, Goods]) -> list[Flag]:
    flags = []
    for line in order.lines:
        known = goods.get(line.product_id)
        if known is None:
            flags.append(Flag.PRODUCT_UNKNOWN)
        elif known.withdrawn:
            flags.append(Flag.PRODUCT_WITHDRAWN)
        if known is not None and known.price_vnd != line.unit_price_vnd:
            flags.append(Flag.PRICE_DIFFERS)
    return flags


def _label_flags(
    session: Session, till: TillIdentity, order: SaleOrder, checked: Checked
) -> list[Flag]:
    if not order.labels:
        return []
    odd = {
        Flag.LABEL_SOLD_BEFORE: any(
            one.counts for one in sold_labels.sales_of(session, till.org_id, order.labels)
        ),
        Flag.LABEL_NOT_OURS: checked.has_foreign_label,
    }
    return [flag for flag, holds in odd.items() if holds]


def _discount_flags(
    session: Session,
    place: Place,
    till: TillIdentity,
    order: SaleOrder,
    approved_by: str | None,
) -> list[Flag]:
    gross = sum(
        line_amount(Vnd(line.unit_price_vnd), Milli(line.quantity_milli)) for line in order.lines
    )
    leads = desk.role_of(session, till, approved_by or order.cashier_id) is Role.BOOTH_LEADER
    limit = place.leader_discount_percent if leads else place.cashier_discount_percent
    above = (gross - order.total_vnd) * 100 > gross * limit
    return [Flag.DISCOUNT_ABOVE_LIMIT] if above else []
