"""Folds what was read into the rows of the closing report. Pure: no session, no clock."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from fair_pos.programme.models import Commune, ExhibitorKind, ProductSet
from fair_pos.reports import rules
from fair_pos.reports.figures import (
    DayRow,
    ExhibitorsRow,
    GoodsRow,
    KindRow,
    LocalityRow,
    MissingRow,
    PartRow,
    RevenueRow,
    ZoneRow,
)
from fair_pos.reports.queries import BoothDay, BoothPlace, Goods, Slip
from fair_pos.reports.rules import Amount, Coverage
from fair_pos.venues.models import BoothKind, SponsorKind

BEST_OF_LOCALITY = 3
BEST_OF_ALL = 20

Part = TypeVar("Part", tuple[str, int], tuple[str, str])
"""Criteria version with a set's or a group's number."""


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


def zone_rows(read: Read) -> tuple[ZoneRow, ...]:
    """Return one row per zone in their order."""
    rows = []
    for zone_id, name, title in read.zones:
        here = [booth for booth in read.booths if booth.zone_id == zone_id]
        rows.append(
            ZoneRow(
                name=name,
                title=title,
                booths=len(here),
                selling=sum(booth.sells for booth in here),
                local=_count(here, SponsorKind.COMMUNE),
                other=_count(here, SponsorKind.PROVINCE),
                abroad=_count(here, SponsorKind.COUNTRY),
                coverage=coverage_of(read, here),
                amount=read.money(here),
                sales_query=read.query(zone=name),
            )
        )
    return tuple(rows)


def _count(booths: list[BoothPlace], kind: SponsorKind) -> int:
    return sum(booth.sponsor_kind == kind for booth in booths)


def localities(read: Read) -> tuple[LocalityRow, ...]:
    """Return all communes, largest first; those without a booth by name."""
    rows = _localities(
        read, lambda booth: (booth.commune_code, booth.commune) if booth.commune else None,
        "commune",
    )  # fmt: skip
    present = {row.key for row in rows}
    absent = (
        LocalityRow(one.code, one.full_name, 0, Amount(), (), read.query(commune=one.code))
        for one in read.communes
        if one.code not in present
    )
    return (*rows, *absent)


def districts(read: Read) -> tuple[LocalityRow, ...]:
    """Return the former districts of the communes that sent a booth, largest first."""
    return _localities(
        read, lambda booth: (booth.district, booth.district) if booth.district else None,
        "district",
    )  # fmt: skip


def others(read: Read) -> tuple[LocalityRow, ...]:
    """Return other provinces and countries, largest first."""
    provinces = _localities(
        read, lambda booth: (booth.province, booth.province) if booth.province else None,
        "province",
    )  # fmt: skip
    countries = _localities(
        read,
        lambda booth: (
            (booth.country, read.country_names.get(booth.country, booth.country))
            if booth.country
            else None
        ),
        "country",
    )
    return tuple(sorted((*provinces, *countries), key=lambda row: -row.amount.sum_vnd))


def _localities(
    read: Read, key: Callable[[BoothPlace], tuple[str, str] | None], name: str
) -> tuple[LocalityRow, ...]:
    groups: dict[tuple[str, str], list[BoothPlace]] = {}
    for booth in read.booths:
        place = key(booth)
        if place is not None:
            groups.setdefault(place, []).append(booth)
    best = _best_of(read, {b.id: place for place, some in groups.items() for b in some})
    rows = (
        LocalityRow(
            key=place[0],
            name=place[1],
            booths=len(some),
            amount=read.money(some),
            best=best.get(place, ()),
            sales_query=read.query(**{name: place[0]}),
        )
        for place, some in groups.items()
    )
    return tuple(sorted(rows, key=lambda row: (-row.amount.sum_vnd, row.name)))


def _best_of(
    read: Read, place_of: dict[str, tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the names of the best-selling goods of each place."""
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for row in read.goods:
        place = place_of.get(row.booth_id)
        if place is not None and row.name:
            names = sums.setdefault(place, {})
            names[row.name] = names.get(row.name, 0) + row.amount_vnd
    return {place: tuple(rules.largest(names, BEST_OF_LOCALITY)) for place, names in sums.items()}


def booth_kinds(read: Read) -> tuple[KindRow, ...]:
    """Return one row per booth kind met, in the order of the kinds."""
    rows = []
    for kind in BoothKind:
        here = [booth for booth in read.booths if booth.kind == kind]
        if here:
            query = read.query(booth_kind=kind)
            rows.append(KindRow(kind.value, len(here), here[0].sells, read.money(here), query))
    return tuple(rows)


