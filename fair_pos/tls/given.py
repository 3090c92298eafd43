"""Looks at a certificate that somebody else signed: whole, in order, in date, with its key."""

from datetime import datetime
from itertools import pairwise

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from fair_pos.core.errors import FairPosError
from fair_pos.tls.hosts import Hosts


class BadCertificateError(FairPosError):
    """A file that cannot serve; `detail` says why in Vietnamese, `en` in English."""

    code = "bad_certificate"
    status = 422
    vi = "Không nhận chứng chỉ này: {detail}."
    en = "Certificate refused: {en}."


def _bad(vietnamese: str, english: str) -> BadCertificateError:
    return BadCertificateError(vietnamese, en=english)


def check(chain_pem: bytes, key_pem: bytes, now: datetime) -> x509.Certificate:
    """Check a certificate file and its key file; returns the server's own certificate.

    Raises:
        BadCertificateError: unreadable, wrong key, wrong order, not in date, without names.
    """
    chain, key = _read_chain(chain_pem), _read_key(key_pem)
    _check_key(chain, key)
    _check_order(chain)
    leaf = chain[0]
    for one in chain:
        if now >= one.not_valid_after_utc:
            end = f"{one.not_valid_after_utc:%d/%m/%Y}"
            raise _bad(f"đã hết hạn ngày {end}", f"it ended on {end}")
        if now < one.not_valid_before_utc:
            start = f"{one.not_valid_before_utc:%d/%m/%Y}"
            raise _bad(
                f"chỉ dùng được từ {start}; kiểm tra giờ của máy", f"it starts on {start} only"
            )
    if not hosts_of(leaf).texts:
        raise _bad("không ghi tên hay địa chỉ nào", "it names no host")
    return leaf


def hosts_of(leaf: x509.Certificate) -> Hosts:
    """Return the names and addresses of a certificate."""
    try:
        found = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Hosts()
    names = tuple(name.lower() for name in found.get_values_for_type(x509.DNSName))
    return Hosts(names, tuple(found.get_values_for_type(x509.IPAddress)))  # type: ignore[arg-type]  # in a SAN never a network


def _read_chain(pem: bytes) -> tuple[x509.Certificate, ...]:
    try:
        return tuple(x509.load_pem_x509_certificates(pem))
    except ValueError as error:
        raise _bad("tệp không phải chứng chỉ dạng PEM", "the file is no PEM certificate") from error


def _read_key(pem: bytes) -> PrivateKeyTypes:
    try:
        return load_pem_private_key(pem, None)
    except TypeError as error:
        raise _bad("khóa có mật khẩu; bỏ mật khẩu trước", "its key has a password") from error
    except ValueError as error:
        raise _bad("tệp khóa không phải dạng PEM", "the key file is no PEM key") from error


def _check_key(chain: tuple[x509.Certificate, ...], key: PrivateKeyTypes) -> None:
    public = key.public_key()
    if public == chain[0].public_key():
        return
    if any(public == one.public_key() for one in chain):
        raise _bad(
            "chứng chỉ của máy chủ phải đứng đầu tệp, rồi đến chứng chỉ đã ký nó",
            "the server's certificate must stand first in the file",
        )
    raise _bad("khóa không khớp với chứng chỉ", "the key does not belong to it")


def _check_order(chain: tuple[x509.Certificate, ...]) -> None:
    for one, signer in pairwise(chain):
        try:
            one.verify_directly_issued_by(signer)
        except (ValueError, TypeError, InvalidSignature) as error:
            raise _bad(
                "thứ tự trong tệp sai: mỗi chứng chỉ phải đứng ngay trước chứng chỉ đã ký nó",
                "each certificate must stand right before the one that signed it",
            ) from error
