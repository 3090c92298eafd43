"""Reads of what stands around the sales: visitors, side results, exhibitors, goods on show."""

from datetime import date

from sqlalchemy import and_, select
from sqlmodel import Session
from sqlmodel import select as select_rows

from fair_pos.catalogue.models import Certificate
from fair_pos.reports.books import BOOTH, EXHIBITOR, LISTING, SIDE_RESULT, STANDS, VISITORS
from fair_pos.reports.scope import Scope


def visitors(session: Session, scope: Scope) -> dict[tuple[date, str], int]:
    """Return the newest count of each day and gate."""
    statement = select(VISITORS.c.day, VISITORS.c.gate, VISITORS.c.visitors).where(
        VISITORS.c.org_id == scope.org_id, VISITORS.c.venue_id == scope.venue_id
    )
    if scope.first is not None:
        statement = statement.where(VISITORS.c.day >= scope.first)
    if scope.last is not None:
        statement = statement.where(VISITORS.c.day <= scope.last)
    rows = session.execute(statement.order_by(VISITORS.c.id))
    return {(row[0], row[1]): row[2] for row in rows}


def side_results(session: Session, scope: Scope) -> dict[str, int]:
    """Return the newest number of each kind."""
    statement = (
        select(SIDE_RESULT.c.kind, SIDE_RESULT.c.number)
        .where(SIDE_RESULT.c.org_id == scope.org_id, SIDE_RESULT.c.venue_id == scope.venue_id)
        .order_by(SIDE_RESULT.c.id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def exhibitors(session: Session, scope: Scope) -> list[tuple[str, str, str]]:
    """Return booth, exhibitor and its kind for everybody who stands at a booth."""
    statement = (
        select(STANDS.c.booth_id, EXHIBITOR.c.id, EXHIBITOR.c.kind)
        .join(BOOTH, and_(BOOTH.c.org_id == STANDS.c.org_id, BOOTH.c.id == STANDS.c.booth_id))
        .join(
            EXHIBITOR,
            and_(EXHIBITOR.c.org_id == STANDS.c.org_id, EXHIBITOR.c.id == STANDS.c.exhibitor_id),
        )
        .where(BOOTH.c.org_id == scope.org_id, BOOTH.c.venue_id == scope.venue_id)
    )
    if scope.commune_code is not None:
        statement = statement.where(BOOTH.c.commune_code == scope.commune_code)
    return [(row[0], row[1], row[2]) for row in session.execute(statement)]


def products_on_show(session: Session, scope: Scope) -> set[str]:
    """Return the products that a booth lists."""
    statement = (
        select(LISTING.c.product_id)
        .distinct()
        .join(BOOTH, and_(BOOTH.c.org_id == LISTING.c.org_id, BOOTH.c.id == LISTING.c.booth_id))
        .where(
            BOOTH.c.org_id == scope.org_id,
            BOOTH.c.venue_id == scope.venue_id,
            LISTING.c.active.is_(True),
        )
    )
    if scope.commune_code is not None:
        statement = statement.where(BOOTH.c.commune_code == scope.commune_code)
    return set(session.execute(statement).scalars())


def certificates(session: Session, org_id: str) -> dict[str, list[Certificate]]:
    """Return the certificates of a tenant by product."""
    found: dict[str, list[Certificate]] = {}
    for one in session.exec(select_rows(Certificate).where(Certificate.org_id == org_id)):
        found.setdefault(one.product_id, []).append(one)
    return found
