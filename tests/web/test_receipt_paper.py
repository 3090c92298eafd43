"""A receipt's paper on the vendor's own phone: without the server's printer."""

import base64
import io

import pytest
import zxingcpp
from fastapi.testclient import TestClient
from PIL import Image

from fair_pos.db.store import Store
from fair_pos.printing import paper, payload
from fair_pos.web.public import receipt_paper
from tests.cast import Cast
from tests.tills import TillClient, line


@pytest.fixture
def code(till: TillClient, cast: Cast) -> str:
    body = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000)
    till.sell(body)
    return body["public_code"]


@pytest.mark.parametrize(("width_mm", "dots"), [(58, 384), (80, 576)])
def test_the_picture_to_share_has_its_code(web: TestClient, code: str, width_mm: int, dots: int):
    answer = web.get(f"/R/{code}/paper.png", params={"mm": width_mm})
    picture = Image.open(io.BytesIO(answer.content)).convert("L")
    assert (answer.headers["content-type"], picture.width) == ("image/png", dots)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text.endswith(f"/R/{code}")


def test_rawbt_gets_the_bytes_of_one_paper(web: TestClient, code: str):
    page = web.get(f"/r/{code.lower()}/print").text
    job = page.partition('href="intent:base64,')[2].partition("#Intent;scheme=rawbt;")[0]
    read = paper.read(base64.b64decode(job))
    assert [(sheet.width, read.pulses) for sheet in read.sheets] == [(384, 0)]
    assert "roll-58" in page


@pytest.mark.parametrize("path", ["/R/ZZZZZZZZZZ/paper.png", "/R/ZZZZZZZZZZ/print"])
def test_a_receipt_nobody_wrote_is_not_found(web: TestClient, path: str):
    assert web.get(path).status_code == 404


def test_a_roll_nobody_sells_is_not_found(web: TestClient, code: str):
    assert web.get(f"/R/{code}/paper.png", params={"mm": 70}).status_code == 404


def test_the_paper_that_anybody_can_open_names_no_person(web: TestClient, code: str, store: Store):
    document, _ = receipt_paper._paper(store, code, 80)
    told = payload.dump(document)
    assert "Trứng" in told
    assert "không phải hóa đơn" in told
    assert "Người bán" not in told
