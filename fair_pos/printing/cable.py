"""Printers on a cable of the server: USB and serial, over python-escpos' own transports.

Written beside them: no reset on opening, a time limit for every write (its USB write waits for
ever, its serial one has none), bytes that come in one transfer but are read one by one, and the
conversation of `talk`.
"""

import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from fair_pos.printing import talk
from fair_pos.printing.addresses import SerialAddress, UsbAddress
from fair_pos.printing.outcome import Condition, Outcome, Sheet
from fair_pos.printing.talk import Line, NoDriverError, Pace, UncountedError


@dataclass(frozen=True, slots=True)
class CableDriver:
    """Opens a cable for each job and closes it after."""

    open_line: Callable[[], Line]
    pace: Pace

    def send(self, sheet: Sheet, begin: Callable[[], None]) -> Outcome:
        """Send a job; see `Driver.send`."""
        return talk.send(self.open_line, self.pace, sheet.bytes, begin)

    def condition(self) -> Condition:
        """Ask how the printer is; see `Driver.condition`."""
        return talk.condition(self.open_line, self.pace)


def usb_driver(address: UsbAddress, pace: Pace, **bus: Any) -> CableDriver:
    """Make the driver of a printer on USB; `bus` is for pyusb, e.g. another backend."""

    def opened() -> Line:
        from escpos.printer import Usb  # noqa: PLC0415  0.3 s of printer database
        from usb.core import NoBackendError, USBError  # noqa: PLC0415  fails where pyusb is missing

        class Undisturbed(Usb):  # type: ignore[misc]  # python-escpos has no types
            """Python-escpos resets the device: the paper before may still be in its buffer."""

            def _configure_usb(self) -> None:
                try:
                    self.device.get_active_configuration()
                except USBError:
                    self.device.set_configuration()

        printer = Undisturbed(
            address.vendor,
            address.product,
            usb_args=dict(bus),
            in_ep=address.in_point,
            out_ep=address.out_point,
        )
        try:
            printer.open()
        except NoBackendError as error:  # pyusb is there, libusb is not
            raise NoDriverError from error
        return UsbLine(printer)

    return CableDriver(lambda: _opened(opened), pace)


def serial_driver(address: SerialAddress, pace: Pace) -> CableDriver:
    """Make the driver of a printer on a serial port."""

    def opened() -> Line:
        from escpos.printer import Serial  # noqa: PLC0415

        # dsrdtr=True, its default, hangs on a cable of three wires.
        printer = Serial(address.port, baudrate=address.baud, timeout=0, dsrdtr=False)
        printer.open()
        return SerialLine(printer)

    return CableDriver(lambda: _opened(opened), pace)


def _opened(open_line: Callable[[], Line]) -> Line:
    """Open a line.

    Raises:
        NoDriverError: a library is missing.
        OSError: nothing is there, or it may not be opened.
    """
    from escpos.exceptions import DeviceNotFoundError  # noqa: PLC0415

    try:
        return open_line()
    except (ImportError, RuntimeError) as error:
        raise NoDriverError from error
    except DeviceNotFoundError as error:
        raise OSError(str(error)) from error


@dataclass(slots=True)
class UsbLine:
    """A USB printer as a line."""

    printer: Any
    _heard: bytearray = field(default_factory=bytearray)

    def write(self, part: bytes, limit_s: float) -> int:
        """Send a part; pyusb gives the bytes that went."""
        limit_ms = max(round(limit_s * 1000), 1)
        try:
            with _usb_errors():
                return int(self.printer.device.write(self.printer.out_ep, part, limit_ms))
        except TimeoutError as error:  # libusb does not pass on how much it had sent
            raise UncountedError from error

    def read(self, limit_s: float) -> bytes:
        """Return the next byte; a transfer may bring several."""
        if not self._heard:
            limit_ms = max(round(limit_s * 1000), 1)
            with _usb_errors():
                self._heard += self.printer.device.read(self.printer.in_ep, 64, limit_ms)
            if not self._heard:
                raise TimeoutError
        return bytes([self._heard.pop(0)])

    def hang_up(self, limit_s: float) -> None:
        """Do nothing: USB has taken what `write` returned for."""

    def close(self) -> None:
        """Give the device back."""
        self.printer.close()


@contextmanager
def _usb_errors() -> Iterator[None]:
    from usb.core import USBError, USBTimeoutError  # noqa: PLC0415

    try:
        yield
    except USBTimeoutError as error:
        raise TimeoutError from error
    except USBError as error:
        raise ConnectionError(str(error)) from error


@dataclass(slots=True)
class SerialLine:
    """A serial printer as a line."""

    printer: Any
    _is_taken: bool = False
    """Nothing waits in the port's own buffer any more."""

    def write(self, part: bytes, limit_s: float) -> int:
        """Send as much as the port's own buffer takes."""
        if not hasattr(select, "poll"):
            return self._write_whole(part, limit_s)
        port = self.printer.device
        room = select.poll()
        room.register(port.fileno(), select.POLLOUT)
        if not room.poll(limit_s * 1000):
            raise TimeoutError
        port.write_timeout = 0
        return int(port.write(part) or 0)

    def _write_whole(self, part: bytes, limit_s: float) -> int:
        """Send a part on Windows, where a port cannot be asked for room."""
        from serial import SerialTimeoutException  # noqa: PLC0415

        port = self.printer.device
        port.write_timeout = limit_s
        try:
            return int(port.write(part) or 0)
        except SerialTimeoutException as error:
            raise UncountedError from error

    def read(self, limit_s: float) -> bytes:
        """Return the next byte."""
        port = self.printer.device
        port.timeout = limit_s
        heard: bytes = port.read(1)
        if not heard:
            raise TimeoutError
        return heard

    def hang_up(self, limit_s: float) -> None:
        """Wait until the port's buffer is empty.

        Raises:
            TimeoutError: the printer does not take the rest.
        """
        deadline = time.monotonic() + limit_s
        while self.printer.device.out_waiting:
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(0.02)
        self._is_taken = True

    def close(self) -> None:
        """Give the port back; what the printer did not take by now is dropped, never sent later.

        After a whole job nothing is dropped: some ports count bytes as gone that are on their way.
        """
        if not self._is_taken:
            self.printer.device.reset_output_buffer()
        self.printer.device.close()
