"""A form that comes again: the printing it made, and whether it asks for the same labels."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from fair_pos.labels import roll_jobs
from fair_pos.labels.again import LINES_MAX
from fair_pos.labels.models import LabelPrint, LabelPrintLine


@dataclass(frozen=True, slots=True)
class Known:
    """A logged printing: its runs as the words of their labels and how many."""

    entry: LabelPrint
    runs: tuple[tuple[str, int], ...]
    is_queued: bool
    """A label printer has it, or had."""

    def is_same(self, paper: str, runs: Sequence[tuple[str, int]], *, is_queued: bool) -> bool:
        """Say whether the same labels are asked for, on the same paper, by the same way."""
        return (self.entry.paper, self.runs, self.is_queued) == (paper, tuple(runs), is_queued)


def known(session: Session, org_id: str, print_id: str) -> Known | None:
    """Return the printing of an id, or None: this form came for the first time."""
    entry = session.get(LabelPrint, (org_id, print_id))
    if entry is None:
        return None
    statement = (
        select(LabelPrintLine)
        .where(LabelPrintLine.org_id == org_id, LabelPrintLine.print_id == print_id)
        .order_by(col(LabelPrintLine.first_serial))
        .limit(LINES_MAX)
    )
    runs = tuple(
        (line.paper, line.last_serial - line.first_serial + 1) for line in session.exec(statement)
    )
    return Known(entry, runs, print_id in roll_jobs.progress(session, org_id, [print_id]))
