"""What an import understood, before anything is written: to show, to send as JSON, to correct."""

import io
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar

import xlsxwriter

from fair_pos.catalogue.importing.columns import LABELS, Column, Field
from fair_pos.catalogue.importing.sentences import Said
from fair_pos.catalogue.importing.workbook import Cell, written

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell. `choices` are texts that would be right, as buttons."""

    row: int
    field: Field
    heading: str
    written: str
    said: Said
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no entry of the list, and why."""

    row: int
    why: Said


@dataclass(frozen=True, slots=True)
class Preview(Generic[T]):
    """A list as it was understood; row numbers are Excel's."""

    sheet: str
    header_row: int
    last_row: int
    columns: tuple[Column, ...]
    rows: tuple[T, ...]
    faults: tuple[Fault, ...]
    skipped: tuple[Skipped, ...]
    faulty_cells: dict[int, tuple[Cell, ...]] = field(repr=False)

    @property
    def first_row(self) -> int:
        """Return the row number below the headers."""
        return self.header_row + 1

    @property
    def faulty_rows(self) -> tuple[int, ...]:
        """Return the numbers of the rows that would not go in."""
        return tuple(self.faulty_cells)

    def as_json(self, language: str = "vi") -> dict[str, Any]:
        """Return all of it as plain values for `--json`; sentences in the asked language."""
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "rows_read": [self.first_row, self.last_row],
            "counts": {
                "good": len(self.rows),
                "faulty": len(self.faulty_cells),
                "faults": len(self.faults),
                "skipped": len(self.skipped),
                "noted": sum(bool(row.notes) for row in self.rows if hasattr(row, "notes")),
            },
            "columns": [_column_json(column, language) for column in self.columns],
            "faults": [_plain(fault, language) for fault in self.faults],
            "skipped": [_plain(skipped, language) for skipped in self.skipped],
            "rows": [_plain(row, language) for row in self.rows],
        }


def faulty_rows_xlsx(preview: Preview[Any]) -> bytes:
    """Return a workbook of the faulty rows, as they were, with a column that says what to do.

    It can be corrected and imported again. Text is written as text: no cell can turn into a
    formula.
    """
    buffer = io.BytesIO()
    width = max((column.index for column in preview.columns), default=-1) + 1
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Dòng lỗi")
        bold = book.add_format({"bold": True})
        for column in preview.columns:
            sheet.write_string(0, column.index, column.heading, bold)
        sheet.write_string(0, width, "Dòng trong tệp cũ", bold)
        sheet.write_string(0, width + 1, "Lỗi và cách sửa", bold)
        sheet.set_column(width + 1, width + 1, 90)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for line, (number, cells) in enumerate(preview.faulty_cells.items(), start=1):
            for index, cell in enumerate(cells[:width]):
                _write(sheet, (line, index), cell, day)
            sheet.write_number(line, width, number)
            sheet.write_string(line, width + 1, _reasons(preview, number))
    return buffer.getvalue()


def _write(sheet: Any, place: tuple[int, int], cell: Cell, day: Any) -> None:
    match cell:
        case None:
            pass
        case int() | Decimal():
            sheet.write_number(*place, cell)
        case date():
            sheet.write_datetime(*place, cell, day)
        case _:
            sheet.write_string(*place, written(cell))


def _reasons(preview: Preview[Any], number: int) -> str:
    return "\n".join(
        f"{fault.heading}: {' '.join([fault.said.vi, ' / '.join(fault.choices)]).strip()}"
        for fault in preview.faults
        if fault.row == number
    )


def _column_json(column: Column, language: str) -> dict[str, Any]:
    return {
        "letter": column.letter,
        "heading": column.heading,
        "field": column.field,
        "meaning": LABELS[column.field].in_language(language) if column.field else None,
    }


def _plain(value: Any, language: str) -> Any:
    """Turn values into what JSON knows."""
    match value:
        case Said():
            return value.in_language(language)
        case date():
            return value.isoformat()
        case tuple() | list():
            return [_plain(part, language) for part in value]
        case _ if is_dataclass(value):
            return {
                part.name: _plain(getattr(value, part.name), language) for part in fields(value)
            }
        case _:
            return value
