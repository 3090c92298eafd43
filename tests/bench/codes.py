"""A receipt's QR on thermal paper before a phone's camera: read rates, with and without signature.

The paper is drawn at four steps a dot, 203 dpi: the dots grow (dot gain), the picture turns up to
12 degrees, is blurred (out of focus), taken at so many pixels a millimetre (21: a frame of 1,280
pixels shows 60 mm; 6: 210 mm), loses contrast and gets noise. A worn head leaves white columns.
Synthetic: good for comparing codes, no promise for a phone.
"""

import itertools
import random
from dataclasses import dataclass

import qrcode
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from fair_pos.core.ids import ALPHABET
from tests.bench.figures import Figure

ADDRESS = "HTTPS://POS.OCOPHALONG.VN/R/"
SHORT, SIGNED = 10, 147
"""Signs after the address: the code alone, and with facts and signature."""
ROUNDS = 10
STEPS = 4
"""Of a dot."""
DOTS_MM = 8
GAINS_DOTS = (0, 0.75, 1.25)
BLURS_MM = (0.08, 0.2, 0.3)
PIXELS_MM = (21, 10, 6)


@dataclass(frozen=True)
class Kind:
    """One way to print it."""

    name: str
    signs: int
    dots: int
    level: int = ERROR_CORRECT_M


KINDS = (
    Kind("short, 6 dots", SHORT, 6),
    Kind("short, 5 dots", SHORT, 5),
    Kind("signed, 6 dots", SIGNED, 6),
    Kind("signed, 5 dots", SIGNED, 5),
    Kind("signed, 4 dots", SIGNED, 4),
    Kind("signed, 3 dots", SIGNED, 3),
    Kind("signed, 4 dots, level L", SIGNED, 4, ERROR_CORRECT_L),
)


def run() -> list[Figure]:
    figures = []
    for kind in KINDS:
        rates = {
            conditions: _rate(kind, *conditions)
            for conditions in itertools.product(GAINS_DOTS, BLURS_MM, PIXELS_MM)
        }
        fair = [
            rate
            for (_, blur, pixels), rate in rates.items()
            if blur < max(BLURS_MM) and pixels > min(PIXELS_MM)
        ]
        worn = _rate(kind, 0.75, 0.15, 12, dead=4)
        said = (
            f"near and nearly sharp {_mean(fair)}, all {_mean(list(rates.values()))}, "
            f"four dead columns {_mean([worn])}, side {_side_mm(kind)} mm"
        )
        figures.append(Figure(f"receipt's code, {kind.name}: read", said))
    return figures


def _rate(kind: Kind, gain: float, blur_mm: float, pixels_mm: int, dead: int = 0) -> float:
    chance, found = random.Random(1), 0
    for _ in range(ROUNDS):
        text = ADDRESS + "".join(chance.choices(ALPHABET, k=kind.signs))
        printed = _printed(text, kind, gain, [chance.random() for _ in range(dead)])
        read = zxingcpp.read_barcode(_photo(printed, blur_mm, pixels_mm, chance))
        found += read is not None and read.text == text
    return found / ROUNDS


def _printed(text: str, kind: Kind, gain: float, dead: list[float]) -> Image.Image:
    code = qrcode.QRCode(error_correction=kind.level, border=4, mask_pattern=2)
    code.add_data(text)
    code.make(fit=True)
    dark = code.get_matrix()
    picture = Image.new("L", (len(dark), len(dark)), 255)
    picture.putdata([0 if one else 255 for row in dark for one in row])
    side = len(dark) * kind.dots * STEPS
    picture = picture.resize((side, side), Image.Resampling.NEAREST)
    for _ in range(round(gain * STEPS)):
        grown = ImageChops.darker(picture, ImageChops.offset(picture, 1, 0))
        picture = ImageChops.darker(grown, ImageChops.offset(grown, 0, 1))
    draw = ImageDraw.Draw(picture)
    for place in dead:
        left = int(place * side) // STEPS * STEPS
        draw.rectangle((left, 0, left + STEPS - 1, side), fill=255)
    return picture


def _photo(picture: Image.Image, blur_mm: float, pixels_mm: int, chance: random.Random):
    turned = picture.rotate(
        chance.uniform(-12, 12), Image.Resampling.BICUBIC, expand=True, fillcolor=255
    )
    blurred = turned.filter(ImageFilter.GaussianBlur(blur_mm * DOTS_MM * STEPS))
    scale = pixels_mm / DOTS_MM / STEPS
    size = (
        int(blurred.width * scale * chance.uniform(0.95, 1.05)),
        int(blurred.height * scale),
    )
    small = blurred.resize(size, Image.Resampling.BICUBIC).point(lambda grey: grey * 0.55 + 70)
    noise = Image.effect_noise(size, 12)
    taken = ImageChops.add(small, noise, 1, -128)
    frame = Image.new("L", (size[0] + 60, size[1] + 60), 210)
    frame.paste(taken, (30, 30))
    return frame


def _mean(rates: list[float]) -> str:
    return f"{sum(rates) / len(rates):.0%}"


def _side_mm(kind: Kind) -> str:
    code = qrcode.QRCode(error_correction=kind.level, border=4, mask_pattern=2)
    code.add_data(ADDRESS + "B" * kind.signs)
    code.make(fit=True)
    side = len(code.get_matrix()) * kind.dots / DOTS_MM
    return f"{side:.1f} (version {code.version})"
