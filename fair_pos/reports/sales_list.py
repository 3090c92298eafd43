"""The list of sales behind a figure: its total is the figure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlmodel import Session

from fair_pos.checkout.models import SaleKind
from fair_pos.reports.books import BOOTH, COMMUNE, CONFLICT, LINE, PAYMENT, PRODUCT_SET, SALE, ZONE
from fair_pos.reports.filters import NONE, YES, SaleFilter
from fair_pos.reports.scope import Scope
from fair_pos.venues.models import SponsorKind

PAGE = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A sale of the list; `amount_vnd` is the part that the filter asks for."""

    id: str
    number: str
    kind: str
    booth: str
    sold_at: datetime
    business_date: date
    total_vnd: int
    amount_vnd: int
    means: tuple[str, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the whole list comes to."""

    sales: int
    corrections: int
    amount_vnd: int

    @property
    def documents(self) -> int:
        """Rows of the list."""
        return self.sales + self.corrections


def totals(session: Session, scope: Scope, chosen: SaleFilter) -> Totals:
    """Return the number of documents and the money that match."""
    part = _matching(scope, chosen).subquery()
    is_sale = part.c.kind == SaleKind.SALE
    row = session.execute(
        select(
            func.coalesce(func.sum(case((is_sale, 1), else_=0)), 0),
            func.coalesce(func.sum(case((is_sale, 0), else_=1)), 0),
            func.coalesce(func.sum(part.c.amount_vnd), 0),
        )
    ).one()
    return Totals(int(row[0]), int(row[1]), int(row[2]))


def page(session: Session, scope: Scope, chosen: SaleFilter, number: int = 1) -> list[Listed]:
    """Return a page of 100, the newest sale first."""
    statement = (
        _matching(scope, chosen)
        .order_by(SALE.c.sold_at.desc(), SALE.c.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    rows = session.execute(statement).all()
    means = _means(session, scope.org_id, [row.id for row in rows])
    return [
        Listed(
            id=row.id,
            number=row.number,
            kind=row.kind,
            booth=row.booth,
            sold_at=row.sold_at,
            business_date=row.business_date,
            total_vnd=row.total_vnd,
            amount_vnd=int(row.amount_vnd),
            means=tuple(means.get(row.id, ())),
            flags=tuple(flag for flag in row.flags.split(",") if flag),
        )
        for row in rows
    ]


def conflicts(session: Session, scope: Scope) -> list[Any]:
    """Return the bodies that came under the id of another sale, newest first, at most 100."""
    statement = (
        scope.narrow(
            select(CONFLICT.c.id, CONFLICT.c.sale_id, CONFLICT.c.received_at, SALE.c.number),
            SALE,
        )
        .join(CONFLICT, and_(CONFLICT.c.org_id == SALE.c.org_id, CONFLICT.c.sale_id == SALE.c.id))
        .order_by(CONFLICT.c.received_at.desc(), CONFLICT.c.id)
        .limit(PAGE)
    )
    return list(session.execute(statement))


def conflicts_of(session: Session, org_id: str, sale_id: str) -> list[Any]:
    """Return the other bodies of one sale, oldest first."""
    statement = (
        select(CONFLICT.c.body, CONFLICT.c.received_at)
        .where(CONFLICT.c.org_id == org_id, CONFLICT.c.sale_id == sale_id)
        .order_by(CONFLICT.c.received_at, CONFLICT.c.id)
        .limit(20)
    )
    return list(session.execute(statement))


def _matching(scope: Scope, chosen: SaleFilter) -> Select[Any]:
    """Select the matching documents, one row each, with the part that is asked for."""
    columns = (
        SALE.c.id, SALE.c.number, SALE.c.kind, SALE.c.sold_at, SALE.c.business_date,
        SALE.c.total_vnd, SALE.c.flags, BOOTH.c.code.label("booth"),
    )  # fmt: skip
    part = _part(scope, chosen)
    amount = SALE.c.total_vnd if part is None else part.c.amount_vnd
    statement = (
        select(*columns, amount.label("amount_vnd"))
        .join(BOOTH, and_(BOOTH.c.org_id == SALE.c.org_id, BOOTH.c.id == SALE.c.booth_id))
        .join(ZONE, and_(ZONE.c.org_id == BOOTH.c.org_id, ZONE.c.id == BOOTH.c.zone_id))
        .outerjoin(COMMUNE, COMMUNE.c.code == BOOTH.c.commune_code)
        .where(SALE.c.org_id == scope.org_id, SALE.c.venue_id == scope.venue_id)
        .where(*_of_sale(chosen), *_of_booth(chosen))
    )
    if scope.commune_code is not None:
        statement = statement.where(BOOTH.c.commune_code == scope.commune_code)
    if part is not None:
        statement = statement.join(part, part.c.sale_id == SALE.c.id)
    if chosen.by_line and chosen.by_payment:
        paid = _payments(scope, chosen)
        statement = statement.where(SALE.c.id.in_(select(paid.c.sale_id)))
    return statement


def _part(scope: Scope, chosen: SaleFilter) -> Any:
    if chosen.by_line:
        return _lines(scope, chosen)
    return _payments(scope, chosen) if chosen.by_payment else None


def _of_sale(chosen: SaleFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.day:
        found.append(SALE.c.business_date == chosen.day)
    if chosen.first:
        found.append(SALE.c.business_date >= chosen.first)
    if chosen.last:
        found.append(SALE.c.business_date <= chosen.last)
    if chosen.hour is not None:
        found.append(SALE.c.hour == chosen.hour)
    if chosen.shift:
        found.append(SALE.c.shift_id == chosen.shift)
    if chosen.kind:
        found.append(SALE.c.kind == chosen.kind)
    if chosen.flagged == YES:
        conflicting = select(CONFLICT.c.sale_id).where(CONFLICT.c.org_id == SALE.c.org_id)
        found.append(or_(SALE.c.flags != "", SALE.c.id.in_(conflicting)))
    return found


def _of_booth(chosen: SaleFilter) -> list[ColumnElement[bool]]:
    wanted = {
        BOOTH.c.code: chosen.booth,
        ZONE.c.name: chosen.zone,
        BOOTH.c.kind: chosen.booth_kind,
        BOOTH.c.sponsor_kind: chosen.sponsor,
        BOOTH.c.commune_code: chosen.commune,
        BOOTH.c.province: chosen.province,
        BOOTH.c.country: chosen.country,
    }
    found: list[ColumnElement[bool]] = [column == text for column, text in wanted.items() if text]
    if chosen.district:
        own = func.nullif(BOOTH.c.former_district, "")
        found.append(func.coalesce(own, COMMUNE.c.former_district) == chosen.district)
        found.append(BOOTH.c.sponsor_kind == SponsorKind.COMMUNE)
    return found


def _lines(scope: Scope, chosen: SaleFilter) -> Any:
    """Add up the chosen lines of each sale."""
    statement = select(LINE.c.sale_id, func.sum(LINE.c.amount_vnd).label("amount_vnd")).where(
        LINE.c.org_id == scope.org_id, *_of_line(chosen)
    )
    return statement.group_by(LINE.c.sale_id).subquery()


def _of_line(chosen: SaleFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.ocop:
        starred = LINE.c.stars.is_not(None)
        found.append(starred if chosen.ocop == YES else ~starred)
    if chosen.stars is not None:
        found.append(func.coalesce(LINE.c.stars, 0) == chosen.stars)
    if chosen.criteria:
        found.append(LINE.c.criteria == chosen.criteria)
    if chosen.set_no is not None:
        found.append(func.coalesce(LINE.c.set_no, 0) == chosen.set_no)
    if chosen.exhibitor_kind:
        wanted = "" if chosen.exhibitor_kind == NONE else chosen.exhibitor_kind
        found.append(LINE.c.exhibitor_kind == wanted)
    if chosen.product:
        found.append(LINE.c.product_id == chosen.product)
    if chosen.group:
        found.append(_in_group(chosen.group))
    return found


def _in_group(group: str) -> ColumnElement[bool]:
    known = select(PRODUCT_SET.c.set_no).where(
        PRODUCT_SET.c.criteria == LINE.c.criteria, PRODUCT_SET.c.set_no == LINE.c.set_no
    )
    if group == NONE:
        return ~known.exists()
    return known.where(PRODUCT_SET.c.group_no == group).exists()


def _payments(scope: Scope, chosen: SaleFilter) -> Any:
    """Add up the chosen payments of each sale."""
    statement = select(PAYMENT.c.sale_id, func.sum(PAYMENT.c.amount_vnd).label("amount_vnd")).where(
        PAYMENT.c.org_id == scope.org_id
    )
    if chosen.means:
        statement = statement.where(PAYMENT.c.means == chosen.means)
    if chosen.state:
        statement = statement.where(PAYMENT.c.state == chosen.state)
    return statement.group_by(PAYMENT.c.sale_id).subquery()


def _means(session: Session, org_id: str, sale_ids: list[str]) -> dict[str, list[str]]:
    statement = (
        select(PAYMENT.c.sale_id, PAYMENT.c.means)
        .where(PAYMENT.c.org_id == org_id, PAYMENT.c.sale_id.in_(sale_ids))
        .order_by(PAYMENT.c.sale_id, PAYMENT.c.position)
    )
    found: dict[str, list[str]] = {}
    for sale_id, means in session.execute(statement):
        names = found.setdefault(sale_id, [])
        if means not in names:
            names.append(means)
    return found
