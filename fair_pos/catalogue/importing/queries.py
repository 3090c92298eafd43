"""What is there already, in the shape an import compares with."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlmodel import Session, col

from fair_pos.catalogue.models import Certificate, Listing, Price, Product
from fair_pos.db.table import OrgRow
from fair_pos.programme.models import Exhibitor
from fair_pos.venues.models import Booth, BoothExhibitor, Venue, Zone


def known_booths(session: Session, venue: Venue) -> dict[str, tuple[str, ...]]:
    """Return the exhibitors' names by booth number, the first at the booth first."""
    found: dict[str, tuple[str, ...]] = {booth.code: () for booth in booths(session, venue)}
    for stand in stands(session, venue):
        found[stand.code] += (stand.name,)
    return found


def booths(session: Session, venue: Venue) -> list[Row[Any]]:
    """Return the columns of the venue's booths that a list may change, by number."""
    statement = select(
        col(Booth.id),
        col(Booth.code),
        col(Booth.zone_id),
        col(Booth.sponsor_kind),
        col(Booth.commune_code),
        col(Booth.former_district),
        col(Booth.province),
        col(Booth.country),
    ).where(_of(Booth, venue), col(Booth.venue_id) == venue.id)
    return list(session.execute(statement.order_by(col(Booth.code))))


def zones(session: Session, venue: Venue) -> list[Row[Any]]:
    """Return id and name of the venue's zones, in their order."""
    statement = select(col(Zone.id), col(Zone.name)).where(
        _of(Zone, venue), col(Zone.venue_id) == venue.id
    )
    return list(session.execute(statement.order_by(col(Zone.position), col(Zone.id))))


def exhibitors(session: Session, venue: Venue) -> Iterator[Row[Any]]:
    """Yield the columns of the tenant's exhibitors that a list may change, oldest first."""
    statement = select(
        col(Exhibitor.id),
        col(Exhibitor.name),
        col(Exhibitor.kind),
        col(Exhibitor.commune_code),
        col(Exhibitor.province),
        col(Exhibitor.country),
        col(Exhibitor.phone),
        col(Exhibitor.tax_code),
        col(Exhibitor.bank_bin),
        col(Exhibitor.account_number),
        col(Exhibitor.account_name),
    ).where(_of(Exhibitor, venue))
    yield from session.execute(statement.order_by(col(Exhibitor.id)))


def stands(session: Session, venue: Venue) -> Iterator[Row[Any]]:
    """Yield code, booth_id, exhibitor_id and name of who stands where, in the booth's order."""
    statement = (
        select(
            col(Booth.code),
            col(BoothExhibitor.booth_id),
            col(BoothExhibitor.exhibitor_id),
            col(Exhibitor.name),
        )
        .join_from(Booth, BoothExhibitor, _points(BoothExhibitor, "booth_id", Booth))
        .join(Exhibitor, _points(BoothExhibitor, "exhibitor_id", Exhibitor))
        .where(_of(Booth, venue), col(Booth.venue_id) == venue.id)
        .order_by(col(Booth.code), col(BoothExhibitor.position), col(BoothExhibitor.id))
    )
    yield from session.execute(statement)


def products(session: Session, venue: Venue) -> Iterator[Row[Any]]:
    """Yield the columns of products of the venue's exhibitors, oldest first."""
    statement = select(
        col(Product.id),
        col(Product.exhibitor_id),
        col(Product.name),
        col(Product.pack),
        col(Product.unit),
        col(Product.sold_by),
        col(Product.criteria),
        col(Product.set_no),
        col(Product.product_code),
        col(Product.gtin),
        col(Product.trace_url),
        col(Product.search_key),
    ).where(_of(Product, venue), col(Product.exhibitor_id).in_(_exhibitors_here(venue)))
    yield from session.execute(statement.order_by(col(Product.id)))


def prices(session: Session, venue: Venue, at: datetime) -> dict[str, int]:
    """Return the price that holds at a moment, by product."""
    statement = (
        select(col(Price.product_id), col(Price.price_vnd))
        .join_from(Price, Product, _points(Price, "product_id", Product))
        .where(_of(Product, venue), col(Product.exhibitor_id).in_(_exhibitors_here(venue)))
        .where(col(Price.valid_from) <= at)
        .order_by(col(Price.valid_from), col(Price.id))
    )
    return {row.product_id: row.price_vnd for row in session.execute(statement)}


def listings(session: Session, venue: Venue) -> set[tuple[str, str]]:
    """Return (booth's id, product's id) of everything on offer at the venue."""
    statement = (
        select(col(Listing.booth_id), col(Listing.product_id))
        .join_from(Listing, Booth, _points(Listing, "booth_id", Booth))
        .where(_of(Booth, venue), col(Booth.venue_id) == venue.id)
    )
    return {(booth_id, product_id) for booth_id, product_id in session.execute(statement)}


def certificates(session: Session, venue: Venue) -> dict[tuple[str, str], Row[Any]]:
    """Return the certificates by (product's id, decision number)."""
    statement = (
        select(
            col(Certificate.id),
            col(Certificate.product_id),
            col(Certificate.decision_no),
            col(Certificate.stars),
            col(Certificate.issued_on),
            col(Certificate.expires_on),
            col(Certificate.issuer),
        )
        .join_from(Certificate, Product, _points(Certificate, "product_id", Product))
        .where(_of(Product, venue), col(Product.exhibitor_id).in_(_exhibitors_here(venue)))
    )
    return {(row.product_id, row.decision_no): row for row in session.execute(statement)}


def _exhibitors_here(venue: Venue) -> Select[Any]:
    return (
        select(col(BoothExhibitor.exhibitor_id))
        .join_from(BoothExhibitor, Booth, _points(BoothExhibitor, "booth_id", Booth))
        .where(_of(Booth, venue), col(Booth.venue_id) == venue.id)
    )


def _of(table: type[OrgRow], venue: Venue) -> ColumnElement[bool]:
    return col(table.org_id) == venue.org_id


def _points(table: type[OrgRow], column: str, target: type[OrgRow]) -> ColumnElement[bool]:
    """Join a table's key column to the rows of the same tenant in another table."""
    return and_(getattr(table, column) == col(target.id), col(table.org_id) == col(target.org_id))
