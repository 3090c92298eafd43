"""The programme over years: what was measured, declared, planned and published, never added up."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, extract, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from fair_pos.core.clock import Clock, business_date
from fair_pos.programme.models import PlanFigure, PublishedFair, PublishedFigure
from fair_pos.reports import history, published, queries
from fair_pos.reports.books import BOOTH, GOODS, HOUR, SLIP, VENUE
from fair_pos.reports.figures import Comparison
from fair_pos.reports.history import Figure
from fair_pos.reports.rules import Amount
from fair_pos.venues.models import VenueKind

FIRST_YEAR = 2014
"""Of the programme in Quảng Ninh. Source: baotintuc.vn 12/01/2019."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader asked for; empty and None do not filter."""

    first: int
    last: int
    kind: str = ""
    commune: str = ""
    stars: int | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """A fair or an outlet in a year; of a star only measured money is known."""

    year: int
    code: str
    name: str
    kind: str
    first_day: date
    last_day: date | None
    amount: Amount


@dataclass(frozen=True, slots=True)
class CommuneStars:
    """Measured money of a commune's booths by stars, and their declared money apart."""

    code: str
    name: str
    by_star: dict[int, int]
    declared_vnd: int


@dataclass(frozen=True, slots=True)
class PublishedEdition:
    """An earlier edition as published; `year` from its dates or its code."""

    year: int
    facts: Comparison
    booths: int | None
    ocop_vnd: int | None
    at_least: bool


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything on the programme page; the kinds of figures stand in their own fields."""

    wish: Wish
    as_of: datetime
    editions: tuple[Edition, ...]
    communes: tuple[CommuneStars, ...]
    plans: tuple[PlanFigure, ...]
    figures: tuple[Figure, ...]
    published_editions: tuple[PublishedEdition, ...]
    has_demo: bool

    def of_year(self, year: int, kind: VenueKind) -> Amount:
        """Return what our own places took in a year."""
        found = [e.amount for e in self.editions if e.year == year and e.kind == kind]
        return sum(found, Amount())


def programme(session: Session, clock: Clock, org_id: str, wish: Wish) -> Programme:
    """Return the programme as far as it is known here."""
    editions = _editions(session, org_id, wish)
    return Programme(
        wish=wish,
        as_of=clock.now(),
        editions=tuple(editions),
        communes=tuple(_communes(session, org_id, wish)),
        plans=tuple(plans(session, org_id, wish)),
        figures=tuple(
            one
            for one in history.figures(session.exec(select_rows(PublishedFigure)).all())
            if one.first_year <= wish.last and one.last_year >= wish.first
        ),
        published_editions=tuple(
            one
            for one in map(_published, queries.published_fairs(session))
            if wish.first <= one.year <= wish.last
        ),
        has_demo=_has_demo(session, org_id),
    )


def years_wished(clock: Clock) -> Wish:
    """Return everything from the programme's first year to this one."""
    return Wish(FIRST_YEAR, business_date(clock.now()).year)


def plans(session: Session, org_id: str, wish: Wish) -> list[PlanFigure]:
    """Return the plan figures in force, by year and indicator."""
    statement = (
        select_rows(PlanFigure)
        .where(
            PlanFigure.org_id == org_id,
            col(PlanFigure.withdrawn_at).is_(None),
            PlanFigure.year >= wish.first,
            PlanFigure.year <= wish.last,
        )
        .order_by(col(PlanFigure.year), col(PlanFigure.indicator), col(PlanFigure.id))
        .limit(500)
    )
    return list(session.exec(statement))


def _has_demo(session: Session, org_id: str) -> bool:
    statement = select(func.count()).where(VENUE.c.org_id == org_id, VENUE.c.is_demo.is_(True))
    return bool(session.execute(statement).scalar())


def _editions(session: Session, org_id: str, wish: Wish) -> list[Edition]:
    measured = _measured_by_venue(session, org_id, wish)
    declared = _declared_by_venue(session, org_id, wish)
    statement = select(VENUE).where(VENUE.c.org_id == org_id)
    if wish.kind:
        statement = statement.where(VENUE.c.kind == wish.kind)
    venues = {row.id: row for row in session.execute(statement)}
    found = []
    for key in {*measured, *declared}:
        venue_id, year = key
        venue = venues.get(venue_id)
        if venue is not None and wish.first <= year <= wish.last:
            amount = Amount(measured.get(key, 0), declared.get(key, 0))
            found.append(
                Edition(
                    year, venue.code, venue.name, venue.kind, venue.first_day, venue.last_day,
                    amount,
                )
            )  # fmt: skip
    return sorted(found, key=lambda one: (one.year, one.first_day, one.code))


