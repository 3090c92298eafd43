"""A receipt of the server carries its signature: on paper, on its page, and against other keys."""

import io
from datetime import timedelta

import pytest
import zxingcpp
from fastapi.testclient import TestClient
from PIL import Image
from sqlalchemy import update

from fair_pos.checkout.models import Sale
from fair_pos.core.clock import FixedClock
from fair_pos.core.ids import ALPHABET, new_code
from fair_pos.db.store import Store
from fair_pos.payments import codes
from fair_pos.signing import keys, texts
from fair_pos.signing.facts import CODE, ReceiptFacts
from fair_pos.signing.texts import Verdict
from fair_pos.venues.models import Venue
from tests.cast import Cast
from tests.tills import TillClient, line


@pytest.fixture(autouse=True)
def signing(store: Store) -> None:
    keys.make(store.settings.data, store.clock.now())


@pytest.fixture
def body(till: TillClient, cast: Cast) -> dict:
    sale = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000)
    till.sell(sale)
    return sale


def printed(web: TestClient, code: str, width_mm: int = 80) -> str:
    """What stands behind /R/ on the paper."""
    answer = web.get(f"/R/{code}/paper.png", params={"mm": width_mm})
    (found,) = zxingcpp.read_barcodes(
        Image.open(io.BytesIO(answer.content)).convert("L"),
        formats=zxingcpp.BarcodeFormat.QRCodeModel2,
    )
    assert found.text == found.text.upper()
    return found.text.partition("/R/")[2]


@pytest.mark.parametrize("width_mm", [58, 80])
def test_the_paper_proves_number_total_and_time(
    web: TestClient, store: Store, body: dict, clock: FixedClock, width_mm: int
) -> None:
    text = printed(web, body["public_code"], width_mm)
    checked = texts.check(store.signer.keys, ReceiptFacts, text)
    assert checked is not None
    at = clock.now().replace(second=0, microsecond=0)
    assert checked.verdict is Verdict.GOOD
    assert checked.facts == ReceiptFacts(
        body["public_code"], "sale", False, at, 45_000, body["number"]
    )
    assert codes.identify(f"HTTP://POS.TEST/R/{text}").code == body["public_code"]


def test_the_signed_address_opens_the_page_and_it_says_so(web: TestClient, body: dict) -> None:
    page = web.get(f"/r/{printed(web, body['public_code']).lower()}")
    assert page.status_code == 200
    assert "Chữ ký đúng" in page.text
    assert body["number"] in page.text
    short = web.get(f"/R/{body['public_code']}")
    assert "Chữ ký" not in short.text


def test_one_other_sign_and_a_cut_off_text_are_told(web: TestClient, body: dict) -> None:
    text = printed(web, body["public_code"])
    other = ALPHABET[(ALPHABET.index(text[30]) + 1) % 28]
    for wrong in (text[:30] + other + text[31:], text[:60]):
        page = web.get(f"/R/{wrong}").text
        assert "Chữ ký sai" in page
        assert body["number"] in page


def test_the_picture_on_the_till_is_signed_and_a_new_key_signs_the_next(
    web: TestClient, till: TillClient, store: Store, body: dict
) -> None:
    first = printed(web, body["public_code"])
    keys.rotate(store.settings.data, store.clock.now() + timedelta(hours=1))
    picture = till.get(f"/sales/{body['id']}/receipt.png")
    (found,) = zxingcpp.read_barcodes(
        Image.open(io.BytesIO(picture.content)).convert("L"),
        formats=zxingcpp.BarcodeFormat.QRCodeModel2,
    )
    assert found.text.partition("/R/")[2][CODE] == store.signer.keys[-1].key_id
    assert "Chữ ký đúng" in web.get(f"/R/{first}").text


def test_a_refund_and_sample_goods_are_signed_as_what_they_are(
    web: TestClient, till: TillClient, store: Store, cast: Cast, body: dict
) -> None:
    store.lane.run(lambda session: session.execute(update(Venue).values(is_demo=True)))
    refund = till.document(
        corrects_id=body["id"], reason="Vỡ", means="cash",
        lines=[{"position": 0, "quantity_milli": 1000}],
    )  # fmt: skip
    assert till.post("/refunds", refund).status_code == 200
    text = printed(web, refund["public_code"])
    checked = texts.check(store.signer.keys, ReceiptFacts, text)
    assert checked is not None
    assert checked.facts is not None
    assert (checked.facts.form, checked.facts.total_vnd) == ("refund", 45_000)
    assert checked.facts.is_sample


def test_books_that_were_changed_behind_the_program_are_told(
    web: TestClient, store: Store, body: dict
) -> None:
    text = printed(web, body["public_code"])
    store.lane.run(lambda session: session.execute(update(Sale).values(number="B017-1-9")))
    page = web.get(f"/R/{text}").text
    assert "Sổ khác với chữ ký" in page
    assert "số B017-1-000001" in page


def test_a_signed_slip_that_a_restore_lost_is_still_ours(web: TestClient, store: Store) -> None:
    now = store.clock.now()
    facts = ReceiptFacts(new_code(10), "sale", False, now, 90_000, "B017-1-000999")
    answer = web.get(f"/R/{texts.signed(store.signer.key, facts)}")
    assert answer.status_code == 404
    assert "Chữ ký đúng, sổ không có phiếu này" in answer.text
    assert "B017-1-000999" in answer.text


def test_a_lost_key_stops_no_sale(
    web: TestClient, till: TillClient, store: Store, cast: Cast
) -> None:
    (store.settings.data / keys.FILE).unlink()
    sale = till.cash_sale([line(cast.eggs, "Trứng", 45_000)], 45_000)
    till.sell(sale)
    assert printed(web, sale["public_code"]) == sale["public_code"]


def test_the_public_keys_are_served_and_shown(web: TestClient, store: Store) -> None:
    keys.rotate(store.settings.data, store.clock.now())
    shown = web.get("/keys.json").json()
    assert [one["key"] for one in shown["keys"]] == [one.key_id for one in store.signer.keys]
    page = web.get("/keys").text
    for one in shown["keys"]:
        assert one["fingerprint"] in page
    assert "đã thôi dùng" in page
