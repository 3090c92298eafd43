"""Shifts of a till: opening with a float, cash moves, and what arrives after the Z."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select
from sqlmodel import Session, col

from fair_pos.accounts import queries as accounts
from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import cash_drawer, context, rules
from fair_pos.checkout.entry import Entry
from fair_pos.checkout.happened import NotHereYetError, ShiftFlag, excused
from fair_pos.checkout.models import CashMove, Shift, ShiftAddendum, ShiftClose
from fair_pos.core.clock import Clock, business_date, iso_utc
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.db import journal
from fair_pos.db.memory import recall


class ShiftOpenError(FairPosError):
    """A till has one shift at a time."""

    code = "shift_open"
    status = 409
    vi = "Máy này đang mở ca {detail}. Chốt ca đó trước."
    en = "Shift {detail} is open on this till. Close it first."


class ShiftClosedError(FairPosError):
    """The shift has its Z already."""

    code = "shift_closed"
    status = 409
    vi = "Ca đã chốt. Mở ca mới để bán."
    en = "Shift closed. Open a new one to sell."


@dataclass(frozen=True, slots=True)
class ShiftState:
    """What a sale needs to know of its shift."""

    number: int | None
    opened_at: datetime | None
    business_date: date | None
    is_closed: bool

    @property
    def is_unknown(self) -> bool:
        """Say that the server has not heard of it."""
        return self.number is None


@dataclass(frozen=True, slots=True)
class NewShift:
    """What a till says when it opens a shift."""

    id: str
    opened_at: datetime
    float_vnd: int
    person_id: str
    """Empty where nobody was signed in; then it happened."""
    happened: bool = False
    """Done without the server: what would be refused is flagged."""


def open_shift(session: Session, clock: Clock, till: TillIdentity, new: NewShift) -> Shift:
    """Open a shift; the same id again gives the same shift.

    Raises:
        ShiftOpenError: the till has another one open, and this one did not happen.
        NotFoundError: the id is that of another till's shift.
    """
    if session.get(Shift, (till.org_id, new.id)) is not None:
        return own_shift(session, till, new.id)
    flags = odd(session, clock, till, new.person_id, new.opened_at)
    current = open_shift_of(session, till.org_id, till.till_id)
    if current is not None:
        refusal = ShiftOpenError(str(current.number))
        flags.add(excused(ShiftFlag.OTHER_SHIFT_OPEN, refusal, happened=new.happened))
    place = context.place_of(session, till.org_id, till.booth_id)
    shift = Shift(
        org_id=till.org_id,
        id=new.id,
        venue_id=place.venue_id,
        booth_id=till.booth_id,
        till_id=till.till_id,
        number=_count(session, till) + 1,
        business_date=_day_of(new.opened_at, clock.now()),
        opened_at=new.opened_at,
        opened_by=new.person_id,
        float_vnd=new.float_vnd,
        flags=joined(flags),
    )
    session.add(shift)
    session.flush()
    fields = {
        "till": till.till_id,
        "booth": place.booth_code,
        "venue": place.venue_code,
        "number": shift.number,
        "opened_at": iso_utc(shift.opened_at),
        "by": shift.opened_by,
        "float_vnd": shift.float_vnd,
        "flags": sorted(flags),
    }
    journal.write(session, clock, journal.Fact("shift.opened", shift.id, fields))
    return shift


def move_cash(
    session: Session, clock: Clock, till: TillIdentity, move: CashMove, *, happened: bool = False
) -> None:
    """Put cash in or take it out; the same id again changes nothing.

    Raises:
        NotFoundError: not a shift of this till.
        ShiftClosedError: the shift has its Z, and this did not happen.
    """
    shift = own_shift(session, till, move.shift_id)
    if session.get(CashMove, (till.org_id, move.id)) is not None:
        return
    flags = odd(session, clock, till, move.moved_by, move.moved_at)
    flags |= closed(session, shift, happened=happened)
    move.flags = joined(flags)
    session.add(move)
    session.flush()
    fields = {
        "shift": shift.id,
        "amount_vnd": move.amount_vnd,
        "reason": move.reason,
        "flags": sorted(flags),
    }
    journal.write(session, clock, journal.Fact("cash.moved", move.id, fields))
    cash_drawer.open_for_move(session, clock, till, move)


def odd(
    session: Session, clock: Clock, till: TillIdentity, person_id: str, at: datetime
) -> set[ShiftFlag]:
    """Say what is odd about whose act something was, and about its time."""
    now = clock.now()
    role = accounts.booth_role(session, till.org_id, till.booth_id, person_id)
    held = {
        ShiftFlag.CASHIER_UNKNOWN: role is None,
        ShiftFlag.CLOCK_OFF: rules.is_wild(at, now, now - rules.LATE_LIMIT),
    }
    return {flag for flag, holds in held.items() if holds}


def closed(session: Session, shift: Shift, *, happened: bool) -> set[ShiftFlag]:
    """Say whether a shift had its Z already.

    Raises:
        ShiftClosedError: it had, and what comes now did not happen.
    """
    if session.get(ShiftClose, (shift.org_id, shift.id)) is None:
        return set()
    return {excused(ShiftFlag.SHIFT_CLOSED, ShiftClosedError(), happened=happened)}


def joined(flags: set[ShiftFlag]) -> str:
    """Write flags as they are stored."""
    return ",".join(sorted(flags))


def add_addendum(session: Session, clock: Clock, org_id: str, entry: Entry) -> None:
    """Note a document that arrived after its shift's Z."""
    earlier = session.execute(
        select(func.count())
        .select_from(ShiftAddendum)
        .where(col(ShiftAddendum.org_id) == org_id, col(ShiftAddendum.shift_id) == entry.shift_id)
    ).scalar_one()
    session.execute(
        insert(ShiftAddendum).values(
            org_id=org_id,
            id=entry.id,
            shift_id=entry.shift_id,
            number=earlier + 1,
            total_vnd=entry.total_vnd,
            received_at=clock.now(),
        )
    )


