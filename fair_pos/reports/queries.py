"""Reads of the reports: rollups, slips and counts, each grouped by one statement."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from fair_pos.programme.models import Commune, ProductSet, PublishedFair
from fair_pos.reports.books import (
    BOOTH,
    COMMUNE,
    GOODS,
    HOUR,
    MEANS,
    PRODUCT,
    SHIFT,
    SLIP,
    ZONE,
)
from fair_pos.reports.rules import Amount
from fair_pos.reports.scope import Scope
from fair_pos.venues.models import NOT_SELLING, SponsorKind


@dataclass(frozen=True, slots=True)
class BoothPlace:
    """A booth as reports fold it."""

    id: str
    code: str
    kind: str
    record_mode: str
    zone_id: str
    sponsor_kind: str
    commune_code: str
    commune: str
    district: str
    province: str
    country: str

    @property
    def sells(self) -> bool:
        """Say whether sales may come from here."""
        return self.kind not in NOT_SELLING


@dataclass(frozen=True, slots=True)
class BoothDay:
    """What a booth's tills recorded on a day."""

    booth_id: str
    day: date
    sales: int
    corrections: int
    total_vnd: int
    ocop_vnd: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Goods:
    """What a booth sold of a product, by what was frozen on its lines."""

    booth_id: str
    product_id: str
    name: str
    unit: str
    stars: int
    criteria: str
    set_no: int
    exhibitor_kind: str
    quantity_milli: int
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Slip:
    """The slip that counts for a booth and day."""

    booth_id: str
    day: date
    total_vnd: int
    ocop_vnd: int


def booths(session: Session, scope: Scope) -> list[BoothPlace]:
    """Return the booths of a scope by their code."""
    statement = (
        select(BOOTH, COMMUNE.c.level, COMMUNE.c.name, COMMUNE.c.former_district.label("of"))
        .outerjoin(COMMUNE, COMMUNE.c.code == BOOTH.c.commune_code)
        .where(BOOTH.c.org_id == scope.org_id, BOOTH.c.venue_id == scope.venue_id)
        .order_by(BOOTH.c.code)
    )
    if scope.commune_code is not None:
        statement = statement.where(BOOTH.c.commune_code == scope.commune_code)
    return [_booth(row) for row in session.execute(statement)]


def _booth(row: Row[Any]) -> BoothPlace:
    local = row.sponsor_kind == SponsorKind.COMMUNE
    return BoothPlace(
        id=row.id,
        code=row.code,
        kind=row.kind,
        record_mode=row.record_mode,
        zone_id=row.zone_id,
        sponsor_kind=row.sponsor_kind,
        commune_code=row.commune_code or "",
        commune=f"{row.level} {row.name}" if local and row.level else "",
        district=(row.former_district or row.of or "") if local else "",
        province=row.province,
        country=row.country,
    )


def last_day_with_figures(session: Session, scope: Scope) -> date | None:
    """Return the last day with a sale or a slip."""
    days = [
        session.execute(scope.narrow(select(func.max(table.c.day)), table)).scalar()
        for table in (HOUR, SLIP)
    ]
    return max((day for day in days if day is not None), default=None)


