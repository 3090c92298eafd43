"""The Ed25519 keys of this system: made at `init`, kept beside the database, newest last.

A lost file is never replaced silently: papers go out unsigned and `doctor` tells it, until the
file is back from a backup or `signing-key rotate` makes a new key. Source: RFC 8032, 5.1.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fair_pos.core.clock import iso_utc, parse_utc
from fair_pos.core.errors import FairPosError
from fair_pos.core.ids import ALPHABET
from fair_pos.db.files import write_secret

FILE = "signing_keys"
ALGORITHM = "Ed25519"
_SEED_BYTES = 32
_SHOWN_BYTES = 16


class NoKeyLeftError(FairPosError):
    """Every sign of the alphabet names a key already."""

    code = "no_signing_key_left"
    vi = "Đã đổi khóa ký {detail} lần, không còn chữ cái nào cho khóa mới."
    en = "The signing key was changed {detail} times; no sign is left for another."


@dataclass(frozen=True, slots=True)
class Key:
    """One key pair; the sign that names it comes from the public key."""

    key_id: str
    since: datetime
    until: datetime | None
    """When the next key took over; None: it signs."""
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """Return the public key, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        """Return what people compare: `9f86 d081 …`, the first 16 bytes of the SHA-256."""
        digest = hashlib.sha256(self.public).digest()[:_SHOWN_BYTES].hex()
        return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


class Signer:
    """The keys of a data folder, read once and again after the file was changed."""

    def __init__(self, data: Path) -> None:
        """Read nothing yet."""
        self._file = data / FILE
        self._stamp = 0
        self._keys: tuple[Key, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """Return every key, newest last; none where the file was never made or is lost.

        A file that goes while the server runs leaves the keys that were read.
        """
        try:
            stamp = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return self._keys
        if stamp != self._stamp:
            self._keys = _read(self._file.read_text("ascii"))
            self._stamp = stamp
        return self._keys

    @property
    def key(self) -> Key | None:
        """Return the key that signs, or None: papers go out without a signature."""
        keys = self.keys
        return keys[-1] if keys else None


def make(data: Path, now: datetime) -> None:
    """Make the first key of a new data folder; one that has keys stays as it is."""
    if not (data / FILE).exists():
        rotate(data, now)


def rotate(data: Path, now: datetime) -> tuple[Key, ...]:
    """Add a key that signs from now on; what the earlier ones signed stays good.

    Raises:
        NoKeyLeftError: 28 keys are the most.
    """
    file = data / FILE
    lines = file.read_text("ascii").splitlines() if file.exists() else []
    used = {line[0] for line in lines}
    if len(used) == len(ALPHABET):
        raise NoKeyLeftError(str(len(used)))
    seed = secrets.token_bytes(_SEED_BYTES)
    while (key_id := _key_id(seed)) in used:
        seed = secrets.token_bytes(_SEED_BYTES)
    lines.append(f"{key_id} {iso_utc(now)} {seed.hex()}")
    write_secret(file, "".join(f"{line}\n" for line in lines).encode())
    return _read("\n".join(lines))


def published(keys: Sequence[Key], site: str, *, is_sample: bool) -> dict[str, Any]:
    """Return what anybody may have: every public key with its dates, oldest first."""
    return {
        "v": 1,
        "site": site,
        "is_sample": is_sample,
        "keys": [
            {
                "key": key.key_id,
                "algorithm": ALGORITHM,
                "public": key.public.hex(),
                "fingerprint": key.fingerprint,
                "since": iso_utc(key.since),
                "until": iso_utc(key.until) if key.until else None,
            }
            for key in keys
        ],
    }


def _key_id(seed: bytes) -> str:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return ALPHABET[hashlib.sha256(public).digest()[0] % len(ALPHABET)]


def _read(text: str) -> tuple[Key, ...]:
    rows = [line.split() for line in text.splitlines() if line]
    ends = [parse_utc(since) for _, since, _ in rows[1:]]
    return tuple(
        Key(key_id, parse_utc(since), until, Ed25519PrivateKey.from_private_bytes(_seed(seed)))
        for (key_id, since, seed), until in zip(rows, [*ends, None], strict=True)
    )


def _seed(text: str) -> bytes:
    return bytes.fromhex(text)
