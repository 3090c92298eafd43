"""How often the code of a printed label reads, under dot gain, blur, a slant and noise, by roll.

Synthetic: the label's own dots, each dot gains black at its edge (`gain` dots), a phone's camera
sees two pixels a dot, slanted, blurred (`blur` dots, standard deviation) and with noise. Fixed
seed, zxing-cpp, one picture each, where a phone takes many a second. A module of two dots stands
beside the rolls to show why three are the least.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import date

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from fair_pos.labels import built_in, rolls, rules, sheets
from fair_pos.labels.formats import LabelFormat
from fair_pos.labels.keys import Keys
from fair_pos.labels.rules import Lot
from fair_pos.labels.sheets import Run
from fair_pos.printing import label_picture, qr
from tests.bench.figures import Figure, at_least
from tests.labels.goods import BASE, CODE, certificate, goods

LABELS = 80
PIXELS_A_DOT = 2
CASES = ((0.0, 0.6), (0.5, 1.0), (0.5, 1.5))
EGGS, WATER = "Trứng vịt biển Đồng Rui", "Nước khoáng thiên nhiên Quang Hanh"
NO_LOT = Lot()
LOT = Lot("ĐR-0127", date(2027, 1, 25), date(2027, 2, 24))
KEYS = Keys((("0", b"a key of the bench"),))


def run() -> list[Figure]:
    figures = []
    for form in built_in.ROLLS:
        figures += _rates(form.key, list(_labels(form, EGGS)), usual=True)
    smallest = built_in.BY_KEY["roll-35x22-2"]
    full = list(_labels(smallest, WATER, LOT))
    figures += _rates("roll-35x22-2, 34 letters and a lot", full, usual=True)
    figures += _rates("module of 2 dots", list(_two_dots()), usual=False)
    return figures


def _rates(name: str, pictures: Sequence[tuple[Image.Image, str]], *, usual: bool) -> list[Figure]:
    """Return the rate in each case; the last is the edge, where no rate is promised."""
    found = []
    for gain, blur in CASES:
        chance = random.Random(f"{gain} {blur}")
        read = sum(_reads(picture, text, gain, blur, chance) for picture, text in pictures)
        what, rate = f"{name}: dot gain {gain:g}, blur {blur:g} dots", 100 * read / len(pictures)
        is_promised = usual and (gain, blur) != CASES[-1]
        found.append(
            at_least(what, rate, 90, 95, "%") if is_promised else Figure(what, f"{rate:.0f} %")
        )
    return found


def _labels(form: LabelFormat, name: str, lot: Lot = NO_LOT) -> Iterator[tuple[Image.Image, str]]:
    text = rules.label_text(goods(name, certificate()), date(2027, 1, 30), lot)
    addresses = tuple(
        rules.serial_address(BASE, KEYS.serial(CODE, number)) for number in range(1, LABELS + 1)
    )
    made = sheets.sheets(form, [Run(text, 1, addresses)])
    width, step = form.width, form.width + form.gap_x
    for strip in rolls.strips(made):
        labels = iter(strip.labels)
        for row in label_picture.rows(strip, 203):
            for column, one in zip(range(form.columns), labels, strict=False):
                left = column * step
                yield row.crop((left, 0, left + width, row.height)), one.address


def _two_dots() -> Iterator[tuple[Image.Image, str]]:
    for number in range(1, LABELS + 1):
        text = rules.serial_address(BASE, KEYS.serial(CODE, number))
        matrix = qr.matrix(text)
        side = len(matrix)
        dots = bytes(0 if dark else 255 for row in matrix for dark in row)
        code = Image.frombytes("L", (side, side), dots).resize((2 * side,) * 2, 0)
        picture = Image.new("1", (2 * side + 16,) * 2, 255)
        picture.paste(code, (8, 8))
        yield picture, text


def _reads(label: Image.Image, text: str, gain: float, blur: float, chance: random.Random) -> bool:
    """Say whether a label's code reads after paper and camera had their way with it."""
    seen = label.convert("L")
    seen = seen.resize([PIXELS_A_DOT * side for side in seen.size], Image.Resampling.NEAREST)
    grown = round(gain * PIXELS_A_DOT)
    if grown:
        seen = seen.filter(ImageFilter.MinFilter(2 * grown + 1))
    wide = Image.new("L", (seen.width + 40, seen.height + 40), 255)
    wide.paste(seen, (20, 20))
    slanted = wide.transform(wide.size, Image.Transform.QUAD, _slant(wide, chance), 2)
    soft = slanted.filter(ImageFilter.GaussianBlur(blur * PIXELS_A_DOT))
    noise = Image.frombytes("L", soft.size, chance.randbytes(soft.width * soft.height))
    dull = soft.point([60 + at * 150 // 255 for at in range(256)])
    photo = ImageChops.add(dull, noise.point([at // 8 for at in range(256)]))
    return text in {code.text for code in zxingcpp.read_barcodes(photo)}


def _slant(picture: Image.Image, chance: random.Random) -> list[float]:
    """Return the corners that the picture's own come from: up to 4 % off, each its own way."""
    width, height = picture.size
    corners = [(0, 0), (0, height), (width, height), (width, 0)]
    off = 0.04 * min(width, height)
    return [place + chance.uniform(-off, off) for corner in corners for place in corner]
