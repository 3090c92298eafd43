"""The cash drawer: a job of its own with a reason and a log; no reprint ever opens it."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError
from fair_pos.db import journal
from fair_pos.printing import profiles, spool
from fair_pos.printing.models import JobKind, JobState, Printer, PrintJob
from fair_pos.printing.spool import NewJob

MOST_OPENINGS = 200
CASH_SALE = "cash_sale"
"""The reason of an opening by a cash sale; any other is what somebody wrote."""


class NoDrawerError(FairPosError):
    """The booth's printer has no drawer."""

    code = "no_drawer"
    status = 409
    vi = "Máy in của gian này không nối hộp tiền. Mở hộp bằng chìa."
    en = "No cash drawer hangs at this booth's printer. Use the key."


@dataclass(frozen=True, slots=True)
class Pulse:
    """Who wants the drawer open and why; the same `id` opens it once."""

    org_id: str
    printer_id: str
    booth_id: str
    id: str
    """The sale's id, or a new one where there is no sale."""
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of the drawer's log."""

    at: datetime
    booth_id: str
    by: str
    reason: str
    state: JobState


def has_drawer(session: Session, org_id: str, printer_id: str | None) -> bool:
    """Say whether a printer can open a drawer: one hangs at it and its model has the socket."""
    printer = session.get(Printer, (org_id, printer_id or ""))
    if printer is None or not printer.has_drawer:
        return False
    return profiles.load(printer.profile).drawer_pin != 0


def open_it(session: Session, clock: Clock, pulse: Pulse) -> str:
    """Queue one pulse and write it down; returns its job's id.

    It is tried for half a minute and never again: a drawer that opens later opens unseen.

    Raises:
        NoDrawerError: there is none at this printer.
    """
    if not has_drawer(session, pulse.org_id, pulse.printer_id):
        raise NoDrawerError
    new = NewJob(
        org_id=pulse.org_id,
        printer_id=pulse.printer_id,
        booth_id=pulse.booth_id,
        kind=JobKind.DRAWER,
        document_id=pulse.id,
        payload=journal.canonical({"reason": pulse.reason}),
        created_by=pulse.by,
    )
    known = session.exec(
        select(PrintJob.id).where(
            PrintJob.org_id == pulse.org_id,
            PrintJob.kind == JobKind.DRAWER,
            PrintJob.document_id == pulse.id,
        )
    ).first()
    if known:
        return known
    fields = {"printer": pulse.printer_id, "booth": pulse.booth_id, "by": pulse.by}
    fact = journal.Fact("drawer.asked", pulse.id, {**fields, "reason": pulse.reason})
    journal.write(session, clock, fact)
    return spool.enqueue(session, clock, new)


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
    return [
        Opening(row.created_at, row.booth_id, row.created_by, _reason(row), JobState(row.state))
        for row in rows
    ]


def _reason(row: PrintJob) -> str:
    return str(json.loads(row.payload)["reason"]) if row.payload else ""
