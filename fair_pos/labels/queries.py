"""Reads: goods as labels need them, the product behind a code, serials given so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from fair_pos.accounts.queries import Viewer
from fair_pos.catalogue import queries as catalogue
from fair_pos.catalogue.models import Certificate, Listing, Price, Product, SoldBy
from fair_pos.core.clock import business_date
from fair_pos.core.text import fold
from fair_pos.labels import expiry
from fair_pos.labels.expiry import Ending
from fair_pos.labels.models import LabelPrintLine
from fair_pos.labels.rules import Goods
from fair_pos.payments import gs1
from fair_pos.programme import queries as programme
from fair_pos.programme.models import Exhibitor
from fair_pos.venues import queries as venues
from fair_pos.venues.models import Booth, Venue, Zone

GOODS_MAX = 20_000
STALLS_MAX = 10
SAME_GTIN_MAX = 20


@dataclass(frozen=True, slots=True)
class Stall:
    """Where a product is offered."""

    booth: str
    zone: str
    venue: Venue


@dataclass(frozen=True, slots=True)
class Filter:
    """Which goods of a venue: empty takes all."""

    search: str = ""
    booth: str = ""


def goods(session: Session, venue: Venue, at: datetime, wanted: Filter) -> list[Goods]:
    """Return what a venue's booths offer, by zone, booth and their order; at most 20,000."""
    rows = session.exec(_offers(venue, wanted)).all()
    zones = {zone.id: zone.name for zone in venues.zones(session, venue)}
    prices = catalogue.prices_at(session, venue.org_id, at)
    papers = catalogue.certificates(session, venue.org_id)
    return [
        Goods(
            listing_id=listing.id,
            product_id=product.id,
            booth_id=booth.id,
            booth=booth.code,
            zone=zones[booth.zone_id],
            name=product.name,
            exhibitor=exhibitor.name,
            place=place_of(exhibitor),
            product_code=product.product_code,
            label_code=product.label_code,
            net=product.pack,
            unit=product.unit,
            is_weighed=product.sold_by == SoldBy.WEIGHT,
            price_vnd=_amount(prices.get(product.id)),
            certificates=tuple(papers.get(product.id, ())),
            gtin=product.gtin,
            is_demo=_is_demo(prices.get(product.id), papers.get(product.id, ())),
        )
        for listing, booth, product, exhibitor in rows
    ]


def booths_offering(session: Session, venue: Venue) -> list[str]:
    """Return the codes of the booths that offer anything, sorted."""
    offered = _offers(venue, Filter()).with_only_columns(col(Booth.code)).order_by(None).limit(None)
    return sorted(session.execute(offered.distinct()).scalars())


def endings(session: Session, viewer: Viewer, venue: Venue, at: datetime) -> list[Ending]:
    """Return the goods of the booths a person sees whose stars end soon or ended lately."""
    seen = {booth.id for booth in venues.booths(session, viewer, venue.id)}
    offered = [one for one in goods(session, venue, at, Filter()) if one.booth_id in seen]
    return expiry.endings(offered, business_date(at), venue.last_day)


def place_of(exhibitor: Exhibitor) -> str:
    """Return where a product comes from: `Xã Hải Lạng, Quảng Ninh`, `Thái Nguyên` or `Lào`."""
    if exhibitor.commune_code:
        name = programme.places().name(exhibitor)
        return f"{name[:1].upper()}{name[1:]}, Quảng Ninh"
    countries = programme.places().countries
    return exhibitor.province or countries.get(exhibitor.country, exhibitor.country)


def by_label_code(session: Session, org_id: str, code: str) -> tuple[Product, Exhibitor] | None:
    """Return the product behind a label's code, withdrawn ones too, or None."""
    statement = (
        select(Product, Exhibitor)
        .join(
            Exhibitor,
            (col(Exhibitor.org_id) == Product.org_id) & (col(Exhibitor.id) == Product.exhibitor_id),
        )
        .where(Product.org_id == org_id, Product.label_code == code)
    )
    return session.exec(statement).first()


