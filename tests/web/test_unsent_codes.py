"""A chain of codes at the organisers' desk: photos without JavaScript, pasted or scanned lines."""

import json
from io import BytesIO

import pytest
import qrcode
from httpx2 import Response
from PIL import Image

from tests.checkout.books import agree, counts
from tests.core.test_qrchain import cut
from tests.web.office import form_values, words
from tests.web.test_unsent import clerk, eggs, export

__all__ = ["clerk"]


@pytest.fixture
def codes(till, cast, store) -> list[str]:
    """Three sales of a till, as the codes that it shows."""
    facts = [("/sales", eggs(till, cast)) for _ in range(3)]
    return cut(json.dumps(export(store, cast, *facts)), signs=210)


def photo(*texts: str) -> bytes:
    """A phone's photo of a screen: the codes side by side on grey, not quite straight."""
    picture = Image.new("RGB", (1100 * len(texts), 1100), (90, 92, 95))
    for at, text in enumerate(texts):
        code = qrcode.make(text, box_size=8).get_image().convert("RGB")
        picture.paste(code.rotate(3, fillcolor="white"), (1100 * at + 100, 100))
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def send(clerk, photos: list[bytes], text: str = "") -> Response:
    files = [("files", (f"anh-{n}.jpg", one)) for n, one in enumerate(photos)]
    return clerk.send("tills/unsent", [*files, ("text", (None, text))])


def test_photos_in_any_order_make_the_file_whole(clerk, codes, store):
    assert len(codes) >= 4
    shots = [photo(codes[3]), photo(codes[0], codes[1]), *map(photo, [*codes[4:], codes[2]])]

    answer = send(clerk, [*shots, shots[0]])

    assert "3 nhập được" in words(answer)
    assert (counts(store)["sale"], agree(store)) == (3, 135_000)


def test_a_missing_code_is_named_and_what_was_read_is_kept_for_the_next_try(clerk, codes, store):
    n = len(codes)
    answer = send(clerk, [photo(codes[0])], "\n".join(codes[2:]))
    assert f"thiếu mã 2/{n}" in words(answer)
    assert counts(store)["sale"] == 0

    again = send(clerk, [photo(codes[1])], form_values(answer.text)["text"])

    assert "3 nhập được" in words(again)
    assert counts(store)["sale"] == 3


def test_a_file_a_photo_and_a_strange_picture_at_once_do_not_spoil_each_other(
    clerk, codes, till, cast, store
):
    file = json.dumps(export(store, cast, ("/sales", eggs(till, cast)))).encode()
    answer = words(send(clerk, [file, photo("HTTPS://POS.EXAMPLE/P/B4K7R2XQ96")], "\n".join(codes)))

    assert "anh-1.jpg: không thấy mã đơn chưa gửi trong ảnh." in answer
    assert ("1 nhập được" in answer, "3 nhập được" in answer) == (True, True)


def test_a_scanner_with_caps_lock_and_blank_lines_is_read(clerk, codes):
    assert "3 nhập được" in words(send(clerk, [], "\r\n\r\n".join(codes).lower()))


@pytest.mark.parametrize("content", [photo("FP1/B4K7/1/1/000")[:500], b"\xff\xd8\xff", b"RIFFxxxx"])
def test_a_broken_photo_is_told(clerk, content):
    assert "Không mở được ảnh." in words(send(clerk, [content]))


@pytest.mark.parametrize(
    "code", ["FP1/B4K7/1/1/000", "FP1/B4K7/1/1/ÂÂÂ", cut("0" * 600_000)[0] + "X"]
)
def test_codes_without_a_file_are_told_and_nothing_is_written(clerk, store, code):
    answer = words(send(clerk, [], code))
    assert "Chuỗi mã B4K7 đọc không ra đơn nào." in answer or "thiếu mã" in answer
    assert counts(store)["sale"] == 0