def zones(session: Session, scope: Scope) -> list[tuple[str, str, str]]:
    """Return id, name and title of the zones in their order."""
    statement = (
        select(ZONE.c.id, ZONE.c.name, ZONE.c.title)
        .where(ZONE.c.org_id == scope.org_id, ZONE.c.venue_id == scope.venue_id)
        .order_by(ZONE.c.position, ZONE.c.name)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def booth_days(session: Session, scope: Scope) -> list[BoothDay]:
    """Return one row per booth and day with a sale."""
    place = (HOUR.c.booth_id, HOUR.c.day)
    sums = [func.sum(HOUR.c[n]) for n in ("sales", "corrections", "total_vnd", "ocop_vnd")]
    statement = scope.narrow(select(*place, *sums, func.max(HOUR.c.last_at)), HOUR)
    return [
        BoothDay(row[0], row[1], int(row[2]), int(row[3]), int(row[4]), int(row[5]), row[6])
        for row in session.execute(statement.group_by(*place))
    ]


def hours(session: Session, scope: Scope) -> list[tuple[int, int, int]]:
    """Return hour, measured money and OCOP money, by the hour."""
    sums = (func.sum(HOUR.c.total_vnd), func.sum(HOUR.c.ocop_vnd))
    statement = scope.narrow(select(HOUR.c.hour, *sums), HOUR).group_by(HOUR.c.hour)
    return [
        (row[0], int(row[1]), int(row[2]))
        for row in session.execute(statement.order_by(HOUR.c.hour))
    ]


def means(session: Session, scope: Scope) -> list[tuple[str, str, int]]:
    """Return means, state and measured money, largest first."""
    total = func.sum(MEANS.c.amount_vnd)
    key = (MEANS.c.means, MEANS.c.state)
    statement = scope.narrow(select(*key, total), MEANS).group_by(*key)
    rows = session.execute(statement.order_by(total.desc(), *key))
    return [(row[0], row[1], int(row[2])) for row in rows]


def goods(session: Session, scope: Scope) -> list[Goods]:
    """Return one row per booth, product and what was frozen about it."""
    key = [
        GOODS.c[name]
        for name in ("booth_id", "product_id", "stars", "criteria", "set_no", "exhibitor_kind")
    ]
    sums = scope.narrow(
        select(
            *key,
            func.sum(GOODS.c.quantity_milli).label("quantity_milli"),
            func.sum(GOODS.c.amount_vnd).label("amount_vnd"),
        ),
        GOODS,
    ).group_by(*key)
    names = _product_names(session, scope)
    return [
        Goods(
            booth_id=row.booth_id,
            product_id=row.product_id,
            name=names.get(row.product_id, ("", ""))[0],
            unit=names.get(row.product_id, ("", ""))[1],
            stars=row.stars,
            criteria=row.criteria,
            set_no=row.set_no,
            exhibitor_kind=row.exhibitor_kind,
            quantity_milli=int(row.quantity_milli),
            amount_vnd=int(row.amount_vnd),
        )
        for row in session.execute(sums)
    ]


def _product_names(session: Session, scope: Scope) -> dict[str, tuple[str, str]]:
    sold = scope.narrow(select(GOODS.c.product_id), GOODS)
    statement = select(PRODUCT.c.id, PRODUCT.c.name, PRODUCT.c.unit).where(
        PRODUCT.c.org_id == scope.org_id, PRODUCT.c.id.in_(sold)
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(statement)}


def slips(session: Session, scope: Scope) -> list[Slip]:
    """Return the newest slip of each booth and day."""
    statement = scope.narrow(
        select(SLIP.c.booth_id, SLIP.c.day, SLIP.c.total_vnd, SLIP.c.ocop_vnd), SLIP
    ).order_by(SLIP.c.id)
    newest = {(row[0], row[1]): Slip(*row) for row in session.execute(statement)}
    return list(newest.values())


def shift_days(session: Session, scope: Scope) -> set[tuple[str, date]]:
    """Return booth and day of every opened shift."""
    statement = scope.narrow(select(SHIFT.c.booth_id, SHIFT.c.business_date).distinct(), SHIFT)
    return {(row[0], row[1]) for row in session.execute(statement)}


def communes(session: Session) -> list[Commune]:
    """Return the 54 communes by name."""
    return list(session.exec(select_rows(Commune).order_by(col(Commune.search_key))))


def product_sets(session: Session) -> list[ProductSet]:
    """Return the sets of every criteria version in their order."""
    statement = select_rows(ProductSet).order_by(
        col(ProductSet.criteria).desc(), col(ProductSet.set_no)
    )
    return list(session.exec(statement))


def published_fair(session: Session, code: str | None) -> PublishedFair | None:
    """Return an earlier edition as published."""
    return session.get(PublishedFair, code) if code else None


def published_fairs(session: Session) -> list[PublishedFair]:
    """Return the earlier editions, newest first."""
    return list(session.exec(select_rows(PublishedFair).order_by(col(PublishedFair.code).desc())))


def amounts_by_booth(
    days: Iterable[BoothDay], found: Iterable[Slip]
) -> tuple[dict[str, Amount], dict[str, Amount]]:
    """Return money and OCOP money of each booth over all days."""
    total: dict[str, Amount] = {}
    ocop: dict[str, Amount] = {}
    for day in days:
        _add(total, day.booth_id, Amount(measured_vnd=day.total_vnd))
        _add(ocop, day.booth_id, Amount(measured_vnd=day.ocop_vnd))
    for slip in found:
        _add(total, slip.booth_id, Amount(declared_vnd=slip.total_vnd))
        _add(ocop, slip.booth_id, Amount(declared_vnd=slip.ocop_vnd))
    return total, ocop


def _add(sums: dict[str, Amount], key: str, amount: Amount) -> None:
    sums[key] = sums.get(key, Amount()) + amount
