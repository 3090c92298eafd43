"""How wide a text of a label is, and where it breaks. Pure.

Units: eighths of a millimetre.
"""

from functools import lru_cache

from fair_pos.printing.typeface import Face, prepare

_FINE = 8
"""Widths are measured at this many times the size, so that rounding does not add up."""
_BALANCE_STEP = 64


@lru_cache(maxsize=8192)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is."""
    return Face(round(size * _FINE), bold).width(prepare(text)) / _FINE


@lru_cache(maxsize=8192)
def wrap(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines that fit a room, of nearly equal width."""
    face = Face(round(size * _FINE), bold)
    prepared = prepare(text)
    narrow, wide = max(face.width(word) for word in prepared.split(" ")), int(room * _FINE)
    lines = face.wrap(prepared, wide)
    while wide - narrow > _BALANCE_STEP and len(lines) > 1:
        middle = (narrow + wide) // 2
        tried = face.wrap(prepared, middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            wide, lines = middle, tried
    return tuple(lines)


@lru_cache(maxsize=8192)
def first_line(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, str]:
    """Return as much of a text as fits a room, and the rest."""
    prepared = prepare(text)
    first = Face(round(size * _FINE), bold).wrap(prepared, int(room * _FINE))[0]
    return first, prepared[len(first) :].strip()
