"""Labels at a printer: queueing the jobs of a printing, how far they are, stopping the rest."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select, update

from fair_pos.core.clock import Clock
from fair_pos.core.errors import NotFoundError
from fair_pos.db import journal
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.models import LabelPrint
from fair_pos.labels.rolls import PRINT_ID_SIGNS, Part, roll_of
from fair_pos.printing import label, label_job, profiles, spool
from fair_pos.printing.label import Strip
from fair_pos.printing.models import JobKind, JobState, Printer, PrintJob
from fair_pos.printing.outcome import FAULT_SENTENCES, Fault
from fair_pos.printing.queries import OUT, UNDONE
from fair_pos.venues.models import Venue

_JOBS_MAX = 50_000


@dataclass(frozen=True, slots=True)
class Again:
    """Labels that a person had printed a second time, with the same serials."""

    part: Part
    at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a printing at a printer is. Units: labels."""

    printer_id: str
    printer_name: str
    out: int
    waiting: int
    unknown: int
    """A person looks whether they came out."""
    stopped: int
    """Given up or not drawn: they never came out."""
    again: tuple[Again, ...]
    fault: tuple[str, str] | None = None
    """What ails the printer, Vietnamese and English."""

    @property
    def labels(self) -> int:
        """Return how many there are together."""
        return self.out + self.waiting + self.unknown + self.stopped


def printers(session: Session, venue: Venue, form: LabelFormat) -> list[Printer]:
    """Return the active printers that can print a format, label printers first, then by name."""
    if not form.is_roll:
        return []
    rows = session.exec(
        select(Printer)
        .where(Printer.org_id == venue.org_id, Printer.venue_id == venue.id, col(Printer.active))
        .order_by(col(Printer.name), col(Printer.id))
        .limit(200)
    )
    known = profiles.usable()
    can = [
        row
        for row in rows
        if row.profile in known and label_job.fits(roll_of(form), known[row.profile])
    ]
    return sorted(can, key=lambda row: not known[row.profile].is_for_labels)


def check(session: Session, venue: Venue, printer_id: str, form: LabelFormat) -> None:
    """Refuse a printer that cannot print labels of a format.

    Raises:
        NotFoundError: no such printer in use here, or the labels are on sheets.
        LettersOnlyError, RollTooWideError: it draws nothing, or is too narrow for this roll.
    """
    row = session.get(Printer, (venue.org_id, printer_id))
    if row is None or row.venue_id != venue.id or not row.active or not form.is_roll:
        raise NotFoundError
    label_job.check(roll_of(form), profiles.load(row.profile))


def queue(
    session: Session, clock: Clock, entry: LabelPrint, printer_id: str, strips: Iterable[Strip]
) -> None:
    """Queue the jobs of a printing, in order."""
    for strip in strips:
        part = Part(entry.id, strip.labels[0].serial, strip.labels[-1].serial)
        new = spool.NewJob(
            org_id=entry.org_id,
            printer_id=printer_id,
            booth_id="",
            kind=JobKind.LABEL,
            document_id=part.document_id,
            payload=label.dump(strip),
            created_by=entry.printed_by,
        )
        spool.enqueue(session, clock, new)


def jobs(
    session: Session, org_id: str, print_id: str, states: Collection[str] = tuple(JobState)
) -> list[tuple[str, Part]]:
    """Return the jobs of a printing in order, with the labels of each."""
    statement = (
        select(PrintJob.id, PrintJob.document_id)
        .where(_of(org_id, [print_id]), col(PrintJob.state).in_(states))
        .order_by(col(PrintJob.id))
        .limit(_JOBS_MAX)
    )
    return [(job_id, Part.parse(document)) for job_id, document in session.exec(statement)]


def progress(session: Session, org_id: str, print_ids: Iterable[str]) -> dict[str, Progress]:
    """Return how far printings are, by their ids; those that went to a file are left out."""
    statement = (
        select(PrintJob, Printer)
        .join(
            Printer,
            (col(Printer.org_id) == PrintJob.org_id) & (col(Printer.id) == PrintJob.printer_id),
        )
        .where(_of(org_id, print_ids))
        .options(defer(PrintJob.payload))  # type: ignore[arg-type]  # a column of SQLModel
        .order_by(col(PrintJob.id))
        .limit(_JOBS_MAX)
    )
    found: dict[str, list[tuple[PrintJob, Printer]]] = defaultdict(list)
    for job, at in session.exec(statement):
        found[Part.parse(job.document_id).print_id].append((job, at))
    return {print_id: _progress(jobs) for print_id, jobs in found.items()}


def stop(session: Session, clock: Clock, org_id: str, print_id: str, person_id: str) -> int:
    """Cancel what waits of a printing; what is being sent comes out. Returns how many labels."""
    parts = [part for _, part in jobs(session, org_id, print_id, [JobState.QUEUED])]
    if not parts:
        return 0
    session.exec(
        update(PrintJob)
        .where(_of(org_id, [print_id]), col(PrintJob.state) == JobState.QUEUED)
        .values(state=JobState.CANCELLED, lease_until=None)
    )
    fields = {"by": person_id, "labels": [[part.first, part.last] for part in parts]}
    journal.write(session, clock, journal.Fact("label.stopped", print_id, fields))
    return sum(part.labels for part in parts)


def _of(org_id: str, print_ids: Iterable[str]) -> ColumnElement[bool]:
    return (
        (col(PrintJob.org_id) == org_id)
        & (col(PrintJob.kind) == JobKind.LABEL)
        & func.substr(PrintJob.document_id, 1, PRINT_ID_SIGNS).in_(list(print_ids))
        & col(PrintJob.document_id).contains("/")
    )


def _progress(jobs: Sequence[tuple[PrintJob, Printer]]) -> Progress:
    states: dict[str, set[str]] = defaultdict(set)
    for job, _ in jobs:
        states[job.document_id].add(job.state)
    count = dict.fromkeys(("out", "waiting", "unknown", "stopped"), 0)
    for document_id, seen in states.items():
        count[_standing(seen)] += Part.parse(document_id).labels
    last = jobs[-1][1]
    again = tuple(
        Again(Part.parse(job.document_id), job.created_at) for job, _ in jobs if job.copy_no
    )
    fault = FAULT_SENTENCES.get(Fault(last.fault))
    return Progress(last.id, last.name, again=again, fault=fault, **count)


def _standing(seen: set[str]) -> str:
    """Say how labels stand, from the states of all jobs that they were in."""
    if seen & set(OUT):
        return "out"
    if seen & set(UNDONE):
        return "waiting"
    return "unknown" if JobState.UNKNOWN in seen else "stopped"
