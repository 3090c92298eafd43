"""Receipts that come long after their sale: held back until a person wants them.

A till that was without the server for an hour hands in forty sales at once. Their customers are
gone, and forty papers out of the booth's printer help nobody.

How old a paper is: the document's id is a UUIDv7, made by the till when the sale was paid (RFC 9562
5.7). A till whose clock is wrong would be late with every sale, so its delay is compared with the
least delay of the same till's papers of the last day: what all its papers have in common is its
clock, not the network.
"""

import json
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select, update

from fair_pos.core.clock import Clock
from fair_pos.printing.models import JobKind, JobState, PrintJob

LATE_AFTER = timedelta(minutes=10)
_LOOKED_BACK = timedelta(hours=24)
_LOOKED_AT = 200
_VERSION_AT = 14
_NONE = timedelta(0)


def is_late(session: Session, job: PrintJob) -> bool:
    """Say whether an original came so long after its sale that nobody waits for it."""
    is_first = not job.copy_no and not job.attempts and job.released_at is None
    if job.kind != JobKind.RECEIPT or not is_first or _delay(job) <= LATE_AFTER:
        return False
    return _delay(job) - _usual_delay(session, job) > LATE_AFTER


def hold(session: Session, job: PrintJob) -> None:
    """Take a waiting paper out of the queue until somebody lets it go."""
    _set(session, job.org_id, col(PrintJob.id) == job.id, JobState.QUEUED, state=JobState.HELD)


def release(session: Session, clock: Clock, org_id: str, job_id: str) -> int:
    """Let one held paper print."""
    return _release(session, clock, org_id, col(PrintJob.id) == job_id)


def release_all(session: Session, clock: Clock, org_id: str, printer_id: str) -> int:
    """Let all held papers of a printer print; returns how many."""
    return _release(session, clock, org_id, col(PrintJob.printer_id) == printer_id)


def cancel_all(session: Session, org_id: str, printer_id: str) -> int:
    """Give up all held papers of a printer; their sales stand. Returns how many."""
    which = col(PrintJob.printer_id) == printer_id
    return _set(session, org_id, which, JobState.HELD, state=JobState.CANCELLED)


def _release(session: Session, clock: Clock, org_id: str, which: object) -> int:
    let_go = {"state": JobState.QUEUED, "released_at": clock.now()}
    return _set(session, org_id, which, JobState.HELD, **let_go)


def _set(session: Session, org_id: str, which: object, seen: JobState, **values: object) -> int:
    changed = session.exec(
        update(PrintJob)
        .where(col(PrintJob.org_id) == org_id, which, col(PrintJob.state) == seen)  # type: ignore[arg-type]  # an expression of SQLAlchemy
        .values(**values)
    )
    return changed.rowcount


def _usual_delay(session: Session, job: PrintJob) -> timedelta:
    """Return the least delay of this till's papers of the last day, its own among them."""
    till = _till(job)
    rows = session.exec(
        select(PrintJob)
        .where(
            col(PrintJob.org_id) == job.org_id,
            col(PrintJob.printer_id) == job.printer_id,
            col(PrintJob.state).in_(tuple(JobState)),
            col(PrintJob.booth_id) == job.booth_id,
            col(PrintJob.kind) == JobKind.RECEIPT,
            col(PrintJob.created_at) > job.created_at - _LOOKED_BACK,
        )
        .order_by(col(PrintJob.id).desc())
        .limit(_LOOKED_AT)
    )
    same = [row for row in rows if _is_dated(row) and _till(row) == till]
    return min((_delay(row) for row in same), default=_delay(job))


def _till(job: PrintJob) -> str:
    """Return what the numbers of one till's receipts begin with, e.g. "… B017-1"."""
    try:
        title: str = json.loads(job.payload)["title"]
    except (ValueError, KeyError, TypeError):
        return ""
    return title.rpartition(" ")[2].rpartition("-")[0]


def _delay(job: PrintJob) -> timedelta:
    """Return the time from the making of the document to its coming here; none for other ids."""
    if not _is_dated(job):
        return _NONE
    made = job.document_id
    milliseconds = int(made[:8] + made[9:13], 16)
    return job.created_at - datetime.fromtimestamp(milliseconds / 1000, UTC)


def _is_dated(job: PrintJob) -> bool:
    return job.document_id[_VERSION_AT : _VERSION_AT + 1] == "7"
