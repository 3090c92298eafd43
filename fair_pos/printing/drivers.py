"""The ways to a printer: network, device file, and the virtual printer that writes pictures."""

import errno
import os
import select
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fair_pos.printing import paper
from fair_pos.printing.models import DriverKind
from fair_pos.printing.network import BadAddressError, NetworkDriver, Pace, parse_address
from fair_pos.printing.outcome import Driver, Fault, Outcome, Reach, Sheet
from fair_pos.printing.profiles import Profile

VIRTUAL_FOLDER = "virtual-printer"

_FILE_S = 30.0
_CHUNK_BYTES = 4096


def open_driver(kind: str, address: str, profile: Profile, papers: Path) -> Driver:
    """Make the driver of a printer; `papers` is where a virtual printer puts its pictures.

    Raises:
        BadAddressError: a network printer without a usable address.
    """
    match DriverKind(kind):
        case DriverKind.NETWORK:
            return NetworkDriver(parse_address(address), _pace(profile))
        case DriverKind.FILE:
            return FileDriver(Path(address))
        case DriverKind.VIRTUAL:
            return VirtualDriver(papers)
        case _:
            raise BadAddressError(address)


def virtual_papers(data: Path, printer_id: str) -> Path:
    """Return the folder of a virtual printer's pictures, one `<job>.png` each."""
    return data / VIRTUAL_FOLDER / printer_id


def _pace(profile: Profile) -> Pace:
    return Pace(
        answers_status=profile.answers_status,
        chunk_bytes=profile.width_dots // 8 * profile.strip_rows,
        pause_s=profile.strip_pause_ms / 1000,
    )


@dataclass(frozen=True, slots=True)
class VirtualDriver:
    """Reads the job's bytes as a printer would and writes what the paper shows."""

    folder: Path

    def send(self, sheet: Sheet, begin: Callable[[], None]) -> Outcome:
        """Write `<job>.png`; a job without paper (the drawer) writes nothing."""
        begin()
        try:
            if paper.read(sheet.bytes).sheets:
                self._write(f"{sheet.job_id}.png", paper.png(sheet.bytes))
        except OSError:
            return Outcome(Reach.NOTHING, Fault.NOT_FOUND)
        return Outcome(Reach.CONFIRMED)

    def _write(self, name: str, picture: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f"{name}.part"
        unfinished.write_bytes(picture)
        unfinished.replace(self.folder / name)


@dataclass(frozen=True, slots=True)
class FileDriver:
    """Writes to a device such as /dev/usb/lp0, or appends to a plain file; it gives no answer."""

    file: Path
    limit_s: float = _FILE_S

    def send(self, sheet: Sheet, begin: Callable[[], None]) -> Outcome:
        """Write a job without ever blocking in the kernel; see `Driver.send`."""
        # A device that is unplugged must not become a plain file of its name.
        create = 0 if self.file.is_relative_to("/dev") else os.O_CREAT
        flags = os.O_WRONLY | os.O_APPEND | create | getattr(os, "O_NONBLOCK", 0)
        try:
            handle = os.open(self.file, flags, 0o644)
        except OSError:
            return Outcome(Reach.NOTHING, Fault.NOT_FOUND)
        try:
            begin()
            return self._write(handle, sheet.bytes)
        finally:
            os.close(handle)

    def _write(self, handle: int, job: bytes) -> Outcome:
        written, deadline = 0, time.monotonic() + self.limit_s
        try:
            while written < len(job):
                _await_room(handle, deadline)
                written += os.write(handle, job[written : written + _CHUNK_BYTES])
        except OSError as error:
            fault = Fault.TIMED_OUT if error.errno == errno.ETIMEDOUT else Fault.BROKE_OFF
            return Outcome(Reach.UNKNOWN if written else Reach.NOTHING, fault)
        return Outcome(Reach.SENT)


def _await_room(handle: int, deadline: float) -> None:
    if not hasattr(select, "poll"):  # Windows, where no printer is a file
        return
    room = select.poll()
    room.register(handle, select.POLLOUT)
    if not room.poll(max(deadline - time.monotonic(), 0) * 1000):
        raise TimeoutError(errno.ETIMEDOUT, "no room")
