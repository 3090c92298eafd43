"""What a printed QR says and proves, in signs of our alphabet. Pure.

    receipt  code 10 · key 1 · form 1 · minute 6 · total 8 · number     · signature 107
    report   code 10 · key 1 · form 1 · minute 6 · total 8 · issue 2 · SHA-256 54 · signature 107

Numbers are written with the 28 signs as digits. `minute` counts from 1970-01-01 UTC, `total` is
whole đồng without its sign (a refund's form says that it was given back), a receipt's number is
read as a number of base 38. Signed is the ASCII text `fair-pos receipt 1 ` or `fair-pos report 1 `
and then all signs before the signature: a receipt is never a report, nor a later version this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidSignature

from fair_pos.core.ids import ALPHABET, read_code
from fair_pos.core.serials import digits
from fair_pos.signing.keys import Key

CODE, KEY, FORM, MINUTE, TOTAL, ISSUE, HASH, SIGNATURE = 10, 1, 1, 6, 8, 2, 54, 107
LEAST = 40
"""Signs that are no code any more: cut off, or with facts and signature."""
FORMS = {"receipt": ("sale", "refund", "void"), "report": ("draft", "final")}
"""In their order; sample data takes the signs behind them."""
NUMBER_SIGNS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BASE = len(ALPHABET)
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
_HEAD = CODE + KEY + FORM + MINUTE + TOTAL
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIGNATURE_BYTES, _HASH_BYTES = 64, 32


class Verdict(StrEnum):
    """What a signature turned out to be."""

    GOOD = "good"
    WRONG = "wrong"
    UNKNOWN_KEY = "unknown_key"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a paper's signature stands for."""

    paper: str
    """`receipt` or `report`."""
    code: str
    form: str
    is_sample: bool
    at: datetime
    """To the minute, as printed."""
    total_vnd: int
    """Without its sign."""
    number: str
    """Of the receipt, or of the draft or final."""
    sha256: str = ""
    """Of the report's figures, hexadecimal."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A signed text, whether it holds and what it says; without facts it is cut off or no text."""

    verdict: Verdict
    facts: Facts | None = None
    key: Key | None = None


def signed(key: Key | None, facts: Facts) -> str:
    """Return what stands behind /R/ or /C/: the code alone where there is no key.

    The code alone, too, where these few signs cannot say the facts: a number with other signs,
    a total of 378 billion, a clock past the year 2886.
    """
    body = _body(facts, key.key_id) if key else None
    if key is None or body is None:
        return facts.code
    return body + _number(key.private.sign(message(facts.paper, body)), SIGNATURE)


def check(keys: Sequence[Key], paper: str, text: str) -> Checked | None:
    """Check what stands behind /R/ or /C/; None: it is too short for anything but a code.

    Shape: `text` in any case.
    """
    text = text.upper()
    if len(text) < LEAST:
        return None
    body, signature = text[:-SIGNATURE], _bytes(text[-SIGNATURE:], _SIGNATURE_BYTES)
    facts = _read(paper, body)
    if facts is None or signature is None:
        return Checked(Verdict.WRONG)
    key = next((one for one in keys if one.key_id == body[CODE]), None)
    if key is None:
        return Checked(Verdict.UNKNOWN_KEY, facts)
    try:
        key.private.public_key().verify(signature, message(paper, body))
    except InvalidSignature:
        return Checked(Verdict.WRONG, None, key)
    return Checked(Verdict.GOOD, facts, key)


def message(paper: str, body: str) -> bytes:
    """Return the signed bytes."""
    return f"fair-pos {paper} 1 {body}".encode()


def _body(facts: Facts, key_id: str) -> str | None:
    forms = FORMS[facts.paper]
    minutes = (facts.at - _EPOCH) // timedelta(minutes=1)
    number = _rest(facts)
    if number is None or not (0 <= minutes < _BASE**MINUTE and 0 <= facts.total_vnd < _BASE**TOTAL):
        return None
    form = ALPHABET[forms.index(facts.form) + len(forms) * facts.is_sample]
    return (
        facts.code
        + key_id
        + form
        + digits(minutes, MINUTE)
        + digits(facts.total_vnd, TOTAL)
        + number
    )


def _rest(facts: Facts) -> str | None:
    """Return what is the paper's own: the receipt's number, or the issue and its hash."""
    if facts.paper == "report":
        issue = int(facts.number)
        if issue >= _BASE**ISSUE:
            return None
        return digits(issue, ISSUE) + _number(bytes.fromhex(facts.sha256), HASH)
    if not facts.number or set(facts.number) - set(NUMBER_SIGNS):
        return None
    number = 0
    for sign in facts.number:
        number = number * (len(NUMBER_SIGNS) + 1) + NUMBER_SIGNS.index(sign) + 1
    length = 1
    while _BASE**length <= number:
        length += 1
    return digits(number, length)


def _read(paper: str, body: str) -> Facts | None:
    """Return the facts of the signs before a signature, or None: they say none."""
    forms = FORMS[paper]
    if len(body) <= _HEAD or set(body) - set(ALPHABET) or read_code(body[:CODE]) is None:
        return None
    form = ALPHABET.index(body[CODE + KEY])
    at = CODE + KEY + FORM
    rest = _read_rest(paper, body[_HEAD:])
    if form >= 2 * len(forms) or rest is None:
        return None
    return Facts(
        paper,
        body[:CODE],
        forms[form % len(forms)],
        form >= len(forms),
        _EPOCH + timedelta(minutes=_value(body[at : at + MINUTE])),
        _value(body[at + MINUTE : _HEAD]),
        *rest,
    )


def _read_rest(paper: str, rest: str) -> tuple[str, str] | None:
    if paper == "report":
        digest = _bytes(rest[ISSUE:], _HASH_BYTES) if len(rest) == ISSUE + HASH else None
        return (str(_value(rest[:ISSUE])), digest.hex()) if digest else None
    number, written = _value(rest), ""
    while number:
        number, one = divmod(number, len(NUMBER_SIGNS) + 1)
        if one == 0:
            return None
        written = NUMBER_SIGNS[one - 1] + written
    return (written, "")


def _number(value: bytes, signs: int) -> str:
    """Write bytes as one number; two signs a step, because every sale waits for it."""
    number, pairs = int.from_bytes(value), []
    for _ in range(-(-signs // 2)):
        number, pair = divmod(number, _BASE * _BASE)
        pairs.append(_PAIRS[pair])
    return "".join(reversed(pairs))[-signs:]


def _bytes(signs: str, size: int) -> bytes | None:
    if set(signs) - set(ALPHABET):
        return None
    value = _value(signs)
    return value.to_bytes(size) if value < 1 << 8 * size else None


def _value(signs: str) -> int:
    value = 0
    for sign in signs:
        value = value * _BASE + ALPHABET.index(sign)
    return value
