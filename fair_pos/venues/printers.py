"""Writes: the printers of a venue, and the paper that tries one."""

from dataclasses import asdict, dataclass

from sqlmodel import Session, select

from fair_pos.core import ids
from fair_pos.core.clock import Clock
from fair_pos.core.document import Document
from fair_pos.core.errors import FieldError
from fair_pos.core.text import fold
from fair_pos.db import journal
from fair_pos.db.edit import Edit, fields_of, row_as_seen
from fair_pos.printing import addresses, payload, profiles, queries, spool, trial
from fair_pos.printing.models import DriverKind, JobKind, Printer
from fair_pos.venues.models import Venue


class PrinterTakenError(FieldError):
    """Two printers of a venue cannot have the same name, in any case and without marks."""

    code, field = "printer_taken", "name"
    vi = "Đã có máy in tên “{detail}”. Đặt tên khác, ví dụ theo khu và dãy."
    en = "There is a printer “{detail}” already. Choose another name."


class NoPrinterNameError(FieldError):
    """A printer that nobody could name."""

    code, field = "no_printer_name", "name"
    vi = "Máy in cần có tên, ví dụ “Khu 1 – dãy A”."
    en = "A printer needs a name, e.g. “Khu 1 – dãy A”."


class NoLabelsByCupsError(FieldError):
    """CUPS gets pages; a label printer wants its own bytes."""

    code, field = "no_labels_by_cups", "driver"
    vi = "Máy in tem không nối qua CUPS được. Chọn mạng, USB hoặc tệp thiết bị (/dev/usb/lp0)."
    en = "A label printer is not reached through CUPS. Choose network, USB or a device file."


@dataclass(frozen=True, slots=True)
class PrinterDraft:
    """What is known about a printer."""

    name: str
    profile: str = profiles.DEFAULT
    driver: DriverKind = DriverKind.VIRTUAL
    address: str = ""
    active: bool = True
    neighbour_id: str | None = None
    has_drawer: bool = False


def add_printer(session: Session, clock: Clock, venue: Venue, draft: PrinterDraft) -> Printer:
    """Add a printer.

    Raises:
        NoPrinterNameError, PrinterTakenError, BadAddressError, UnknownProfileError: what does
            not fit.
    """
    _check(session, venue.org_id, venue.id, draft, None)
    row = Printer(
        org_id=venue.org_id,
        id=ids.new_id(),
        venue_id=venue.id,
        changed_at=clock.now(),
        **asdict(draft),
    )
    session.add(row)
    session.flush()
    journal.write(session, clock, journal.Fact("printer.added", row.id, fields_of(draft)))
    return row


def change_printer(session: Session, clock: Clock, edit: Edit, draft: PrinterDraft) -> Printer:
    """Change a printer; a fault seen before is forgotten and its queue is tried again.

    Raises:
        NotFoundError, ChangedMeanwhileError: gone, or not as it was seen.
        NoPrinterNameError, PrinterTakenError, BadAddressError, UnknownProfileError: what does
            not fit.
    """
    row = row_as_seen(session, Printer, edit)
    _check(session, row.org_id, row.venue_id, draft, row.id)
    row.sqlmodel_update(asdict(draft))
    row.fault, row.fault_at, row.changed_at = "", None, clock.now()
    session.add(row)
    session.flush()
    spool.try_now(session, row.org_id, row.id)
    journal.write(session, clock, journal.Fact("printer.changed", row.id, fields_of(draft)))
    return row


def move_labels(session: Session, clock: Clock, edit: Edit, right: int, down: int) -> Printer:
    """Set how far a printer moves its labels, in tenths of a millimetre.

    Raises:
        NotFoundError, ChangedMeanwhileError: gone, or not as it was seen.
    """
    row = row_as_seen(session, Printer, edit)
    row.offset_x_tenths, row.offset_y_tenths, row.changed_at = right, down, clock.now()
    session.add(row)
    fields = {"right_tenths": right, "down_tenths": down}
    journal.write(session, clock, journal.Fact("printer.labels_moved", row.id, fields))
    return row


def print_test(session: Session, clock: Clock, printer: Printer, by: str) -> str:
    """Queue the test page: ruler, letters, code; returns its job's id.

    Trial papers that still wait there are given up: of several only the newest tells something.
    """
    profile = profiles.load(printer.profile)
    spool.give_up_trials(session, printer.org_id, printer.id)
    document = trial.page(printer.name, clock.now(), printer.profile, profile)
    return queue_own_paper(session, clock, printer, document, by)


def queue_own_paper(
    session: Session, clock: Clock, printer: Printer, document: Document, by: str
) -> str:
    """Queue a paper of nobody's booth, e.g. a sample; returns its job's id."""
    job = spool.NewJob(
        org_id=printer.org_id,
        printer_id=printer.id,
        booth_id="",
        kind=JobKind.REPORT,
        document_id=ids.new_id(),
        payload=payload.dump(document),
        created_by=by,
    )
    return spool.enqueue(session, clock, job)


def _check(
    session: Session, org_id: str, venue_id: str, draft: PrinterDraft, own_id: str | None
) -> None:
    if profiles.load(draft.profile).is_for_labels and draft.driver is DriverKind.CUPS:
        raise NoLabelsByCupsError
    addresses.check(draft.driver, draft.address)
    if not draft.name:
        raise NoPrinterNameError
    names = session.exec(
        select(Printer.id, Printer.name)
        .where(Printer.org_id == org_id, Printer.venue_id == venue_id)
        .limit(queries.MOST_PRINTERS)
    )
    alike = [name for one, name in names if one != own_id and fold(name) == fold(draft.name)]
    if alike:
        raise PrinterTakenError(alike[0])
