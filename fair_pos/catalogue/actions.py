"""Writes: products, their prices, where they are offered."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fair_pos.catalogue.models import Listing, Price, Product, SoldBy
from fair_pos.core import ids
from fair_pos.core.clock import Clock, iso_utc
from fair_pos.core.text import fold
from fair_pos.db import journal
from fair_pos.db.edit import Edit, fields_of, row_as_seen

LABEL_CODE_LENGTH = 10


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """What is known about a product; criteria and set both or none."""

    exhibitor_id: str
    name: str
    unit: str
    pack: str = ""
    sold_by: str = SoldBy.PIECE
    criteria: str | None = None
    set_no: int | None = None
    product_code: str = ""
    gtin: str = ""
    trace_url: str = ""


@dataclass(frozen=True, slots=True)
class PriceDraft:
    """A listed price from a moment on."""

    product_id: str
    price_vnd: int
    valid_from: datetime
    entered_by: str
    is_demo: bool = False


def add_product(session: Session, clock: Clock, org_id: str, draft: ProductDraft) -> Product:
    """Add a product with a label code of its own."""
    now = clock.now()
    row = Product(
        org_id=org_id,
        id=ids.new_id(),
        label_code=ids.new_code(LABEL_CODE_LENGTH),
        search_key=search_key(draft),
        created_at=now,
        changed_at=now,
        **asdict(draft),
    )
    session.add(row)
    session.flush()
    fields = {"label_code": row.label_code, **fields_of(draft)}
    journal.write(session, clock, journal.Fact("product.added", row.id, fields))
    return row


def change_product(session: Session, clock: Clock, edit: Edit, draft: ProductDraft) -> Product:
    """Change what is known about a product.

    Raises:
        NotFoundError, ChangedMeanwhileError: gone, or not as it was seen.
    """
    row = row_as_seen(session, Product, edit)
    row.sqlmodel_update(asdict(draft))
    row.search_key = search_key(draft)
    row.changed_at = clock.now()
    session.add(row)
    journal.write(session, clock, journal.Fact("product.changed", row.id, fields_of(draft)))
    return row


def withdraw_product(session: Session, clock: Clock, edit: Edit) -> Product:
    """Take a product off every till; what was sold of it stays."""
    row = row_as_seen(session, Product, edit)
    row.withdrawn_at = row.changed_at = clock.now()
    session.add(row)
    journal.write(session, clock, journal.Fact("product.withdrawn", row.id, {}))
    return row


def restore_product(session: Session, clock: Clock, edit: Edit) -> Product:
    """Offer a withdrawn product again."""
    row = row_as_seen(session, Product, edit)
    row.withdrawn_at = None
    row.changed_at = clock.now()
    session.add(row)
    journal.write(session, clock, journal.Fact("product.restored", row.id, {}))
    return row


def set_price(session: Session, clock: Clock, org_id: str, draft: PriceDraft) -> Price:
    """Add a price; earlier ones stay as the history."""
    row = Price(org_id=org_id, id=ids.new_id(), entered_at=clock.now(), **asdict(draft))
    session.add(row)
    session.flush()
    fields = {
        "product": draft.product_id,
        "price_vnd": draft.price_vnd,
        "valid_from": iso_utc(draft.valid_from),
        "by": draft.entered_by,
    }
    journal.write(session, clock, journal.Fact("price.set", row.id, fields))
    return row


def offer_at(
    session: Session, clock: Clock, org_id: str, product_id: str, booth_ids: frozenset[str]
) -> None:
    """Let exactly these booths offer a product."""
    before = {
        row.booth_id: row
        for row in session.exec(
            select(Listing).where(Listing.org_id == org_id, Listing.product_id == product_id)
        )
    }
    for booth_id in sorted(booth_ids - before.keys()):
        session.add(
            Listing(org_id=org_id, id=ids.new_id(), booth_id=booth_id, product_id=product_id)
        )
    for booth_id, row in before.items():
        row.active = booth_id in booth_ids
        session.add(row)
    session.flush()
    fields = {"booths": sorted(booth_ids)}
    journal.write(session, clock, journal.Fact("product.offered", product_id, fields))


def offer_products(
    session: Session, clock: Clock, org_id: str, booth_id: str, product_ids: tuple[str, ...]
) -> None:
    """Let a booth offer exactly these products, in this order."""
    before = {
        row.product_id: row
        for row in session.exec(
            select(Listing).where(Listing.org_id == org_id, col(Listing.booth_id) == booth_id)
        )
    }
    for row in before.values():
        row.active = False
        session.add(row)
    for position, product_id in enumerate(product_ids, start=1):
        row = before.get(product_id) or Listing(
            org_id=org_id, id=ids.new_id(), booth_id=booth_id, product_id=product_id
        )
        row.active, row.position = True, position
        session.add(row)
    session.flush()
    fields = {"products": list(product_ids)}
    journal.write(session, clock, journal.Fact("booth.offers", booth_id, fields))


def search_key(draft: ProductDraft) -> str:
    """Return what a search looks into: name, pack, codes."""
    return fold(f"{draft.name} {draft.pack} {draft.product_code} {draft.gtin}")
