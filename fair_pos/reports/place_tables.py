"""The closing report's tables by place: localities, zones, kinds of booths, coverage. Pure."""

from collections.abc import Iterable
from datetime import date

from fair_pos.core.money import format_vnd
from fair_pos.reports import words
from fair_pos.reports.columns import (
    BOOTHS,
    DECLARED,
    MEASURED,
    MILLION,
    ROUNDED,
    SUM,
    as_of,
)
from fair_pos.reports.figures import ClosingReport, LocalityRow
from fair_pos.reports.rules import Amount, Coverage
from fair_pos.reports.tables import Column, Form, Phrase, Row, Table, Value

TOP = 8
"""Rows of a folded table before the rest is added up."""


def communes(report: ClosingReport) -> Table:
    """Return the 54 communes."""
    return _localities(
        report,
        ("communes", "3", Phrase("Doanh thu theo địa phương", "Revenue by locality")),
        report.localities,
        Phrase(f"Quảng Ninh, {len(report.localities)} đơn vị",
               f"Quảng Ninh, {len(report.localities)} units"),
    )  # fmt: skip


def districts(report: ClosingReport) -> Table:
    """Return the former districts, for series before 07/2025."""
    return _localities(
        report,
        ("districts", "3b", Phrase("Theo 13 địa bàn cấp huyện cũ", "By the 13 former districts")),
        report.districts,
        Phrase("Quảng Ninh", "Quảng Ninh"),
    )  # fmt: skip


def others(report: ClosingReport) -> Table:
    """Return other provinces and countries."""
    return _localities(
        report,
        ("others", "3c", Phrase("Tỉnh, thành phố khác, nước ngoài", "Other provinces and abroad")),
        report.others,
        words.TOTAL,
    )  # fmt: skip


def _localities(
    report: ClosingReport,
    name: tuple[str, str, Phrase],
    rows: tuple[LocalityRow, ...],
    closing: Phrase,
) -> Table:  # fmt: skip
    whole = sum((row.amount for row in rows), Amount())
    return Table(
        *name,
        (
            Column(Phrase("Địa phương", "Locality"), Form.TEXT, "sales"),
            BOOTHS,
            Column(MEASURED.head, Form.MONEY),
            Column(DECLARED.head, Form.MONEY),
            SUM,
            Column(Phrase("", ""), Form.BAR),
            Column(Phrase("Bán chạy nhất", "Best sellers")),
        ),
        tuple(_locality(row) for row in rows),
        Row(
            (closing, sum(row.booths for row in rows), whole.measured_vnd, whole.declared_vnd,
             whole.sum_vnd, Amount(), Phrase("", "")),
            bold=True,
        ),
        MILLION,
        (words.LOCALITY_NOTE, words.BEST_NOTE, ROUNDED, as_of(report)),
        max((row.amount.sum_vnd for row in rows), default=0),
    )  # fmt: skip


def _locality(row: LocalityRow) -> Row:
    best = ", ".join(row.best)
    return Row(
        (row.name, row.booths, row.amount.measured_vnd, row.amount.declared_vnd,
         row.amount.sum_vnd, row.amount, Phrase(best, best)),
        row.sales_query,
    )  # fmt: skip


def fold(table: Table, rest: Phrase, top: int = TOP) -> Table:
    """Keep the first rows and add the others up in one: the table always closes."""
    if len(table.rows) <= top + 1:
        return table
    kept, others = table.rows[:top], table.rows[top:]
    sums: list[Value] = [rest]
    for column, values in zip(
        table.columns[1:], zip(*(row.values[1:] for row in others), strict=True), strict=True
    ):
        numbers = [value for value in values if isinstance(value, int)]
        summed = column.form in {Form.COUNT, Form.MONEY, Form.SUM}
        empty = Amount() if column.form is Form.BAR else Phrase("", "")
        sums.append(sum(numbers) if summed else empty)
    return Table(
        table.key, table.number, table.title, table.columns, (*kept, Row(tuple(sums))),
        table.total, table.unit, table.notes, table.scale_vnd,
    )  # fmt: skip


