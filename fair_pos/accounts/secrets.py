"""Hashes of passwords and PINs, and tokens of sessions and devices."""

import functools
import hashlib
import hmac
import secrets
import threading

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_hasher = PasswordHash((Argon2Hasher(),))
_room = threading.Semaphore(2)
"""Argon2 takes 64 MB each: at most two at once."""


def new_token() -> str:
    """Make a 256-bit token."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the form in which a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password: str) -> str:
    """Hash a password with argon2id."""
    with _room:
        return _hasher.hash(password)


def hash_pin(pin: str, pepper: bytes) -> str:
    """Hash a PIN; without the pepper, which is not in the database, the hash is useless."""
    return hash_password(_peppered(pin, pepper))


def password_fits(password: str, stored: str | None) -> bool:
    """Compare in constant answer: an unknown person costs the same time."""
    with _room:
        return _hasher.verify(password, stored or _nobody()) and stored is not None


def pin_fits(pin: str, stored: str | None, pepper: bytes) -> bool:
    """Compare a PIN with its peppered hash."""
    return password_fits(_peppered(pin, pepper), stored)


def _peppered(pin: str, pepper: bytes) -> str:
    return hmac.new(pepper, pin.encode(), hashlib.sha256).hexdigest()


@functools.cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe(8))
