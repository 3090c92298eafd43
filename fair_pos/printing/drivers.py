"""The ways to a printer, each behind `Driver`; and the virtual printer that writes pictures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from fair_pos.printing import addresses, cable, paper
from fair_pos.printing.device import FileDriver
from fair_pos.printing.label_talk import talker
from fair_pos.printing.models import DriverKind
from fair_pos.printing.network import NetworkDriver
from fair_pos.printing.outcome import Condition, Driver, Fault, Outcome, PaperLeft, Reach, Sheet
from fair_pos.printing.profiles import Profile
from fair_pos.printing.spooled import CupsDriver, WindowsDriver
from fair_pos.printing.talk import Pace

VIRTUAL_FOLDER = "virtual-printer"

_SERIAL_CLOSE_S = 10.0
_BITS_A_BYTE = 12
"""Ten on the line, and pauses of the handshake."""


def open_driver(kind: str, address: str, profile: Profile, papers: Path) -> Driver:
    """Make the driver of a printer; `papers` is where a virtual printer puts its pictures.

    Raises:
        BadAddressError: a printer without a usable address.
    """
    driver = DriverKind(kind)
    addresses.check(driver, address)
    pace = _pace(profile, driver, address)
    makers: dict[DriverKind, Callable[[], Driver]] = {
        DriverKind.NETWORK: lambda: NetworkDriver(addresses.network(address), pace),
        DriverKind.USB: lambda: cable.usb_driver(addresses.usb(address), pace),
        DriverKind.SERIAL: lambda: cable.serial_driver(addresses.serial(address), pace),
        DriverKind.FILE: lambda: FileDriver(Path(address)),
        DriverKind.CUPS: lambda: CupsDriver(address),
        DriverKind.WINDOWS: lambda: WindowsDriver(address),
        DriverKind.VIRTUAL: lambda: VirtualDriver(papers),
    }
    return makers[driver]()


def printing_s(kind: str, address: str, profile: Profile, job_bytes: int) -> float:
    """Return by how much longer than a short paper a job may keep its printer, in seconds.

    Both its bytes and the wait for the answer after them get as much.
    """
    return 2 * _pace(profile, DriverKind(kind), address).printing_s(job_bytes)


def virtual_papers(data: Path, printer_id: str) -> Path:
    """Return the folder of a virtual printer's pictures, one `<job>.png` each."""
    return data / VIRTUAL_FOLDER / printer_id


def _pace(profile: Profile, driver: DriverKind, address: str) -> Pace:
    pace = Pace(
        answers_status=profile.answers_status,
        chunk_bytes=profile.width_dots // 8 * profile.strip_rows,
        pause_s=profile.strip_pause_ms / 1000,
        talker=talker(profile.language),
    )
    if driver is not DriverKind.SERIAL:
        return pace
    baud = addresses.serial(address).baud
    return replace(pace, close_s=_SERIAL_CLOSE_S, bytes_a_second=max(baud // _BITS_A_BYTE, 1))


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

    def condition(self) -> Condition:
        """Say that all is well: there is no machine."""
        return Condition(reached=True, answers=True, paper=PaperLeft.OK, is_cover_open=False)

    def _write(self, name: str, picture: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f"{name}.part"
        unfinished.write_bytes(picture)
        unfinished.replace(self.folder / name)
