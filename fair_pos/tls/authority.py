"""The fair's own certificate authority and its leaves. Pure: moments in, signed things out.

The authority is bound by critical name constraints to the fair's names and addresses, so that a
stolen laptop cannot pass itself off as a bank to the phones that trust it.
Source: RFC 5280 4.2.1.10 (name constraints), 4.2.1.9 (path length); both enforced by Chromium on
roots that a person added (tried with Chromium 156, 2026-11-21).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from fair_pos.core.errors import FairPosError
from fair_pos.tls.hosts import Hosts, IpNetwork

BACK_DATED = timedelta(days=30)
"""A phone without a time server may be weeks behind."""
LEAF_LIFE = timedelta(days=397)
"""From back-dated start to end. Apple takes at most 398 days of a public leaf (support.apple.com/
102028, 2020) and 825 of one's own; the shorter holds everywhere."""
_NO_NAME = x509.DNSName("invalid")
"""Stands for no name at all: RFC 2606 keeps `.invalid` for what cannot exist."""
_EVERY_ADDRESS = tuple(x509.IPAddress(ip_network(net)) for net in ("0.0.0.0/0", "::/0"))


class NotInAuthorityError(FairPosError):
    """The authority was made for other hosts."""

    code = "not_in_authority"
    status = 409
    vi = (
        "Chứng chỉ gốc của hội chợ không được ký cho {detail}. "
        "Tạo lại bằng “tls make … --replace”; điện thoại phải cài lại."
    )
    en = "The fair's authority may not sign for {detail}. Make a new one: phones install again."


class AuthorityEndedError(FairPosError):
    """The authority is at its end."""

    code = "authority_ended"
    status = 409
    vi = "Chứng chỉ gốc hết hạn {detail}. Tạo lại bằng “tls make … --replace”."
    en = "The fair's authority ends {detail}. Make a new one with “tls make … --replace”."


@dataclass(frozen=True, slots=True)
class Signed:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def make_authority(hosts: Hosts, now: datetime, until: datetime) -> Signed:
    """Make an authority that can sign for these hosts only, until a moment."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Fair POS {hosts.first}"[:64])])
    certificate = (
        _draft(name, name, key, now, until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(_constraints(hosts), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Signed(certificate, key)


def make_leaf(authority: Signed, hosts: Hosts, now: datetime) -> Signed:
    """Sign a server's certificate; it ends with its authority at the latest.

    Raises:
        NotInAuthorityError, AuthorityEndedError: the authority may not, or not any more.
    """
    root = authority.certificate
    until = min(now - BACK_DATED + LEAF_LIFE, root.not_valid_after_utc)
    if until <= now:
        raise AuthorityEndedError(f"{root.not_valid_after_utc:%d/%m/%Y}")
    _check_allowed(root, hosts)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts.first[:64])])
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    certificate = (
        _draft(name, root.subject, key, now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_alternative_names(hosts), critical=False)
        .add_extension(issuer, critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return Signed(certificate, key)


def subnets_of(root: x509.Certificate) -> tuple[IpNetwork, ...]:
    """Return the networks an authority may sign for; single addresses are networks of one."""
    permitted = _permitted(root)
    return tuple(one.value for one in permitted if isinstance(one, x509.IPAddress))  # type: ignore[misc]  # in constraints always a network


def _draft(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    until: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACK_DATED)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _constraints(hosts: Hosts) -> x509.NameConstraints:
    """Bind both kinds: a kind that no constraint names would be free (RFC 5280 4.2.1.10)."""
    names = [x509.DNSName(name) for name in hosts.names] or [_NO_NAME]
    nets = [*(ip_network(one) for one in hosts.addresses), *hosts.subnets]
    return x509.NameConstraints(
        permitted_subtrees=[*names, *(x509.IPAddress(net) for net in nets)],
        excluded_subtrees=None if nets else list(_EVERY_ADDRESS),
    )


def _alternative_names(hosts: Hosts) -> x509.SubjectAlternativeName:
    names = [x509.DNSName(name) for name in hosts.names]
    return x509.SubjectAlternativeName([*names, *map(x509.IPAddress, hosts.addresses)])


def _check_allowed(root: x509.Certificate, hosts: Hosts) -> None:
    names = {one.value for one in _permitted(root) if isinstance(one, x509.DNSName)}
    nets = subnets_of(root)
    foreign = [name for name in hosts.names if not _is_under(name, names)]
    foreign += [str(one) for one in hosts.addresses if not any(one in net for net in nets)]
    if foreign:
        raise NotInAuthorityError(", ".join(foreign))


def _is_under(name: str, names: set[str]) -> bool:
    return any(name == one or name.endswith(f".{one}") for one in names)


def _permitted(root: x509.Certificate) -> list[x509.GeneralName]:
    found = root.extensions.get_extension_for_class(x509.NameConstraints).value
    return list(found.permitted_subtrees or [])
