"""Puts a label's words into its format: nothing is cut, what does not fit is refused. Pure.

First every way to place the words is tried with a code that reads on a coarse print, then with the
finest one: the name goes round the code, gets smaller, and on the smallest labels the certificate's
number and end are left to the page.

Units: eighths of a millimetre from the label's top left corner; `y` of a text is its baseline.
"""

from collections.abc import Iterator

from fair_pos.core.errors import FairPosError
from fair_pos.labels.fitting_rows import (
    PITCH,
    Row,
    before_serial,
    height,
    row,
    rows_of,
)
from fair_pos.labels.fitting_ways import SHRINK, Way, ways
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.lettering import GOOD_MODULE, MIN_MODULE, Lettering
from fair_pos.labels.measuring import width, wrap
from fair_pos.labels.rules import LabelText
from fair_pos.printing.label import Layout, Square, Words
from fair_pos.printing.qr import QUIET_MODULES

_LEAST_COLUMN = 88
"""Beside the code: fewer dots hold no word."""
_MOST_BESIDE = 3
"""Lines of a name beside the code; more are no name at a glance."""


class NameTooLongError(FairPosError):
    """A name that has no room on a label of this size; it is never cut."""

    code = "label_too_small"
    status = 422
    vi = "“{detail}”: Tên dài quá cỡ tem này. Chọn cỡ lớn hơn."
    en = "“{detail}”: Name too long for this size. Choose a larger one."


class LotTooLongError(NameTooLongError):
    """A name with lot and dates that have no room together."""

    vi = "“{detail}”: Tên, lô và ngày không đủ chỗ trên cỡ tem này. Chọn cỡ lớn hơn."
    en = "“{detail}”: Name, lot and dates have no room on this size. Choose a larger one."


class AddressTooLongError(FairPosError):
    """The server's address makes a code too fine to be read at this size."""

    code = "label_address_too_long"
    status = 422
    vi = "Địa chỉ máy chủ dài quá cỡ tem này. Đặt địa chỉ ngắn hơn hoặc chọn tem lớn hơn."
    en = "The server's address is too long for this size. Shorten it or choose a larger label."


def lay_out(text: LabelText, form: LabelFormat, modules: int) -> Layout:
    """Place everything a label says; `modules` is the side of its code without quiet zone.

    Raises:
        NameTooLongError, AddressTooLongError: it does not fit this format.
    """
    if _units(modules) * MIN_MODULE > form.letters.most_code:
        raise AddressTooLongError
    for least in (GOOD_MODULE, MIN_MODULE):
        for way in ways(text, form, _room(form, modules)):
            found = _fit(way, form, modules, least)
            if found is not None:
                return found
    raise (LotTooLongError if text.lot else NameTooLongError)(text.name)


def _room(form: LabelFormat, modules: int) -> float:
    """Return the width of name and foot: the label's, on a flat one what the code leaves."""
    pad = form.letters.pad
    if not form.letters.is_flat:
        return form.width - 2 * pad
    square = _square(form, modules, 0, form.height)
    return max(_LEAST_COLUMN, square.x - 2 * pad) if square else _LEAST_COLUMN


def _fit(way: Way, form: LabelFormat, modules: int, least: float) -> Layout | None:
    """Return the label said this way, its code's modules not below `least`, or None: no room."""
    letters = form.letters
    above = [row(line, way.name.size, bold=True) for line in way.name.above]
    name_end = letters.edge + height(above)
    bottom = form.height - letters.edge - height(way.under)
    square = _square(form, modules, *_code_ends(way, form, name_end, bottom))
    column = square.x - letters.pad if square else 0
    if not square or square.side < least * _units(modules) or column < _LEAST_COLUMN:
        return None
    beside = wrap(way.name.beside, way.name.size, column, bold=True) if way.name.beside else ()
    name = [*above, *(row(line, way.name.size, bold=True) for line in beside)]
    top = letters.edge + height(name)
    for size, price in _sizes(letters) if len(beside) <= _MOST_BESIDE else ():
        rows = rows_of(way.beside, form, size, price, column)
        free = bottom - top - height(rows)
        if free >= 0 and all(one.width <= column for one in rows):
            placed = [
                *_stack(name, letters.pad, letters.edge),
                *_stack(rows, letters.pad, top + free / 2),
                *_stack(way.under, letters.pad, bottom),
            ]
            return _finish(placed, square, way.beside, form)
    return None


def _sizes(letters: Lettering) -> Iterator[tuple[int, float]]:
    """Yield the sizes of text and price to try."""
    for size in letters.text_sizes:
        yield size, letters.price_size
    for part in SHRINK[1:] if letters.is_reduced else ():
        yield letters.text_sizes[-1], letters.price_size * part


def _code_ends(way: Way, form: LabelFormat, name_end: float, bottom: float) -> tuple[float, float]:
    """Return between what heights the code stands; its quiet zone is margin enough."""
    if form.letters.is_flat:
        return 0, form.height
    return (name_end if way.name.above else 0), (bottom if way.under else form.height)


def _stack(rows: list[Row], x: float, top: float) -> list[Words]:
    placed = []
    for one in rows:
        placed += one.at(x, top)
        top += one.height
    return placed


def _finish(placed: list[Words], square: Square, text: LabelText, form: LabelFormat) -> Layout:
    """Take the serial out, which differs from label to label; put the code under its square."""
    (serial,) = [word for word in placed if word.text == before_serial(text)]
    words = [word for word in placed if word is not serial]
    if form.letters.is_roomy:
        free = square.side - width(text.code, form.letters.small_size)
        y = square.y + square.side + form.letters.small_size * 0.9
        words.append(Words(square.x + free / 2, y, form.letters.small_size, text.code))
    return Layout(tuple(words), square, serial)


def _square(form: LabelFormat, modules: int, top: float, bottom: float) -> Square | None:
    """Place the code at the right edge, as large as the room between two heights allows.

    On a roll a module is whole dots and so is its place: the printer has no finer ones.
    """
    if form.letters.is_roomy:
        bottom -= form.letters.small_size * PITCH
    units = _units(modules)
    module = min(form.letters.module, (bottom - top) / units)
    module = int(module) if form.is_roll else module
    if module < MIN_MODULE:
        return None
    side = module * units
    x, y = form.width - side - form.letters.edge / 2, top + (bottom - top - side) / 2
    return Square(int(x), int(y), side) if form.is_roll else Square(x, y, side)


def _units(modules: int) -> int:
    return modules + 2 * QUIET_MODULES
