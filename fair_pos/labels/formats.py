"""The label sheets we print, as values. Pure.

Sheets of 24, 21 and 12 are those sold as L7159, L7160 and L7164 (maker's measures, from memory:
measure a sheet before a large printing).

Units: everything in eighths of a millimetre, the dots of a 203 dpi label printer.
"""

from dataclasses import dataclass

PAGE_WIDTH, PAGE_HEIGHT = 210 * 8, 297 * 8
DOTS_PER_MM = 8


@dataclass(frozen=True, slots=True)
class NameSize:
    """A size of the product's name, and up to how many letters it is tried."""

    dots: int
    most_letters: int


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """One size of label on A4: where labels stand on the sheet and how large their type is."""

    key: str
    title: str
    columns: int
    rows: int
    width: int
    height: int
    left: int
    top: int
    gap_x: int
    gap_y: int
    pad: int
    name_sizes: tuple[NameSize, ...]
    name_lines: int
    text_sizes: tuple[int, ...]
    """Tried from the first on, until everything fits."""
    price_size: int
    small_size: int
    """Serial, and the code under its square."""
    module: int
    """Side of a module of the code; less where there is no room."""
    most_code: int
    """Most room for the code with its quiet zone, beside a name of one line."""
    is_reduced: bool = False
    """Leaves out exhibitor, place and net content; price and serial stand in the column."""
    is_roomy: bool = False
    """Has the name of the certificate in full and the code under the square."""
    has_cut_lines: bool = True

    @property
    def edge(self) -> int:
        """Return the space above the first and below the last row."""
        return self.pad // 2

    @property
    def per_sheet(self) -> int:
        """Return how many labels stand on a sheet."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[int, int]:
        """Return the top left corner of the label at a place of its sheet, row by row from 0."""
        row, column = divmod(place, self.columns)
        return (
            self.left + column * (self.width + self.gap_x),
            self.top + row * (self.height + self.gap_y),
        )


MIN_MODULE = 3
"""Dots: 0,375 mm; a phone reads a smaller module too seldom."""

FORMATS = (
    LabelFormat(
        key="50x30", title="50 × 30 mm", columns=4, rows=9, width=400, height=240,
        left=40, top=136, gap_x=0, gap_y=0, pad=14,
        name_sizes=(NameSize(25, 40), NameSize(21, 120)), name_lines=2,
        text_sizes=(18, 17, 16, 15), price_size=28, small_size=16, module=4, most_code=132,
    ),
    LabelFormat(
        key="38x21", title="38 × 21 mm (Tomy 145)", columns=5, rows=13, width=304, height=168,
        left=40, top=96, gap_x=20, gap_y=0, pad=10,
        name_sizes=(NameSize(18, 120), NameSize(16, 120)), name_lines=2,
        text_sizes=(15, 14, 13), price_size=23, small_size=13, module=4, most_code=124,
        is_reduced=True, has_cut_lines=False,
    ),
    LabelFormat(
        key="99x55", title="99 × 55 mm", columns=2, rows=5, width=792, height=440,
        left=48, top=112, gap_x=0, gap_y=0, pad=24,
        name_sizes=(NameSize(46, 40), NameSize(38, 90), NameSize(30, 200)), name_lines=3,
        text_sizes=(32, 29, 26, 23, 20), price_size=56, small_size=24, module=7, most_code=260,
        is_roomy=True,
    ),
    LabelFormat(
        key="63x34", title="63,5 × 33,9 mm (24 tem)", columns=3, rows=8, width=508, height=271,
        left=58, top=104, gap_x=20, gap_y=0, pad=16,
        name_sizes=(NameSize(27, 40), NameSize(22, 120)), name_lines=2,
        text_sizes=(19, 18, 17, 16), price_size=30, small_size=17, module=4, most_code=150,
        has_cut_lines=False,
    ),
    LabelFormat(
        key="63x38", title="63,5 × 38,1 mm (21 tem)", columns=3, rows=7, width=508, height=304,
        left=58, top=122, gap_x=20, gap_y=1, pad=18,
        name_sizes=(NameSize(29, 40), NameSize(24, 120)), name_lines=2,
        text_sizes=(21, 20, 18, 17), price_size=33, small_size=18, module=4, most_code=170,
        has_cut_lines=False,
    ),
    LabelFormat(
        key="63x72", title="63,5 × 72 mm (12 tem)", columns=3, rows=4, width=508, height=576,
        left=58, top=36, gap_x=20, gap_y=0, pad=20,
        name_sizes=(NameSize(36, 40), NameSize(30, 90), NameSize(25, 200)), name_lines=3,
        text_sizes=(24, 22, 20, 18), price_size=44, small_size=20, module=5, most_code=220,
        has_cut_lines=False,
    ),
)  # fmt: skip

BY_KEY = {one.key: one for one in FORMATS}
