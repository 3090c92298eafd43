"""Logos for the head of a paper: an uploaded picture made small and grey, then black dots.

Only the grey picture is stored. How it becomes dots is part of a picture's name, `line-ID` or
`dots-ID`; the same name always gives the same dots.
"""

import base64
import hashlib
import io
from dataclasses import replace
from enum import StrEnum

from PIL import Image, ImageChops, ImageOps
from sqlmodel import Session

from fair_pos.core.clock import Clock
from fair_pos.core.document import Document, Picture
from fair_pos.core.errors import FieldError
from fair_pos.printing import payload
from fair_pos.printing.models import Logo

MOST_DOTS = (360, 160)
"""45 by 20 mm at 203 dpi: what fits on 58 mm paper fits on every paper."""
MOST_BYTES = 5_000_000
MOST_PIXELS = 16_000_000
FORMATS = ("PNG", "JPEG")
_WHITE, _HALF = 255, 128
_PAPER = 245
"""From this grey on it is an edge's white: a JPEG's is never quite 255."""
_BAYER = 8
"""Side of the square of thresholds; Bayer 1973, an optimum method for two-level rendition."""


class Ink(StrEnum):
    """How grey becomes black dots."""

    LINE = "line"
    """Hard threshold: for drawings and letters."""
    DOTS = "dots"
    """Ordered dots: for photos and shades."""


class LogoRefusedError(FieldError):
    """A file that cannot become a logo."""

    code, field = "logo_refused", "picture"


class NoPictureError(LogoRefusedError):
    """Neither PNG nor JPEG, or damaged."""

    vi = "Tệp này không phải hình PNG hoặc JPEG. Chọn tệp khác."
    en = "The file is no PNG or JPEG picture. Choose another file."


class DrawingError(LogoRefusedError):
    """SVG is a program in a picture's clothes."""

    vi = "Không nhận hình SVG. Lưu hình thành PNG rồi chọn lại."
    en = "SVG is not taken. Save the picture as PNG and choose it again."


class TooLargeError(LogoRefusedError):
    """Too many bytes or pixels."""

    vi = "Hình quá lớn: tối đa 5 MB và 16 triệu điểm ảnh. Thu nhỏ hình rồi chọn lại."
    en = "The picture is too large: 5 MB and 16 megapixels at most. Make it smaller."


class BlankError(LogoRefusedError):
    """Nothing of it would be printed."""

    vi = "Hình này toàn màu trắng, in ra không thấy gì. Chọn hình khác."
    en = "The picture is all white: nothing would be printed. Choose another one."


def shrink(content: bytes) -> Image.Image:
    """Make an uploaded file a grey picture without white edges that fits on any paper.

    Raises:
        LogoRefusedError: no picture, too large, or nothing on it.
    """
    if len(content) > MOST_BYTES:
        raise TooLargeError
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        raise DrawingError
    grey = _grey(content)
    box = grey.point([_WHITE] * _PAPER + [0] * (256 - _PAPER)).getbbox()
    if box is None:
        raise BlankError
    grey = grey.crop(box)
    grey.thumbnail(MOST_DOTS, Image.Resampling.LANCZOS)
    return grey


def keep(session: Session, clock: Clock, org_id: str, grey: Image.Image, by: str) -> str:
    """Store a shrunk picture once and return its id."""
    target = io.BytesIO()
    grey.save(target, "PNG")
    png = target.getvalue()
    logo_id = hashlib.sha256(png).hexdigest()
    if not is_kept(session, org_id, logo_id):
        session.add(
            Logo(
                org_id=org_id,
                id=logo_id,
                png=base64.b64encode(png).decode(),
                added_by=by,
                added_at=clock.now(),
            )
        )
        session.flush()
    return logo_id


def is_kept(session: Session, org_id: str, logo_id: str) -> bool:
    """Say whether a logo is stored."""
    return session.get(Logo, (org_id, logo_id)) is not None


def name(logo_id: str, ink: Ink) -> str:
    """Return the name of a logo's dots."""
    return f"{ink}-{logo_id}"


def picture(session: Session, org_id: str, name: str) -> Picture:
    """Return a picture with its dots; without them where nothing is stored by this name."""
    ink, _, logo_id = name.partition("-")
    row = session.get(Logo, (org_id, logo_id))
    if row is None or ink not in list(Ink):
        return Picture(name)
    grey = Image.open(io.BytesIO(base64.b64decode(row.png)), formats=["PNG"])
    return Picture(name, *to_dots(grey, Ink(ink)))


def load(session: Session, org_id: str, payload_json: str) -> Document:
    """Return a stored paper as it is printed.

    Raises:
        UnreadablePayloadError: the stored paper cannot be read.
    """
    return fill(session, org_id, payload.load(payload_json))


def fill(session: Session, org_id: str, document: Document) -> Document:
    """Return the document with the dots of its pictures: a stored paper has only their names."""
    blocks = tuple(
        picture(session, org_id, block.name) if isinstance(block, Picture) else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)


def to_dots(grey: Image.Image, ink: Ink) -> tuple[int, bytes]:
    """Return the bytes of a row, and the rows: a set bit is black, see `core.document.Picture`."""
    width_bytes = -(-grey.width // 8)
    whole = Image.new("L", (8 * width_bytes, grey.height), _WHITE)
    whole.paste(grey, ((whole.width - grey.width) // 2, 0))
    if ink is Ink.DOTS:
        whole = ImageChops.subtract(whole, _thresholds(whole.size), 1, _HALF)
    black = whole.point([0] * _HALF + [_WHITE] * _HALF, "1")
    return width_bytes, black.tobytes("raw", "1;I")


def _grey(content: bytes) -> Image.Image:
    """Decode a file on white ground; its size is asked before a single pixel is unpacked."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _check_size(opened)
            opened.draft("RGB", (2 * MOST_DOTS[0], 2 * MOST_DOTS[1]))
            turned = ImageOps.exif_transpose(opened).convert("RGBA")
    except LogoRefusedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as fault:
        raise TooLargeError from fault
    except Exception as fault:  # a hostile file may break the decoder anywhere
        raise NoPictureError from fault
    ground = Image.new("RGBA", turned.size, "white")
    return Image.alpha_composite(ground, turned).convert("L")


def _check_size(opened: Image.Image) -> None:
    if opened.width * opened.height > MOST_PIXELS:
        raise TooLargeError


def _thresholds(size: tuple[int, int]) -> Image.Image:
    square = Image.new("L", (_BAYER, _BAYER))
    square.putdata([_threshold(x, y) for y in range(_BAYER) for x in range(_BAYER)])
    tiled = Image.new("L", size)
    for top in range(0, size[1], _BAYER):
        for left in range(0, size[0], _BAYER):
            tiled.paste(square, (left, top))
    return tiled


def _threshold(x: int, y: int) -> int:
    """Return the grey below which the dot at (x, y) of the square is black, 2 to 254."""
    rank = 0
    for bit in range(3):
        mixed = (x ^ y) >> bit & 1
        rank = rank << 2 | mixed << 1 | (y >> bit & 1)
    return 4 * rank + 2
