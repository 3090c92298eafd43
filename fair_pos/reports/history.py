"""Published figures of the programme: their time, their words, and which contradict each other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from fair_pos.core.money import format_vnd
from fair_pos.programme.models import PublishedFigure
from fair_pos.programme.reference import rows
from fair_pos.reports import published

_TIME = re.compile(r"(\d{4})(?:/(\d{4}))?(?:-(\d{2}))?")
GROWING = frozenset({"products_joined", "products_starred"})
"""Numbers that are told as "so far": a smaller one later in a year counts something else."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure; `strange` ones contradict another of the same year."""

    no: int
    as_of: str
    scope: str
    indicator: str
    value: str
    unit: str
    definition: str
    source: str
    first_year: int
    last_year: int
    month: int
    """12 where only the year is known."""
    strange: bool = False

    @property
    def number(self) -> int | None:
        """Return the value as a number; a range is none."""
        return int(self.value) if self.value.isdigit() else None

    @property
    def months(self) -> int:
        """Return its time in months since the year 0, in the middle of a month."""
        return self.last_year * 12 + self.month

    @property
    def when(self) -> str:
        """Write `12/2016`, `2017` or `2014–2016`."""
        if self.first_year != self.last_year:
            return f"{self.first_year}–{self.last_year}"
        return f"{self.month:02d}/{self.last_year}" if "-" in self.as_of else str(self.last_year)

    @property
    def text(self) -> str:
        """Write the value: ranges stay ranges, more than is `>`."""
        value = self.value.replace("..", "–")
        more = ">" if self.definition.startswith("trên ") else ""
        number = self.number
        return f"{more}{format_vnd(number)}" if number is not None else value


def figures(published_rows: Iterable[PublishedFigure]) -> list[Figure]:
    """Return all published figures by time, the contradicting ones marked."""
    return mark_strange(sorted(map(_figure, published_rows), key=lambda one: (one.months, one.no)))


def mark_strange(found: list[Figure]) -> list[Figure]:
    """Mark figures of one scope, indicator and year that cannot both be right.

    Two different values of the same time contradict each other, and so does a smaller value later
    in the same year where the number only grows.
    """
    strange = {
        one.no
        for first in found
        for later in found
        if _contradict(first, later)
        for one in (first, later)
    }
    return [replace(one, strange=one.no in strange) for one in found]


def _contradict(first: Figure, later: Figure) -> bool:
    same = (first.scope, first.indicator) == (later.scope, later.indicator)
    before, after = first.number, later.number
    if not same or first.no == later.no or before is None or after is None:
        return False
    if first.last_year != later.last_year:
        return False
    if (first.months, first.first_year) == (later.months, later.first_year):
        return before != after
    return first.indicator in GROWING and first.no < later.no and after < before


@cache
def _definitions() -> dict[int, str]:
    return {int(row["no"]): row["definition_vi"] for row in rows("programme_figure_words")}


def _figure(row: PublishedFigure) -> Figure:
    match = _TIME.fullmatch(row.as_of)
    assert match is not None, f"the reference list has a time we cannot read: {row.as_of}"
    first = int(match[1])
    return Figure(
        no=row.no,
        as_of=row.as_of,
        scope=row.scope,
        indicator=row.indicator,
        value=row.value,
        unit=row.unit,
        definition=_definitions().get(row.no) or "",
        source=published.local_dates(row.source),
        first_year=first,
        last_year=int(match[2] or first),
        month=int(match[3] or 12),
    )
