"""Reads a job's bytes back into what the paper would show. Strict: it knows only what we send."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

from fair_pos.printing import qr, tspl, zpl
from fair_pos.printing.typeface import Face
from fair_pos.printing.unread import UnknownBytesError

_BLACK, _WHITE = 0, 255
_GAP_ROWS = 24
_CELL, _LINE = 12, 30
"""Dots of a letter of font A, and of its line. Source: ESC/POS reference, 12 × 24 and 1/6 inch."""
_LETTERS = range(0x20, 0x7F)
_LF, _NUL = 0x0A, 0x00
_QR_SIZE, _QR_STORE, _QR_PRINT = 67, 80, 81


@dataclass(frozen=True, slots=True)
class Paper:
    """What a job makes a printer do: its sheets as 1-bit pictures, cuts, pulses for the drawer."""

    sheets: tuple[Image.Image, ...]
    cuts: int
    pulses: int
    resets: int


def read(job: bytes) -> Paper:
    """Read a job, in the language that its first bytes are of; each row of labels is a sheet.

    Source: Epson ESC/POS command reference: ESC @, ESC d, ESC p, GS V, GS v 0; for plain letters
    LF, ESC E, ESC a, GS ! and GS ( k. NUL between commands says nothing.

    Raises:
        UnknownBytesError: any other byte, or a command cut short.
    """
    for language in (tspl, zpl):
        if job.startswith(language.FIRST):
            return Paper(language.read(job), cuts=0, pulses=0, resets=0)
    reader = _Reader(memoryview(job))
    while reader.at < len(job):
        reader.command()
    reader.end_sheet()
    return Paper(tuple(reader.sheets), reader.cuts, reader.pulses, reader.resets)


def png(job: bytes) -> bytes:
    """Return a PNG of the sheets of a job, one under the other.

    Raises:
        UnknownBytesError: the job holds more than our own commands.
    """
    sheets = read(job).sheets
    width = max((sheet.width for sheet in sheets), default=1)
    height = sum(sheet.height for sheet in sheets) + _GAP_ROWS * max(len(sheets) - 1, 0)
    whole, top = Image.new("1", (width, max(height, 1)), _WHITE), 0
    for sheet in sheets:
        whole.paste(sheet, (0, top))
        top += sheet.height + _GAP_ROWS
    return _as_png(whole)


def _as_png(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


@dataclass(slots=True)
class _Reader:
    job: memoryview
    at: int = 0
    strips: list[Image.Image] = field(default_factory=list)
    sheets: list[Image.Image] = field(default_factory=list)
    cuts: int = 0
    pulses: int = 0
    resets: int = 0
    is_bold: bool = False
    height: int = 1
    symbol: str = ""
    module: int = 3

    def command(self) -> None:
        start = self.at
        if self.job[start] == _NUL:
            self.at += 1
            return
        if self.job[start] in _LETTERS or self.job[start] == _LF:
            self._letters()
            return
        name = self._take(2)
        commands: dict[bytes, Callable[[], None]] = {
            b"\x1b@": self._reset,
            b"\x1bd": self._feed,
            b"\x1bp": self._pulse,
            b"\x1dV": self._cut,
            b"\x1dv": self._strip,
            b"\x1bE": self._weight,
            b"\x1ba": self._align,
            b"\x1d!": self._size,
            b"\x1d(": self._symbol,
        }
        if name not in commands:
            raise UnknownBytesError(f"{name!r} at {start}")
        commands[name]()

    def end_sheet(self) -> None:
        if not self.strips:
            return
        width = max(strip.width for strip in self.strips)
        sheet = Image.new("1", (width, sum(strip.height for strip in self.strips)), _WHITE)
        top = 0
        for strip in self.strips:
            sheet.paste(strip, (0, top))
            top += strip.height
        self.sheets.append(sheet)
        self.strips.clear()

    def _take(self, count: int) -> bytes:
        part = bytes(self.job[self.at : self.at + count])
        if len(part) < count:
            raise UnknownBytesError(f"ends inside a command at {self.at}")
        self.at += count
        return part

    def _letters(self) -> None:
        """Draw a line of plain letters, each in its cell."""
        end = next((at for at in range(self.at, len(self.job)) if self.job[at] == _LF), None)
        line = bytes(self.job[self.at : end])
        if end is None or any(letter not in _LETTERS for letter in line):
            raise UnknownBytesError(f"text at {self.at}")
        self.at = end + 1
        strip = Image.new("1", (max(len(line), 1) * _CELL, _LINE), _WHITE)
        face = Face(19, self.is_bold)
        for place, letter in enumerate(line.decode("ascii")):
            face.paint(strip, place * _CELL + (_CELL - face.width(letter)) // 2, 3, letter)
        self.strips.append(strip.resize((strip.width, _LINE * self.height)))

    def _weight(self) -> None:
        self.is_bold = self._take(1)[0] & 1 == 1

    def _size(self) -> None:
        self.height = (self._take(1)[0] & 0x0F) + 1

    def _align(self) -> None:
        self._take(1)

    def _symbol(self) -> None:
        """Read one function of GS ( k, the printer's own QR code."""
        letter, low, high = self._take(3)
        told = self._take(low + 256 * high)
        if letter != ord("k") or len(told) < 2:  # noqa: PLR2004  cn and fn
            raise UnknownBytesError(f"symbol at {self.at}")
        if told[1] == _QR_SIZE:
            self.module = told[2]
        elif told[1] == _QR_STORE:
            self.symbol = told[3:].decode("utf-8")
        elif told[1] == _QR_PRINT:
            self._draw_symbol()

    def _draw_symbol(self) -> None:
        rows = qr.matrix(self.symbol)
        quiet = qr.QUIET_MODULES
        code = Image.new("1", (len(rows) + 2 * quiet,) * 2, _WHITE)
        for top, row in enumerate(rows):
            for left, dark in enumerate(row):
                if dark:
                    code.putpixel((left + quiet, top + quiet), _BLACK)
        self.strips.append(code.resize((code.width * self.module,) * 2, Image.Resampling.NEAREST))

    def _reset(self) -> None:
        self.resets += 1

    def _feed(self) -> None:
        self._take(1)

    def _pulse(self) -> None:
        if self._take(3)[0] not in {0, 1}:
            raise UnknownBytesError(f"drawer pin at {self.at}")
        self.pulses += 1

    def _cut(self) -> None:
        if self._take(1)[0] not in {0, 1}:
            raise UnknownBytesError(f"cut at {self.at}")
        self.cuts += 1
        self.end_sheet()

    def _strip(self) -> None:
        form, scale, *size = self._take(6)
        if (form, scale) != (ord("0"), 0):
            raise UnknownBytesError(f"raster form at {self.at}")
        width_bytes, rows = size[0] + 256 * size[1], size[2] + 256 * size[3]
        dots = self._take(width_bytes * rows)
        # ESC/POS: a set bit is black; Pillow's "1;I" turns it round.
        strip = Image.frombytes("1", (8 * width_bytes, rows), dots, "raw", "1;I")
        self.strips.append(strip)
