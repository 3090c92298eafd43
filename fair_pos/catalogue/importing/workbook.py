"""Opens an .xlsx or CSV file that a stranger made: guards first, then cells as plain values."""

import csv
import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from fair_pos.catalogue.importing import sheet_xml
from fair_pos.catalogue.importing.refusals import (
    FileTooLargeError,
    MisnamedError,
    NotAWorkbookError,
    NotUtf8Error,
    TooManyColumnsError,
    TooManyRowsError,
    UnpackedTooLargeError,
)
from fair_pos.core.money import format_vnd
from fair_pos.core.text import clean

MEGABYTE = 1024 * 1024
_ZIP = b"PK\x03\x04"
_EXCEL = frozenset({"xlsx", "xlsm", "xls"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold; `rows` counts the sheet's rows, `ratio` is unpacked to packed."""

    rows: int
    columns: int = 256
    file_bytes: int = 10 * MEGABYTE
    unpacked_bytes: int = 50 * MEGABYTE
    members: int = 200
    ratio: int = 100


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that computes instead of holding a value."""

    text: str


Cell = str | int | Decimal | date | Formula | None
"""Text is NFC as typed, spaces included; an empty cell is None."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet's cells; row 1 of Excel is `rows[0]`. `merged` names the row that a cell repeats."""

    name: str
    rows: list[list[Cell]]
    merged: dict[tuple[int, int], int] = field(default_factory=dict)


def check_name(name: str, content: bytes) -> None:
    """Refuse what is named like a workbook but is text, a picture or anything else.

    Raises:
        MisnamedError: the name ends like Excel's, the content is none.
    """
    ending = name.rpartition(".")[2].lower()
    if ending in _EXCEL and not content.startswith(_ZIP):
        raise MisnamedError(ending)


def sheets(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the visible sheets of an .xlsx or the one of a CSV file, first to last.

    Raises:
        ImportRefusedError: too large, a zip bomb, no workbook, too many rows or columns.
    """
    if len(content) > limits.file_bytes:
        size, limit = len(content) / MEGABYTE, limits.file_bytes // MEGABYTE
        raise FileTooLargeError(f"{size:.1f}".replace(".", ","), limit=str(limit))
    if content.startswith(_ZIP):
        yield from _xlsx_sheets(content, limits)
    else:
        yield _csv_sheet(content, limits)


def written(cell: Cell) -> str:
    """Return a cell as a person would read it in Excel."""
    match cell:
        case None:
            return ""
        case Formula(text):
            return text
        case date():
            return f"{cell:%d/%m/%Y}"
        case Decimal():
            return f"{cell.normalize():f}".replace(".", ",")
        case _:
            return str(cell).strip()


def _xlsx_sheets(content: bytes, limits: Limits) -> Iterator[Sheet]:
    members = _unpack(content, limits)
    if "xl/workbook.xml" not in members:
        raise NotAWorkbookError
    try:
        paths = sheet_xml.sheet_paths(members)
        book = CalamineWorkbook.from_filelike(io.BytesIO(_repack(members)))
        for meta in book.sheets_metadata:
            if meta.visible is SheetVisibleEnum.Visible and meta.name in paths:
                seen = sheet_xml.scan(members[paths[meta.name]])
                _check_size(seen.rows, seen.columns, limits)
                values = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
                yield _sheet(meta.name, [[_cell(cell) for cell in row] for row in values], seen)
    except (CalamineError, sheet_xml.BadXmlError) as error:
        raise NotAWorkbookError from error


def _sheet(name: str, rows: list[list[Cell]], seen: sheet_xml.Seen) -> Sheet:
    """Put formulas and the repeats of merged cells where they belong."""
    rows.extend([] for _ in range(seen.rows - len(rows)))
    for (row, column), text in seen.formulas.items():
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = Formula(f"={text}")
    merged: dict[tuple[int, int], int] = {}
    for top, bottom, column in seen.merged:
        for row in range(top + 1, min(bottom + 1, len(rows))):
            if (row, column) in merged or column >= len(rows[row]):
                break
            rows[row][column] = rows[top][column]
            merged[row, column] = top
    return Sheet(clean(name), rows, merged)


def _check_size(rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise TooManyRowsError(format_vnd(rows), limit=format_vnd(limits.rows))
    if columns > limits.columns:
        raise TooManyColumnsError(format_vnd(columns), limit=format_vnd(limits.columns))


def _unpack(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Return the members; no more comes out of one than it claims, whatever is packed in it."""
    members: dict[str, bytes] = {}
    most = min(limits.unpacked_bytes, max(len(content) * limits.ratio, MEGABYTE))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            if len(infos) > limits.members or sum(info.file_size for info in infos) > most:
                raise UnpackedTooLargeError
            for info in infos:
                with archive.open(info) as member:
                    members[info.filename] = member.read(info.file_size)
    except _BROKEN_ZIP as error:
        raise NotAWorkbookError from error
    return members


_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)
"""What zipfile raises over damaged, encrypted or strangely packed files."""


def _repack(members: dict[str, bytes]) -> bytes:
    """Pack the counted bytes again, so that the reader unpacks nothing that was not counted."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, member in members.items():
            if name.endswith((".xml", ".rels")):
                archive.writestr(name, member)
    return buffer.getvalue()


_BINARY = frozenset(range(32)) - frozenset(b"\t\n\r")
"""Control signs that no list typed by people holds."""


def _csv_sheet(content: bytes, limits: Limits) -> Sheet:
    text = _csv_text(content)
    lines = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    _check_size(len(lines), max(map(len, lines), default=0), limits)
    return Sheet("CSV", [[_text_cell(cell) for cell in line] for line in lines])


def _csv_text(content: bytes) -> str:
    head = content[:1024]
    if head.startswith(b"%PDF") or not _BINARY.isdisjoint(head) or not content.strip():
        raise NotAWorkbookError
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8Error from error


def _delimiter(text: str) -> str:
    """Take the sign that stands most often in the first lines."""
    head = text[:4000]
    return max(";,\t", key=head.count)


def _cell(value: object) -> Cell:
    match value:
        case str():
            return _text_cell(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case float() | int():
            return int(value) if value == int(value) else Decimal(repr(value))
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return str(value)


def _text_cell(text: str) -> Cell:
    """Keep spaces as typed: the reader says in a note that they were removed."""
    if not text.strip():
        return None
    normal = unicodedata.normalize("NFC", text)
    return Formula(normal.strip()) if normal.lstrip().startswith("=") else normal
