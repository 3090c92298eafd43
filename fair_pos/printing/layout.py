"""Where everything of a document stands on paper of a given width: values in, marks out, no pixels."""

from dataclasses import dataclass

from fair_pos.core.document import (
    Align,
    Block,
    Boxed,
    Code,
    Document,
    Gap,
    Row,
    Rule,
    Size,
    Text,
)
from fair_pos.printing import qr
from fair_pos.printing.profiles import Profile
from fair_pos.printing.typeface import STAR, Face, prepare

#: Sizes in 24ths of the body size.
_SIZES = {Size.SMALL: 20, Size.BODY: 24, Size.LARGE: 34, Size.TOTAL: 40, Size.TITLE: 44}
_SMALLEST_MODULE = 3
_FRAME_DOTS = 2


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; left and top of its line."""

    left: int
    top: int
    text: str
    face: Face


@dataclass(frozen=True, slots=True)
class Dashes:
    """A dashed line, two dots thick."""

    left: int
    top: int
    width: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A box drawn two dots thick."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """A QR code without its quiet zone; rows of dark modules."""

    left: int
    top: int
    module: int
    rows: tuple[tuple[bool, ...], ...]


Mark = Words | Dashes | Frame | Matrix


@dataclass(frozen=True, slots=True)
class Layout:
    """All marks of a paper and its height in rows."""

    marks: tuple[Mark, ...]
    height: int


def lay_out(document: Document, profile: Profile) -> Layout:
    """Place a document's blocks one under the other on the profile's paper.

    Raises:
        CodeTooLongError: a QR code that this paper is too narrow for.
    """
    column = _Column(profile, profile.margin_dots, profile.width_dots - 2 * profile.margin_dots)
    column.skip(_MARGIN_ROWS)
    for block in document.blocks:
        column.add(block)
    column.skip(_MARGIN_ROWS)
    return Layout(tuple(column.marks), column.top)


class _Column:
    """A strip of paper that is filled from the top."""

    def __init__(self, profile: Profile, left: int, width: int, top: int = 0) -> None:
        self.profile = profile
        self.left = left
        self.width = width
        self.top = top
        self.marks: list[Mark] = []

    def add(self, block: Block) -> None:
        match block:
            case Text():
                self._text(block)
            case Row():
                self._row(block)
            case Rule():
                self._rule()
            case Gap():
                self.skip(block.dots)
            case Boxed():
                self._boxed(block)
            case Code():
                self._code(block)

    def skip(self, dots: int) -> None:
        """Leave rows free; `dots` are meant for body text of 24 dots."""
        self.top += self._scaled(dots)

    def _scaled(self, dots: int) -> int:
        return dots * self.profile.text_dots // 24

    def _face(self, size: Size, *, bold: bool) -> Face:
        return Face(self._scaled(_SIZES[size]), bold)

    def _text(self, block: Text) -> None:
        face = self._face(block.size, bold=block.bold)
        stars = " " + STAR * block.stars if block.stars else ""
        for line in face.wrap(prepare(block.text + stars), self.width):
            self._line(line, face, block.align)

    def _line(self, text: str, face: Face, align: Align, *, indent: int = 0) -> None:
        free = self.width - face.width(text) if align is Align.CENTER else 0
        self.marks.append(Words(self.left + indent + max(free, 0) // 2, self.top, text, face))
        self.top += face.pitch

    def _row(self, block: Row) -> None:
        indent = self._scaled(24) if block.indent else 0
        label_face = self._face(block.size, bold=block.bold or block.bold_left)
        amount_face = self._face(block.size, bold=block.bold)
        amount = prepare(block.right)
        labels = label_face.wrap(prepare(block.left), self.width - indent)
        for label in labels:
            self._line(label, label_face, Align.LEFT, indent=indent)
        taken = indent + label_face.width(labels[-1]) if labels[-1] else 0
        if taken + self._scaled(16) + amount_face.width(amount) <= self.width or not taken:
            self.top -= label_face.pitch
        for part in amount_face.wrap(amount, self.width):
            left = self.left + self.width - amount_face.width(part)
            self.marks.append(Words(left, self.top, part, amount_face))
            self.top += amount_face.pitch

    def _rule(self) -> None:
        self.marks.append(Dashes(self.left, self.top + self._scaled(10), self.width))
        self.skip(22)

    def _boxed(self, block: Boxed) -> None:
        top, padding = self.top, self._scaled(5)
        inside = _Column(
            self.profile, self.left + 2 * padding, self.width - 4 * padding, top + padding
        )
        inside.add(Text(block.text, bold=block.bold, align=Align.CENTER))
        self.top = inside.top + padding
        self.marks += [Frame(self.left, top, self.width, self.top - top), *inside.marks]
        self.skip(4)

    def _code(self, block: Code) -> None:
        rows = qr.matrix(block.payload)
        module = min(self.profile.qr_module_dots, self.width // (len(rows) + 2 * qr.QUIET_MODULES))
        if module < _SMALLEST_MODULE:
            raise qr.CodeTooLongError(str(len(block.payload)))
        quiet, side = module * qr.QUIET_MODULES, module * len(rows)
        height = side + 2 * quiet
        self._lines_beside(block, height)
        ...
