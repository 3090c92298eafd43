"""Reads: products with the price and certificates that hold, and where they are offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from fair_pos.accounts.queries import Viewer
from fair_pos.catalogue import ocop
from fair_pos.catalogue.models import Certificate, Listing, Price, Product
from fair_pos.catalogue.ocop import StarsOnDay
from fair_pos.core.errors import NotFoundError
from fair_pos.core.text import fold
from fair_pos.programme.models import Exhibitor
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Booth, BoothExhibitor

PRODUCTS_MAX = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A product as the office lists it; `price` is None while it has none."""

    product: Product
    exhibitor: Exhibitor
    price: Price | None
    certificates: tuple[Certificate, ...]
    stars: StarsOnDay


@dataclass(frozen=True, slots=True)
class Moment:
    """When prices and stars are looked at: `at` in UTC, `day` in Vietnam."""

    at: datetime
    day: date


def product(session: Session, org_id: str, product_id: str) -> Product:
    """Return a product.

    Raises:
        NotFoundError: no such product.
    """
    row = session.get(Product, (org_id, product_id))
    if row is None:
        raise NotFoundError
    return row


def products_at_venue(
    session: Session, viewer: Viewer, venue_id: str, search: str = ""
) -> list[tuple[Product, Exhibitor]]:
    """Return products of exhibitors who stand at a venue's visible booths, by exhibitor and name.

    Withdrawn ones too. At most 20,000.
    """
    here = (
        select(BoothExhibitor.exhibitor_id)
        .join(
            Booth,
            (col(Booth.org_id) == BoothExhibitor.org_id)
            & (col(Booth.id) == BoothExhibitor.booth_id),
        )
        .where(*venues.visible_booths(viewer), Booth.venue_id == venue_id)
    )
    listed = (
        select(Listing.product_id)
        .join(Booth, (col(Booth.org_id) == Listing.org_id) & (col(Booth.id) == Listing.booth_id))
        .where(*venues.visible_booths(viewer), Booth.venue_id == venue_id)
    )
    statement = (
        select(Product, Exhibitor)
        .join(
            Exhibitor,
            (col(Exhibitor.org_id) == Product.org_id) & (col(Exhibitor.id) == Product.exhibitor_id),
        )
        .where(
            Product.org_id == viewer.org_id,
            col(Product.exhibitor_id).in_(here) | col(Product.id).in_(listed),
        )
    )
    for word in fold(search).split():
        statement = statement.where(
            col(Product.search_key).contains(word, autoescape=True)
            | col(Exhibitor.search_key).contains(word, autoescape=True)
        )
    ordered = statement.order_by(
        col(Exhibitor.search_key), col(Exhibitor.id), col(Product.search_key), col(Product.id)
    )
    return list(session.exec(ordered.limit(PRODUCTS_MAX)).all())


def shown(
    session: Session, org_id: str, rows: Sequence[tuple[Product, Exhibitor]], moment: Moment
) -> list[Shown]:
    """Return products with the price and stars of a moment, in the given order."""
    prices = prices_at(session, org_id, moment.at)
    papers = certificates(session, org_id)
    return [
        Shown(
            product,
            exhibitor,
            prices.get(product.id),
            tuple(papers.get(product.id, ())),
            ocop.stars_on(papers.get(product.id, ()), moment.day),
        )
        for product, exhibitor in rows
    ]


def prices_at(session: Session, org_id: str, at: datetime) -> dict[str, Price]:
    """Return the listed price of each product at a moment, by product."""
    statement = (
        select(Price)
        .where(Price.org_id == org_id, col(Price.valid_from) <= at)
        .order_by(col(Price.product_id), col(Price.valid_from), col(Price.id))
        .limit(200_000)
    )
    return {row.product_id: row for row in session.exec(statement)}


def price_history(session: Session, org_id: str, product_id: str) -> Sequence[Price]:
    """Return all prices of a product, the latest first."""
    return session.exec(
        select(Price)
        .where(Price.org_id == org_id, Price.product_id == product_id)
        .order_by(col(Price.valid_from).desc(), col(Price.id).desc())
        .limit(200)
    ).all()


def certificates(session: Session, org_id: str) -> dict[str, list[Certificate]]:
    """Return all certificates by product, the latest first."""
    statement = (
        select(Certificate)
        .where(Certificate.org_id == org_id)
        .order_by(col(Certificate.issued_on).desc(), col(Certificate.id))
        .limit(50_000)
    )
    found: dict[str, list[Certificate]] = {}
    for row in session.exec(statement):
        found.setdefault(row.product_id, []).append(row)
    return found


def certificates_of(session: Session, org_id: str, product_id: str) -> Sequence[Certificate]:
    """Return the certificates of a product, the latest first."""
    return session.exec(
        select(Certificate)
        .where(Certificate.org_id == org_id, Certificate.product_id == product_id)
        .order_by(col(Certificate.issued_on).desc(), col(Certificate.id))
        .limit(100)
    ).all()


def listings(session: Session, viewer: Viewer, venue_id: str) -> list[tuple[str, str, str]]:
    """Return (booth id, product id, product's search key) of what visible booths offer."""
    statement = (
        select(Listing.booth_id, Product.id, Product.search_key)
        .join(
            Product,
            (col(Product.org_id) == Listing.org_id) & (col(Product.id) == Listing.product_id),
        )
        .join(Booth, (col(Booth.org_id) == Listing.org_id) & (col(Booth.id) == Listing.booth_id))
        .where(
            *venues.visible_booths(viewer),
            Booth.venue_id == venue_id,
            col(Listing.active).is_(True),
            col(Product.withdrawn_at).is_(None),
        )
        .order_by(col(Listing.booth_id), col(Listing.position), col(Listing.id))
        .limit(100_000)
    )
    return list(session.exec(statement).all())


def booth_ids_listing(session: Session, org_id: str, product_id: str) -> set[str]:
    """Return the booths that offer a product."""
    statement = (
        select(Listing.booth_id)
        .where(
            Listing.org_id == org_id,
            Listing.product_id == product_id,
            col(Listing.active).is_(True),
        )
        .limit(2000)
    )
    return set(session.exec(statement))


def products_of_booth(
    session: Session, org_id: str, booth_id: str
) -> list[tuple[Product, Exhibitor]]:
    """Return what a booth offers, in its order; withdrawn products left out."""
    statement = (
        select(Product, Exhibitor)
        .join(
            Listing,
            (col(Listing.org_id) == Product.org_id) & (col(Listing.product_id) == Product.id),
        )
        .join(
            Exhibitor,
            (col(Exhibitor.org_id) == Product.org_id) & (col(Exhibitor.id) == Product.exhibitor_id),
        )
        .where(
            Product.org_id == org_id,
            Listing.booth_id == booth_id,
            col(Listing.active).is_(True),
            col(Product.withdrawn_at).is_(None),
        )
        .order_by(col(Listing.position), col(Product.search_key), col(Product.id))
        .limit(2000)
    )
    return list(session.exec(statement).all())
