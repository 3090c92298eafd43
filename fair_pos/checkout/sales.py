"""Sells: claim the id, price the basket, freeze what is true now, write it whole."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from fair_pos.accounts import queries as accounts
from fair_pos.accounts.models import Role
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import claims, context, ledger, receipt, rules, shifts
from fair_pos.checkout.claims import Stored
from fair_pos.checkout.context import Goods, Place
from fair_pos.checkout.models import Flag, SaleKind
from fair_pos.checkout.orders import DocumentOrder, SaleLineOrder, SaleOrder
from fair_pos.checkout.rules import OrderLine, PricedLine
from fair_pos.core.clock import Clock, business_date
from fair_pos.core.money import Vnd, format_vnd
from fair_pos.core.quantity import Milli, format_quantity, line_amount
from fair_pos.db.memory import recall

CLOCK_LIMIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a document counts: its business date, and what was odd about its time or shift."""

    sold_at: datetime
    received_at: datetime
    day: date
    shift: shifts.ShiftState
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and when a document is made."""

    place: Place
    till: TillIdentity
    moment: Moment


def sell(
    session: Session,
    clock: Clock,
    till: TillIdentity,
    order: SaleOrder,
    approved_by: str | None = None,
) -> Stored:
    """Store a sale that happened; odd things are flagged, never refused.

    The same id with the same body gives the stored answer again; with another body the answer's
    status is `conflict` and the body is kept.
    """
    known = claims.claim(session, clock, till, order)
    if known is not None:
        return known
    place = context.place_of(session, till.org_id, till.booth_id)
    moment = moment_of(session, clock, place, till, order)
    product_ids = [line.product_id for line in order.lines]
    goods = context.goods_of(session, till.org_id, product_ids, moment.sold_at, moment.day)
    lines, total_differs = _lines(order, goods)
    flags = {
        *moment.flags,
        *person_flags(session, till, order),
        *_goods_flags(order, goods),
        *_discount_flags(session, place, till, order, approved_by),
        *([Flag.TOTAL_DIFFERS] if total_differs else []),
    }
    entry = ledger.Entry(
        id=order.id,
        kind=SaleKind.SALE,
        till_id=till.till_id,
        shift_id=order.shift_id,
        seq=order.seq,
        number=order.number,
        public_code=order.public_code,
        sold_at=moment.sold_at,
        received_at=moment.received_at,
        business_date=moment.day,
        cashier_id=order.cashier_id,
        approved_by=approved_by,
        corrects_id=None,
        note=order.note,
        reason=order.discount_reason,
        flags=tuple(sorted(flags)),
        body_sha256=order.sha256(),
        lines=lines,
        payments=_payments(order),
    )
    return write(session, clock, Desk(place, till, moment), entry)


def write(session: Session, clock: Clock, desk: Desk, entry: ledger.Entry) -> Stored:
    """Write an entry with its paper; after its shift's Z it becomes an addendum."""
    place, shift = desk.place, desk.moment.shift
    heading = receipt.heading_of(
        session, place, entry.cashier_id, shift_number=shift.number, address=desk.till.address
    )
    paper = receipt.document(heading, entry)
    job_id = ledger.record(session, clock, place, entry, paper)
    if shift.is_closed:
        shifts.add_addendum(session, clock, place.org_id, entry)
    return Stored(
        id=entry.id,
        number=entry.number,
        status="stored",
        flags=entry.flags,
        received_at=entry.received_at,
        public_code=entry.public_code,
        total_vnd=entry.total_vnd,
        job_id=job_id,
    )


def moment_of(
    session: Session, clock: Clock, place: Place, till: TillIdentity, order: DocumentOrder
) -> Moment:
    """Decide which business day a document belongs to; a wild clock falls back to the shift."""
    received = clock.now()
    shift = shifts.state_of(session, till.org_id, till.till_id, order.shift_id)
    flags = []
    day = business_date(order.sold_at)
    earliest = (shift.opened_at or received) - timedelta(days=1 if shift.opened_at else 30)
    if order.sold_at > received + CLOCK_LIMIT or order.sold_at < earliest:
        flags.append(Flag.CLOCK_OFF)
        day = shift.business_date or business_date(received)
    if shift.is_unknown:
        flags.append(Flag.SHIFT_UNKNOWN)
    if shift.is_closed:
        flags.append(Flag.SHIFT_CLOSED)
    if place.suspended or not place.sells:
        flags.append(Flag.BOOTH_SUSPENDED)
    if not context.is_open_day(session, place, day):
        flags.append(Flag.OUTSIDE_DAYS)
    if ledger.number_is_taken(session, till.org_id, till.till_id, order.seq):
        flags.append(Flag.NUMBER_TAKEN)
    return Moment(order.sold_at, received, day, shift, tuple(flags))


def person_flags(session: Session, till: TillIdentity, order: DocumentOrder) -> list[Flag]:
    """Flag a seller who does not belong to the booth."""
    return [] if _role(session, till, order.cashier_id) else [Flag.CASHIER_UNKNOWN]


def _role(session: Session, till: TillIdentity, person_id: str) -> Role | None:
    org_id, booth_id = till.org_id, till.booth_id
    return recall(
        session,
        ("role", org_id, booth_id, person_id),
        lambda: accounts.booth_role(session, org_id, booth_id, person_id),
    )


def _lines(order: SaleOrder, goods: dict[str, Goods]) -> tuple[tuple[ledger.Line, ...], bool]:
    """Price the lines; what the till took other than the rule says is booked as discount."""
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
    lines = [
        _line(line, priced, goods.get(line.product_id))
        for line, priced in zip(order.lines, totals.lines, strict=True)
    ]
    difference = totals.total_vnd - order.total_vnd
    if difference:
        first = lines[0]
        lines[0] = replace(
            first,
            basket_discount_vnd=first.basket_discount_vnd + difference,
            amount_vnd=first.amount_vnd - difference,
        )
    return tuple(lines), difference != 0


def _line(line: SaleLineOrder, priced: PricedLine, goods: Goods | None) -> ledger.Line:
    stars = goods.stars if goods else None
    return ledger.Line(
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


def _payments(order: SaleOrder) -> tuple[ledger.Money, ...]:
    return tuple(
        ledger.Money(
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
    leads = _role(session, till, approved_by or order.cashier_id) is Role.BOOTH_LEADER
    limit = place.leader_discount_percent if leads else place.cashier_discount_percent
    above = (gross - order.total_vnd) * 100 > gross * limit
    return [Flag.DISCOUNT_ABOVE_LIMIT] if above else []
