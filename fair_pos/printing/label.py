"""Labels on a roll as values: how each one looks, which stand on the strip; stored as JSON.

Units: eighths of a millimetre from the label's top left corner, the dots of a 203 dpi printer; `y`
of a text is its baseline.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from fair_pos.db import journal
from fair_pos.printing.payload import VERSION, UnreadablePayloadError

DOTS_PER_MM = 8


@dataclass(frozen=True, slots=True)
class Words:
    """A text on the label, with the stars drawn behind it."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False
    stars: int = 0


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


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a printer needs its labels moved, right and down; tenths of a millimetre."""

    right: int = 0
    down: int = 0


NO_OFFSET = Offset()


@dataclass(frozen=True, slots=True)
class Roll:
    """What is on the roll: labels beside each other, row after row."""

    width: int
    height: int
    columns: int = 1
    gap_x: int = 0
    gap_y: int = 16

    @property
    def row_width(self) -> int:
        """Return the width of a row of labels, from the first's left edge to the last's right."""
        return self.columns * self.width + (self.columns - 1) * self.gap_x


@dataclass(frozen=True, slots=True)
class Label:
    """One label: its place in the layouts, its serial, the address in its code."""

    layout: int
    serial: int
    address: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Labels that one job prints, in order, from the roll's next row on."""

    title: str
    roll: Roll
    layouts: tuple[Layout, ...]
    labels: tuple[Label, ...]
    is_framed: bool = False
    """A test: every label has a frame at its edge."""


def dump(strip: Strip) -> str:
    """Write a strip as canonical JSON: words and addresses, no dots."""
    labels = [[one.layout, one.serial, one.address] for one in strip.labels]
    return journal.canonical({"v": VERSION, **asdict(strip), "labels": labels})


def load(payload: str) -> Strip:
    """Read what `dump` wrote.

    Raises:
        UnreadablePayloadError: no JSON, another version, an unknown or missing field.
    """
    try:
        raw = json.loads(payload)
        if raw["v"] != VERSION:
            raise UnreadablePayloadError(f"v{raw['v']}")
        layouts = tuple(_layout(one) for one in raw["layouts"])
        labels = tuple(Label(*one) for one in raw["labels"])
        roll, is_framed = Roll(**raw["roll"]), bool(raw["is_framed"])
        return Strip(raw["title"], roll, layouts, labels, is_framed)
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadablePayloadError(type(error).__name__) from error


def _layout(raw: dict[str, Any]) -> Layout:
    words = tuple(Words(**one) for one in raw["words"])
    return Layout(words, Square(**raw["square"]), Words(**raw["serial"]))
