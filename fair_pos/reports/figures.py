"""The closing report as frozen values; their names are the keys of its JSON.

Money is whole đồng. `sales_query` is the filter of the sales list that shows the sales behind a
row: its total is the row's measured money. Declared money has no sales behind it, only slips.
"""

from dataclasses import dataclass
from datetime import date, datetime

from fair_pos.reports.proof import Proof
from fair_pos.reports.rules import Amount, Coverage


@dataclass(frozen=True, slots=True)
class Header:
    """What the report is about."""

    code: str
    name: str
    kind: str
    place: str
    first_day: date
    last_day: date | None
    period_first: date
    period_last: date
    """The days reported on; of a running fair up to today."""
    days_planned: int
    closed_days: tuple[date, ...]
    theme: str
    directed_by: str
    hosted_by: str
    run_by: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier edition as published; None is not published."""

    code: str
    name: str
    short_name: str
    days: int | None
    revenue_vnd: int | None
    revenue_per_day_vnd: int | None
    visitors: int | None
    visitors_per_day: int | None
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class RevenueRow:
    """A line of the headline table; shares and changes in thousandths."""

    key: str
    amount: Amount
    share_permille: int | None
    per_day_vnd: int | None
    before_per_day_vnd: int | None
    change_permille: int | None
    sales_query: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day; `visitors` is None where nobody counted."""

    day: date
    is_open: bool
    sales: int
    corrections: int
    amount: Amount
    visitors: int | None
    gates: tuple[tuple[str, int], ...]
    sales_query: str


@dataclass(frozen=True, slots=True)
class LocalityRow:
    """A commune, former district, province or country that sent booths."""

    key: str
    name: str
    booths: int
    amount: Amount
    best: tuple[str, ...]
    """Best-selling goods by measured money."""
    sales_query: str


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone: its booths by sponsor, what is known of their days, and their money."""

    name: str
    title: str
    booths: int
    selling: int
    local: int
    other: int
    abroad: int
    coverage: Coverage
    amount: Amount
    sales_query: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """Booths of one kind."""

    kind: str
    booths: int
    sells: bool
    amount: Amount
    sales_query: str


@dataclass(frozen=True, slots=True)
class ExhibitorsRow:
    """Exhibitors of one kind that stand at a booth, and what their goods brought."""

    kind: str
    exhibitors: int
    measured_vnd: int
    ocop_vnd: int
    sales_query: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the measured money: a star, a group, a set, a means of payment, an hour."""

    key: str
    label: str
    measured_vnd: int
    ocop_vnd: int | None
    share_permille: int | None
    sales_query: str


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """A product of the best sellers."""

    product_id: str
    name: str
    unit: str
    booths: tuple[str, ...]
    quantity_milli: int
    measured_vnd: int
    sales_query: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A selling booth without figures, and the days."""

    booth: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class OnShow:
    """What stood on the shelves."""

    booths: int
    selling_booths: int
    local: int
    other: int
    provinces: int
    abroad: int
    countries: int
    exhibitors: int
    products: int
    products_starred: int
    """With a certificate in force on the last day reported."""


@dataclass(frozen=True, slots=True)
class SideResults:
    """Counted by hand; None where nobody entered it. The cashless share is measured."""

    contracts: int | None
    violations: int | None
    cashless_vnd: int
    cashless_permille: int | None


@dataclass(frozen=True, slots=True)
class ClosingReport:
    """The closing report of a fair, or of some days of an outlet."""

    header: Header
    as_of: datetime
    proof: Proof
    on_show: OnShow
    coverage: Coverage
    total: Amount
    visitors: int | None
    visitors_per_day: int | None
    visitors_change_permille: int | None
    comparison: Comparison | None
    revenue: tuple[RevenueRow, ...]
    days: tuple[DayRow, ...]
    zones: tuple[ZoneRow, ...]
    localities: tuple[LocalityRow, ...]
    """All communes, largest first."""
    districts: tuple[LocalityRow, ...]
    others: tuple[LocalityRow, ...]
    """Provinces and countries, largest first."""
    booth_kinds: tuple[KindRow, ...]
    stars: tuple[PartRow, ...]
    groups: tuple[PartRow, ...]
    sets: tuple[PartRow, ...]
    exhibitor_kinds: tuple[ExhibitorsRow, ...]
    means: tuple[PartRow, ...]
    hours: tuple[PartRow, ...]
    best_sellers: tuple[GoodsRow, ...]
    missing: tuple[MissingRow, ...]
    side_results: SideResults

    @property
    def open_days(self) -> int:
        """Days of trade reported on."""
        return sum(row.is_open for row in self.days)

    @property
    def peak(self) -> DayRow | None:
        """The day with the most measured money."""
        return max(self.days, key=lambda row: row.amount.measured_vnd, default=None)
