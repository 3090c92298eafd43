"""Writes of the spool by people and by other parts: queue, copy, cancel, move, settle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, insert, select, update

from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.errors import FairPosError
from fair_pos.db import journal
from fair_pos.printing import late, papers, queries
from fair_pos.printing import payload as payloads
from fair_pos.printing.models import JobKind, JobState, PrintJob
from fair_pos.printing.queries import JobLine


class JobTakenError(FairPosError):
    """A job is no longer the one that was looked at."""

    code = "job_taken"
    status = 409
    vi = "Phiếu này vừa đổi tình trạng. Tải lại trang rồi chọn lại."
    en = "This paper has just changed its state. Reload the page and choose again."


class NoCopyError(FairPosError):
    """The drawer is never opened by a reprint."""

    code = "no_copy"
    status = 422
    vi = "Lệnh mở hộp tiền không in lại được. Mở hộp bằng chìa."
    en = "Opening the drawer cannot be printed again. Use the key."


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to put into the queue; `document_id` is the sale or shift that it is about."""

    org_id: str
    printer_id: str
    booth_id: str
    kind: JobKind
    document_id: str
    payload: str = ""
    created_by: str = ""


def enqueue(session: Session, clock: Clock, new: NewJob) -> str:
    """Queue an original and return its id; the same document again is the same job."""
    known = session.exec(
        select(PrintJob.id).where(
            PrintJob.org_id == new.org_id,
            PrintJob.kind == new.kind,
            PrintJob.document_id == new.document_id,
            PrintJob.copy_no == 0,
        )
    ).first()
    return known or _insert(session, clock, new, copy_no=0)


def reprint(session: Session, clock: Clock, org_id: str, job_id: str, person_id: str) -> JobLine:
    """Queue the next copy of a job's paper; while the newest one still waits, it is that one.

    A paper that was held back is let go: it never came out, so it is no copy.

    Raises:
        NotFoundError: no such job.
        NoCopyError: the job opens the drawer.
    """
    asked = queries.job(session, org_id, job_id)
    if asked.kind == JobKind.DRAWER:
        raise NoCopyError
    same = queries.jobs_of_document(session, org_id, asked.document_id)
    newest = max((line for line in same if line.kind == asked.kind), key=lambda line: line.copy_no)
    if newest.state in queries.UNDONE:
        return newest
    if newest.state is JobState.HELD:
        late.release(session, clock, org_id, newest.id)
        return queries.job(session, org_id, newest.id)
    copy = NewJob(
        org_id=org_id,
        printer_id=newest.printer_id,
        booth_id=newest.booth_id,
        kind=JobKind(newest.kind),
        document_id=newest.document_id,
        payload=papers.paper(session, org_id, job_id).payload,
        created_by=person_id,
    )
    copy_id = _insert(session, clock, copy, copy_no=newest.copy_no + 1)
    fields = {"job": copy_id, "copy_no": newest.copy_no + 1, "by": person_id}
    journal.write(session, clock, journal.Fact("print.copied", asked.document_id, fields))
    return queries.job(session, org_id, copy_id)


def cancel(session: Session, org_id: str, job_id: str) -> None:
    """Take a waiting or held paper out of the queue; its sale stands.

    Raises:
        JobTakenError: it does not wait any more.
    """
    job = queries.job(session, org_id, job_id)
    seen = JobState.HELD if job.state is JobState.HELD else JobState.QUEUED
    _change(session, org_id, job_id, seen, state=JobState.CANCELLED, lease_until=None)


def give_up_trials(session: Session, org_id: str, printer_id: str) -> None:
    """Take waiting papers of nobody's booth, test pages and samples, out of a printer's queue."""
    session.exec(
        update(PrintJob)
        .where(
            queries.waits_at(org_id, printer_id),
            col(PrintJob.kind) == JobKind.REPORT,
            col(PrintJob.booth_id) == "",
        )
        .values(state=JobState.CANCELLED, lease_until=None)
    )


def move(session: Session, org_id: str, job_id: str, printer_id: str) -> None:
    """Let another printer print a waiting paper.

    Raises:
        JobTakenError: it does not wait any more.
    """
    waiting = JobState.QUEUED
    _change(session, org_id, job_id, waiting, printer_id=printer_id, lease_until=None, error="")


def move_all(session: Session, org_id: str, printer_id: str, to_id: str) -> int:
    """Let another printer print all waiting papers; drawers stay. Returns how many."""
    return session.exec(
        update(PrintJob)
        .where(queries.waits_at(org_id, printer_id), col(PrintJob.kind) != JobKind.DRAWER)
        .values(printer_id=to_id, lease_until=None, error="")
    ).rowcount


def titles(session: Session, org_id: str, job_ids: Sequence[str]) -> dict[str, str]:
    """Return what papers are, e.g. "PHIẾU TÍNH TIỀN B017-1-0123", by their jobs' ids."""
    rows = session.exec(
        select(PrintJob.id, PrintJob.kind, PrintJob.payload)
        .where(PrintJob.org_id == org_id, col(PrintJob.id).in_(job_ids))
        .limit(queries.MOST_JOBS)
    )
    return {
        job_id: payloads.title(payload) if kind != JobKind.DRAWER else ""
        for job_id, kind, payload in rows
    }


def say_printed(session: Session, clock: Clock, org_id: str, job_id: str) -> None:
    """Settle an unknown job after a person saw its paper come out.

    Raises:
        JobTakenError: it is not unknown any more.
    """
    now = clock.now()
    _change(session, org_id, job_id, JobState.UNKNOWN, state=JobState.CONFIRMED, confirmed_at=now)


def try_now(session: Session, org_id: str, printer_id: str) -> None:
    """End the pause before the next attempt, when somebody says that the printer is well again."""
    session.exec(
        update(PrintJob)
        .where(queries.waits_at(org_id, printer_id), col(PrintJob.error) != "")
        .values(lease_until=None)
    )


def _insert(session: Session, clock: Clock, new: NewJob, *, copy_no: int) -> str:
    """Insert a job by a statement: a sale's transaction may ask for one."""
    job_id = ids.new_id()
    row = PrintJob(
        org_id=new.org_id,
        id=job_id,
        printer_id=new.printer_id,
        booth_id=new.booth_id,
        kind=new.kind,
        document_id=new.document_id,
        copy_no=copy_no,
        payload=new.payload,
        created_at=clock.now(),
        created_by=new.created_by,
    )
    session.exec(insert(PrintJob).values(row.model_dump()))
    return job_id


def _change(session: Session, org_id: str, job_id: str, seen: JobState, /, **values: Any) -> None:
    """Change a job that is still in the state it was seen in."""
    changed = session.exec(
        update(PrintJob)
        .where(
            col(PrintJob.org_id) == org_id,
            col(PrintJob.id) == job_id,
            col(PrintJob.state) == seen,
        )
        .values(**values)
    )
    if changed.rowcount != 1:
        raise JobTakenError
