"""Walks through the rows of a list: each is skipped with a reason, or read field by field."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from fair_pos.catalogue.importing import sentences
from fair_pos.catalogue.importing.columns import LABELS, Column, Field, Layout, Wanted, find_layout
from fair_pos.catalogue.importing.preview import Fault, Preview, Skipped
from fair_pos.catalogue.importing.refusals import NoHeaderError
from fair_pos.catalogue.importing.sentences import Said
from fair_pos.catalogue.importing.workbook import Cell, Formula, Limits, Sheet, sheets, written
from fair_pos.core.errors import FieldError
from fair_pos.core.text import clean, fold


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose after a first look; empty at first.

    `columns` maps a column counted from 0 to its field, None to ignore it; `corrections` maps
    (row number in Excel, field) to what shall stand there instead.
    """

    header_row: int | None = None
    columns: Mapping[int, Field | None] = field(default_factory=dict)
    corrections: Mapping[tuple[int, Field], str] = field(default_factory=dict)


T = TypeVar("T")
NO_CHOICES = Choices()
_NAMES = (Field.EXHIBITOR, Field.PRODUCT)


@dataclass(frozen=True, slots=True)
class Listing:
    """A sheet whose columns are understood."""

    sheet: Sheet
    layout: Layout
    choices: Choices
    columns: Mapping[Field, Column]


@dataclass
class Row:
    """One row while it is read: gives cells by field, gathers faults and notes.

    `zone_above` is the last row that held nothing but a zone's name: `KHU 2: ẨM THỰC`.
    """

    number: int
    cells: list[Cell]
    listing: Listing
    zone_above: str = ""
    faults: list[Fault] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)
    skipped: Said | None = None

    def cell(self, name: Field) -> Cell:
        """Return the corrected or original cell; a formula is a fault and reads as empty."""
        corrections = self.listing.choices.corrections
        if corrections and (self.number, name) in corrections:
            return corrections[self.number, name] or None
        column = self.listing.columns.get(name)
        value = self.cells[column.index] if column and column.index < len(self.cells) else None
        if not isinstance(value, Formula):
            return value
        if not self.is_faulty(name):
            self.fault(name, sentences.FORMULA, written_as=value.text)
        return None

    def text(self, name: Field) -> str:
        """Return a cell as clean text; of a name, note that needless spaces were removed."""
        cell = self.cell(name)
        if cell is None:
            return ""
        text = clean(written(cell))
        if name in _NAMES and isinstance(cell, str) and text != cell:
            self.note(sentences.NOTE_SPACES)
        return text

    def needed(self, name: Field) -> str:
        """Return a text that must not be missing."""
        text = self.text(name)
        if not text and not self.is_faulty(name):
            label = LABELS[name]
            what = Said(label.vi[0].lower() + label.vi[1:], label.en.lower())
            self.fault(name, sentences.missing(what, self._letter(name)))
        return text

    def checked(self, name: Field, text: str, check: Callable[[str], str]) -> str:
        """Return a text in its one form; the refusal of a rule becomes the cell's fault."""
        try:
            return check(text) if text else ""
        except FieldError as refused:
            self.fault(name, Said(refused.sentence("vi"), refused.sentence("en")))
            return ""

    def fault(
        self,
        name: Field,
        said: Said,
        *,
        written_as: str | None = None,
        choices: tuple[str, ...] = (),
    ) -> None:
        """Name what is wrong in a field and what to do."""
        column = self.listing.columns.get(name)
        heading = column.heading if column else LABELS[name].vi
        text = self.written(name) if written_as is None else written_as
        self.faults.append(Fault(self.number, name, heading, text, said, choices))

    def is_faulty(self, name: Field) -> bool:
        """Say whether a fault was found in a field already."""
        return any(fault.field is name for fault in self.faults)

    def note(self, said: Said) -> None:
        """Tell once what was mended silently."""
        if said not in self.notes:
            self.notes.append(said)

    def written(self, name: Field) -> str:
        """Return what stands in the file, or what it was corrected to."""
        corrected = self.listing.choices.corrections.get((self.number, name))
        column = self.listing.columns.get(name)
        if corrected is not None or column is None or column.index >= len(self.cells):
            return corrected or ""
        return written(self.cells[column.index])

    def repeats_above(self, name: Field) -> bool:
        """Say whether the field's cell is merged with the one above."""
        column = self.listing.columns.get(name)
        return column is not None and (self.number - 1, column.index) in self.listing.sheet.merged

    def own_cells(self) -> dict[int, Cell]:
        """Return the filled cells that are not repeats of a merged one above."""
        merged = self.listing.sheet.merged
        return {
            index: cell
            for index, cell in enumerate(self.cells)
            if cell is not None and (self.number - 1, index) not in merged
        }

    def _letter(self, name: Field) -> str:
        column = self.listing.columns.get(name)
        return column.letter if column else "?"


