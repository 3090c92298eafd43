"""Tables of trade: sales and what corrects them, payments, shifts, declared slips, rollups.

Rows here are added, never edited. A refund or a void is a sale row of its own kind with negative
amounts, so that a total is always a plain sum.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from fair_pos.db.table import STRICT, OrgRow, big, big_or_none, one_of, refers


class SaleKind(StrEnum):
    """A sale, or a document that corrects one."""

    SALE = "sale"
    REFUND = "refund"
    VOID = "void"


class Means(StrEnum):
    """Means of payment."""

    CASH = "cash"
    VIETQR = "vietqr"
    OTHER = "other"


class PaymentState(StrEnum):
    """How sure the money is; `shown` and `claimed` happen on the till before the sale is stored."""

    SHOWN = "shown"
    CLAIMED = "claimed"
    CONFIRMED_BY_PERSON = "confirmed_by_person"
    CONFIRMED_BY_BANK = "confirmed_by_bank"


class Flag(StrEnum):
    """Why a stored sale wants a person's eyes; it was never refused for it."""

    PRICE_DIFFERS = "price_differs"
    PRODUCT_WITHDRAWN = "product_withdrawn"
    PRODUCT_UNKNOWN = "product_unknown"
    SHIFT_CLOSED = "shift_closed"
    SHIFT_UNKNOWN = "shift_unknown"
    CASHIER_UNKNOWN = "cashier_unknown"
    DISCOUNT_ABOVE_LIMIT = "discount_above_limit"
    NUMBER_TAKEN = "number_taken"
    TOTAL_DIFFERS = "total_differs"
    CLOCK_OFF = "clock_off"
    BOOTH_SUSPENDED = "booth_suspended"
    OUTSIDE_DAYS = "outside_days"
    TILL_REVOKED = "till_revoked"
    CODE_TAKEN = "code_taken"
    """Another receipt had its code; the server gave a new one."""
    NUMBER_NOT_OWN = "number_not_own"
    """The number names another booth or series than the till's."""
    REFUND_ABOVE_SOLD = "refund_above_sold"
    ALREADY_VOIDED = "already_voided"
    """Nothing was left to take back: no lines, 0 đồng."""
    NOT_A_SALE = "not_a_sale"
    """It corrects a correction: no lines, 0 đồng."""
    NOT_APPROVED = "not_approved"
    """No booth leader's PIN fitted where one was needed."""
    LABEL_SOLD_BEFORE = "label_sold_before"
    """Another sale, of which nothing came back, carries one of its labels."""
    LABEL_NOT_OURS = "label_not_ours"
    """The proof of one of its labels was made with none of our keys."""


class Shift(OrgRow, table=True):
    """A shift of one till; it ends with a ShiftClose row."""

    __tablename__ = "shift"
    __table_args__ = (
        refers("booth", "booth_id"),
        refers("till", "till_id"),
        UniqueConstraint("org_id", "till_id", "number"),
        Index("ix_shift_booth", "org_id", "booth_id", "business_date"),
        STRICT,
    )

    venue_id: str
    booth_id: str
    till_id: str
    number: int
    """1, 2, … per till."""
    business_date: date
    opened_at: datetime
    opened_by: str
    float_vnd: int = Field(sa_column=big())
    flags: str = ""
    """ShiftFlags joined by commas, as on cash moves, counts and the Z."""


class CashMove(OrgRow, table=True):
    """Cash put into or taken out of the box during a shift; out is negative."""

    __tablename__ = "cash_move"
    __table_args__ = (
        refers("shift", "shift_id"),
        Index("ix_cash_move_shift", "org_id", "shift_id"),
        STRICT,
    )

    shift_id: str
    amount_vnd: int = Field(sa_column=big())
    reason: str
    moved_at: datetime
    moved_by: str
    flags: str = ""


class ShiftCount(OrgRow, table=True):
    """One counting of the cash box; a recount is another row, both stay."""

    __tablename__ = "shift_count"
    __table_args__ = (
        refers("shift", "shift_id"),
        Index("ix_shift_count_shift", "org_id", "shift_id"),
        STRICT,
    )

    shift_id: str
    notes: str
    """JSON object: denomination in đồng to number of notes."""
    counted_vnd: int = Field(sa_column=big())
    counted_at: datetime
    counted_by: str
    flags: str = ""


