"""A printable document as values: what stands on the paper, without a printer or a width.

`printing.render` draws it on 58 or 80 mm paper; a test reads it as text.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Size(StrEnum):
    """Type sizes; the renderer knows their dots."""

    SMALL = "small"
    BODY = "body"
    LARGE = "large"
    TOTAL = "total"
    TITLE = "title"


class Align(StrEnum):
    """Where a text stands in its line."""

    LEFT = "left"
    CENTER = "center"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; wraps at words, is never cut. `stars` draws that many ★ after it."""

    text: str
    size: Size = Size.BODY
    bold: bool = False
    align: Align = Align.LEFT
    stars: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A label left and an amount right; the amount moves under the label where it does not fit.

    `bold` is for both sides, `bold_left` for the label alone.
    """

    left: str
    right: str
    size: Size = Size.BODY
    bold: bool = False
    indent: bool = False
    bold_left: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Empty space of some dots (at 80 mm)."""

    dots: int = 8


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruler as wide as the printer prints, past the margins: shows where the width is wrong."""


@dataclass(frozen=True, slots=True)
class Boxed:
    """A sentence in a frame: the not-an-invoice line, the copy mark."""

    text: str
    bold: bool = True


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with lines beside it; a line may be bold."""

    payload: str
    lines: tuple[Text, ...] = ()
    typed: str = ""
    """What a person types where the printer draws no code; empty: the payload."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture in black dots, centred, never scaled; where only its name is known, nothing.

    Shape of `dots`: rows of whole bytes from the top, a set bit is black, the highest bit is left.
    """

    name: str
    width_bytes: int = 0
    dots: bytes = b""

    @property
    def height(self) -> int:
        """Rows of dots."""
        return len(self.dots) // self.width_bytes if self.width_bytes else 0


Block = Text | Row | Rule | Gap | Edge | Boxed | Code | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """One paper, top to bottom. `title` names it for logs and screens, it is not printed."""

    title: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)