def open_listing(content: bytes, wanted: Wanted, limits: Limits, choices: Choices) -> Listing:
    """Return the first sheet that has the wanted columns.

    Raises:
        ImportRefusedError: not a workbook, too large, or no such sheet.
    """
    refusal: NoHeaderError | None = None
    for sheet in sheets(content, limits):
        try:
            layout = find_layout(
                sheet, wanted, header_row=choices.header_row, chosen=choices.columns
            )
        except NoHeaderError as error:
            refusal = refusal or error
        else:
            columns = {column.field: column for column in layout.columns if column.field}
            return Listing(sheet, layout, choices, columns)
    raise refusal or NoHeaderError(wanted.names(), "", ())


def read_rows(listing: Listing, read: Callable[[Row], T | None]) -> Preview[T]:
    """Read every row below the headers; a row with a fault gives faults and no value."""
    good: list[T] = []
    faulty: list[Row] = []
    skipped: list[Skipped] = []
    for row in _rows(listing):
        value = None if row.skipped else read(row)
        if row.skipped:
            skipped.append(Skipped(row.number, row.skipped))
        elif row.faults or value is None:
            faulty.append(row)
        else:
            good.append(value)
    return Preview(
        sheet=listing.sheet.name,
        header_row=listing.layout.header_row,
        last_row=len(listing.sheet.rows),
        columns=listing.layout.columns,
        rows=tuple(good),
        faults=tuple(fault for row in faulty for fault in row.faults),
        skipped=tuple(skipped),
        faulty_cells={row.number: tuple(row.cells) for row in faulty},
    )


def _rows(listing: Listing) -> Iterator[Row]:
    start = listing.layout.header_row
    zone = ""
    for number, cells in enumerate(listing.sheet.rows[start:], start=start + 1):
        row = Row(number, cells, listing, zone)
        row.skipped = _reason_to_skip(row)
        if row.skipped is sentences.SKIP_ZONE:
            zone = _first_text(row.own_cells())
        yield row


_TOTAL = re.compile(r"^((tong( cong| so)?|cong)[\s:.]*[\d.,]*$|tong cong(?! ty\b))")


_ZONE = re.compile(r"(phan )?khu\b")


def _reason_to_skip(row: Row) -> Said | None:
    own = row.own_cells()
    if not own:
        return sentences.SKIP_BLANK
    first = _first_text(own)
    if len(own) == 1 and _ZONE.match(fold(first)):
        return sentences.SKIP_ZONE
    if _TOTAL.match(fold(first)):
        return sentences.total_row(first)
    understood = row.listing.columns.values()
    if not any(column.index in own for column in understood):
        return sentences.SKIP_OTHER
    if all(clean(written(own.get(column.index))) == column.heading for column in understood):
        return sentences.SKIP_HEADER
    return None


def _first_text(own: dict[int, Cell]) -> str:
    return clean(written(next(iter(own.values()))))
