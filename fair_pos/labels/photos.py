"""Makes an inspector's photo small and takes out what it tells about the place it was taken at."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from fair_pos.core.errors import FieldError

PHOTO_BYTES = 10 * 1024 * 1024
PHOTO_PIXELS = 50_000_000
SIDE_MAX = 1600
"""Pixels: small print of a label is still read."""
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 80
_NO_PICTURE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    ValueError,
)


class PhotoError(FieldError):
    """Not a picture that we keep."""

    code, field = "note_photo", "photo"
    vi = "Ảnh phải là JPEG, PNG hoặc WebP, tối đa 10 MB và 50 triệu điểm ảnh. Chụp lại ảnh này."
    en = "A photo must be JPEG, PNG or WebP, at most 10 MB and 50 megapixels. Take it again."


def shrink(content: bytes) -> bytes:
    """Return a picture as JPEG of at most 1600 pixels a side, upright, without EXIF or comment.

    Raises:
        PhotoError: no such picture, or too large a one.
    """
    if len(content) > PHOTO_BYTES:
        raise PhotoError
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            if picture.width * picture.height > PHOTO_PIXELS:
                raise PhotoError
            picture.draft("RGB", (SIDE_MAX, SIDE_MAX))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE_MAX, SIDE_MAX))
            plain = _on_white(upright)
            plain.info = {}
            made = io.BytesIO()
            plain.save(made, "JPEG", quality=QUALITY)
    except _NO_PICTURE as error:
        raise PhotoError from error
    return made.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
