"""Reads for the worker and the pictures: a paper, and how its printer is reached."""

from dataclasses import dataclass

from sqlmodel import Session

from fair_pos.core.errors import NotFoundError
from fair_pos.printing.label import Offset
from fair_pos.printing.models import JobKind, Printer, PrintJob


@dataclass(frozen=True, slots=True)
class JobPaper:
    """What is needed to show or print a job's paper."""

    job_id: str
    kind: JobKind
    payload: str
    profile: str
    copy_no: int


@dataclass(frozen=True, slots=True)
class Setup:
    """How a printer is reached, its model's profile, and how far it moves labels."""

    printer_id: str
    profile: str
    driver: str
    address: str
    offset: Offset
    has_failed: bool = False
    """Its last paper did not come as it should: a strip may be unfinished."""


def paper(session: Session, org_id: str, job_id: str) -> JobPaper:
    """Return a job's paper, for the picture or the printer.

    Raises:
        NotFoundError: no such job.
    """
    row = session.get(PrintJob, (org_id, job_id))
    printer = session.get(Printer, (org_id, row.printer_id)) if row else None
    if row is None or printer is None:
        raise NotFoundError
    return JobPaper(row.id, JobKind(row.kind), row.payload, printer.profile, row.copy_no)


def setup(session: Session, org_id: str, printer_id: str) -> Setup:
    """Return how a printer is reached.

    Raises:
        NotFoundError: no such printer.
    """
    row = session.get(Printer, (org_id, printer_id))
    if row is None:
        raise NotFoundError
    return Setup(
        row.id, row.profile, row.driver, row.address, row.offset, has_failed=bool(row.fault)
    )
