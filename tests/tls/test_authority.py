"""The fair's own authority: bound to its names and addresses, trusted for them, dated back."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import verification

from fair_pos.core.clock import SystemClock
from fair_pos.tls import authority, hosts
from fair_pos.tls.authority import AuthorityEndedError, NotInAuthorityError, Signed
from fair_pos.tls.hosts import Hosts
from tests.tls.wire import refusal

FAIR = hosts.read(["pos.hoicho.vn"], ["192.168.8.2", "fd00::2"])
BANK = hosts.read(["bank.example"])
NOW = SystemClock().now()
"""OpenSSL and the browser ask the machine's clock, so the certificates live now."""
UNTIL = NOW + timedelta(days=120)


@pytest.fixture(scope="module")
def root() -> Signed:
    return authority.make_authority(FAIR, NOW, UNTIL)


@pytest.fixture
def thief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sign with a stolen key: our code's own look at the constraints is left out."""
    monkeypatch.setattr(authority, "_check_allowed", lambda *_: None)


@pytest.mark.parametrize("host", ["pos.hoicho.vn", "192.168.8.2", "fd00::2"])
def test_who_trusts_the_authority_trusts_the_server_by_name_and_address(
    root: Signed, host: str, tmp_path: Path
) -> None:
    leaf = authority.make_leaf(root, FAIR, NOW)
    assert refusal(leaf, root.certificate, host, tmp_path) == ""


def test_the_strict_verifier_of_the_web_accepts_it_too(root: Signed) -> None:
    leaf = authority.make_leaf(root, FAIR, NOW).certificate
    store = verification.Store([root.certificate])
    for subject in (x509.DNSName("pos.hoicho.vn"), x509.IPAddress(ip_address("192.168.8.2"))):
        policy = verification.PolicyBuilder().store(store).time(NOW)
        policy.build_server_verifier(subject).verify(leaf, [])


@dataclass(frozen=True)
class Theft:
    bound_to: Hosts
    wanted: Hosts


@pytest.mark.parametrize(
    "theft",
    [
        Theft(FAIR, BANK),
        Theft(FAIR, hosts.read([], ["8.8.8.8"])),
        Theft(FAIR, hosts.read([], ["2001:4860::8888"])),
        Theft(hosts.read(["pos.hoicho.vn"]), hosts.read([], ["8.8.8.8"])),
        Theft(hosts.read(["pos.hoicho.vn"]), hosts.read([], ["2001:4860::8888"])),
        Theft(hosts.read([], ["192.168.8.2"]), BANK),
        Theft(hosts.read([], ["192.168.8.2"]), hosts.read([], ["192.168.8.3"])),
        Theft(hosts.read([], ["192.168.8.2"], ["192.168.8.0/24"]), hosts.read([], ["192.168.9.3"])),
    ],
    ids=lambda theft: f"{theft.bound_to.texts}-{theft.wanted.texts}",
)
def test_a_stolen_authority_cannot_speak_for_others(
    theft: Theft, thief: None, tmp_path: Path
) -> None:
    root = authority.make_authority(theft.bound_to, NOW, UNTIL)
    forged = authority.make_leaf(root, theft.wanted, NOW)
    said = refusal(forged, root.certificate, theft.wanted.first, tmp_path)
    assert said in {"permitted subtree violation", "excluded subtree violation"}


def test_an_authority_bound_to_more_is_believed_where_ours_is_not(tmp_path: Path) -> None:
    """The theft test can fail: without the constraint the same forgery passes."""
    wide = Hosts((*FAIR.names, *BANK.names), FAIR.addresses)
    root = authority.make_authority(wide, NOW, UNTIL)
    leaf = authority.make_leaf(root, BANK, NOW)
    assert refusal(leaf, root.certificate, "bank.example", tmp_path) == ""


def test_our_own_code_signs_nothing_foreign_either(root: Signed) -> None:
    with pytest.raises(NotInAuthorityError, match=r"bank\.example"):
        authority.make_leaf(root, BANK, NOW)


def test_a_new_address_of_the_same_subnet_needs_no_new_authority() -> None:
    root = authority.make_authority(
        hosts.read(["pos.hoicho.vn"], ["192.168.8.2"], ["192.168.8.0/24"]), NOW, UNTIL
    )
    assert ip_network("192.168.8.0/24") in authority.subnets_of(root.certificate)
    authority.make_leaf(root, hosts.read(["pos.hoicho.vn"], ["192.168.8.77"]), NOW)


def test_what_the_certificates_say_of_themselves(root: Signed) -> None:
    top = root.certificate.extensions
    basic = top.get_extension_for_class(x509.BasicConstraints)
    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    assert top.get_extension_for_class(x509.NameConstraints).critical
    assert isinstance(root.key.curve, ec.SECP256R1)
    leaf = authority.make_leaf(root, FAIR, NOW).certificate
    usage = leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [x509.oid.ExtendedKeyUsageOID.SERVER_AUTH]
    assert not leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


@pytest.mark.parametrize("days", [10, 120, 3000])
def test_a_leaf_is_dated_back_and_lives_within_its_authority_and_397_days(days: int) -> None:
    root = authority.make_authority(FAIR, NOW, NOW + timedelta(days=days))
    leaf = authority.make_leaf(root, FAIR, NOW).certificate
    assert NOW - leaf.not_valid_before_utc >= timedelta(days=30)
    assert root.certificate.not_valid_before_utc <= leaf.not_valid_before_utc
    assert leaf.not_valid_after_utc <= root.certificate.not_valid_after_utc
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=397)


def test_an_authority_at_its_end_signs_nothing(root: Signed) -> None:
    with pytest.raises(AuthorityEndedError):
        authority.make_leaf(root, FAIR, UNTIL + timedelta(seconds=1))


def test_a_very_long_name_fits_the_subject() -> None:
    name = ".".join(["quay-ban-hang"] * 8)
    root = authority.make_authority(hosts.read([name]), datetime(2027, 1, 1, tzinfo=UTC), UNTIL)
    assert len(root.certificate.subject.rfc4514_string()) <= 67
