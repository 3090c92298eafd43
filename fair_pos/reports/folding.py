"""Folds what was read into the rows of the closing report. Pure: no session, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from fair_pos.programme.models import Commune, ProductSet
from fair_pos.reports import rules
from fair_pos.reports.figures import (
    DayRow,
    MissingRow,
    RevenueRow,
)
from fair_pos.reports.queries import BoothDay, BoothPlace, Goods, Slip
from fair_pos.reports.rules import Amount, Coverage
from fair_pos.venues.models import SponsorKind


@dataclass(frozen=True)
class Read:
    """Everything the report folds, as read."""

    open_days: list[date]
    booths: list[BoothPlace]
    zones: list[tuple[str, str, str]]
    booth_days: list[BoothDay]
    slips: list[Slip]
    shift_days: set[tuple[str, date]]
    goods: list[Goods]
    hours: list[tuple[int, int, int]]
    means: list[tuple[str, str, int]]
    visitors: dict[tuple[date, str], int]
    exhibitors: list[tuple[str, str, str]]
    communes: list[Commune]
    sets: list[ProductSet]
    country_names: Mapping[str, str]
    total_of: dict[str, Amount] = field(default_factory=dict)
    """Money by booth."""
    ocop_of: dict[str, Amount] = field(default_factory=dict)
    """OCOP money by booth."""
    period: Mapping[str, str] = field(default_factory=dict)
    """Filter of the sales list that every figure carries, where a period was chosen."""

    def query(self, **filters: object) -> str:
        """Return the filter of the sales list as a query string."""
        return urlencode({**self.period, **filters})

    def money(self, booths: Iterable[BoothPlace]) -> Amount:
        """Return the money of some booths."""
        return sum((self.total_of.get(booth.id, Amount()) for booth in booths), Amount())


def total(read: Read) -> Amount:
    """Return the money of every booth."""
    return read.money(read.booths)


def ocop(read: Read) -> Amount:
    """Return the OCOP money of every booth."""
    return sum((read.ocop_of.get(booth.id, Amount()) for booth in read.booths), Amount())


def coverage_of(read: Read, booths: Iterable[BoothPlace]) -> Coverage:
    """Return what is known of some booths' open days.

    A booth-day is measured when a till recorded a sale or a shift was opened, else declared when
    a slip was handed in, else missing.
    """
    till_days = _days_by_booth({(row.booth_id, row.day) for row in read.booth_days})
    shift_days = _days_by_booth(read.shift_days)
    slip_days = _days_by_booth({(slip.booth_id, slip.day) for slip in read.slips})
    none: set[date] = set()
    return sum(
        (
            rules.cover(
                till_days.get(booth.id, none) | shift_days.get(booth.id, none),
                slip_days.get(booth.id, none),
                read.open_days,
            )
            for booth in booths
            if booth.sells
        ),
        Coverage(),
    )


def _days_by_booth(places: Iterable[tuple[str, date]]) -> dict[str, set[date]]:
    days: dict[str, set[date]] = {}
    for booth_id, day in places:
        days.setdefault(booth_id, set()).add(day)
    return days


def missing(read: Read) -> tuple[MissingRow, ...]:
    """Return the selling booths and days of which nothing is known."""
    known = {(row.booth_id, row.day) for row in read.booth_days} | read.shift_days
    known |= {(slip.booth_id, slip.day) for slip in read.slips}
    rows = (
        MissingRow(booth.code, tuple(day for day in read.open_days if (booth.id, day) not in known))
        for booth in read.booths
        if booth.sells
    )
    return tuple(row for row in rows if row.days)


def revenue(read: Read, before_per_day_vnd: int | None) -> tuple[RevenueRow, ...]:
    """Return the headline rows; only the total was ever published, so only it is compared."""
    whole = total(read).sum_vnd
    days = len(read.open_days)

    def row(key: str, amount: Amount, before: int | None, **filters: str) -> RevenueRow:
        average = rules.per_day(amount.sum_vnd, days)
        return RevenueRow(
            key,
            amount,
            rules.permille(amount.sum_vnd, whole),
            average,
            before,
            rules.change_permille(average, before),
            read.query(**filters),
        )

    areas = (
        row(kind, read.money(b for b in read.booths if b.sponsor_kind == kind), None, sponsor=kind)
        for kind in map(str, SponsorKind)
    )
    return (
        row("total", total(read), before_per_day_vnd),
        row("ocop", ocop(read), None, ocop="yes"),
        *areas,
    )


def days(read: Read) -> tuple[DayRow, ...]:
    """Return the open days and any other day with money, oldest first."""
    sales = rules.sum_by(read.booth_days, lambda row: row.day, lambda row: row.sales)
    fixes = rules.sum_by(read.booth_days, lambda row: row.day, lambda row: row.corrections)
    measured = rules.sum_by(read.booth_days, lambda row: row.day, lambda row: row.total_vnd)
    declared = rules.sum_by(read.slips, lambda slip: slip.day, lambda slip: slip.total_vnd)
    every = sorted({*read.open_days, *measured, *declared})
    rows = []
    for day in every:
        gates = tuple((gate, n) for (at, gate), n in sorted(read.visitors.items()) if at == day)
        rows.append(
            DayRow(
                day=day,
                is_open=day in read.open_days,
                sales=sales.get(day, 0),
                corrections=fixes.get(day, 0),
                amount=Amount(measured.get(day, 0), declared.get(day, 0)),
                visitors=sum(n for _, n in gates) if gates else None,
                gates=gates,
                sales_query=read.query(day=day.isoformat()),
            )
        )
    return tuple(rows)
