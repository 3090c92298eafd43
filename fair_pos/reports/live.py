"""The live board: what today's tills say at this moment, beside yesterday at the same moment."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from fair_pos.accounts.queries import Viewer
from fair_pos.checkout import board
from fair_pos.checkout.board import BoothState, Standing
from fair_pos.core.clock import business_date
from fair_pos.reports import queries, rules
from fair_pos.reports.books import SALE
from fair_pos.reports.charts import Point
from fair_pos.reports.scope import Scope
from fair_pos.venues.models import Venue

TOP = 8


@dataclass(frozen=True, slots=True)
class Ranked:
    """A locality or a product of today; `count` is booths or thousandths of its unit."""

    name: str
    count: int
    unit: str
    amount_vnd: int
    sales_query: str


@dataclass(frozen=True, slots=True)
class ZoneNow:
    """A zone today: `booths` with figures of `selling`."""

    name: str
    title: str
    booths: int
    selling: int
    amount_vnd: int
    sales_query: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the live board; money is measured money of today."""

    at: datetime
    day: date
    total_vnd: int
    sales: int
    yesterday_vnd: int
    """Of yesterday up to the same minute."""
    change_permille: int | None
    measured: int
    declared: int
    missing: int
    hours: tuple[Point, ...]
    zones: tuple[ZoneNow, ...]
    localities: tuple[Ranked, ...]
    localities_in_all: int
    products: tuple[Ranked, ...]
    silent: tuple[Standing, ...]

    @property
    def selling_booths(self) -> int:
        """Booths that sell, with or without figures."""
        return self.measured + self.declared + self.missing

    @property
    def average_vnd(self) -> int | None:
        """Money of a sale on average."""
        return rules.per_day(self.total_vnd, self.sales)


def board_now(session: Session, viewer: Viewer, venue: Venue, scope: Scope, at: datetime) -> Board:
    """Return the board of a venue at a moment; the scope narrows it to a locality's booths."""
    day = business_date(at)
    today = Scope(scope.org_id, scope.venue_id, day, day, scope.commune_code)
    before = Scope(
        scope.org_id, scope.venue_id, day - timedelta(days=1), day - timedelta(days=1),
        scope.commune_code,
    )  # fmt: skip
    standings = [
        one
        for one in board.standings(session, viewer, venue, at)
        if one.state is not BoothState.NOT_SELLING
    ]
    taken = {one.booth.id: one.taken.total_vnd for one in standings if one.taken}
    total = sum(amount for _, amount, _ in queries.hours(session, today))
    yesterday = _until(session, before, at - timedelta(days=1))
    measured, declared = _known(standings)
    localities = _localities(session, today, taken)
    silent = [one for one in standings if one.state is BoothState.SILENT]
    return Board(
        at=at,
        day=day,
        total_vnd=total,
        sales=sum(one.taken.sales for one in standings if one.taken),
        yesterday_vnd=yesterday,
        change_permille=rules.change_permille(total, yesterday),
        measured=measured,
        declared=declared,
        missing=len(standings) - measured - declared,
        hours=_hours(session, venue, (today, before)),
        zones=_zones(session, today, standings, taken),
        localities=tuple(localities[:TOP]),
        localities_in_all=len(localities),
        products=_products(session, today),
        silent=tuple(sorted(silent, key=lambda one: (-one.quiet_min, one.booth.code))),
    )


def _known(standings: list[Standing]) -> tuple[int, int]:
    """Count booths with a sale or an open shift, and those that declare at day's end."""
    open_states = {BoothState.SELLING, BoothState.SILENT}
    measured = sum(one.taken is not None or one.state in open_states for one in standings)
    declared = sum(one.taken is None and one.state is BoothState.DECLARED for one in standings)
    return measured, declared


def _until(session: Session, scope: Scope, at: datetime) -> int:
    statement = scope.narrow(select(func.coalesce(func.sum(SALE.c.total_vnd), 0)), SALE)
    return int(session.execute(statement.where(SALE.c.sold_at <= at)).scalar_one())


def _hours(session: Session, venue: Venue, days: tuple[Scope, Scope]) -> tuple[Point, ...]:
    """Return the opening hours and any other hour with a sale, today with yesterday's tick."""
    today, before = (
        {hour: amount for hour, amount, _ in queries.hours(session, day)} for day in days
    )
    last = max(venue.opens_at.hour, venue.closes_at.hour - (venue.closes_at.minute == 0))
    hours = sorted({*range(venue.opens_at.hour, last + 1), *today, *before})
    return tuple(Point(str(hour), today.get(hour, 0), tick_vnd=before.get(hour)) for hour in hours)


def _zones(
    session: Session, scope: Scope, standings: list[Standing], taken: dict[str, int]
) -> tuple[ZoneNow, ...]:
    rows = []
    for zone_id, name, title in queries.zones(session, scope):
        here = [one for one in standings if one.booth.zone_id == zone_id]
        if here:
            rows.append(
                ZoneNow(
                    name=name,
                    title=title,
                    booths=_known(here)[0],
                    selling=len(here),
                    amount_vnd=sum(taken.get(one.booth.id, 0) for one in here),
                    sales_query=f"day={scope.first}&zone={name}",
                )
            )
    return tuple(rows)


def _localities(session: Session, scope: Scope, taken: dict[str, int]) -> list[Ranked]:
    found = [one for one in queries.booths(session, scope) if one.id in taken and one.commune]
    sums = rules.sum_by(found, lambda one: one.commune_code, lambda one: taken[one.id])
    booths = rules.sum_by(found, lambda one: one.commune_code, lambda _: 1)
    names = {one.commune_code: one.commune for one in found}
    return [
        Ranked(names[code], booths[code], "", sums[code], f"day={scope.first}&commune={code}")
        for code in rules.largest(sums, len(sums))
    ]


def _products(session: Session, scope: Scope) -> tuple[Ranked, ...]:
    found = [row for row in queries.goods(session, scope) if row.product_id]
    sums = rules.sum_by(found, lambda row: row.product_id, lambda row: row.amount_vnd)
    amounts = rules.sum_by(found, lambda row: row.product_id, lambda row: row.quantity_milli)
    rows = {row.product_id: row for row in found}
    return tuple(
        Ranked(
            rows[product].name,
            amounts[product],
            rows[product].unit,
            sums[product],
            f"day={scope.first}&product={product}",
        )
        for product in rules.largest(sums, TOP)
    )
