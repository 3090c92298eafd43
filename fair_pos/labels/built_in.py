"""The sizes of labels that every system has. Pure.

Sheets: 50 × 30 and 99 × 55 are cut from plain A4; 38 × 21 is Tomy 145; those of 24, 21 and 12 are
sold as L7159, L7160 and L7164. Rolls: what shops in Vietnam sell (35 × 22 two across is sold as
"72 × 22" when its two labels with the gap of 2 mm are counted as one; `roll-72x22` is that width as
one label). All from general knowledge of 2026-11: measure a sheet or roll before a large printing.
"""

from fair_pos.labels.formats import A4_WIDTH, LabelFormat, Measures, Medium


def _sheet(  # noqa: PLR0913  a table's columns
    key: str, title: str, size: tuple[int, int], *, grid: tuple[int, int], at: tuple[int, int],
    gap: int = 0, cut: bool = False,
) -> LabelFormat:  # fmt: skip
    measures = Measures(A4_WIDTH, *size, *grid, *at, gap_x=gap)
    return LabelFormat(key, title, Medium.SHEET, measures, has_cut_lines=cut)


def _roll(key: str, title: str, size: tuple[int, int], across: int = 1) -> LabelFormat:
    """Make a roll: gaps of 2 mm, and a millimetre or a half of backing paper at both sides."""
    labels = across * size[0] + (across - 1) * 20
    left = 5 if across == 3 else 10  # noqa: PLR2004  110 mm paper is the widest most printers take
    measures = Measures(labels + 2 * left, *size, across, left=left, gap_x=20, gap_y=20)
    return LabelFormat(key, title, Medium.ROLL, measures)


BUILT_IN = (
    _sheet("50x30", "50 × 30 mm", (500, 300), grid=(4, 9), at=(50, 170), cut=True),
    _sheet("38x21", "38 × 21 mm (Tomy 145)", (380, 210), grid=(5, 13), at=(50, 120), gap=25),
    _sheet("99x55", "99 × 55 mm", (990, 550), grid=(2, 5), at=(60, 140), cut=True),
    _sheet("63x34", "63,5 × 33,9 mm (24 tem)", (635, 339), grid=(3, 8), at=(72, 130), gap=25),
    _sheet("63x38", "63,5 × 38,1 mm (21 tem)", (635, 381), grid=(3, 7), at=(72, 152), gap=25),
    _sheet("63x72", "63,5 × 72 mm (12 tem)", (635, 720), grid=(3, 4), at=(72, 45), gap=25),
    _roll("roll-35x22-2", "Cuộn 35 × 22 mm, 2 tem ngang", (350, 220), across=2),
    _roll("roll-35x22-3", "Cuộn 35 × 22 mm, 3 tem ngang", (350, 220), across=3),
    _roll("roll-40x30", "Cuộn 40 × 30 mm", (400, 300)),
    _roll("roll-50x30", "Cuộn 50 × 30 mm", (500, 300)),
    _roll("roll-72x22", "Cuộn 72 × 22 mm", (720, 220)),
)
BY_KEY = {one.key: one for one in BUILT_IN}
SHEETS = tuple(one for one in BUILT_IN if not one.is_roll)
ROLLS = tuple(one for one in BUILT_IN if one.is_roll)
