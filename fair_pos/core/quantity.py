"""Quantities as thousandths of the unit: 450 is 0,450 kg, 2000 is 2 pieces."""

import re
from typing import NewType

from fair_pos.core.errors import BadQuantityError
from fair_pos.core.money import MINUS, Vnd, format_vnd, round_half_up

Milli = NewType("Milli", int)

ONE = Milli(1000)
MAX_MILLI = 99_999_999

_TYPED = re.compile(r"^([0-9]{1,5})(?:[.,]([0-9]{1,3}))?$")


def parse_quantity(text: str) -> Milli:
    """Read a quantity as written, comma or point before at most three decimals.

    Raises:
        BadQuantityError: not a positive number of this form.

    >>> parse_quantity("0,45"), parse_quantity("3")
    (450, 3000)
    """
    match = _TYPED.match(text.strip())
    value = int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0")) if match else 0
    if not 0 < value <= MAX_MILLI:
        raise BadQuantityError(text.strip())
    return Milli(value)


def line_amount(unit_price: Vnd, quantity: Milli) -> Vnd:
    """Return price times quantity, rounded half up to the đồng.

    >>> line_amount(Vnd(600_000), Milli(450))
    270000
    """
    return Vnd(round_half_up(unit_price * quantity, 1000))


def format_weight(quantity: int) -> str:
    """Write a weight with its three decimals.

    >>> format_weight(450), format_weight(-450)
    ('0,450', '−0,450')
    """
    whole, part = divmod(abs(quantity), 1000)
    return f"{_sign(quantity)}{format_vnd(whole)},{part:03d}"


def format_quantity(quantity: int) -> str:
    """Write the shortest form.

    >>> format_quantity(450), format_quantity(2000)
    ('0,45', '2')
    """
    whole, part = divmod(abs(quantity), 1000)
    decimals = f",{part:03d}".rstrip("0") if part else ""
    return f"{_sign(quantity)}{format_vnd(whole)}{decimals}"


def _sign(quantity: int) -> str:
    return MINUS if quantity < 0 else ""
