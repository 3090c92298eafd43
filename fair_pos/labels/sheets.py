"""Label sheets: which label stands where on which page, and the paper made of it."""

import functools
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fair_pos.labels.fitting import lay_out
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.rules import LabelText
from fair_pos.printing import a4, qr
from fair_pos.printing.label import Layout

TEMPLATE = "labels.typ"
PREVIEW_DPI = 203


@dataclass(frozen=True, slots=True)
class Run:
    """Labels of one product at one booth, with consecutive serials and an address each."""

    text: LabelText
    first_serial: int
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One label on a page: which run it belongs to and its serial."""

    x: int
    y: int
    run: int
    serial: int
    code: int
    """Which of the codes."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """Everything that stands on the paper, ready to draw."""

    form: LabelFormat
    layouts: tuple[Layout, ...]
    codes: tuple[str, ...]
    """The code of each label as SVG."""
    pages: tuple[tuple[Cell, ...], ...]

    def values(self) -> dict[str, Any]:
        """Return what the paper's template reads."""
        return {
            "only_label": False,
            "title": self.form.title,
            "page_width": self.form.page_width,
            "page_height": self.form.page_height,
            "head": self.form.has_head,
            "width": self.form.width,
            "height": self.form.height,
            "columns": self.form.columns,
            "rows": self.form.rows,
            "left": self.form.left,
            "top": self.form.top,
            "cut_lines": self.form.has_cut_lines,
            "layouts": [asdict(layout) for layout in self.layouts],
            "codes": self.codes,
            "pages": [[asdict(cell) for cell in page] for page in self.pages],
        }


def sheets(form: LabelFormat, runs: Sequence[Run], used: int = 0) -> Sheets:
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
        Cell(*form.corner((used + at) % form.per_sheet), run, serial, at)
        for at, (run, serial, _) in enumerate(labels)
    ]
    first = form.per_sheet - used
    starts = [0, *range(first, len(cells), form.per_sheet)]
    ends = [first, *(start + form.per_sheet for start in starts[1:])]
    pages = tuple(tuple(cells[a:b]) for a, b in zip(starts, ends, strict=True))
    return Sheets(form, layouts, tuple(code_svg(address) for *_, address in labels), pages)


def layout(form: LabelFormat, text: LabelText, address: str) -> Layout:
    """Place one label's words.

    Raises:
        NameTooLongError, AddressTooLongError: it does not fit this format.
    """
    return lay_out(text, form, len(_matrix(address)))


def pdf(made: Sheets) -> bytes:
    """Return the sheets as PDF."""
    return a4.pdf(TEMPLATE, made.values())


def preview(form: LabelFormat, text: LabelText, address: str) -> bytes:
    """Return one label without a serial as PNG, dot by dot as at 203 dpi.

    Raises:
        NameTooLongError, AddressTooLongError: it does not fit this format.
    """
    values = sheets(form, [Run(text, 0, (address,))]).values()
    return a4.pngs(TEMPLATE, values | {"only_label": True}, PREVIEW_DPI)[0]


def sha256(made: Sheets) -> str:
    """Return the fingerprint of everything that stands on the paper."""
    return hashlib.sha256(json.dumps(made.values(), sort_keys=True).encode()).hexdigest()


def code_svg(address: str) -> str:
    """Return a code with its quiet zone as an SVG path, one module a unit; runs are joined."""
    matrix = _matrix(address)
    side = len(matrix) + 2 * qr.QUIET_MODULES
    path = "".join(
        f"M{qr.QUIET_MODULES + start} {qr.QUIET_MODULES + y}h{length}v1h-{length}z"
        for y, row in enumerate(matrix)
        for start, length in _bars(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'width="{side}" height="{side}"><path d="{path}"/></svg>'
    )


@functools.lru_cache(maxsize=4096)
def _matrix(address: str) -> tuple[tuple[bool, ...], ...]:
    return qr.matrix(address)


def _bars(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    bars: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and bars and sum(bars[-1]) == x:
            bars[-1] = (bars[-1][0], bars[-1][1] + 1)
        elif dark:
            bars.append((x, 1))
    return bars
