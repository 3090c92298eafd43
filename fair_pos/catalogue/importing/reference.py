"""The lists an import compares with: places, banks, product sets."""

from dataclasses import dataclass
from functools import cache

from fair_pos.catalogue.importing.banks import Banks
from fair_pos.core.text import fold
from fair_pos.programme import reference
from fair_pos.programme.rules import Gazetteer


@dataclass(frozen=True, slots=True)
class Reference:
    """What the program knows before it reads a list."""

    places: Gazetteer
    banks: Banks
    sets: dict[str, int]
    """Product set's folded name → its number."""


@cache
def load_reference() -> Reference:
    """Return the lists that travel with the program."""
    sets = {fold(row["set_name"]): int(row["set_no"]) for row in reference.rows("product_sets")}
    return Reference(reference.gazetteer(), Banks(reference.rows("banks")), sets)
