"""Reads the reference lists that travel with the program."""

import csv
from functools import cache

from fair_pos import resources
from fair_pos.programme.rules import Gazetteer


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a list in `seed/reference`, e.g. `communes`."""
    with (resources.folder("seed") / "reference" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def gazetteer() -> Gazetteer:
    """Return all names of places; read once, they change with a release only."""
    return Gazetteer(rows("communes"), rows("provinces"), rows("countries"))
