"""The tables of the closing report, in the organisers' order. Pure."""

from fair_pos.core.money import format_vnd
from fair_pos.reports import goods_tables, place_tables, published, rules, words
from fair_pos.reports.columns import (
    DECLARED,
    MEASURED,
    MILLION,
    SHARE,
    SUM,
    as_of,
)
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.tables import Column, Form, Phrase, Row, Table


def closing_tables(report: ClosingReport) -> dict[str, Table]:
    """Return every table by its key, in the order in which they are numbered."""
    tables = (
        revenue(report),
        days(report),
        place_tables.communes(report),
        place_tables.districts(report),
        place_tables.others(report),
        place_tables.zones(report),
        place_tables.booth_kinds(report),
        goods_tables.stars(report),
        goods_tables.groups(report),
        goods_tables.sets(report),
        goods_tables.exhibitor_kinds(report),
        goods_tables.means(report),
        goods_tables.hours(report),
        goods_tables.best_sellers(report),
        results(report),
        place_tables.missing(report),
    )
    return {table.key: table for table in tables}


def revenue(report: ClosingReport) -> Table:
    """Return the headline table."""
    before = report.comparison
    name = before.short_name if before else ""
    earlier = (
        Column(Phrase(f"{name} (ước), bình quân ngày", f"{name} (estimate), per day"), Form.MONEY),
        Column(Phrase("Tăng, giảm", "Change"), Form.CHANGE),
    )
    rows = tuple(
        Row(
            (
                words.REVENUE[row.key],
                row.amount.measured_vnd,
                row.amount.declared_vnd,
                row.amount.sum_vnd,
                row.share_permille,
                row.per_day_vnd,
                *((row.before_per_day_vnd or words.NOT_PUBLISHED, row.change_permille)
                  if before else ()),
            ),
            row.sales_query,
            indent=row.key == "ocop",
            bold=row.key == "total",
        )
        for row in report.revenue
    )  # fmt: skip
    average = Column(Phrase("Bình quân ngày", "Average per day"), Form.MONEY)
    return Table(
        "revenue",
        "1",
        Phrase("Doanh thu", "Revenue"),
        (Column(Phrase("", "")), MEASURED, DECLARED, SUM, SHARE, average,
         *(earlier if before else ())),
        rows,
        unit=MILLION,
        notes=(words.REVENUE_NOTE, words.OCOP_NOTE, *_comparison_notes(report), as_of(report)),
    )  # fmt: skip


def _comparison_notes(report: ClosingReport) -> tuple[Phrase, ...]:
    before = report.comparison
    if before is None:
        return (Phrase("Kỳ này chưa chọn kỳ so sánh.", "No edition to compare with."),)
    said = (
        f"{published.billion(before.revenue_vnd)} tỷ đồng, “ước đạt”"
        if before.revenue_vnd
        else "không công bố doanh thu"
    )
    note = f" ({before.note})" if before.note else ""
    return (
        Phrase(
            "So sánh theo bình quân ngày vì số ngày các kỳ khác nhau.",
            "Compared per day, because the editions differ in days.",
        ),
        Phrase(
            f"{before.short_name}: {said}, {before.source}{note}.",
            f"{before.short_name}: {said}, {before.source}{note}.",
        ),
    )


def days(report: ClosingReport) -> Table:
    """Return the days with sales, money and visitors."""
    unknown = Phrase("?", "?")
    rows = tuple(
        Row(
            (
                words.day(row.day, is_open=row.is_open),
                row.sales,
                row.amount.measured_vnd,
                row.amount.declared_vnd,
                row.amount.sum_vnd,
                unknown if row.visitors is None else row.visitors,
            ),
            row.sales_query,
        )
        for row in report.days
    )
    sales = sum(row.sales for row in report.days)
    total = report.total
    return Table(
        "days",
        "2",
        Phrase("Từng ngày", "Day by day"),
        (
            Column(Phrase("Ngày", "Day")),
            Column(Phrase("Đơn", "Sales"), Form.COUNT),
            MEASURED,
            DECLARED,
            SUM,
            Column(Phrase("Lượt khách", "Visits"), Form.COUNT),
        ),
        rows,
        Row(
            (words.TOTAL, sales, total.measured_vnd, total.declared_vnd, total.sum_vnd,
             unknown if report.visitors is None else report.visitors),
            bold=True,
        ),
        MILLION,
        (*_visitor_notes(report), words.SALES_NOTE, as_of(report)),
    )  # fmt: skip


def _visitor_notes(report: ClosingReport) -> tuple[Phrase, ...]:
    if report.visitors is None:
        return (Phrase("Lượt khách: chưa nhập.", "Visits: not entered."),)
    gates = len({gate for row in report.days for gate, _ in row.gates})
    visits, a_day = format_vnd(report.visitors), format_vnd(report.visitors_per_day or 0)
    change, before = report.visitors_change_permille, report.comparison
    more = ("", "")
    if change is not None and before is not None:
        text = rules.format_change(change)
        more = (
            f", {text} so với {before.short_name} (theo công bố)",
            f", {text} against {before.short_name} (as published)",
        )
    return (
        Phrase(
            f"Lượt khách: đếm tại {gates} cổng, {visits} lượt, bình quân {a_day} lượt/ngày"
            f" của những ngày có đếm{more[0]}.",
            f"Visits: counted at {gates} gates, {visits} visits, {a_day} a day on the days"
            f" counted{more[1]}.",
        ),
    )


def results(report: ClosingReport) -> Table:
    """Return what was counted by hand, and the cashless share."""
    side = report.side_results
    unknown = Phrase("chưa nhập", "not entered")

    def counted(number: int | None) -> Phrase:
        return unknown if number is None else Phrase(format_vnd(number), format_vnd(number))

    share = rules.format_permille(side.cashless_permille)
    return Table(
        "results",
        "11",
        Phrase("Kết quả khác", "Other results"),
        (Column(Phrase("Nội dung", "Item")), Column(Phrase("Kết quả", "Result"), Form.COUNT)),
        (
            Row((Phrase("Hợp đồng, bản ghi nhớ", "Contracts, memoranda"),
                 counted(side.contracts))),
            Row((Phrase("Vi phạm đã lập biên bản", "Violations recorded"),
                 counted(side.violations))),
            Row((Phrase("Không dùng tiền mặt, trên số ghi tại quầy",
                        "Cashless, of measured money"), Phrase(share, share))),
        ),
        notes=(Phrase("Hợp đồng và vi phạm do Ban Tổ chức nhập.",
                      "Contracts and violations are entered by the organisers."),
               as_of(report)),
    )  # fmt: skip
