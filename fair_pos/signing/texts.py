"""What a printed QR proves: the facts of its paper, and an Ed25519 signature of 107 signs behind.

Signed is the ASCII text `fair-pos receipt 1 ` (or `report`, `placard`) and then all signs before
the signature: a receipt is never a report, nor a later version this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from cryptography.exceptions import InvalidSignature

from fair_pos.signing import signs
from fair_pos.signing.facts import CODE, Facts
from fair_pos.signing.keys import Key

SIGNATURE = 107
LEAST = 40
"""Signs that are no code any more: cut off, or with facts and signature."""
_SIGNATURE_BYTES = 64

F = TypeVar("F", bound=Facts)


class Verdict(StrEnum):
    """What a signature turned out to be."""

    GOOD = "good"
    WRONG = "wrong"
    UNKNOWN_KEY = "unknown_key"


@dataclass(frozen=True, slots=True)
class Checked(Generic[F]):
    """A signed text, whether it holds and what it says; without facts it is cut off or no text."""

    verdict: Verdict
    facts: F | None = None
    key: Key | None = None


def signed(key: Key | None, facts: Facts) -> str:
    """Return what stands behind /R/, /C/ or /O/: the code alone where there is no key.

    The code alone, too, where these few signs cannot say the facts: a number with other signs,
    a total of 378 billion, a clock past the year 2886.
    """
    body = facts.body(key.key_id) if key else None
    if key is None or body is None:
        return facts.code
    return body + signs.of_bytes(key.private.sign(message(facts.PAPER, body)), SIGNATURE)


def check(keys: Sequence[Key], paper: type[F], text: str) -> Checked[F] | None:
    """Check what stands behind an address; None: it is too short for anything but a code.

    Shape: `text` in any case.
    """
    text = text.upper()
    if len(text) < LEAST:
        return None
    body, signature = text[:-SIGNATURE], signs.to_bytes(text[-SIGNATURE:], _SIGNATURE_BYTES)
    facts = paper.read(body)
    if facts is None or signature is None:
        return Checked(Verdict.WRONG)
    key = next((one for one in keys if one.key_id == body[CODE]), None)
    if key is None:
        return Checked(Verdict.UNKNOWN_KEY, facts)
    try:
        key.private.public_key().verify(signature, message(paper.PAPER, body))
    except InvalidSignature:
        return Checked(Verdict.WRONG, None, key)
    return Checked(Verdict.GOOD, facts, key)


def message(paper: str, body: str) -> bytes:
    """Return the signed bytes."""
    return f"fair-pos {paper} 1 {body}".encode()
