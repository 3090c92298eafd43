"""How many labels of which goods were typed: read from an address or a form, kept as typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from fair_pos.core.errors import FairPosError
from fair_pos.web.typed import whole

EACH_MAX = 5000
NUMBER = "n_"
"""A field `n_{listing id}` holds how many labels are wanted."""
REFUSED = "r_"
"""The same of a label that could not be made: asked for again when it is drawn again."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was typed by listing, what it means, and what is wrong with it."""

    texts: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """Without those that ask for none."""
    faults: dict[str, FairPosError] = field(default_factory=dict)

    def address(self) -> dict[str, str]:
        """Return the parameters with which an address keeps them."""
        return {f"{NUMBER}{listing}": text for listing, text in self.texts.items()}


def read(fields: Iterable[tuple[str, Any]], *starts: str) -> Counts:
    """Read the fields that begin so; empty ones ask for none."""
    found = Counts()
    parse = whole(0, EACH_MAX)
    for key, value in fields:
        start = next((one for one in starts if key.startswith(one)), "")
        text = value.strip() if start and isinstance(value, str) else ""
        if text:
            _add(found, key.removeprefix(start), text, parse)
    return found


def _add(found: Counts, listing: str, text: str, parse: Callable[[str], int]) -> None:
    found.texts[listing] = text
    try:
        number = parse(text)
    except FairPosError as error:
        found.faults[listing] = error
    else:
        if number:
            found.numbers[listing] = number