def by_gtin(session: Session, org_id: str, gtin: str) -> list[tuple[Product, Exhibitor]]:
    """Return the goods of a GTIN of 14 digits, however many zeros it was entered with; at most 20.

    Several makers' packs may carry one number; withdrawn goods are there only if no others are.
    """
    statement = (
        select(Product, Exhibitor)
        .join(
            Exhibitor,
            (col(Exhibitor.org_id) == Product.org_id) & (col(Exhibitor.id) == Product.exhibitor_id),
        )
        .where(Product.org_id == org_id, col(Product.gtin).in_(gs1.written_forms(gtin)))
        .order_by(col(Product.name), col(Product.id))
        .limit(SAME_GTIN_MAX)
    )
    found = list(session.exec(statement).all())
    return [row for row in found if row[0].withdrawn_at is None] or found


def stalls(session: Session, org_id: str, product_id: str, day: date) -> list[Stall]:
    """Return where a product is offered on or after a day, by venue and booth, at most 10."""
    statement = (
        select(Booth.code, Zone.name, Venue)
        .join(Listing, (col(Listing.org_id) == Booth.org_id) & (col(Listing.booth_id) == Booth.id))
        .join(Zone, (col(Zone.org_id) == Booth.org_id) & (col(Zone.id) == Booth.zone_id))
        .join(Venue, (col(Venue.org_id) == Booth.org_id) & (col(Venue.id) == Booth.venue_id))
        .where(
            Listing.org_id == org_id,
            Listing.product_id == product_id,
            col(Listing.active).is_(True),
            col(Venue.last_day).is_(None) | (col(Venue.last_day) >= day),
        )
        .order_by(col(Venue.first_day).desc(), col(Booth.code), col(Booth.id))
        .limit(STALLS_MAX)
    )
    return [Stall(*row) for row in session.exec(statement)]


def so_far(session: Session, org_id: str, product_ids: Iterable[str]) -> dict[str, int]:
    """Return how many labels were printed, by product."""
    number = func.sum(LabelPrintLine.last_serial - LabelPrintLine.first_serial + 1)
    statement = (
        select(LabelPrintLine.product_id, number)
        .where(
            LabelPrintLine.org_id == org_id, col(LabelPrintLine.product_id).in_(set(product_ids))
        )
        .group_by(col(LabelPrintLine.product_id))
    )
    return {product_id: int(labels) for product_id, labels in session.exec(statement)}


def labels_without_serial(session: Session, product: Product) -> int:
    """Return how many labels carry the product's code alone: those of before there were keys."""
    number = func.sum(LabelPrintLine.last_serial - LabelPrintLine.first_serial + 1)
    statement = select(number).where(
        LabelPrintLine.org_id == product.org_id,
        LabelPrintLine.product_id == product.id,
        LabelPrintLine.key_id == "",
    )
    return int(session.exec(statement).one() or 0)


def _amount(price: Price | None) -> int | None:
    return price.price_vnd if price else None


def _is_demo(price: Price | None, papers: Iterable[Certificate]) -> bool:
    return bool(price and price.is_demo) or any(paper.is_demo for paper in papers)


def _offers(venue: Venue, wanted: Filter) -> Select[Listing, Booth, Product, Exhibitor]:
    statement = (
        select(Listing, Booth, Product, Exhibitor)
        .join(Booth, (col(Booth.org_id) == Listing.org_id) & (col(Booth.id) == Listing.booth_id))
        .join(Zone, (col(Zone.org_id) == Booth.org_id) & (col(Zone.id) == Booth.zone_id))
        .join(
            Product,
            (col(Product.org_id) == Listing.org_id) & (col(Product.id) == Listing.product_id),
        )
        .join(
            Exhibitor,
            (col(Exhibitor.org_id) == Product.org_id) & (col(Exhibitor.id) == Product.exhibitor_id),
        )
        .where(
            Listing.org_id == venue.org_id,
            Booth.venue_id == venue.id,
            col(Listing.active).is_(True),
            col(Product.withdrawn_at).is_(None),
        )
        .order_by(
            col(Zone.position), col(Booth.code), col(Listing.position), col(Product.search_key),
            col(Listing.id),
        )
        .limit(GOODS_MAX)
    )  # fmt: skip
    if wanted.booth:
        statement = statement.where(Booth.code == wanted.booth.upper())
    for word in fold(wanted.search).split():
        statement = statement.where(
            col(Product.search_key).contains(word, autoescape=True)
            | col(Exhibitor.search_key).contains(word, autoescape=True)
        )
    return statement
