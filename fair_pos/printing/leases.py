"""Writes of the worker: a job's way from the queue to paper. Nothing here is printed.

queued → sending → sent | confirmed | unknown. A job goes back to the queue only while no byte of
it went out; after that a person decides, and the repeat is a new job marked as a copy. What a
killed worker leaves behind ends by itself: its lease runs out, and "sending" becomes "unknown".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, select, update

from fair_pos.core.clock import Clock
from fair_pos.printing import late
from fair_pos.printing.models import JobKind, JobState, Printer, PrintJob
from fair_pos.printing.outcome import Fault, Outcome, Reach
from fair_pos.printing.queries import UNDONE
from fair_pos.printing.spool import JobTakenError

LEASE = timedelta(seconds=90)
"""Longer than all time limits of a driver together, for a short paper."""
FIRST_RETRY = timedelta(seconds=2)
LAST_RETRY = timedelta(seconds=10)
GIVE_UP_AFTER = timedelta(hours=12)
DRAWER_STALE_AFTER = timedelta(seconds=30)
"""A drawer that opens later than this opens when nobody stands at it."""

MOST_HELD_AT_ONCE = 200

_NOT_THE_PRINTERS = {Fault.UNREADABLE}


@dataclass(frozen=True, slots=True)
class Leased:
    """A job that one worker holds; `attempt` tells it from any other holder."""

    org_id: str
    job_id: str
    printer_id: str
    kind: JobKind
    payload: str
    copy_no: int
    attempt: int
    created_at: datetime


def lease(
    session: Session, clock: Clock, org_id: str, printer_id: str, job_id: str = ""
) -> Leased | None:
    """Take a printer's next job, or None: nothing waits, it pauses, or one is being sent.

    A job that is named goes before those that wait. Receipts that came late are held back.
    """
    now = clock.now()
    _end_stale(session, org_id, printer_id, now)
    head = _head(session, org_id, printer_id, job_id)
    for _ in range(MOST_HELD_AT_ONCE):
        if head is None or not late.is_late(session, head):
            break
        late.hold(session, head)
        head = _head(session, org_id, printer_id, job_id)
    if head is None:
        return None
    attempt = head.attempts + 1
    taken = session.exec(
        update(PrintJob)
        .where(_is(org_id, head.id), col(PrintJob.state) == JobState.QUEUED)
        .where(_nothing_held(org_id, printer_id, now))
        .values(lease_until=now + LEASE, attempts=attempt)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:
        return None
    return Leased(
        org_id=org_id,
        job_id=head.id,
        printer_id=printer_id,
        kind=JobKind(head.kind),
        payload=head.payload,
        copy_no=head.copy_no,
        attempt=attempt,
        created_at=head.created_at,
    )


def begin_sending(
    session: Session, clock: Clock, held: Leased, sha256: str, longer_s: float = 0
) -> None:
    """Note that the first byte is about to go out: from now on a repeat needs a person.

    Units: `longer_s`, by how many seconds a long paper may outlast a short one's lease.

    Raises:
        JobTakenError: it was cancelled or moved, or the lease ran out; nothing may be sent.
    """
    now = clock.now()
    begun = session.exec(
        update(PrintJob)
        .where(_is_held(held), col(PrintJob.state) == JobState.QUEUED)
        .values(
            state=JobState.SENDING,
            first_byte_at=now,
            bytes_sha256=sha256,
            lease_until=now + LEASE + timedelta(seconds=longer_s),
        )
    )
    if begun.rowcount != 1:
        raise JobTakenError


def settle(session: Session, clock: Clock, held: Leased, outcome: Outcome) -> JobState | None:
    """Write what sending came to and how the printer is; None when the job was taken away."""
    now = clock.now()
    values = _settled(held, outcome, now)
    settled = session.exec(
        update(PrintJob)
        .where(_is_held(held), col(PrintJob.state).in_(UNDONE))
        .values(error=outcome.fault, **values)
    )
    if outcome.fault not in _NOT_THE_PRINTERS:
        _note_fault(session, held.org_id, held.printer_id, outcome.fault, now)
    if outcome.paper_low is not None:
        _note_paper(session, held, paper_low=outcome.paper_low)
    if outcome.reach is Reach.NOTHING:
        behind = _of_printer(held.org_id, held.printer_id)
        _end_drawers(session, behind, outcome.fault)
    return values["state"] if settled.rowcount == 1 else None


def _settled(held: Leased, outcome: Outcome, now: datetime) -> dict[str, Any]:
    given_up = held.kind is JobKind.DRAWER or now - held.created_at > GIVE_UP_AFTER
    match outcome.reach:
        case Reach.SENT:
            return {"state": JobState.SENT, "lease_until": None, "sent_at": now}
        case Reach.CONFIRMED:
            done = {"sent_at": now, "confirmed_at": now}
            return {"state": JobState.CONFIRMED, "lease_until": None, **done}
        case Reach.UNKNOWN:
            return {"state": JobState.UNKNOWN, "lease_until": None}
        case Reach.NOTHING if not given_up:
            pause = min(FIRST_RETRY * held.attempt, LAST_RETRY)
            return {"state": JobState.QUEUED, "lease_until": now + pause, "first_byte_at": None}
        case Reach.NOTHING | Reach.IMPOSSIBLE:
            return {"state": JobState.FAILED, "lease_until": None, "first_byte_at": None}


def _note_fault(
    session: Session, org_id: str, printer_id: str, fault: Fault, now: datetime
) -> None:
    session.exec(
        update(Printer)
        .where(
            col(Printer.org_id) == org_id,
            col(Printer.id) == printer_id,
            col(Printer.fault) != fault,
        )
        .values(fault=fault, fault_at=now if fault else None)
    )


def _note_paper(session: Session, held: Leased, *, paper_low: bool) -> None:
    session.exec(
        update(Printer)
        .where(
            col(Printer.org_id) == held.org_id,
            col(Printer.id) == held.printer_id,
            col(Printer.paper_low) != paper_low,
        )
        .values(paper_low=paper_low)
    )


def _end_stale(session: Session, org_id: str, printer_id: str, now: datetime) -> None:
    """End what a killed worker was sending, and drawers that nobody waits for any more."""
    torn = session.exec(
        update(PrintJob)
        .where(_of_printer(org_id, printer_id), col(PrintJob.state) == JobState.SENDING)
        .where(col(PrintJob.lease_until) <= now)
        .values(state=JobState.UNKNOWN, lease_until=None, error=Fault.BROKE_OFF)
    )
    if torn.rowcount:
        _note_fault(session, org_id, printer_id, Fault.BROKE_OFF, now)
    stale = col(PrintJob.created_at) <= now - DRAWER_STALE_AFTER
    _end_drawers(session, _of_printer(org_id, printer_id) & stale, Fault.TIMED_OUT)


def _end_drawers(session: Session, which: ColumnElement[bool], fault: Fault) -> None:
    """Give up drawers that wait: whoever stands there is to use the key, and learns it now."""
    session.exec(
        update(PrintJob)
        .where(which, col(PrintJob.state) == JobState.QUEUED)
        .where(col(PrintJob.kind) == JobKind.DRAWER)
        .values(state=JobState.FAILED, lease_until=None, error=fault)
    )


def _is(org_id: str, job_id: str) -> ColumnElement[bool]:
    return (col(PrintJob.org_id) == org_id) & (col(PrintJob.id) == job_id)


def _is_held(held: Leased) -> ColumnElement[bool]:
    same_try = col(PrintJob.attempts) == held.attempt
    same_printer = col(PrintJob.printer_id) == held.printer_id
    return _is(held.org_id, held.job_id) & same_try & same_printer


def _head(session: Session, org_id: str, printer_id: str, job_id: str) -> PrintJob | None:
    which = _of_printer(org_id, printer_id) & (col(PrintJob.state) == JobState.QUEUED)
    if job_id:
        which = which & (col(PrintJob.id) == job_id)
    return session.exec(select(PrintJob).where(which).order_by(col(PrintJob.id)).limit(1)).first()


def _of_printer(org_id: str, printer_id: str) -> ColumnElement[bool]:
    return (col(PrintJob.org_id) == org_id) & (col(PrintJob.printer_id) == printer_id)


def _nothing_held(org_id: str, printer_id: str, now: datetime) -> ColumnElement[bool]:
    """Say that no job of the printer is being sent or pauses: one after the other, in order."""
    other = aliased(PrintJob)
    held = exists().where(
        col(other.org_id) == org_id,
        col(other.printer_id) == printer_id,
        col(other.state).in_(UNDONE),
        col(other.lease_until) > now,
    )
    return ~held
