"""A printer in the local network, port 9100. One connection per job, closed after it.

python-escpos' `Network` is not used: it connects and sends with one time limit of 60 s, cannot tell
a reset from silence when it closes, and after a refused connection fails on an assertion.
"""

import array
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from fair_pos.printing import talk
from fair_pos.printing.addresses import Address
from fair_pos.printing.outcome import Condition, Outcome, Sheet
from fair_pos.printing.talk import Pace

_KEPT_BYTES = 16_384
"""What the system holds back for us: a paper that only lies there was not sent."""
_MOST_WAITS = 15


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
        connection = socket.create_connection(place, timeout=self.pace.connect_s)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KEPT_BYTES)
        return SocketLine(connection)


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

        Most printers never close theirs; then what counts is that they took the last byte.

        Raises:
            TimeoutError: the printer does not take the rest.
            OSError: the printer reset the connection, so it did not take everything.
        """
        self.socket.shutdown(socket.SHUT_WR)
        left = _KEPT_BYTES * 2
        for _ in range(_MOST_WAITS):
            if self._is_closed_within(limit_s):
                return
            before, left = left, self._not_taken()
            if not left:
                return
            if left >= before:
                break
        raise TimeoutError

    def _is_closed_within(self, limit_s: float) -> bool:
        self.socket.settimeout(limit_s)
        with suppress(TimeoutError):
            while self.socket.recv(64):
                pass
            return True
        return False

    def _not_taken(self) -> int:
        """Return how many bytes the printer has not acknowledged; 0 where the system cannot say."""
        try:
            from fcntl import ioctl  # noqa: PLC0415  not on Windows
            from termios import TIOCOUTQ  # noqa: PLC0415
        except ImportError:
            return 0
        count = array.array("i", [0])
        with suppress(OSError):
            ioctl(self.socket, TIOCOUTQ, count)
        return max(count[0] - 1, 0)  # the end of the line counts as one byte

    def close(self) -> None:
        """Give the connection back."""
        self.socket.close()
