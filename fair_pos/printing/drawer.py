"""The cash drawer: a job of its own with a reason and a log; no reprint ever opens it."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError
from fair_pos.db import journal
from fair_pos.printing import profiles, spool
from fair_pos.printing.models import JobKind, JobState, Printer, PrintJob
from fair_pos.printing.outcome import Fault
from fair_pos.printing.spool import NewJob

MOST_OPENINGS = 200


class NoDrawerError(FairPosError):
    """The booth's printer has no drawer."""

    code = "no_drawer"
    status = 409
    vi = "Máy in của gian này không nối hộp tiền. Mở hộp bằng chìa."
    en = "No cash drawer hangs at this booth's printer. Use the key."


class Reason(StrEnum):
    """Why it opens by itself; any other reason is what somebody wrote."""

    CASH_SALE = "cash_sale"
    CASH_BACK = "cash_back"


@dataclass(frozen=True, slots=True)
class Pulse:
    """Who wants the drawer open and why; the same `id` opens it once."""

    org_id: str
    printer_id: str
    booth_id: str
    id: str
    """Of the sale, refund or cash move, or a new one where somebody just wants it open."""
    by: str
    reason: str
    approved_by: str = ""
    """The booth leader who agreed, where one had to."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of the drawer's log."""

    at: datetime
    booth_id: str
    by: str
    reason: str
    approved_by: str
    state: JobState
    fault: Fault


def opens(printer: Printer) -> bool:
    """Say whether a printer can open a drawer: one hangs at it and its model has the socket.

    A sale asks this: a model's file that is missing or faulty must not stop it.
    """
    profile = profiles.of(printer.profile) if printer.active and printer.has_drawer else None
    return profile is not None and profile.drawer_pin != 0


def open_it(session: Session, clock: Clock, pulse: Pulse) -> str:
    """Queue one pulse and write it down; returns its job's id. Asked again it is the same job.

    It is tried once, within half a minute: a drawer that opens later opens unseen. Writes by
    statements only, so that a sale may ask for it.
    """
    known = session.exec(_job_of(pulse.org_id, pulse.id)).first()
    if known is not None:
        return known.id
    why = {"reason": pulse.reason, "approved_by": pulse.approved_by}
    fields = {"printer": pulse.printer_id, "booth": pulse.booth_id, "by": pulse.by, **why}
    journal.write(session, clock, journal.Fact("drawer.asked", pulse.id, fields))
    return spool.enqueue(
        session,
        clock,
        NewJob(
            org_id=pulse.org_id,
            printer_id=pulse.printer_id,
            booth_id=pulse.booth_id,
            kind=JobKind.DRAWER,
            document_id=pulse.id,
            payload=journal.canonical(why),
            created_by=pulse.by,
        ),
    )


def opening(session: Session, org_id: str, document_id: str, booth_id: str) -> Opening | None:
    """Return what became of the drawer that a document of a booth asked for; None: it did not."""
    row = session.exec(_job_of(org_id, document_id)).first()
    return _opening(row) if row is not None and row.booth_id == booth_id else None


def log(session: Session, org_id: str, printer_id: str) -> list[Opening]:
    """Return a printer's openings of the drawer, newest first."""
    rows = session.exec(
        select(PrintJob)
        .where(
            col(PrintJob.org_id) == org_id,
            col(PrintJob.printer_id) == printer_id,
            col(PrintJob.state).in_(tuple(JobState)),
            col(PrintJob.kind) == JobKind.DRAWER,
        )
        .order_by(col(PrintJob.id).desc())
        .limit(MOST_OPENINGS)
    )
    return [_opening(row) for row in rows]


def _job_of(org_id: str, document_id: str) -> SelectOfScalar[PrintJob]:
    return select(PrintJob).where(
        PrintJob.org_id == org_id,
        PrintJob.kind == JobKind.DRAWER,
        PrintJob.document_id == document_id,
    )


def _opening(row: PrintJob) -> Opening:
    why = json.loads(row.payload or "{}")
    return Opening(
        at=row.created_at,
        booth_id=row.booth_id,
        by=row.created_by,
        reason=why.get("reason", ""),
        approved_by=why.get("approved_by", ""),
        state=JobState(row.state),
        fault=Fault(row.error),
    )
