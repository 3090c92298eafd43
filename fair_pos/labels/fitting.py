"""Puts a label's words into its format: nothing is cut, what does not fit is refused. Pure.

Units: eighths of a millimetre from the label's top left corner; `y` of a text is its baseline.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fair_pos.core.errors import FairPosError
from fair_pos.labels.fitting_rows import (
    PITCH,
    SIX,
    Row,
    before_serial,
    lot_rows,
    row,
    rows_of,
)
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.lettering import MIN_MODULE
from fair_pos.labels.measuring import width, wrap
from fair_pos.labels.rules import LabelText
from fair_pos.printing.label import Layout, Square, Words
from fair_pos.printing.qr import QUIET_MODULES

_LEAST_COLUMN = 88
"""Beside the code: fewer dots hold no word."""
_SHRINK = (1.0, 0.93, 0.86, 0.8)
"""Price and its neighbours are tried at these parts of their sizes."""


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
    if (modules + 2 * QUIET_MODULES) * MIN_MODULE > form.letters.most_code:
        raise AddressTooLongError
    for size in form.letters.name_sizes:
        room = _room(form, modules)
        lines = wrap(text.name, size.dots, room, bold=True)
        if len(text.name) > size.most_letters or len(lines) > form.letters.name_lines:
            continue
        name = [row(line, size.dots, bold=True) for line in lines]
        for shown in (text, replace(text, product_code="")):
            for foot in _feet(shown, form, room):
                found = _fit(shown, form, modules, name, foot)
                if found is not None:
                    return found
    raise (LotTooLongError if text.lot else NameTooLongError)(text.name)


@dataclass(frozen=True, slots=True)
class _Foot:
    """The row of net content, price and serial at the label's lower edge."""

    row: Row
    has_net: bool


def _room(form: LabelFormat, modules: int) -> float:
    """Return the width of name and foot: the label's, on a flat one what the code leaves."""
    pad = form.letters.pad
    if not form.letters.is_flat:
        return form.width - 2 * pad
    square = _square(form, modules, form.letters.edge, form.height - form.letters.edge)
    return max(_LEAST_COLUMN, square.x - 2 * pad) if square else _LEAST_COLUMN


def _fit(
    text: LabelText, form: LabelFormat, modules: int, name: list[Row], foot: _Foot | None
) -> Layout | None:
    """Return the label with its name and foot as given, or None: no room between them."""
    letters = form.letters
    top = letters.edge + sum(row.height for row in name)
    foot_top = form.height - letters.edge - (foot.row.height if foot else 0)
    lot = lot_rows(text, form, _room(form, modules))
    bottom = foot_top - sum(one.height for one in lot)
    ends = (letters.edge, form.height - letters.edge) if letters.is_flat else (top, bottom)
    square = _square(form, modules, *ends)
    if square is None or square.x - letters.pad < _LEAST_COLUMN:
        return None
    for size in letters.text_sizes:
        column = square.x - letters.pad
        rows = rows_of(text, form, size, column, has_net=foot is None or foot.has_net)
        free = bottom - top - sum(row.height for row in rows)
        if free >= 0 and all(one.width <= column for one in rows):
            placed = [
                *_stack(name, letters.pad, letters.edge),
                *_stack(rows, letters.pad, top + free / 2),
                *_stack(lot, letters.pad, bottom),
            ]
            if foot is not None:
                placed += foot.row.at(letters.pad, foot_top)
            return _finish(placed, square, text, form)
    return None


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
    units = modules + 2 * QUIET_MODULES
    module = min(form.letters.module, (bottom - top) / units)
    module = int(module) if form.is_roll else module
    if module < MIN_MODULE:
        return None
    side = module * units
    x, y = form.width - side - form.letters.edge / 2, top + (bottom - top - side) / 2
    return Square(int(x), int(y), side) if form.is_roll else Square(x, y, side)


def _feet(text: LabelText, form: LabelFormat, room: float) -> Iterator[_Foot | None]:
    """Yield the feet to try: with the net content first, then without it."""
    if form.letters.is_reduced:
        yield None
        return
    for net in dict.fromkeys((text.net, "")):
        for part in _SHRINK:
            row = _foot_row(net, text, form, room, part)
            if row is not None:
                yield _Foot(row, has_net=net == text.net)
                break


def _foot_row(net: str, text: LabelText, form: LabelFormat, room: float, part: float) -> Row | None:
    sizes = [
        size * part
        for size in (form.letters.text_sizes[0], form.letters.price_size, form.letters.small_size)
    ]
    tail = before_serial(text)
    net_width = width(net, sizes[0])
    price_width = width(text.price, sizes[1], bold=True)
    free = room - net_width - price_width - width(f"{tail}{SIX}", sizes[2])
    gap = form.letters.pad * 0.6
    if free < (2 if net else 1) * gap:
        return None
    price_x = net_width + (free / 2 if net else 0)
    words = [
        Words(0, 0, sizes[0], net),
        Words(price_x, 0, sizes[1], text.price, bold=True),
        Words(net_width + price_width + free, 0, sizes[2], tail),
    ]
    return Row(tuple(word for word in words if word.text))
