"""Reads the codes in a picture file. Not pure: it opens files."""

from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image, UnidentifiedImageError
from zxingcpp import BarcodeFormat

from fair_pos.core.errors import FairPosError

PIXELS_MAX = 50_000_000
CODES = zxingcpp.BarcodeFormats(
    [
        BarcodeFormat.QRCodeModel2,
        BarcodeFormat.DataMatrix,
        BarcodeFormat.EANUPC,
        BarcodeFormat.Code128,
        BarcodeFormat.ITF14,
        BarcodeFormat.DataBar,
    ]
)
"""What packs, labels and receipts carry; a short ITF is seen wherever lines stand side by side."""
FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")

_UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombWarning,
    Image.DecompressionBombError,
    OSError,
    ValueError,
)


class UnreadablePictureError(FairPosError):
    """A file that is no picture, or too large a one."""

    code = "unreadable_picture"
    status = 422
    vi = "Không mở được ảnh. Chụp lại hoặc chọn ảnh PNG, JPEG khác (tối đa 50 triệu điểm ảnh)."
    en = "The picture cannot be opened. Take another one, PNG or JPEG, up to 50 megapixels."


def read_picture(picture: Path | bytes, pixels_max: int = PIXELS_MAX) -> list[str]:
    """Return the texts of all codes in a picture, as zxing finds them; none found: empty.

    Raises:
        UnreadablePictureError: no picture, or above `pixels_max`.
    """
    source = BytesIO(picture) if isinstance(picture, bytes) else picture
    try:
        with Image.open(source, formats=FORMATS) as image:
            if image.width * image.height > pixels_max:
                raise UnreadablePictureError
            grey = _on_white(image).convert("L")
    except _UNREADABLE as fault:
        raise UnreadablePictureError from fault
    return [found.text for found in zxingcpp.read_barcodes(grey, formats=CODES)]


def _on_white(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    clear = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
