"""A failing printer's neighbour takes over what waits: by choice, a setting of the printer."""

from datetime import timedelta

from sqlmodel import Session, col, update

from fair_pos.core.clock import Clock
from fair_pos.db import journal
from fair_pos.printing import queries
from fair_pos.printing.models import JobKind, Printer, PrintJob

AFTER = timedelta(seconds=30)
"""Time to close a cover or put in a roll before papers come out at somebody else's booth."""
_PASSED_ON = (JobKind.RECEIPT, JobKind.REPORT)


def pass_on(session: Session, clock: Clock, org_id: str, printer_id: str) -> int:
    """Move what waits at a failing printer to its neighbour; returns how many papers.

    Never the drawer, never a test page, nothing of which a byte went out, and nothing to a
    neighbour that fails itself.
    """
    printer = session.get(Printer, (org_id, printer_id), populate_existing=True)
    if printer is None or not _has_failed_for_long(printer, clock):
        return 0
    neighbour = session.get(Printer, (org_id, printer.neighbour_id or ""), populate_existing=True)
    if neighbour is None or not neighbour.active or neighbour.fault:
        return 0
    moved = session.exec(
        update(PrintJob)
        .where(
            queries.waits_at(org_id, printer_id),
            col(PrintJob.kind).in_(_PASSED_ON),
            col(PrintJob.booth_id) != "",
        )
        .values(printer_id=neighbour.id, lease_until=None, error="")
    ).rowcount
    if moved:
        fields = {"from": printer.id, "to": neighbour.id, "papers": moved, "fault": printer.fault}
        journal.write(session, clock, journal.Fact("print.passed_on", printer.id, fields))
    return moved


def _has_failed_for_long(printer: Printer, clock: Clock) -> bool:
    failing_since = printer.fault_at
    return (
        bool(printer.fault) and failing_since is not None and clock.now() - failing_since >= AFTER
    )
