"""The doors of one site: the bound sockets of http and https, and the address people are told."""

import functools
import socket
import ssl
from dataclasses import dataclass

from fair_pos.core.errors import FairPosError
from fair_pos.settings import Settings
from fair_pos.tls import folder
from fair_pos.tls.folder import BrokenTlsError, Kept
from fair_pos.tls.hosts import in_url

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  compared with, never bound to by itself
HTTP_PORT = 80


class PortTakenError(FairPosError):
    """Something else listens there, or the address is not this machine's."""

    code = "port_taken"
    vi = "Không mở được {detail}: {reason}. Chọn cổng khác bằng {option}."
    en = "Cannot listen on {detail}: {reason}. Choose another with {option}."


@dataclass(frozen=True)
class Secure:
    """The bound socket of the https door and what it proves itself with."""

    listener: socket.socket
    context: ssl.SSLContext


@dataclass(frozen=True)
class Door:
    """The bound sockets and the settings that tell people their address."""

    settings: Settings
    listener: socket.socket
    secure: Secure | None = None

    @property
    def http_url(self) -> str:
        """Return the address of the http door."""
        host = self.settings.host
        host = own_address() if host in EVERYWHERE else host
        return f"http://{in_url(host, self.settings.port, HTTP_PORT)}"

    def close(self) -> None:
        """Give both ports back."""
        self.listener.close()
        if self.secure is not None:
            self.secure.listener.close()


def open_door(settings: Settings) -> Door:
    """Bind the ports before anything else, so that a taken one is refused at once.

    Raises:
        PortTakenError, BrokenTlsError: one cannot be bound, or its certificate is not whole.
    """
    listener = _bound(settings.host, settings.port, "--port")
    try:
        return Door(told(settings), listener, _secure(settings))
    except FairPosError:
        listener.close()
        raise


def told(settings: Settings) -> Settings:
    """Give people an address they can type when the server listens on every one."""
    if settings.public_url or settings.host not in EVERYWHERE:
        return settings
    url = f"http://{own_address()}:{settings.port}"
    return settings.model_copy(update={"public_url": url})


@functools.cache
def own_address() -> str:
    """Return this machine's address in the local network; asks the routing table, sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        address: str = probe.getsockname()[0]
        return address


def _bound(host: str, port: int, option: str) -> socket.socket:
    """Bind and listen.

    Raises:
        PortTakenError: it cannot be bound.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows lets two programs share a port otherwise
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        raise PortTakenError(f"{host}:{port}", reason=reason, option=option) from error
    return listener


def _secure(settings: Settings) -> Secure | None:
    found = folder.kept(settings)
    if found is None or not found.is_on:
        return None
    context = _context(found)
    return Secure(_bound(settings.host, settings.tls_port, "--tls-port"), context)


def _context(found: Kept) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(found.certificate_file, found.key_file)
    except (OSError, ssl.SSLError) as error:
        raise BrokenTlsError(str(found.folder)) from error
    return context
