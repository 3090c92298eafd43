"""Rows of labels in TSPL, the language of TSC printers and of most cheap label printers; and back.

Source: TSC, TSPL/TSPL2 Programming Language, "SIZE", "GAP", "DIRECTION", "REFERENCE", "CLS",
"BITMAP" and "PRINT": lines end with CR LF; in a bitmap 0 is a black dot, its width is in bytes.
Letters go as dots: the printer's own fonts lack Vietnamese.
"""

import re
from collections.abc import Iterable

from PIL import Image

from fair_pos.printing.unread import UnknownBytesError

FIRST = b"SIZE "
LAST = b"PRINT 1,1\r\n"
_HEAD = re.compile(
    rb"SIZE [\d.]+ mm,[\d.]+ mm\r\nGAP [\d.]+ mm,0 mm\r\nDIRECTION 0\r\nREFERENCE 0,0\r\n"
)
_ROW = re.compile(rb"CLS\r\nBITMAP 0,0,(\d+),(\d+),0,")


def job(rows: Iterable[Image.Image], gap: int, dots_per_mm: int) -> bytes:
    """Return the job that prints rows of labels, one label high each.

    Units: `gap`, the space between two rows, in dots.
    """
    parts: list[bytes] = []
    for row in rows:
        width, height, between = (f"{dots / dots_per_mm:g}" for dots in (*row.size, gap))
        if not parts:
            parts.append(
                f"SIZE {width} mm,{height} mm\r\nGAP {between} mm,0 mm\r\n"
                "DIRECTION 0\r\nREFERENCE 0,0\r\n".encode()
            )
        parts.append(f"CLS\r\nBITMAP 0,0,{(row.width + 7) // 8},{row.height},0,".encode())
        parts += (_dots(row), b"\r\n", LAST)
    return b"".join(parts)


def read(job: bytes) -> tuple[Image.Image, ...]:
    """Read a job back into its rows, as wide as their bytes.

    Raises:
        UnknownBytesError: anything that `job` does not write.
    """
    head = _HEAD.match(job)
    if head is None:
        raise UnknownBytesError("TSPL head")
    at, rows = head.end(), []
    while at < len(job):
        row = _ROW.match(job, at)
        if row is None:
            raise UnknownBytesError(f"TSPL at {at}")
        width_bytes, height = int(row[1]), int(row[2])
        at = row.end() + width_bytes * height
        if job[at : at + 2 + len(LAST)] != b"\r\n" + LAST:
            raise UnknownBytesError(f"TSPL ends inside a bitmap at {row.end()}")
        dots = job[row.end() : at]
        rows.append(Image.frombytes("1", (8 * width_bytes, height), dots))
        at += 2 + len(LAST)
    return tuple(rows)


def _dots(row: Image.Image) -> bytes:
    """Return the bits of a row, its last byte filled up white."""
    whole = Image.new("1", ((row.width + 7) // 8 * 8, row.height), 255)
    whole.paste(row, (0, 0))
    return whole.tobytes()