class ShiftClose(OrgRow, table=True):
    """The Z of a shift: never changes. Its id is the shift's id."""

    __tablename__ = "shift_close"
    __table_args__ = (
        refers("shift", "id"),
        refers("shift_count", "count_id"),
        UniqueConstraint("org_id", "booth_id", "z_number"),
        STRICT,
    )

    booth_id: str
    z_number: int
    """1, 2, … per booth, without a gap."""
    count_id: str
    counted_vnd: int = Field(sa_column=big())
    expected_vnd: int = Field(sa_column=big())
    difference_vnd: int = Field(sa_column=big())
    explanation: str = ""
    totals: str
    """JSON: the X at the moment of closing."""
    closed_at: datetime
    closed_by: str
    flags: str = ""


class ShiftAddendum(OrgRow, table=True):
    """A sale that arrived after its shift's Z. Its id is the sale's id."""

    __tablename__ = "shift_addendum"
    __table_args__ = (
        refers("shift_close", "shift_id"),
        UniqueConstraint("org_id", "shift_id", "number"),
        STRICT,
    )

    shift_id: str
    number: int
    total_vnd: int = Field(sa_column=big())
    received_at: datetime


class Sale(OrgRow, table=True):
    """A sale, refund or void as the till made it; `id` is the till's UUIDv7."""

    __tablename__ = "sale"
    __table_args__ = (
        refers("venue", "venue_id"),
        refers("booth", "booth_id"),
        refers("till", "till_id"),
        one_of("kind", SaleKind),
        UniqueConstraint("org_id", "public_code"),
        CheckConstraint("subtotal_vnd - discount_vnd = total_vnd", name="total_vnd"),
        Index("ix_sale_number", "org_id", "till_id", "seq"),
        Index("ix_sale_booth_day", "org_id", "booth_id", "business_date"),
        Index("ix_sale_venue_day", "org_id", "venue_id", "business_date", "id"),
        Index("ix_sale_shift", "org_id", "shift_id"),
        Index("ix_sale_corrects", "org_id", "corrects_id"),
        STRICT,
    )

    kind: str
    venue_id: str
    booth_id: str
    till_id: str
    shift_id: str
    seq: int
    number: str
    """`B017-1-000123`: booth, series, seq."""
    public_code: str
    """On the receipt's QR: opens its public page."""
    corrects_id: str | None = None
    """The sale that a refund or void corrects."""
    sold_at: datetime
    """By the till's clock."""
    received_at: datetime
    business_date: date
    hour: int
    cashier_id: str
    approved_by: str | None = None
    subtotal_vnd: int = Field(sa_column=big())
    discount_vnd: int = Field(sa_column=big())
    total_vnd: int = Field(sa_column=big())
    ocop_vnd: int = Field(sa_column=big())
    """Part of the total that was OCOP on the day of sale."""
    line_count: int
    note: str = ""
    reason: str = ""
    flags: str = ""
    """Flags joined by commas; empty when nothing is odd."""
    body_sha256: str
    """Of the body the till sent: the same id with another body is a conflict."""


class SaleLine(SQLModel, table=True):
    """A line with everything frozen that was true at the moment of sale."""

    __tablename__ = "sale_line"
    __table_args__ = (
        refers("sale", "sale_id"),
        CheckConstraint(
            "gross_vnd - line_discount_vnd - basket_discount_vnd = amount_vnd", name="amount_vnd"
        ),
        Index("ix_sale_line_product", "org_id", "product_id"),
        STRICT,
    )

    org_id: str = Field(primary_key=True)
    sale_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    product_id: str | None = None
    """None: a product the server does not know; the sale stands all the same."""
    exhibitor_id: str | None = None
    name: str
    unit: str
    sold_by: str
    quantity_milli: int
    """Negative on refunds and voids."""
    unit_price_vnd: int = Field(sa_column=big())
    list_price_vnd: int | None = Field(default=None, sa_column=big_or_none())
    gross_vnd: int = Field(sa_column=big())
    line_discount_vnd: int = Field(sa_column=big())
    line_discount_text: str = ""
    """`Giảm 10%` as it stands on the paper."""
    basket_discount_vnd: int = Field(sa_column=big())
    amount_vnd: int = Field(sa_column=big())
    stars: int | None = None
    certificate: str = ""
    criteria: str = ""
    set_no: int | None = None
    exhibitor_kind: str = ""
    corrects_position: int | None = None
    note: str = ""


