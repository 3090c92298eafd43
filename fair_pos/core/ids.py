"""Ids that machines make (UUIDv7) and short codes that people read, type and scan."""

import re
import secrets

import uuid_utils

#: No vowels, no D, W, Y: neither Telex nor VNI changes such a code, and no word arises.
ALPHABET = "0123456789BCFGHJKLMNPQRSTVXZ"

_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def new_id() -> str:
    """Make a UUIDv7 in its text form; it is the key for retry, too."""
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Say whether a text is a UUIDv7 in lower case."""
    return bool(_UUID7.fullmatch(text))


def new_code(length: int) -> str:
    """Make a random short code of `length` signs, the last of them the check sign."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + check_sign(body)


def code_of(number: int, length: int) -> str:
    """Write a number as a short code of `length` signs, the last of them the check sign.

    Raises:
        ValueError: the number does not fit.
    """
    signs = []
    for _ in range(length - 1):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    if number:
        raise ValueError(length)
    body = "".join(reversed(signs))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """Return the check sign: catches every single wrong sign and 99,7% of swapped neighbours.

    Source: ISO/IEC 7064 hybrid system MOD (M+1, M) with M = 28 signs (29 is prime).
    """
    size = len(ALPHABET)
    state = size
    for sign in body:
        state = (state + ALPHABET.index(sign)) % size or size
        state = state * 2 % (size + 1)
    return ALPHABET[(size + 1 - state) % size]


def read_code(text: str) -> str | None:
    """Return the code in its one form, or None: unknown signs or a wrong check sign.

    Takes any case, spaces and hyphens.
    """
    code = re.sub(r"[\s-]", "", text).upper()
    if len(code) < 2 or any(sign not in ALPHABET for sign in code):  # noqa: PLR2004
        return None
    return code if check_sign(code[:-1]) == code[-1] else None


def group_code(code: str) -> str:
    """Write a code in two groups, as on paper: `B4K7R 2XQ9F`."""
    half = (len(code) + 1) // 2
    return f"{code[:half]} {code[half:]}"
