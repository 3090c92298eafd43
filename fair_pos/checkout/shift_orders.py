"""What a till hands in about its shifts: the wire forms, validated and frozen."""

from typing import Annotated

from pydantic import Field

from fair_pos.checkout.orders import Amount, Id, Moment, Reason, Wire, Words
from fair_pos.core.money import MAX_VND

MOST_DENOMINATIONS = 11


class ShiftFact(Wire):
    """What all of them may say."""

    person_id: Id | None = None
    """Who did it; without it whoever is signed in at the till."""
    happened: bool = False
    """Done without the server: what would be refused is flagged."""
    again: bool = False
    """Confirmed before, by a database that was replaced by an older copy: its paper was printed."""


class OpenOrder(ShiftFact):
    """Opening a shift with its float."""

    id: Id
    opened_at: Moment
    float_vnd: Amount = 0


class CashOrder(ShiftFact):
    """Cash put in, or taken out (negative)."""

    id: Id
    amount_vnd: Annotated[int, Field(ge=-MAX_VND, le=MAX_VND)]
    reason: Reason
    moved_at: Moment


class CountOrder(ShiftFact):
    """Notes counted: denomination in đồng to number."""

    id: Id
    notes: Annotated[
        dict[int, Annotated[int, Field(ge=0, le=100_000)]],
        Field(max_length=MOST_DENOMINATIONS, examples=[{"500000": 3, "10000": 12}]),
    ]
    counted_at: Moment


class CloseOrder(ShiftFact):
    """The count that closes the shift, why it differs, and the PIN of who closes it."""

    count_id: Id
    explanation: Annotated[Words, Field(max_length=300)] = ""
    pin: Annotated[str, Field(max_length=12)]
    closed_at: Moment | None = None
    expected_vnd: Annotated[int, Field(ge=-MAX_VND, le=MAX_VND)] | None = None
    """What the till told whoever counted; only of a close that happened."""
