"""A document of trade as a value: ready to be written, or read back from its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from fair_pos.checkout.models import SaleKind


@dataclass(frozen=True, slots=True)
class Line:
    """A line to write; amounts and quantity carry their sign."""

    product_id: str | None
    exhibitor_id: str | None
    name: str
    unit: str
    sold_by: str
    quantity_milli: int
    unit_price_vnd: int
    list_price_vnd: int | None
    gross_vnd: int
    line_discount_vnd: int
    line_discount_text: str
    basket_discount_vnd: int
    amount_vnd: int
    stars: int | None
    certificate: str
    criteria: str
    set_no: int | None
    exhibitor_kind: str
    corrects_position: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """A payment to write; the amount carries its sign."""

    means: str
    amount_vnd: int
    state: str
    tendered_vnd: int | None = None
    change_vnd: int | None = None
    memo: str = ""
    bank_bin: str = ""
    account_number: str = ""
    shown_at: datetime | None = None
    claimed_at: datetime | None = None
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A sale, refund or void ready to be written."""

    id: str
    kind: SaleKind
    till_id: str
    shift_id: str
    seq: int
    number: str
    public_code: str
    sold_at: datetime
    received_at: datetime
    business_date: date
    hour: int
    """Of the Vietnamese business day."""
    cashier_id: str
    approved_by: str | None
    corrects_id: str | None
    note: str
    reason: str
    flags: tuple[str, ...]
    body_sha256: str
    lines: tuple[Line, ...]
    payments: tuple[Money, ...]
    was_printed: bool = False
    """Its paper came out before a restore."""
    labels: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The single labels by the line's position; only while a sale is written."""

    @property
    def subtotal_vnd(self) -> int:
        """Sum of the lines before discounts."""
        return sum(line.gross_vnd for line in self.lines)

    @property
    def total_vnd(self) -> int:
        """Sum of the lines' amounts."""
        return sum(line.amount_vnd for line in self.lines)

    @property
    def ocop_vnd(self) -> int:
        """Part of the total with stars on the day of sale."""
        return sum(line.amount_vnd for line in self.lines if line.stars)
