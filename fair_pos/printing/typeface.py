"""Noto Sans at a size: how wide a text is, where it wraps, and its dots. `★` is our own drawing."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

STAR = "★"

_FONTS = Path(__file__).parent / "fonts"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_BREAKS = re.compile("[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")
#: Noto Sans has no minus sign; its en dash looks the same.
_MINUS, _EN_DASH = "\u2212", "\u2013"
_BALANCE_STEP = 8
_PROBE_DOTS = 24
_NO_SIGN = "\uffff"
"""Never a letter: what the font draws for it is what it draws for all it lacks."""
_GLYPHS_KEPT = 4096
_BLACK, _WHITE = 0, 255


@dataclass(frozen=True, slots=True)
class Face:
    """A weight of Noto Sans at a size in dots."""

    size_dots: int
    bold: bool = False

    @property
    def pitch(self) -> int:
        """Rows from one line to the next: 34 at 24 dots."""
        return self.size_dots * 17 // 12

    @property
    def ascent(self) -> int:
        """Rows from the top of a line to its baseline; the tallest capital fits in."""
        return round(self.size_dots * 1.1)

    def width(self, text: str) -> int:
        """Return the width of a prepared text in dots."""
        return sum(_glyph(self, sign).advance for sign in text)

    def wrap(self, text: str, width: int) -> list[str]:
        """Break a prepared text into lines that fit: at spaces, and a too long word anywhere."""
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if self.width(longer) <= width:
                lines[-1] = longer
            else:
                pieces = list(self._pieces(word, width))
                lines = [*lines, *pieces] if lines[-1] else pieces
        return lines

    def balance(self, text: str, width: int) -> list[str]:
        """Break a prepared text into as few lines as `wrap`, but of nearly equal width."""
        lines = self.wrap(text, width)
        while len(lines) > 1 and width > _BALANCE_STEP:
            width -= _BALANCE_STEP
            narrower = self.wrap(text, width)
            if len(narrower) > len(lines):
                break
            lines = narrower
        return lines

    def paint(self, canvas: Image.Image, left: int, top: int, text: str) -> None:
        """Draw one line of a prepared text, black, with the line's top left corner given."""
        for sign in text:
            glyph = _glyph(self, sign)
            if glyph.dots:
                corner = (left + glyph.left, top + self.ascent + glyph.top)
                canvas.paste(_BLACK, corner, glyph.dots)
            left += glyph.advance

    def _pieces(self, word: str, width: int) -> Iterator[str]:
        piece = ""
        for sign in word:
            if piece and self.width(piece + sign) > width:
                yield piece
                piece = ""
            piece += sign
        yield piece


def prepare(text: str) -> str:
    """Return the form that is drawn: NFC, no invisible signs, every break one space."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    visible = "".join(_substitute(sign) for sign in visible.replace(_MINUS, _EN_DASH))
    return _BREAKS.sub(" ", visible).strip(" ")


def _substitute(sign: str) -> str:
    """Return what stands for a sign the font lacks: its plain form (① as 1), else itself."""
    if sign.isascii() or _BREAKS.match(sign) or _is_drawn(sign):
        return sign
    plain = unicodedata.normalize("NFKC", sign)
    if plain == sign:
        plain = unicodedata.normalize("NFD", sign)[0]
    return plain if plain != sign and not missing(plain) else sign


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A sign's dots, where they stand from the pen on the baseline, and the pen's step."""

    advance: int
    left: int
    top: int
    dots: Image.Image | None


def missing(text: str) -> str:
    """Return the signs of a prepared text that the font lacks, each once, in order."""
    return "".join(sign for sign in dict.fromkeys(text) if not _is_drawn(sign))


@lru_cache(maxsize=_GLYPHS_KEPT)
def _is_drawn(sign: str) -> bool:
    if sign in {STAR, " "}:
        return True
    font = _font(_PROBE_DOTS, bold=False)
    return bytes(font.getmask(sign)) != bytes(font.getmask(_NO_SIGN))


@lru_cache(maxsize=_GLYPHS_KEPT)
def _glyph(face: Face, sign: str) -> _Glyph:
    if sign == STAR:
        return _star(face.size_dots)
    if not _is_drawn(sign):
        return _code_box(face.size_dots, sign)
    font = _font(face.size_dots, bold=face.bold)
    advance = round(font.getlength(sign))
    left, top, right, bottom = (round(edge) for edge in font.getbbox(sign, anchor="ls"))
    if left == right or top == bottom:
        return _Glyph(advance, 0, 0, None)
    picture = Image.new("L", (right - left, bottom - top), _BLACK)
    ImageDraw.Draw(picture).text((-left, -top), sign, font=font, fill=_WHITE, anchor="ls")
    return _Glyph(advance, left, top, _one_bit(picture))


@cache
def _font(size_dots: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    file = _FONTS / ("NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf")
    return ImageFont.truetype(file, size_dots, layout_engine=ImageFont.Layout.BASIC)


def _code_box(size_dots: int, sign: str) -> _Glyph:
    """Draw a sign that the font lacks as a box with its Unicode number: never silently dropped."""
    number = f"{ord(sign):04X}"
    half = (len(number) + 1) // 2
    rows = (number.zfill(2 * half)[:half], number.zfill(2 * half)[half:])
    small = Face(max(size_dots * 2 // 5, 8))
    width = max(small.width(row) for row in rows) + 5
    height = size_dots
    box = Image.new("1", (width, height), _WHITE)
    ImageDraw.Draw(box).rectangle((0, 0, width - 1, height - 1), outline=_BLACK)
    for place, row in enumerate(rows):
        small.paint(box, (width - small.width(row)) // 2, place * height // 2 - 1, row)
    return _Glyph(width + 3, 1, size_dots // 6 - height, ImageChops.invert(box))


def _star(size_dots: int) -> _Glyph:
    side, fine = size_dots * 3 // 4, 8
    radius = side * fine / 2
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.42
        angle = math.pi * (corner / 5 - 0.5)
        points.append((radius + reach * math.cos(angle), radius * 1.05 + reach * math.sin(angle)))
    large = Image.new("L", (side * fine, side * fine), _BLACK)
    ImageDraw.Draw(large).polygon(points, fill=_WHITE)
    advance = size_dots * 23 // 24
    left, top = (advance - side) // 2, size_dots // 24 - side
    return _Glyph(advance, left, top, _one_bit(large.reduce(fine)))


def _one_bit(grey: Image.Image) -> Image.Image:
    # A hard threshold: dithered letters fall apart on thermal paper.
    return grey.point([_BLACK] * 128 + [_WHITE] * 128, "1")
