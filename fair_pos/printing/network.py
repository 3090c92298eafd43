"""A printer in the local network, port 9100. One connection per job, closed after it.

python-escpos' `Network` is not used: it connects and sends with one time limit of 60 s, cannot tell
a reset from silence when it closes, and after a refused connection fails on an assertion.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from fair_pos.printing import talk
from fair_pos.printing.addresses import Address
from fair_pos.printing.outcome import Condition, Outcome, Sheet
from fair_pos.printing.talk import Pace


@dataclass(frozen=True, slots=True)
class NetworkDriver:
    """Sends a job over one connection of its own."""

    address: Address
    pace: Pace

    def send(self, sheet: Sheet, begin: Callable[[], None]) -> Outcome:
        """Send a job; see `Driver.send`."""
        return talk.send(self._connected, self.pace, sheet.bytes, begin)

    def condition(self) -> Condition:
        """Ask how the printer is; see `Driver.condition`."""
        return talk.condition(self._connected, self.pace)

    def _connected(self) -> "SocketLine":
        place = (self.address.host, self.address.port)
        return SocketLine(socket.create_connection(place, timeout=self.pace.connect_s))


@dataclass(frozen=True, slots=True)
class SocketLine:
    """A connection as a line."""

    socket: socket.socket

    def write(self, part: bytes, limit_s: float) -> int:
        """Send what goes at once."""
        self.socket.settimeout(limit_s)
        return self.socket.send(part)

    def read(self, limit_s: float) -> bytes:
        """Return the next byte."""
        self.socket.settimeout(limit_s)
        return self.socket.recv(1)

    def hang_up(self, limit_s: float) -> None:
        """Close our half and wait for the printer's: a reset on the way is an error, not silence.

        Raises:
            OSError: the printer reset the connection, so it did not take everything.
        """
        self.socket.shutdown(socket.SHUT_WR)
        self.socket.settimeout(limit_s)
        with suppress(TimeoutError):
            while self.socket.recv(64):
                pass

    def close(self) -> None:
        """Give the connection back."""
        self.socket.close()
