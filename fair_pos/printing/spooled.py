"""Printers behind another spooler: an A4 printer of CUPS, a printer of Windows.

"Sent" means that the other spooler took the job; what becomes of it there is not known.

CUPS: python-escpos' `CupsPrinter` wants pycups, which must be compiled, and sends raw bytes that an
A4 printer cannot read. The command `lp` is there wherever CUPS is, and takes a PDF.
Windows: python-escpos' `Win32Raw` as it is.
"""

import io
import os
import shutil
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from PIL import Image

from fair_pos.printing import paper, render
from fair_pos.printing.outcome import Condition, Fault, Outcome, Reach, Sheet

_A4_203 = (1678, 2374)
"""A4 at 203 dots per inch, the dots of the paper's picture."""
_MARGIN = 80
_LIMIT_S = 20
_WHITE = 255


@dataclass(frozen=True, slots=True)
class CupsDriver:
    """Prints a paper's picture on A4 by `lp`."""

    queue: str

    def send(self, sheet: Sheet, begin: Callable[[], None]) -> Outcome:
        """Hand the pages over; see `Driver.send`. A drawer's pulse has no page: it is out."""
        program = shutil.which("lp")
        if program is None:
            return Outcome(Reach.NOTHING, Fault.NO_DRIVER)
        told = self.condition()
        if told.fault:
            return Outcome(Reach.NOTHING, told.fault)
        begin()
        pages = a4_pages(sheet.bytes)
        if not pages:
            return Outcome(Reach.SENT)
        said = _run([program, "-d", self.queue, "-o", "media=A4", "-"], pages)
        return Outcome(Reach.SENT) if said is not None else Outcome(Reach.UNKNOWN, Fault.BROKE_OFF)

    def condition(self) -> Condition:
        """Ask CUPS about its queue; see `Driver.condition`."""
        program = shutil.which("lpstat")
        if program is None:
            return Condition(reached=False, fault=Fault.NO_DRIVER)
        said = _run([program, "-p", self.queue], b"")
        if said is None:
            return Condition(reached=False, fault=Fault.NOT_FOUND)
        is_off = b"disabled" in said
        return Condition(reached=True, fault=Fault.OFFLINE if is_off else Fault.NONE)


@dataclass(frozen=True, slots=True)
class WindowsDriver:
    """Hands the bytes to a printer of Windows, raw."""

    queue: str

    def send(self, sheet: Sheet, begin: Callable[[], None]) -> Outcome:
        """Hand the job over; see `Driver.send`."""
        from escpos.exceptions import DeviceNotFoundError  # noqa: PLC0415
        from escpos.printer import Win32Raw  # noqa: PLC0415

        try:
            printer = Win32Raw(self.queue)
            printer.open(job_name=sheet.job_id)
        except RuntimeError:  # pywin32 is missing
            return Outcome(Reach.NOTHING, Fault.NO_DRIVER)
        except DeviceNotFoundError:
            return Outcome(Reach.NOTHING, Fault.NOT_FOUND)
        with closing(printer):
            begin()
            try:
                printer._raw(sheet.bytes)  # noqa: SLF001  the only way to its WritePrinter
            except Exception:  # noqa: BLE001  pywintypes.error is no OSError
                return Outcome(Reach.UNKNOWN, Fault.BROKE_OFF)
        return Outcome(Reach.SENT)

    def condition(self) -> Condition:
        """Say whether Windows knows the printer; see `Driver.condition`."""
        from escpos.printer import Win32Raw  # noqa: PLC0415

        try:
            is_there = self.queue in Win32Raw(self.queue).printers
        except (RuntimeError, OSError):
            return Condition(reached=False, fault=Fault.NO_DRIVER)
        return Condition(reached=is_there, fault=Fault.NONE if is_there else Fault.NOT_FOUND)


def a4_pages(job: bytes) -> bytes:
    """Return a job's papers as the PDF of A4 pages, as large as on the roll; b"" without paper."""
    width, height = _A4_203
    pages = []
    for sheet in paper.read(job).sheets:
        for part in render.parted(sheet, height - 2 * _MARGIN):
            page = Image.new("1", _A4_203, _WHITE)
            page.paste(part, ((width - sheet.width) // 2, _MARGIN))
            pages.append(page)
    if not pages:
        return b""
    target = io.BytesIO()
    first, *others = pages
    first.save(target, "PDF", save_all=True, append_images=others, resolution=203)
    return target.getvalue()


def _run(command: list[str], given: bytes) -> bytes | None:
    """Return what a command said, or None when it failed or hung."""
    try:
        done = subprocess.run(  # noqa: S603  a program of the system, its arguments as a list
            command,
            input=given,
            capture_output=True,
            timeout=_LIMIT_S,
            check=True,
            env={**os.environ, "LC_ALL": "C"},  # its words are read
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout
