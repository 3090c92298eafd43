"""What a till hands in: the wire form of sales, refunds and voids, validated and frozen.

The texts are taken as the till sent them; only what cannot be understood is malformed.
"""

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from fair_pos.checkout.models import Means, PaymentState
from fair_pos.checkout.rules import AmountOff, PercentOff
from fair_pos.core import serials
from fair_pos.core.ids import is_id, read_code
from fair_pos.core.money import MAX_VND, Vnd
from fair_pos.core.quantity import MAX_MILLI, Milli, line_amount
from fair_pos.core.text import clean
from fair_pos.db.journal import canonical

MAX_LINES = 200
MAX_LABELS = 100
"""Of one line."""
LABEL_LENGTH_MAX = 40
"""With spaces and hyphens, as people type."""
PUBLIC_CODE_LENGTH = 10


def _uuid7(text: str) -> str:
    if not is_id(text):
        raise PydanticCustomError("uuid7", "must be a UUIDv7 in lower case")
    return text


def _code(text: str) -> str:
    if read_code(text) != text or len(text) != PUBLIC_CODE_LENGTH:
        raise PydanticCustomError("code", "must be a code of 10 signs with its check sign")
    return text


def _of_till(state: PaymentState) -> PaymentState:
    if state is PaymentState.CONFIRMED_BY_BANK:
        raise PydanticCustomError("bank_only", "is said by the bank only")
    return state


def _printable(text: str) -> str:
    """Return the clean text; PostgreSQL keeps no NUL and paper no control sign."""
    cleaned = clean(text)
    if not cleaned.isprintable():
        raise PydanticCustomError("control_sign", "must hold no control sign")
    return cleaned


def _readable(labels: object) -> tuple[str, ...]:
    """Return the labels that can be read, each once; anything else is passed over.

    >>> _readable(["b4k7r2xq960000hv496p2r4m", "B4K7R2XQ96", 7])
    ('B4K7R2XQ960000HV496P2R4M',)
    """
    texts = labels[:MAX_LABELS] if isinstance(labels, list | tuple) else ()
    codes = (
        read_code(text) for text in texts if isinstance(text, str) and len(text) <= LABEL_LENGTH_MAX
    )
    return tuple(dict.fromkeys(code for code in codes if code and serials.read(code)))


Id = Annotated[str, AfterValidator(_uuid7)]
Code = Annotated[str, AfterValidator(_code)]
Amount = Annotated[int, Field(ge=0, le=MAX_VND)]
Quantity = Annotated[int, Field(gt=0, le=MAX_MILLI)]
Words = Annotated[str, AfterValidator(_printable)]
Short = Annotated[Words, Field(max_length=200)]
Reason = Annotated[Words, Field(min_length=1, max_length=200)]
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC)),
]
"""A moment with its zone; a wrong clock is flagged, not refused."""


class Wire(BaseModel):
    """Frozen; unknown fields of a newer till are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Percent(Wire):
    """A discount in thousandths of one per cent."""

    kind: Literal["percent"]
    percent_milli: Annotated[int, Field(ge=0, le=100_000)]

    def off(self) -> PercentOff:
        """Return the rule's value."""
        return PercentOff(self.percent_milli)


class AmountDiscount(Wire):
    """A discount in đồng."""

    kind: Literal["amount"]
    amount_vnd: Amount

    def off(self) -> AmountOff:
        """Return the rule's value."""
        return AmountOff(Vnd(self.amount_vnd))


WireDiscount = Annotated[Percent | AmountDiscount, Field(discriminator="kind")]


class Approval(Wire):
    """A booth leader's PIN for what the seller may not do alone."""

    person_id: Id
    pin: Annotated[str, Field(max_length=12)]


