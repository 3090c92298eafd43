"""Draws labels as black and white dots, the same for every printer's language.

A label of 203 dpi is drawn dot by dot as it was laid out; other resolutions scale the layout. A
module of the code is always whole dots.
"""

from collections.abc import Iterator
from functools import lru_cache

from PIL import Image, ImageDraw

from fair_pos.printing import qr
from fair_pos.printing.label import (
    DOTS_PER_MM,
    NO_OFFSET,
    Layout,
    Offset,
    Roll,
    Square,
    Strip,
    Words,
)
from fair_pos.printing.typeface import STAR, Face, prepare

_BLACK, _WHITE = 0, 255
_FINE = 8
"""Where a letter stands is measured at this many times its size, as the layout was."""
_STAR_STEP, _STAR_GAP = 0.92, 0.13
"""In parts of the type size; the star's own dots begin a little behind its place."""
_STAR_PART = 1.15
"""The star's type size in parts of its words'."""
_FRAME_DOTS = 2
_MM_PER_INCH = 25.4


def dots_per_mm(dpi: int) -> int:
    """Return the dots of a millimetre: label printers have whole ones.

    >>> dots_per_mm(203), dots_per_mm(300), dots_per_mm(600)
    (8, 12, 24)
    """
    return round(dpi / _MM_PER_INCH)


def rows(strip: Strip, dpi: int, offset: Offset = NO_OFFSET) -> Iterator[Image.Image]:
    """Draw a strip row by row of the roll; the last one may be partly empty.

    Raises:
        CodeTooLongError: an address that no code can hold.
    """
    scale = dots_per_mm(dpi) / DOTS_PER_MM
    drawn = {at: _words(layout, strip, scale) for at, layout in enumerate(strip.layouts)}
    for first in range(0, len(strip.labels), strip.roll.columns):
        row = Image.new("1", row_size(strip.roll, dpi), _WHITE)
        for column, one in enumerate(strip.labels[first : first + strip.roll.columns]):
            picture, layout = drawn[one.layout].copy(), strip.layouts[one.layout]
            _write(picture, _numbered(layout.serial, one.serial), scale)
            _code(picture, layout.square, one.address, scale)
            corner = (
                round(column * (strip.roll.width + strip.roll.gap_x) * scale)
                + round(offset.right * dots_per_mm(dpi) / 10),
                round(offset.down * dots_per_mm(dpi) / 10),
            )
            row.paste(picture, corner)
        yield row


def row_size(roll: Roll, dpi: int) -> tuple[int, int]:
    """Return width and height of a row in dots."""
    scale = dots_per_mm(dpi) / DOTS_PER_MM
    return round(roll.row_width * scale), round(roll.height * scale)


def _words(layout: Layout, strip: Strip, scale: float) -> Image.Image:
    size = round(strip.roll.width * scale), round(strip.roll.height * scale)
    picture = Image.new("1", size, _WHITE)
    if strip.is_framed:
        box = (0, 0, size[0] - 1, size[1] - 1)
        ImageDraw.Draw(picture).rectangle(box, outline=_BLACK, width=round(_FRAME_DOTS * scale))
    for words in layout.words:
        _write(picture, words, scale)
    return picture


def _numbered(words: Words, serial: int) -> Words:
    return Words(words.x, words.y, words.size, f"{words.text}{serial:06d}", words.bold)


def _write(picture: Image.Image, words: Words, scale: float) -> None:
    """Write words letter by letter, each at its own place: rounded widths would add up."""
    face = Face(round(words.size * scale), words.bold)
    top = round(words.y * scale) - face.ascent
    left = words.x
    for sign, step in _steps(words.text, words.size, bold=words.bold):
        face.paint(picture, round(left * scale), top, sign)
        left += step
    star = Face(round(words.size * scale * _STAR_PART))
    left += words.size * _STAR_GAP
    for _ in range(words.stars):
        star.paint(picture, round(left * scale), round(words.y * scale) - star.ascent, STAR)
        left += words.size * _STAR_STEP


@lru_cache(maxsize=4096)
def _steps(text: str, size: float, *, bold: bool) -> tuple[tuple[str, float], ...]:
    """Return the letters of a text and how far each moves the pen."""
    fine = Face(round(size * _FINE), bold)
    return tuple((sign, fine.width(sign) / _FINE) for sign in prepare(text))


def _code(picture: Image.Image, square: Square, address: str, scale: float) -> None:
    matrix = qr.matrix(address)
    side = len(matrix) + 2 * qr.QUIET_MODULES
    module = int(square.side * scale + 1e-6) // side
    dots = bytes(_BLACK if dark else _WHITE for row in matrix for dark in row)
    code = Image.frombytes("L", (len(matrix),) * 2, dots)
    code = code.resize((len(matrix) * module,) * 2, Image.Resampling.NEAREST)
    free = square.side * scale - side * module
    quiet = qr.QUIET_MODULES * module
    corner = (
        round(square.x * scale + free / 2) + quiet,
        round(square.y * scale + free / 2) + quiet,
    )
    picture.paste(code, corner)
