"""The ways to say what a label says, from the best on. Pure.

Units: eighths of a millimetre.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fair_pos.labels.fitting_rows import SIX, Row, before_serial, lot_rows
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.measuring import first_line, width, wrap
from fair_pos.labels.rules import LabelText
from fair_pos.printing.label import Words

SHRINK = (1.0, 0.93, 0.86, 0.8)
"""Price and its neighbours are tried at these parts of their sizes."""


@dataclass(frozen=True, slots=True)
class Name:
    """The product's name: lines above the code, and what goes on beside it."""

    size: int
    above: tuple[str, ...]
    beside: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say it all."""

    name: Name
    beside: LabelText
    """What is said beside the code; empty is what stands elsewhere or nowhere."""
    under: list[Row]
    """The rows at the lower edge."""


def ways(text: LabelText, form: LabelFormat, room: float) -> Iterator[Way]:
    """Yield what to try, the best first; `room` is the width of name and foot."""
    for name in _names(text.name, form, room):
        for shown in _shorter(text, form):
            for beside, under in _feet(shown, form, room):
                yield Way(name, beside, under)


def _names(name: str, form: LabelFormat, room: float) -> Iterator[Name]:
    """Yield the name above the code, then with its first line there, then beside it."""
    for size in form.letters.name_sizes:
        if len(name) > size.most_letters:
            continue
        lines = wrap(name, size.dots, room, bold=True)
        if not form.letters.is_flat and len(lines) <= form.letters.name_lines:
            yield Name(size.dots, lines, "")
        if not form.letters.is_flat and len(lines) > 1:
            first, rest = first_line(name, size.dots, room, bold=True)
            yield Name(size.dots, (first,), rest)
        yield Name(size.dots, (), name)


def _shorter(text: LabelText, form: LabelFormat) -> Iterator[LabelText]:
    """Yield the text, then with less of what its page says as well."""
    yield text
    if not form.letters.is_reduced:
        yield replace(text, product_code="")
    elif text.stars:
        yield replace(text, certificate="")
        yield replace(text, certificate="", until="")


def _feet(text: LabelText, form: LabelFormat, room: float) -> Iterator[tuple[LabelText, list[Row]]]:
    """Yield what stands beside the code, and the rows under it."""
    lot = lot_rows(text, form, room)
    if form.letters.is_reduced:
        yield replace(text, lot=""), lot
        if lot:
            yield text, []
        return
    for net in dict.fromkeys((text.net, "")):
        for part in SHRINK:
            foot = _foot_row(net, text, form, room, part)
            if foot is not None:
                rest = "" if net == text.net else text.net
                yield replace(text, lot="", net=rest), [*lot, foot]
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
