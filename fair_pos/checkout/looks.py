"""What people must look at: bodies that came under another one's id, and odd acts of shifts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from fair_pos.accounts.models import Person
from fair_pos.checkout.models import (
    CashMove,
    Sale,
    SaleConflict,
    Shift,
    ShiftClose,
    ShiftCount,
)
from fair_pos.core.clock import Clock
from fair_pos.core.errors import NotFoundError
from fair_pos.db import journal
from fair_pos.venues.models import Booth, Venue

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Conflict:
    """A body that is counted nowhere, beside the document that is."""

    row: SaleConflict
    sale: Sale
    looked_by: str
    """Who settled it, by name; empty when nobody did."""


@dataclass(frozen=True, slots=True)
class OddAct:
    """An act of a shift that happened offline and is odd; `kind` is the last word of its path."""

    kind: str
    booth: str
    shift_number: int
    at: datetime
    flags: tuple[str, ...]
    amount_vnd: int | None


def open_conflicts(session: Session, venue: Venue) -> int:
    """Return how many conflicts nobody has looked at."""
    statement = (
        select(func.count())
        .select_from(SaleConflict)
        .join(Sale, _of_sale())
        .where(*_of_venue(venue), col(SaleConflict.looked_at).is_(None))
    )
    return session.exec(statement).one()


def conflicts(session: Session, venue: Venue) -> list[Conflict]:
    """Return conflicts, those nobody looked at first, then the newest."""
    statement = (
        select(SaleConflict, Sale, Person.full_name)
        .join(Sale, _of_sale())
        .outerjoin(
            Person,
            (col(Person.org_id) == SaleConflict.org_id)
            & (col(Person.id) == SaleConflict.looked_by),
        )
        .where(*_of_venue(venue))
        .order_by(
            col(SaleConflict.looked_at).is_not(None),
            col(SaleConflict.received_at).desc(),
            col(SaleConflict.id),
        )
        .limit(SHOWN)
    )
    return [Conflict(row, sale, name or "") for row, sale, name in session.exec(statement)]


def settle(session: Session, clock: Clock, venue: Venue, conflict_id: str, person_id: str) -> None:
    """Mark a conflict as looked at; nothing of the books changes.

    Raises:
        NotFoundError: no conflict of this venue.
    """
    row = session.exec(
        select(SaleConflict)
        .join(Sale, _of_sale())
        .where(*_of_venue(venue), SaleConflict.id == conflict_id)
    ).first()
    if row is None:
        raise NotFoundError
    if row.looked_at is None:
        row.looked_at, row.looked_by = clock.now(), person_id
        session.add(row)
        fact = journal.Fact("conflict.settled", row.sale_id, {"by": person_id, "id": row.id})
        journal.write(session, clock, fact)


def odd_acts(session: Session, venue: Venue) -> list[OddAct]:
    """Return the odd acts of shifts of all kinds, newest first."""
    found = [act for kind in _KINDS for act in _odd(session, venue, kind)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:SHOWN]


def _odd(session: Session, venue: Venue, kind: str) -> list[OddAct]:
    table, at, amount = _KINDS[kind]
    columns: Any = select(Booth.code, Shift.number, at, table.flags, amount)  # type: ignore[call-overload]
    columns = columns.select_from(Shift)
    if table is not Shift:
        shift_id = table.id if table is ShiftClose else table.shift_id
        columns = columns.join(table, (table.org_id == Shift.org_id) & (shift_id == Shift.id))
    statement = (
        columns.join(Booth, (col(Booth.org_id) == Shift.org_id) & (col(Booth.id) == Shift.booth_id))
        .where(Shift.org_id == venue.org_id, Shift.venue_id == venue.id, table.flags != "")
        .order_by(at.desc(), table.id)
        .limit(SHOWN)
    )
    return [
        OddAct(kind, booth, number, moment, tuple(flags.split(",")), vnd)
        for booth, number, moment, flags, vnd in session.exec(statement)
    ]


_KINDS: dict[str, tuple[Any, Any, Any]] = {
    "shifts": (Shift, Shift.opened_at, Shift.float_vnd),
    "cash": (CashMove, CashMove.moved_at, CashMove.amount_vnd),
    "counts": (ShiftCount, ShiftCount.counted_at, ShiftCount.counted_vnd),
    "close": (ShiftClose, ShiftClose.closed_at, ShiftClose.difference_vnd),
}
"""Last word of a fact's path to its table, its moment and its amount."""


def _of_sale() -> Any:
    return (col(Sale.org_id) == SaleConflict.org_id) & (col(Sale.id) == SaleConflict.sale_id)


def _of_venue(venue: Venue) -> tuple[Any, Any]:
    return Sale.org_id == venue.org_id, Sale.venue_id == venue.id
