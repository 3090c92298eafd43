"""Where everything of a document stands on paper of a given width: values in, marks out."""

from dataclasses import dataclass, replace

from fair_pos.core.document import (
    Align,
    Block,
    Boxed,
    Code,
    Document,
    Edge,
    Gap,
    Picture,
    Row,
    Rule,
    Size,
    Text,
)
from fair_pos.printing import qr
from fair_pos.printing.profiles import Profile
from fair_pos.printing.typeface import STAR, Face, prepare

#: Sizes in 24ths of the body size; on narrow paper a name and a total should stay on one line.
SIZES = {Size.SMALL: 22, Size.BODY: 24, Size.LARGE: 34, Size.TOTAL: 40, Size.TITLE: 44}
_NARROW_SIZES = {Size.SMALL: 22, Size.BODY: 24, Size.LARGE: 30, Size.TOTAL: 36, Size.TITLE: 40}
_NARROW_DOTS = 480
_SMALLEST_MODULE = 3
#: A code of version 5 or more; at 5 dots it reads as a small one does (docs/decisions/0004).
_LARGE_MODULES, _LARGE_DOTS = 36, 5
_MARGIN_ROWS = 6
#: Below this width (at 24 dots body text) a QR code's lines stand under it.
_LEAST_BESIDE = 144


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


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture's dots; where the paper is narrower, its sides fall off."""

    left: int
    top: int
    picture: Picture


Mark = Words | Dashes | Frame | Matrix | Dots


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
            case Rule() | Edge():
                self._across(block)
            case Gap():
                self.skip(block.dots)
            case Boxed():
                self._boxed(block)
            case Code():
                self._code(block)
            case Picture():
                self._picture(block)

    def skip(self, dots: int) -> None:
        """Leave rows free; `dots` are meant for body text of 24 dots."""
        self.top += self._scaled(dots)

    def _scaled(self, dots: int) -> int:
        return dots * self.profile.text_dots // 24

    def _face(self, size: Size, *, bold: bool) -> Face:
        sizes = _NARROW_SIZES if self.profile.width_dots < _NARROW_DOTS else SIZES
        return Face(self._scaled(sizes[size]), bold)

    def _text(self, block: Text) -> None:
        face = self._face(block.size, bold=block.bold)
        # A hard space: stars on a line of their own belong to nobody.
        stars = "\u00a0" + STAR * block.stars if block.stars else ""
        text = prepare(block.text + stars)
        beside_code = self.width < self.profile.width_dots // 2
        balanced = block.align is Align.CENTER or beside_code
        for line in face.balance(text, self.width) if balanced else face.wrap(text, self.width):
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

    def _picture(self, block: Picture) -> None:
        left = self.left + (self.width - 8 * block.width_bytes) // 2
        if block.height:
            self.marks.append(Dots(left, self.top, block))
            self.top += block.height
            self.skip(6)

    def _across(self, block: Rule | Edge) -> None:
        if isinstance(block, Edge):
            self._edge()
            return
        self.marks.append(Dashes(self.left, self.top + self._scaled(10), self.width))
        self.skip(22)

    def _edge(self) -> None:
        self.skip(4)
        self.marks.append(Frame(0, self.top, self.profile.width_dots, self._scaled(20)))
        self.skip(26)

    def _boxed(self, block: Boxed) -> None:
        self.skip(8)
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
        dots = self.profile.qr_module_dots
        dots = dots if len(rows) <= _LARGE_MODULES else min(dots, _LARGE_DOTS)
        module = min(dots, self.width // (len(rows) + 2 * qr.QUIET_MODULES))
        if module < _SMALLEST_MODULE:
            raise qr.CodeTooLongError(str(len(block.payload)))
        outer = module * (len(rows) + 2 * qr.QUIET_MODULES)
        free = self.width - outer - self._scaled(16)
        beside = free >= self._scaled(_LEAST_BESIDE)
        left = self.left if beside else self.left + (self.width - outer) // 2
        quiet = module * qr.QUIET_MODULES
        self.marks.append(Matrix(left + quiet, self.top + quiet, module, rows))
        if beside:
            self._lines_beside(block.lines, outer, free)
        else:
            self.top += outer
            for line in block.lines:
                self._text(replace(line, align=Align.CENTER))

    def _lines_beside(self, lines: tuple[Text, ...], outer: int, free: int) -> None:
        left = self.left + self.width - free
        height = self._stack(lines, left, free, top=0).top
        stack = self._stack(lines, left, free, top=self.top + max(outer - height, 0) // 2)
        self.marks += stack.marks
        self.top += max(outer, height)

    def _stack(self, lines: tuple[Text, ...], left: int, width: int, *, top: int) -> "_Column":
        stack = _Column(self.profile, left, width, top)
        for line in lines:
            stack.add(line)
        return stack