def zones(report: ClosingReport) -> Table:
    """Return the zones: their booths, and what is known of their booth-days."""
    whole = sum((row.coverage for row in report.zones), Coverage())
    rows = tuple(
        Row(
            (
                f"{row.name}. {row.title}" if row.title else row.name,
                row.booths, row.local, row.other, row.abroad,
                *((row.coverage.measured, row.coverage.declared, row.coverage.missing)
                  if row.selling else (words.NOT_SELLING, None, None)),
                row.amount.sum_vnd,
            ),
            row.sales_query,
        )
        for row in report.zones
    )  # fmt: skip
    shown = report.on_show
    return Table(
        "zones",
        "4",
        Phrase("Gian hàng và đơn vị tham gia", "Booths and exhibitors"),
        (
            Column(Phrase("Khu", "Zone"), Form.TEXT, "sales"),
            BOOTHS,
            Column(Phrase("Quảng Ninh", "Quảng Ninh"), Form.COUNT),
            Column(Phrase("Tỉnh khác", "Other provinces"), Form.COUNT),
            Column(Phrase("Nước ngoài", "Abroad"), Form.COUNT),
            Column(Phrase("Ghi tại quầy*", "Measured*"), Form.COUNT),
            Column(Phrase("Tự khai*", "Declared*"), Form.COUNT),
            Column(Phrase("Chưa có số liệu*", "Missing*"), Form.COUNT),
            Column(Phrase("Doanh thu, cộng", "Revenue, total"), Form.SUM),
        ),
        rows,
        Row(
            (words.TOTAL, shown.booths, shown.local, shown.other, shown.abroad, whole.measured,
             whole.declared, whole.missing, report.total.sum_vnd),
            bold=True,
        ),
        Phrase("gian; * gian-ngày; triệu đồng", "booths; * booth-days; million đồng"),
        (coverage_note(report), *on_show_notes(report), as_of(report)),
    )  # fmt: skip


def coverage_note(report: ClosingReport) -> Phrase:
    """Define the booth-day and say how much is known."""
    found, selling = report.coverage, report.on_show.selling_booths
    twice = ("", "")
    if found.both:
        twice = (
            f" {found.both} gian-ngày vừa có đơn vừa có phiếu tự khai: kiểm tra kẻo cộng hai lần.",
            f" {found.both} booth-days have both sales and a slip: check for double counting.",
        )
    return Phrase(
        f"Gian-ngày: {format_vnd(found.booth_days)} = {selling} gian bán hàng ×"
        f" {report.open_days} ngày mở cửa. Ghi tại quầy: có đơn hoặc đã mở ca; tự khai: không ghi"
        " tại quầy nhưng có phiếu; còn lại là chưa có số liệu, không ước tính bù." + twice[0],
        f"Booth-days: {format_vnd(found.booth_days)} = {selling} selling booths ×"
        f" {report.open_days} open days. Measured: a sale or an opened shift; declared: a slip"
        " only; the rest is missing and not filled by estimates." + twice[1],
    )


def on_show_notes(report: ClosingReport) -> tuple[Phrase, ...]:
    """Say what was on show."""
    shown = report.on_show
    return (
        Phrase(
            f"{shown.exhibitors} đơn vị tham gia; {shown.provinces} tỉnh, thành phố khác,"
            f" {shown.countries} nước; {format_vnd(shown.products)} sản phẩm trưng bày, trong đó"
            f" {format_vnd(shown.products_starred)} có giấy chứng nhận còn hiệu lực.",
            f"{shown.exhibitors} exhibitors; {shown.provinces} other provinces,"
            f" {shown.countries} countries; {format_vnd(shown.products)} products on show,"
            f" {format_vnd(shown.products_starred)} of them with a certificate in force.",
        ),
    )


def booth_kinds(report: ClosingReport) -> Table:
    """Return the kinds of booths."""
    return Table(
        "booth_kinds",
        "4b",
        Phrase("Theo loại gian", "By kind of booth"),
        (Column(Phrase("Loại gian", "Kind"), Form.TEXT, "sales"), BOOTHS,
         Column(MEASURED.head, Form.MONEY), Column(DECLARED.head, Form.MONEY), SUM),
        tuple(
            Row(
                (words.BOOTH_KINDS[row.kind], row.booths, row.amount.measured_vnd,
                 row.amount.declared_vnd,
                 row.amount.sum_vnd if row.sells else words.NOT_SELLING),
                row.sales_query,
            )
            for row in report.booth_kinds
        ),
        Row((words.TOTAL, report.on_show.booths, report.total.measured_vnd,
             report.total.declared_vnd, report.total.sum_vnd), bold=True),
        MILLION,
        (as_of(report),),
    )  # fmt: skip


def missing(report: ClosingReport) -> Table:
    """Return the booths and days of which nothing is known."""
    return Table(
        "missing",
        "12",
        Phrase("Gian chưa có số liệu", "Booths without figures"),
        (Column(Phrase("Gian", "Booth")), Column(Phrase("Số ngày", "Days"), Form.COUNT),
         Column(Phrase("Ngày", "On"))),
        tuple(Row((row.booth, len(row.days), _dates(row.days))) for row in report.missing),
        notes=(Phrase("Không ước tính bù.", "Not filled by estimates."), as_of(report)),
    )  # fmt: skip


def _dates(days: Iterable[date]) -> str:
    return ", ".join(f"{day:%d/%m}" for day in days)
