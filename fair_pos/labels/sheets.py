"""Label sheets: which label stands where on which page, and the paper made of it."""

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fair_pos.labels.fitting import lay_out
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.lettering import GOOD_MODULE
from fair_pos.labels.rules import LabelText
from fair_pos.printing import a4, qr
from fair_pos.printing.label import NO_OFFSET, Layout, Offset

TEMPLATE = "labels.typ"
PREVIEW_DPI = 203
PART_LABELS = 500
"""Drawn together at most: about 60 MB for typst."""


@dataclass(frozen=True, slots=True)
class Run:
    """Labels of one product at one booth, with consecutive serials and an address each."""

    text: LabelText
    first_serial: int
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One label on a page: which run it belongs to, its serial and what its code holds."""

    x: int
    y: int
    run: int
    serial: int
    address: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """Everything that stands on the paper, ready to draw."""

    form: LabelFormat
    layouts: tuple[Layout, ...]
    pages: tuple[tuple[Cell, ...], ...]
    offset: Offset = NO_OFFSET

    @property
    def labels(self) -> int:
        """Return how many labels stand on all pages."""
        return sum(len(page) for page in self.pages)

    def parts(self) -> list["Part"]:
        """Return runs of whole pages, each with so few labels that drawing it needs little room."""
        each = max(1, PART_LABELS // self.form.per_sheet)
        return [
            Part(self, first, self.pages[first : first + each])
            for first in range(0, len(self.pages), each)
        ]

    def plan(self) -> dict[str, Any]:
        """Return what stands where, the codes as the texts they hold."""
        return {
            "form": [*asdict(self.form.measures).values(), self.form.has_cut_lines],
            "shift": asdict(self.offset),
            "layouts": [asdict(layout) for layout in self.layouts],
            "pages": [[asdict(cell) for cell in page] for page in self.pages],
        }


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that are drawn together."""

    whole: Sheets
    first: int
    """Number of the pages before it."""
    pages: tuple[tuple[Cell, ...], ...]

    @property
    def serials(self) -> tuple[int, int]:
        """Return the first and the last serial on it."""
        return self.pages[0][0].serial, self.pages[-1][-1].serial

    @property
    def labels(self) -> int:
        """Return how many labels stand on it."""
        return sum(len(page) for page in self.pages)

    def values(self) -> dict[str, Any]:
        """Return what the paper's template reads."""
        form, layouts = self.whole.form, self.whole.layouts
        return {
            "only_label": False,
            "title": form.title,
            "page_width": form.page_width,
            "page_height": form.page_height,
            "head": form.has_head,
            "width": form.width,
            "height": form.height,
            "columns": form.columns,
            "rows": form.rows,
            "left": form.left,
            "top": form.top,
            "offset_right": self.whole.offset.right / 10,
            "offset_down": self.whole.offset.down / 10,
            "cut_lines": form.has_cut_lines,
            "pages_before": self.first,
            "pages_in_all": len(self.whole.pages),
            "layouts": [asdict(layout) for layout in layouts],
            "pages": [
                [{"x": one.x, "y": one.y, "run": one.run, "serial": one.serial} for one in page]
                for page in self.pages
            ],
            "codes": [codes_svg(form, layouts, page) for page in self.pages],
        }


def sheets(
    form: LabelFormat,
    runs: Sequence[Run],
    used: int = 0,
    offset: Offset = NO_OFFSET,
) -> Sheets:
    """Lay out runs of labels one after the other on as many pages as they need.

    The first `used` places of the first sheet stay empty: their labels are gone.

    Raises:
        NameTooLongError, AddressTooLongError: a label does not fit this format.
    """
    layouts = tuple(layout(form, run.text, run.addresses[0]) for run in runs)
    labels = [
        (number, run.first_serial + step, address)
        for number, run in enumerate(runs)
        for step, address in enumerate(run.addresses)
    ]
    cells = [
        Cell(*form.corner((used + at) % form.per_sheet), run, serial, address)
        for at, (run, serial, address) in enumerate(labels)
    ]
    first = form.per_sheet - used
    starts = [0, *range(first, len(cells), form.per_sheet)]
    ends = [first, *(start + form.per_sheet for start in starts[1:])]
    pages = tuple(tuple(cells[a:b]) for a, b in zip(starts, ends, strict=True))
    return Sheets(form, layouts, pages, offset)


