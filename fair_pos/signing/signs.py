"""Bytes and numbers in the 28 signs of our alphabet, most significant first. Pure."""

from fair_pos.core.ids import ALPHABET

BASE = len(ALPHABET)
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)


def of_bytes(value: bytes, signs: int) -> str:
    """Write bytes as one number; two signs a step, because every sale waits for it."""
    number, pairs = int.from_bytes(value), []
    for _ in range(-(-signs // 2)):
        number, pair = divmod(number, BASE * BASE)
        pairs.append(_PAIRS[pair])
    return "".join(reversed(pairs))[-signs:]


def to_bytes(signs: str, size: int) -> bytes | None:
    """Read so many bytes, or None: a sign of no alphabet, or more than they hold."""
    if set(signs) - set(ALPHABET):
        return None
    number = value(signs)
    return number.to_bytes(size) if number < 1 << 8 * size else None


def value(signs: str) -> int:
    """Read a number."""
    number = 0
    for sign in signs:
        number = number * BASE + ALPHABET.index(sign)
    return number


def length(number: int) -> int:
    """Return how many signs a number needs, one at least."""
    signs = 1
    while BASE**signs <= number:
        signs += 1
    return signs
