"""Tables of printers and of the spool."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint

from fair_pos.db.table import STRICT, OrgRow, one_of, refers
from fair_pos.printing.label import Offset


class DriverKind(StrEnum):
    """How bytes reach a printer."""

    VIRTUAL = "virtual"
    NETWORK = "network"
    FILE = "file"
    USB = "usb"
    SERIAL = "serial"
    CUPS = "cups"
    WINDOWS = "windows"


class JobKind(StrEnum):
    """What a job puts out."""

    RECEIPT = "receipt"
    REPORT = "report"
    LABEL = "label"
    DRAWER = "drawer"


class JobState(StrEnum):
    """States of a job; "sent" is not "printed"."""

    QUEUED = "queued"
    HELD = "held"
    """It came so late that a person decides whether its paper is still wanted."""
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Printer(OrgRow, table=True):
    """A printer of a venue."""

    __tablename__ = "printer"
    __table_args__ = (
        refers("venue", "venue_id"),
        UniqueConstraint("org_id", "venue_id", "name"),
        one_of("driver", DriverKind),
        STRICT,
    )

    venue_id: str
    name: str
    profile: str = "generic-80"
    """File name in printers/ without .toml."""
    driver: str = DriverKind.VIRTUAL
    address: str = ""
    """What the driver needs, e.g. host:port or a device file; empty for the virtual printer."""
    active: bool = True
    neighbour_id: str | None = None
    """The printer that takes over what waits when this one fails; None: nobody does."""
    has_drawer: bool = False
    """A cash drawer hangs at it."""
    offset_x_tenths: int = 0
    """Labels are moved this far to the right, in tenths of a millimetre; below 0 to the left."""
    offset_y_tenths: int = 0
    """The same downwards."""
    fault: str = ""
    """Last known fault: `paper_out`, `cover_open`, `not_found`, empty when fine."""
    fault_at: datetime | None = None
    paper_low: bool = False
    """It said so when it printed last."""
    changed_at: datetime

    @property
    def offset(self) -> Offset:
        """Return how far its labels are moved."""
        return Offset(self.offset_x_tenths, self.offset_y_tenths)


class Logo(OrgRow, table=True):
    """A picture for the head of receipts, in grey, as large as it prints; kept for reprints."""

    __tablename__ = "logo"
    __table_args__ = (STRICT,)

    png: str
    """Base64; the id is its SHA-256, so that the same picture is stored once."""
    added_by: str
    added_at: datetime


class PrintJob(OrgRow, table=True):
    """One paper. The sale inserts it in its own transaction; the worker prints it later."""

    __tablename__ = "print_job"
    __table_args__ = (
        refers("printer", "printer_id"),
        UniqueConstraint("org_id", "kind", "document_id", "copy_no"),
        one_of("kind", JobKind),
        one_of("state", JobState),
        Index("ix_print_job_waiting", "org_id", "printer_id", "state", "id"),
        STRICT,
    )

    printer_id: str
    booth_id: str
    kind: str
    document_id: str
    """Id of the sale or shift the paper is about."""
    copy_no: int = 0
    """0 is the original; n carries “BẢN SAO – in lại lần n”."""
    payload: str
    """The document as canonical JSON."""
    state: str = JobState.QUEUED
    attempts: int = 0
    lease_until: datetime | None = None
    bytes_sha256: str = ""
    created_at: datetime
    created_by: str = ""
    first_byte_at: datetime | None = None
    sent_at: datetime | None = None
    confirmed_at: datetime | None = None
    error: str = ""
    released_at: datetime | None = None
    """When a person let a held paper print after all."""
