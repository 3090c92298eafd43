"""The closing report's tables of measured money: by goods, means and hour. Pure."""

from collections.abc import Iterable

from fair_pos.reports import rules, words
from fair_pos.reports.columns import (
    MEASURED,
    MILLION,
    OCOP,
    SHARE,
    as_of,
    without_declared,
)
from fair_pos.reports.figures import ClosingReport, PartRow
from fair_pos.reports.tables import Column, Form, Phrase, Row, Table


def stars(report: ClosingReport) -> Table:
    """Return measured money by stars."""
    return _parts(
        report,
        ("stars", "5", Phrase("Hạng sao", "Stars")),
        ((words.STARS[row.key], row) for row in report.stars),
        (words.OCOP_NOTE,),
    )  # fmt: skip


def groups(report: ClosingReport) -> Table:
    """Return measured money by the six groups."""
    return _parts(
        report,
        ("groups", "6", Phrase("Nhóm sản phẩm", "Product groups")),
        ((row.label or words.NO_SET, row) for row in report.groups),
        (words.SET_NOTE,),
    )  # fmt: skip


def sets(report: ClosingReport) -> Table:
    """Return measured money by the sets sold."""
    return _parts(
        report,
        ("sets", "6b", Phrase("Bộ sản phẩm", "Product sets")),
        ((row.label or words.NO_SET, row) for row in report.sets),
        (words.SET_NOTE,),
    )  # fmt: skip


def means(report: ClosingReport) -> Table:
    """Return measured money by means of payment."""
    return _parts(
        report,
        ("means", "8", Phrase("Hình thức thanh toán", "Means of payment")),
        ((words.means(row.key), row) for row in report.means),
        (words.MEANS_NOTE,),
    )  # fmt: skip


def hours(report: ClosingReport) -> Table:
    """Return measured money by hour."""
    return _parts(
        report,
        ("hours", "9", Phrase("Theo giờ", "By hour")),
        ((words.hour(int(row.key)), row) for row in report.hours),
        (words.HOUR_NOTE,),
    )  # fmt: skip


def _parts(
    report: ClosingReport,
    name: tuple[str, str, Phrase],
    rows: Iterable[tuple[str | Phrase, PartRow]],
    notes: tuple[Phrase, ...],
) -> Table:  # fmt: skip
    found = [*rows]
    ocop = any(row.ocop_vnd is not None for _, row in found)
    measured = sum(row.measured_vnd for _, row in found)
    starred = sum(row.ocop_vnd or 0 for _, row in found)
    return Table(
        *name,
        (Column(Phrase("", "")), MEASURED, SHARE, *((OCOP,) if ocop else ())),
        tuple(
            Row(
                (name, row.measured_vnd, row.share_permille, *((row.ocop_vnd,) if ocop else ())),
                row.sales_query,
            )
            for name, row in found
        ),
        Row(
            (words.TOTAL, measured, rules.permille(measured, measured),
             *((starred,) if ocop else ())),
            bold=True,
        ),
        MILLION,
        (*notes, without_declared(report), as_of(report)),
    )  # fmt: skip


def exhibitor_kinds(report: ClosingReport) -> Table:
    """Return exhibitors and measured money by kind."""
    found = report.exhibitor_kinds
    return Table(
        "exhibitor_kinds",
        "7",
        Phrase("Loại chủ thể", "Kinds of exhibitors"),
        (Column(Phrase("Loại", "Kind")), Column(Phrase("Đơn vị", "Exhibitors"), Form.COUNT),
         MEASURED, OCOP),
        tuple(
            Row(
                (words.EXHIBITOR_KINDS.get(row.kind, words.UNKNOWN_GOODS), row.exhibitors,
                 row.measured_vnd, row.ocop_vnd),
                row.sales_query,
            )
            for row in found
        ),
        Row((words.TOTAL, sum(row.exhibitors for row in found),
             sum(row.measured_vnd for row in found), sum(row.ocop_vnd for row in found)),
            bold=True),
        MILLION,
        (words.EXHIBITOR_NOTE, without_declared(report), as_of(report)),
    )  # fmt: skip


def best_sellers(report: ClosingReport) -> Table:
    """Return the products with the most measured money."""
    return Table(
        "best_sellers",
        "10",
        Phrase("Bán chạy nhất", "Best sellers"),
        (
            Column(Phrase("Sản phẩm", "Product")),
            Column(Phrase("Gian", "Booth")),
            Column(Phrase("Số lượng", "Quantity"), Form.QUANTITY),
            Column(Phrase("ĐVT", "Unit")),
            MEASURED,
        ),
        tuple(
            Row(
                (row.name, ", ".join(row.booths), row.quantity_milli, row.unit,
                 row.measured_vnd),
                row.sales_query,
            )
            for row in report.best_sellers
        ),
        None,
        MILLION,
        (words.BEST_NOTE, without_declared(report), as_of(report)),
    )  # fmt: skip