class SaleLineOrder(Wire):
    """One line as the till showed it."""

    product_id: Id
    name: Annotated[Words, Field(min_length=1, max_length=300)]
    unit: Short = ""
    sold_by: Literal["piece", "weight"] = "piece"
    quantity_milli: Quantity
    unit_price_vnd: Amount
    list_price_vnd: Amount | None = None
    discount: WireDiscount | None = None
    note: Short = ""
    labels: Annotated[
        tuple[str, ...],
        BeforeValidator(_readable),
        Field(exclude_if=lambda labels: not labels),
    ] = ()
    """The single labels scanned for it; a line without any is hashed as before there were some."""


class PaymentOrder(Wire):
    """Money taken by one means."""

    means: Means
    amount_vnd: Amount
    tendered_vnd: Amount | None = None
    change_vnd: Amount | None = None
    state: Annotated[PaymentState, AfterValidator(_of_till)] = PaymentState.CONFIRMED_BY_PERSON
    memo: Short = ""
    bank_bin: Annotated[Words, Field(max_length=6)] = ""
    account_number: Annotated[Words, Field(max_length=19)] = ""
    shown_at: Moment | None = None
    claimed_at: Moment | None = None
    confirmed_at: Moment | None = None
    note: Short = ""


class DocumentOrder(Wire):
    """What sales, refunds and voids have in common."""

    id: Id
    seq: Annotated[int, Field(gt=0, lt=10_000_000)]
    number: Annotated[Words, Field(min_length=1, max_length=40)]
    public_code: Code
    shift_id: Id
    cashier_id: Id
    sold_at: Moment
    approval: Approval | None = None
    again: bool = False
    """Confirmed before, by a database that was replaced by an older copy: its paper was printed."""

    def sha256(self) -> str:
        """Return the hash of the body, without the PIN: the same sale sent again is the same.

        A field that later versions add stays out while it is not used: what was stored before an
        upgrade and is sent again after it must be known.
        """
        body = self.model_dump(mode="json", exclude={"approval", "again", "happened"})
        return hashlib.sha256(canonical(body).encode()).hexdigest()


class SaleOrder(DocumentOrder):
    """A sale that happened."""

    kind: Literal["sale"] = "sale"
    catalogue_version: Short = ""
    lines: Annotated[list[SaleLineOrder], Field(min_length=1, max_length=MAX_LINES)]
    discount: WireDiscount | None = None
    discount_reason: Short = ""
    note: Short = ""
    total_vnd: Amount
    payments: Annotated[list[PaymentOrder], Field(max_length=10)]

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the single labels of all lines."""
        return tuple(code for line in self.lines for code in line.labels)

    @model_validator(mode="after")
    def _is_paid(self) -> "SaleOrder":
        if sum(payment.amount_vnd for payment in self.payments) != self.total_vnd:
            raise PydanticCustomError("payments_sum", "payments must sum to total_vnd")
        return self

    @model_validator(mode="after")
    def _is_countable(self) -> "SaleOrder":
        grosses = (
            line_amount(Vnd(line.unit_price_vnd), Milli(line.quantity_milli)) for line in self.lines
        )
        if sum(grosses) > MAX_VND:
            raise PydanticCustomError("too_much", "lines must sum to less than 10^12 đồng")
        return self


class RefundLineOrder(Wire):
    """How much of which line of the sale comes back."""

    position: Annotated[int, Field(ge=0, lt=MAX_LINES)]
    quantity_milli: Quantity


class CorrectionOrder(DocumentOrder):
    """What refunds and voids have in common."""

    corrects_id: Id
    reason: Reason
    happened: bool = False
    """Done without the server: what would be refused is flagged."""


class RefundOrder(CorrectionOrder):
    """Goods that come back, by line and quantity."""

    kind: Literal["refund"] = "refund"
    lines: Annotated[list[RefundLineOrder], Field(min_length=1, max_length=MAX_LINES)]
    means: Means | None = None


class VoidOrder(CorrectionOrder):
    """A sale that is taken back whole."""

    kind: Literal["void"] = "void"
