"""Closing a shift: count first, then see the books, then the Z that never changes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from fair_pos.accounts.queries import TillIdentity
from fair_pos.checkout import context, shift_totals, shifts
from fair_pos.checkout.happened import NotHereYetError, ShiftFlag, excused
from fair_pos.checkout.models import Shift, ShiftClose, ShiftCount
from fair_pos.checkout.shift_totals import ShiftTotals
from fair_pos.core.clock import Clock, iso_utc
from fair_pos.core.errors import FairPosError, NotFoundError
from fair_pos.core.money import format_vnd
from fair_pos.db import journal
from fair_pos.payments import cash


class ExplanationNeededError(FairPosError):
    """A difference wants its explanation."""

    code = "explanation_needed"
    status = 422
    vi = "Tiền lệch {detail}. Ghi vì sao lệch rồi chốt."
    en = "The cash differs by {detail}. Say why, then close."


@dataclass(frozen=True, slots=True)
class Closing:
    """What a till says when it closes a shift."""

    shift_id: str
    count_id: str
    explanation: str
    person_id: str
    late: "Late | None" = None


@dataclass(frozen=True, slots=True)
class Late:
    """What is added when it happened without the server."""

    pin_fits: bool
    closed_at: datetime | None
    expected_vnd: int | None
    """What the till told whoever counted."""


@dataclass(frozen=True, slots=True)
class NewCount:
    """A count as the till hands it in: number of notes by denomination in đồng."""

    id: str
    shift_id: str
    notes: Mapping[int, int]
    counted_at: datetime
    person_id: str
    happened: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A frozen count beside the books, told only after counting."""

    count_id: str
    counted_vnd: int
    expected_vnd: int
    difference_vnd: int


def count(session: Session, clock: Clock, till: TillIdentity, new: NewCount) -> Counted:
    """Freeze a count of the box and tell what the books expect.

    Raises:
        NotFoundError: not a shift of this till, or a count of another one.
        ShiftClosedError: the shift has its Z, and this did not happen.
        BadNoteCountError: a note that does not exist, or less than none of it.
    """
    shift = shifts.own_shift(session, till, new.shift_id)
    row = session.get(ShiftCount, (till.org_id, new.id))
    if row is not None and row.shift_id != shift.id:
        raise NotFoundError
    if row is None:
        flags = shifts.odd(session, clock, till, new.person_id, new.counted_at)
        flags |= shifts.closed(session, shift, happened=new.happened)
        row = ShiftCount(
            org_id=till.org_id,
            id=new.id,
            shift_id=shift.id,
            notes=journal.canonical({str(note): number for note, number in new.notes.items()}),
            counted_vnd=cash.count_notes(new.notes),
            counted_at=new.counted_at,
            counted_by=new.person_id,
            flags=shifts.joined(flags),
        )
        session.add(row)
        session.flush()
        fields = {
            "shift": shift.id,
            "notes": row.notes,
            "counted_vnd": row.counted_vnd,
            "flags": sorted(flags),
        }
        journal.write(session, clock, journal.Fact("shift.counted", row.id, fields))
    return _beside_books(shift, row, shift_totals.totals_of(session, shift))


def close(
    session: Session, clock: Clock, till: TillIdentity, closing: Closing
) -> tuple[ShiftClose, bool]:
    """Write the Z from a count; the same call again gives the same Z. Says whether it is new.

    Raises:
        NotFoundError: not a shift or count of this till.
        ExplanationNeededError: the cash differs, nothing is said about it, and it did not happen.
    """
    shift = shifts.own_shift(session, till, closing.shift_id)
    done = session.get(ShiftClose, (till.org_id, shift.id))
    if done is not None:
        return done, False
    row = session.get(ShiftCount, (till.org_id, closing.count_id))
    if row is None:
        raise NotHereYetError(closing.count_id)
    if row.shift_id != shift.id:
        raise NotFoundError
    totals = shift_totals.totals_of(session, shift)
    counted = _beside_books(shift, row, totals)
    late = closing.late
    at = (late.closed_at if late else None) or clock.now()
    flags = shifts.odd(session, clock, till, closing.person_id, at) | _odd_close(closing, counted)
    done = ShiftClose(
        org_id=till.org_id,
        id=shift.id,
        booth_id=till.booth_id,
        z_number=_next_z(session, till),
        count_id=row.id,
        counted_vnd=counted.counted_vnd,
        expected_vnd=counted.expected_vnd,
        difference_vnd=counted.difference_vnd,
        explanation=closing.explanation,
        totals=journal.canonical(asdict(totals)),
        closed_at=clock.now() if ShiftFlag.CLOCK_OFF in flags else at,
        closed_by=closing.person_id,
        flags=shifts.joined(flags),
    )
    session.add(done)
    session.flush()
    booth = context.place_of(session, till.org_id, till.booth_id).booth_code
    told = late.expected_vnd if late else None
    form = _close_form(done, booth) | {"flags": sorted(flags), "told_vnd": told}
    journal.write(session, clock, journal.Fact("shift.closed", shift.id, form))
    return done, True


def _odd_close(closing: Closing, counted: Counted) -> set[ShiftFlag]:
    """Say what is odd about a Z. That the books know more than the till did is no fault of it.

    Raises:
        ExplanationNeededError: the cash differs, nothing is said about it, and it did not happen.
    """
    late = closing.late
    flags = set()
    if counted.difference_vnd and not closing.explanation:
        refusal = ExplanationNeededError(format_vnd(counted.difference_vnd))
        flags.add(excused(ShiftFlag.NOT_EXPLAINED, refusal, happened=late is not None))
    if late is not None and not late.pin_fits:
        flags.add(ShiftFlag.NOT_APPROVED)
    if late is not None and late.expected_vnd not in (None, counted.expected_vnd):
        flags.add(ShiftFlag.EXPECTED_DIFFERS)
    return flags


def _beside_books(shift: Shift, row: ShiftCount, totals: ShiftTotals) -> Counted:
    expected = shift_totals.expected_cash(shift, totals)
    return Counted(row.id, row.counted_vnd, expected, row.counted_vnd - expected)


def _next_z(session: Session, till: TillIdentity) -> int:
    statement = select(func.coalesce(func.max(ShiftClose.z_number), 0)).where(
        col(ShiftClose.org_id) == till.org_id, col(ShiftClose.booth_id) == till.booth_id
    )
    highest: int = session.execute(statement).scalar_one()
    return highest + 1


def _close_form(done: ShiftClose, booth: str) -> dict[str, Any]:
    return {
        "z_number": done.z_number,
        "booth": booth,
        "counted_vnd": done.counted_vnd,
        "expected_vnd": done.expected_vnd,
        "difference_vnd": done.difference_vnd,
        "explanation": done.explanation,
        "closed_at": iso_utc(done.closed_at),
        "by": done.closed_by,
        "totals": json.loads(done.totals),
    }
