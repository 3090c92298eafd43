"""Tables of the label log: who printed which labels, when and how many."""

from datetime import date, datetime

from sqlalchemy import Index

from fair_pos.db.table import STRICT, OrgRow, refers


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


class LabelPrintLine(OrgRow, table=True):
    """Labels of one product in a printing; serials run on per product."""

    __tablename__ = "label_print_line"
    __table_args__ = (
        refers("label_print", "print_id"),
        refers("product", "product_id"),
        Index("ix_label_print_line_product", "org_id", "product_id"),
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
