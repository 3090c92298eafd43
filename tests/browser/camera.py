"""A fake camera: a film of codes, written as Y4M in the test and never kept in the repository."""

from io import BytesIO
from pathlib import Path

import qrcode
import zxingcpp
from PIL import Image

WIDE, HIGH = 1280, 720
RATE = 10


def label_frame(text: str, at: tuple[int, int] = (470, 190), turn: int = 0) -> Image.Image:
    """A label's QR in a hall: grey around, not straight, 340 pixels wide."""
    frame = Image.new("RGB", (WIDE, HIGH), (120, 118, 110))
    code = qrcode.make(text, box_size=10, border=4).get_image().convert("RGB").resize((340, 340))
    frame.paste(code.rotate(turn, fillcolor=(255, 255, 255)), at)
    return frame


def bars_frame(digits: str, turn: int = 0) -> Image.Image:
    """The producer's EAN-13 on a pack, 500 pixels wide."""
    frame = Image.new("RGB", (WIDE, HIGH), (120, 118, 110))
    made = zxingcpp.create_barcode(digits, zxingcpp.BarcodeFormat.EAN13).to_image(scale=4)
    bars = Image.fromarray(made).convert("RGB").resize((500, 240))
    pack = Image.new("RGB", (600, 340), (255, 255, 255))
    pack.paste(bars, (50, 50))
    frame.paste(pack.rotate(turn, fillcolor=(255, 255, 255)), (340, 190))
    return frame


def empty_frame() -> Image.Image:
    return Image.new("RGB", (WIDE, HIGH), (120, 118, 110))


def write_film(file: Path, scenes: list[tuple[Image.Image, float]]) -> Path:
    """Write pictures one after the other, each for its seconds; Chromium plays them in a loop."""
    with file.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDE} H{HIGH} F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for picture, seconds in scenes:
            bright, blue, red = picture.convert("YCbCr").split()
            half = (WIDE // 2, HIGH // 2)
            planes = [bright, blue.resize(half), red.resize(half)]
            frame = b"FRAME\n" + b"".join(plane.tobytes() for plane in planes)
            for _ in range(round(seconds * RATE)):
                film.write(frame)
    return file


def photo_of(text: str) -> dict[str, object]:
    """A photo of twelve megapixels, as a phone takes it."""
    picture = Image.new("RGB", (4000, 3000), (190, 185, 170))
    if text:
        picture.paste(qrcode.make(text, box_size=24).get_image().rotate(5), (1200, 900))
    out = BytesIO()
    picture.save(out, "JPEG")
    return {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
