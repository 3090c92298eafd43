"""Reads the reference lists that travel with the program."""

import csv
from functools import cache

from fair_pos import resources
from fair_pos.core.text import clean
from fair_pos.programme.rules import Gazetteer

CRITERIA = "26/2026/QĐ-TTg"
"""The criteria version in force since 22/05/2026."""


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a list in `seed/reference`, e.g. `communes`; NFC and trimmed."""
    path = resources.folder("seed") / "reference" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {key: clean(value or "") for key, value in row.items()} for row in csv.DictReader(file)
        ]


@cache
def gazetteer() -> Gazetteer:
    """Return all names of places; read once, they change with a release only."""
    return Gazetteer(rows("communes"), rows("provinces"), rows("countries"))
