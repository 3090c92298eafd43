"""Reads of printers and the spool."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from fair_pos.core.errors import NotFoundError
from fair_pos.printing.models import JobKind, JobState, Printer, PrintJob
from fair_pos.printing.outcome import Fault

MOST_PRINTERS = 500
MOST_JOBS = 200

UNDONE = (JobState.QUEUED, JobState.SENDING)
OUT = (JobState.SENT, JobState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class PrinterLine:
    """A printer, what it printed since a moment, what waits; `held` wait for a person."""

    id: str
    name: str
    profile: str
    driver: str
    address: str
    active: bool
    fault: Fault
    fault_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    last_printed_at: datetime | None
    printed: int
    held: int
    neighbour_id: str | None
    has_drawer: bool
    paper_low: bool


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job without its paper. `fault` is why it waits, failed or is unknown."""

    id: str
    printer_id: str
    booth_id: str
    kind: str
    document_id: str
    copy_no: int
    state: JobState
    fault: Fault
    attempts: int
    created_at: datetime
    created_by: str
    sent_at: datetime | None
    confirmed_at: datetime | None


def printers(session: Session, org_id: str, venue_id: str, since: datetime) -> list[PrinterLine]:
    """Return a venue's printers by name, with their queues and what they printed since."""
    waiting = _per_printer(session, org_id, col(PrintJob.state).in_(UNDONE))
    out = col(PrintJob.state).in_(OUT) & (col(PrintJob.sent_at) >= since)
    printed = _per_printer(session, org_id, out)
    rows = session.exec(
        select(Printer)
        .where(Printer.org_id == org_id, Printer.venue_id == venue_id)
        .order_by(col(Printer.name), col(Printer.id))
        .limit(MOST_PRINTERS)
    )
    held = _per_printer(session, org_id, col(PrintJob.state) == JobState.HELD)
    return [
        _printer_line(
            row, *(found.get(row.id, _Papers(0, None, None)) for found in (waiting, printed, held))
        )
        for row in rows
    ]


def jobs_of_printer(session: Session, org_id: str, printer_id: str) -> list[JobLine]:
    """Return a printer's jobs, newest first."""
    return _jobs(session, org_id, col(PrintJob.printer_id) == printer_id)


def jobs_of_document(session: Session, org_id: str, document_id: str) -> list[JobLine]:
    """Return all papers of a sale or shift, newest first."""
    # The kinds are named so that the unique index (org_id, kind, document_id, …) is used.
    any_kind = col(PrintJob.kind).in_(tuple(JobKind))
    return _jobs(session, org_id, any_kind & (col(PrintJob.document_id) == document_id))


def job(session: Session, org_id: str, job_id: str) -> JobLine:
    """Return one job.

    Raises:
        NotFoundError: no such job.
    """
    row = session.get(PrintJob, (org_id, job_id))
    if row is None:
        raise NotFoundError
    return _job_line(row)


def printers_due(session: Session, org_id: str, now: datetime) -> list[str]:
    """Return the printers whose next job may be tried now; a job that waits holds up the rest."""
    prints = (col(Printer.org_id) == PrintJob.org_id) & (col(Printer.id) == PrintJob.printer_id)
    heads = (
        select(func.min(PrintJob.id))
        .where(PrintJob.org_id == org_id, col(PrintJob.state).in_(UNDONE))
        .group_by(col(PrintJob.printer_id))
    )
    statement = (
        select(PrintJob.printer_id)
        .join(Printer, prints)
        .where(PrintJob.org_id == org_id, col(PrintJob.id).in_(heads), col(Printer.active))
        .where(or_(col(PrintJob.lease_until).is_(None), col(PrintJob.lease_until) <= now))
        .order_by(col(PrintJob.id))
        .limit(MOST_PRINTERS)
    )
    return list(session.exec(statement).all())


def waits_at(org_id: str, printer_id: str) -> ColumnElement[bool]:
    """Say of a job that it waits in a printer's queue."""
    at_printer = (col(PrintJob.org_id) == org_id) & (col(PrintJob.printer_id) == printer_id)
    return at_printer & (col(PrintJob.state) == JobState.QUEUED)


@dataclass(frozen=True, slots=True)
class _Papers:
    count: int
    first_created_at: datetime | None
    last_sent_at: datetime | None


def _per_printer(session: Session, org_id: str, which: ColumnElement[bool]) -> dict[str, _Papers]:
    statement = (
        select(
            PrintJob.printer_id,
            func.count(),
            func.min(PrintJob.created_at),
            func.max(PrintJob.sent_at),
        )
        .where(PrintJob.org_id == org_id, which)
        .group_by(col(PrintJob.printer_id))
        .limit(MOST_PRINTERS)
    )
    return {
        printer_id: _Papers(count, first, last)
        for printer_id, count, first, last in session.exec(statement)
    }


def _jobs(session: Session, org_id: str, which: ColumnElement[bool]) -> list[JobLine]:
    newest = (
        select(PrintJob.id)
        .where(PrintJob.org_id == org_id, which)
        .order_by(col(PrintJob.id).desc())
        .limit(MOST_JOBS)
    )
    statement = (
        select(PrintJob)
        .where(PrintJob.org_id == org_id, col(PrintJob.id).in_(newest))
        .order_by(col(PrintJob.id).desc())
        .limit(MOST_JOBS)
    )
    return [_job_line(row) for row in session.exec(statement)]


def _job_line(job: PrintJob) -> JobLine:
    return JobLine(
        id=job.id,
        printer_id=job.printer_id,
        booth_id=job.booth_id,
        kind=job.kind,
        document_id=job.document_id,
        copy_no=job.copy_no,
        state=JobState(job.state),
        fault=Fault(job.error),
        attempts=job.attempts,
        created_at=job.created_at,
        created_by=job.created_by,
        sent_at=job.sent_at,
        confirmed_at=job.confirmed_at,
    )


def _printer_line(
    printer: Printer, waiting: _Papers, printed: _Papers, held: _Papers
) -> PrinterLine:
    return PrinterLine(
        id=printer.id,
        name=printer.name,
        profile=printer.profile,
        driver=printer.driver,
        address=printer.address,
        active=printer.active,
        fault=Fault(printer.fault),
        fault_at=printer.fault_at,
        waiting=waiting.count,
        waiting_since=waiting.first_created_at,
        last_printed_at=printed.last_sent_at,
        printed=printed.count,
        held=held.count,
        neighbour_id=printer.neighbour_id,
        has_drawer=printer.has_drawer,
        paper_low=printer.paper_low,
    )
