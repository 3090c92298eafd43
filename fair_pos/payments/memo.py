"""The transfer memo of a sale: what ties money on the account to the sale. Pure."""

import re

from fair_pos.core.ids import ALPHABET, code_of
from fair_pos.core.text import fold

PREFIX = "HL"

_SIGNS = 6
_BOOTH_MAX = 11


def memo_for(booth_code: str, sale_id: str) -> str:
    """Return the memo: HL, the booth, five signs drawn from the sale's id, a check sign.

    Banks change case and drop marks and spaces, so only A–Z and 0–9 stand in it, at most 19.
    The same id gives the same memo on the till and here.

    Units: the five signs are the id's last 48 bits (all random) modulo 28⁵.

    >>> memo_for("B017", "01934f6e-5a00-7c3a-9b1e-2f4d6a8b0c12")
    'HLB01760MXXK'
    """
    booth = re.sub("[^A-Z0-9]", "", fold(booth_code).upper())[:_BOOTH_MAX]
    number = int(sale_id[-12:], 16) % len(ALPHABET) ** (_SIGNS - 1)
    return f"{PREFIX}{booth}{code_of(number, _SIGNS)}"
