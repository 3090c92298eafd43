"""What the data folder keeps of TLS: certificate, keys, on or off."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key,
)

from fair_pos.core.errors import FairPosError
from fair_pos.settings import Settings
from fair_pos.tls import given
from fair_pos.tls.authority import Signed
from fair_pos.tls.hosts import Hosts, in_url

_OWNER_ONLY = 0o077


class NoTlsError(FairPosError):
    """Nothing was made or taken yet."""

    code = "no_tls"
    status = 404
    vi = "Chưa có chứng chỉ. Tạo bằng “fair-pos tls make” hoặc lấy vào bằng “fair-pos tls use”."
    en = "No certificate yet. Make one with “fair-pos tls make” or take one with “tls use”."


class BrokenTlsError(FairPosError):
    """The folder was damaged or half copied."""

    code = "broken_tls"
    status = 500
    vi = "Thư mục {detail} thiếu hoặc hỏng tệp. Chép lại cả thư mục, hoặc làm lại với --replace."
    en = "The folder {detail} misses files. Copy all of it again, or start anew with --replace."


class NoAuthorityKeyError(FairPosError):
    """The authority's key was forgotten on purpose, or the certificate was given."""

    code = "no_authority_key"
    status = 409
    vi = (
        "Máy này không giữ khóa của chứng chỉ gốc nên không ký lại được. "
        "Tạo lại bằng “tls make … --replace”; điện thoại phải cài lại."
    )
    en = "This machine has no authority key. Make a new one with --replace: phones install again."


@dataclass(frozen=True, slots=True)
class Kept:
    """The certificate in use. `authority` is None for a given one."""

    folder: Path
    host: str
    is_on: bool
    chain: tuple[x509.Certificate, ...]
    authority: x509.Certificate | None

    @property
    def leaf(self) -> x509.Certificate:
        """Return the server's own certificate."""
        return self.chain[0]

    @property
    def hosts(self) -> Hosts:
        """Return what it speaks for."""
        return given.hosts_of(self.leaf)

    @property
    def ends_at(self) -> datetime:
        """Return when the first of its certificates ends."""
        return min(one.not_valid_after_utc for one in self.chain)

    @property
    def certificate_file(self) -> Path:
        """Return the file of the server's certificate and its signers."""
        return self.folder / "cert.pem"

    @property
    def key_file(self) -> Path:
        """Return the file of the server's key."""
        return self.folder / "key.pem"

    @property
    def authority_key_file(self) -> Path:
        """Return the file of the authority's key; absent when it was forgotten."""
        return self.folder / "ca-key.pem"

    def url(self, port: int) -> str:
        """Return the address that people are sent to."""
        return f"https://{in_url(self.host, port)}"

    def open_to_others(self) -> list[Path]:
        """Return key files that other accounts of this machine can read."""
        if os.name != "posix":
            return []
        keys = (self.key_file, self.authority_key_file)
        return [file for file in keys if file.exists() and file.stat().st_mode & _OWNER_ONLY]


def folder_of(settings: Settings) -> Path:
    """Return where certificate and keys are kept."""
    return settings.data / "tls"


def kept(settings: Settings) -> Kept | None:
    """Return what is kept, on or off, or None.

    Raises:
        BrokenTlsError: the folder is not whole.
    """
    folder = folder_of(settings)
    if not folder.exists():
        return None
    try:
        site = json.loads((folder / "site.json").read_text(encoding="utf-8"))
        chain = tuple(x509.load_pem_x509_certificates((folder / "cert.pem").read_bytes()))
        root = folder / "ca.pem"
        authority = x509.load_pem_x509_certificate(root.read_bytes()) if root.exists() else None
        found = Kept(folder, site["host"], site["on"], chain, authority)
        if not found.key_file.exists():
            raise BrokenTlsError(str(folder))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenTlsError(str(folder)) from error
    return found


def needed(settings: Settings) -> Kept:
    """Return what is kept.

    Raises:
        NoTlsError, BrokenTlsError: nothing, or not whole.
    """
    found = kept(settings)
    if found is None:
        raise NoTlsError
    return found


def announced(settings: Settings) -> Settings:
    """Return settings whose public address is the https one, where TLS is on and none is set."""
    if settings.public_url:
        return settings
    with suppress(BrokenTlsError):  # `serve` and `doctor` say so; another command needs no TLS
        found = kept(settings)
        if found is not None and found.is_on:
            return settings.model_copy(update={"public_url": found.url(settings.tls_port)})
    return settings


def authority_of(found: Kept) -> Signed:
    """Return the fair's authority with its key.

    Raises:
        NoAuthorityKeyError: it is not on this machine.
    """
    if found.authority is None or not found.authority_key_file.exists():
        raise NoAuthorityKeyError
    key = load_pem_private_key(found.authority_key_file.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey), "made here, always of this kind"
    return Signed(found.authority, key)


def fingerprint(certificate: x509.Certificate) -> str:
    """Write the SHA-256 in groups of four, as people compare it.

    Shape: `3F0A 91C2 …`, sixteen groups.
    """
    text = certificate.fingerprint(hashes.SHA256()).hex().upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
