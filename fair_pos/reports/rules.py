"""Report arithmetic: kinds of figures kept apart, coverage, averages, changes. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from fair_pos.core.money import MINUS, round_half_up

T = TypeVar("T")
Key = TypeVar("Key")


class Evidence(StrEnum):
    """What is known of one selling booth on one open day."""

    MEASURED = "measured"
    DECLARED = "declared"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money by its kind, whole đồng; the two meet only in `sum_vnd`.

    >>> (Amount(100, 20) + Amount(1, 2)).sum_vnd
    123
    """

    measured_vnd: int = 0
    declared_vnd: int = 0

    @property
    def sum_vnd(self) -> int:
        """Measured and declared together: the column “Cộng”."""
        return self.measured_vnd + self.declared_vnd

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.measured_vnd + other.measured_vnd, self.declared_vnd + other.declared_vnd
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """Booth-days by what is known of them; they add up to `booth_days`."""

    measured: int = 0
    declared: int = 0
    missing: int = 0
    both: int = 0
    """Part of `measured` that also handed in a slip: to be checked for money counted twice."""

    @property
    def booth_days(self) -> int:
        """Selling booths times open days."""
        return self.measured + self.declared + self.missing

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.measured + other.measured,
            self.declared + other.declared,
            self.missing + other.missing,
            self.both + other.both,
        )


def open_days(first: date, last: date, closed: frozenset[date]) -> list[date]:
    """Return the days of trade, oldest first.

    >>> days = open_days(date(2027, 1, 1), date(2027, 1, 3), frozenset({date(2027, 1, 2)}))
    >>> [day.day for day in days]
    [1, 3]
    """
    span = range((last - first).days + 1)
    return [day for day in (first + timedelta(n) for n in span) if day not in closed]


def evidence(*, on_till: bool, by_slip: bool) -> Evidence:
    """Decide what stands for a booth-day: the till first, then the slip.

    >>> str(evidence(on_till=True, by_slip=True))
    'measured'
    """
    if on_till:
        return Evidence.MEASURED
    return Evidence.DECLARED if by_slip else Evidence.MISSING


def cover(on_till: set[date], by_slip: set[date], days: Iterable[date]) -> Coverage:
    """Return the coverage of one selling booth over the open days.

    >>> monday, tuesday, friday = date(2027, 1, 25), date(2027, 1, 26), date(2027, 1, 29)
    >>> cover({monday}, {monday, tuesday}, [monday, tuesday, friday])
    Coverage(measured=1, declared=1, missing=1, both=1)
    """
    days = set(days)
    found = [evidence(on_till=day in on_till, by_slip=day in by_slip) for day in days]
    return Coverage(
        found.count(Evidence.MEASURED),
        found.count(Evidence.DECLARED),
        found.count(Evidence.MISSING),
        len(on_till & by_slip & days),
    )


def per_day(amount: int, days: int) -> int | None:
    """Return the average of a day, half up; None without a day.

    >>> per_day(19_207_261_000, 6)
    3201210167
    """
    return round_half_up(amount, days) if days else None


def change_permille(now: int | None, before: int | None) -> int | None:
    """Return the change in thousandths, half up; None where one side is not known.

    >>> change_permille(3_201_210_167, 2_900_000_000)
    104
    """
    return None if now is None or not before else round_half_up((now - before) * 1000, before)


def permille(part: int, whole: int) -> int | None:
    """Return a share in thousandths, half up; None of an empty whole.

    >>> permille(639, 1000), permille(1, 0)
    (639, None)
    """
    return round_half_up(part * 1000, whole) if whole else None


def format_change(thousandths: int | None) -> str:
    """Write a change with its sign: `+10,4%`; not known is "–".

    >>> format_change(104), format_change(-5), format_change(None)
    ('+10,4%', '−0,5%', '–')
    """
    if thousandths is None:
        return "–"
    return f"{MINUS if thousandths < 0 else '+'}{format_permille(abs(thousandths))}"


def format_permille(thousandths: int | None) -> str:
    """Write thousandths as per cent with one decimal.

    >>> format_permille(639), format_permille(None)
    ('63,9%', '–')
    """
    if thousandths is None:
        return "–"
    sign = MINUS if thousandths < 0 else ""
    return f"{sign}{abs(thousandths) // 10},{abs(thousandths) % 10}%"


def sum_by(rows: Iterable[T], key: Callable[[T], Key], value: Callable[[T], int]) -> dict[Key, int]:
    """Add a number up by a key.

    >>> sum_by("abca", lambda sign: sign, lambda sign: 1)
    {'a': 2, 'b': 1, 'c': 1}
    """
    sums: dict[Key, int] = {}
    for row in rows:
        name = key(row)
        sums[name] = sums.get(name, 0) + value(row)
    return sums


def largest(sums: Mapping[Key, int], limit: int) -> list[Key]:
    """Return the keys of the largest positive sums; of equals the one that came first.

    >>> largest({"a": 1, "b": 3, "c": 3, "d": 0}, 3)
    ['b', 'c', 'a']
    """
    positive = [name for name, value in sums.items() if value > 0]
    return sorted(positive, key=lambda name: -sums[name])[:limit]
