"""When the booth's cash drawer opens: while cash changes hands, or for somebody with a reason.

Never later: a till that was without the server hands in what happened an hour ago, and a drawer
that springs open then opens in front of nobody. Never in a reprint, which passes here not at all.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from fair_pos.accounts import tills
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import context
from fair_pos.checkout.context import Place
from fair_pos.checkout.entry import Entry
from fair_pos.checkout.models import CashMove, Means, SaleKind
from fair_pos.core.clock import Clock
from fair_pos.printing import drawer
from fair_pos.printing.drawer import NoDrawerError, Pulse, Reason

FRESH_FOR = timedelta(seconds=30)
"""How old cash may be that still lies in somebody's hand."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants the drawer open without a sale: who, why, and the leader who agreed."""

    id: str
    person_id: str
    reason: str
    approved_by: str


def open_for_document(
    session: Session, clock: Clock, place: Place, till: TillIdentity, entry: Entry
) -> None:
    """Open it for a sale paid in cash, or for cash given back, of this moment."""
    if not place.has_drawer or entry.was_printed:
        return
    if not any(money.means == Means.CASH and money.amount_vnd for money in entry.payments):
        return
    if _is_fresh(session, till, entry.sold_at, entry.received_at):
        reason = Reason.CASH_SALE if entry.kind is SaleKind.SALE else Reason.CASH_BACK
        _open(session, clock, place, Wish(entry.id, entry.cashier_id, reason, ""))


def open_for_move(session: Session, clock: Clock, till: TillIdentity, move: CashMove) -> None:
    """Open it for cash put in or taken out at this moment."""
    place = context.place_of(session, till.org_id, till.booth_id)
    if place.has_drawer and _is_fresh(session, till, move.moved_at, clock.now()):
        _open(session, clock, place, Wish(move.id, move.moved_by, move.reason, ""))


def open_by_hand(session: Session, clock: Clock, till: TillIdentity, wish: Wish) -> None:
    """Open it because somebody said why and a booth leader agreed.

    Raises:
        NoDrawerError: none hangs at the booth's printer.
    """
    place = context.place_of(session, till.org_id, till.booth_id)
    if not place.has_drawer:
        raise NoDrawerError
    _open(session, clock, place, wish)


def _open(session: Session, clock: Clock, place: Place, wish: Wish) -> None:
    assert place.printer_id is not None, "a drawer hangs at a printer"
    pulse = Pulse(
        org_id=place.org_id,
        printer_id=place.printer_id,
        booth_id=place.booth_id,
        id=wish.id,
        by=wish.person_id,
        reason=wish.reason,
        approved_by=wish.approved_by,
    )
    drawer.open_it(session, clock, pulse)


def _is_fresh(session: Session, till: TillIdentity, made: datetime, received: datetime) -> bool:
    """Say whether something was done just now; a till's wrong clock is no lateness."""
    return abs(received - made - tills.clock_skew(session, till)) <= FRESH_FOR
