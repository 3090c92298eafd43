"""Whole đồng: parsing, arithmetic with named rounding, and the way Vietnamese readers write it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NewType

from fair_pos.core.errors import BadAmountError

Vnd = NewType("Vnd", int)

MAX_VND = 999_999_999_999
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_CURRENCY = re.compile(r"\s*(đồng|đ|vnđ|vnd|₫)\s*\.?$", re.IGNORECASE)
#: Not three decimals: "1.250k" may mean 1.250 đ or 1.250.000 đ.
_SHORT = re.compile(r"^([0-9]{1,9}(?:[.,][0-9]{1,2})?)\s*(k|nghìn|ngàn|tr|triệu)$", re.IGNORECASE)
_GROUPED = re.compile(r"^[0-9]{1,3}(?:([., \u00a0])[0-9]{3})(?:\1[0-9]{3})*$")
_SHORT_FACTOR = {"k": 1_000, "nghìn": 1_000, "ngàn": 1_000, "tr": 1_000_000, "triệu": 1_000_000}


def round_half_up(numerator: int, denominator: int) -> int:
    """Return the quotient rounded half away from zero, in integers.

    >>> round_half_up(5, 2), round_half_up(-5, 2), round_half_up(449, 100)
    (3, -3, 4)
    """
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    whole, rest = divmod(abs(numerator), abs(denominator))
    return sign * (whole + (2 * rest >= abs(denominator)))


def percent_of(amount: Vnd, percent_milli: int) -> Vnd:
    """Return a percentage of an amount, half up; `percent_milli` is thousandths of one per cent.

    >>> percent_of(Vnd(90_000), 10_000)
    9000
    """
    return Vnd(round_half_up(amount * percent_milli, 100_000))


def split(amount: Vnd, weights: Sequence[int]) -> list[Vnd]:
    """Split an amount by weights so that the parts sum to the whole.

    Each part is rounded down; the đồng that remain go one each to the largest remainders,
    the earlier part first. With no weight at all everything stays in the first part.

    >>> split(Vnd(10_000), [1, 1, 1])
    [3334, 3333, 3333]
    """
    if not weights:
        return []
    total = sum(weights)
    if total == 0:
        return [amount, *[Vnd(0)] * (len(weights) - 1)]
    sign = -1 if amount < 0 else 1
    shares = [divmod(abs(amount) * weight, total) for weight in weights]
    missing = abs(amount) - sum(share for share, _ in shares)
    order = sorted(range(len(weights)), key=lambda i: (-shares[i][1], i))
    extra = set(order[:missing])
    return [Vnd(sign * (share + (i in extra))) for i, (share, _) in enumerate(shares)]


def format_vnd(amount: int) -> str:
    """Write đồng with points, no unit; the minus is U+2212.

    >>> format_vnd(1_234_567), format_vnd(-9_000)
    ('1.234.567', '−9.000')
    """
    text = f"{abs(amount):,}".replace(",", ".")
    return f"{MINUS}{text}" if amount < 0 else text


def format_vnd_unit(amount: int) -> str:
    """Write đồng with its unit after a no-break space: `441.000 đ`."""
    return f"{format_vnd(amount)}{NO_BREAK_SPACE}đ"


def format_million(amount: int) -> str:
    """Write đồng as triệu with one decimal, rounded half up from the đồng.

    >>> format_million(17_231_911_000)
    '17.231,9'
    """
    tenths = round_half_up(amount, 100_000)
    whole, tenth = divmod(abs(tenths), 10)
    return f"{MINUS if tenths < 0 else ''}{format_vnd(whole)},{tenth}"


def format_billion(amount: int) -> str:
    """Write đồng as tỷ with two decimals, rounded half up from the đồng.

    >>> format_billion(19_207_261_000)
    '19,21'
    """
    hundredths = round_half_up(amount, 10_000_000)
    whole, part = divmod(abs(hundredths), 100)
    return f"{MINUS if hundredths < 0 else ''}{format_vnd(whole)},{part:02d}"


def parse_vnd(text: str) -> Vnd:
    """Read what people write for đồng; never guesses thousands from a bare number.

    Understands `85000`, `85.000`, `85 000`, `85,000`, `85.000đ`, `85k`, `1,25tr`.

    Raises:
        BadAmountError: not a whole, non-negative number of đồng, or larger than MAX_VND.

    >>> parse_vnd("85.000đ"), parse_vnd("1,25tr")
    (85000, 1250000)
    """
    cleaned = _CURRENCY.sub("", unicodedata.normalize("NFC", text).strip())
    value = _whole(cleaned)
    if value is None or value > MAX_VND:
        raise BadAmountError(text.strip())
    return Vnd(value)


def _whole(cleaned: str) -> int | None:
    if re.fullmatch(r"[0-9]{1,15}", cleaned):
        return int(cleaned)
    if _GROUPED.match(cleaned):
        return int(re.sub(r"\D", "", cleaned))
    short = _SHORT.match(cleaned)
    if short is None:
        return None
    whole, _, decimals = short[1].replace(",", ".").partition(".")
    scaled = int(whole + decimals) * _SHORT_FACTOR[short[2].lower()]
    value, rest = divmod(scaled, 10 ** len(decimals))
    return None if rest else value


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")


def amount_in_words(amount: int) -> str:
    """Write đồng in Northern words: mốt, lăm, linh, nghìn; first letter capital.

    >>> amount_in_words(441_000)
    'Bốn trăm bốn mươi mốt nghìn đồng'
    >>> amount_in_words(1_005_015)
    'Một triệu không trăm linh năm nghìn không trăm mười lăm đồng'
    """
    words = f"{_number_words(abs(amount))} đồng"
    words = f"âm {words}" if amount < 0 else words
    return words[0].upper() + words[1:]


def _number_words(value: int) -> str:
    if value == 0:
        return _DIGITS[0]
    billions, below = divmod(value, 1_000_000_000)
    parts = [f"{_number_words(billions)} tỷ"] if billions else []
    groups = [(below // 1000**scale % 1000, scale) for scale in (2, 1, 0)]
    for group, scale in groups:
        if group:
            parts.append(f"{_group_words(group, full=bool(parts))} {_SCALES[scale]}".strip())
    return " ".join(parts)


def _group_words(group: int, *, full: bool) -> str:
    hundreds, below = divmod(group, 100)
    head = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    return " ".join([*head, *_below_hundred(below, after_hundred=bool(head))])


def _below_hundred(below: int, *, after_hundred: bool) -> list[str]:
    tens, unit = divmod(below, 10)
    if tens == 0:
        if unit == 0:
            return []
        return ["linh", _DIGITS[unit]] if after_hundred else [_DIGITS[unit]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if unit == 0:
        return words
    special = {5: "lăm"} if tens == 1 else {1: "mốt", 5: "lăm"}
    return [*words, special.get(unit, _DIGITS[unit])]
