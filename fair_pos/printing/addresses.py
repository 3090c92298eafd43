"""How people write where a printer is, one form for each driver."""

import ipaddress
import re
from dataclasses import dataclass

from fair_pos.core.errors import FieldError
from fair_pos.printing.models import DriverKind

DEFAULT_PORT = 9100
DEFAULT_BAUD = 9600

_NETWORK = re.compile(r"^(?:\[([0-9a-fA-F:.]+(?:%\w+)?)\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?$")
_LABEL = re.compile(r"^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$")
_MOST_NAME = 253
_USB = re.compile(r"^([0-9a-f]{4}):([0-9a-f]{4})(?:/([0-9a-f]{2})/([0-9a-f]{2}))?$")
_SERIAL = re.compile(r"^(/dev/[^\s@]+|COM\d{1,3})(?:@(\d{3,7}))?$", re.IGNORECASE)
_FILE = re.compile(r"^(/|[A-Za-z]:[\\/]).+")
_QUEUE = re.compile(r"^[^/#\s\"'][^/#\"']{0,99}$")
_MAX_PORT = 65_535
_FORMS = {
    DriverKind.NETWORK: _NETWORK,
    DriverKind.USB: _USB,
    DriverKind.SERIAL: _SERIAL,
    DriverKind.FILE: _FILE,
    DriverKind.CUPS: _QUEUE,
    DriverKind.WINDOWS: _QUEUE,
}
_EXAMPLES = {
    DriverKind.NETWORK: "192.168.8.41 hoặc 192.168.8.41:9100",
    DriverKind.USB: "04b8:0e15 (xem bằng lệnh lsusb)",
    DriverKind.SERIAL: "/dev/ttyUSB0@115200 hoặc COM3@9600",
    DriverKind.FILE: "/dev/usb/lp0",
    DriverKind.CUPS: "HP-LaserJet (xem bằng lệnh lpstat -p)",
    DriverKind.WINDOWS: "XP-80C (tên máy in trong Windows)",
}


class BadAddressError(FieldError):
    """A text that is no address of this kind of printer."""

    code, field = "bad_printer_address", "address"
    vi = "Địa chỉ máy in phải như {example}. Đã ghi “{detail}”."
    en = "A printer's address of this kind looks like {example}. Written: “{detail}”."


@dataclass(frozen=True, slots=True)
class Address:
    """Where a network printer listens."""

    host: str
    port: int = DEFAULT_PORT


@dataclass(frozen=True, slots=True)
class UsbAddress:
    """A printer on USB; the end points differ between clones."""

    vendor: int
    product: int
    in_point: int = 0x82
    out_point: int = 0x01


@dataclass(frozen=True, slots=True)
class SerialAddress:
    """A serial port and its speed."""

    port: str
    baud: int = DEFAULT_BAUD


def check(driver: DriverKind, text: str) -> None:
    """Refuse an address that this driver cannot use.

    Raises:
        BadAddressError: with an example.
    """
    if driver is DriverKind.NETWORK:
        network(text)
    elif driver in _FORMS:
        _read(driver, text)


def network(text: str) -> Address:
    """Read `host`, `host:port` or `[IPv6]:port`.

    Raises:
        BadAddressError: anything else.
    """
    match = _read(DriverKind.NETWORK, text)
    port = int(match[3] or DEFAULT_PORT)
    host = match[1] or match[2]
    if not (0 < port <= _MAX_PORT and _is_host(host)):
        raise BadAddressError(text.strip(), example=_EXAMPLES[DriverKind.NETWORK])
    return Address(host, port)


def at_port(host: str, port: int) -> str:
    """Write a network address; an IPv6 number gets its brackets.

    >>> at_port("192.168.8.41", 9100), at_port("fe80::1", 9100)
    ('192.168.8.41:9100', '[fe80::1]:9100')
    """
    is_bare_ipv6 = host.count(":") > 1 and not host.startswith("[")
    return f"[{host}]:{port}" if is_bare_ipv6 else f"{host}:{port}"


def _is_host(host: str) -> bool:
    """Say whether it is an IP number or a name of labels: 192.168..41 and 192.168.8 are neither."""
    parts = host.split(".")
    if ":" in host or all(part.isdigit() or not part for part in parts):
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return False
        return True
    return len(host) <= _MOST_NAME and all(_LABEL.match(part) for part in parts)


def usb(text: str) -> UsbAddress:
    """Read `vendor:product`, with the end points behind it where they differ: `04b8:0e15/82/03`.

    Raises:
        BadAddressError: anything else.
    """
    numbers = [int(part, 16) for part in _read(DriverKind.USB, text).groups() if part]
    return UsbAddress(*numbers)


def serial(text: str) -> SerialAddress:
    """Read a port and its speed in baud: `/dev/ttyUSB0@115200`; without one, 9,600.

    Raises:
        BadAddressError: anything else.
    """
    match = _read(DriverKind.SERIAL, text)
    return SerialAddress(match[1], int(match[2] or DEFAULT_BAUD))


def _read(driver: DriverKind, text: str) -> "re.Match[str]":
    wanted = text.strip().lower() if driver is DriverKind.USB else text.strip()
    match = _FORMS[driver].match(wanted)
    if match is None:
        raise BadAddressError(text.strip(), example=_EXAMPLES[driver])
    return match