def _measured_by_venue(session: Session, org_id: str, wish: Wish) -> dict[tuple[str, int], int]:
    table = HOUR if wish.stars is None else GOODS
    money = HOUR.c.total_vnd if wish.stars is None else GOODS.c.amount_vnd
    year = extract("year", table.c.day)
    statement = _of_commune(
        select(table.c.venue_id, year, func.sum(money)).where(table.c.org_id == org_id),
        table,
        wish,
    )
    if wish.stars is not None:
        statement = statement.where(GOODS.c.stars == wish.stars)
    rows = session.execute(statement.group_by(table.c.venue_id, year))
    return {(row[0], int(row[1])): int(row[2]) for row in rows}


def _declared_by_venue(session: Session, org_id: str, wish: Wish) -> dict[tuple[str, int], int]:
    """Add up the slips that count; they name no stars."""
    if wish.stars is not None:
        return {}
    sums: dict[tuple[str, int], int] = {}
    for row in _slips(session, org_id, wish).values():
        key = (row.venue_id, row.day.year)
        sums[key] = sums.get(key, 0) + row.total_vnd
    return sums


def _slips(session: Session, org_id: str, wish: Wish) -> dict[tuple[str, date], Any]:
    statement = select(SLIP, BOOTH.c.commune_code).join(
        BOOTH, and_(BOOTH.c.org_id == SLIP.c.org_id, BOOTH.c.id == SLIP.c.booth_id)
    )
    if wish.commune:
        statement = statement.where(BOOTH.c.commune_code == wish.commune)
    rows = session.execute(statement.where(SLIP.c.org_id == org_id).order_by(SLIP.c.id))
    return {(row.booth_id, row.day): row for row in rows}


def _of_commune(statement: Select[Any], table: Any, wish: Wish) -> Select[Any]:
    if not wish.commune:
        return statement
    return statement.join(
        BOOTH, and_(BOOTH.c.org_id == table.c.org_id, BOOTH.c.id == table.c.booth_id)
    ).where(BOOTH.c.commune_code == wish.commune)


def _communes(session: Session, org_id: str, wish: Wish) -> list[CommuneStars]:
    by_star = _stars_by_commune(session, org_id, wish)
    declared: dict[str, int] = {}
    kinds = _kinds(session, org_id)
    for row in _slips(session, org_id, wish).values():
        wanted = wish.first <= row.day.year <= wish.last and (
            not wish.kind or kinds[row.venue_id] == wish.kind
        )
        if wanted and row.commune_code:
            code = row.commune_code
            declared[code] = declared.get(code, 0) + row.total_vnd
    names = {one.code: one.full_name for one in queries.communes(session)}
    found = [
        CommuneStars(code, names[code], by_star.get(code, {}), declared.get(code, 0))
        for code in {*by_star, *declared}
    ]
    return sorted(found, key=lambda one: (-sum(one.by_star.values()) - one.declared_vnd, one.name))


def _kinds(session: Session, org_id: str) -> dict[str, str]:
    statement = select(VENUE.c.id, VENUE.c.kind).where(VENUE.c.org_id == org_id)
    return {row[0]: row[1] for row in session.execute(statement)}


def _stars_by_commune(session: Session, org_id: str, wish: Wish) -> dict[str, dict[int, int]]:
    statement = (
        select(BOOTH.c.commune_code, GOODS.c.stars, func.sum(GOODS.c.amount_vnd))
        .join(BOOTH, and_(BOOTH.c.org_id == GOODS.c.org_id, BOOTH.c.id == GOODS.c.booth_id))
        .join(VENUE, and_(VENUE.c.org_id == GOODS.c.org_id, VENUE.c.id == GOODS.c.venue_id))
        .where(
            GOODS.c.org_id == org_id,
            BOOTH.c.commune_code.is_not(None),
            GOODS.c.day >= date(wish.first, 1, 1),
            GOODS.c.day <= date(wish.last, 12, 31),
        )
    )
    if wish.kind:
        statement = statement.where(VENUE.c.kind == wish.kind)
    if wish.commune:
        statement = statement.where(BOOTH.c.commune_code == wish.commune)
    if wish.stars is not None:
        statement = statement.where(GOODS.c.stars == wish.stars)
    found: dict[str, dict[int, int]] = {}
    for code, stars, money in session.execute(
        statement.group_by(BOOTH.c.commune_code, GOODS.c.stars)
    ):
        found.setdefault(code, {})[stars] = int(money)
    return found


def _published(fair: PublishedFair) -> PublishedEdition:
    said = published.words().get(fair.code, {})
    year = fair.first_day.year if fair.first_day else int(fair.code.split("-")[1])
    return PublishedEdition(
        year,
        published.comparison(fair),
        fair.booths,
        fair.ocop_revenue_vnd,
        said.get("at_least") == "1",
    )
