"""Rows of labels in ZPL II, the language of Zebra printers; and back.

Source: Zebra, ZPL II Programming Guide, ^XA, ^PW, ^LL, ^LH, ^FO, ^GF, ^PQ, ^XZ, and its appendix on
alternative data compression: `:Z64:` is zlib in base64, then a CRC-16 (polynomial 0x1021, begun
with 0) of the base64 signs in four hex digits. In a graphic field 1 is a black dot.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterable

from PIL import Image, ImageChops

from fair_pos.printing.unread import UnknownBytesError

FIRST = b"^XA"
LAST = b"^XZ\r\n"
_ROW = re.compile(
    rb"\^XA\r\n\^PW(\d+)\r\n\^LL(\d+)\r\n\^LH0,0\r\n"
    rb"\^FO0,0\^GFA,(\d+),(\d+),(\d+),:Z64:([A-Za-z0-9+/=]+):([0-9A-F]{4})\^FS\r\n\^PQ1\r\n\^XZ\r\n"
)


def job(rows: Iterable[Image.Image]) -> bytes:
    """Return the job that prints rows of labels, a format of its own each."""
    return b"".join(_row(row) for row in rows)


def read(job: bytes) -> tuple[Image.Image, ...]:
    """Read a job back into its rows.

    Raises:
        UnknownBytesError: anything that `job` does not write, or a wrong check sum.
    """
    at, rows = 0, []
    while at < len(job):
        found = _ROW.match(job, at)
        if found is None:
            raise UnknownBytesError(f"ZPL at {at}")
        rows.append(_picture(found))
        at = found.end()
    return tuple(rows)


def _row(row: Image.Image) -> bytes:
    width_bytes = (row.width + 7) // 8
    count = width_bytes * row.height
    packed = base64.b64encode(zlib.compress(_dots(row), 9))
    return (
        f"^XA\r\n^PW{row.width}\r\n^LL{row.height}\r\n^LH0,0\r\n"
        f"^FO0,0^GFA,{count},{count},{width_bytes},:Z64:{packed.decode()}:"
        f"{binascii.crc_hqx(packed, 0):04X}^FS\r\n^PQ1\r\n"
    ).encode() + LAST


def _picture(found: re.Match[bytes]) -> Image.Image:
    width, height, count, same, width_bytes = (int(found[at]) for at in range(1, 6))
    if int(found[7], 16) != binascii.crc_hqx(found[6], 0):
        raise UnknownBytesError("ZPL check sum")
    try:
        dots = zlib.decompress(base64.b64decode(found[6], validate=True))
    except (ValueError, zlib.error) as error:
        raise UnknownBytesError("ZPL data") from error
    sizes = (len(dots), count, same, (width + 7) // 8)
    if sizes != (width_bytes * height, len(dots), len(dots), width_bytes):
        raise UnknownBytesError("ZPL counts")
    return ImageChops.invert(Image.frombytes("1", (width, height), dots))


def _dots(row: Image.Image) -> bytes:
    return ImageChops.invert(row).tobytes()
