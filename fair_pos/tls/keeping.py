"""Writes certificates and keys into the data folder, for the owner only, whole or not at all."""

import json
from collections.abc import Iterable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from fair_pos.db.files import write_secret
from fair_pos.settings import Settings
from fair_pos.tls.authority import Signed
from fair_pos.tls.folder import Kept, folder_of


def keep_given(settings: Settings, host: str, chain_pem: bytes, key_pem: bytes) -> None:
    """Keep a checked certificate and its key; the one before is put aside."""
    _keep(settings, host, {"cert.pem": chain_pem}, {"key.pem": key_pem})


def keep_made(settings: Settings, host: str, root: Signed, leaf: Signed) -> None:
    """Keep a fair's own authority and its leaf; what was before is put aside."""
    certificates = {"ca.pem": _pem(root.certificate), "cert.pem": _pem(leaf.certificate)}
    _keep(settings, host, certificates, {"ca-key.pem": _key(root), "key.pem": _key(leaf)})


def keep_renewed(found: Kept, leaf: Signed) -> None:
    """Put a new leaf in the place of the old one."""
    write_secret(found.folder / "key.pem.new", _key(leaf))
    write_secret(found.folder / "cert.pem.new", _pem(leaf.certificate))
    (found.folder / "key.pem.new").replace(found.key_file)
    (found.folder / "cert.pem.new").replace(found.certificate_file)


def switch_on(found: Kept, host: str = "") -> None:
    """Let `serve` open the https door, under another host where one is given."""
    _say(found.folder, host or found.host, is_on=True)


def switch_off(found: Kept) -> None:
    """Let `serve` open the http door only; the files stay."""
    _say(found.folder, found.host, is_on=False)


def forget_authority_key(found: Kept) -> None:
    """Delete the authority's key: nothing can be signed by it any more, also by a thief."""
    found.authority_key_file.unlink(missing_ok=True)


def _keep(
    settings: Settings, host: str, certificates: dict[str, bytes], keys: dict[str, bytes]
) -> None:
    """Write a whole folder beside the old one, then change them over."""
    folder = folder_of(settings)
    fresh = folder.with_name("tls.new")
    _remove(fresh)
    fresh.mkdir(parents=True, mode=0o700)
    for name, content in {**keys, **certificates}.items():
        write_secret(fresh / name, content)
    _say(fresh, host, is_on=True)
    if folder.exists():
        folder.rename(_free(folder.with_name(f"tls.before-{n}") for n in range(1, 1000)))
    fresh.rename(folder)


def _free(places: Iterable[Path]) -> Path:
    return next(place for place in places if not place.exists())


def _say(folder: Path, host: str, *, is_on: bool) -> None:
    content = json.dumps({"host": host, "on": is_on}).encode()
    write_secret(folder / "site.json", content)


def _remove(folder: Path) -> None:
    if folder.exists():
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _key(signed: Signed) -> bytes:
    return signed.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
