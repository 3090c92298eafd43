"""Tables of the label log: who printed which labels, who scanned them, which sales carry them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from fair_pos.db.table import STRICT, OrgRow, one_of, refers
from fair_pos.labels.formats import Medium


class LabelFormatRow(OrgRow, table=True):
    """A size of label that people made, or a built-in one they changed; `id` is its key.

    Units: tenths of a millimetre.
    """

    __tablename__ = "label_format"
    __table_args__ = (one_of("medium", Medium), STRICT)

    title: str
    medium: str
    page_width: int
    width: int
    height: int
    columns: int
    rows: int
    left: int
    top: int
    gap_x: int
    gap_y: int
    cut_lines: bool = False
    active: bool = True
    before: str = ""
    """What stood here before the last change, as JSON, for undo; empty: nothing."""
    changed_at: datetime


class LabelPrint(OrgRow, table=True):
    """One printing of labels."""

    __tablename__ = "label_print"
    __table_args__ = (refers("venue", "venue_id"), STRICT)

    venue_id: str
    format: str
    printed_by: str
    printed_at: datetime
    labels: int
    sha256: str
    paper: str = ""
    """Measures, used places and offset as JSON, to draw it again; empty before there was this."""


class LabelPrintLine(OrgRow, table=True):
    """Labels of one product in a printing; serials run on over the whole site."""

    __tablename__ = "label_print_line"
    __table_args__ = (
        refers("label_print", "print_id"),
        refers("product", "product_id"),
        Index("ix_label_print_line_product", "org_id", "product_id"),
        Index("ix_label_print_line_serial", "org_id", "last_serial"),
        STRICT,
    )

    print_id: str
    product_id: str
    booth_id: str | None = None
    first_serial: int
    last_serial: int
    day: date
    """The day the stars were checked for."""
    stars: int | None = None
    certificate: str = ""
    plain_reason: str = ""
    """Why there is no OCOP mark; empty when there is one."""
    price_vnd: int
    key_id: str = ""
    """The key of the proofs; empty on labels printed before there were any."""
    epoch: str = ""
    """The life of the database in which they were printed."""
    lot: str = ""
    made_on: date | None = None
    use_by: date | None = None
    paper: str = ""
    """Its words and the address in its codes as JSON, to draw it again."""


class LabelScan(OrgRow, table=True):
    """One device that opened a label's page on a day; who it was cannot be told afterwards."""

    __tablename__ = "label_scan"
    __table_args__ = (
        UniqueConstraint(
            "org_id", "serial", "day", "visitor", name="uq_label_scan_serial_day_visitor"
        ),
        STRICT,
    )

    serial: int
    day: date
    visitor: str
    """Hash of address and browser with a salt that is thrown away after the day."""
    network: str
    """The same of the address's network."""
    times: int
    last_at: datetime


class SoldLabel(SQLModel, table=True):
    """The label of a single pack that a sale's line carries; in two sales it is for people."""

    __tablename__ = "sold_label"
    __table_args__ = (
        refers("sale", "sale_id"),
        Index("ix_sold_label_code", "org_id", "code"),
        STRICT,
    )

    org_id: str = Field(primary_key=True)
    sale_id: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    """All 24 signs: product, key, serial and proof, as scanned; its proof may be nobody's."""
    position: int
    """Of the line."""


class LabelReview(OrgRow, table=True):
    """What the organisers found out about a label in several sales; the newest one counts."""

    __tablename__ = "label_review"
    __table_args__ = (Index("ix_label_review_code", "org_id", "code"), STRICT)

    code: str
    """As on the sold label."""
    sales: str
    """The ids of the sales that were looked at, a space between them; a later one is not among
    them. Empty: the review before this one is taken back."""
    reason: str
    reviewed_by: str
    reviewed_at: datetime


class NoteKind(StrEnum):
    """What an inspector found, or that the organisers have dealt with it."""

    RIGHT = "right"
    FAKE = "fake"
    PRICE = "price"
    EXPIRED = "expired"
    OTHER = "other"
    SETTLED = "settled"


class LabelNote(OrgRow, table=True):
    """What somebody found at a label or its goods. Never changed: a later note names this one."""

    __tablename__ = "label_note"
    __table_args__ = (
        refers("venue", "venue_id"),
        refers("product", "product_id"),
        refers("booth", "booth_id"),
        refers("label_note", "about_id"),
        one_of("kind", NoteKind),
        UniqueConstraint("org_id", "about_id", name="uq_label_note_about_id"),
        Index("ix_label_note_venue", "org_id", "venue_id"),
        STRICT,
    )

    venue_id: str
    code: str
    """As scanned: of a label in 24 signs, of a product in 10, or what stood there."""
    product_id: str | None = None
    """Nothing where the code is of no product here."""
    booth_id: str | None = None
    place: str = ""
    kind: str
    text: str
    photos: str = ""
    """File names in the folder `photos`, a space between them."""
    written_by: str
    written_at: datetime
    about_id: str | None = None
    """The note that this one corrects or settles."""
