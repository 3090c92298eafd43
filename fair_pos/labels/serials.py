"""Which serial comes next, and which printing a serial is of."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from fair_pos.core.errors import FairPosError
from fair_pos.core.serials import MOST_SERIAL, Serial
from fair_pos.db import journal
from fair_pos.labels.models import LabelPrint, LabelPrintLine
from fair_pos.venues.models import Venue

AFTER_RESTORE = 100_000
"""Serials left out after a restore: labels printed after the backup was made have some of them."""


class NoSerialLeftError(FairPosError):
    """The site has printed as many labels as its codes can tell apart."""

    code = "no_serial_left"
    status = 422
    vi = "Hệ thống đã dùng hết số tem ({detail}). Lập hệ thống mới cho kỳ sau."
    en = "All label numbers are used ({detail}). Set up a new system."


@dataclass(frozen=True, slots=True)
class SerialRun:
    """The printing that a serial is of."""

    line: LabelPrintLine
    entry: LabelPrint
    venue: Venue


def next_serial(session: Session, org_id: str, labels: int) -> int:
    """Return the first of so many serials that no label of this site has.

    Raises:
        NoSerialLeftError: more than a code can say.
    """
    statement = (
        select(LabelPrintLine)
        .where(LabelPrintLine.org_id == org_id)
        .order_by(col(LabelPrintLine.last_serial).desc())
        .limit(1)
    )
    last = session.exec(statement).first()
    first = last.last_serial + 1 if last else 1
    if last and last.key_id and last.epoch != journal.current_site(session).epoch:
        first += AFTER_RESTORE
    if first + labels - 1 > MOST_SERIAL:
        raise NoSerialLeftError(str(MOST_SERIAL))
    return first


def run_of(session: Session, org_id: str, product_id: str, serial: Serial) -> SerialRun | None:
    """Return the printing of a product's serial with its key, or None: never printed."""
    statement = (
        select(LabelPrintLine, LabelPrint, Venue)
        .join(
            LabelPrint,
            (col(LabelPrint.org_id) == LabelPrintLine.org_id)
            & (col(LabelPrint.id) == LabelPrintLine.print_id),
        )
        .join(
            Venue, (col(Venue.org_id) == LabelPrint.org_id) & (col(Venue.id) == LabelPrint.venue_id)
        )
        .where(
            LabelPrintLine.org_id == org_id,
            LabelPrintLine.product_id == product_id,
            LabelPrintLine.key_id == serial.key_id,
            LabelPrintLine.first_serial <= serial.number,
            LabelPrintLine.last_serial >= serial.number,
        )
    )
    found = session.exec(statement).first()
    return SerialRun(*found) if found else None
