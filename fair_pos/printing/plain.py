"""A document in plain letters without Vietnamese marks: for printers that cannot take a picture.

The last resort of a slow serial line or of broken raster firmware. Only ASCII goes out, so that no
code page is asked for; what has no letter of it becomes "?".
"""

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fair_pos.core.document import (
    Align,
    Block,
    Boxed,
    Code,
    Document,
    Edge,
    Row,
    Rule,
    Size,
    Text,
)
from fair_pos.core.text import ascii_only
from fair_pos.printing.profiles import Profile
from fair_pos.printing.typeface import STAR, prepare

if TYPE_CHECKING:
    from escpos.printer import Dummy

TALL, PLAIN_SIZE = b"\x1d!\x01", b"\x1d!\x00"
BOLD, PLAIN_WEIGHT = b"\x1bE\x01", b"\x1bE\x00"
CENTRED, LEFT = b"\x1ba\x01", b"\x1ba\x00"
_TALL_SIZES = {Size.LARGE, Size.TOTAL, Size.TITLE}
_QR_MODULE = 6


def add_document(job: "Dummy", document: Document, profile: Profile) -> None:
    """Add a document's lines to a job, no line longer than the profile's columns."""
    for block in document.blocks:
        if isinstance(block, Code):
            _add_code(job, block, profile)
        for line in _lines(block, profile.text_columns):
            _add(job, line)


def _add(job: "Dummy", commands: bytes) -> None:
    job._raw(commands)  # noqa: SLF001  text() would choose a code page


def _add_code(job: "Dummy", code: Code, profile: Profile) -> None:
    if not profile.native_qr:
        _add(job, b"".join(_text(Text(code.typed or code.payload), profile.text_columns)))
        return
    _add(job, CENTRED)
    job.qr(code.payload, ec=1, size=_QR_MODULE, native=True)
    _add(job, LEFT)


def _lines(block: Block, columns: int) -> Iterator[bytes]:
    match block:
        case Text():
            yield from _text(block, columns)
        case Row():
            for line in _row(block, columns):
                yield _styled(line, block.size, bold=block.bold)
        case Rule() | Edge():
            yield _styled("-" * columns)
        case Boxed():
            yield _styled("*" * columns)
            yield from _text(Text(block.text, bold=block.bold, align=Align.CENTER), columns)
            yield _styled("*" * columns)
        case Code():
            for text in block.lines:
                yield from _text(text, columns)


def _text(block: Text, columns: int) -> Iterator[bytes]:
    stars = f" {'*' * block.stars} ({block.stars} sao)" if block.stars else ""
    for line in _wrapped(block.text + stars, columns):
        placed = line.center(columns).rstrip() if block.align is Align.CENTER else line
        yield _styled(placed, block.size, bold=block.bold)


def _row(row: Row, columns: int) -> list[str]:
    lines = _wrapped(row.left, columns, indent="  " if row.indent else "")
    amounts = _wrapped(row.right, columns)
    if len(lines[-1]) + 1 + len(amounts[0]) > columns:
        lines.append("")
    lines[-1] += amounts[0].rjust(columns - len(lines[-1]))
    return [*lines, *(amount.rjust(columns) for amount in amounts[1:])]


def _wrapped(text: str, columns: int, indent: str = "") -> list[str]:
    plain = ascii_only(prepare(text).replace("\u00a0", " ").replace("×", "x").replace(STAR, "*"))
    wrapper = textwrap.TextWrapper(columns, initial_indent=indent, break_on_hyphens=False)
    return wrapper.wrap(plain) or [indent]


def _styled(line: str, size: Size = Size.BODY, *, bold: bool = False) -> bytes:
    text = line.encode("ascii", "replace") + b"\n"
    if bold:
        text = BOLD + text + PLAIN_WEIGHT
    return TALL + text + PLAIN_SIZE if size in _TALL_SIZES else text