class Payment(SQLModel, table=True):
    """Money of a sale by one means; negative on refunds and voids."""

    __tablename__ = "payment"
    __table_args__ = (
        refers("sale", "sale_id"),
        one_of("means", Means),
        one_of("state", PaymentState),
        STRICT,
    )

    org_id: str = Field(primary_key=True)
    sale_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    means: str
    amount_vnd: int = Field(sa_column=big())
    tendered_vnd: int | None = Field(default=None, sa_column=big_or_none())
    change_vnd: int | None = Field(default=None, sa_column=big_or_none())
    state: str = PaymentState.CONFIRMED_BY_PERSON
    memo: str = ""
    bank_bin: str = ""
    account_number: str = ""
    shown_at: datetime | None = None
    claimed_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    note: str = ""


class SaleConflict(OrgRow, table=True):
    """A body that came with the id of another one: kept for people, counted nowhere."""

    __tablename__ = "sale_conflict"
    __table_args__ = (Index("ix_sale_conflict_sale", "org_id", "sale_id"), STRICT)

    sale_id: str
    till_id: str
    body: str
    body_sha256: str
    received_at: datetime
    looked_at: datetime | None = None
    """When somebody of the office settled it."""
    looked_by: str | None = None


class DeclaredSlip(OrgRow, table=True):
    """A booth's day total by its own word; the newest row of booth and day counts."""

    __tablename__ = "declared_slip"
    __table_args__ = (
        refers("booth", "booth_id"),
        CheckConstraint("ocop_vnd >= 0 AND ocop_vnd <= total_vnd", name="ocop_vnd"),
        Index("ix_declared_slip_day", "org_id", "venue_id", "day"),
        STRICT,
    )

    venue_id: str
    booth_id: str
    day: date
    total_vnd: int = Field(sa_column=big())
    ocop_vnd: int = Field(sa_column=big())
    photo: str = ""
    """File name in the data folder's photos; empty when there is none."""
    note: str = ""
    entered_by: str
    entered_at: datetime
    corrects_id: str | None = None


class BoothHour(SQLModel, table=True):
    """Rollup: one row per booth, business day and hour; kept inside the sale's transaction."""

    __tablename__ = "rollup_booth_hour"
    __table_args__ = (Index("ix_rollup_booth_hour_day", "org_id", "venue_id", "day"), STRICT)

    org_id: str = Field(primary_key=True)
    booth_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    hour: int = Field(primary_key=True)
    venue_id: str
    sales: int
    corrections: int
    lines: int
    total_vnd: int = Field(sa_column=big())
    ocop_vnd: int = Field(sa_column=big())
    last_at: datetime
    """Latest sold_at in this row."""


class BoothProduct(SQLModel, table=True):
    """Rollup: one row per booth, day, product and what was frozen about it on the line."""

    __tablename__ = "rollup_booth_product"
    __table_args__ = (Index("ix_rollup_booth_product_day", "org_id", "venue_id", "day"), STRICT)

    org_id: str = Field(primary_key=True)
    booth_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    product_id: str = Field(primary_key=True)
    """Empty for a product the server does not know."""
    stars: int = Field(primary_key=True)
    """0 for none."""
    criteria: str = Field(primary_key=True)
    set_no: int = Field(primary_key=True)
    """0 for none."""
    exhibitor_kind: str = Field(primary_key=True)
    venue_id: str
    quantity_milli: int = Field(sa_column=big())
    lines: int
    amount_vnd: int = Field(sa_column=big())


class BoothMeans(SQLModel, table=True):
    """Rollup: one row per booth, day, means of payment and state."""

    __tablename__ = "rollup_booth_means"
    __table_args__ = (Index("ix_rollup_booth_means_day", "org_id", "venue_id", "day"), STRICT)

    org_id: str = Field(primary_key=True)
    booth_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    means: str = Field(primary_key=True)
    state: str = Field(primary_key=True)
    venue_id: str
    payments: int
    amount_vnd: int = Field(sa_column=big())
