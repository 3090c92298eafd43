"""Writes: the printers of a venue, and the paper that tries one."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, select

from fair_pos.core import ids
from fair_pos.core.clock import Clock, format_moment
from fair_pos.core.document import Align, Document, Row, Rule, Size, Text
from fair_pos.core.errors import FieldError
from fair_pos.db import journal
from fair_pos.db.edit import Edit, fields_of, row_as_seen
from fair_pos.printing import payload, profiles, spool
from fair_pos.printing.models import DriverKind, JobKind, Printer
from fair_pos.venues.models import Venue


class PrinterTakenError(FieldError):
    """Two printers of a venue cannot have the same name."""

    code, field = "printer_taken", "name"
    vi = "Đã có máy in tên “{detail}”. Đặt tên khác, ví dụ theo khu và dãy."
    en = "There is a printer “{detail}” already. Choose another name."


class PrinterAddressError(FieldError):
    """A printer that cannot be reached without an address."""

    code, field = "printer_address", "address"
    vi = (
        "Máy in mạng cần địa chỉ, ví dụ 192.168.8.41; máy in tệp cần đường dẫn, ví dụ /dev/usb/lp0."
    )
    en = "A network printer needs an address, e.g. 192.168.8.41; a file printer its path."


@dataclass(frozen=True, slots=True)
class PrinterDraft:
    """What is known about a printer."""

    name: str
    profile: str = profiles.DEFAULT
    driver: DriverKind = DriverKind.VIRTUAL
    address: str = ""
    active: bool = True


def add_printer(session: Session, clock: Clock, venue: Venue, draft: PrinterDraft) -> Printer:
    """Add a printer.

    Raises:
        PrinterTakenError, PrinterAddressError, UnknownProfileError: what does not fit.
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
        PrinterTakenError, PrinterAddressError, UnknownProfileError: what does not fit.
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


def print_test(session: Session, clock: Clock, printer: Printer, by: str) -> str:
    """Queue a paper that shows marks, width and a cut; returns its job's id."""
    document = trial_paper(printer.name, clock.now())
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


def trial_paper(name: str, at: datetime) -> Document:
    """Return what a test print says: every mark of Vietnamese, stars, figures at the edge."""
    return Document(
        title="IN THỬ",
        blocks=(
            Text("IN THỬ", size=Size.LARGE, bold=True, align=Align.CENTER),
            Text(name, align=Align.CENTER),
            Text(format_moment(at), align=Align.CENTER),
            Rule(),
            Text("Ắ Ằ Ẳ Ẵ Ặ Ấ Ầ Ẩ Ẫ Ậ Ế Ề Ể Ễ Ệ Ố Ồ Ổ Ỗ Ộ Ớ Ờ Ở Ỡ Ợ Ứ Ừ Ử Ữ Ự Ỳ Ỵ Ỷ Ỹ Đ"),
            Text("Chả mực Hạ Long giã tay", stars=4),
            Row("Hai mép phải thấy đủ chữ", "1.234.567\u00a0đ"),
            Rule(),
        ),
    )


def _check(
    session: Session, org_id: str, venue_id: str, draft: PrinterDraft, own_id: str | None
) -> None:
    profiles.load(draft.profile)
    if draft.driver is not DriverKind.VIRTUAL and not draft.address:
        raise PrinterAddressError
    holder = session.exec(
        select(Printer.id).where(
            Printer.org_id == org_id, Printer.venue_id == venue_id, Printer.name == draft.name
        )
    ).first()
    if holder not in (None, own_id):
        raise PrinterTakenError(draft.name)
