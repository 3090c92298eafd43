"""What takes part in a simulated fair, and what can happen at a stall. Pure."""

import random
from dataclasses import dataclass
from datetime import date, datetime

from fair_pos.checkout.orders import RefundOrder, SaleOrder, VoidOrder
from fair_pos.checkout.shifts import NewShift


@dataclass(frozen=True, slots=True)
class Ware:
    """A product that a stall offers."""

    product_id: str
    name: str
    unit: str
    is_weighed: bool
    price_vnd: int


@dataclass(frozen=True, slots=True)
class Stall:
    """A booth with its till and seller; `bank` is BIN and account number, where there is one."""

    code: str
    series: str
    cashier_id: str
    wares: tuple[Ware, ...]
    bank: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of trade; both moments in UTC."""

    day: date
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class CashMoved:
    """Cash put in or taken out during a shift."""

    id: str
    shift_id: str
    amount_vnd: int
    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The end of a shift: the count differs from the books by so much."""

    count_id: str
    shift_id: str
    difference_vnd: int


What = NewShift | SaleOrder | RefundOrder | VoidOrder | CashMoved | Closed


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happens at a stall."""

    at: datetime
    stall: Stall
    what: What


def uuid7(rng: random.Random, at: datetime) -> str:
    """Make a UUIDv7 of a moment from seeded chance.

    Source: RFC 9562 5.7.
    """
    milliseconds = int(at.timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | rng.getrandbits(12) << 64
    value |= 0b10 << 62 | rng.getrandbits(62)
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
