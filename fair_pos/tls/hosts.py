"""What a certificate speaks for: names, addresses and the networks the addresses may come from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from fair_pos.core.errors import FairPosError
from fair_pos.core.text import clean

IpAddress = IPv4Address | IPv6Address
IpNetwork = IPv4Network | IPv6Network

_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LONGEST_NAME = 253
_MOST = 20
"""Names or addresses of one certificate."""


class BadHostError(FairPosError):
    """A text that is no name, no address or no network."""

    code = "bad_host"
    status = 422
    vi = (
        "“{detail}” không dùng được. Tên dạng pos.hoicho.vn, địa chỉ dạng 192.168.8.2, "
        "mạng dạng 192.168.8.0/24."
    )
    en = "“{detail}” cannot be used. Name: pos.hoicho.vn, address: 192.168.8.2, or 192.168.8.0/24."


class NoHostError(FairPosError):
    """A certificate must speak for something."""

    code = "no_host"
    status = 422
    vi = "Ghi ít nhất một --name hoặc một --address."
    en = "Give at least one --name or one --address."


@dataclass(frozen=True, slots=True)
class Hosts:
    """Names in lower case and punycode, addresses, and networks for later addresses."""

    names: tuple[str, ...] = ()
    addresses: tuple[IpAddress, ...] = ()
    subnets: tuple[IpNetwork, ...] = ()

    @property
    def first(self) -> str:
        """Return the host that people are sent to: the first name, else the first address."""
        return self.names[0] if self.names else str(self.addresses[0])

    @property
    def texts(self) -> tuple[str, ...]:
        """Return names and addresses as people write them."""
        return (*self.names, *map(str, self.addresses))


def read(names: Iterable[str], addresses: Iterable[str] = (), subnets: Iterable[str] = ()) -> Hosts:
    """Read what a person typed.

    Raises:
        BadHostError, NoHostError: a text is none of these, or there is none.
    """
    hosts = Hosts(
        tuple(dict.fromkeys(read_name(text) for text in names)),
        tuple(dict.fromkeys(_address(text) for text in addresses)),
        tuple(dict.fromkeys(_network(text) for text in subnets)),
    )
    if not hosts.texts:
        raise NoHostError
    if len(hosts.texts) > _MOST:
        raise BadHostError(f"{len(hosts.texts)} > {_MOST}")
    return hosts


def read_name(text: str) -> str:
    """Return a DNS name in lower case and punycode.

    >>> read_name("Hội-Chợ.vn")
    'xn--hi-ch-4b2b0c.vn'

    Raises:
        BadHostError: no DNS name, a wildcard, or an address.
    """
    try:
        name = clean(text).rstrip(".").encode("idna").decode().lower()
    except UnicodeError as error:
        raise BadHostError(text) from error
    labels = name.split(".")
    # a last label of digits is read as an address by browsers (WHATWG URL, host parsing, 2026)
    fits = len(name) <= _LONGEST_NAME and all(_LABEL.fullmatch(one) for one in labels)
    if not fits or labels[-1].isdigit():
        raise BadHostError(text)
    return name


def in_url(host: str, port: int, usual: int = 443) -> str:
    """Write `pos.hoicho.vn:8443`, an IPv6 address in brackets, the usual port left out.

    >>> in_url("fd00::2", 8443)
    '[fd00::2]:8443'
    >>> in_url("pos.hoicho.vn", 443)
    'pos.hoicho.vn'
    """
    bracketed = f"[{host}]" if ":" in host else host
    return bracketed if port == usual else f"{bracketed}:{port}"


def covers(hosts: Hosts, host: str) -> bool:
    """Say whether a certificate for these hosts is good for a host; knows `*.` names."""
    try:
        return ip_address(host.strip("[]")) in hosts.addresses
    except ValueError:
        name = host.lower()
        return name in hosts.names or f"*.{name.partition('.')[2]}" in hosts.names


def _address(text: str) -> IpAddress:
    try:
        return ip_address(text.strip().strip("[]"))
    except ValueError as error:
        raise BadHostError(text) from error


def _network(text: str) -> IpNetwork:
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError as error:
        raise BadHostError(text) from error
