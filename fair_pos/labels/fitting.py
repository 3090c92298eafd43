"""Puts a label's words into its format: nothing is cut, what does not fit is refused. Pure.

Units: eighths of a millimetre from the label's top left corner; `y` of a text is its baseline.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fair_pos.core.errors import FairPosError
from fair_pos.labels.fitting_rows import PITCH, Row, Words, before_serial, lot_rows, row, rows_of
from fair_pos.labels.formats import MIN_MODULE, LabelFormat
from fair_pos.labels.measuring import width, wrap
from fair_pos.labels.rules import LabelText
from fair_pos.printing.qr import QUIET_MODULES

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


@dataclass(frozen=True, slots=True)
class Square:
    """Where the code stands, its quiet zone inside."""

    x: float
    y: float
    side: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A label ready to draw: the serial's number follows the words of `serial`."""

    words: tuple[Words, ...]
    square: Square
    serial: Words


def lay_out(text: LabelText, form: LabelFormat, modules: int) -> Layout:
    """Place everything a label says; `modules` is the side of its code without quiet zone.

    Raises:
        NameTooLongError, AddressTooLongError: it does not fit this format.
    """
    if (modules + 2 * QUIET_MODULES) * MIN_MODULE > form.most_code:
        raise AddressTooLongError
    for size in form.name_sizes:
        lines = wrap(text.name, size.dots, form.width - 2 * form.pad, bold=True)
        if len(text.name) > size.most_letters or len(lines) > form.name_lines:
            continue
        name = [row(line, size.dots, bold=True) for line in lines]
        for shown in (text, replace(text, product_code="")):
            for foot in _feet(shown, form):
                found = _fit(shown, form, modules, name, foot)
                if found is not None:
                    return found
    raise (LotTooLongError if text.lot else NameTooLongError)(text.name)


@dataclass(frozen=True, slots=True)
class _Foot:
    """The row of net content, price and serial at the label's lower edge."""

    row: Row
    has_net: bool


def _fit(
    text: LabelText, form: LabelFormat, modules: int, name: list[Row], foot: _Foot | None
) -> Layout | None:
    """Return the label with its name and foot as given, or None: no room between them."""
    top = form.edge + sum(row.height for row in name)
    foot_top = form.height - form.edge - (foot.row.height if foot else 0)
    lot = lot_rows(text, form)
    bottom = foot_top - sum(one.height for one in lot)
    square = _square(form, modules, top, bottom)
    if square is None:
        return None
    for size in form.text_sizes:
        rows = rows_of(text, form, size, square.x - form.pad, has_net=foot is None or foot.has_net)
        free = bottom - top - sum(row.height for row in rows)
        if free >= 0:
            placed = [
                *_stack(name, form.pad, form.edge),
                *_stack(rows, form.pad, top + free / 2),
                *_stack(lot, form.pad, bottom),
            ]
            if foot is not None:
                placed += foot.row.at(form.pad, foot_top)
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
    if form.is_roomy:
        free = square.side - width(text.code, form.small_size)
        y = square.y + square.side + form.small_size * 0.9
        words.append(Words(square.x + free / 2, y, form.small_size, text.code))
    return Layout(tuple(words), square, serial)


def _square(form: LabelFormat, modules: int, top: float, bottom: float) -> Square | None:
    """Place the code at the right edge, as large as the room between two heights allows."""
    if form.is_roomy:
        bottom -= form.small_size * PITCH
    side = min((modules + 2 * QUIET_MODULES) * form.module, bottom - top)
    if side < (modules + 2 * QUIET_MODULES) * MIN_MODULE:
        return None
    return Square(form.width - side - form.edge / 2, top + (bottom - top - side) / 2, side)


def _feet(text: LabelText, form: LabelFormat) -> Iterator[_Foot | None]:
    """Yield the feet to try: with the net content first, then without it."""
    if form.is_reduced:
        yield None
        return
    for net in dict.fromkeys((text.net, "")):
        for part in _SHRINK:
            row = _foot_row(net, text, form, part)
            if row is not None:
                yield _Foot(row, has_net=net == text.net)
                break


def _foot_row(net: str, text: LabelText, form: LabelFormat, part: float) -> Row | None:
    sizes = [size * part for size in (form.text_sizes[0], form.price_size, form.small_size)]
    tail = before_serial(text)
    net_width = width(net, sizes[0])
    price_width = width(text.price, sizes[1], bold=True)
    free = form.width - 2 * form.pad - net_width - price_width - width(f"{tail}000000", sizes[2])
    gap = form.pad * 0.6
    if free < (2 if net else 1) * gap:
        return None
    price_x = net_width + (free / 2 if net else 0)
    words = [
        Words(0, 0, sizes[0], net),
        Words(price_x, 0, sizes[1], text.price, bold=True),
        Words(net_width + price_width + free, 0, sizes[2], tail),
    ]
    return Row(tuple(word for word in words if word.text))
