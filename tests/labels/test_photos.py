"""What becomes of an inspector's photo, and which files are none."""

import io
import struct
import zlib

import pytest
from PIL import Image

from fair_pos.labels import photos
from fair_pos.labels.photos import PhotoError


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **how
) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, "red").save(made, kind, **how)
    return made.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(photos.shrink(content)))


def test_a_large_photo_becomes_a_small_jpeg() -> None:
    made = opened(picture(size=(4000, 3000)))
    assert (made.format, made.size) == ("JPEG", (1600, 1200))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_kinds_of_phones_and_screens_are_taken(kind: str) -> None:
    assert opened(picture(kind)).size == (60, 40)


def test_where_it_was_taken_and_by_which_phone_is_not_kept() -> None:
    exif = Image.Exif()
    exif[0x0110] = "Phone of Lan"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (20.0, 57.0, 3.0)
    content = picture(exif=exif, comment=b"at home")
    assert opened(content).getexif() == {}
    kept = photos.shrink(content)
    for secret in (b"Phone of Lan", b"at home", b"Exif"):
        assert secret not in kept


def test_a_photo_held_sideways_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(picture(size=(60, 40), exif=exif)).size == (40, 60)


def test_what_is_transparent_becomes_white() -> None:
    made = opened(picture("PNG", mode="RGBA"))
    assert made.mode == "RGB"


def bomb() -> bytes:
    """A PNG of a few bytes that says it is 30,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    start = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk
    return start + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", bomb(),
        picture("GIF"), picture("TIFF"), picture()[:200], b"x" * (photos.PHOTO_BYTES + 1),
    ],
    ids=["empty", "text", "svg", "bomb", "gif", "tiff", "cut off", "too many bytes"],
)  # fmt: skip
def test_what_is_no_photo_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(PhotoError, match="JPEG, PNG"):
        photos.shrink(content)
