from io import BytesIO

import pytest
import qrcode
from PIL import Image

from fair_pos.payments import vietqr
from fair_pos.payments.pictures import UnreadablePictureError, read_picture

SALE = vietqr.build("970403", "0011012345678", 441_000, "HLB01760MXXK")


def drawn(text: str) -> Image.Image:
    return qrcode.make(text, box_size=5).get_image().convert("L")


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_transfer_is_read_from_a_picture(tmp_path):
    path = tmp_path / "code.png"
    path.write_bytes(png(drawn(SALE)))
    assert read_picture(path) == read_picture(path.read_bytes()) == [SALE]


def test_two_codes_on_one_picture_are_both_read():
    sheet = Image.new("L", (700, 300), 255)
    sheet.paste(drawn("HTTPS://POS.EXAMPLE/P/B4K7R2XQ96"), (0, 0))
    sheet.paste(drawn("8934563138165"), (400, 0))
    assert sorted(read_picture(png(sheet))) == ["8934563138165", "HTTPS://POS.EXAMPLE/P/B4K7R2XQ96"]


def test_a_transparent_picture_is_read_on_white():
    clear = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    code = drawn(SALE).resize((300, 300), Image.Resampling.NEAREST)
    clear.paste((0, 0, 0, 255), mask=code.point(lambda grey: 255 - grey))
    assert read_picture(png(clear)) == [SALE]


def test_a_picture_without_a_code_gives_nothing():
    assert read_picture(png(Image.new("L", (50, 50), 255))) == []


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken"])
def test_what_is_no_picture_is_refused_with_a_sentence(content):
    with pytest.raises(UnreadablePictureError) as refusal:
        read_picture(content)
    assert "Chụp lại" in refusal.value.sentence()


def test_a_missing_file_is_refused_the_same_way(tmp_path):
    with pytest.raises(UnreadablePictureError):
        read_picture(tmp_path / "nothing.png")


def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked():
    with pytest.raises(UnreadablePictureError):
        read_picture(png(Image.new("L", (10, 10))), pixels_max=99)
