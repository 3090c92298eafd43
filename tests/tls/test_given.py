"""A certificate from elsewhere is looked at before it is taken."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)

from fair_pos.core.clock import SystemClock
from fair_pos.tls import authority, given, hosts
from fair_pos.tls.authority import Signed
from fair_pos.tls.given import BadCertificateError
from tests.tls.wire import key_pem, pem

NOW = SystemClock().now()
HOSTS = hosts.read(["pos.hoicho.vn"], ["192.168.8.2"])
ROOT = authority.make_authority(HOSTS, NOW, NOW + timedelta(days=90))
LEAF = authority.make_leaf(ROOT, HOSTS, NOW)
OTHER = authority.make_authority(HOSTS, NOW, NOW + timedelta(days=90))
LATER = timedelta(days=91)


def test_a_whole_chain_with_its_key_is_taken() -> None:
    found = given.check(pem(LEAF.certificate, ROOT.certificate), key_pem(LEAF), NOW)
    assert found == LEAF.certificate
    assert given.hosts_of(found).texts == ("pos.hoicho.vn", "192.168.8.2")


def refused(chain: bytes, key: bytes, **shift: timedelta) -> str:
    with pytest.raises(BadCertificateError) as caught:
        given.check(chain, key, NOW + shift.get("later", timedelta()))
    assert caught.value.sentence("en").startswith("Certificate refused: ")
    return str(caught.value)


def test_another_s_key_is_refused() -> None:
    assert "không khớp" in refused(pem(LEAF.certificate), key_pem(OTHER))


def test_a_chain_in_the_wrong_order_says_which_comes_first() -> None:
    assert "đứng đầu tệp" in refused(pem(ROOT.certificate, LEAF.certificate), key_pem(LEAF))


def test_a_chain_with_a_foreign_signer_is_refused() -> None:
    assert "thứ tự" in refused(pem(LEAF.certificate, OTHER.certificate), key_pem(LEAF))


def test_dates_are_looked_at() -> None:
    assert "đã hết hạn ngày" in refused(pem(LEAF.certificate), key_pem(LEAF), later=LATER)
    assert "kiểm tra giờ" in refused(pem(LEAF.certificate), key_pem(LEAF), later=-LATER)


def test_a_certificate_without_a_name_is_refused() -> None:
    assert "không ghi tên" in refused(pem(ROOT.certificate), key_pem(ROOT))


def test_what_is_no_pem_or_has_a_password_is_refused() -> None:
    assert "chứng chỉ dạng PEM" in refused(b"x", key_pem(LEAF))
    assert "khóa không phải dạng PEM" in refused(pem(LEAF.certificate), b"x")
    locked = locked_key(LEAF)
    assert "mật khẩu" in refused(pem(LEAF.certificate), locked)


def locked_key(signed: Signed) -> bytes:
    lock = BestAvailableEncryption(b"bi-mat")
    return signed.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
