"""Noto Sans at a size: how wide a text is, where it wraps, and its dots. `★` is our own drawing."""

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

STAR = "★"

_FONTS = Path(__file__).parent / "fonts"
_INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_BREAKS = re.compile(r"[ \x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BLACK = 0


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
        """Return the width of a prepared text in whole dots."""
        font = _font(self.size_dots, bold=self.bold)
        letters = font.getlength(text.replace(STAR, ""))
        return math.ceil(letters) + text.count(STAR) * _star_advance(self.size_dots)

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

    def paint(self, canvas: Image.Image, left: int, top: int, text: str) -> None:
        """Draw one line of a prepared text, black, with the line's top left corner given."""
        font, pen = _font(self.size_dots, bold=self.bold), ImageDraw.Draw(canvas)
        for letters, star in _runs(text):
            pen.text((left, top + self.ascent), letters, font=font, fill=_BLACK, anchor="ls")
            left += math.ceil(font.getlength(letters))
            if star:
                mask = _star(self.size_dots)
                corner = (left + 1, top + self.ascent - mask.height + self.size_dots // 12)
                canvas.paste(_BLACK, corner, mask)
                left += _star_advance(self.size_dots)

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
    return _BREAKS.sub(" ", visible).strip(" ")


def _runs(text: str) -> Iterator[tuple[str, bool]]:
    runs = text.split(STAR)
    for number, letters in enumerate(runs, start=1):
        yield letters, number < len(runs)


@cache
def _font(size_dots: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    file = _FONTS / ("NotoSans-Bold.ttf" if bold else "NotoSans-Regular.ttf")
    return ImageFont.truetype(file, size_dots, layout_engine=ImageFont.Layout.BASIC)


def _star_advance(size_dots: int) -> int:
    return size_dots * 11 // 12


@cache
def _star(size_dots: int) -> Image.Image:
    side, fine = size_dots * 10 // 12, 8
    radius = side * fine / 2
    points = []
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.42
        angle = math.pi * (corner / 5 - 0.5)
        points.append((radius + reach * math.cos(angle), radius * 1.05 + reach * math.sin(angle)))
    large = Image.new("L", (side * fine, side * fine), 0)
    ImageDraw.Draw(large).polygon(points, fill=255)
    return large.reduce(fine)
