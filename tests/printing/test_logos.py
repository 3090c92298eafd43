"""Logos: what is taken, how grey becomes dots, and that they stand on the paper in the middle."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageChops, ImageDraw

from fair_pos.core.document import Document, Picture, Text
from fair_pos.printing import logos, paper, payload, profiles, render
from fair_pos.printing.logos import Ink, LogoRefusedError
from tests.printing.papers import receipt


def picture_file(size=(300, 100), form="PNG", mode="RGB", ink="black", **options) -> bytes:
    """A drawing with wide white edges: a frame with a bar in it."""
    picture = Image.new(mode, size, "white" if mode == "RGB" else 0)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, size[0] - 21, size[1] - 21), outline=ink, width=6)
    pen.rectangle((40, 40, size[0] // 2, size[1] - 41), fill=ink)
    target = io.BytesIO()
    picture.save(target, form, **options)
    return target.getvalue()


def drawn(content: bytes, ink: Ink = Ink.LINE) -> Picture:
    return Picture("x", *logos.to_dots(logos.shrink(content), ink))


def black_share(picture: Picture) -> float:
    black = sum(byte.bit_count() for byte in picture.dots)
    return black / (8 * len(picture.dots))


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_loses_its_white_edges_and_keeps_its_lines(form):
    logo = drawn(picture_file(form=form))
    assert 60 <= logo.height <= 62
    assert logo.width_bytes == 33
    assert 0.35 < black_share(logo) < 0.4


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 200), (200, 3000)])
def test_a_large_picture_is_made_small_and_keeps_its_shape(size):
    grey = logos.shrink(picture_file(size))
    assert grey.width == 360 or grey.height == 160
    assert grey.width <= 360
    assert grey.height <= 160
    assert abs(grey.width / grey.height - (size[0] - 40) / (size[1] - 40)) < 0.6


def test_what_is_see_through_is_white_on_paper():
    logo = drawn(picture_file(mode="RGBA", ink=(0, 0, 0, 255)))
    assert black_share(logo) == black_share(drawn(picture_file()))


def test_a_pale_colour_is_lost_as_lines_and_seen_as_dots():
    pale = picture_file(ink=(170, 200, 170))
    assert black_share(drawn(pale)) == 0
    assert 0.05 < black_share(drawn(pale, Ink.DOTS)) < 0.15


def test_every_grey_becomes_its_share_of_dots():
    shares = [
        black_share(Picture("", *logos.to_dots(Image.new("L", (64, 64), grey), Ink.DOTS)))
        for grey in range(0, 256, 5)
    ]
    assert (shares[0], shares[-1]) == (1, 0)
    assert shares == sorted(shares, reverse=True)
    assert max(abs(share - (1 - n * 5 / 255)) for n, share in enumerate(shares)) < 0.03


def bomb() -> bytes:
    """A PNG of 60,000 × 60,000 dots in some hundred bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


SVG = b'\xef\xbb\xbf <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "không phải hình PNG hoặc JPEG"),
        (b"%PDF-1.7 \x00\xff", "không phải hình PNG hoặc JPEG"),
        (picture_file(form="GIF"), "không phải hình PNG hoặc JPEG"),
        (picture_file(form="BMP"), "không phải hình PNG hoặc JPEG"),
        (picture_file()[:300], "không phải hình PNG hoặc JPEG"),
        (SVG, "SVG"),
        (b"<svg onload=alert(1)>", "SVG"),
        (bomb(), "quá lớn"),
        (picture_file() + bytes(5_000_000), "quá lớn"),
        (picture_file(ink="white"), "toàn màu trắng"),
    ],
    ids=["nothing", "pdf", "gif", "bmp", "cut", "svg", "svg-bare", "bomb", "bytes", "white"],
)  # fmt: skip
def test_what_is_no_logo_is_refused_in_words(content, sentence):
    with pytest.raises(LogoRefusedError, match=sentence):
        logos.shrink(content)


def test_a_damaged_picture_is_refused_wherever_it_breaks():
    whole = picture_file(form="JPEG")
    for at in range(2, len(whole), 97):
        broken = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            assert logos.shrink(broken).height <= 160
        except LogoRefusedError:
            continue


@pytest.mark.parametrize("profile_id", profiles.ids())
def test_a_logo_stands_whole_in_the_middle_of_every_paper(profile_id):
    profile = profiles.load(profile_id)
    logo = drawn(picture_file((2000, 600)))
    document = Document("", (logo, Text("Trung tâm OCOP")))
    job = render.to_bytes(document, profile)
    sheet = paper.read(job).sheets[0]
    if profile.text_only:
        assert sheet.height == 30
        return
    assert ImageChops.logical_xor(sheet, render.draw(document, profile)).getbbox() is None
    left, top, right, bottom = ImageChops.invert(
        sheet.crop((0, 0, sheet.width, 6 + logo.height)).convert("L")
    ).getbbox()
    assert abs(left - (profile.width_dots - right)) <= 1
    assert (right - left, bottom - top) == (8 * logo.width_bytes, logo.height)


def test_a_paper_narrower_than_the_logo_loses_its_sides_and_nothing_else():
    profile = profiles.load("generic-58")
    wide = Picture("", 60, b"\xff" * 60 * 10)
    picture = render.draw(Document("", (wide, Text("Trung tâm OCOP"))), profile)
    assert picture.width == profile.width_dots
    assert picture.crop((0, 5, 384, 15)).getextrema() == (0, 0)


def test_a_stored_paper_names_its_logo_and_carries_none_of_its_dots(hall):
    grey = logos.shrink(picture_file())
    keep = lambda session: logos.keep(session, hall.store.clock, hall.store.org_id, grey, "ha")  # noqa: E731
    logo_id, again = hall.run(keep), hall.run(keep)
    assert logo_id == again
    name = logos.name(logo_id, Ink.DOTS)
    with_logo = Document("", (Picture(name, *logos.to_dots(grey, Ink.DOTS)), *receipt().blocks))
    stored = payload.dump(with_logo)
    assert len(stored) - len(payload.dump(receipt())) < 120
    with hall.store.reading() as session:
        assert logos.load(session, hall.store.org_id, stored) == with_logo


@pytest.mark.parametrize("name", ["", "line-", "line-no-such", "ink-x", "x" * 200])
def test_a_paper_whose_logo_is_gone_is_printed_without_it(hall, name):
    stored = payload.dump(Document("", (Picture(name), *receipt().blocks)))
    with hall.store.reading() as session:
        found = logos.load(session, hall.store.org_id, stored)
    profile = profiles.load("generic-80")
    assert render.to_bytes(found, profile) == render.to_bytes(receipt(), profile)


def test_a_paper_stored_before_there_were_logos_still_loads():
    stored = (
        '{"blocks":[{"align":"center","kind":"text","text":"Hội chợ"},{"kind":"rule"},'
        '{"kind":"boxed","text":"Phiếu"}],"title":"PHIẾU TÍNH TIỀN B017-1-0001","v":1}'
    )
    assert [type(block).__name__ for block in payload.load(stored).blocks] == [
        "Text", "Rule", "Boxed",
    ]  # fmt: skip