def state_of(session: Session, org_id: str, till_id: str, shift_id: str) -> ShiftState:
    """Return what a sale needs to know of its shift; an unknown one is no error."""
    key = ("shift", org_id, till_id, shift_id)
    return recall(session, key, lambda: _read_state(session, org_id, till_id, shift_id))


def _read_state(session: Session, org_id: str, till_id: str, shift_id: str) -> ShiftState:
    shift = session.get(Shift, (org_id, shift_id))
    if shift is None or shift.till_id != till_id:
        return ShiftState(None, None, None, is_closed=False)
    closed = session.get(ShiftClose, (org_id, shift_id)) is not None
    return ShiftState(shift.number, shift.opened_at, shift.business_date, is_closed=closed)


def open_shift_of(session: Session, org_id: str, till_id: str) -> Shift | None:
    """Return the till's shift without a Z."""
    closed = select(ShiftClose.id).where(col(ShiftClose.org_id) == org_id)  # type: ignore[call-overload]
    return session.scalars(
        select(Shift)
        .where(
            col(Shift.org_id) == org_id,
            col(Shift.till_id) == till_id,
            col(Shift.id).not_in(closed),
        )
        .order_by(col(Shift.number).desc())
        .limit(1)
    ).first()


def own_shift(session: Session, till: TillIdentity, shift_id: str) -> Shift:
    """Return a shift of this till.

    Raises:
        NotHereYetError: unknown.
        NotFoundError: of another till.
    """
    shift = session.get(Shift, (till.org_id, shift_id))
    if shift is None:
        raise NotHereYetError(shift_id)
    if shift.till_id != till.till_id:
        raise NotFoundError
    return shift


def _day_of(opened_at: datetime, received: datetime) -> date:
    """Return the business day of a shift; a till with a wild clock opens it today."""
    wild = rules.is_wild(opened_at, received, received - rules.LATE_LIMIT)
    return business_date(received if wild else opened_at)


def _count(session: Session, till: TillIdentity) -> int:
    statement = select(func.count()).where(
        col(Shift.org_id) == till.org_id, col(Shift.till_id) == till.till_id
    )
    number: int = session.execute(statement).scalar_one()
    return number
