"""Where and when a document is made: the moment it counts at, what is odd about it, its writing."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from fair_pos.accounts import queries as accounts
from fair_pos.accounts.models import Role, Till
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import cash_drawer, context, ledger, receipt, rules, shifts
from fair_pos.checkout.claims import Stored
from fair_pos.checkout.context import Place
from fair_pos.checkout.entry import Entry
from fair_pos.checkout.models import Flag
from fair_pos.checkout.orders import PUBLIC_CODE_LENGTH, DocumentOrder
from fair_pos.checkout.shifts import ShiftState
from fair_pos.core import ids
from fair_pos.core.clock import VIETNAM, Clock, business_date, local
from fair_pos.db.memory import recall


@dataclass(frozen=True, slots=True)
class Moment:
    """When a document counts, and what is odd about its time, shift, place or seller."""

    at: datetime
    """By the till's clock, or the server's where that one is wild."""
    received_at: datetime
    day: date
    shift: ShiftState
    flags: tuple[Flag, ...]

    @property
    def hour(self) -> int:
        """Return the hour of the Vietnamese day."""
        return local(self.at).hour


@dataclass(frozen=True, slots=True)
class Desk:
    """Where and when a document is made."""

    place: Place
    till: TillIdentity
    moment: Moment


def moment_of(
    session: Session, clock: Clock, place: Place, till: TillIdentity, order: DocumentOrder
) -> Moment:
    """Decide which business day a document belongs to; a wild clock falls back to the shift."""
    received = clock.now()
    shift = shifts.state_of(session, till.org_id, till.till_id, order.shift_id)
    wild = rules.is_wild(order.sold_at, received, _earliest(shift, received))
    at = received if wild else order.sold_at
    day = (shift.business_date if wild else None) or business_date(at)
    odd = {
        Flag.CLOCK_OFF: wild,
        Flag.SHIFT_UNKNOWN: shift.is_unknown,
        Flag.SHIFT_CLOSED: shift.is_closed,
        Flag.BOOTH_SUSPENDED: place.suspended or not place.sells,
        Flag.OUTSIDE_DAYS: not context.is_open_day(session, place, day),
        Flag.NUMBER_NOT_OWN: not order.number.startswith(_prefix(place, till)),
        Flag.NUMBER_TAKEN: ledger.number_is_taken(session, till.org_id, till.till_id, order.seq),
        Flag.TILL_REVOKED: _is_revoked(session, till),
        Flag.CASHIER_UNKNOWN: role_of(session, till, order.cashier_id) is None,
    }
    return Moment(at, received, day, shift, tuple(flag for flag, holds in odd.items() if holds))


def write(session: Session, clock: Clock, desk: Desk, entry: Entry) -> Stored:
    """Write an entry with its paper; after its shift's Z it becomes an addendum."""
    place, shift = desk.place, desk.moment.shift
    entry = _with_free_code(session, place.org_id, entry)
    heading = receipt.heading_of(
        session, place, entry.cashier_id, shift_number=shift.number, address=desk.till.address
    )
    paper = receipt.document(replace(heading, signer=desk.till.signer), entry)
    cash_drawer.open_for_document(session, clock, place, desk.till, entry)
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


def role_of(session: Session, till: TillIdentity, person_id: str) -> Role | None:
    """Return what a person is at the till's booth, or None."""
    org_id, booth_id = till.org_id, till.booth_id
    return recall(
        session,
        ("role", org_id, booth_id, person_id),
        lambda: accounts.booth_role(session, org_id, booth_id, person_id),
    )


def _is_revoked(session: Session, till: TillIdentity) -> bool:
    """Say whether the till is revoked by now; its identity may be older than that."""
    key = ("revoked", till.org_id, till.till_id)
    return recall(session, key, lambda: _read_revoked(session, till))


def _read_revoked(session: Session, till: TillIdentity) -> bool:
    row = session.get(Till, (till.org_id, till.till_id))
    return row is not None and row.revoked_at is not None


def _prefix(place: Place, till: TillIdentity) -> str:
    """Return how the till's numbers begin, also where its series was taken by another meanwhile."""
    return f"{place.booth_code}-{till.series.partition('-')[0]}-"


def _earliest(shift: ShiftState, received: datetime) -> datetime:
    """Return the earliest believable moment: the eve of the shift, or a month back."""
    if shift.business_date is None:
        return received - rules.LATE_LIMIT
    return datetime.combine(shift.business_date, time.min, VIETNAM) - timedelta(days=1)


def _with_free_code(session: Session, org_id: str, entry: Entry) -> Entry:
    """Give a new code where another receipt has this one: the sale is not refused for it."""
    if not ledger.code_is_taken(session, org_id, entry.public_code):
        return entry
    flags = tuple(sorted({*entry.flags, Flag.CODE_TAKEN}))
    return replace(entry, public_code=ids.new_code(PUBLIC_CODE_LENGTH), flags=flags)
