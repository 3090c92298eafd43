"""The closing report on A4, in the written form of an office."""

from datetime import datetime
from typing import Any

from fair_pos.core.clock import format_date, format_time, local
from fair_pos.core.ids import group_code
from fair_pos.core.money import format_vnd, format_vnd_unit
from fair_pos.printing import a4, qr
from fair_pos.reports import rules
from fair_pos.reports.closing_tables import closing_tables
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.issuing import Issue
from fair_pos.reports.tables import Form, Row, Table, write
from fair_pos.reports.words import NOT_PUBLISHED
from fair_pos.signing import texts
from fair_pos.signing.facts import ReportFacts
from fair_pos.signing.keys import Key
from fair_pos.venues.models import VenueKind

TOP_ON_PAPER = 5
APPENDICES = (
    "communes", "districts", "others", "booth_kinds", "stars", "groups", "sets",
    "exhibitor_kinds", "means", "hours", "best_sellers", "missing",
)  # fmt: skip


def closing_pdf(
    report: ClosingReport, issue: Issue | None = None, base_url: str = "", key: Key | None = None
) -> bytes:
    """Return the paper; without an issue it says that it is a preview without a code."""
    return a4.pdf("closing.typ", closing_values(report, issue, base_url, key))


def closing_values(
    report: ClosingReport, issue: Issue | None, base_url: str, key: Key | None = None
) -> dict[str, Any]:
    """Return every text of the paper; the template only lays them out.

    The code carries the issue, its total, the hash of its figures and the key's signature.
    """
    tables = closing_tables(report)
    header, at = report.header, report.as_of
    moment = f"{format_time(at)} ngày {format_date(local(at).date())}"
    final = issue is not None and issue.is_final
    return {
        "above": header.directed_by.upper(),
        "host": "BAN TỔ CHỨC" if header.kind == VenueKind.FAIR else header.name.upper(),
        "name": header.name,
        "title": "BÁO CÁO KẾT QUẢ" if final else "BÁO CÁO NHANH",
        "where": _where(report),
        "date": f"ngày {local(at).day:02d} tháng {local(at).month:02d} năm {local(at).year}",
        "mark": "SỐ LIỆU CHÍNH THỨC" if final else "SỐ LIỆU SƠ BỘ",
        "closed": f"{issue.issued_by} chốt lúc {moment}." if issue and final else "",
        "moment": moment,
        "proof": f"Khớp: {_proved(report)}",
        "is_demo": header.is_demo,
        "zones": _paper(tables["zones"]),
        "visitors": _visitors(report),
        "revenue": _paper(tables["revenue"]),
        "localities": _paper(_top(tables["communes"])),
        "abroad": _abroad(tables["others"], report),
        "results": _results(report),
        "appendices": [_paper(tables[key]) for key in APPENDICES if tables[key].rows],
        "foot": f"{header.name} · số liệu {'chính thức' if final else 'sơ bộ'}, tính đến {moment}",
        "code": f"{issue.name.vi} · {group_code(issue.code)}" if issue else "",
        "qr": _dots(f"{base_url}/C/{_signed(report, issue, key)}".upper()) if issue else [],
        "key": f"Khóa ký {key.key_id}: {key.fingerprint}" if issue and key else "",
    }


def _signed(report: ClosingReport, issue: Issue, key: Key | None) -> str:
    facts = ReportFacts(
        code=issue.code,
        form=issue.kind,
        is_sample=report.header.is_demo,
        at=issue.as_of,
        total_vnd=report.total.sum_vnd,
        number=str(issue.number),
        sha256=issue.sha256,
    )
    return texts.signed(key, facts)


def tables_values(title: str, at: datetime, tables: list[Table]) -> dict[str, Any]:
    """Return the texts of a paper that is tables only."""
    moment = f"{format_time(at)} ngày {format_date(local(at).date())}"
    return {
        "title": title,
        "moment": moment,
        "tables": [_paper(table) for table in tables if table.rows],
        "foot": f"{title}, lập lúc {moment}",
    }


def _where(report: ClosingReport) -> str:
    header = report.header
    days = f"{header.period_first:%d/%m} – {format_date(header.period_last)}"
    if header.period_first == header.period_last:
        days = format_date(header.period_first)
    return f"{days} ({report.open_days} ngày), {header.place}".rstrip(", ")


def _proved(report: ClosingReport) -> str:
    sums = report.proof.sums()
    return f"{format_vnd(sums['sales'])} đơn = {format_vnd_unit(sums['amount_vnd'])}"


def _visitors(report: ClosingReport) -> str:
    if report.visitors is None:
        return "Chưa nhập lượt khách."
    text = f"{format_vnd(report.visitors)} lượt khách"
    text += f", bình quân {format_vnd(report.visitors_per_day or 0)} lượt/ngày"
    before = report.comparison
    if report.visitors_change_permille is None or before is None or before.visitors is None:
        return f"{text}."
    change = rules.format_change(report.visitors_change_permille)
    published = f"{format_vnd(before.visitors)} lượt, theo công bố"
    return f"{text}, {change} so với {before.short_name} ({published})."


def _results(report: ClosingReport) -> str:
    side = report.side_results
    signed = "chưa nhập" if side.contracts is None else format_vnd(side.contracts)
    faults = "chưa nhập" if side.violations is None else format_vnd(side.violations)
    share = rules.format_permille(side.cashless_permille)
    return (
        f"Hợp đồng, bản ghi nhớ: {signed}. Không dùng tiền mặt: {share} số ghi tại quầy."
        f" Vi phạm đã lập biên bản: {faults}."
    )


def _top(table: Table) -> Table:
    """Keep the five largest units with a figure; the others stand in the appendix."""
    rows = tuple(row for row in table.rows if row.values[1])[:TOP_ON_PAPER]
    return Table(
        table.key, table.number, table.title, table.columns, rows, None, table.unit, table.notes
    )


def _abroad(others: Table, report: ClosingReport) -> list[str]:
    names = {row.name: row for row in report.others if row.sales_query.find("country=") >= 0}
    best = next((row for row in others.rows if row.values[0] in names), None)
    if best is None:
        return []
    cells = _cells(best, others)
    return [f"Nước ngoài cao nhất: {cells[0]}", *cells[1:]]


def _paper(table: Table) -> dict[str, Any]:
    shown = [column for column in table.columns if column.form is not Form.BAR]
    return {
        "title": table.title.vi,
        "number": table.number,
        "unit": table.unit.vi,
        "heads": [column.head.vi for column in shown],
        "right": [column.is_figure for column in shown],
        "rows": [
            {"cells": _cells(row, table), "bold": row.bold, "indent": row.indent}
            for row in (*table.rows, *((table.total,) if table.total else ()))
        ],
        "notes": " ".join(note.vi for note in table.notes),
    }


def _cells(row: Row, table: Table) -> list[str]:
    return [
        "…" if value == NOT_PUBLISHED else write(value, column.form)
        for value, column in zip(row.values, table.columns, strict=True)
        if column.form is not Form.BAR
    ]


def _dots(text: str) -> list[str]:
    return ["".join("1" if dark else "0" for dark in row) for row in qr.matrix(text)]
