"""The table of issued reports: drafts and finals as they were given out."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint

from fair_pos.db.table import STRICT, OrgRow, one_of, refers


class ReportKind(StrEnum):
    """Preliminary or final figures."""

    DRAFT = "draft"
    FINAL = "final"


class IssuedReport(OrgRow, table=True):
    """A closing report as it was given out; its print code names it."""

    __tablename__ = "issued_report"
    __table_args__ = (
        refers("venue", "venue_id"),
        one_of("kind", ReportKind),
        UniqueConstraint("org_id", "venue_id", "kind", "number"),
        UniqueConstraint("org_id", "code"),
        STRICT,
    )

    venue_id: str
    kind: str
    number: int
    code: str
    as_of: datetime
    issued_by: str
    sha256: str
    body: str
    """The report as canonical JSON."""
