"""`POST /api/v1/till/scan`: a photo in, the codes out, within limits."""

import threading
from io import BytesIO

import pytest
import qrcode
from PIL import Image

from fair_pos.web.till import scanning
from tests.browser.camera import bars_frame
from tests.tills import line

LABEL = "HTTPS://POS.EXAMPLE/P/B4K7R2XQ96"


def photo(text: str = LABEL, size: tuple[int, int] = (1600, 1200), form: str = "JPEG") -> bytes:
    picture = Image.new("RGB", size, (200, 200, 190))
    if text:
        picture.paste(qrcode.make(text, box_size=8).get_image(), (300, 300))
    out = BytesIO()
    picture.save(out, form)
    return out.getvalue()


def send(till, content: bytes):
    headers = till._headers() | {"Content-Type": "image/jpeg"}
    return till.http.post("/api/v1/till/scan", content=content, headers=headers)


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_the_codes_of_a_photo_are_told(till, form):
    answer = send(till, photo(form=form))
    assert (answer.status_code, answer.json()) == (200, {"codes": [LABEL]})


def test_a_producer_s_bars_are_read_from_a_photo(till):
    out = BytesIO()
    bars_frame("8930000000019", turn=3).save(out, "JPEG")
    assert send(till, out.getvalue()).json() == {"codes": ["8930000000019"]}


def test_a_photo_without_a_code_gives_none(till):
    assert send(till, photo("")).json() == {"codes": []}


@pytest.mark.parametrize("content", [b"", b"no picture", photo()[:2000], b"%PDF-1.7"])
def test_what_is_no_photo_is_refused_with_a_sentence(till, content):
    answer = send(till, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_picture")


def test_a_photo_above_two_megabytes_is_refused_while_it_comes(till):
    answer = send(till, b"\xff\xd8" + bytes(scanning.PHOTO_MAX))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_small_file_of_many_pixels_is_refused_before_it_is_unpacked(till):
    bomb = photo("", (5000, 4000), "PNG")
    assert len(bomb) < 200_000
    assert send(till, bomb).status_code == 422


def test_a_third_photo_at_once_is_asked_to_come_later(till):
    for _ in range(scanning.READERS_MAX):
        scanning._readers.acquire()
    try:
        answer = send(till, photo())
    finally:
        for _ in range(scanning.READERS_MAX):
            scanning._readers.release()
    assert (answer.status_code, answer.json()["code"]) == (429, "readers_busy")
    assert send(till, photo()).status_code == 200


def test_the_till_sells_while_photos_are_read(till, cast):
    answers = []
    content = photo(size=(4000, 3000))
    readers = [
        threading.Thread(target=lambda: answers.append(send(till, content).status_code))
        for _ in range(2)
    ]
    for reader in readers:
        reader.start()
    assert till.get("/catalogue").status_code == 200
    for reader in readers:
        reader.join()
    assert answers == [200, 200]


def test_a_receipt_s_code_finds_the_booth_s_own_sale_only(till, stranger, cast):
    sale = till.cash_sale([line(cast.eggs, "Trứng vịt biển", 45_000)], 45_000)
    assert till.post("/sales", sale).status_code == 200

    assert till.get(f"/receipts/{sale['public_code']}").json() == {"id": sale["id"]}
    assert stranger.get(f"/receipts/{sale['public_code']}").status_code == 404
    assert till.get("/receipts/B4K7R2XQ96").status_code == 404


def test_a_stranger_s_photo_is_not_read(web):
    answer = web.post("/api/v1/till/scan", content=photo())
    assert (answer.status_code, answer.json()["code"]) == (401, "till_unknown")
