"""The rows of words on a label, before they have their places. Pure.

Units: eighths of a millimetre.
"""

from dataclasses import dataclass, replace

from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.measuring import width, wrap
from fair_pos.labels.rules import LabelText
from fair_pos.printing.label import Words

EXTRA = "Tem phụ của hội chợ"
"""What the label is: it neither replaces nor covers the producer's own. Source: Nghị định
43/2017/NĐ-CP on goods labels, which wants the producer's label on the pack."""
DOT = " · "
PITCH = 1.28
SIX = "000000"
"""As wide as a serial's number."""
_ASCENT = 1.04
_LEAST_SIZE = 11
"""Of lot and dates, before they take two rows."""
_NUMBER = f"{DOT}Số "
_STAR_STEP, _STAR_GAP = 0.92, 0.25
"""From star to star, and from the word to the first, in parts of the type size."""


@dataclass(frozen=True, slots=True)
class Row:
    """Words beside each other; their `x` counts from the row's left edge."""

    words: tuple[Words, ...]

    @property
    def size(self) -> float:
        """Return the size of its largest words."""
        return max(word.size for word in self.words)

    @property
    def height(self) -> float:
        """Return the space it needs."""
        return self.size * PITCH

    @property
    def width(self) -> float:
        """Return the room it takes, stars and a serial's number counted."""
        return max(word.x + _length(word) for word in self.words)

    def at(self, x: float, top: float) -> list[Words]:
        """Return its words in their places."""
        base = top + self.size * _ASCENT
        return [replace(word, x=x + word.x, y=base) for word in self.words]


def _length(word: Words) -> float:
    text = word.text + (SIX if word.text.endswith(_NUMBER) else "")
    stars = word.size * (_STAR_STEP * word.stars + _STAR_GAP) if word.stars else 0
    return width(text, word.size, bold=word.bold) + stars


def height(rows: list[Row]) -> float:
    """Return how high rows are under each other."""
    return sum(one.height for one in rows)


def rows_of(
    text: LabelText, form: LabelFormat, size: float, price_size: float, room: float
) -> list[Row]:
    """Return the rows beside the code; a row too long for the room goes on in the next."""
    letters = form.letters
    if letters.is_reduced:
        rows = _certified(text, form, size, room) if text.stars else []
        rows.append(_shrunk(text.price, price_size, room, bold=True))
        rows += _flowed(text.lot.split(DOT), DOT, max(_LEAST_SIZE, size - 2), room)
        rows += _flowed([_extra(text, form), text.code], " ", size, room)
        return [*rows, row(before_serial(text), letters.small_size)]
    number = f"Mã sản phẩm {text.product_code}" if text.product_code else ""
    lines = [text.exhibitor, _short(text.place, form), text.net, number]
    rows = wrapped(lines, size, room)
    rows += _certified(text, form, size, room) if text.stars else []
    said = [_extra(text, form)] if letters.is_roomy else [_extra(text, form), text.code]
    return rows + _flowed(said, " ", size, room)


def lot_rows(text: LabelText, form: LabelFormat, room: float) -> list[Row]:
    """Return lot and dates over the width of name and foot, between the code and the foot."""
    small = form.letters.small_size
    fitting = small * room / width(text.lot, small) if text.lot else small
    return _flowed(text.lot.split(DOT), DOT, max(_LEAST_SIZE, min(small, fitting)), room)


def _flowed(parts: list[str], between: str, size: float, room: float) -> list[Row]:
    """Return parts beside each other in rows that fit the room; none is broken that has one."""
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}{between}{part}" if lines[-1] else part
        if width(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return wrapped(lines, size, room)


def _extra(text: LabelText, form: LabelFormat) -> str:
    words = "Tem phụ" if form.letters.is_reduced else "Tem phụ hội chợ"
    words = EXTRA if form.letters.is_roomy else words
    return f"{words} (mẫu)" if text.is_demo else words


def _certified(text: LabelText, form: LabelFormat, size: float, room: float) -> list[Row]:
    """Return the OCOP mark with the certificate, beside the stars where there is room."""
    assert text.stars, "only a certified product has the mark"
    mark = Words(0, 0, size, "OCOP", bold=True, stars=text.stars)
    before = "đến" if form.letters.is_reduced else "Chứng nhận đến"
    until = f"{before} {text.until}" if text.until else ""
    if form.letters.is_roomy:
        lines = [f"Giấy chứng nhận {text.certificate}", until]
        return [Row((mark,)), *wrapped(lines, size, room)]
    start = width("OCOP", size, bold=True) + size * (_STAR_STEP * text.stars + 2 * _STAR_GAP)
    if start + width(text.certificate, size) <= room:
        return [
            Row((mark, Words(start, 0, size, text.certificate))),
            *wrapped([until], size, room),
        ]
    return [Row((mark,)), *wrapped([text.certificate, until], size, room)]


def wrapped(lines: list[str], size: float, room: float) -> list[Row]:
    """Return lines as rows that fit the room."""
    return [row(part, size) for line in lines if line for part in wrap(line, size, room)]


def row(text: str, size: float, *, bold: bool = False) -> Row:
    """Return a row of one text."""
    return Row((Words(0, 0, size, text, bold),))


def _shrunk(text: str, size: float, room: float, *, bold: bool) -> Row:
    """Return a row no wider than the room; widths are rounded, hence a dot less."""
    return row(text, min(size, size * (room - 1) / width(text, size, bold=bold)), bold=bold)


def before_serial(text: LabelText) -> str:
    """Return the words that the serial's number follows."""
    return f"{text.booth}{_NUMBER}"


def _short(place: str, form: LabelFormat) -> str:
    return place if form.letters.is_roomy else place.replace("Phường ", "P. ")
