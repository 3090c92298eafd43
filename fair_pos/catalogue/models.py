"""Tables of goods: products, where they are listed, prices with history, certificates."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from fair_pos.db.table import STRICT, OrgRow, big, one_of, refers


class SoldBy(StrEnum):
    """By piece, or by weight with three decimals."""

    PIECE = "piece"
    WEIGHT = "weight"


class CertificateState(StrEnum):
    """What was decided about a certificate; expiry is computed from its days."""

    VALID = "valid"
    EXTENDED = "extended"
    REVOKED = "revoked"
    REGRADING = "regrading"


class Product(OrgRow, table=True):
    """One pack of one exhibitor's product."""

    __tablename__ = "product"
    __table_args__ = (
        refers("exhibitor", "exhibitor_id"),
        ForeignKeyConstraint(
            ["criteria", "set_no"], ["product_set.criteria", "product_set.set_no"]
        ),
        one_of("sold_by", SoldBy),
        UniqueConstraint("org_id", "label_code"),
        Index("ix_product_exhibitor", "org_id", "exhibitor_id"),
        Index("ix_product_gtin", "org_id", "gtin"),
        STRICT,
    )

    exhibitor_id: str
    name: str
    pack: str = ""
    """Net content: `Hộp 200 g`."""
    unit: str
    """Written after the price: `vỉ`, `kg`."""
    sold_by: str = SoldBy.PIECE
    criteria: str | None = None
    set_no: int | None = None
    product_code: str = ""
    """OCOP code, old form with five parts or new with four; kept as text."""
    gtin: str = ""
    label_code: str
    """Our own code on labels, 10 signs with a check sign."""
    trace_url: str = ""
    """The producer's own trace page."""
    search_key: str = Field(index=True)
    withdrawn_at: datetime | None = None
    created_at: datetime
    changed_at: datetime


class Listing(OrgRow, table=True):
    """A product that a booth offers."""

    __tablename__ = "listing"
    __table_args__ = (
        refers("booth", "booth_id"),
        refers("product", "product_id"),
        UniqueConstraint("org_id", "booth_id", "product_id"),
        Index("ix_listing_product", "org_id", "product_id"),
        STRICT,
    )

    booth_id: str
    product_id: str
    position: int = 0
    active: bool = True


class Price(OrgRow, table=True):
    """A listed price from a moment on; the newest one that has begun holds."""

    __tablename__ = "price"
    __table_args__ = (
        refers("product", "product_id"),
        CheckConstraint("price_vnd >= 0", name="price_vnd"),
        Index("ix_price_product", "org_id", "product_id", "valid_from"),
        STRICT,
    )

    product_id: str
    price_vnd: int = Field(sa_column=big())
    valid_from: datetime
    is_demo: bool = False
    """`giá minh họa`."""
    entered_by: str
    entered_at: datetime


class Certificate(OrgRow, table=True):
    """An OCOP certificate: 3 to 5 stars for 36 months from the decision's day."""

    __tablename__ = "certificate"
    __table_args__ = (
        refers("product", "product_id"),
        CheckConstraint("stars BETWEEN 3 AND 5", name="stars"),
        one_of("state", CertificateState),
        UniqueConstraint("org_id", "product_id", "decision_no"),
        STRICT,
    )

    product_id: str
    stars: int
    decision_no: str
    certificate_no: str = ""
    issuer: str
    issued_on: date
    expires_on: date
    """36 months after issued_on, or the end of the extension."""
    state: str = CertificateState.VALID
    state_on: date | None = None
    state_decision: str = ""
    is_demo: bool = False
    changed_at: datetime