def layout(form: LabelFormat, text: LabelText, address: str) -> Layout:
    """Place one label's words.

    Raises:
        NameTooLongError, AddressTooLongError: it does not fit this format.
    """
    return lay_out(text, form, len(_matrix(address)))


def costs_nothing(form: LabelFormat, text: LabelText, long: str, short: str) -> bool:
    """Say whether a longer address takes no word from a label and has a readable code there.

    Raises:
        NameTooLongError, AddressTooLongError: one of them does not fit this format.
    """
    made = layout(form, text, long)
    least = GOOD_MODULE * (len(_matrix(long)) + 2 * qr.QUIET_MODULES)
    return made.square.side >= least and _letters(made) == _letters(layout(form, text, short))


def _letters(made: Layout) -> list[str]:
    return sorted(sign for words in made.words for sign in words.text if sign.isalnum())


def pdf(made: Sheets) -> bytes:
    """Return all sheets as one PDF; above 200 labels draw the parts one by one."""
    return part_pdf(Part(made, 0, made.pages))


def part_pdf(part: Part) -> bytes:
    """Return a part's pages as PDF."""
    return a4.pdf(TEMPLATE, part.values())


def preview(form: LabelFormat, text: LabelText, address: str) -> bytes:
    """Return one label without a serial as PNG, dot by dot as at 203 dpi.

    Raises:
        NameTooLongError, AddressTooLongError: it does not fit this format.
    """
    (part,) = sheets(form, [Run(text, 0, (address,))]).parts()
    return a4.pngs(TEMPLATE, part.values() | {"only_label": True}, PREVIEW_DPI)[0]


def sha256(made: Sheets) -> str:
    """Return the fingerprint of everything that stands on the paper."""
    return hashlib.sha256(json.dumps(made.plan(), sort_keys=True).encode()).hexdigest()


def codes_svg(form: LabelFormat, layouts: Sequence[Layout], page: Sequence[Cell]) -> str:
    """Return the codes of a page as one SVG of the page's size, a path each."""
    paths = []
    for cell in page:
        square, matrix = layouts[cell.run].square, _matrix(cell.address)
        module = square.side / (len(matrix) + 2 * qr.QUIET_MODULES)
        at = f"translate({cell.x + square.x:.4f} {cell.y + square.y:.4f}) scale({module:.6f})"
        paths.append(f'<path transform="{at}" d="{_path(matrix)}"/>')
    wide, high = form.page_width, form.page_height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" '
        f'width="{wide}" height="{high}">{"".join(paths)}</svg>'
    )


def code_svg(address: str) -> str:
    """Return one code with its quiet zone as an SVG, one module a unit."""
    matrix = _matrix(address)
    side = len(matrix) + 2 * qr.QUIET_MODULES
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'width="{side}" height="{side}"><path d="{_path(matrix)}"/></svg>'
    )


def _path(matrix: Sequence[Sequence[bool]]) -> str:
    """Return a code with its quiet zone as a path, one module a unit; runs are joined."""
    return "".join(
        f"M{qr.QUIET_MODULES + start} {qr.QUIET_MODULES + y}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for start, length in _bars(row)
    )


@functools.lru_cache(maxsize=4096)
def _matrix(address: str) -> tuple[tuple[bool, ...], ...]:
    return qr.matrix(address)


def _bars(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    bars: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and bars and sum(bars[-1]) == x:
            bars[-1] = (bars[-1][0], bars[-1][1] + 1)
        elif dark:
            bars.append((x, 1))
    return bars
