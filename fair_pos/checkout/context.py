"""What a sale needs to know of its surroundings: the place, the goods, the till's shift."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import and_, select
from sqlmodel import Session, col

from fair_pos.catalogue.models import Certificate, Price, Product
from fair_pos.catalogue.ocop import StarsOnDay, stars_on
from fair_pos.core.errors import NotFoundError
from fair_pos.db.memory import recall
from fair_pos.printing import drawer
from fair_pos.printing.models import Printer
from fair_pos.programme.models import Commune, Exhibitor
from fair_pos.venues.models import Booth, BoothExhibitor, ClosedDay, Venue, Zone


@dataclass(frozen=True, slots=True)
class Place:
    """A booth and its venue, as a sale and its paper need them."""

    org_id: str
    venue_id: str
    venue_code: str
    venue_name: str
    venue_kind: str
    first_day: date
    last_day: date | None
    opens_at: time
    closes_at: time
    help_phone: str
    cashier_discount_percent: int
    leader_discount_percent: int
    booth_id: str
    booth_code: str
    sells: bool
    suspended: bool
    zone_name: str
    commune_name: str
    province: str
    printer_id: str | None
    has_drawer: bool
    """The printer opens a cash drawer."""

    @property
    def line(self) -> str:
        """Where it stands, as on the receipt: `Gian B017, khu A, phường Bãi Cháy`."""
        home = _lower_first(self.commune_name) or self.province
        parts = [f"Gian {self.booth_code}", _lower_first(self.zone_name), home]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Goods:
    """What is true of a product at one moment."""

    product_id: str
    name: str
    exhibitor_id: str
    exhibitor_kind: str
    criteria: str
    set_no: int | None
    price_vnd: int | None
    withdrawn: bool
    stars: StarsOnDay


def place_of(session: Session, org_id: str, booth_id: str) -> Place:
    """Return a booth with its venue and zone.

    Raises:
        NotFoundError: no such booth.
    """
    return recall(
        session, ("place", org_id, booth_id), lambda: _read_place(session, org_id, booth_id)
    )


def _read_place(session: Session, org_id: str, booth_id: str) -> Place:
    statement = (
        select(Venue, Booth, Printer, Zone.name, Commune.level, Commune.name)  # type: ignore[call-overload]
        .join(Booth, and_(col(Booth.org_id) == Venue.org_id, col(Booth.venue_id) == Venue.id))
        .join(Zone, and_(col(Zone.org_id) == Booth.org_id, col(Zone.id) == Booth.zone_id))
        .outerjoin(Commune, col(Commune.code) == Booth.commune_code)
        .outerjoin(Printer, (Printer.org_id == Booth.org_id) & (Printer.id == Booth.printer_id))
        .where(Booth.org_id == org_id, Booth.id == booth_id)
    )
    row = session.execute(statement).first()
    if row is None:
        raise NotFoundError
    venue, booth, printer, zone_name, level, commune = row
    return Place(
        org_id=org_id,
        venue_id=venue.id,
        venue_code=venue.code,
        venue_name=venue.name,
        venue_kind=venue.kind,
        first_day=venue.first_day,
        last_day=venue.last_day,
        opens_at=venue.opens_at,
        closes_at=venue.closes_at,
        help_phone=venue.help_phone,
        cashier_discount_percent=venue.cashier_discount_percent,
        leader_discount_percent=venue.leader_discount_percent,
        booth_id=booth.id,
        booth_code=booth.code,
        sells=booth.sells,
        suspended=booth.suspended_at is not None,
        zone_name=zone_name,
        commune_name=f"{level} {commune}" if level else "",
        province=booth.province or booth.country,
        printer_id=booth.printer_id,
        has_drawer=printer is not None and drawer.opens(printer),
    )


def is_open_day(session: Session, place: Place, day: date) -> bool:
    """Say whether the venue is open on a day."""
    key = ("open day", place.org_id, place.venue_id, day)
    return recall(session, key, lambda: _read_open_day(session, place, day))


def _read_open_day(session: Session, place: Place, day: date) -> bool:
    if day < place.first_day or (place.last_day is not None and day > place.last_day):
        return False
    statement = select(ClosedDay.id).where(  # type: ignore[call-overload]
        ClosedDay.org_id == place.org_id,
        ClosedDay.venue_id == place.venue_id,
        ClosedDay.day == day,
    )
    return session.execute(statement).first() is None


def exhibitors_of(session: Session, org_id: str, booth_id: str) -> list[Exhibitor]:
    """Return the exhibitors of a booth, first the one whose account takes the money."""
    statement = (
        select(Exhibitor)
        .join(
            BoothExhibitor,
            (col(BoothExhibitor.org_id) == Exhibitor.org_id)
            & (col(BoothExhibitor.exhibitor_id) == Exhibitor.id),
        )
        .where(col(BoothExhibitor.org_id) == org_id, col(BoothExhibitor.booth_id) == booth_id)
        .order_by(col(BoothExhibitor.position), col(BoothExhibitor.id))
        .limit(50)
    )
    return list(session.scalars(statement))


def goods_of(
    session: Session, org_id: str, product_ids: Iterable[str], at: datetime, day: date
) -> dict[str, Goods]:
    """Return what is true of products at a moment; unknown ids are missing."""
    wanted = sorted(set(product_ids))
    key = ("goods", org_id, *wanted)
    facts = recall(session, key, lambda: _read_facts(session, org_id, wanted))
    return {fact.product_id: fact.at(at, day) for fact in facts}


@dataclass(frozen=True, slots=True)
class _GoodsFacts:
    """All of a product that a sale may need, at any moment."""

    product_id: str
    name: str
    exhibitor_id: str
    exhibitor_kind: str
    criteria: str
    set_no: int | None
    withdrawn_at: datetime | None
    prices: tuple[tuple[datetime, int], ...]
    """Moment from which a price holds, newest first."""
    certificates: tuple[Certificate, ...]

    def at(self, at: datetime, day: date) -> Goods:
        return Goods(
            product_id=self.product_id,
            name=self.name,
            exhibitor_id=self.exhibitor_id,
            exhibitor_kind=self.exhibitor_kind,
            criteria=self.criteria,
            set_no=self.set_no,
            price_vnd=next((price for begun, price in self.prices if begun <= at), None),
            withdrawn=self.withdrawn_at is not None and self.withdrawn_at <= at,
            stars=stars_on(self.certificates, day),
        )


def _read_facts(session: Session, org_id: str, product_ids: list[str]) -> list[_GoodsFacts]:
    prices = _prices(session, org_id, product_ids)
    certificates = _certificates(session, org_id, product_ids)
    statement = (
        select(Product, Exhibitor.kind)  # type: ignore[call-overload]
        .join(
            Exhibitor,
            (col(Exhibitor.org_id) == Product.org_id) & (col(Exhibitor.id) == Product.exhibitor_id),
        )
        .where(Product.org_id == org_id, col(Product.id).in_(product_ids))
    )
    return [
        _GoodsFacts(
            product_id=product.id,
            name=product.name,
            exhibitor_id=product.exhibitor_id,
            exhibitor_kind=kind,
            criteria=product.criteria or "",
            set_no=product.set_no,
            withdrawn_at=product.withdrawn_at,
            prices=tuple(prices.get(product.id, [])),
            certificates=tuple(certificates.get(product.id, [])),
        )
        for product, kind in session.execute(statement)
    ]


def _prices(
    session: Session, org_id: str, product_ids: list[str]
) -> dict[str, list[tuple[datetime, int]]]:
    """Return the listed prices of products with the moment they began, newest first."""
    found: dict[str, list[tuple[datetime, int]]] = {}
    statement = (
        select(Price)
        .where(col(Price.org_id) == org_id, col(Price.product_id).in_(product_ids))
        .order_by(col(Price.valid_from).desc(), col(Price.id).desc())
    )
    for price in session.scalars(statement):
        found.setdefault(price.product_id, []).append((price.valid_from, price.price_vnd))
    return found


def _certificates(
    session: Session, org_id: str, product_ids: list[str]
) -> dict[str, list[Certificate]]:
    """Return the certificates of products, oldest first."""
    found: dict[str, list[Certificate]] = {}
    statement = (
        select(Certificate)
        .where(col(Certificate.org_id) == org_id, col(Certificate.product_id).in_(product_ids))
        .order_by(col(Certificate.issued_on), col(Certificate.id))
    )
    for certificate in session.scalars(statement):
        found.setdefault(certificate.product_id, []).append(certificate)
    return found


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
