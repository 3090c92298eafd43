"""Sizes of labels on A4 sheets and on rolls, as values. Pure.

Units: measures are tenths of a millimetre, as people type them; places and sizes for drawing are
eighths of a millimetre, the dots of a 203 dpi label printer.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from fair_pos.core.errors import FieldError
from fair_pos.labels.lettering import Lettering, lettering
from fair_pos.printing.label import DOTS_PER_MM

A4_WIDTH, A4_HEIGHT = 2100, 2970
PAGE_HEIGHT = 297 * 8
HEAD_ROOM = 45
"""Tenths: a top margin below this has no room for the line above the labels."""


class Medium(StrEnum):
    """What labels are printed on."""

    SHEET = "sheet"
    ROLL = "roll"


class TooWideError(FieldError):
    """Labels, gaps and margin are wider than the paper."""

    code, field = "labels_too_wide", "columns"
    vi = "Lề, {count} tem và các khe rộng {detail} mm, giấy chỉ rộng {page} mm. Bớt cột hoặc khe."
    en = "Margin, {count} labels and gaps take {detail} mm of {page} mm. Fewer columns or gaps."


class TooHighError(FieldError):
    """Labels, gaps and margin are higher than the sheet."""

    code, field = "labels_too_high", "rows"
    vi = "Lề, {count} hàng và các khe cao {detail} mm, giấy chỉ cao {page} mm. Bớt hàng hoặc khe."
    en = "Margin, {count} rows and gaps take {detail} mm of {page} mm. Fewer rows or gaps."


@dataclass(frozen=True, slots=True)
class Measures:
    """Where labels stand on their paper; on a roll there is one row and no top margin."""

    page_width: int
    """Of the sheet, or of the roll's backing paper."""
    width: int
    height: int
    columns: int
    rows: int = 1
    left: int = 0
    top: int = 0
    gap_x: int = 0
    gap_y: int = 0


@dataclass(frozen=True)
class LabelFormat:
    """One size of label: where labels stand on their paper and how large their type is."""

    key: str
    title: str
    medium: Medium
    measures: Measures
    has_cut_lines: bool = False
    is_active: bool = True

    @cached_property
    def letters(self) -> Lettering:
        """Return the sizes of words and code."""
        return lettering(self.width, self.height)

    @property
    def is_roll(self) -> bool:
        """Say whether it is a roll's."""
        return self.medium is Medium.ROLL

    @property
    def columns(self) -> int:
        """Return how many labels stand beside each other."""
        return self.measures.columns

    @property
    def rows(self) -> int:
        """Return how many rows a sheet has."""
        return self.measures.rows

    @property
    def width(self) -> int:
        """Return a label's width in whole dots."""
        return self.measures.width * DOTS_PER_MM // 10

    @property
    def height(self) -> int:
        """Return a label's height in whole dots."""
        return self.measures.height * DOTS_PER_MM // 10

    @property
    def page_width(self) -> int:
        """Return the paper's width."""
        return dots(self.measures.page_width)

    @property
    def page_height(self) -> int:
        """Return the height of a sheet, or of one row of a roll."""
        return self.height if self.is_roll else PAGE_HEIGHT

    @property
    def has_head(self) -> bool:
        """Say whether a line with number and ruler fits over the labels."""
        return not self.is_roll and self.measures.top >= HEAD_ROOM

    @property
    def left(self) -> int:
        """Return the left margin."""
        return dots(self.measures.left)

    @property
    def top(self) -> int:
        """Return the top margin."""
        return dots(self.measures.top)

    @property
    def gap_x(self) -> int:
        """Return the gap between columns."""
        return dots(self.measures.gap_x)

    @property
    def gap_y(self) -> int:
        """Return the gap between rows, on a roll that between labels."""
        return dots(self.measures.gap_y)

    @property
    def per_sheet(self) -> int:
        """Return how many labels stand on a sheet, or in one row of a roll."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[int, int]:
        """Return the top left corner of the label at a place of its sheet, row by row from 0."""
        row, column = divmod(place, self.columns)
        one = self.measures
        return (
            dots(one.left + column * (one.width + one.gap_x)),
            dots(one.top + row * (one.height + one.gap_y)),
        )


def facts(form: LabelFormat) -> dict[str, Any]:
    """Return what is known of a size beside its key, as JSON keeps it."""
    return {
        "title": form.title,
        "medium": form.medium.value,
        "measures": asdict(form.measures),
        "cut_lines": form.has_cut_lines,
        "active": form.is_active,
    }


def of_facts(key: str, known: dict[str, Any]) -> LabelFormat:
    """Return the size that `facts` told of."""
    return LabelFormat(
        key,
        known["title"],
        Medium(known["medium"]),
        Measures(**known["measures"]),
        known["cut_lines"],
        known["active"],
    )


def dots(tenths: int) -> int:
    """Return tenths of a millimetre in eighths, the half rounded up.

    >>> dots(635), dots(-5)
    (508, -4)
    """
    return (tenths * DOTS_PER_MM + 5) // 10


def millimetres(tenths: int) -> str:
    """Write a measure as people do.

    >>> millimetres(635), millimetres(300), millimetres(-5)
    ('63,5', '30', '-0,5')
    """
    whole, part = divmod(abs(tenths), 10)
    return f"{'-' if tenths < 0 else ''}{whole}{f',{part}' if part else ''}"


def refusals(medium: Medium, one: Measures) -> list[FieldError]:
    """Return why labels of these measures do not fit their paper; each names its field.

    `margin + n · label + (n - 1) · gap` must not be more than the paper.
    """
    wide = one.left + one.columns * one.width + (one.columns - 1) * one.gap_x
    high = one.top + one.rows * one.height + (one.rows - 1) * one.gap_y
    found: list[FieldError] = []
    if wide > one.page_width:
        found.append(_refusal(TooWideError, wide, one.columns, one.page_width))
    if medium is Medium.SHEET and high > A4_HEIGHT:
        found.append(_refusal(TooHighError, high, one.rows, A4_HEIGHT))
    return found


def _refusal(kind: type[FieldError], needed: int, count: int, page: int) -> FieldError:
    return kind(millimetres(needed), count=str(count), page=millimetres(page))
