"""The closing report as JSON, Excel and paper."""

import hashlib
import json
from io import BytesIO
from typing import Any

import xlsxwriter

from fair_pos.core.clock import format_date, format_moment
from fair_pos.db.journal import canonical
from fair_pos.reports import plain
from fair_pos.reports.closing_tables import closing_tables
from fair_pos.reports.figures import ClosingReport
from fair_pos.reports.issuing import Issue
from fair_pos.reports.paper import closing_pdf
from fair_pos.reports.rules import Amount
from fair_pos.reports.tables import Column, Form, Phrase, Row, Table, Value
from fair_pos.signing.blocks import block
from fair_pos.signing.keys import Key

__all__ = ["closing_json", "closing_pdf", "closing_xlsx", "tables_xlsx"]

_NUMBER_FORMATS = {
    Form.COUNT: "#,##0",
    Form.MONEY: "#,##0",
    Form.SUM: "#,##0",
    Form.SHARE: "0.0%",
    Form.CHANGE: "+0.0%;-0.0%",
    Form.QUANTITY: "#,##0.###",
}
_DIVISORS = {Form.SHARE: 1000, Form.CHANGE: 1000, Form.QUANTITY: 1000}
_MONEY_UNIT = ("triệu đồng", "đồng")
"""Excel holds whole đồng where screen and paper print triệu."""


def closing_json(report: ClosingReport, key: Key | None = None) -> bytes:
    """Return the report as canonical JSON in UTF-8; its keys are the names of `figures`.

    With a key a block `signature` stands beside them; its hash is of the JSON without it.
    """
    text = plain.to_json(report)
    if key is None:
        return f"{text}\n".encode()
    digest = hashlib.sha256(text.encode()).hexdigest()
    signature = block(key, "closing-report", digest, is_sample=report.header.is_demo)
    return (canonical({**json.loads(text), "signature": signature}) + "\n").encode()


def closing_xlsx(report: ClosingReport, issue: Issue | None = None) -> bytes:
    """Return a workbook: one sheet for the head and the proof, one for each table."""
    return tables_xlsx(
        list(closing_tables(report).values()), _head(report, issue), report.header.name
    )


def tables_xlsx(tables: list[Table], head: list[tuple[str, Value]], title: str) -> bytes:
    """Return a workbook of tables; texts are written as texts, whatever they begin with."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title})
        formats = _formats(book)
        sheet = book.add_worksheet("Thông tin")
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 1, 80)
        for number, (name, value) in enumerate(head):
            sheet.write_string(number, 0, name, formats["bold"])
            _cell(sheet, (number, 1), value, Form.COUNT, formats)
        for table in tables:
            _sheet(book, table, formats)
    return target.getvalue()


def _head(report: ClosingReport, issue: Issue | None) -> list[tuple[str, Value]]:
    header, sums = report.header, report.proof.sums()
    return [
        ("Báo cáo", header.name),
        ("Loại số liệu", f"Số liệu {issue.name.vi}" if issue else "Bản xem, chưa cấp mã"),
        ("Mã bản in", issue.code if issue else ""),
        ("Tính đến", format_moment(report.as_of)),
        ("Từ ngày", format_date(header.period_first)),
        ("Đến ngày", format_date(header.period_last)),
        ("Địa điểm", header.place),
        ("Đơn vị thực hiện", header.run_by),
        ("Đối chiếu", "Khớp: tổng đơn = tổng dòng hàng = tổng thanh toán = tổng cộng dồn"),
        ("Số đơn", sums["sales"]),
        ("Số đơn trả, hủy", sums["corrections"]),
        ("Ghi tại quầy (đồng)", report.total.measured_vnd),
        ("Tự khai (đồng)", report.total.declared_vnd),
        ("Cộng (đồng)", report.total.sum_vnd),
        *((("Số liệu", "mẫu, không phải số thật"),) if header.is_demo else ()),
    ]


def _formats(book: Any) -> dict[Any, Any]:
    formats: dict[Any, Any] = {
        form: book.add_format({"num_format": code}) for form, code in _NUMBER_FORMATS.items()
    }
    for form, code in _NUMBER_FORMATS.items():
        formats[form, "bold"] = book.add_format({"num_format": code, "bold": True, "top": 1})
    formats["bold"] = book.add_format({"bold": True})
    formats["total"] = book.add_format({"bold": True, "top": 1})
    formats["head"] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    formats["note"] = book.add_format({"font_color": "#566370"})
    return formats


def _sheet(book: Any, table: Table, formats: dict[Any, Any]) -> None:
    sheet = book.add_worksheet(_sheet_name(table))
    columns = [column for column in table.columns if column.form is not Form.BAR]
    sheet.write_string(0, 0, f"{table.number}. {table.title.vi}", formats["bold"])
    sheet.write_string(1, 0, f"Đơn vị: {table.unit.vi.replace(*_MONEY_UNIT)}", formats["note"])
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 16 if column.is_figure else 34)
        sheet.write_string(3, place, column.head.vi, formats["head"])
    line = 4
    for row in (*table.rows, *((table.total,) if table.total else ())):
        _row(sheet, line, row, columns, formats)
        line += 1
    sheet.freeze_panes(4, 1)
    for note in table.notes:
        line += 1
        sheet.write_string(line, 0, note.vi, formats["note"])


def _row(sheet: Any, line: int, row: Row, columns: list[Column], formats: dict[Any, Any]) -> None:
    values = [value for value in row.values if not isinstance(value, Amount)]
    for place, (value, column) in enumerate(zip(values, columns, strict=True)):
        if row.bold:
            bold = {**formats, column.form: formats.get((column.form, "bold"), formats["total"])}
            _cell(sheet, (line, place), value, column.form, {**bold, "text": formats["total"]})
        else:
            _cell(sheet, (line, place), value, column.form, formats)


def _cell(
    sheet: Any, at: tuple[int, int], value: Value, form: Form, formats: dict[Any, Any]
) -> None:
    text = formats.get("text")
    if isinstance(value, int):
        sheet.write_number(*at, value / _DIVISORS.get(form, 1), formats.get(form))
    elif isinstance(value, Phrase):
        sheet.write_string(*at, value.vi, text)
    elif value is not None:
        sheet.write_string(*at, str(value), text)


def _sheet_name(table: Table) -> str:
    """Return a name that Excel takes: 31 signs, no brackets, colons or slashes."""
    clean = "".join(sign for sign in table.title.vi if sign not in "[]:*?/\\")
    return f"{table.number}. {clean}"[:31]
