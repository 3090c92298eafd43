"""Columns and notes that the report's tables share. Pure."""

from fair_pos.core.clock import format_time, local
from fair_pos.core.money import format_million
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.tables import Column, Form, Phrase

MILLION = Phrase("triệu đồng", "million đồng")
MEASURED = Column(Phrase("Ghi tại quầy", "Measured"), Form.MONEY, "sales")
DECLARED = Column(Phrase("Tự khai", "Declared"), Form.MONEY, "declared")
SUM = Column(Phrase("Cộng", "Total"), Form.SUM)
SHARE = Column(Phrase("Tỷ lệ", "Share"), Form.SHARE)
OCOP = Column(Phrase("trong đó OCOP", "of which OCOP"), Form.MONEY)
BOOTHS = Column(Phrase("Gian", "Booths"), Form.COUNT)
ROUNDED = Phrase(
    "Cộng từ đồng rồi làm tròn, tổng có thể lệch 0,1.",
    "Added in đồng, then rounded; totals may differ by 0.1.",
)


def as_of(report: ClosingReport) -> Phrase:
    """Return the moment of the figures: `Tính đến 21:35 ngày 31/01/2027`."""
    at = f"{format_time(report.as_of)}", f"{local(report.as_of):%d/%m/%Y}"
    return Phrase(f"Tính đến {at[0]} ngày {at[1]}.", f"As of {at[0]} on {at[1]}.")


def without_declared(report: ClosingReport) -> Phrase:
    """Say how much declared money a table of measured money leaves out."""
    left_out = format_million(report.total.declared_vnd)
    return Phrase(
        f"Chỉ tính số ghi tại quầy, không gồm {left_out} triệu đồng tự khai.",
        f"Measured figures only, without {left_out} million đồng declared.",
    )