def stars(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by stars, five first; 0 is everything else."""
    by_star = rules.sum_by(read.goods, lambda row: row.stars, lambda row: row.amount_vnd)
    whole = sum(by_star.values())
    return tuple(
        _part(read, str(star), by_star.get(star, 0), whole, stars=star) for star in (5, 4, 3, 0)
    )


def _part(read: Read, key: str, measured: int, whole: int, **filters: object) -> PartRow:
    return PartRow(key, key, measured, None, rules.permille(measured, whole), read.query(**filters))


def sets(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by product set, in the order of the sets; unknown ones last."""
    names = {(one.criteria, one.set_no): f"{one.set_no}. {one.set_name}" for one in read.sets}
    return _parts(
        read,
        key=lambda row: (row.criteria, row.set_no) if row.set_no else ("", 0),
        names=names,
        query=lambda key: {"criteria": key[0], "set": key[1]} if key[1] else {"set": 0},
    )


def groups(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by product group, in their order; goods without a set last."""
    group_of = {(one.criteria, one.set_no): (one.criteria, one.group_no) for one in read.sets}
    names = {(one.criteria, one.group_no): f"{one.group_no}. {one.group_name}" for one in read.sets}
    return _parts(
        read,
        key=lambda row: group_of.get((row.criteria, row.set_no), ("", "")),
        names=names,
        query=lambda key: {"criteria": key[0], "group": key[1]} if key[1] else {"group": "none"},
    )


def _parts(
    read: Read,
    *,
    key: Callable[[Goods], Part],
    names: dict[Part, str],
    query: Callable[[Part], dict[str, object]],
) -> tuple[PartRow, ...]:
    """Fold goods by a key, in the order of its names; a key without a name comes last."""
    measured = rules.sum_by(read.goods, key, lambda row: row.amount_vnd)
    starred = rules.sum_by(read.goods, key, lambda row: row.amount_vnd if row.stars else 0)
    order = {part: number for number, part in enumerate(names)}
    whole = sum(measured.values())
    return tuple(
        PartRow(
            key=str(part[1]),
            label=names.get(part, ""),
            measured_vnd=measured[part],
            ocop_vnd=starred[part],
            share_permille=rules.permille(measured[part], whole),
            sales_query=read.query(**query(part)),
        )
        for part in sorted(measured, key=lambda part: order.get(part, len(order)))
    )


def exhibitor_kinds(read: Read) -> tuple[ExhibitorsRow, ...]:
    """Return exhibitors and measured money by kind; an empty kind is a product not known."""
    standing = {(exhibitor, kind) for _, exhibitor, kind in read.exhibitors}
    count = rules.sum_by(standing, lambda one: one[1], lambda _: 1)
    measured = rules.sum_by(read.goods, lambda row: row.exhibitor_kind, lambda row: row.amount_vnd)
    starred = rules.sum_by(
        read.goods, lambda row: row.exhibitor_kind, lambda row: row.amount_vnd if row.stars else 0
    )
    kinds = [*map(str, ExhibitorKind), *sorted(set(measured) - set(map(str, ExhibitorKind)))]
    return tuple(
        ExhibitorsRow(
            kind,
            count.get(kind, 0),
            measured.get(kind, 0),
            starred.get(kind, 0),
            read.query(exhibitor_kind=kind or "none"),
        )
        for kind in kinds
    )


def means(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by means of payment and how sure it is."""
    whole = sum(amount for _, _, amount in read.means)
    return tuple(
        _part(read, f"{means}:{state}", amount, whole, means=means, state=state)
        for means, state, amount in read.means
    )


def hours(read: Read) -> tuple[PartRow, ...]:
    """Return measured money by hour of the day."""
    whole = sum(amount for _, amount, _ in read.hours)
    return tuple(
        PartRow(
            str(hour),
            str(hour),
            amount,
            starred,
            rules.permille(amount, whole),
            read.query(hour=hour),
        )
        for hour, amount, starred in read.hours
    )


def best_sellers(read: Read) -> tuple[GoodsRow, ...]:
    """Return the products with the most measured money."""
    known = [row for row in read.goods if row.product_id]
    money = rules.sum_by(known, lambda row: row.product_id, lambda row: row.amount_vnd)
    quantity = rules.sum_by(known, lambda row: row.product_id, lambda row: row.quantity_milli)
    first = {row.product_id: row for row in reversed(known)}
    codes = {booth.id: booth.code for booth in read.booths}
    booths: dict[str, set[str]] = {}
    for row in known:
        booths.setdefault(row.product_id, set()).add(codes.get(row.booth_id, ""))
    return tuple(
        GoodsRow(
            product_id=product,
            name=first[product].name,
            unit=first[product].unit,
            booths=tuple(sorted(booths[product])),
            quantity_milli=quantity[product],
            measured_vnd=money[product],
            sales_query=read.query(product=product),
        )
        for product in rules.largest(money, BEST_OF_ALL)
    )
